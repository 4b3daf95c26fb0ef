"""When a target is due: an interval after a look that told something, sooner after one that was cut off."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from looks import NOW, ago, look

from archiver.model.deviation import Closer
from archiver.schedule.interval import JITTER, due_at, in_force

EVERY = timedelta(hours=6)


def minutes_from_now(looks, every=EVERY):
    return (due_at(looks, every, NOW) - NOW) / timedelta(minutes=1)


def test_what_was_never_looked_at_is_due_at_once():
    assert due_at([], EVERY, NOW) is None


@given(st.datetimes(min_value=ago(days=400).replace(tzinfo=None), max_value=NOW.replace(tzinfo=None)))
def test_it_is_due_an_interval_later_give_or_take_a_tenth(at):
    began = at.replace(tzinfo=NOW.tzinfo)
    told = due_at([look(began, minutes=0)], EVERY, NOW)
    assert abs(told - began - EVERY) <= EVERY * JITTER
    assert told == due_at([look(began, minutes=0)], EVERY, NOW), "the same whenever it is asked for"


def test_the_jitter_is_not_always_the_same():
    drawn = [due_at([look(ago(minutes=each))], EVERY, NOW) - ago(minutes=each) for each in range(5, 60)]
    assert len(set(drawn)) > 50
    assert min(drawn) < EVERY < max(drawn)


CUT_OFF = {
    "one that broke off": ([look(ago(minutes=11), "browser_died", minutes=1)], 5),
    "two": ([look(ago(minutes=60), "stopped"), look(ago(minutes=11), "time_limit", minutes=1)], 20),
    "many, at most an interval": ([look(ago(minutes=90 - each), "unreachable") for each in range(80)], 350),
    "a killed run is made good at once": ([look(ago(minutes=11), "interrupted", minutes=1)], -10),
    "three of them too": ([look(ago(minutes=12), "interrupted", minutes=2)] * 3, -10),
    "not a fourth": ([look(ago(minutes=11), "interrupted", minutes=1)] * 4, 5),
    "a look refused by its session waits an interval": (
        [look(ago(minutes=11), "session_unusable", minutes=1)],
        350,
    ),
}


@pytest.mark.parametrize("case", CUT_OFF)
def test_what_was_cut_off_is_looked_at_again_soon(case):
    looks, expected = CUT_OFF[case]
    assert minutes_from_now([look(ago(hours=5)), *looks]) == pytest.approx(expected, abs=1)
    assert minutes_from_now(looks) == pytest.approx(expected, abs=1), "nothing was ever settled"


def test_a_refusal_that_speaks_of_the_target_settles_it():
    for reason in ("not_found", "private", "gated", "renamed", "another_account"):
        assert minutes_from_now([look(ago(minutes=11), reason)]) > 300


def test_a_look_by_a_clock_that_was_set_right_since_tells_nothing():
    ahead = look(NOW + timedelta(days=300))
    assert due_at([ahead], EVERY, NOW) is None
    assert minutes_from_now([look(ago(minutes=11)), ahead]) > 300


def test_what_is_to_be_closer_holds_for_a_while():
    closer = Closer(timedelta(minutes=15), NOW + timedelta(hours=1), "a reporter called", ago(hours=1))
    assert in_force(EVERY, closer, NOW) == timedelta(minutes=15)
    assert in_force(EVERY, closer, NOW + timedelta(hours=1)) == EVERY
    assert in_force(EVERY, closer, ago(hours=2)) == EVERY
    assert in_force(timedelta(minutes=5), closer, NOW) == timedelta(minutes=5), "never further apart"
    assert in_force(EVERY, None, NOW) == EVERY
