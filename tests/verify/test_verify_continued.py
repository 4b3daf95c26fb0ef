"""What a capture names as the one it goes on from must have been sealed before it, under that seal."""

import pytest

from archiver.verify import continued
from archiver.verify.event import Event
from archiver.verify.finding import Status
from archiver.verify.manifest import Continues
from archiver.verify.said import Said

FIRST, SECOND, OTHER = ("instagram/hartmann/1", "instagram/hartmann/2", "instagram/others/1")
SEALS = {FIRST: "sha256:" + "a" * 64, SECOND: "sha256:" + "b" * 64, OTHER: "sha256:" + "c" * 64}


def event(capture, number):
    said = Said(capture=capture, seal=SEALS[capture], ended=("crawl", "partial", "unreachable"))
    return Event(f"ledger/1/{number}", "", capture.rpartition("/")[0], number, None, None, said)


EVENTS = [event(FIRST, 1), event(SECOND, 2), event(OTHER, 1)]


def found(capture, named, seal, events=EVENTS):
    return [
        (each.status, each.subject) for each in continued.check([(capture, Continues(named, seal))], events)
    ]


def test_one_that_was_sealed_before_it_is_verified():
    assert [status for status, _ in found(SECOND, FIRST, SEALS[FIRST])] == [Status.VERIFIED]


def test_what_begins_anew_says_nothing():
    assert continued.check([(FIRST, None)], EVENTS) == []


@pytest.mark.parametrize(
    ("capture", "named", "seal"),
    [
        (SECOND, FIRST, SEALS[SECOND]),
        (FIRST, SECOND, SEALS[SECOND]),
        (FIRST, FIRST, SEALS[FIRST]),
        (SECOND, OTHER, SEALS[OTHER]),
        (SECOND, "instagram/hartmann/9", SEALS[FIRST]),
    ],
    ids=["another seal", "a later one", "itself", "another target's", "one that is not here"],
)
def test_any_other_is_a_fault(capture, named, seal):
    assert [status for status, _ in found(capture, named, seal)] == [Status.FAILED]
