"""Sessions: spent within their budget, stopped at once for everything by a challenge, and said when they are blind."""

from datetime import timedelta

import pytest
from fakes import Never, Silent
from fleet import Fleet, account

from archiver.model.budgets import Budgets
from archiver.operations.asking import watched
from archiver.operations.crawl import crawl
from archiver.operations.unattended.status import status
from archiver.ports import Limits
from archiver.schedule.health import Condition
from archiver.simulator.conditions import SIGNED_IN, Challenge, RateLimit, under


@pytest.fixture
def fleet(tmp_path):
    made = Fleet.of(tmp_path, [account(owner, 9) for owner in range(3)], sessions=("S",))
    yield made
    made.archive.close()


def asked_with_session(fleet):
    return [handle for _, handle, vantage in fleet.asked if vantage.startswith("session")]


def condition(fleet):
    ((_, health),) = status(fleet.archive).sessions
    return health.condition


def test_each_target_is_looked_at_from_both_vantages_at_once(fleet):
    fleet.run()
    assert len(fleet.asked) == 6
    assert sorted(asked_with_session(fleet)) == sorted(fleet.networks)
    assert condition(fleet) is Condition.LIVE


def test_a_challenge_stops_the_session_for_everything_and_keeps_what_was_captured(fleet):
    fleet.conditions = under(Challenge(who=SIGNED_IN))
    results = fleet.run()
    assert len(asked_with_session(fleet)) == 1, "no second target is asked for with it"
    challenged = [look for look in fleet.looks() if look["reason"] == "challenged"]
    assert len(challenged) == 1
    assert challenged[0]["capture"], "what it was answered is kept"
    assert [look["reason"] for look in fleet.looks() if not look["capture"]] == ["session_unusable"] * 2
    assert sum(result.complete for result in results) == 3, "whoever is nobody still looks"
    assert all(
        "archiver login instagram --session S" in result.sentence for result in results if result.sentence
    )
    assert condition(fleet) is Condition.CHALLENGED


@pytest.mark.prove
def test_once_challenged_it_is_not_asked_with_for_days_and_each_interval_says_so(fleet):
    fleet.conditions = under(Challenge(who=SIGNED_IN))
    fleet.run()
    fleet.conditions = under()
    fleet.watch(minutes=3 * 24 * 60, each=180)
    assert len(asked_with_session(fleet)) == 1
    refused = [look for look in fleet.looks() if look["reason"] == "session_unusable"]
    assert 3 * 3 * 3 <= len(refused) <= 3 * 3 * 5, "more of them than are asked for to tell how it stands"
    assert {look["pages"] for look in refused} == {0}
    found = status(fleet.archive)
    assert any("session S since" in each.sentence and "prove who" in each.sentence for each in found.blind)


def test_by_hand_it_is_not_asked_with_either(fleet):
    fleet.conditions = under(Challenge(who=SIGNED_IN))
    fleet.run()
    results = list(crawl(fleet.archive, watched(fleet.settings), Limits(), Silent(), Never()))
    assert len(asked_with_session(fleet)) == 1
    assert [result.reason for result in results if not result.complete] == ["session_unusable"] * 3


def test_whoever_signs_in_again_is_looked_with_at_once(fleet):
    fleet.conditions = under(Challenge(who=SIGNED_IN))
    fleet.run()
    fleet.conditions = under()
    fleet.clock.advance(minutes=10)
    fleet.sign_in("S")
    fleet.clock.advance(minutes=1)
    fleet.run()
    assert len(asked_with_session(fleet)) == 4
    assert condition(fleet) is Condition.LIVE
    assert not status(fleet.archive).blind


def test_a_limited_session_rests_while_others_look_on(fleet):
    fleet.conditions = under(RateLimit(who=SIGNED_IN))
    fleet.watch(minutes=50)
    assert len(asked_with_session(fleet)) == 1
    assert condition(fleet) is Condition.RATE_LIMITED
    fleet.conditions = under()
    fleet.watch(minutes=90)
    assert set(asked_with_session(fleet)) == set(fleet.networks)


@pytest.mark.prove
def test_it_visits_no_more_accounts_a_day_than_its_budget(tmp_path):
    fleet = Fleet.of(
        tmp_path,
        [account(owner, 3) for owner in range(3)],
        sessions=("S",),
        budgets=Budgets(pages_per_hour=10_000, accounts_per_day=2),
    )
    fleet.watch(minutes=17 * 60, each=60)
    assert len(set(asked_with_session(fleet))) == 2
    assert {look["target"] for look in fleet.looks() if look["vantage"] == "logged_out"} == {
        f"instagram:{handle}" for handle in fleet.networks
    }
    fleet.watch(minutes=30 * 60, each=60)
    assert set(asked_with_session(fleet)) == set(fleet.networks), "each has its turn"
    assert "budget" in {each["reason"] for each in fleet.events("late look")}


def test_a_target_that_nobody_saw_for_three_intervals_is_said_to_be_unseen(tmp_path):
    fleet = Fleet.of(tmp_path, [account(0, 3)])
    assert not status(fleet.archive).blind, "it was not tried yet"
    fleet.run()
    fleet.clock.advance(hours=17)
    assert not status(fleet.archive).blind
    fleet.clock.advance(hours=2)
    (blind,) = status(fleet.archive).blind
    assert blind.sentence.startswith("instagram:company.0 was not seen logged out since 2026-11-24 06:00 UTC")
    assert fleet.clock.now() - timedelta(hours=18) > status(fleet.archive).targets[0].vantages[0].seen.at
