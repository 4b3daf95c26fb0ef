"""A whole bundle, and what programs that we did not write say of it."""

import contextlib
import io
import shutil
import subprocess
import sys
from types import SimpleNamespace

import bagit
import pytest
from judges import needs_openssl, needs_ssh_keygen, openssl_takes
from warcio.checker import Checker
from whole_bundle import COLLECTOR, SECRETS

from archiver.verify.archive import exit_code
from archiver.verify.finding import Status
from archiver.verify.kinds import verified
from archiver.verify.outside import Given

needs_sha256sum = pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum on this machine")
CHECKS = {
    "archive", "bag", "bundle", "checkpoints", "checksums", "commitments", "completeness", "conclusions", "custody",
    "disclosure", "files", "keys", "ledger", "manifest", "media", "records", "revisits", "seal", "sealing times",
    "signer", "signers", "time stamps", "time stamps of the bundle", "verifier", "wacz",
}  # fmt: skip
"""Each of which is verified of this bundle."""


def run(folder, *command, stdin=None):
    return subprocess.run([*map(str, command)], cwd=folder, input=stdin, capture_output=True, check=False)


def test_everything_is_verified_and_what_cannot_be_is_said(whole):
    found = verified(
        whole.folder,
        Given(whole.archive.key_fingerprint, roots=whole.roots),
    ).findings
    assert exit_code(found) == 0
    assert {one.check for one in found if one.status is Status.VERIFIED} == CHECKS - {"disclosure"} | {
        "disclosure"
    }
    assert {one.check for one in found if one.status is Status.NOT_CHECKED} == {
        "completeness",
        "disclosure",
        "documents",
        "origin",
        "time stamps",
    }
    assert not [one for one in found if one.status is Status.NOT_CHECKED and one.required]


def test_nothing_of_what_is_withheld_stands_in_any_byte(insider):
    contents = [insider.read(name) for name in insider.files()]
    contents += insider.entries().values()
    contents += [record for place in range(3) for record in insider.records(place)]
    withheld = [*(secret.value for secret in SECRETS), COLLECTOR.operator.encode(), COLLECTOR.host.encode()]
    for content in contents:
        assert not [value for value in withheld if value in content]
    viewer = COLLECTOR.viewer["id"].encode()
    assert not [record for record in insider.records(1) if viewer in record], "nor who was signed in"


@needs_sha256sum
def test_sha256sum_and_sha512sum_take_the_manifests(whole):
    for program, names in {
        "sha256sum": ["manifest-sha256.txt", "tagmanifest-sha256.txt"],
        "sha512sum": ["manifest-sha512.txt", "tagmanifest-sha512.txt"],
    }.items():
        for name in names:
            ran = run(whole.folder, program, "-c", "--strict", "--quiet", name)
            assert (ran.returncode, ran.stdout) == (0, b""), ran.stderr
    assert run(whole.folder / "proof", "sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS").returncode == 0


def test_bagit_takes_it(whole):
    bagit.Bag(str(whole.folder)).validate()


@needs_ssh_keygen
def test_ssh_keygen_takes_each_signature_by_the_keys_that_are_named(whole, tmp_path):
    proof, ledger = whole.folder / "proof", whole.folder / "data/ledger"
    signed = {
        whole.folder / "tagmanifest-sha256.txt": (proof / "tagmanifest-sha256.txt.sshsig", "archiver-bag@v1"),
        proof / "SHA256SUMS": (proof / "SHA256SUMS.sshsig", "archiver-proof@v1"),
    } | {
        each: (each.with_suffix(".sshsig"), "archiver-checkpoint@v1") for each in ledger.glob("*/checkpoint")
    }
    assert len(signed) == 8
    signers = whole.folder / "data/signers"
    assert len(signers.read_bytes().splitlines()) == 2, "one key followed another"
    for message, (signature, namespace) in signed.items():
        asked = (
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            signers,
            "-I",
            "archiver",
            "-n",
            namespace,
            "-s",
            signature,
        )
        assert run(tmp_path, *asked, stdin=message.read_bytes()).returncode == 0
        assert run(tmp_path, *asked, stdin=message.read_bytes() + b" ").returncode != 0


@needs_openssl
def test_openssl_takes_the_stamps_of_both_authorities(whole, tmp_path):
    message = whole.folder / "tagmanifest-sha256.txt"
    stamps = dict.fromkeys((whole.folder / "proof").glob("*.tsr"), message)
    stamps |= {path: path.parent / "checkpoint" for path in (whole.folder / "data/ledger").glob("*/*.tsr")}
    assert {path.name.split(".")[-2] for path in stamps} >= {"one", "two"}
    for stamp, stamped in stamps.items():
        assert openssl_takes(tmp_path, stamp.read_bytes(), stamped.read_bytes(), whole.roots)
    assert not openssl_takes(tmp_path, stamp.read_bytes(), b"something else", whole.roots)


def test_wacz_takes_the_records(whole):
    code = "import sys; from wacz.main import main; sys.exit(main(sys.argv[1:]))"
    ran = run(whole.folder, sys.executable, "-c", code, "validate", "-f", "data/captures.wacz")
    assert ran.returncode == 0, ran.stdout


def test_warcio_takes_each_digest(insider, tmp_path):
    for entry in [name for name in insider.entries() if name.startswith("archive/")]:
        (tmp_path / "one.warc.gz").write_bytes(insider.entries()[entry])
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = Checker(
                SimpleNamespace(inputs=[str(tmp_path / "one.warc.gz")], verbose=True)
            ).process_all()
        assert code == 0, said.getvalue()
        assert "digest pass" in said.getvalue()
        assert "no digest to check" not in said.getvalue()


def test_the_verifier_that_came_along_takes_it_from_elsewhere_with_nothing_beside_it(whole, tmp_path):
    before = sorted(whole.folder.rglob("*"))
    for run_by in (whole.folder / "verify.pyz", whole.folder / "verifier/verify.py"):
        ran = run(tmp_path, sys.executable, "-I", "-S", run_by, whole.folder)
        assert ran.returncode == 0, ran.stdout
        assert b"This verifier came with the bundle" in ran.stdout
    assert sorted(whole.folder.rglob("*")) == before
