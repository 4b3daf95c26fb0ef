"""The arithmetic of a schedule: what it needs of addresses and sessions, and what it lacks."""

from datetime import timedelta

from looks import plan

from archiver.model.budgets import Budgets
from archiver.schedule.needs import Expected, needs

HOURLY, DAILY = timedelta(hours=1), timedelta(days=1)


def test_pages_are_added_up_by_address():
    expected = [Expected(plan(f"instagram:{each}", every=HOURLY), 2.0) for each in range(100)]
    (found,) = needs(expected, Budgets(), {})
    assert (found.pages_per_hour, found.addresses, found.addresses_needed) == (200, 1, 4)
    assert found.overdrawn == (("", 200),)
    assert not found.is_met


def test_what_fits_is_met():
    expected = [Expected(plan(f"instagram:{each}", every=6 * HOURLY), 2.0) for each in range(100)]
    (found,) = needs(expected, Budgets(), {})
    assert (found.addresses_needed, found.is_met) == (1, True)


def test_sessions_are_counted_by_accounts_a_day():
    expected = [Expected(plan(f"instagram:{each}", "session:a", HOURLY), 0.1) for each in range(10)]
    expected += [Expected(plan(f"instagram:w{each}", "session:a", 10 * DAILY), 0.1) for each in range(20)]
    (found,) = needs(expected, Budgets(accounts_per_day=4), {"instagram": 2})
    assert (found.sessions, found.sessions_needed, found.is_met) == (2, 3, False)


def test_networks_are_told_apart_and_sites_need_nothing():
    expected = [
        Expected(plan("facebook:acme"), 3.0),
        Expected(plan("instagram:acme"), 3.0),
        Expected(plan("web:https://acme.example", budgeted=False), 3000.0),
    ]
    assert [each.platform for each in needs(expected, Budgets(), {})] == ["facebook", "instagram"]
