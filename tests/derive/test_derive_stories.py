"""How stories stand: the table of what trays held, when stories end, and what may be said of that."""

from datetime import UTC, datetime, timedelta

import pytest

from archiver.derive.stories import MARGIN, TraySpan, standings
from archiver.derive.trays import trays
from archiver.model.account import Account
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.model.tray import STORIES, Shelf, Tray

STORY = PostRef("instagram", "story/1")
ENDS = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
BEGAN = ENDS - timedelta(hours=24)
LISTED = ENDS - timedelta(hours=20)


def hours(number):
    return ENDS + timedelta(hours=number)


def span(tray=STORIES, gone=None, offset=None, title=""):
    late = None if offset is None else timedelta(seconds=offset)
    return TraySpan(STORY, "session/en-US", tray, title, LISTED, LISTED, gone, late)


def stands(*spans, now=ENDS - timedelta(hours=1), ends=ENDS):
    (found,) = standings(spans, {STORY: (BEGAN, ends)}, now)
    return found


JUST_BEFORE, TOO_NEAR = ENDS - MARGIN - timedelta(seconds=1), ENDS - MARGIN
TABLE = {
    "in its tray": ("listed", [span()], hours(-1)),
    "in its tray when it was looked at last, long ago": ("expired", [span()], hours(1)),
    "lacked long before its end": ("went_before", [span(gone=hours(-5))], hours(-1)),
    "lacked long before its end, long ago": ("went_before", [span(gone=hours(-5))], hours(900)),
    "lacked just before the margin": ("went_before", [span(gone=JUST_BEFORE)], hours(-1)),
    "lacked within the margin": ("not_known", [span(gone=TOO_NEAR)], ENDS - timedelta(seconds=1)),
    "lacked within the margin, long ago": ("expired", [span(gone=TOO_NEAR)], hours(1)),
    "lacked after its end": ("expired", [span(gone=hours(1))], hours(1)),
    "lacked, our clock a little late": ("went_before", [span(gone=hours(-5), offset=3600)], hours(-1)),
    "lacked, our clock too late": ("not_known", [span(gone=hours(-5), offset=5 * 3600)], hours(-1)),
    "lacked, our clock too early": ("not_known", [span(gone=hours(-5), offset=-5 * 3600)], hours(-1)),
    "kept in a highlight": ("listed", [span("highlight:1")], hours(900)),
    "lacked, and kept in a highlight": ("listed", [span(gone=hours(-5)), span("highlight:1")], hours(-1)),
    "lacked, and in no highlight any more": (
        "went_before",
        [span(gone=hours(-5)), span("highlight:1", gone=hours(-4))],
        hours(-1),
    ),
    "in no highlight any more": ("expired", [span("highlight:1", gone=hours(9))], hours(9)),
}


@pytest.mark.parametrize(("state", "spans", "now"), TABLE.values(), ids=TABLE)
def test_a_story_stands_by_its_trays_and_its_end(state, spans, now):
    assert stands(*spans, now=now).state.value == state


def test_of_one_whose_end_was_not_told_nothing_is_known_once_it_is_lacked():
    assert stands(span(gone=hours(-5)), ends=None).state.value == "not_known"
    assert stands(span(), ends=None, now=hours(900)).state.value == "listed"


def test_the_latest_of_several_intervals_counts():
    again = TraySpan(STORY, "session/en-US", STORIES, "", hours(-3), hours(-2), None, None)
    found = stands(span(gone=hours(-5)), again)
    assert (found.state.value, found.first_listed, found.last_listed) == ("listed", LISTED, hours(-2))


def test_each_lane_is_told_by_itself():
    other = TraySpan(STORY, "session/de", STORIES, "", LISTED, LISTED, hours(-5), None)
    found = list(standings([span(), other], {STORY: (BEGAN, ENDS)}, hours(-1)))
    assert {each.lane: each.state.value for each in found} == {
        "session/en-US": "listed",
        "session/de": "went_before",
    }


def test_highlights_are_called_by_their_titles_or_else_by_their_names():
    found = stands(
        span("highlight:1", title="Messen"), span("highlight:2"), span("highlight:3", hours(-5), title="Alt")
    )
    assert found.highlights == ("Messen", "highlight:2")
    assert found.left == (("Alt", hours(-5)),)


# What one look was shown of trays.

ME = Account("instagram", "7", "me", None, None, None, None, None, None, None, "urn:1")


def tray(*keys, name=STORIES, owner="7", flawed=False):
    entries = tuple(key and PostRef("instagram", f"story/{key}") for key in keys)
    return Tray(owner, name, "", entries, "urn:1", flawed)


def shelf(*names, owner="7", more=False, flawed=False):
    return Shelf(owner, names, more, "urn:1", flawed)


def seen(*told):
    found = trays(
        ME,
        Reading(
            trays=tuple(one for one in told if isinstance(one, Tray)),
            shelves=tuple(one for one in told if isinstance(one, Shelf)),
        ),
    )
    return {one.name: (one.keys, one.whole) for one in found.trays}


ONE = ("story/1",)
DAYS = {
    "alone, highlights not told": ((tray("1"),), (ONE, False)),
    "alone, no highlight there": ((tray("1"), shelf()), (ONE, True)),
    "with the only highlight read": (
        (tray("1"), shelf("highlight:1"), tray(name="highlight:1")),
        (ONE, True),
    ),
    "with one of two highlights read": (
        (tray("1"), shelf("highlight:1", "highlight:2"), tray(name="highlight:1")),
        (ONE, False),
    ),
    "with a highlight half read": (
        (tray("1"), shelf("highlight:1"), tray(None, name="highlight:1")),
        (ONE, False),
    ),
    "with a highlight not understood": ((tray("1"), shelf(None)), (ONE, False)),
    "with more highlights to follow": ((tray("1"), shelf(more=True)), (ONE, False)),
    "where the highlights failed": ((tray("1"), shelf(flawed=True)), (ONE, False)),
    "with another's highlights told": ((tray("1"), shelf(owner="8")), (ONE, False)),
    "with a hole": ((tray("1", None), shelf()), (ONE, False)),
    "where a part failed": ((tray("1", flawed=True), shelf()), (ONE, False)),
    "told twice, once with a hole": ((tray("1"), tray(None), shelf()), (ONE, False)),
    "told twice, each with another": ((tray("1"), tray("2"), shelf()), (("story/1", "story/2"), True)),
    "empty": ((tray(), shelf()), ((), True)),
}


@pytest.mark.parametrize(("told", "day"), DAYS.values(), ids=DAYS)
def test_a_day_s_tray_lacks_something_only_where_all_that_may_hold_it_was_read(told, day):
    assert seen(*told)[STORIES] == day


def test_another_account_s_tray_is_not_taken_for_its_own():
    assert seen(tray("1", owner="8"), shelf()) == {}


def test_of_no_account_nothing_is_seen():
    assert not trays(None, Reading(trays=(tray("1"),), shelves=(shelf(),))).is_told
