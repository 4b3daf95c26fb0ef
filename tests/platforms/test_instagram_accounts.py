"""What an Instagram account's own fields say, and what they leave open."""

import pytest

from archiver.model.about import About
from archiver.platforms.instagram import abouts, accounts

BARE = {"pk": "990000417203", "username": "brandt.pumpen", "biography": "Pumpen"}
LINK = {"url": "https://brandt.example/", "title": ""}


@pytest.mark.parametrize(
    ("shown", "links"),
    [
        ({"bio_links": [LINK]}, ("https://brandt.example/",)),
        ({"bio_links": []}, ()),
        ({"bio_links": [LINK, {"title": "without an address"}]}, None),
        ({"bio_links": [LINK, None]}, None),
        ({"bio_links": None}, None),
        ({}, None),
    ],
)
def test_links_are_told_only_where_all_of_them_are_understood(shown, links):
    assert accounts.read(BARE | shown, "urn:test").links == links


def test_how_an_owner_is_reached_stands_among_the_fields():
    shown = {
        "public_email": "a@brandt.example",
        "business_email": "b@brandt.example",
        "public_phone_number": "",
        "contact_phone_number": "+49 341 1",
        "zip": "04999",
        "linked_fb_info": {
            "linked_fb_page": {
                "id": "104417029955318",
                "name": "Brandt",
                "profile_url": "https://www.facebook.com/b",
            }
        },
    }
    assert abouts.read(BARE | shown, "urn:test") == About(
        "990000417203",
        "profile",
        (
            ("email", "a@brandt.example"),
            ("phone", "+49 341 1"),
            ("postcode", "04999"),
            ("linked_facebook", "https://www.facebook.com/b Brandt 104417029955318"),
        ),
        "urn:test",
    )


def test_a_form_without_such_fields_states_nothing():
    assert abouts.read(BARE, "urn:test") is None


@pytest.mark.parametrize("value", [None, 7, [], {}, {"linked_fb_page": 7}])
def test_what_is_no_text_is_no_fact(value):
    assert abouts.read(BARE | {"public_email": value, "linked_fb_info": value}, "urn:test").facts == ()
