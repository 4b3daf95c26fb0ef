"""By how much this machine's clock is off, by the servers': an answer that takes long says nothing of it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.testimony import clock

ASKED = datetime(2026, 11, 24, 3, 0, 0, 500_000, tzinfo=UTC)


def offset(theirs, *, took=0.2):
    date = format_datetime((ASKED + timedelta(seconds=theirs)).replace(microsecond=0), usegmt=True)
    return clock([(ASKED, ASKED + timedelta(seconds=took), date)])["offset_ms"]


def test_a_server_that_tells_our_time_is_not_off():
    assert offset(0) == 0


def test_a_slow_answer_is_no_wrong_clock():
    assert offset(15, took=15) == 0
    assert offset(7, took=15) == 0


def test_a_clock_that_is_off_is_off_by_what_lies_outside():
    assert offset(60) == pytest.approx(59_300)
    assert offset(-60) == pytest.approx(-59_500)


def test_what_is_no_time_is_not_compared():
    assert clock([(ASKED, ASKED, "yesterday")]) == {"offset_ms": None, "compared": 0}


@given(st.floats(-3, 20), st.floats(0, 20))
def test_whatever_was_told_within_the_time_of_an_answer_is_not_off(theirs, took):
    if 0 <= theirs <= took:
        assert offset(theirs, took=took) == 0
