"""Checks 0 to 2: who the archive is, what stands in it, and the digests of its files."""

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import verify_building
from verify_forging import MANIFEST, PRIVATE, SUMS, WARC, Forger, failed

from archiver.formats import ssh_key
from archiver.formats.canonical import canonical
from archiver.verify.archive import exit_code, verify
from archiver.verify.finding import ARCHIVE, Status

CAPTURE = "captures/instagram/acme/20261124T034221Z-00000000"
Change = Callable[[dict], object]


def test_an_untouched_archive_is_verified(untouched):
    findings = verify(untouched)
    assert failed(untouched) == {}
    assert [f.check for f in findings if f.status is Status.NOT_CHECKED] == [
        "signature",
        "time stamps",
        "completeness",
    ]
    assert exit_code(findings) == 0


def test_every_check_says_of_every_capture_what_it_proved(untouched):
    proven = [f for f in verify(untouched) if f.status is Status.VERIFIED]
    for name in ("checksums", "manifest", "records", "commitments", "custody"):
        assert len([f for f in proven if f.check == name]) == 3
    assert {f.check for f in proven} >= {"archive", "files", "revisits", "ledger"}
    assert all(f.detail.endswith(".") for f in proven)
    records = next(f for f in proven if f.check == "records")
    assert records.detail.startswith("22 records with 1099")


# 0. archive.json


def rewrite_archive_file(forger: Forger, content: bytes) -> None:
    """Change archive.json, and let all events name its new digest."""
    forger.write(forger.root / "archive.json", content)
    digest = f"sha256:{sha256(content).hexdigest()}"
    for path in forger.events:
        forger.edit(path, lambda event: event.update(archive=digest))
    forger.rechain()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: it.update(format=0), id="format zero"),
        pytest.param(lambda it: it.update(format="1"), id="format as text"),
        pytest.param(lambda it: it.update(format=True), id="format true"),
        pytest.param(lambda it: it.pop("format"), id="no format"),
        pytest.param(lambda it: it.update(simulated=False), id="simulated false"),
        pytest.param(lambda it: it.update(id=it["id"].upper()), id="id in capitals"),
        pytest.param(lambda it: it.pop("id"), id="no id"),
        pytest.param(lambda it: it.update(public_key="ssh-rsa AAAA"), id="key of another type"),
        pytest.param(lambda it: it.update(public_key="ssh-ed25519 AAAA"), id="key too short"),
        pytest.param(lambda it: it.update(public_key="ssh-ed25519 A"), id="key that is no base64"),
        pytest.param(lambda it: it.pop("public_key"), id="no key"),
    ],
)
def test_archive_file_that_says_something_else(forger, change: Change):
    document = json.loads((forger.root / "archive.json").read_bytes())
    change(document)
    rewrite_archive_file(forger, canonical(document))
    findings = verify(forger.root)
    assert {f.check for f in findings if f.status is Status.FAILED} == {"archive"}
    assert exit_code(findings) == 1


@pytest.mark.parametrize(
    "spoil", [lambda text: text + b"\n", lambda text: text.replace(b'"id"', b'"i\\u0064"')]
)
def test_archive_file_not_canonical(forger, spoil):
    rewrite_archive_file(forger, spoil((forger.root / "archive.json").read_bytes()))
    assert failed(forger.root) == {"archive": {"archive.json"}}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b"9" * 10_000])
def test_archive_file_that_is_no_such_thing(forger, content):
    rewrite_archive_file(forger, content)
    findings = verify(forger.root)
    assert {f.check for f in findings if f.status is Status.FAILED} == {"archive"}
    assert exit_code(findings) == 1


def test_archive_file_removed(forger):
    (forger.root / "archive.json").unlink()
    findings = verify(forger.root)
    assert [(f.check, f.subject) for f in findings if f.status is Status.FAILED] == [
        ("archive", "archive.json")
    ]
    assert "checksums" in {f.check for f in findings if f.status is Status.VERIFIED}


def test_archive_file_with_another_key(forger):
    document = json.loads((forger.root / "archive.json").read_bytes())
    rewrite_archive_file(forger, canonical(document | {"public_key": ssh_key.generate().public}))
    assert failed(forger.root) == {
        "manifest": {f"{forger.path_of(capture)}/{MANIFEST}" for capture in forger.captures}
    }


def test_archive_file_changed_and_the_events_left_as_they_were(forger):
    forger.edit(forger.root / "archive.json", lambda it: it.update(name="another"))
    assert failed(forger.root) == {"ledger": {forger.path_of(event) for event in forger.events}}


def test_newer_format_is_not_checked_at_all(forger):
    forger.edit(forger.root / "archive.json", lambda it: it.update(format=2))
    (forger.root / "new.json").touch()
    [finding] = verify(forger.root)
    assert (finding.status, finding.required) == (Status.NOT_CHECKED, True)
    assert "newer version" in finding.detail
    assert exit_code([finding]) == 3


# 1. nothing unlisted


@pytest.mark.parametrize(
    "path",
    [
        f"{CAPTURE}/notes.txt",
        f"{CAPTURE}/.hidden",
        f"{CAPTURE}/.gitkeep",
        f"{CAPTURE}/capture.warc.gz.part",
        f"{CAPTURE}/Capture.warc.gz",
        f"{CAPTURE}/more/manifest.json",
        "captures/.DS_Store",
        "captures/instagram/notes.txt",
        "captures/instagram/acme/notes.txt",
        "captures/instagram/acme/20261124T034221Z/manifest.json",
        "captures/instagram/Acme/20261124T034221Z-00000000/manifest.json",
        "captures/instagram/acme/catalog.sqlite",
        "captures/state/x",
        "ledger/head.json",
        "ledger/pending/notes.json",
        "ledger/pending/.instagram-acme-000009-0123456789abcdef.json.part",
        "ledger/pending/instagram-acme-000009-0123456789abcdef.json\n",
        "ledger/done/instagram-acme-000009-0123456789abcdef.json",
        "archive.json.bak",
        ".env",
        "notes/page.html",
        "catalog.sqlite-d/page.html",
        "caf\udce9.html",
        "\x1b[2J.html",
    ],
)
def test_file_added(forger, path):
    file = forger.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"{}")
    subjects = failed(forger.root)
    assert set(subjects) == {"files"}
    [subject] = subjects["files"]
    assert path.startswith(subject)


def test_index_and_work_in_progress_are_passed_over(forger):
    (forger.root / "state" / "work" / "anything").mkdir()
    (forger.root / "state" / "work" / "anything" / "x").symlink_to("/etc/passwd")
    (forger.root / "catalog.sqlite-shm").touch()
    assert failed(forger.root) == {}


def test_file_in_the_place_of_the_work_folder(forger):
    shutil.rmtree(forger.root / "state")
    (forger.root / "state").touch()
    assert failed(forger.root) == {"files": {"state"}}


@pytest.mark.parametrize(
    "path", ["archive.json", *(f"{CAPTURE}/{name}" for name in (WARC, MANIFEST, PRIVATE, SUMS))]
)
def test_link_in_a_files_place(forger, path, tmp_path):
    shutil.move(forger.root / path, tmp_path / "elsewhere")
    (forger.root / path).symlink_to(tmp_path / "elsewhere")
    subjects = failed_at_all(forger.root)
    assert ("files", path) in subjects
    assert len(subjects) > 1, "what a link leads to must not be taken for evidence"


@pytest.mark.parametrize("path", ["captures", "captures/instagram/acme", CAPTURE, "ledger", "ledger/pending"])
def test_link_in_a_folders_place(forger, path, tmp_path):
    shutil.move(forger.root / path, tmp_path / "elsewhere")
    (forger.root / path).symlink_to(tmp_path / "elsewhere")
    assert ("files", path) in failed_at_all(forger.root)


def test_link_that_leads_round_in_circles(forger):
    (forger.root / CAPTURE / "again").symlink_to(forger.root)
    assert failed(forger.root) == {"files": {f"{CAPTURE}/again"}}


def test_pipe_in_a_files_place(forger):
    file = forger.root / CAPTURE / MANIFEST
    file.unlink()
    os.mkfifo(file)
    assert ("checksums", f"{CAPTURE}/{MANIFEST}") in failed_at_all(forger.root)


def test_folder_in_a_files_place(forger):
    file = forger.root / CAPTURE / WARC
    file.unlink()
    file.mkdir()
    assert ("checksums", f"{CAPTURE}/{WARC}") in failed_at_all(forger.root)


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only the superuser can become somebody else"
)
def test_files_that_may_not_be_read_are_not_checked(forger, monkeypatch):
    monkeypatch.chdir(forger.root)
    (forger.root / CAPTURE / PRIVATE).chmod(0o600)
    (forger.root / "captures" / "instagram" / "other").chmod(0o700)
    os.seteuid(65534)
    try:
        findings = verify(Path())
    finally:
        os.seteuid(0)
    untold = {(f.check, f.subject) for f in findings if f.status is Status.NOT_CHECKED and f.required}
    assert ("files", "captures/instagram/other") in untold
    assert ("checksums", f"{CAPTURE}/{PRIVATE}") in untold
    assert ("commitments", f"{CAPTURE}/{MANIFEST}") in untold
    assert ("records", f"{CAPTURE}/{WARC}") in {
        (f.check, f.subject) for f in findings if f.status is Status.VERIFIED
    }


def failed_at_all(root: Path) -> set[tuple[str, str]]:
    findings = verify(root)
    assert exit_code(findings) == 1
    return {(f.check, f.subject) for f in findings if f.status is Status.FAILED}


# 2. SHA256SUMS


@pytest.mark.parametrize("name", [WARC, MANIFEST, PRIVATE, SUMS])
def test_byte_flipped(forger, name):
    file = forger.captures[0] / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    forger.write(file, bytes(content))
    subjects = failed_at_all(forger.root)
    assert forger.path_of(file) in {subject for _, subject in subjects}


@pytest.mark.parametrize("name", [WARC, MANIFEST, PRIVATE, SUMS])
def test_file_removed(forger, name):
    file = forger.captures[0] / name
    file.unlink()
    assert ("checksums", forger.path_of(file)) in failed_at_all(forger.root)


def test_all_files_of_a_capture_removed(forger):
    folder = forger.captures[0]
    shutil.rmtree(folder)
    folder.mkdir()
    assert ("checksums", f"{CAPTURE}/{SUMS}") in failed_at_all(forger.root)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: text.replace(text[:8], b"00000000"), id="another digest"),
        pytest.param(lambda text: b"".join(text.splitlines(keepends=True)[:2]), id="only two files"),
        pytest.param(lambda text: text + b"0" * 64 + b"  other\n", id="a fourth file"),
        pytest.param(lambda text: text + text[:81], id="a file twice"),
        pytest.param(lambda text: text.replace(b"  ", b" *"), id="another form"),
        pytest.param(lambda text: text[:-1], id="no last line feed"),
        pytest.param(lambda text: text.replace(b"\n", b"\r\n"), id="carriage returns"),
        pytest.param(lambda text: text + b"\n", id="an empty line"),
        pytest.param(lambda text: text.upper(), id="capitals"),
        pytest.param(lambda text: b"", id="empty"),
        pytest.param(lambda text: text * 100, id="far too long"),
        pytest.param(lambda text: text.replace(b"manifest", b"\xff\xfe\xfd"), id="no text"),
    ],
)
def test_checksums_wrong_and_sealed_all_the_same(forger, spoil):
    capture = forger.captures[0]
    forger.write(capture / SUMS, spoil((capture / SUMS).read_bytes()))
    forger.bear_seal(capture)
    assert "checksums" in failed(forger.root)
    assert set(failed(forger.root)) <= {"checksums", "custody"}


# what must be known first, and what there is to check


def test_archive_without_a_capture_is_no_success(tmp_path):
    built = verify_building.new_archive(tmp_path / "evidence")
    findings = verify(built.root)
    assert [f.detail for f in findings if f.required and f.status is Status.NOT_CHECKED] == [
        "There is no capture to check."
    ]
    assert exit_code(findings) == 3
    verify_building.failed_look(built, "acme", 0)
    assert exit_code(verify(built.root)) == 3


def test_rehearsal_and_stand_in_are_said_first(tmp_path):
    built = verify_building.new_archive(tmp_path / "evidence", simulated=True, not_authenticated="stand-in")
    for day in range(7):
        verify_building.look(built, "acme", day, lambda writer: None)
    findings = verify(built.root)
    assert [(f.check, f.subject, f.required) for f in findings[:2]] == [("origin", ARCHIVE, False)] * 2
    assert "rehearsal" in findings[0].detail
    assert findings[1].detail.startswith(
        "7 of 7 captures did not meet the platform's own servers: instagram/acme/2026"
    )
    assert findings[1].detail.endswith(" and 2 more.")
    assert [f.check for f in findings].count("origin") == 2
    assert exit_code(findings) == 0


def test_progress_names_each_capture(untouched):
    told = []
    verify(untouched, progress=lambda *step: told.append(step))
    assert [step[1:] for step in told] == [(0, 3), (1, 3), (2, 3)]
    assert told[0][0] == CAPTURE.removeprefix("captures/")
