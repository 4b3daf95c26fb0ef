"""A checkpoint killed before each of its steps on the disk, and crawls with checkpoints killed at any moment."""

import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FrozenClock, Silent, environment
from ledger_building import ACME, OTHER, happen, new_archive, stamped_archive, waiting
from store_killing import killed_before

from archiver import archive as archives
from archiver.config import Settings
from archiver.model.digest import Digest
from archiver.operations import covering, verify
from archiver.store import batches
from archiver.verify.finding import Status

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")
HERE = Path(__file__).parent


def faults(root):
    findings = verify.verify(root, Silent().step).findings
    return [finding for finding in findings if finding.status is Status.FAILED]


def every_number(archive):
    return sorted((content["slug"], content["number"]) for _, content in archive.custody.every())


def test_before_whichever_step_it_dies_the_ledger_opens_and_goes_on(tmp_path):
    archive = new_archive(tmp_path)
    happen(archive, 2)
    archive.custody.checkpoint()
    happen(archive, 2)
    happen(archive, 1, OTHER)
    before = every_number(archive)
    archive.close()
    shutil.copytree(archive.layout.root, whole := tmp_path / "whole")
    settings = Settings(file=tmp_path / "archiver.toml", keys=tmp_path / "keys")
    steps = 0
    while steps < 200:
        steps += 1
        shutil.rmtree(archive.layout.root)
        shutil.copytree(whole, archive.layout.root)
        again = archives.opened(archive.layout.root, settings, FrozenClock())
        died = killed_before(steps, again.custody.checkpoint)
        assert faults(archive.layout.root) == [], steps
        assert every_number(again) == before, steps
        happen(again, 1)
        reached = again.custody.checkpoint()
        assert (reached.size, waiting(again), faults(archive.layout.root)) == (6, [], []), steps
        again.close()
        if not died:
            break
    assert 15 < steps < 100


def named_stamps(archive):
    """Give the checkpoints that have a stamp which the ledger names, among those that wait or are covered."""
    told = [content for _, content in archive.custody.every() if content["event"] == "timestamp"]
    here = {
        (int(path.parent.name), str(Digest.of(path.read_bytes())))
        for path in archive.layout.ledger.glob("*/*.tsr")
    }
    return {each["checkpoint"] for each in told if (each["checkpoint"], each["token"]) in here}


@pytest.mark.prove
def test_before_whichever_step_it_dies_while_a_stamp_is_placed_the_next_run_goes_on(tmp_path):
    archive, authorities = stamped_archive(tmp_path, names=("one",))
    happen(archive, 2)
    archive.custody.checkpoint()
    archive.close()
    shutil.copytree(archive.layout.root, whole := tmp_path / "whole")
    steps = 0
    while steps < 200:
        steps += 1
        shutil.rmtree(archive.layout.root)
        shutil.copytree(whole, archive.layout.root)
        again = archives.opened(archive.layout.root, archive.settings, FrozenClock())
        again = replace(again, authorities=authorities)
        died = killed_before(steps, lambda: again.stamps.keep(again.stamps.ask(1, authorities[0])))  # noqa: B023 - in its round
        assert faults(archive.layout.root) == [], steps
        covering.begin(again)
        happen(again, 1)
        reached = covering.cover(again)
        assert (faults(archive.layout.root), covering.opening(again)["authority"]) == ([], "one"), steps
        assert batches.numbers(again.layout)[-1] in named_stamps(again), steps
        assert reached.size == len(list(again.custody.every())) - len(waiting(again)), steps
        again.close()
        if not died:
            break
    assert 10 < steps < 100


WORKER = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from dataclasses import replace
from fakes import FrozenClock
from ledger_building import Stamper
from archiver.simulator.authority.authority import Authority
from store_building import begun, exchange, statement, TARGET
from archiver import archive as archives
from archiver.config import Settings
from archiver.model.capture import CaptureId
from archiver.operations import covering
from archiver.store import manifest, private
from archiver.store.capture_writer import CaptureWriter

folder = Path(sys.argv[1])
settings = Settings(file=folder / "archiver.toml", keys=folder / "keys")
archive = archives.opened(folder / "evidence", settings)
# Each process makes an authority of its own, which has a name of its own, as authorities have.
authority = Authority(f"Authority of {os.getpid()}")
archive = replace(archive, authorities=(Stamper("one", authority),))
print("ready", flush=True)
while True:
    with archive.custody.working_on(TARGET, "acme"):
        now = archive.clock.now()
        capture = CaptureId("instagram", "acme", f"{now:%Y%m%dT%H%M%SZ}-{os.urandom(4).hex()}")
        writer = CaptureWriter(archive.layout, capture.name, begun(), lambda digest: None)
        writer.warcinfo({"software": "archiver"}, now)
        writer.exchange(exchange())
        said = statement(
            capture=capture, archive_id=archive.identity.archive_id, archive_key=archive.key_fingerprint, post=None
        )
        content = manifest.compose(said, writer.records)
        seal = writer.seal(content, private.document(str(capture), writer.seed, private.Collector(), {}, ()))
        sealed = manifest.read(content, seal)
        archive.custody.record_look(
            writer.place, target=TARGET, slug="acme", capture=sealed, kind=sealed.kind.value,
            outcome=sealed.outcome.value, reason=sealed.reason,
        )
    print(capture, flush=True)
    print("covered", covering.cover(archive).size, flush=True)
"""


def killed_at_any_moment(folder, times, seed):
    """Kill a process that captures and covers, again and again; hold what is left against what it had said."""
    archive = new_archive(folder)
    archive.close()
    drawn, told, covered = random.Random(seed), set(), 0
    for _ in range(times):
        command = [sys.executable, "-c", WORKER, str(folder), str(HERE), str(HERE.parent)]
        process = subprocess.Popen(command, env=environment(folder), stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        said = [process.stdout.readline().strip() for _ in range(drawn.randrange(4))]
        time.sleep(drawn.uniform(0.0, 0.1))
        process.kill()
        said += process.communicate()[0].splitlines()
        told |= {line for line in said if line.startswith("instagram/")}
        covered = max([covered, *(int(line.split()[1]) for line in said if line.startswith("covered "))])

    settings = Settings(file=folder / "archiver.toml", keys=folder / "keys")
    archive = archives.opened(folder / "evidence", settings)
    with archive.custody.working_on(ACME, "acme"):
        pass
    reached = archive.custody.checkpoint(renewing=True)
    assert faults(archive.layout.root) == []
    assert list(archive.layout.ledger.glob("*/*.tsr"))
    assert told <= {str(capture) for capture in archive.sealed.ids()}
    assert reached.size >= covered
    numbers = [content["number"] for _, content in archive.custody.chain("instagram", "acme").after(0)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(list(archive.custody.every())) == reached.size
    archive.close()
    return len(told)


def test_killed_at_any_moment_nothing_sealed_is_lost_and_the_archive_verifies(tmp_path):
    assert killed_at_any_moment(tmp_path, 4, seed=1) > 0


@pytest.mark.prove
def test_killed_two_hundred_times_nothing_sealed_is_lost(tmp_path):
    assert killed_at_any_moment(tmp_path, 200, seed=2) > 0
