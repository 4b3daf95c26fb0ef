"""A visit killed before each of its steps on the disk, one after the other: what is left is finished or named."""

import json
import os
import shutil

import pytest
from fakes import FrozenClock, Silent
from store_building import BODY, CAPTURE, TARGET, begun, event, exchange, statement
from store_killing import killed_before

from archiver import archive as archives
from archiver.config import Settings
from archiver.operations import verify
from archiver.store import manifest, private
from archiver.store.capture_writer import CaptureWriter

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")


def visit(archive):
    """A whole visit: begun, recorded, sealed, placed, under its lock."""
    with archive.custody.working_on(TARGET, "acme"):
        writer = CaptureWriter(archive.layout, CAPTURE.name, begun(), lambda digest: None)
        writer.warcinfo({"software": "archiver"}, archive.clock.now())
        writer.exchange(exchange())
        said = statement(
            archive_id=archive.identity.archive_id, archive_key=archive.key_fingerprint, post=None
        )
        content = manifest.compose(said, writer.records)
        kept = private.document(str(CAPTURE), writer.seed, private.Collector(), {}, ())
        sealed = manifest.read(content, writer.seal(content, kept))
        archive.custody.record_look(
            writer.place,
            target=TARGET,
            slug="acme",
            capture=sealed,
            kind=sealed.kind.value,
            outcome=sealed.outcome.value,
            reason=sealed.reason,
        )


class Left:
    """What is on the disk once the next process has worked on the same target."""

    def __init__(self, archive):
        layout = archive.layout
        self.began = any(layout.work.glob("*/begun.json"))
        self.event_written = any(layout.work.glob("*/event/[!.]*"))
        with archive.custody.working_on(TARGET, "acme"):
            self.work = [path.name for path in layout.work.iterdir() if (path / "begun.json").exists()]
        self.events = [json.loads(path.read_bytes()) for path in sorted(layout.pending.iterdir())]
        self.captures = [str(path.relative_to(layout.captures)) for path in layout.captures.glob("*/*/*")]
        found = verify.verify(layout.root, Silent().step).findings
        self.failed = [finding for finding in found if finding.status == "failed"]
        self.bodies = [each.body for _, each in archive.sealed.answers(CAPTURE)] if self.captures else []
        archive.close()


@pytest.fixture(scope="module")
def crashes(tmp_path_factory):
    """What was left after a death before each step, in order."""
    folder = tmp_path_factory.mktemp("killed")
    settings = Settings(file=folder / "archiver.toml", keys=folder / "keys")
    archives.create(folder / "whole", settings, clock=FrozenClock()).close()
    found = []
    for step in range(1, 200):
        root = folder / str(step)
        shutil.copytree(folder / "whole", root)
        archive = archives.opened(root, settings, FrozenClock())
        archive.close()
        died = killed_before(step, lambda archive=archive: visit(archive))
        found.append(Left(archive))
        shutil.rmtree(root)
        if not died:
            return found
    raise AssertionError("a visit of two hundred steps")


@pytest.mark.prove
def test_a_visit_has_many_steps_and_the_last_run_died_before_none(crashes):
    assert 20 < len(crashes) < 100
    last = crashes[-1]
    assert last.captures == [str(CAPTURE)]
    assert [each["seal"] is not None for each in last.events] == [True]


def test_nothing_the_next_process_finds_contradicts_the_ledger(crashes):
    assert [(step, left.failed) for step, left in enumerate(crashes, 1) if left.failed] == []


def test_every_capture_that_stands_has_exactly_one_event_and_its_body(crashes):
    for left in crashes:
        assert [each["capture"] for each in left.events if each["capture"]] == left.captures
        assert left.bodies in ([], [BODY])


def test_a_capture_whose_event_was_written_is_always_placed(crashes):
    written = [left for left in crashes if left.event_written]
    assert len(written) >= 3
    assert all(left.captures == [str(CAPTURE)] for left in written)


def test_whatever_had_begun_has_an_event_and_leaves_nothing_under_work(crashes):
    begun_ = [left for left in crashes if left.began]
    assert len(begun_) > 15
    assert all(left.events and not left.work for left in begun_)


def test_what_was_not_sealed_is_named_as_interrupted(crashes):
    reasons = {each["reason"] for left in crashes for each in left.events if each["capture"] is None}
    assert reasons == {"interrupted"}
    assert sum(not left.captures and bool(left.events) for left in crashes) > 10


def test_no_visit_is_told_twice(crashes):
    assert [step for step, left in enumerate(crashes, 1) if len(left.events) > 1] == []


def test_numbers_have_no_holes(crashes):
    for left in crashes:
        assert [each["number"] for each in left.events] == list(range(1, len(left.events) + 1))


def test_a_lock_left_by_the_dead_keeps_nobody_out(tmp_path):
    archive = archives.create(
        tmp_path / "evidence",
        Settings(file=tmp_path / "archiver.toml", keys=tmp_path / "keys"),
        clock=FrozenClock(),
    )
    for step in (6, 12, 18):
        archive.close()
        killed_before(step, lambda: visit(archive))
        with archive.custody.working_on(TARGET, "acme"):
            assert event(archive.layout).name.startswith("instagram-acme-")
    archive.close()
