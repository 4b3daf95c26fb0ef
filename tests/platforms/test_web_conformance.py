"""A website holds what every network must, as far as it is one: its listing is a set of addresses, in no order."""

from dataclasses import replace
from typing import ClassVar

import pytest
import website_wire as wire
from conformance import Golden, SiteConformance, answered

from archiver.derive.presence import presence
from archiver.model.probe import Presence
from archiver.model.reading import Availability
from archiver.model.refs import PostRef
from archiver.platforms.web import PLATFORM
from archiver.platforms.web.steady import steady
from archiver.simulator.conditions import Challenge, RateLimit, under
from archiver.simulator.website import conditions, happenings
from archiver.simulator.website.network import WebsiteNetwork
from archiver.simulator.website.news import FAIR

HOME = wire.HOME
PAGE = f"{wire.HOME.rstrip('/')}{FAIR}"


def of(site=wire.SITE, met=None):
    network = WebsiteNetwork(site, seed="golden", clock=wire.AT.timestamp)
    if met is not None:
        network.conditions = met
    return network


def gone(how):
    return wire.asked(PAGE, of(happenings.take_down(wire.SITE, FAIR, how)))


class TestWeb(SiteConformance):  # the whole of a (Conformance): a site has no chain of pages to follow
    platform = PLATFORM
    targets: ClassVar = {
        "web:https://www.brandt.example": "https://www.brandt.example",
        "web:https://www.Brandt.example/": "https://www.brandt.example",
        "web:brandt.example": "https://brandt.example",
        "https://www.brandt.example/index.html?utm_source=x#top": "https://www.brandt.example",
        "http://www.brandt.example:80/": "https://www.brandt.example",
    }
    posts: ClassVar = {
        "https://www.brandt.example/ueber-uns/": "https://www.brandt.example/ueber-uns/",
        "https://www.brandt.example/a/../b?x=1&utm_medium=y#z": "https://www.brandt.example/b?x=1",
        "web:https://www.brandt.example/gr%c3%b6%C3%9fe": "https://www.brandt.example/gr%C3%B6%C3%9Fe",
    }
    nobodys = (
        "web:",
        "web:localhost",
        "https://127.0.0.1/",
        "https://x.example:8443/",
        "ftp://x.example/",
        "brandt",
    )
    recorded = wire.visited()
    goldens: ClassVar = {
        "a page": Golden(wire.asked(PAGE), Availability.LIVE),
        "404": Golden(gone("404"), Availability.NOT_FOUND),
        "410": Golden(gone("410"), Availability.NOT_FOUND),
        "the home page in its place": Golden(gone("home"), Availability.NOT_FOUND),
        "not found, by a page": Golden(gone("soft"), Availability.NOT_FOUND),
        "asked too often": Golden(
            wire.asked(PAGE, of(met=under(RateLimit(after=0)))), Availability.RATE_LIMITED
        ),
        "a question": Golden(wire.asked(PAGE, of(met=under(Challenge()))), Availability.WALLED),
        "for legal reasons": Golden(replace(wire.asked(PAGE), status=451), Availability.GATED),
        "it fails": Golden(wire.asked(PAGE, of(met=under(conditions.Fail()))), Availability.UNKNOWN),
        "a copy": Golden(
            wire.asked(PAGE, of(met=under(conditions.ServeCopy(wire.SITE)))), Availability.UNKNOWN
        ),
        "parked": Golden(wire.asked(wire.HOME, of(happenings.park(wire.SITE))), Availability.UNKNOWN),
        "nothing": Golden(answered("", PAGE), Availability.UNKNOWN),
    }
    no_page_for: ClassVar = {Availability.PRIVATE: "a site that is for members answers with a status"}


@pytest.mark.parametrize("address", wire.live(), ids=lambda address: address.removeprefix(wire.HOME))
def test_a_page_s_words_are_found_as_its_author_wrote_them_in_whichever_encoding(address):
    (seen,) = PLATFORM.extract((wire.asked(address),)).observations
    told = [line for words in wire.live()[address].paragraphs for line in words.split("\n")]
    shown = seen.caption.split("\n")
    # A paragraph that is nothing but a link is a menu's as often as an author's.
    lost = [line for line in steady(told) if line not in shown]
    assert len(lost) <= 3
    assert all(len(line) < 40 for line in lost), lost
    assert not [line for line in shown[1:] if line not in (*told, wire.live()[address].title)]


def led(*hops):
    """Give answers that each lead on to the next address, and the last of which is a page."""
    *leading, (last, page) = hops
    redirects = [
        replace(wire.asked(HOME), address=address, status=302, location=to, body=b"", truncated="unspecified")
        for address, to in leading
    ]
    return [*redirects, replace(wire.asked(page), address=last)]


EN = f"{HOME}en/"


def test_where_the_home_page_leads_on_what_it_leads_to_stands_for_it():
    found = PLATFORM.extract(led((HOME, "/en"), (f"{HOME}en", "/en/"), (EN, PAGE)))
    assert [account.handle for account in found.accounts] == [wire.TARGET.name]
    assert {(page.subject, page.availability) for page in found.pages if not page.led_on} == {
        (wire.TARGET, Availability.LIVE),
        (PostRef("web", EN), Availability.LIVE),
    }
    assert presence(wire.TARGET, "", found) is Presence.PRESENT


def test_a_home_page_that_leads_to_another_site_is_none_of_this():
    other = "https://www.other.example/en/"
    found = PLATFORM.extract(led((HOME, other), (other, PAGE)))
    assert found.accounts == ()
    assert presence(wire.TARGET, "", found) is Presence.UNKNOWN


@pytest.mark.parametrize(
    ("asked", "to", "availability"),
    [
        ("en/products/saw.html", "/en/", Availability.NOT_FOUND),
        ("de-AT/produkte/", "/de-AT", Availability.NOT_FOUND),
        ("de/produkte/", "/en/", Availability.UNKNOWN),
        ("produkte/saege/", "/en/", Availability.UNKNOWN),
        ("produkte/saege/", "/produkte/", Availability.UNKNOWN),
        ("en/", "/en/?again=1", Availability.UNKNOWN),
    ],
)
def test_a_redirect_to_the_home_page_of_its_own_language_says_that_there_is_none(asked, to, availability):
    (page, *_) = PLATFORM.extract(led((f"{HOME}{asked}", to), (EN, PAGE))).pages
    assert page.availability is availability


def test_a_kept_copy_is_read_and_stands_nowhere():
    found = PLATFORM.extract((wire.asked(PAGE, of(met=under(conditions.ServeCopy(wire.SITE)))),))
    fresh = PLATFORM.extract((wire.asked(PAGE),))
    assert [seen.kept_copy for seen in found.observations] == [True]
    assert found.observations[0].media == fresh.observations[0].media
    assert (found.listings, len(fresh.listings)) == ((), 1)


@pytest.mark.parametrize("how", ["404", "410", "home", "soft"])
def test_a_kept_copy_of_there_being_nothing_says_nothing(how):
    copy = replace(gone(how), kept_copy="kept for 80000 seconds")
    found = PLATFORM.extract((copy,))
    assert [page.availability for page in found.pages] == [Availability.UNKNOWN]
    assert all(not page.absent for page in found.listings)


def shows(title, heading, lines=2):
    words = "".join(
        f"<p>Absatz {number} über unsere Maschinen und ihre Wartung im Werk.</p>" for number in range(lines)
    )
    html = f"<html lang=de><title>{title}</title><main><h1>{heading}</h1>{words}</main></html>"
    (page, *_) = PLATFORM.extract((answered(html, PAGE),)).pages
    return page.availability


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Stellen", "Passende Stelle nicht gefunden?"),
        ("Jobs | Brandt", "Right job not found? Write to us"),
        ("Hammer HW 404", "Hammer HW 404"),
        ("Brandt", "Wie Sie eine Seite nicht gefunden haben und was dann hilft"),
    ],
)
def test_a_page_that_only_speaks_of_what_was_not_found_is_there(title, heading):
    assert shows(title, heading) is Availability.LIVE


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Seite nicht gefunden | Brandt Pumpen GmbH", "Hoppla"),
        ("Brandt", "404"),
        ("404 | Brandt", ""),
        ("Brandt", "Die Seite existiert leider nicht mehr"),
        ("Brandt", "Diese Seite gibt es leider nicht mehr"),
        ("Brandt", "Seite nicht vorhanden"),
        ("Brandt", "We couldn't find that page"),
        ("Error 404", "Oops"),
    ],
)
def test_a_page_that_says_that_there_is_none_is_not_there(title, heading):
    assert shows(title, heading) is Availability.NOT_FOUND


def test_a_page_in_the_place_of_a_document_is_never_the_document():
    (address, *_) = wire.live("document")
    soft = replace(gone("soft"), address=address, obtained="direct")
    check = replace(wire.asked(PAGE), address=address, obtained="direct")
    assert PLATFORM.extract((soft,)).pages[0].availability is Availability.NOT_FOUND
    found = PLATFORM.extract((check,))
    assert (found.pages[0].availability, found.observations) == (Availability.UNKNOWN, ())


def test_a_page_that_declares_itself_as_xml_is_read():
    declared = '<?xml version="1.0" encoding="utf-8"?>'
    html = f'{declared}\n<html lang="de"><title>Halle</title><h1>Halle</h1>{"<p>Wort</p>" * 3}</html>'
    (seen,) = PLATFORM.extract((answered(html, PAGE),)).observations
    assert seen.caption.startswith("Halle")


PICTURES = {
    "a mark of the time": ("/bilder/halle.jpg?t=1", "/bilder/halle.jpg?t=2"),
    "a fingerprint": ("/bilder/halle.3f2a9c1b.jpg", "/bilder/halle.77aa0c1b.jpg"),
    "a size": ("/bilder/halle-300x200.jpg", "/bilder/halle-1024x683.jpg"),
    "what a system writes": ("/bilder/csm_halle_0a1b2c3d4e.jpg", "/bilder/csm_halle_ff00aa11bb.jpg"),
}


@pytest.mark.parametrize("addresses", PICTURES.values(), ids=PICTURES)
def test_a_picture_is_known_by_what_servers_do_not_change_by_themselves(addresses):
    def named(address):
        words = "<p>In dieser Halle werden seit hundert Jahren Maschinen gebaut und gewartet.</p>" * 3
        shown = f'<h1>Halle</h1>{words}<img src="{address}">{words}'
        html = f"<html lang=de><title>Halle</title><main>{shown}</main></html>"
        (seen,) = PLATFORM.extract((answered(html, PAGE),)).observations
        return [medium.permanent_id for medium in seen.media]

    one, other = map(named, addresses)
    assert one == other
    assert len(one) == 1


def test_a_document_above_the_limit_is_said_to_be_and_not_to_have_broken_off():
    (address, *_) = wire.live("document")
    cut = replace(wire.asked(address, obtained="direct"), body=None, truncated="length")
    (page,) = PLATFORM.extract((cut,)).pages
    assert (page.availability, page.signal) == (Availability.UNKNOWN, "longer than a capture keeps")


def test_two_looks_at_every_page_show_the_same_but_for_what_changes_by_itself():
    network = of()
    for address in wire.live():
        one, other = (PLATFORM.extract((wire.asked(address, network),)).observations for _ in range(2))
        assert replace(one[0], record="") == replace(other[0], record=""), address
