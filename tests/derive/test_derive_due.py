"""When a post in question is asked for again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.derive.due import next_visit
from archiver.model.capture import CaptureId
from archiver.model.probe import Presence, Probe
from archiver.model.reading import Availability
from archiver.model.refs import PostRef
from archiver.model.removal import JudgedProbe, Removal, RemovalState, Rule, Scope, Wanting

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
RULE = Rule(confirm_after=timedelta(hours=1), unlisted_after=timedelta(hours=24))
PENDING, CONCLUDED = RemovalState.PENDING, RemovalState.CONCLUDED
DAY = 24


def at(hours):
    return NOON + timedelta(hours=hours)


def removal(state):
    return (
        None
        if state is None
        else Removal(
            PostRef("instagram", "P"), state, "absence/1", Scope((), (), ()), None, NOON, NOON, (), ()
        )
    )


OUT, IN = "logged_out", "session:salted"


def visits(hours, vantage=OUT, *, wanting=()):
    """Visits of one vantage at these hours, which lack nothing unless it is said."""
    return [
        JudgedProbe(
            Probe(
                post=PostRef("instagram", "P"),
                at=at(each),
                capture=CaptureId("instagram", "acme", str(each)),
                record="urn:r",
                lane="x",
                vantage=vantage,
                country="unknown",
                availability=Availability.NOT_FOUND,
                signal="x",
                before=None,
                after=None,
                null=None,
                owner=Presence.PRESENT,
            ),
            tuple(wanting),
        )
        for each in hours
    ]


def test_the_days_are_counted_from_the_conclusion_not_from_the_first_visit():
    newest = visits([0, 12, 25])
    assert next_visit(removal(CONCLUDED), newest, [OUT], RULE, at(25)) == at(25 + DAY)
    later = visits([0, 12, 25, 50])
    assert next_visit(removal(CONCLUDED), later, [OUT], RULE, at(25)) == at(25 + 3 * DAY)


CASES = {
    "never asked": (None, [], None),
    "never asked, and concluded by an earlier ledger": (CONCLUDED, [], None),
    "pending after one visit": (PENDING, [0], 1),
    "pending after two": (PENDING, [0, 1.2], DAY),
    "pending after two that lie a day apart": (PENDING, [0, 30], 31),
    "pending after three within a day": (PENDING, [0, 1, 23.5], 24.5),
    "pending after two, told in another order": (PENDING, [1.2, 0], DAY),
    "concluded": (CONCLUDED, [0, 1], 1 * DAY),
    "concluded, and asked again after a day": (CONCLUDED, [0, 1, 25], 3 * DAY),
    "concluded, and asked again at the very time": (CONCLUDED, [0, 1, 24], 3 * DAY),
    "concluded, and asked again after three days": (CONCLUDED, [0, 1, 25, 73], 7 * DAY),
    "concluded, and asked again after seven": (CONCLUDED, [0, 1, 25, 73, 7 * DAY], 30 * DAY),
    "concluded, and asked again late": (CONCLUDED, [0, 1, 5 * DAY], 7 * DAY),
    "concluded, and asked for thirty days": (CONCLUDED, [0, 1, 30 * DAY], 60 * DAY),
    "nothing speaks for it, and the visits were sound": (None, [0], 1 * DAY),
    "contradicted": (RemovalState.CONTRADICTED, [0], 1 * DAY),
    "withdrawn": (RemovalState.WITHDRAWN, [0, 25], 3 * DAY),
}


@pytest.mark.parametrize(("state", "asked", "expected"), CASES.values(), ids=CASES)
def test_when_a_post_is_due(state, asked, expected):
    found = next_visit(removal(state), visits(asked), [OUT], RULE)
    assert found == (None if expected is None else at(expected))


UNSOUND = visits([1.2], wanting=[Wanting.CONTROL_AFTER])
PENDING_CASES = {
    "a second visit that lacks a control is made again soon": (visits([0]) + UNSOUND, [OUT], 2.2),
    "a vantage that had shown it and was not asked is asked at once": (visits([0]), [OUT, IN], None),
    "of two vantages the one that is due first": (visits([0, 1.2]) + visits([0.5], IN), [OUT, IN], 1.5),
    "a vantage that never showed it is waited for by nobody": (visits([0]) + visits([0, 1], IN), [OUT], 1),
    "none at hand had shown it": (visits([0]), [], 1),
}


@pytest.mark.parametrize(("made", "vantages", "expected"), PENDING_CASES.values(), ids=PENDING_CASES)
def test_when_a_pending_post_is_due_by_vantage(made, vantages, expected):
    found = next_visit(removal(PENDING), made, vantages, RULE)
    assert found == (None if expected is None else at(expected))


WALLS = {
    "once": ([0], 1),
    "twice": ([0, 1], 2),
    "for six hours": ([0, 1, 2, 6], 12),
    "for days": ([0, 1, 2, 6, 30, 54], 54 + DAY),
}


@pytest.mark.parametrize(("asked", "expected"), WALLS.values(), ids=WALLS)
def test_what_only_walls_have_answered_is_asked_again_soon_and_then_daily(asked, expected):
    walled = visits(asked, wanting=[Wanting.NOT_FOUND, Wanting.CONTROL_AFTER])
    walled = [replace(each, probe=replace(each.probe, availability=Availability.WALLED)) for each in walled]
    assert next_visit(None, walled, [OUT], RULE) == at(expected)


times = st.lists(st.integers(0, 100 * DAY), min_size=1, max_size=8)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([None, *RemovalState]), times)
def test_it_is_always_due_again_later_than_it_was_asked_for_and_never_later_than_a_month(state, asked):
    found = next_visit(removal(state), visits(asked), [OUT], RULE)
    later = found - at(max(asked))
    assert timedelta(0) < later <= timedelta(days=30)
    if state is PENDING:
        assert later >= RULE.confirm_after


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10 * DAY), st.integers(1, 48))
def test_visits_when_due_meet_the_rule_for_a_post_that_no_listing_covers(begun, confirm):
    rule = Rule(confirm_after=timedelta(hours=confirm), unlisted_after=timedelta(hours=24))
    asked = [at(begun)]
    for _ in range(2):
        made = visits([(each - NOON) / timedelta(hours=1) for each in asked])
        asked.append(next_visit(removal(PENDING), made, [OUT], rule))
    assert asked[1] - asked[0] == rule.confirm_after
    assert asked[2] - asked[0] >= max(rule.unlisted_after, 2 * rule.confirm_after)
