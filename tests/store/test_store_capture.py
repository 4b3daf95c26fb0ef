import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from store_building import AT, BODY, CAPTURE, TARGET, event, exchange, sealed, statement, writer
from store_looking import events, names, nothing_in_work, placed

from archiver.errors import ArchiveError, DamagedError, NewerFormatError
from archiver.formats.warc import Held
from archiver.model.capture import CaptureKind, Limit, Outcome, Reach
from archiver.model.digest import Digest
from archiver.model.exchange import MadeRecord
from archiver.model.gap import Gap, GapReason
from archiver.model.refs import PostRef
from archiver.model.secret import Secret
from archiver.model.vantage import Vantage
from archiver.store import archive_file, manifest, private
from archiver.store.layout import Layout
from archiver.store.sealed import SealedCaptures


def test_a_sealed_capture_is_read_only_private_part_private_and_its_sums_are_right(layout):
    made, one = sealed(layout)
    made.place(one)
    assert placed(layout)
    folder = layout.capture(CAPTURE)
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "SHA256SUMS": 0o444,
        "capture.warc.gz": 0o444,
        "manifest.json": 0o444,
        "private.json": 0o600,
    }
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert digest == hashlib.sha256((folder / name).read_bytes()).hexdigest()


def test_until_it_is_placed_nothing_of_a_capture_is_in_the_evidence(layout):
    sealed(layout)
    assert names(layout.captures) == []
    assert names(layout.pending) == []


def test_an_abandoned_capture_leaves_its_event_alone(layout):
    made = writer(layout)
    made.abandon(event(layout, outcome="failed"))
    assert [(one["capture"], one["outcome"]) for one in events(layout)] == [(None, "failed")]
    assert names(layout.captures) == []
    assert nothing_in_work(layout)


def kinds(layout, capture=CAPTURE):
    with (layout.capture(capture) / "capture.warc.gz").open("rb") as file:
        from archiver.formats import warc_reading

        return [record.rec_type for record in warc_reading.records(file)]


def finish(layout, made):
    seal = made.seal(manifest.compose(statement(), made.records), b"{}")
    made.place(event(layout, seal=seal))


def test_the_same_payload_twice_is_kept_once_unless_it_is_short_or_broken_off(layout):
    made = writer(layout)
    for body in (BODY, BODY, BODY[:511], BODY[:511], BODY[:512], BODY[:512]):
        made.exchange(exchange(body))
    made.exchange(exchange(truncated="length"))
    finish(layout, made)
    answers = [kind for kind in kinds(layout) if kind != "request"]
    assert answers == ["warcinfo", *["response", "revisit"], *["response"] * 3, "revisit", "response"]


def test_a_payload_held_by_another_capture_is_pointed_at(layout):
    held = Held("instagram/acme/20261101T000000Z-00000001", "urn:uuid:1", "https://x.example/", AT)
    made = writer(layout, find_held=lambda digest: held if digest == Digest.of(BODY) else None)
    made.exchange(exchange())
    finish(layout, made)
    assert kinds(layout) == ["warcinfo", "revisit", "request"]


FULL = """
import json, os, resource, sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from store_building import event, exchange, statement, writer
from archiver.errors import DiskFullError
from archiver.store import manifest
from archiver.store.layout import Layout
layout = Layout(Path(sys.argv[1]))
made = writer(layout)
made.exchange(exchange())
size = next(layout.work.glob("*/capture/capture.warc.gz")).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (max(size, 4000) + 20_000, resource.RLIM_INFINITY))
try:
    made.exchange(exchange(os.urandom(300_000)))
except DiskFullError as error:
    count = len(made.records)
    seal = made.seal(manifest.compose(statement(), made.records), b"{}")
    made.place(event(layout, seal=seal))
    print(json.dumps([error.code, count]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_when_the_disk_is_full_what_was_written_whole_is_sealed_sound(layout):
    here = map(str, Path(__file__).parents[:2])
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(layout.root), *here], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[1] == 3
    assert placed(layout)
    assert kinds(layout) == ["warcinfo", "response", "request"]


def test_a_manifest_is_read_back_as_it_was_written(layout):
    made = writer(layout)
    made.made(MadeRecord("urn:archiver:dom:1", "resource", "text/html", BODY, AT))
    content = manifest.compose(statement(), made.records)
    made.close()
    seal = Digest.of(b"seal")
    read = manifest.read(content, seal)
    assert (read.id, read.target, read.kind, read.seal) == (CAPTURE, TARGET, CaptureKind.CRAWL, seal)
    assert read.post == PostRef("instagram", "DdG4RIxIPyf")
    assert read.vantage == Vantage("session", "5a17", "de-DE", "DE")
    assert (read.started_at, read.ended_at) == (AT, AT.replace(minute=50))
    assert (read.outcome, read.reason, read.bytes_fetched) == (Outcome.PARTIAL, "stopped", 12345)
    assert read.reach == Reach(12, 606, claimed_exactly=False, limit=Limit.LOGGED_OUT)
    assert read.gaps == (Gap(GapReason.NO_BODY, "https://x.example/ä", "none", "urn:uuid:1"),)
    document = json.loads(content)
    assert [record["type"] for record in document["commitments"]["records"]] == ["warcinfo", "resource"]
    assert document["not_authenticated"] == "stand-in"
    assert document["alterations"] == ["blocked é"]


def test_what_is_absent_is_no_key_of_a_manifest():
    content = manifest.compose(statement(post=None, not_authenticated="", reach=Reach()), [])
    assert not {"post", "not_authenticated"} & json.loads(content).keys()
    read = manifest.read(content, Digest.of(b""))
    assert (read.post, read.reach) == (None, Reach())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-1],
        lambda text: text + b"\n",
        lambda text: text.replace(b"archiver-capture/1", b"archiver-capture/2"),
        lambda text: text.replace(b'"outcome":"partial"', b'"outcome":"perfect"'),
        lambda text: text.replace(b'"kind":"crawl",', b""),
        lambda text: b"[]",
        lambda text: b"\xff",
        lambda text: b"null",
    ],
)
def test_a_damaged_manifest_is_named_so(change):
    content = manifest.compose(statement(), [])
    with pytest.raises(DamagedError):
        manifest.read(change(content), Digest.of(b""))


def test_the_private_file_holds_each_finder_once_and_no_value():
    secrets = [
        Secret("header", "plain", b"tokenvalue"),
        Secret("cookie", "plain", b"other"),
        Secret("header", "plain", b"tokenvalue"),
    ]
    content = private.document("a/b/c", bytes(32), private.Collector(operator="Ö"), {"h": {}}, secrets)
    document = json.loads(content)
    assert document["format"] == "archiver-private/1"
    assert document["seed"] == "00" * 32
    assert [found["class"] for found in document["finders"]] == ["cookie", "header"]
    assert b"tokenvalue" not in content
    assert document["collector"]["operator"] == "Ö"


def test_an_archive_is_made_once(layout):
    with pytest.raises(ArchiveError, match="already"):
        archive_file.create(layout, archive_id="0" * 32, public_key="", created_at="", simulated=False)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ('{"format": 2}', NewerFormatError),
        ('{"format": 1}', DamagedError),
        ("[]", DamagedError),
        ("", DamagedError),
        ('{"format": "1"}', DamagedError),
    ],
)
def test_an_archive_file_of_another_form_is_named(tmp_path, content, error):
    (tmp_path / "archive.json").write_text(content)
    with pytest.raises(error):
        archive_file.read(Layout(tmp_path))


def test_no_archive_is_said_to_be_none(tmp_path):
    with pytest.raises(ArchiveError, match="no archive"):
        archive_file.read(Layout(tmp_path / "none"))


def test_sealed_captures_are_found_and_a_missing_one_is_damage(layout):
    made, one = sealed(layout)
    captures = SealedCaptures(layout)
    assert captures.ids() == []
    made.place(one)
    assert captures.ids() == captures.of("instagram", "acme") == [CAPTURE]
    assert captures.stands(str(CAPTURE))
    assert captures.size(CAPTURE) > 1000
    assert [each.body for _, each in captures.answers(CAPTURE)] == [BODY]
    shutil.rmtree(layout.capture(CAPTURE))
    assert not captures.stands(str(CAPTURE))
    with pytest.raises(DamagedError):
        captures.read(CAPTURE)
