"""Which page of a post is asked next: its own, and those of an album's photos that its own leaves out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archiver.model.post import Candidate, Medium, MediumKind, Observation
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef
from archiver.platforms.facebook.post_pages import named, next_page

SITE = "https://www.facebook.com"
OWNER = "100090000000077"
POST, ALIAS = PostRef("facebook", "122000000000901"), PostRef("facebook", "pfbid0abcdefghijklmno")
OWN = f"{SITE}/122000000000901"
AT = datetime(2026, 11, 3, tzinfo=UTC)


def medium(number, *, shown=True, kind=MediumKind.IMAGE):
    offered = (Candidate(f"https://scontent.xx.fbcdn.net/v/{number}_n.jpg", 9, 9),) if shown else ()
    return Medium(f"{number}_n.jpg", kind, offered, permanent_id=number)


def post(*media, ref=POST, promised=None, whole=False, owner="Brandt", caption="words", at=AT):
    return Observation(
        ref=ref,
        permanent_id=ref.key,
        owner_id=OWNER,
        owner_name=owner,
        kind="carousel",
        product="",
        published_at=at,
        caption=caption,
        alt=None,
        location=None,
        tagged=(),
        coauthors=None,
        media=media,
        counts=(),
        whole=whole,
        record="urn:a",
        promised=promised,
    )


def read(*observations, pages=()):
    return Reading(observations=observations, pages=pages)


def photo(number):
    return f"{SITE}/photo/?fbid={number}&set=pcb.{POST.key}"


def test_of_a_post_not_seen_yet_its_own_page_is_asked_and_then_no_other():
    assert next_page(read(), POST, ()) == OWN
    assert next_page(read(), POST, (OWN,)) is None


def test_of_a_whole_post_its_own_page_is_asked_once():
    seen = read(post(medium("1"), promised=1, whole=True))
    assert next_page(seen, POST, ()) == OWN
    assert next_page(seen, POST, (OWN,)) is None


def test_of_an_album_the_first_photo_that_is_only_named_is_asked():
    seen = read(post(medium("1"), medium("2", shown=False), medium("3", shown=False), promised=5))
    assert next_page(seen, POST, (OWN,)) == photo("2")


def test_a_film_of_an_album_is_asked_at_its_own_address():
    seen = read(post(medium("1"), medium("2", shown=False, kind=MediumKind.VIDEO), promised=2))
    assert next_page(seen, POST, (OWN,)) == f"{SITE}/{OWNER}/videos/pcb.{POST.key}/2/"


def test_where_all_that_are_named_are_shown_the_last_names_the_one_behind_it():
    seen = read(post(medium("1"), medium("2"), promised=5))
    assert next_page(seen, POST, (OWN,)) == photo("2")


def test_a_page_is_not_asked_twice():
    seen = read(post(medium("1"), medium("2", shown=False), promised=5))
    assert next_page(seen, POST, (OWN, photo("2"))) is None


def test_an_album_without_end_is_given_up():
    asked = [photo(str(number)) for number in range(200)]
    assert next_page(read(post(medium("1"), promised=10**6)), POST, asked) is None


@pytest.mark.parametrize("without", [{"at": None}, {"caption": None}])
def test_its_own_page_comes_before_those_of_its_photos(without):
    seen = read(post(medium("1"), medium("2", shown=False), promised=5, **without))
    assert next_page(seen, POST, ()) == OWN


def test_of_a_photo_that_a_tab_names_its_own_page_is_asked():
    tile = PostRef("facebook", "122000000000911")
    seen = read(post(medium(tile.key), ref=tile, owner="", at=None, caption=None))
    assert next_page(seen, tile, ()) == f"{SITE}/photo/?fbid={tile.key}"


def test_a_post_asked_by_an_alias_is_named_by_the_answer():
    page = Page(OWN, Availability.LIVE, "story", "urn:a", subject=POST)
    assert named(read(post(), pages=(page,)), ALIAS) == POST


def test_an_alias_that_no_answer_resolves_stays_one():
    assert named(read(pages=(Page(OWN, Availability.NOT_FOUND, "gone", "urn:a"),)), ALIAS) == ALIAS


def test_an_answer_to_a_script_s_request_resolves_no_alias():
    """Another post may stand beside the one that was asked for."""
    page = Page(OWN, Availability.LIVE, "story", "urn:a", document=False, subject=POST)
    assert named(read(post(), pages=(page,)), ALIAS) == ALIAS


def test_a_photo_s_number_names_the_post_it_belongs_to():
    assert named(read(post(medium("5"))), PostRef("facebook", "5")) == POST


def test_a_post_that_bears_its_photo_s_number_is_itself():
    alone = post(medium(POST.key))
    holding = post(medium(POST.key), ref=PostRef("facebook", "7"))
    assert named(read(alone, holding), POST) == POST


def test_what_a_tab_tells_of_a_photo_makes_it_no_post():
    tile = replace(post(medium("5")), ref=PostRef("facebook", "5"), owner_name="")
    assert named(read(tile, post(medium("5"))), PostRef("facebook", "5")) == POST
