"""Facebook's listings as they are streamed and framed, page by page, and the letters that stand for posts."""

import itertools
import json

import pytest
from facebook_asking import NOT_FOUND, SHOWN, SITE, documents, merged
from wired_page import ALBUM, PAGE, POST

from archiver.simulator import happenings as owners
from archiver.simulator.facebook import aliases
from archiver.simulator.facebook.aliases import Terms
from archiver.simulator.facebook.framing import FRAMINGS
from archiver.simulator.facebook.ids import account_id, medium_id, post_id
from archiver.simulator.facebook.manner import Manner
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.facebook.truth import media_places, places
from archiver.simulator.hartmann import ACCOUNT

MARKS = {
    "lines": lambda body: "\n" in body and "\r" not in body and "for (;;);" not in body,
    "returns": lambda body: "}\r\n{" in body,
    "guarded": lambda body: body.startswith("for (;;);") and body.count("for (;;);") == 1 and "}\n{" in body,
    "guarded lines": lambda body: body.count("for (;;);") > 2,
    "run together": lambda body: "}{" in body and "\n" not in body,
    "whole": lambda body: len(documents(body)) == 1,
}


def stories(facing):
    """Give every Story of the timeline as its pages put it together."""
    one = facing[1]
    cursor, found = None, []
    for _ in range(40):
        units = one.units(PAGE, cursor)
        found += [edge["node"] for edge in units["edges"]]
        if not units["page_info"]["has_next_page"]:
            return found
        cursor = units["page_info"]["end_cursor"]
    raise AssertionError("The timeline has no end.")


def summary(story):
    context = story["comet_sections"]["feedback"]["story"]["story_ufi_container"]["story"]["feedback_context"]
    return context["feedback_target_with_context"]["comet_ufi_summary_and_actions_renderer"]["feedback"]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_every_framing_tells_the_whole_timeline(facing, facebook, framing):
    facebook.manner = Manner(framing=framing)
    liesl = facing[1]
    body = liesl.refetch(PAGE).text
    assert MARKS[framing](body)
    assert {name for name, mark in MARKS.items() if mark(body)} <= {framing, "lines"}
    assert tuple(liesl.listed(PAGE)) == places(PAGE, "posts")


def test_framings_and_types_come_by_turns(facing):
    answers = [facing[1].refetch(PAGE) for _ in range(60)]
    assert {answer.headers["content-type"].partition(";")[0] for answer in answers} == {
        "text/html",
        "application/json",
    }
    for name, mark in MARKS.items():
        assert any(mark(answer.text) for answer in answers), name


def test_an_answer_begins_with_one_edge_and_ends_with_where_it_goes_on(facing, facebook):
    facebook.manner = Manner(framing="lines")
    parts = documents(facing[1].refetch(PAGE).text)
    first = parts[0]["data"]["node"]
    assert (first["__typename"], first["id"]) == ("User", account_id(ACCOUNT))
    assert len(first["timeline_list_feed_units"]["edges"]) == 1
    assert "page_info" not in first["timeline_list_feed_units"]
    streamed = [part for part in parts[1:] if "$stream$" in part["label"]]
    assert [part["path"] for part in streamed] == [
        ["node", "timeline_list_feed_units", "edges", n] for n in (1, 2)
    ]
    assert all(set(part["data"]) == {"node", "cursor"} for part in streamed)
    (info,) = [part for part in parts[1:] if part["path"] == ["node", "timeline_list_feed_units"]]
    assert set(info["data"]["page_info"]) == {"has_next_page", "end_cursor"}
    assert [part["extensions"]["is_final"] for part in parts] == [False] * (len(parts) - 1) + [True]


def test_a_longer_path_leads_astray(facing, facebook):
    facebook.manner = Manner(framing="lines")
    traps, last = 0, set()
    for _ in range(12):
        parts = documents(facing[1].refetch(PAGE).text)
        infos = [part for part in parts[1:] if "page_info" in part["data"]]
        shortest = min(infos, key=lambda part: len(part["path"]))
        assert merged(parts)["node"]["timeline_list_feed_units"]["page_info"] == shortest["data"]["page_info"]
        traps += len(infos) - 1
        last.add(infos[-1] is shortest)
    assert traps == 12
    assert last == {True, False}


def test_what_is_deferred_is_missing_where_parts_are_not_put_together(facing, facebook):
    facebook.manner = Manner(framing="lines")
    deferred = set()
    for _ in range(12):
        parts = documents(facing[1].refetch(PAGE).text)
        deferred |= {name for part in parts[1:] if "$defer$" in part["label"] for name in part["data"]}
    assert {"accessibility_caption", "share_count", "top_reactions"} <= deferred


def test_counts_come_in_two_forms_and_say_the_same(facing, facebook):
    told = {}
    for form in ("A", "B"):
        facebook.manner = Manner(counts=form)
        told[form] = {story["post_id"]: summary(story) for story in stories(facing)}
    post = POST
    beside, within = told["A"][post_id(post)], told["B"][post_id(post)]
    assert "adaptive_ufi_action_renderers" not in beside
    assert not {"reaction_count", "share_count", "comments_count_summary_renderer"} & set(within)
    renderers = {one["__typename"]: one["feedback"] for one in within["adaptive_ufi_action_renderers"]}
    reactions = (
        beside["reaction_count"]["count"],
        renderers["UFIStoryReactActionRenderer"]["reaction_count"]["count"],
    )
    assert reactions == (post.likes, post.likes)
    counted = beside["comments_count_summary_renderer"]["feedback"]["comment_rendering_instance"]
    also = renderers["UFICommentActionRenderer"]["comment_rendering_instance"]
    assert counted["comments"]["total_count"] == also["comments"]["total_count"] == post.comments
    shared = renderers["XFBUFIAdaptiveShareActionRenderer"]["share_count"]["count"]
    assert beside["share_count"]["count"] == shared > 0
    assert sum(edge["reaction_count"] for edge in beside["top_reactions"]["edges"]) == post.likes


def test_both_forms_come_by_turns(facing):
    forms = {"adaptive_ufi_action_renderers" in summary(story) for story in stories(facing)}
    assert forms == {True, False}


@pytest.mark.parametrize("surface", ["photos", "videos", "reels"])
def test_tabs_are_told_to_their_end(facing, facebook, surface):
    liesl = facing[1]
    expected = places(PAGE, surface) if surface == "reels" else media_places(PAGE, surface)
    assert tuple(liesl.listed(PAGE, surface)) == expected
    assert len(media_places(PAGE, surface)) > 1
    facebook.company = owners.delete(PAGE, ALBUM.code)
    assert medium_id(ALBUM.media[0]) not in liesl.listed(PAGE, "photos")


def test_photos_come_in_pages_of_eight(facing):
    page = facing[1].page("/hartmann.werkzeuge/photos")
    assert len(page.tab["pageItems"]["edges"]) == 8
    node = page.tab["pageItems"]["edges"][0]["node"]
    assert node["url"].startswith(f"{SITE}/photo/?fbid={node['node']['id']}&set=a.")
    assert node["node"]["__isNode"] == "Photo"
    sections = page.header["profile_tabs"]["profile_user"]["timeline_nav_app_sections"]["edges"]
    keys = {edge["node"]["tab_key"]: edge["node"]["all_collections"]["nodes"] for edge in sections}
    assert keys["photos"][0]["id"] == page.tab["id"]


def test_tabs_are_for_who_has_a_session(facing):
    for surface in ("photos", "videos", "reels"):
        answer = facing[0].ask(f"/hartmann.werkzeuge/{surface}")
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (302, f"{SITE}/login/")
        assert facing[1].outcome(f"/hartmann.werkzeuge/{surface}") == SHOWN
        other = {"reels": "reels_tab"}.get(surface, surface)
        assert facing[1].outcome(f"/profile.php?id={account_id(ACCOUNT)}&sk={other}") == SHOWN


@pytest.mark.parametrize("cursor", ["x", "QVFIx", "AQH"])
def test_a_cursor_that_was_never_given_leads_nowhere(facing, cursor):
    assert facing[1].units(PAGE, cursor) is None
    assert facing[1].collection(PAGE, "photos", cursor) is None


def test_queries_without_a_session_or_with_an_old_token_are_not_taken(facing):
    stranger, liesl = facing
    assert json.loads(stranger.refetch(PAGE).text.removeprefix("for (;;);"))["error"] == 1357054
    stale = liesl.query({"id": account_id(ACCOUNT)}, fb_dtsg="NAf:1:1")
    assert json.loads(stale.text.removeprefix("for (;;);"))["error"] == 1357004
    (viewer,) = documents(liesl.query({}).text)
    assert viewer["data"]["viewer"]["actor"]["id"] == liesl.kept["c_user"]
    (nothing,) = documents(liesl.query({"id": "17"}).text)
    assert nothing["data"] == {"node": None}


def test_a_post_s_letters_are_other_ones_each_time(facing):
    seen = []
    for one in facing:
        for _ in range(3):
            sent = one.ask(f"/{post_id(POST)}")
            assert sent.status_code == 302
            seen.append(sent.headers["location"].rpartition("/")[2])
            assert one.page(sent.headers["location"].removeprefix(SITE)).subject["post_id"] == post_id(POST)
            assert one.outcome(f"/permalink.php?story_fbid={seen[-1]}&id={account_id(ACCOUNT)}") == SHOWN
    assert len(set(seen)) == 6
    assert all(letters.startswith("pfbid0") and 50 < len(letters) < 80 for letters in seen)
    another = f"{seen[0][:-1]}{'y' if seen[0].endswith('x') else 'x'}"
    assert facing[0].outcome(f"/hartmann.werkzeuge/posts/{another}") == NOT_FOUND


def test_letters_are_good_for_some_answers(facing, facebook):
    one = facing[0]
    facebook.terms = Terms(seconds=None, answers=2)
    where = one.ask(f"/{post_id(POST)}").headers["location"]
    assert [one.outcome(where) for _ in range(4)] == [SHOWN, SHOWN, NOT_FOUND, NOT_FOUND]
    assert one.outcome(f"/hartmann.werkzeuge/posts/{post_id(POST)}") == SHOWN
    facebook.terms = Terms(seconds=None)
    assert one.outcome(where) == SHOWN


def test_letters_are_good_for_some_time(serve):
    from facebook_asking import Asking

    clock = itertools.count(1_795_000_000, 40)
    network = FacebookNetwork(PAGE, "old", lambda: float(next(clock)), terms=Terms(seconds=1_000))
    one = Asking(serve(network.answer)[1], network)
    where = one.ask(f"/{post_id(POST)}").headers["location"]
    outcomes = [one.outcome(where) for _ in range(30)]
    assert (outcomes[0], outcomes[-1]) == (SHOWN, NOT_FOUND)
    assert one.outcome(f"/hartmann.werkzeuge/posts/{post_id(POST)}") == SHOWN


@pytest.mark.parametrize("letters", ["", "pfbid0", "pfbid0OIl", "122", "pfbid0" + "2" * 200, "pfbid0abc"])
def test_letters_that_were_never_written_say_nothing(letters):
    assert aliases.read(letters) is None


@pytest.mark.parametrize("place", [3, 4, 5])
def test_a_post_that_goes_while_one_scrolls_shifts_nothing(facing, facebook, place):
    liesl, every = facing[1], places(PAGE, "posts")
    units = liesl.units(PAGE)
    gone = next(post for post in PAGE.posts if post_id(post) == every[place])
    facebook.company = owners.delete(PAGE, gone.code)
    found = [edge["node"]["post_id"] for edge in units["edges"]]
    while units["page_info"]["has_next_page"]:
        units = liesl.units(PAGE, units["page_info"]["end_cursor"])
        found += [edge["node"]["post_id"] for edge in units["edges"]]
    assert tuple(found) == (*every[1:4], *(one for one in every[4:] if one != every[place]))


def test_other_listings_stand_beside_the_timeline(facing):
    page = facing[1].page("/hartmann.werkzeuge/")
    tiles = page.answers["ProfilePlusCometLoggedOutRootQuery"]["mainColumnTiles"]["profile_tile_sections"]
    assert tiles["page_info"]["has_next_page"] is False
    feed = facing[1].page("/").answers["CometModernHomeFeedQuery"]["viewer"]["news_feed"]
    assert {edge["node"]["actors"][0]["name"] for edge in feed["edges"]} == {"Staalborg Automation"}
