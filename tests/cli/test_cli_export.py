"""`archiver export` and `archiver verify BUNDLE` as they are typed, with whatever else is typed."""

import resource
import subprocess
import sys

import pytest
import whole_bundle
from fakes import environment

NOWHERE = "No platform here understands"


@pytest.fixture(scope="module")
def folder(handed_over):
    return handed_over


def test_a_bundle_is_written_told_of_and_verified(archiver, folder):
    ran = archiver(
        "export", "--out", "told.zip", "--offline", "--case", "12 O 34/26", str(whole_bundle.TARGET)
    )
    assert ran.code == 0, ran.err
    assert ran.out.startswith("told.zip: ")
    assert f"of {whole_bundle.TARGET}" in ran.out
    assert "check it with: archiver verify told.zip" in ran.out
    assert "last checked 2026-" in ran.out
    verified = archiver("verify", "told.zip")
    assert verified.code == 0
    assert verified.out.startswith("KNOW FIRST  signer: bundle: It says of itself that the key SHA256:")


def test_json_is_for_scripts(archiver):
    told = archiver("export", "--out", "scripts", "--offline", "--json", str(whole_bundle.TARGET)).json
    assert {"out", "digest", "checkpoint", "captures", "signer", "last_checked"} <= told.keys()
    findings = archiver("verify", "scripts", "--json").json["findings"]
    assert not [finding for finding in findings if finding["status"] == "failed"]


def test_withholding_nothing_is_warned_of(archiver):
    ran = archiver("export", "--out", "open", "--offline", "--full")
    assert (ran.code, "sees who looked" in ran.err) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "x", "--since", "yesterday"), "yesterday is no time."),
        (("--out", "x", "--since", "2099-01-01"), "No capture that a checkpoint covers"),
        (("--out", "x", "--at", "77"), "There is no checkpoint 77"),
        (("--out", "x", "instagram:nobody"), "No capture in this archive is of instagram:nobody."),
        (("--out", "x", "--posts", "instagram:nobody"), "is no post."),
        (("--out", "x", "--posts", "nonsense"), NOWHERE),
        (("--out", "x", "--redact", "no-such-file"), "cannot be read as rules"),
        (("--out", "x", "--reveal", "everything"), "names no segments"),
        (("--out", "evidence/x"), "lies within the archive"),
        (("--out", "CASE-1"), "exists already"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_leaves_nothing(archiver, folder, arguments, said):
    before = sorted(path.name for path in folder.iterdir())
    ran = archiver("export", "--offline", *arguments)
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.prove
def test_a_disk_that_is_full_is_told_of_and_leaves_nothing(folder):
    before = sorted(path.name for path in folder.iterdir())
    words = ["export", "--offline", "--out", "large.zip", "--since", "2020-01-01"]
    done = subprocess.run(
        [sys.executable, "-m", "archiver", *words],
        cwd=folder,
        env=environment(folder) | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        # The index fits, and the bundle does not: the system answers as a full disk does.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000)),
    )
    assert (done.returncode, "no room left" in done.stderr) == (3, True), done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("verify", "nowhere"), 2, "nowhere is no bundle."),
        (("verify", "config"), 2, "config is no bundle."),
        (("verify", "--trust", "SHA256:x"), 2, "--trust holds a bundle to a key"),
        (("verify", "CASE-1", "--record"), 2, "--record is for an archive"),
        (("verify", "CASE-1", "--trust", "SHA256:x"), 1, ""),
    ],
)
def test_what_is_no_bundle_or_of_another_s_key_is_told(archiver, arguments, code, said):
    ran = archiver(*arguments)
    assert (ran.code, said in ran.err) == (code, True), ran.err
