"""What a listing may claim to cover after each thing that owners and the platform do to it, and what not.

The simulated network is asked as a signed-in page's script asks it, without a browser between.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from archiver.derive.coverage import covers
from archiver.derive.snapshot import sight
from archiver.model.coverage import Break
from archiver.model.exchange import Exchange
from archiver.model.refs import TargetRef
from archiver.platforms.instagram.extract import extract
from archiver.simulator import conditions, happenings
from archiver.simulator.conditions import under
from archiver.simulator.hartmann import hartmann
from archiver.simulator.messages import Request
from archiver.simulator.network import SocialNetwork
from archiver.simulator.staalborg import staalborg

HOST = "www.instagram.com"
TARGET, LANE = TargetRef("instagram", "hartmann.werkzeuge"), "session/en-US"
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SIZE = 60
COMPANY = hartmann(older=SIZE - 6)
OTHER = replace(staalborg(), account=replace(staalborg().account, username=TARGET.name), posts=())
"""Somebody else, who takes the handle once it is free."""


class Script:
    """What a signed-in page's script asks for, page after page of a surface."""

    def __init__(self, network):
        cookies = {cookie["name"]: cookie["value"] for cookie in network.admit("liesl")["cookies"]}
        self.headers = (
            ("cookie", "; ".join(f"{name}={value}" for name, value in cookies.items())),
            ("x-csrftoken", cookies["csrftoken"]),
            ("content-type", "application/x-www-form-urlencoded"),
        )
        self.network, self.exchanges = network, []

    def ask(self, method, path, obtained, variables=None):
        fields = (("variables", json.dumps(variables)),) if variables else ()
        request = Request(method, HOST, path, (), self.headers, urlencode(fields).encode())
        answer = self.network.answer(request)
        mime = dict(answer.headers).get("content-type", "").partition(";")[0]
        self.exchanges.append(
            Exchange(
                record=f"urn:test:{len(self.exchanges)}",
                method=method,
                address=f"https://{HOST}{path}",
                status=answer.status,
                mime=mime,
                at=AT,
                obtained=obtained,
                body=answer.body[: answer.cut_after],
                location="",
                fields=fields,
            )
        )
        return answer

    def grid(self):
        self.ask("GET", f"/{TARGET.name}/", "page/document")
        cursor = None
        while True:
            variables = {"username": TARGET.name, "after": cursor, "first": 12, "data": {"count": 12}}
            answer = self.ask("POST", "/graphql/query", "page/xhr", variables)
            try:
                (connection,) = [
                    value
                    for key, value in json.loads(answer.body[: answer.cut_after])["data"].items()
                    if key.endswith("timeline_graphql_connection")
                ]
            except (ValueError, KeyError, AttributeError, TypeError):  # refused, or broken off
                return self
            cursor = connection["page_info"]["end_cursor"]
            if not connection["page_info"]["has_next_page"] or not cursor:
                return self


def look(company=COMPANY, *platform):
    """Give what a listing of the grid covers, and the sight it is part of."""
    network = SocialNetwork(company, seed="verbs")
    network.conditions = under(*platform)
    seen = sight(TARGET, LANE, extract(Script(network).grid().exchanges))
    return next((found for found in seen.coverages if found.surface == "grid"), None), seen


BEFORE, _ = look()
TIMES = {entry.ref.key: entry.published_at for entry in BEFORE.entries}
CODES = list(TIMES)
MIDDLE, OLDEST = CODES[30], CODES[-1]


def absent(found):
    listed = {entry.ref.key for entry in found.entries}
    return [code for code in CODES if code not in listed]


def covered(found):
    """Give which of the posts that were listed before and are not now had to be seen, were they shown."""
    missing = absent(found)
    return [code for code in missing if covers(found, TIMES[code], len(missing))]


def test_a_calm_listing_goes_to_its_end_and_lists_all_in_order():
    assert BEFORE.broken is None
    assert [post.code for post in COMPANY.grid] == CODES
    assert (len(CODES), BEFORE.claimed) == (SIZE, SIZE)


@pytest.mark.parametrize("code", [MIDDLE, OLDEST, CODES[4]])
@pytest.mark.parametrize("verb", [happenings.delete, happenings.hide_post, happenings.take_down])
def test_a_post_that_is_gone_for_all_had_to_be_seen(verb, code):
    found, _ = look(verb(COMPANY, code))
    assert (found.broken, absent(found), covered(found)) == (None, [code], [code])


def test_a_post_that_came_back_is_listed_again():
    found, _ = look(happenings.restore(happenings.delete(COMPANY, MIDDLE), MIDDLE))
    assert absent(found) == []


@pytest.mark.parametrize("verb", [happenings.hide_from_grid, happenings.reels_only])
def test_a_post_taken_off_the_grid_alone_had_to_be_seen_there(verb):
    reel = next(post.code for post in COMPANY.posts if post.kind == "video")
    found, _ = look(verb(COMPANY, reel))
    assert absent(found) == [reel]
    assert covered(found) in ([reel], [])
    older = next(code for code in CODES[30:] if code != reel)
    found, _ = look(happenings.hide_from_grid(COMPANY, older))
    assert covered(found) == [older]


@pytest.mark.parametrize("scope", ["age", "audience"])
def test_a_post_kept_from_some_is_missing_and_no_more_is_said(scope):
    found, _ = look(happenings.restrict(COMPANY, MIDDLE, scope))
    assert set(absent(found)) <= {MIDDLE}


def test_pinned_and_moved_posts_are_all_listed_and_pins_are_told():
    moved = happenings.reorder_grid(happenings.pin(COMPANY, MIDDLE), [OLDEST, CODES[20]])
    found, _ = look(moved)
    assert absent(found) == []
    assert MIDDLE in {entry.ref.key for entry in found.entries if entry.pinned}


def test_beside_moved_posts_what_is_gone_had_to_be_seen_once_the_end_is_counted():
    moved = happenings.reorder_grid(COMPANY, [OLDEST, CODES[20], CODES[50]])
    found, _ = look(happenings.delete(moved, MIDDLE))
    assert covered(found) == [MIDDLE]


@pytest.mark.parametrize(
    "verb",
    [
        lambda: happenings.rename(COMPANY, "hartmann.neu"),
        lambda: happenings.close_account(COMPANY),
    ],
    ids=["renamed", "closed"],
)
def test_where_the_account_is_not_found_nothing_is_covered(verb):
    found, seen = look(verb())
    assert (found, seen.account) == (None, None)


def test_a_private_account_covers_nothing_of_its_own():
    found, seen = look(happenings.go_private(COMPANY))
    assert seen.account.private
    assert found is None or covered(found) == []


def test_another_account_under_the_handle_is_another_account():
    taken = happenings.handle_taken_by_other_id(happenings.rename(COMPANY, "hartmann.neu"), OTHER)
    found, seen = look(taken)
    assert seen.account.account_id == str(OTHER.account.pk) != str(COMPANY.account.pk)
    assert found is None or found.entries == ()


STOPS = [
    conditions.DemandLogin(asked=("listing",), after=2),
    conditions.RateLimit(asked=("listing",), after=2),
    conditions.Challenge(asked=("listing",), after=2),
    conditions.Throttle(asked=("listing",), after=2),
    conditions.CutConnection(asked=("listing",), after=2),
]


@pytest.mark.parametrize("condition", STOPS, ids=lambda condition: type(condition).__name__)
def test_a_chain_that_broke_off_covers_what_is_newer_than_its_last_post_and_nothing_older(condition):
    found, _ = look(happenings.delete(COMPANY, CODES[10]), condition)
    assert found.broken is Break.UNFINISHED
    assert len(found.entries) == 24
    assert covered(found) == [CODES[10]]


def test_a_listing_cut_short_that_says_there_is_more_covers_nothing_below():
    found, _ = look(COMPANY, conditions.TruncateFeed(posts=24, says_more=True))
    assert found.broken is Break.UNFINISHED
    assert covered(found) == []


@pytest.mark.parametrize("place", [0, 5, -1, None])
def test_an_edge_of_an_unknown_shape_ends_what_is_covered(place):
    found, _ = look(COMPANY, conditions.BreakShape(place=place))
    assert found.broken is Break.EDGE
    assert covered(found) == []


def test_an_empty_edge_with_an_error_beside_it_ends_what_is_covered_before_its_page():
    found, _ = look(COMPANY, conditions.NullEdge(asked=("listing",), after=1))
    assert found.broken in (Break.PARTIAL_ERROR, Break.EDGE)
    assert len(found.entries) <= 24
    assert covered(found) == []


def test_an_empty_answer_beside_a_count_covers_nothing():
    found, _ = look(COMPANY, conditions.AnswerEmpty())
    assert found is None or (found.entries == () and covered(found) == [])


def test_an_older_answer_lists_what_was_there_then():
    after = happenings.delete(COMPANY, MIDDLE)
    found, _ = look(after, conditions.ServeCached(COMPANY))
    assert absent(found) == []


@pytest.mark.parametrize(
    "condition",
    [
        conditions.Speak("de"),
        conditions.ConsentDialog(),
        conditions.SlowDown(0.0),
        conditions.SplitBySession(),
    ],
    ids=lambda condition: type(condition).__name__,
)
def test_what_does_not_touch_the_listing_leaves_it_whole(condition):
    found, _ = look(COMPANY, condition)
    assert (found.broken, absent(found)) == (None, [])


@pytest.mark.parametrize(
    "verb",
    [
        lambda: happenings.edit_caption(COMPANY, MIDDLE, "Other words"),
        lambda: happenings.reencode(COMPANY, MIDDLE),
        lambda: happenings.regenerate_alt_text(COMPANY),
        lambda: happenings.translate_caption(COMPANY, MIDDLE, "de", "Andere Worte"),
        lambda: happenings.remove_slide(
            COMPANY, next(post.code for post in COMPANY.posts if post.kind == "carousel"), 1
        ),
    ],
    ids=["edited", "re-encoded", "alt text", "translated", "slide removed"],
)
def test_what_changes_within_posts_leaves_the_listing_whole(verb):
    found, _ = look(verb())
    assert (found.broken, absent(found)) == (None, [])
