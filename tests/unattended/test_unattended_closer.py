"""Closer: a target is looked at more often for a while, for a reason that the ledger keeps."""

from datetime import timedelta

import pytest
from fleet import BEGAN, pairwise_hours

from archiver.errors import UsageError
from archiver.model import instant
from archiver.model.refs import TargetRef
from archiver.operations.unattended.closer import closer
from archiver.operations.unattended.status import status

TARGET = TargetRef("instagram", "company.1")
QUARTER = timedelta(minutes=15)


def spans(fleet, handle, since=BEGAN):
    looks = [look for look in fleet.looks() if look["target"] == f"instagram:{handle}"]
    times = [instant.parsed(look["at"]) for look in looks]
    return pairwise_hours([at for at in times if at >= since])


@pytest.mark.prove
def test_it_is_looked_at_so_until_the_time_is_over(fleet):
    fleet.run()
    made = closer(fleet.archive, TARGET, QUARTER, timedelta(hours=3), "a reporter called")
    assert status(fleet.archive).targets[1].closer == made
    fleet.watch(minutes=3 * 60)
    assert len(spans(fleet, "company.1")) >= 9
    assert not spans(fleet, "company.0")
    over = fleet.clock.now()
    fleet.watch(minutes=7 * 60, each=10)
    assert min(spans(fleet, "company.1", over) or [6]) > 5.3
    (told,) = fleet.events("closer watch")
    assert (told["reason"], told["every_seconds"], told["target"]) == ("a reporter called", 900, str(TARGET))
    assert status(fleet.archive).targets[1].closer is None


def test_it_can_be_ended(fleet):
    fleet.run()
    closer(fleet.archive, TARGET, QUARTER, timedelta(hours=48), "a reporter called")
    fleet.watch(minutes=40)
    closer(fleet.archive, TARGET, QUARTER, timedelta(), "she has hung up")
    before = len(fleet.looks())
    fleet.watch(minutes=60)
    assert len(fleet.looks()) == before


@pytest.mark.parametrize(
    ("every", "lasting"), [(timedelta(seconds=5), timedelta(hours=1)), (QUARTER, timedelta(days=40))]
)
def test_neither_without_a_pause_nor_for_good(fleet, every, lasting):
    with pytest.raises(UsageError):
        closer(fleet.archive, TARGET, every, lasting, "")
    assert not fleet.events("closer watch")
