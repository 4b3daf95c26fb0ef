"""A whole bundle, and what programs that we did not write say of it; by `make prove` of the demo's too."""

import contextlib
import io
import shutil
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import bagit
import pytest
from fakes import run_archiver
from judges import needs_openssl, needs_ssh_keygen, openssl_takes, wacz_takes
from page_reading import chromium, disconnected
from warcio.checker import Checker
from whole_bundle import COLLECTOR, SECRETS

from archiver.formats import ssh_key
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


def of_demo(folder):
    """Play the demo, and hand all of it over."""
    played = run_archiver("demo", "--keep", "kept", folder=folder, timeout=600)
    assert played.code == 0, played.err
    words = ("--archive", "kept/evidence", "--config", "kept/config/archiver.toml")
    handed = run_archiver(*words, "export", "--offline", "--out", "CASE-1", folder=folder, timeout=600)
    assert handed.code == 0, handed.err
    return folder / "CASE-1"


@pytest.fixture(scope="module", params=["built", pytest.param("of the demo", marks=pytest.mark.prove)])
def bundle(request, tmp_path_factory):
    """A bundle, in a folder."""
    if request.param == "built":
        return request.getfixturevalue("whole").folder
    return of_demo(tmp_path_factory.mktemp("demo"))


def warcs(bundle):
    """Give name and content of each WARC in a bundle."""
    for path in sorted(bundle.glob("data/*.wacz")):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                if name.startswith("archive/"):
                    yield name, packed.read(name)


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
def test_sha256sum_and_sha512sum_take_the_manifests(bundle):
    for program, names in {
        "sha256sum": ["manifest-sha256.txt", "tagmanifest-sha256.txt"],
        "sha512sum": ["manifest-sha512.txt", "tagmanifest-sha512.txt"],
    }.items():
        for name in names:
            ran = run(bundle, program, "-c", "--strict", "--quiet", name)
            assert (ran.returncode, ran.stdout) == (0, b""), ran.stderr
    assert run(bundle / "proof", "sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS").returncode == 0


def test_bagit_takes_it(bundle):
    bagit.Bag(str(bundle)).validate()


@needs_ssh_keygen
def test_ssh_keygen_takes_each_signature_by_the_keys_that_are_named(bundle, tmp_path):
    proof, checkpoints = bundle / "proof", sorted(bundle.glob("data/ledger/*/checkpoint"))
    signed = {
        bundle / "tagmanifest-sha256.txt": (proof / "tagmanifest-sha256.txt.sshsig", "archiver-bag@v1"),
        proof / "SHA256SUMS": (proof / "SHA256SUMS.sshsig", "archiver-proof@v1"),
        **{each: (each.with_suffix(".sshsig"), "archiver-checkpoint@v1") for each in checkpoints},
    }
    assert len(checkpoints) >= 6
    for message, (signature, namespace) in signed.items():
        asked = ["ssh-keygen", "-Y", "verify", "-f", bundle / "data/signers", "-I", "archiver"]
        asked += ["-n", namespace, "-s", signature]
        assert run(tmp_path, *asked, stdin=message.read_bytes()).returncode == 0
        assert run(tmp_path, *asked, stdin=message.read_bytes() + b" ").returncode != 0


def test_one_key_followed_another(whole):
    assert len((whole.folder / "data/signers").read_bytes().splitlines()) == 2


@needs_openssl
def test_openssl_takes_the_stamps_of_both_authorities(bundle, tmp_path):
    roots = b"".join(each.read_bytes() for each in bundle.glob("data/ledger/roots/*.pem"))
    stamps = dict.fromkeys((bundle / "proof").glob("*.tsr"), bundle / "tagmanifest-sha256.txt")
    stamps |= {path: path.parent / "checkpoint" for path in bundle.glob("data/ledger/*/*.tsr")}
    named = {path.name.partition(".")[2].split(".")[0] for path in stamps if path.parent.name != "proof"}
    assert len(named) == 2
    for stamp, stamped in stamps.items():
        assert openssl_takes(tmp_path, stamp.read_bytes(), stamped.read_bytes(), roots), stamp
    assert not openssl_takes(tmp_path, stamp.read_bytes(), b"something else", roots)


def test_the_bundle_s_own_seal_is_stamped_by_both(whole):
    proof = whole.folder / "proof"
    assert {path.name.split(".")[-2] for path in proof.glob("*.tsr")} == {"one", "two"}


def test_wacz_takes_the_records(bundle):
    packed = sorted(bundle.glob("data/*.wacz"))
    assert packed
    for path in packed:
        assert wacz_takes(path), path


def test_warcio_takes_each_digest(bundle, tmp_path):
    for _, content in warcs(bundle):
        (tmp_path / "one.warc.gz").write_bytes(content)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = Checker(
                SimpleNamespace(inputs=[str(tmp_path / "one.warc.gz")], verbose=True)
            ).process_all()
        assert code == 0, said.getvalue()
        assert "digest pass" in said.getvalue()
        assert "no digest to check" not in said.getvalue()


def test_the_verifier_that_came_along_takes_it_from_elsewhere_with_nothing_beside_it(bundle, tmp_path):
    before = sorted(bundle.rglob("*"))
    for run_by in (bundle / "verify.pyz", bundle / "verifier/verify.py"):
        ran = run(tmp_path, sys.executable, "-I", "-S", run_by, bundle)
        assert ran.returncode == 0, ran.stdout
        assert b"This verifier came with the bundle" in ran.stdout
        assert b"by status, is not proven" not in ran.stdout
    assert sorted(bundle.rglob("*")) == before


@pytest.mark.browser
def test_the_page_that_came_along_takes_it_from_the_disk_in_a_browser(bundle):
    with chromium() as browser, disconnected(browser) as page:
        page.open(bundle / "verify.html")
        signed_by = (bundle / "data/signers").read_text().splitlines()[-1].partition("ssh-ed25519 ")[2]
        assert page.check(bundle, ssh_key.fingerprint(f"ssh-ed25519 {signed_by}")) == "verified", page.verdict
        assert page.counts()["files"] > 50
