"""A clock that was ahead and was set right: what it told of is from when that was, and counts once."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from looks import NOW, ago, look

from archiver.schedule.budgets import spent
from archiver.schedule.set_right import set_right

YEAR = timedelta(days=365)
JUMP = (NOW + YEAR + timedelta(days=1), ago(hours=3))


def test_what_is_past_is_left_as_it_is():
    looks = [look(ago(hours=2)), look(ago(hours=1))]
    assert set_right(looks, [JUMP], NOW) == looks


def test_what_is_yet_to_come_is_from_when_the_clock_was_set_right():
    (found,) = set_right([look(NOW + YEAR)], [JUMP], NOW)
    assert (found.began, found.ended) == (ago(hours=3), ago(hours=3))


def test_what_no_jump_tells_of_is_left_out():
    assert set_right([look(ago(hours=1)), look(NOW + YEAR)], [], NOW) == [look(ago(hours=1))]
    assert set_right([look(NOW + 3 * YEAR)], [JUMP], NOW) == []


def test_a_bucket_that_was_filled_by_a_wrong_clock_leaks_too():
    ahead = set_right([look(NOW + YEAR, pages=600)], [JUMP], NOW)
    assert spent(ahead, 60, NOW) == 600 - 3 * 60
    assert spent(ahead, 60, NOW + timedelta(hours=7)) == 0


@given(
    st.lists(st.integers(-2000, 20_000), max_size=30),
    st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 900))),
)
def test_all_that_is_left_is_past_and_in_order(minutes, jumps):
    looks = sorted((look(NOW + timedelta(minutes=each)) for each in minutes), key=lambda each: each.ended)
    told = [(NOW + timedelta(minutes=was), ago(minutes=now)) for was, now in jumps]
    found = set_right(looks, told, NOW)
    assert all(each.ended <= NOW for each in found)
    assert [each.ended for each in found] == sorted(each.ended for each in found)
