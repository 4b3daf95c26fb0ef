"""Budgets: no address is asked for more pages an hour, and no session visits more accounts a day, than they hold."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looks import NOW, SIGNED_IN, ago, look, plan

from archiver.model.budgets import Budgets
from archiver.schedule.budgets import AT_ONCE, HOUR, UNKNOWN_PAGES, free_at, spent
from archiver.schedule.day import Day

BUDGETS = Budgets(pages_per_hour=60, accounts_per_day=4)


def wait(looks, planned=None, budgets=BUDGETS):
    return free_at(planned or plan(), Day(looks), budgets, NOW) - NOW


def test_a_bucket_leaks():
    assert spent([look(ago(minutes=31), pages=60)], 60, NOW) == pytest.approx(30)
    assert spent([look(ago(hours=9), pages=400)], 60, NOW) == 0
    assert spent([look(ago(minutes=61), pages=30), look(ago(minutes=1), pages=5)], 60, NOW) == 5


def test_what_is_not_known_counts_as_a_usual_look():
    assert spent([look(ago(minutes=1), "interrupted", pages=None)], 60, NOW) == UNKNOWN_PAGES


def test_a_large_look_is_paid_for_before_the_next():
    assert wait([look(ago(minutes=1), pages=75)]) == HOUR
    assert wait([look(ago(minutes=1), pages=15)]) == timedelta()


def test_others_pay_for_themselves():
    spent_elsewhere = [
        look(ago(minutes=1), target="facebook:acme", pages=500),
        look(ago(minutes=1), vantage="logged_out via proxy", pages=500),
    ]
    assert wait(spent_elsewhere) == timedelta()
    assert wait([look(ago(minutes=1), vantage=SIGNED_IN, pages=500)]) > HOUR, "it came from the same address"
    assert wait([look(ago(minutes=1), pages=500)], plan(budgeted=False)) == timedelta(), "a site"


def visits(*hours, vantage=SIGNED_IN, **more):
    return [
        look(ago(hours=each, minutes=1), target=f"instagram:{each}", vantage=vantage, **more)
        for each in hours
    ]


def test_a_session_visits_so_many_accounts_a_day():
    planned = plan(vantage=SIGNED_IN)
    assert wait(visits(9, 7, 5), planned) == timedelta()
    midnight = timedelta(hours=12)
    assert wait(visits(9, 7, 5, 3), planned) == midnight
    assert wait(visits(9, 7, 5, 3, 2), planned) == midnight
    assert wait([*visits(9, 7, 5), look(ago(hours=3), vantage=SIGNED_IN)], planned) == timedelta(), (
        "it is one of them"
    )
    assert wait(visits(9, 7, 5, 3, pages=0), planned) == timedelta(), "nothing was asked"
    assert wait(visits(9, 7, 5, 3, vantage="session:other"), planned) == timedelta()
    assert wait(visits(14, 13, 5, 3), planned) == timedelta(), "yesterday's"


@given(st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 60)), max_size=60), st.integers(1, 200))
@settings(max_examples=200)
def test_whoever_heeds_it_never_asks_for_more_than_an_hour_holds_and_one_look(wishes, per_hour):
    """Made when they are free, looks of any size never fill an hour beyond the budget, its share and one look."""
    budgets, made = Budgets(pages_per_hour=per_hour), []
    for minute, pages in sorted(wishes):
        at = NOW + timedelta(minutes=minute)
        if free_at(plan(), Day(made), budgets, at) <= at:
            made.append(look(at, pages=pages, minutes=0))
    for first in made:
        within = [each for each in made if first.began <= each.began < first.began + HOUR]
        largest = max(each.pages for each in within)
        assert sum(each.pages for each in within) <= per_hour * (1 + AT_ONCE / HOUR) + largest + 1e-6
