"""Checks 10 and 11: what was done to stamps is found, by the check that is meant for it, and judged beside openssl."""

import json
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from fakes import FrozenClock
from judges import needs_openssl, openssl_takes
from ledger_building import happen, stamped_archive, stamper

from archiver.formats import sshsig, timestamp
from archiver.formats.checkpoint import Checkpoint
from archiver.formats.merkle import tree_root
from archiver.operations import covering
from archiver.verify.archive import verified
from archiver.verify.finding import Status

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def stamped(tmp_path_factory):
    """Three checkpoints, an hour apart, each with the stamps of two authorities; the last stamps' events wait."""
    folder, clock = tmp_path_factory.mktemp("stamped"), FrozenClock()
    archive, authorities = stamped_archive(folder, clock)
    for _ in range(3):
        happen(archive, 2)
        covering.cover(archive)
        clock.advance(hours=1)
    archive.close()
    return folder, authorities, clock


@pytest.fixture
def forged(stamped, tmp_path):
    shutil.copytree(stamped[0], tmp_path / "forged")
    return Forged(tmp_path / "forged")


class Forged:
    """An archive in the hands of somebody who may change any file of it."""

    def __init__(self, folder: Path):
        self.root = folder / "evidence"

    def stamp(self, number, name):
        return self.root / "ledger" / f"{number:06d}" / f"checkpoint.{name}.tsr"

    def batch(self, number):
        return self.root / "ledger" / f"{number:06d}"

    def checkpoint(self, number):
        return (self.batch(number) / "checkpoint").read_bytes()

    def put(self, path, content):
        if path.exists():
            path.chmod(0o644)
        path.write_bytes(content)

    def found(self, **how):
        findings = verified(self.root, **how).findings
        return {(one.check, one.subject, one.detail) for one in findings if one.status is Status.FAILED}

    def faults(self, **how):
        return {(check, subject) for check, subject, _ in self.found(**how)}

    def said(self, check):
        findings = verified(self.root).findings
        return [one.detail for one in findings if one.check == check and one.status is Status.NOT_CHECKED]


def test_nothing_is_wrong_with_what_nobody_touched(forged):
    assert forged.faults() == set()
    assert forged.said("signature") == []


def test_stamps_of_one_checkpoint_that_changed_names_are_named(forged):
    one, two = forged.stamp(1, "one"), forged.stamp(1, "two")
    contents = one.read_bytes(), two.read_bytes()
    forged.put(two, contents[0])
    forged.put(one, contents[1])
    told = sorted(detail.partition(" on ")[0] for _, _, detail in forged.found())
    assert told == ["The stamp of one", "The stamp of two"]
    assert {check for check, _ in forged.faults()} == {"time stamps"}


@needs_openssl
def test_openssl_agrees_on_each_stamp_at_its_own_time(stamped, forged, tmp_path):
    _, authorities, clock = stamped
    first = authorities[0].authority.root
    for number in (1, 2, 3):
        at, checkpoint = clock.at - (4 - number) * HOUR, forged.checkpoint(number)
        for each in authorities:
            stamp = forged.stamp(number, each.name).read_bytes()
            assert openssl_takes(tmp_path, stamp, checkpoint, each.authority.root, at)
            assert openssl_takes(tmp_path, stamp, checkpoint, first, at) is (each is authorities[0])


@pytest.mark.parametrize("numbers", [(1, 2), (2, 3)])
def test_swapped_stamps_of_two_checkpoints(forged, numbers):
    one, other = (forged.stamp(number, "one") for number in numbers)
    first, second = one.read_bytes(), other.read_bytes()
    forged.put(one, second)
    forged.put(other, first)
    place = [path.relative_to(forged.root).as_posix() for path in (one, other)]
    found = forged.found()
    over = "It was made over something else than what it stands beside."
    assert {("time stamps", path, over) for path in place} <= found
    assert {check for check, _, _ in found} == {"time stamps"}


def test_a_stamp_for_another_digest(stamped, forged):
    _, (one, _), _ = stamped
    query = timestamp.request(b"something else")
    forged.put(forged.stamp(2, "one"), one.authority.reply(query.content))
    assert ("time stamps", "ledger/000002/checkpoint.one.tsr") in forged.faults()


def test_a_stamp_made_anew_for_the_same_checkpoint_is_not_the_one_that_was_received(stamped, forged):
    _, (one, _), _ = stamped
    query = timestamp.request(forged.checkpoint(2))
    forged.put(forged.stamp(2, "one"), one.authority.reply(query.content))
    (fault,) = forged.found()
    assert fault[0] == "time stamps"
    assert fault[2] == "The stamp of one on checkpoint 2 that it names is not here as it was received."


def test_a_stamp_that_was_taken_away(forged):
    forged.stamp(1, "two").unlink()
    (fault,) = forged.found()
    assert fault[:2] == ("time stamps", "ledger/000002/events.jsonl")
    assert "of two on checkpoint 1" in fault[2]


def test_a_stamp_that_no_event_names_is_said(stamped, forged):
    _, (one, _), _ = stamped
    query = timestamp.request(forged.checkpoint(1))
    forged.put(forged.root / "ledger/000001/checkpoint.one.2.tsr", one.authority.reply(query.content))
    assert forged.faults() == set()
    assert any(
        "1 stamps hold that no event of the ledger names" in told for told in forged.said("time stamps")
    )


def test_a_stamp_by_somebody_whose_root_is_not_kept(forged):
    stranger = stamper("one", FrozenClock())
    query = timestamp.request(forged.checkpoint(1))
    forged.put(forged.stamp(1, "one"), stranger.authority.reply(query.content))
    told = "It leads to no root that is trusted, as it was at the stamp's own time."
    assert ("time stamps", "ledger/000001/checkpoint.one.tsr", told) in forged.found()


def test_who_brings_a_root_of_his_own_along_is_told_by_roots_from_outside(stamped, forged):
    _, authorities, _ = stamped
    stranger = stamper("three", FrozenClock()).authority
    query = timestamp.request(forged.checkpoint(1))
    forged.put(forged.root / "ledger/000001/checkpoint.three.tsr", stranger.reply(query.content))
    name = stranger.chain.root.fingerprint(SHA256()).hex()
    forged.put(forged.root / "ledger/roots" / f"{name}.pem", stranger.root)
    assert forged.faults() == set(), "by what the archive brings along it holds"
    known = b"".join(each.authority.root for each in authorities)
    assert forged.faults(roots=known) == {("time stamps", "ledger/000001/checkpoint.three.tsr")}


def test_roots_from_outside_that_are_none(forged):
    assert any("holds no certificate" in told for _, _, told in forged.found(roots=b"nothing"))


def test_who_has_the_key_and_makes_a_checkpoint_anew_is_found_by_what_was_stamped(stamped, forged):
    events_file = forged.root / "ledger/000003/events.jsonl"
    lines = [
        line.replace(b"2026-11-24T05", b"2026-11-24T02") for line in events_file.read_bytes().splitlines()
    ]
    forged.put(events_file, b"".join(line + b"\n" for line in lines))
    every = [
        line
        for number in (1, 2, 3)
        for line in forged.batch(number).joinpath("events.jsonl").read_bytes().splitlines()
    ]
    archive_id = json.loads((forged.root / "archive.json").read_bytes())["id"]
    text = Checkpoint(f"archiver/{archive_id}", len(every), tree_root(every)).text
    (key,) = (forged.root.parent / "keys").glob("*.key")
    forged.put(forged.batch(3) / "checkpoint", text)
    forged.put(
        forged.batch(3) / "checkpoint.sshsig", sshsig.sign(key.read_bytes(), "archiver-checkpoint@v1", text)
    )
    found = forged.found()
    over = "It was made over something else than what it stands beside."
    assert {(subject, detail) for check, subject, detail in found if check == "time stamps"} == {
        (f"ledger/000003/checkpoint.{name}.tsr", over) for name in ("one", "two")
    }
    assert not [one for one in found if one[0] == "checkpoints"], "its own checkpoint does not betray it"


def test_a_root_that_is_exchanged(stamped, forged):
    (kept, _) = sorted((forged.root / "ledger/roots").iterdir())
    forged.put(kept, stamper("one", FrozenClock()).authority.root)
    faults = forged.found()
    place = kept.relative_to(forged.root).as_posix()
    assert ("time stamps", place, "It is another certificate than its name says.") in faults
    assert {check for check, _, _ in faults} == {"time stamps"}


def test_what_the_ledger_says_of_a_stamp_s_time_is_held_against_the_stamp(forged):
    waiting = [
        path
        for path in (forged.root / "ledger/pending").iterdir()
        if b'"authority":"two"' in path.read_bytes()
    ]
    changed = waiting[-1].read_bytes().replace(b'"stamped_at":"2026', b'"stamped_at":"2025')
    forged.put(waiting[-1], changed)
    told = "It says another time or root than the stamp that it names."
    assert any(detail == told for _, _, detail in forged.found())


@needs_openssl
def test_no_byte_of_a_certificate_within_a_stamp_is_changed_unseen_although_openssl_does_not_see_all(
    stamped, forged, tmp_path
):
    _, (one, _), clock = stamped
    path, checkpoint = forged.stamp(2, "one"), forged.checkpoint(2)
    whole, at = path.read_bytes(), clock.at - 2 * HOUR
    chain = one.authority.chain
    sent = [each.public_bytes(Encoding.DER) for each in (chain.leaf, chain.issuing, chain.root)]
    places = [whole.index(each) + byte for each in sent for byte in range(0, len(each), 61)]
    draws = random.Random(7)
    missed = 0
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << draws.randrange(8)
        forged.put(path, bytes(changed))
        assert {check for check, _ in forged.faults()} == {"time stamps"}, place
        missed += openssl_takes(tmp_path, bytes(changed), checkpoint, one.authority.root, at)
    assert missed > len(places) // 10, "the ledger's digest is what shows these"
    forged.put(path, whole)
    assert forged.faults() == set()
