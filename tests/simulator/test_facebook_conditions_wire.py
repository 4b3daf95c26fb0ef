"""What a visitor without a session and one with a session get of Facebook under each condition, over the wire."""

import json
import time

import httpx
import pytest
from facebook_asking import BLOCKED, CHECKPOINT, NOT_FOUND, SHELL, SHOWN, SITE, WALL, Asking, documents
from wired_page import PAGE, POST, REEL, TOGETHER

from archiver.simulator import happenings as owners
from archiver.simulator.conditions import (
    LOGGED_OUT,
    AnswerEmpty,
    BlockViewer,
    BreakShape,
    Challenge,
    ConsentDialog,
    CutConnection,
    DemandLogin,
    Flap,
    Incident,
    NullEdge,
    RateLimit,
    ServeCached,
    SlowDown,
    SplitBySession,
    Throttle,
    TruncateFeed,
    under,
)
from archiver.simulator.facebook.ids import account_id, medium_id, post_id
from archiver.simulator.facebook.manner import Manner
from archiver.simulator.facebook.truth import places
from archiver.simulator.hartmann import ACCOUNT, PARTNER
from archiver.simulator.staalborg import staalborg

NUMBER = post_id(POST)
EVERY = places(PAGE, "posts")


def error(answer):
    """Give the number of the error that an answer to a script is."""
    (told,) = documents(answer.text)
    return told["error"] if "__ar" in told else told["errors"][0]["code"]


@pytest.mark.parametrize(
    ("condition", "page", "code"),
    [
        (DemandLogin(), WALL, 1357054),
        (Throttle(), SHELL, 1675004),
        (RateLimit(in_words=True), BLOCKED, 1675004),
    ],
    ids=["wall", "throttled", "blocked"],
)
def test_a_page_s_place_is_taken(facing, facebook, condition, page, code):
    for one in facing:
        facebook.conditions = under()
        assert one.profile() == SHOWN
        facebook.conditions = under(condition)
        assert (one.post(NUMBER), one.profile()) == (page, page)
        assert one.outcome("/nobody.here/") == (NOT_FOUND if page == SHELL else page)
    refused = facing[1].refetch(PAGE)
    assert (refused.status_code, error(refused)) == (200, code)


@pytest.mark.parametrize(
    ("condition", "where", "page"),
    [(DemandLogin(elsewhere=True), "/login/", WALL), (Challenge(), "/checkpoint/", CHECKPOINT)],
    ids=["login", "checkpoint"],
)
def test_visitors_are_sent_elsewhere(facing, facebook, condition, where, page):
    facing[1].refetch(PAGE)
    facebook.conditions = under(condition)
    for one in facing:
        sent = one.ask("/hartmann.werkzeuge/")
        expected = f"{SITE}{where}?next=https%3A%2F%2Fwww.facebook.com%2Fhartmann.werkzeuge%2F"
        assert (sent.status_code, sent.headers["location"]) == (302, expected)
        assert one.outcome(where) == page
        assert error(one.refetch(PAGE)) == 1357054


def test_a_session_that_is_asked_to_log_in_has_no_page_of_its_own(facing, facebook):
    assert facing[1].outcome("/") == SHOWN
    for elsewhere in (False, True):
        facebook.conditions = under(DemandLogin(elsewhere=elsewhere, who="liesl"))
        assert (facing[1].ask("/").status_code == 302) is elsewhere
        assert facing[1].outcome("/") == WALL
        assert facing[0].post(NUMBER) == SHOWN


def test_who_asks_too_much_is_refused(facing, facebook):
    (medium,) = POST.media
    told = facing[0].page(f"/photo/?fbid={medium_id(medium)}").answers["CometPhotoRootContentQuery"]
    address = told["currMedia"]["image"]["uri"]
    facebook.conditions = under(RateLimit())
    for one in facing:
        assert [one.ask(f"/{NUMBER}").status_code, one.refetch(PAGE).status_code] == [429, 429]
    assert facing[0].visitor.ask(address).status_code == 200
    facebook.conditions = under(RateLimit(asked=("medium",)))
    assert facing[0].visitor.ask(address).status_code == 429
    assert facing[0].post(NUMBER) == SHOWN


def test_a_condition_begins_after_some_requests_and_ends(facing, facebook):
    facebook.conditions = under(DemandLogin(asked=("post",), after=2, until=3))
    for one in facing:
        assert [one.post(NUMBER) for _ in range(4)] == [SHOWN, SHOWN, WALL, SHOWN]
        assert one.profile() == SHOWN
    facebook.conditions = under(DemandLogin(after=1))
    assert [facing[0].post(NUMBER), facing[0].profile()] == [SHOWN, WALL]


def test_a_listing_may_fail_at_a_later_page(facing, facebook):
    liesl = facing[1]
    liesl.units(PAGE)
    facebook.conditions = under(RateLimit(asked=("listing",), after=1, in_words=True))
    units = liesl.units(PAGE)
    assert len(units["edges"]) == 3
    assert error(liesl.refetch(PAGE, units["page_info"]["end_cursor"])) == 1675004


@pytest.mark.parametrize("says_more", [False, True])
def test_a_listing_ends_early(facing, facebook, says_more):
    facebook.conditions = under(TruncateFeed(5, says_more=says_more))
    liesl = facing[1]
    assert tuple(liesl.listed(PAGE)) == EVERY[:6]
    photos = liesl.listed(PAGE, "photos")
    assert len(photos) == 5
    units = liesl.units(PAGE)
    rest = liesl.units(PAGE, units["page_info"]["end_cursor"])
    assert rest["page_info"]["has_next_page"] is says_more
    after = liesl.refetch(PAGE, rest["page_info"]["end_cursor"])
    assert ("errors" in documents(after.text)[0]) is says_more


def test_a_listing_is_empty(facing, facebook):
    facebook.conditions = under(AnswerEmpty())
    stranger, liesl = facing
    assert stranger.listed(PAGE) == liesl.listed(PAGE) == liesl.listed(PAGE, "reels") == []
    assert liesl.units(PAGE) == {"edges": [], "page_info": {"has_next_page": False, "end_cursor": None}}
    assert liesl.post(NUMBER) == SHOWN


@pytest.mark.parametrize("framing", ["lines", "whole"])
@pytest.mark.parametrize("place", [0, 1, -1])
def test_an_edge_is_null_and_an_error_is_told_beside_it(facing, facebook, place, framing):
    facebook.manner = Manner(framing=framing)
    facebook.conditions = under(NullEdge(place))
    liesl = facing[1]
    parts = documents(liesl.refetch(PAGE).text)
    told = [error["path"] for part in parts for error in part.get("errors", ())]
    assert told == [["node", "timeline_list_feed_units", "edges", place % 3]]
    units = liesl.units(PAGE)
    assert [edge is None for edge in units["edges"]] == [at == place % 3 for at in range(3)]
    assert units["page_info"]["has_next_page"] is True
    assert liesl.collection(PAGE, "photos")["edges"][place] is None


def test_an_edge_is_of_a_shape_that_nobody_knows(facing, facebook):
    facebook.conditions = under(BreakShape(1))
    liesl = facing[1]
    edges = liesl.units(PAGE)["edges"]
    assert [edge["node"]["__typename"] for edge in edges] == ["Story", "XFBFeedUnitV3", "Story"]
    facebook.conditions = under(BreakShape())
    assert {edge["node"]["__typename"] for edge in liesl.units(PAGE)["edges"]} == {"XFBFeedUnitV3"}
    for surface in ("photos", "reels"):
        edges = liesl.collection(PAGE, surface)["edges"]
        nodes = [edge.get("node") or edge["profile_reel_node"]["node"] for edge in edges]
        assert {node["__typename"] for node in nodes} == {"XFBFeedUnitV3"}


def test_a_page_as_it_was_is_shown(facing, facebook):
    facebook.company = owners.delete(PAGE, POST.code)
    facebook.conditions = under(ServeCached(older=PAGE, who="liesl"))
    stranger, liesl = facing
    assert (stranger.post(NUMBER), liesl.post(NUMBER)) == (NOT_FOUND, SHOWN)
    assert NUMBER in liesl.listed(PAGE)


@pytest.mark.parametrize("shows_profile", [False, True])
def test_a_blocked_visitor_finds_nothing_or_no_posts(facing, facebook, shows_profile):
    facebook.conditions = under(BlockViewer(shows_profile=shows_profile, who="liesl"))
    stranger, liesl = facing
    assert (stranger.post(NUMBER), liesl.post(NUMBER)) == (SHOWN, NOT_FOUND)
    assert liesl.profile() == (SHOWN if shows_profile else NOT_FOUND)
    assert liesl.profile(PARTNER.username) == SHOWN
    if shows_profile:
        assert liesl.listed(PAGE) == liesl.listed(PAGE, "photos") == []


@pytest.mark.parametrize("who", ["hans", LOGGED_OUT])
def test_some_are_sent_the_older_layout(facing, facebook, who):
    facebook.conditions = under(SplitBySession(who=who))
    other = Asking(facing[0].visitor, facebook, "hans") if who == "hans" else facing[0]
    pages = [one.page(f"/hartmann.werkzeuge/posts/{NUMBER}") for one in (other, facing[1]) for _ in range(8)]
    styles = [list(page.subject["attachments"][0])[-1] for page in pages]
    assert styles == ["style_type_renderer"] * 8 + ["styles"] * 8
    assert [page.is_lazy for page in pages[:8]] == [True] * 8
    assert {page.is_lazy for page in pages[8:]} == {True, False}


def test_a_flapping_post_is_shown_by_turns_at_each_address(facing, facebook):
    facebook.conditions = under(Flap(frozenset({POST.code})))
    for one in facing:
        # Two addresses of one post are the same one, whatever letters stand in them.
        assert [one.post(NUMBER) for _ in range(3)] == [SHOWN, NOT_FOUND, SHOWN]
        assert one.outcome(f"/hartmann.werkzeuge/posts/{NUMBER}") == NOT_FOUND
        assert one.post(post_id(TOGETHER)) == one.post(post_id(TOGETHER)) == SHOWN


def test_an_incident_finds_nothing_until_it_is_over(facing, facebook):
    facebook.conditions = under(Incident(asked=("profile", "post"), until=4))
    for one in facing:
        other = post_id(staalborg().posts[0])
        asked = (one.post(NUMBER), one.post(other), one.profile(), one.profile(PARTNER.username))
        assert asked == (NOT_FOUND,) * 4
        assert (one.post(NUMBER), one.profile()) == (SHOWN, SHOWN)


def test_a_question_is_laid_over_pages(facing, facebook):
    facebook.conditions = under(ConsentDialog())
    for one in facing:
        page = one.page("/hartmann.werkzeuge/")
        assert "Allow the use of cookies from Facebook on this browser?" in page.html
        assert page.outcome == SHOWN


def test_an_answer_is_slow(facing, facebook):
    facebook.conditions = under(SlowDown(0.3, asked=("post",), until=1))
    for one in facing:
        begun = time.monotonic()
        assert one.post(post_id(REEL)) == SHOWN
        assert time.monotonic() - begun >= 0.3


@pytest.mark.parametrize("kind", ["post", "listing", "medium"])
def test_a_connection_is_cut(facing, facebook, kind):
    (medium,) = POST.media
    told = facing[0].page(f"/photo/?fbid={medium_id(medium)}").answers["CometPhotoRootContentQuery"]
    address = told["currMedia"]["image"]["uri"]
    facebook.conditions = under(CutConnection(50, asked=(kind,)))
    paths = {
        "post": lambda one: one.ask(f"/hartmann.werkzeuge/posts/{NUMBER}"),
        "listing": lambda one: one.refetch(PAGE),
        "medium": lambda one: one.visitor.ask(address),
    }
    for one in facing:
        with pytest.raises(httpx.TransportError):
            paths[kind](one)
        for other in paths.keys() - {kind}:
            assert paths[other](one).status_code == 200


def test_a_private_page_says_so_and_shows_nothing(facing, facebook):
    facebook.company = owners.go_private(PAGE)
    for one in facing:
        page = one.page("/hartmann.werkzeuge/")
        assert (page.outcome, page.header["id"]) == (SHOWN, account_id(ACCOUNT))
        units = page.timeline["timeline_list_feed_units"]
        assert units == {"edges": [], "page_info": {"has_next_page": False, "end_cursor": None}}
        assert page.timeline["profile_pinned_post"] is None
        assert "This profile is private" in page.html
        assert "og:title" not in page.html
        assert json.dumps(page.timeline).count("Story") == 0
