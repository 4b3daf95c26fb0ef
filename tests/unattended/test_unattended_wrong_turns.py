"""Ways in which watching could come to a stop, or never stop, each of which was met once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import Never, Silent
from fleet import Fleet, account

from archiver.errors import NetworkError
from archiver.model import instant
from archiver.model.budgets import Budgets
from archiver.model.refs import TargetRef
from archiver.operations.unattended.due import crawl_due
from archiver.operations.unattended.status import status
from archiver.schedule.health import Condition
from archiver.simulator import happenings
from archiver.simulator.conditions import SIGNED_IN, Challenge, RateLimit, under
from archiver.store import lock

YEAR = timedelta(days=365)


def pages_asked(fleet, since):
    return sum(look["pages"] or 0 for look in fleet.looks() if instant.parsed(look["at"]) > since)


@pytest.mark.prove
def test_a_clock_that_was_a_year_ahead_holds_nothing_back_once_it_is_set_right(tmp_path):
    fleet = Fleet.of(tmp_path, [account(owner, 9) for owner in range(2)], budgets=Budgets(pages_per_hour=20))
    right = fleet.clock.at
    fleet.clock.at = right + YEAR
    fleet.watch(minutes=60 * 14, each=60)
    fleet.clock.at = right
    before = len(fleet.looks())
    fleet.watch(minutes=60 * 24, each=30)
    made = len(fleet.looks()) - before
    assert 6 <= made <= 12, "neither none nor one each minute"
    assert fleet.events("clock"), "the ledger says that it jumped back"


def test_a_wall_of_a_wrong_clock_is_left_behind_with_it(tmp_path):
    fleet = Fleet.of(tmp_path, [account(0, 3)], sessions=("S",))
    right = fleet.clock.at
    fleet.clock.at, fleet.conditions = right + YEAR, under(RateLimit(who=SIGNED_IN))
    fleet.run()
    fleet.clock.at, fleet.conditions = right, under()
    fleet.watch(minutes=60 * 9, each=30)
    assert any(each.startswith("session") for _, _, each in fleet.asked[2:])


def test_a_rest_is_not_cut_short_by_a_long_interval(tmp_path):
    companies = [account(owner, 3) for owner in range(5)]
    fleet = Fleet.of(tmp_path, companies, sessions=("S",), every=timedelta(days=7))
    fleet.conditions = under(RateLimit(who=SIGNED_IN))
    fleet.run()
    with_session = [handle for _, handle, vantage in fleet.asked if vantage.startswith("session")]
    assert len(with_session) == 1


@pytest.mark.prove
def test_what_was_never_looked_at_comes_first_where_the_budget_is_small(tmp_path):
    fleet = Fleet.of(
        tmp_path,
        [account(owner, 1) for owner in range(6)],
        every=timedelta(hours=1),
        budgets=Budgets(pages_per_hour=8),
    )
    fleet.watch(minutes=60 * 6, each=15)
    assert {look["target"] for look in fleet.looks()} == {f"instagram:{handle}" for handle in fleet.networks}


def test_what_is_never_come_to_is_said_to_be_unseen(tmp_path):
    fleet = Fleet.of(tmp_path, [account(owner, 9) for owner in range(3)], budgets=Budgets(pages_per_hour=1))
    fleet.run()
    fleet.clock.advance(hours=7)
    fleet.run()
    fleet.clock.advance(hours=14)
    unseen = {blind.about for blind in status(fleet.archive).blind}
    looked = {look["target"] for look in fleet.looks()}
    assert len(looked) < 3
    assert {f"instagram:{handle}" for handle in fleet.networks} - looked <= unseen


def test_a_challenged_session_is_not_made_good_by_a_look_that_was_under_way(tmp_path):
    fleet = Fleet.of(tmp_path, [account(owner, 3) for owner in range(2)], sessions=("S",))
    fleet.conditions = under(Challenge(who=SIGNED_IN))
    fleet.run()
    fleet.conditions = under()
    fleet.clock.advance(minutes=5)
    (challenged,) = [look for look in fleet.looks() if look["reason"] == "challenged"]
    archive, target = fleet.archive, challenged["target"]
    archive.custody.record_look(
        lambda event: (archive.layout.pending / event.name).write_bytes(event.content),
        target=TargetRef(*target.split(":")),
        slug=target.partition(":")[2],
        capture=None,
        kind="crawl",
        outcome="failed",
        reason="interrupted",
        vantage=challenged["vantage"],
    )
    fleet.watch(minutes=60 * 14, each=60)
    assert sum(vantage.startswith("session") for _, _, vantage in fleet.asked) == 1
    ((_, health),) = status(fleet.archive).sessions
    assert health.condition is Condition.CHALLENGED


class Offline:
    """The port `Visiting`, of a laptop that is carried home."""

    def __call__(self, *_):
        raise NetworkError("www.instagram.com could not be reached: ERR_INTERNET_DISCONNECTED.")


def test_off_line_neither_a_look_nor_a_visit_is_tried_each_minute(tmp_path):
    fleet = Fleet.of(tmp_path, [account(0, 9)])
    fleet.run()
    fleet.change("company.0", happenings.delete, fleet.networks["company.0"].company.posts[5].code)
    fleet.clock.advance(hours=7)
    fleet.run()
    fleet.archive = replace(fleet.archive, visiting=Offline())
    before = len(fleet.events("capture"))
    for _ in range(5 * 60 // 5):
        list(crawl_due(fleet.archive, Silent(), Never()))
        fleet.clock.advance(minutes=5)
    assert len(fleet.events("capture")) - before < 20


def test_a_target_that_somebody_looks_at_by_hand_is_passed_over_without_a_word(tmp_path):
    fleet = Fleet.of(tmp_path, [account(0, 3)])
    fleet.run()
    fleet.clock.advance(hours=9)
    before = len(fleet.events("late look"))
    with lock.held(fleet.archive.layout.target_lock("instagram", "company.0"), "company.0"):
        for _ in range(30):
            fleet.run()
            fleet.clock.advance(minutes=1)
    assert len(fleet.events("late look")) == before
    fleet.run()
    assert len(fleet.events("late look")) == before + 1
