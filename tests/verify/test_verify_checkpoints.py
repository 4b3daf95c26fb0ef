"""Checks 9 and 11: what was done to a ledger under checkpoints is found, by the check that is meant for it."""

import json
import shutil
from pathlib import Path

import pytest
from ledger_building import OTHER, batch_of, happen, new_archive

from archiver.formats import sshsig
from archiver.formats.canonical import canonical
from archiver.formats.checkpoint import Checkpoint
from archiver.formats.checkpoint import read as read_checkpoint
from archiver.formats.merkle import tree_root
from archiver.verify.archive import verified
from archiver.verify.finding import Status

NAMESPACE = "archiver-checkpoint@v1"


@pytest.fixture(scope="module")
def covered(tmp_path_factory):
    """Nine events of two targets under three checkpoints, one that waits, and each checkpoint kept elsewhere."""
    folder = tmp_path_factory.mktemp("covered")
    archive = new_archive(folder)
    for _ in range(3):
        happen(archive, 2)
        happen(archive, 1, OTHER)
        archive.custody.checkpoint()
    happen(archive, 1)
    archive.close()
    (elsewhere := folder / "elsewhere").mkdir()
    for number in (1, 2, 3):
        shutil.copy(batch_of(archive, number) / "checkpoint", elsewhere / str(number))
    return folder


@pytest.fixture
def forged(covered, tmp_path):
    shutil.copytree(covered, tmp_path / "forged")
    return Forged(tmp_path / "forged")


class Forged:
    """An archive in the hands of somebody who may change any file of it, and has its key or not."""

    def __init__(self, folder: Path):
        self.folder, self.root = folder, folder / "evidence"
        self.identity = json.loads((self.root / "archive.json").read_bytes())

    def file(self, number, name):
        return self.root / "ledger" / f"{number:06d}" / name

    def write(self, path, content):
        path.chmod(0o644)
        path.write_bytes(content)

    def lines(self, number):
        return self.file(number, "events.jsonl").read_bytes().splitlines(keepends=True)

    def put_lines(self, number, lines):
        self.write(self.file(number, "events.jsonl"), b"".join(lines))

    def signed_anew(self):
        """Make all checkpoints anew over what stands there now, with the archive's own key."""
        (key,) = (self.folder / "keys").glob("*.key")
        leaves = []
        for folder in sorted(path for path in (self.root / "ledger").iterdir() if path.name != "pending"):
            leaves += (folder / "events.jsonl").read_bytes().splitlines()
            text = Checkpoint(f"archiver/{self.identity['id']}", len(leaves), tree_root(leaves)).text
            self.write(folder / "checkpoint", text)
            self.write(folder / "checkpoint.sshsig", sshsig.sign(key.read_bytes(), NAMESPACE, text))

    def outside(self, number):
        return (self.folder / "elsewhere" / str(number)).read_bytes()

    def faults(self, checkpoint=None):
        """Give which checks failed, and where."""
        found = verified(self.root, checkpoint=checkpoint).findings
        return {(one.check, one.subject) for one in found if one.status is Status.FAILED}

    def checks(self, checkpoint=None):
        return {check for check, _ in self.faults(checkpoint)}


def event(line, **changes):
    return canonical(json.loads(line) | changes) + b"\n"


def test_what_nobody_touched_is_verified(forged):
    found = verified(forged.root, checkpoint=forged.outside(3))
    assert {one.check for one in found.findings if one.status is Status.FAILED} == set()
    assert {"checkpoints", "ledger", "completeness"} <= {
        one.check for one in found.findings if one.status is Status.VERIFIED
    }
    assert found.ledger is not None
    reached = read_checkpoint(forged.file(3, "checkpoint").read_bytes())
    assert (found.ledger.size, found.ledger.root) == (9, reached.root.hex())
    (signature,) = [one for one in found.findings if one.check == "signature"]
    assert signature.detail == "1 events wait for their checkpoint, and are not signed yet."


def test_without_a_checkpoint_from_outside_that_is_said_and_is_no_fault(forged):
    found = {one.check: one for one in verified(forged.root).findings}
    said = found["completeness"]
    assert (said.status, said.required) == (Status.NOT_CHECKED, False)
    assert said.detail == "There is no checkpoint from outside: a rollback would not show."


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_checkpoint_kept_elsewhere_is_found_again(forged, number):
    assert forged.faults(forged.outside(number)) == set()


CHANGED = {
    "an event changed": lambda lines: [lines[0], event(lines[1], words="others"), *lines[2:]],
    "an event back-dated": lambda lines: [
        lines[0],
        event(lines[1], at="2020-01-01T00:00:00.000000Z"),
        *lines[2:],
    ],
    "an event removed": lambda lines: [lines[0], *lines[2:]],
    "the last event removed": lambda lines: lines[:-1],
    "events reordered": lambda lines: [lines[1], lines[0], *lines[2:]],
    "an event twice": lambda lines: [*lines, lines[-1]],
    "a space behind an event": lambda lines: [lines[0].rstrip() + b" \n", *lines[1:]],
    "no line feed at the end": lambda lines: [*lines[:-1], lines[-1].rstrip()],
    "an empty line": lambda lines: [*lines, b"\n"],
    "nothing": lambda lines: [],
}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_a_batch_that_was_changed_is_not_what_its_checkpoint_covers(forged, change, number):
    forged.put_lines(number, change(forged.lines(number)))
    folder = f"ledger/{number:06d}"
    # The leaves are the same without it.
    if change is CHANGED["no line feed at the end"]:
        assert forged.faults() == {("ledger", f"{folder}/events.jsonl")}
    else:
        assert ("checkpoints", f"{folder}/checkpoint") in forged.faults()


@pytest.mark.parametrize(
    "name", ["an event changed", "an event back-dated", "events reordered", "the last event removed"]
)
def test_who_has_the_key_too_is_found_out_by_a_checkpoint_from_outside(forged, name):
    forged.put_lines(3, CHANGED[name](forged.lines(3)))
    forged.signed_anew()
    assert "checkpoints" not in forged.checks()
    assert "completeness" in forged.checks(forged.outside(3))


def test_a_tail_that_was_cut_off_shows_by_a_checkpoint_from_outside_alone(forged):
    shutil.rmtree(forged.root / "ledger/000003")
    shutil.rmtree(forged.root / "ledger/pending")
    assert forged.faults() == set()
    assert forged.faults(forged.outside(2)) == set()
    assert forged.faults(forged.outside(3)) == {("completeness", "archive")}


def test_a_tail_that_was_cut_off_before_what_waits_shows_by_the_chain(forged):
    shutil.rmtree(forged.root / "ledger/000003")
    assert forged.checks() == {"ledger"}


def test_a_checkpoint_between_two_that_is_missing_is_named(forged):
    shutil.rmtree(forged.root / "ledger/000002")
    assert ("checkpoints", "ledger/000003") in forged.faults()
    assert "ledger" in forged.checks()


def test_a_rollback_to_an_older_copy_shows_by_a_checkpoint_from_outside(forged):
    for number in (2, 3):
        shutil.rmtree(forged.root / f"ledger/{number:06d}")
    shutil.rmtree(forged.root / "ledger/pending")
    assert forged.faults() == set()
    assert forged.checks(forged.outside(2)) == {"completeness"}


def test_a_checkpoint_of_another_archive_is_named(forged, tmp_path):
    (tmp_path / "other").mkdir()
    other = new_archive(tmp_path / "other")
    happen(other, 9)
    other.custody.checkpoint()
    other.close()
    for name in ("checkpoint", "checkpoint.sshsig"):
        forged.write(forged.file(3, name), (batch_of(other, 1) / name).read_bytes())
    assert forged.faults() == {
        ("checkpoints", "ledger/000003/checkpoint"),
        ("checkpoints", "ledger/000003/checkpoint.sshsig"),
    }
    assert forged.checks((batch_of(other, 1) / "checkpoint").read_bytes()) == {"checkpoints", "completeness"}


def test_checkpoints_that_changed_places_are_named(forged):
    for name in ("checkpoint", "checkpoint.sshsig"):
        one, other = forged.file(2, name), forged.file(3, name)
        content = one.read_bytes()
        forged.write(one, other.read_bytes())
        forged.write(other, content)
    assert forged.faults() == {("checkpoints", f"ledger/00000{number}/checkpoint") for number in (2, 3)}


SIGNATURES = {
    "no line feed at the end": lambda text: text[:-1],
    "carriage returns": lambda text: text.replace(b"\n", b"\r\n"),
    "a blank line within": lambda text: text.replace(b"\n", b"\n\n", 2),
    "another bit": lambda text: text[:200] + bytes([text[200] ^ 1]) + text[201:],
    "none": lambda text: b"",
    "far too long": lambda text: text * 100,
}


@pytest.mark.parametrize("change", SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_that_is_not_as_it_was_made_is_named(forged, change):
    file = forged.file(2, "checkpoint.sshsig")
    forged.write(file, change(file.read_bytes()))
    (fault,) = forged.faults()
    assert fault[0] == "checkpoints"
    assert fault[1].startswith("ledger/000002")


def test_a_signature_for_another_purpose_is_named(forged):
    (key,) = (forged.folder / "keys").glob("*.key")
    text = forged.file(2, "checkpoint").read_bytes()
    forged.write(forged.file(2, "checkpoint.sshsig"), sshsig.sign(key.read_bytes(), "file", text))
    assert forged.faults() == {("checkpoints", "ledger/000002/checkpoint.sshsig")}


@pytest.mark.parametrize("name", ["checkpoint", "checkpoint.sshsig", "events.jsonl"])
def test_a_file_of_a_batch_that_is_missing_is_named(forged, name):
    forged.file(2, name).chmod(0o644)
    forged.file(2, name).unlink()
    assert any(subject.startswith("ledger/000002") for _, subject in forged.faults())


@pytest.mark.parametrize("name", ["000004", "4", "events"])
def test_a_folder_or_file_that_the_format_does_not_name_is_named(forged, name):
    (forged.root / "ledger" / name).mkdir()
    (forged.root / "ledger" / name / "more").write_bytes(b"x")
    assert "files" in forged.checks()


@pytest.mark.parametrize("given_text", [b"", b"nothing", b"a\n1\nb\n", b"\xff" * 100])
def test_what_is_no_checkpoint_from_outside_is_said(forged, given_text):
    assert forged.faults(given_text) == {("completeness", "archive")}


def test_a_target_called_ledger_makes_no_batch_of_its_captures(forged):
    (forged.root / "captures/instagram/ledger/20261124T030000Z-00000000").mkdir(parents=True)
    found = verified(forged.root)
    assert found.ledger is not None
    assert found.ledger.size == 9
