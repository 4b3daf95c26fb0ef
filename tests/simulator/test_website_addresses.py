"""What two addresses must have in common to be the same."""

import pytest

from archiver.simulator.website.addresses import canonical, key, key_of

SITE = "https://www.hartmann-werkzeuge.example"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/", "/"),
        ("", "/"),
        ("https://hartmann-werkzeuge.example", "/"),
        ("http://www.hartmann-werkzeuge.example/kontakt/", "/kontakt/"),
        ("HTTPS://WWW.Hartmann-Werkzeuge.EXAMPLE:443/kontakt/", "/kontakt/"),
        ("//www.hartmann-werkzeuge.example/kontakt/", "/kontakt/"),
        ("/kontakt", "/kontakt"),
        ("/index.html", "/"),
        ("/produkte/index.html#oben", "/produkte/"),
        ("/produkte/myindex.html", "/produkte/myindex.html"),
        ("/produkte/?utm_source=x&utm_medium=y&fbclid=z&gclid=1", "/produkte/"),
        ("/aktuelles/?seite=2&utm_campaign=x", "/aktuelles/?seite=2"),
        ("/katalog?lang=de&s=ig", "/katalog?lang=de&s=ig"),
        ("/aktuelles/größe-40.html", "/aktuelles/gr%C3%B6%C3%9Fe-40.html"),
        ("/aktuelles/gr%c3%b6%c3%9fe-40.html", "/aktuelles/gr%C3%B6%C3%9Fe-40.html"),
        ("/downloads/Preisliste 2026.xlsx", "/downloads/Preisliste%202026.xlsx"),
        (" /kontakt/ ", "/kontakt/"),
    ],
)
def test_one_form_for_all_ways_of_writing(written, meant):
    assert canonical(written) == SITE + meant
    assert canonical(canonical(written)) == SITE + meant
    assert key_of(canonical(written)) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("geschichte.html", "/ueber-uns/geschichte.html"),
        ("../kontakt/", "/kontakt/"),
        ("?seite=2", "/ueber-uns/?seite=2"),
        ("#team", "/ueber-uns/"),
    ],
)
def test_addresses_are_read_beside_the_page_they_stand_on(written, meant):
    assert canonical(written, f"{SITE}/ueber-uns/") == SITE + meant


@pytest.mark.parametrize("written", ["mailto:post@x.example", "tel:+49341", "javascript:window.print()"])
def test_what_is_no_page_has_none(written):
    assert canonical(written) == ""


def test_others_hosts_are_others():
    other = canonical("https://www.Messe-Lindenau.example/a?nr=1")
    assert other == "https://www.messe-lindenau.example/a?nr=1"
    assert key_of(other) == ""


def test_a_request_is_named_as_its_address_is():
    assert key("/produkte/index.html", (("utm_source", "x"), ("nr", "7"))) == "/produkte/?nr=7"
