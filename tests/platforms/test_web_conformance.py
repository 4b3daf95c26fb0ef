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
