"""What a listing may claim to cover after each thing that owners and the platform do to it, and what not.

The simulated network is asked as a signed-in page's script asks it, without a browser between.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from archiver.derive.coverage import covered as coverings
from archiver.derive.snapshot import sight
from archiver.model.coverage import Break, Covered
from archiver.model.exchange import Exchange
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.platforms.instagram.extract import extract
from archiver.simulator import conditions, happenings
from archiver.simulator.conditions import under
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.messages import Request
from archiver.simulator.staalborg import staalborg

HOST = "www.instagram.com"
TARGET = TargetRef("instagram", "hartmann.werkzeuge")
SIGNED_IN = Vantage("session", "salted")
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
    seen = sight(TARGET, SIGNED_IN, extract(Script(network).grid().exchanges))
    return _grid(seen), seen


def grid_of(script):
    return _grid(sight(TARGET, SIGNED_IN, extract(script.exchanges)))


def _grid(seen):
    return next((found for found in seen.coverages if found.surface == "grid"), None)


BEFORE, _ = look()
TIMES = {entry.ref.key: entry.published_at for entry in BEFORE.entries}
CODES = list(TIMES)
MIDDLE, OLDEST = CODES[30], CODES[-1]


def absent(found):
    listed = {entry.ref.key for entry in found.entries}
    return [code for code in CODES if code not in listed]


def covered(found):
    """Give which of the posts that were listed before and are not now had to be seen, were they shown."""
    return [code for code, how in extent(found).items() if how is not Covered.NOT]


def extent(found):
    """Say of each post that was listed before and is not now how far the listing proves that."""
    missing = {PostRef("instagram", code): TIMES[code] for code in absent(found)}
    return {post.key: how for post, how in coverings(found, missing).items()}


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
    # It is still counted, so that the count alone would not say that the end is the end.
    assert (found.claimed, len(found.entries)) == (SIZE, SIZE - 1)
    # The newest of all stands above everything: the head that its owner fills at will is not what shows it gone.
    assert extent(found) == {reel: Covered.TO_ITS_END}


@pytest.mark.parametrize("code", [CODES[10], MIDDLE, CODES[-3]])
def test_a_post_hidden_from_the_grid_above_an_older_one_had_to_be_seen(code):
    found, _ = look(happenings.hide_from_grid(COMPANY, code))
    assert extent(found) == {code: Covered.TO_ITS_END}


@pytest.mark.parametrize("codes", [[OLDEST], CODES[-12:]], ids=["one", "twelve"])
def test_the_oldest_hidden_from_the_grid_cannot_be_told_from_a_feed_that_was_cut_short(codes):
    company = COMPANY
    for code in codes:
        company = happenings.hide_from_grid(company, code)
    hidden, _ = look(company)
    cut, _ = look(COMPANY, conditions.TruncateFeed(posts=SIZE - len(codes)))
    assert hidden.entries == cut.entries
    assert (hidden.broken, hidden.claimed) == (cut.broken, cut.claimed) == (None, SIZE)
    assert extent(hidden) == extent(cut) == dict.fromkeys(codes, Covered.NOT)


@pytest.mark.parametrize("reached", [24, 47, SIZE - 1])
def test_beside_a_post_moved_to_the_end_of_a_feed_cut_short_only_the_order_speaks(reached):
    moved = happenings.reorder_grid(COMPANY, [code for code in CODES if code != MIDDLE])
    found, _ = look(moved, conditions.TruncateFeed(posts=reached))
    assert found.broken is None
    assert Covered.WHOLLY not in extent(found).values()


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


def test_in_an_incident_nothing_is_covered():
    found, seen = look(COMPANY, conditions.Incident())
    assert (found, seen.account) == (None, None)


def test_a_blocked_viewer_is_shown_nothing_that_covers():
    found, seen = look(COMPANY, conditions.BlockViewer())
    assert (found, seen.account) == (None, None)


def test_a_blocked_viewer_who_is_shown_an_empty_profile_is_told_that_nothing_is_there():
    # No listing tells this from an account that took all its posts away: it is a state of the account, not of a post.
    found, seen = look(COMPANY, conditions.BlockViewer(shows_profile=True))
    assert seen.account.account_id == str(COMPANY.account.pk)
    assert (found.entries, found.claimed) == ((), 0)
    assert set(extent(found).values()) == {Covered.WHOLLY}


def test_posts_that_come_and_go_are_missing_by_turns_which_no_listing_by_itself_tells_from_gone():
    network = SocialNetwork(COMPANY, seed="verbs")
    network.conditions = under(conditions.Flap(codes=frozenset({MIDDLE, CODES[40]})))
    first, second = (grid_of(Script(network).grid()) for _ in range(2))
    assert extent(first) == {CODES[40]: Covered.TO_ITS_END}
    assert extent(second) == {MIDDLE: Covered.WHOLLY}  # the count comes and goes with them


JOINT = staalborg().posts
TOGETHER = next(post for post in JOINT if post.owner is not None)
WITH_PARTNER = happenings.publish(replace(COMPANY, neighbours=(staalborg(),)), TOGETHER)


def test_a_partners_post_is_listed_once_the_account_stands_for_it_too():
    found, _ = look(WITH_PARTNER)
    assert (found.broken, absent(found), len(found.entries)) == (None, [], SIZE + 1)
    assert TOGETHER.code in {entry.ref.key for entry in found.entries}


def test_one_more_author_of_the_accounts_own_post_changes_nothing_of_the_listing():
    found, _ = look(happenings.add_collaborator(COMPANY, MIDDLE, staalborg().account))
    assert (found.broken, absent(found)) == (None, [])


@pytest.mark.parametrize(
    "leaves",
    [
        lambda: happenings.withdraw_collaborator(WITH_PARTNER, TOGETHER.code, COMPANY.account),
        lambda: happenings.owner_of_collab_leaves(WITH_PARTNER, TOGETHER.code),
    ],
    ids=["the account withdraws", "the owner leaves"],
)
def test_a_partners_post_that_left_the_listing_had_to_be_seen_there(leaves):
    before, _ = look(WITH_PARTNER)
    found, _ = look(leaves())
    listed = {entry.ref for entry in found.entries}
    missing = {entry.ref: entry.published_at for entry in before.entries if entry.ref not in listed}
    assert {ref.key: how for ref, how in coverings(found, missing).items()} == {TOGETHER.code: Covered.WHOLLY}
    assert found.broken is None


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
        conditions.Speak("de-DE"),
        conditions.ConsentDialog(),
        conditions.SlowDown(0.0),
        conditions.SplitBySession(),
    ],
    ids=lambda condition: type(condition).__name__,
)
def test_what_does_not_touch_the_listing_leaves_it_whole(condition):
    found, _ = look(COMPANY, condition)
    assert (found.broken, absent(found)) == (None, [])


def test_in_another_language_a_listing_is_one_of_another_lane():
    found, seen = look(COMPANY, conditions.Speak("de-DE"))
    assert (BEFORE.lane, found.lane, seen.lane) == ("session/en-US", "session/de", "session/de")


def test_when_a_session_has_ended_what_is_listed_is_of_no_session():
    network = SocialNetwork(COMPANY, seed="verbs")
    script = Script(network)
    network.expel("liesl")
    found = grid_of(script.grid())
    assert found.lane == "session_ended/en-US"
    assert (len(found.entries), found.broken) == (12, Break.UNFINISHED)


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
