"""Check 11: between which times of authorities a capture was sealed, and what that leaves open."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archiver.verify import timeline
from archiver.verify.event import Event
from archiver.verify.finding import Status
from archiver.verify.manifest import Opening
from archiver.verify.said import Said
from archiver.verify.signatures.token import Stamp
from archiver.verify.stamps import Held, Stamps

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def minutes(count):
    return NOON + timedelta(minutes=count)


def sealed(name, at, batch=1):
    path = f"ledger/{batch:06d}/events.jsonl" if batch else "ledger/pending/x.json"
    return Event(path, "00", "instagram/acme", 1, None, minutes(at), Said(capture=name, seal="sha256:00"))


def told_at(at):
    return Stamp(at, "Authority", "00", "Root", NOON)


def stamp(checkpoint, at, digest=""):
    path = f"ledger/{checkpoint:06d}/checkpoint.one.tsr"
    return Held(checkpoint, path, digest or f"sha256:{checkpoint}-{at}", told_at(minutes(at)))


def found(events, held, openings=None, unknown=(), **said_wrong):
    """`openings` gives the digest of the stamp that each capture names, of which it says what that says."""
    named = {each.digest: Opening(each.digest, each.checkpoint, each.stamp.at) for each in held}
    openings = {
        capture: replace(named.get(digest, Opening(digest, 1, NOON)), **said_wrong)
        for capture, digest in (openings or {}).items()
    }
    findings = timeline.check(events, Stamps(held, frozenset(unknown), []), openings)
    return [(one.status, one.subject, one.detail) for one in findings]


def test_a_capture_lies_between_the_stamp_it_names_and_the_first_that_covers_it():
    held = [stamp(1, 0, "opening"), stamp(2, 7), stamp(3, 60)]
    assert found([sealed("a", 5, batch=2)], held, {"a": "opening"}) == [
        (
            Status.VERIFIED,
            "archive",
            "1 of 1 captures were sealed between two times that authorities tell, at most 420 s apart.",
        )
    ]


def test_one_that_names_none_is_counted_and_not_placed():
    ((status, _, detail),) = found([sealed("a", 5)], [stamp(1, 7)])
    assert (status, detail) == (
        Status.VERIFIED,
        "0 of 1 captures were sealed between two times that authorities tell.",
    )


def test_the_stamp_it_names_must_be_here():
    (fault,) = found([sealed("a", 5)], [stamp(1, 7)], {"a": "another"})
    assert fault == (
        Status.FAILED,
        "captures/a/manifest.json",
        "The stamp that it names, as there before it, is not here or does not hold.",
    )


@pytest.mark.parametrize("wrong", [{"at": minutes(4)}, {"at": None}, {"checkpoint": 2}])
def test_what_it_says_of_that_stamp_must_be_what_the_stamp_says(wrong):
    held = [stamp(1, 0, "opening"), stamp(2, 7)]
    (fault,) = found([sealed("a", 5, batch=2)], held, {"a": "opening"}, **wrong)
    assert fault == (
        Status.FAILED,
        "captures/a/manifest.json",
        "It says another checkpoint or time than the stamp that it names.",
    )


def test_one_made_in_a_way_that_is_not_known_is_not_checked_and_no_fault():
    (told,) = found([sealed("a", 5)], [stamp(1, 7)], {"a": "another"}, unknown=["another"])
    assert told[:2] == (Status.NOT_CHECKED, "captures/a/manifest.json")


@pytest.mark.parametrize(("behind", "between", "said"), [(2, 1, []), (3, 0, ["3 s"]), (60, 0, ["60 s"])])
def test_an_authority_whose_clock_is_behind_another_s_is_said_and_no_fault_of_the_archive(
    behind, between, said
):
    opening = Held(1, "ledger/000001/checkpoint.one.tsr", "opening", told_at(minutes(5)))
    after = Held(
        2, "ledger/000002/checkpoint.two.tsr", "two", told_at(minutes(5) - timedelta(seconds=behind))
    )
    proven, *others = found([sealed("a", 5, batch=2)], [opening, after], {"a": "opening"})
    assert proven[0] is Status.VERIFIED
    assert proven[2].startswith(f"{between} of 1 captures were sealed between two times")
    contradictions = [detail for _, _, detail in others if "the clock of an authority was wrong" in detail]
    assert [detail.rpartition("at most ")[2].partition(":")[0] for detail in contradictions] == said


def test_many_captures_under_many_stamps_are_placed_in_no_time():
    held = [stamp(number, number) for number in range(1, 10_001)]
    events = [sealed(f"c{number}", number, batch=number) for number in range(1, 10_001)]
    began = time.monotonic()
    assert found(events, held)[0][0] is Status.VERIFIED
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(("after", "late"), [(59, 0), (61, 1)])
def test_more_than_an_hour_from_seal_to_stamp_is_said(after, late):
    said = [
        detail
        for status, _, detail in found([sealed("a", 0)], [stamp(1, after)])
        if status is Status.NOT_CHECKED
    ]
    assert [detail[:68] for detail in said] == [
        "1 of 1 captures were stamped more than an hour after their seal, the"
    ] * late


@pytest.mark.parametrize(("at", "off"), [(0, 1), (2, 0), (9, 1)])
def test_a_clock_that_says_otherwise_than_the_authorities_is_said(at, off):
    held = [stamp(1, 1, "opening"), stamp(2, 8)]
    said = [
        detail
        for status, _, detail in found([sealed("a", at, batch=2)], held, {"a": "opening"})
        if status is Status.NOT_CHECKED
    ]
    assert ["wrong by more than 2 seconds" in detail for detail in said] == [True] * off


@pytest.mark.parametrize("batch", [0, 3])
def test_what_no_stamp_covers_yet_is_said(batch):
    said = found([sealed("a", 5, batch=batch)], [stamp(2, 7)])[-1]
    assert said == (Status.NOT_CHECKED, "archive", "1 of 1 captures are under no authority's stamp yet.")


def test_without_stamps_nothing_is_said_here():
    assert found([sealed("a", 5)], []) == []
