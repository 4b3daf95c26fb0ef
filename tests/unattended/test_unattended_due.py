"""What is due is looked at: once, again an interval later, the oldest debt first, and what is in question in time."""

from datetime import timedelta

import pytest
from fleet import BEGAN, Fleet, account, pairwise_hours, post

from archiver.errors import ConfigError
from archiver.model import instant
from archiver.model.budgets import Budgets
from archiver.model.refs import TargetRef
from archiver.simulator import happenings
from archiver.simulator.conditions import RateLimit, under


def times(fleet, handle, kind="crawl"):
    return [
        instant.parsed(look["at"]) for look in fleet.looks(kind) if look["target"] == f"instagram:{handle}"
    ]


@pytest.mark.prove
def test_each_target_is_looked_at_an_interval_after_the_last_look(fleet):
    fleet.watch(minutes=48 * 60, each=10)
    for handle in fleet.networks:
        spans = pairwise_hours(times(fleet, handle))
        assert len(spans) >= 6
        assert all(5.3 < span < 6.8 for span in spans), spans
        assert len({round(span, 2) for span in spans}) > 1, "with jitter"


def test_a_run_with_nothing_due_leaves_nothing(fleet):
    fleet.run()
    before = sorted(path for path in (fleet.folder / "evidence").rglob("*") if "state" not in path.parts)
    fleet.clock.advance(minutes=1)
    assert fleet.run() == []
    assert (
        sorted(path for path in (fleet.folder / "evidence").rglob("*") if "state" not in path.parts) == before
    )


def test_a_missed_night_is_caught_up_once(fleet):
    fleet.run()
    fleet.clock.advance(hours=31)
    assert len(fleet.run()) == 3
    assert fleet.run() == []
    late = fleet.events("late look")
    assert {each["reason"] for each in late} == {"not_run"}
    assert [each["late_seconds"] > 24 * 3600 for each in late] == [True] * 3


def test_the_oldest_debt_comes_first(fleet):
    fleet.run()
    looked = [handle for _, handle, _ in fleet.asked]
    fleet.clock.advance(hours=9)
    fleet.run()
    debts = sorted(looked, key=lambda handle: times(fleet, handle)[0])
    assert [handle for _, handle, _ in fleet.asked[3:]] == sorted(
        debts, key=lambda handle: due_of(fleet, handle)
    )


def due_of(fleet, handle):
    late = [each for each in fleet.events("late look") if each["target"] == f"instagram:{handle}"]
    return late[0]["due_at"]


@pytest.mark.prove
def test_budgets_spread_what_is_due(tmp_path):
    fleet = Fleet.of(tmp_path, [account(owner, 5) for owner in range(12)], budgets=Budgets(pages_per_hour=60))
    fleet.run()
    first = len(fleet.looks())
    assert 2 <= first < 12, "a burst is no more than a quarter of an hour's pages and one look"
    fleet.watch(minutes=180)
    assert len({look["target"] for look in fleet.looks()}) == 12
    for begin in range(0, 180, 10):
        since = BEGAN + timedelta(minutes=begin)
        within = [
            look for look in fleet.looks() if since <= instant.parsed(look["at"]) < since + timedelta(hours=1)
        ]
        assert sum(look["pages"] for look in within) <= 60 * 1.25 + 6


def test_a_post_that_is_gone_is_concluded_an_hour_later_and_looked_at_more_often_for_a_day(fleet):
    fleet.run()
    gone = fleet.networks["company.1"].company.posts[5]
    fleet.change("company.1", happenings.delete, gone.code)
    fleet.watch(minutes=24 * 60)
    (concluded,) = fleet.events("conclusion")
    assert concluded["post"] == f"instagram:{gone.code}"
    missing = next(
        instant.parsed(look["at"]) for look in fleet.looks("probe") if look["target"] == "instagram:company.1"
    )
    assert timedelta(hours=1) <= instant.parsed(concluded["at"]) - missing < timedelta(hours=1, minutes=20)
    (closer,) = fleet.events("closer watch")
    assert (closer["target"], closer["every_seconds"]) == ("instagram:company.1", 3600)
    spans = pairwise_hours([at for at in times(fleet, "company.1") if at > missing])
    assert spans
    assert max(spans) < 1.3
    others = pairwise_hours(times(fleet, "company.0"))
    assert min(others) > 5.3


@pytest.mark.prove
def test_what_refuses_is_left_alone_for_all_its_targets_and_said_when_it_is_made_good(fleet):
    fleet.run()
    fleet.clock.advance(hours=7)
    fleet.conditions = under(RateLimit())
    asked = len(fleet.asked)
    fleet.watch(minutes=50)
    assert len(fleet.asked) == asked + 1, "one wall is enough to know"
    fleet.conditions = under()
    fleet.watch(minutes=120)
    assert len({look["target"] for look in fleet.looks() if look["outcome"] == "complete"}) == 3
    assert "resting" in {each["reason"] for each in fleet.events("late look")}


@pytest.mark.prove
def test_a_post_that_no_listing_shows_is_asked_for_within_days(tmp_path):
    fleet, target = Fleet.of(tmp_path, [account(0, 12)]), TargetRef("instagram", "company.0")
    fleet.run()
    for place in range(6):
        # Its first posts stand below what a visitor is shown now.
        fleet.clock.advance(minutes=1)
        fleet.change("company.0", happenings.publish, post(0, 100 + place, fleet.clock.now()))
    fleet.watch(minutes=8 * 24 * 60, each=360)
    assert fleet.looks("probe")
    since = fleet.archive.catalog.unchecked_since(target, ["logged_out"])
    assert fleet.clock.now() - since < timedelta(days=8)


def test_a_target_without_an_interval_is_nothing_to_watch(tmp_path):
    fleet = Fleet.of(tmp_path, [account(0, 5)], every=None)
    with pytest.raises(ConfigError, match="says how often it is to be looked at"):
        fleet.run()
