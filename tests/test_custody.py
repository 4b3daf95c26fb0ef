"""The ledger at work: chains go on over checkpoints, whatever a crash, another process or a lost file leaves."""

import json
import multiprocessing
import shutil
import subprocess
import warnings
from datetime import timedelta

import pytest
from fakes import FrozenClock
from ledger_building import ACME, OTHER, batch_of, happen, new_archive, waiting

from archiver import archive as archives
from archiver.config import Settings
from archiver.custody import AT_MOST
from archiver.errors import StoreError
from archiver.formats import checkpoint as text
from archiver.ledger import events
from archiver.store import batches
from archiver.verify.archive import exit_code, verify
from archiver.verify.finding import Status

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymerkle import InmemoryTree


@pytest.fixture
def archive(tmp_path):
    made = new_archive(tmp_path)
    yield made
    made.close()


def faults(archive, **how):
    return [finding for finding in verify(archive.layout.root, **how) if finding.status is Status.FAILED]


def numbers(archive, platform="instagram", slug="acme"):
    return [content["number"] for _, content in archive.custody.chain(platform, slug).after(0)]


def test_a_checkpoint_covers_what_waits_and_says_so(archive):
    assert archive.custody.reach().size == 0
    happen(archive, 3)
    happen(archive, 2, OTHER)
    reached = archive.custody.checkpoint()
    assert (reached.size, waiting(archive)) == (5, [])
    assert sorted(path.name for path in batch_of(archive, 1).iterdir()) == [
        "checkpoint",
        "checkpoint.sshsig",
        "events.jsonl",
    ]
    assert text.read((batch_of(archive, 1) / "checkpoint").read_bytes()) == reached == archive.custody.reach()
    assert faults(archive) == []


def test_where_nothing_waits_none_is_made(archive):
    happen(archive, 1)
    first = archive.custody.checkpoint()
    assert archive.custody.checkpoint() == first
    assert batches.numbers(archive.layout) == [1]


def test_chains_go_on_over_checkpoints(archive):
    for _ in range(3):
        happen(archive, 2)
        archive.custody.checkpoint()
        happen(archive, 1, OTHER)
    happen(archive, 1)
    assert numbers(archive) == [1, 2, 3, 4, 5, 6, 7]
    assert numbers(archive, "web", "https-acme.example-" + "x") == []
    assert [content["number"] for _, content in archive.custody.chain("instagram", "acme").after(3)] == [
        4,
        5,
        6,
        7,
    ]
    assert [content["number"] for _, content in archive.custody.chain("instagram", "acme").after(7)] == []
    assert faults(archive) == []
    assert len(list(archive.custody.every())) == 10


def test_its_root_is_the_one_that_another_program_finds(archive):
    tree = InmemoryTree(algorithm="sha256")
    for times in (3, 1, 7):
        happen(archive, times)
        archive.custody.checkpoint()
    for number in batches.numbers(archive.layout):
        for event in batches.events(archive.layout, number):
            tree.append_entry(event)
    assert archive.custody.reach().root == tree.get_root()


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen here")
def test_ssh_keygen_verifies_it(archive, tmp_path):
    happen(archive, 3)
    archive.custody.checkpoint()
    (tmp_path / "signers").write_text(f"archive {archive.identity.public_key}\n")
    command = ["ssh-keygen", "-Y", "verify", "-f", tmp_path / "signers", "-I", "archive"]
    command += ["-n", "archiver-checkpoint@v1", "-s", batch_of(archive, 1) / "checkpoint.sshsig"]
    message = (batch_of(archive, 1) / "checkpoint").read_bytes()
    done = subprocess.run(command, input=message, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert subprocess.run(command, input=message + b"x", capture_output=True, check=False).returncode != 0


LOST = {
    "gone": lambda file: file.unlink(),
    "of nonsense": lambda file: file.write_bytes(b"\xff{"),
    "of another form": lambda file: file.write_text('{"batch": "x"}'),
    "of an earlier checkpoint": lambda file: file.write_bytes(EARLIER[0]),
    "ahead of the ledger": lambda file: file.write_text(file.read_text().replace('"batch": 2', '"batch": 9')),
    "of another tree": lambda file: file.write_text(file.read_text().replace('"size": 5', '"size": 7')),
}
EARLIER = []


@pytest.mark.parametrize("lost", LOST.values(), ids=LOST)
def test_what_is_kept_of_it_may_be_lost(archive, lost):
    happen(archive, 3)
    archive.custody.checkpoint()
    EARLIER[:] = [archive.layout.log_file.read_bytes()]
    happen(archive, 2)
    reached = archive.custody.checkpoint()
    lost(archive.layout.log_file)
    assert archive.custody.reach() == reached
    happen(archive, 1)
    archive.custody.checkpoint()
    assert numbers(archive) == [1, 2, 3, 4, 5, 6]
    assert faults(archive) == []


def test_a_crash_after_a_batch_has_its_name_leaves_events_twice_and_the_next_one_clears_up(archive):
    happen(archive, 3)
    kept = {path.name: path.read_bytes() for path in archive.layout.pending.iterdir()}
    archive.custody.checkpoint()
    for name, content in kept.items():
        (archive.layout.pending / name).write_bytes(content)
    assert faults(archive) == []
    assert len(list(archive.custody.every())) == 3
    happen(archive, 1)
    assert numbers(archive) == [1, 2, 3, 4]
    assert archive.custody.checkpoint().size == 4
    assert waiting(archive) == []
    assert faults(archive) == []


def test_what_contradicts_a_covered_event_is_left_for_the_verifier_to_name(archive):
    happen(archive, 2)
    (first, _) = waiting(archive)
    content = (archive.layout.pending / first).read_bytes()
    archive.custody.checkpoint()
    forged = content.replace(b'"agreed":false', b'"agreed":true')
    name = events.name_of(forged)
    (archive.layout.pending / name).write_bytes(forged)
    happen(archive, 1)
    assert archive.custody.checkpoint().size == 3
    assert waiting(archive) == [name]
    assert f"ledger/pending/{name}" in {finding.subject for finding in faults(archive)}


def test_a_crash_while_a_batch_is_written_leaves_nothing_that_counts(archive):
    happen(archive, 3)
    archive.layout.checkpoint_work.mkdir(parents=True)
    (archive.layout.checkpoint_work / "events.jsonl").write_bytes(b"half of")
    assert faults(archive) == []
    assert archive.custody.checkpoint().size == 3
    assert faults(archive) == []


def test_an_event_whose_predecessor_is_not_here_yet_waits(archive):
    happen(archive, 3)
    second = archive.layout.pending / waiting(archive)[1]
    content = second.read_bytes()
    second.unlink()
    assert archive.custody.checkpoint().size == 1
    assert len(waiting(archive)) == 1
    second.write_bytes(content)
    assert archive.custody.checkpoint().size == 3
    assert faults(archive) == []


def test_without_its_key_nothing_is_covered_and_nothing_lost(archive, tmp_path):
    happen(archive, 2)
    (key,) = (tmp_path / "keys").glob("*.key")
    aside = key.rename(tmp_path / "aside")
    with pytest.raises(StoreError, match="signing key"):
        archive.custody.checkpoint()
    assert (len(waiting(archive)), batches.numbers(archive.layout)) == (2, [])
    aside.rename(key)
    assert archive.custody.checkpoint().size == 2


def test_another_archive_s_key_signs_nothing(archive, tmp_path):
    happen(archive, 1)
    (tmp_path / "elsewhere").mkdir()
    other = new_archive(tmp_path / "elsewhere")
    other.close()
    (key,), (foreign,) = (tmp_path / "keys").glob("*.key"), (tmp_path / "elsewhere/keys").glob("*.key")
    key.chmod(0o600)
    key.write_bytes(foreign.read_bytes())
    with pytest.raises(StoreError, match="is the one that signs this archive"):
        archive.custody.checkpoint()
    assert len(waiting(archive)) == 1


def test_within_a_run_it_is_made_at_once_after_a_conclusion_and_else_after_a_while(tmp_path):
    clock = FrozenClock()
    archive = new_archive(tmp_path, clock)

    def covered():
        archive.custody.checkpoint_where_due()
        return archive.custody.reach().size

    happen(archive, 1)
    assert covered() == 0
    clock.at += AT_MOST - timedelta(seconds=1)
    assert covered() == 0
    clock.at += timedelta(seconds=1)
    assert covered() == 1
    concluded = archive.custody.chain("instagram", "acme").next(events.CONCLUSION, clock.now(), str(ACME), {})
    (archive.layout.pending / concluded.name).write_bytes(concluded.content)
    assert covered() == 2
    archive.close()


def appended(folder, times):
    settings = Settings(file=folder / "archiver.toml", keys=folder / "keys")
    archive = archives.opened(folder / "evidence", settings)
    for _ in range(times):
        archive.custody.record_agreement(ACME, agreed=True)
        archive.custody.checkpoint()
    archive.close()


def test_processes_that_append_and_cover_at_once_make_one_ledger(archive, tmp_path):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=appended, args=(tmp_path, 8)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert archive.custody.checkpoint().size == 24
    assert numbers(archive) == list(range(1, 25))
    assert faults(archive) == []


def test_events_are_the_lines_of_a_batch_as_they_were_placed(archive):
    happen(archive, 3)
    placed = [(archive.layout.pending / name).read_bytes() for name in waiting(archive)]
    archive.custody.checkpoint()
    lines = (batch_of(archive, 1) / "events.jsonl").read_bytes().splitlines()
    assert lines == placed
    assert [json.loads(line)["number"] for line in lines] == [1, 2, 3]


def test_an_empty_archive_verifies_with_what_is_not_checked(archive):
    findings = verify(archive.layout.root)
    assert exit_code(findings) == 3, "there is no capture"
    said = {finding.check: finding.detail for finding in findings}
    assert "no checkpoint yet" in said["signature"]
    assert "a rollback would not show" in said["completeness"]
