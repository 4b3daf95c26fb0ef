"""What proves a bundle: whoever changes any byte of it is found, and it is held to keys and roots from outside."""

import os
import shutil
import subprocess
from hashlib import sha256

import pytest
from bundle_building import FILES, SEALED, SUMS, Sealer, bagged, rebagged
from cryptography.hazmat.primitives.hashes import SHA256
from fakes import FrozenClock
from judges import needs_openssl, needs_ssh_keygen, openssl_takes
from ledger_building import stamper

from archiver.formats import ssh_key, timestamp
from archiver.verify import bag as bag_check
from archiver.verify import sealed
from archiver.verify.finding import BUNDLE, Status
from archiver.verify.sealed import NAME, STAMPS

CLOCK = FrozenClock()
ONE, TWO, STRANGER = (stamper(name, CLOCK).authority for name in ("one", "two", "three"))
SEALER = Sealer()
SEAL, STAMP = f"proof/{SEALED}.sshsig", f"proof/{SEALED}.one.tsr"
LIST, LISTED = f"proof/{SUMS}", f"proof/{SUMS}.sshsig"


def place_of(authority):
    return f"data/ledger/roots/{authority.chain.root.fingerprint(SHA256()).hex()}.pem"


ROOTS = [place_of(ONE), place_of(TWO)]


def stamp(authority, bundle):
    return authority.reply(timestamp.request((bundle / SEALED).read_bytes()).content)


def sealed_bundle(folder):
    bagged(folder, FILES | {place_of(each): each.root for each in (ONE, TWO)})
    SEALER.seal(folder, {"one": stamp(ONE, folder), "two": stamp(TWO, folder)})
    return folder


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    return sealed_bundle(tmp_path_factory.mktemp("sealed") / "CASE-1")


@pytest.fixture
def bundle(untouched, tmp_path):
    shutil.copytree(untouched, tmp_path / "CASE-1")
    return tmp_path / "CASE-1"


def findings(folder, *, key=SEALER.public, roots=ROOTS, trusted=None):
    return sealed.check(folder, key, roots, trusted)


def failed(folder, **how):
    found = findings(folder, **how)
    assert all(one.detail.endswith((".", ")")) for one in found)
    return sorted((one.check, one.subject, one.detail) for one in found if one.status is Status.FAILED)


def subjects(folder, **how):
    return {subject for _, subject, _ in failed(folder, **how)}


def test_what_nobody_touched_says_whose_key_and_when_each_authority_saw_it(bundle):
    found = findings(bundle)
    assert {one.subject for one in found} == {BUNDLE}
    assert [(one.check, one.detail) for one in found if one.status is Status.VERIFIED] == [
        (NAME, f"The key {ssh_key.fingerprint(SEALER.public)} signed it, and the list of what bears it out."),
        (STAMPS, "Authority one saw the bundle at 2026-11-24T03:00:00Z."),
        (STAMPS, "Authority two saw the bundle at 2026-11-24T03:00:00Z."),
        (STAMPS, f"2 stamps, each over {SEALED}, and each leads to a trusted root."),
    ]
    (said,) = [one for one in found if one.status is not Status.VERIFIED]
    assert (said.status, said.required) == (Status.NOT_CHECKED, False)
    assert said.detail.startswith("That these roots are the authorities' own")
    for authority in (ONE, TWO):
        assert authority.chain.root.fingerprint(SHA256()).hex() in said.detail


def test_roots_from_outside_leave_nothing_open(bundle):
    assert {one.status for one in findings(bundle, trusted=ONE.root + TWO.root)} == {Status.VERIFIED}


def test_without_a_stamp_it_is_said(bundle):
    for name in ("one", "two"):
        (bundle / f"proof/{SEALED}.{name}.tsr").unlink()
    SEALER.list_proof(bundle / "proof")
    assert failed(bundle) == []
    (said,) = [one for one in findings(bundle) if one.status is Status.NOT_CHECKED]
    assert (said.check, said.required) == (STAMPS, False)
    assert said.detail == "No authority stamped the bundle, so that none says when it was there."


PROOF = [SEAL, STAMP, f"proof/{SEALED}.two.tsr", LIST, LISTED]


# Of a small archive every byte is tried in `test_verify_bits.py` in a test run, and of a bundle many.
@pytest.mark.prove
@pytest.mark.parametrize("name", PROOF)
def test_any_byte_of_what_proves_it(bundle, name):
    whole = (bundle / name).read_bytes()
    for at in range(0, len(whole), 23 if name.endswith(".tsr") else 3):
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        (bundle / name).write_bytes(changed)
        found = subjects(bundle)
        assert name in found, at
        assert found <= {name, LISTED}, (at, found)


@pytest.mark.parametrize("name", PROOF)
def test_what_was_taken_away_is_missed(bundle, name):
    (bundle / name).unlink()
    found = failed(bundle)
    assert {check for check, _, _ in found} == {NAME}
    missed = {SEAL: "It is missing.", LIST: "It is missing.", LISTED: "It is missing."}
    assert (NAME, name, missed.get(name, f"{LIST} names it, and it is not here.")) in found
    assert {subject for _, subject, _ in found} == {name}


def test_no_proof_at_all(bundle):
    shutil.rmtree(bundle / "proof")
    assert failed(bundle) == [(NAME, "proof", "It is missing.")]


def test_proof_that_is_a_link(bundle):
    shutil.move(bundle / "proof", bundle.parent / "elsewhere")
    (bundle / "proof").symlink_to(bundle.parent / "elsewhere")
    assert failed(bundle) == [(NAME, "proof", "It is missing.")]


@pytest.mark.parametrize(
    "name", ["more", "allowed_signers", f"{SEALED}.ONE.tsr", f"{SEALED}.one.2.tsr", ".x"]
)
def test_whatever_else_stands_beside_it(bundle, name):
    (bundle / "proof" / name).touch()
    told = "No file of this name stands in a bundle's proof/."
    assert failed(bundle) == [(NAME, f"proof/{name}", told)]


def test_links_pipes_and_folders_beside_it(bundle):
    (bundle / "proof/more").mkdir()
    os.mkfifo(bundle / f"proof/{SEALED}.pipe.tsr")
    (bundle / f"proof/{SEALED}.link.tsr").symlink_to(f"{SEALED}.one.tsr")
    assert {(subject, detail.partition(" of ")[0]) for _, subject, detail in failed(bundle)} == {
        ("proof/more", "No folder"),
        (f"proof/{SEALED}.pipe.tsr", "No pipe, socket or device"),
        (f"proof/{SEALED}.link.tsr", "No symbolic link"),
    }


def test_a_stamp_that_joined_without_the_archive_s_key(bundle):
    (bundle / f"proof/{SEALED}.again.tsr").write_bytes(stamp(ONE, bundle))
    assert failed(bundle) == [(NAME, f"proof/{SEALED}.again.tsr", f"{LIST} does not name it.")]


def test_one_who_lists_anew_what_is_there_cannot_sign_it(bundle):
    (bundle / STAMP).unlink()
    names = sorted(path.name for path in (bundle / "proof").iterdir() if not path.name.startswith(SUMS))
    sums = "".join(
        f"{sha256((bundle / 'proof' / name).read_bytes()).hexdigest()}  {name}\n" for name in names
    )
    (bundle / LIST).write_text(sums)
    assert failed(bundle) == [(NAME, LISTED, "It does not hold for what it stands beside.")]


# somebody who makes all of it anew


def test_a_bag_that_was_made_anew_is_found_by_its_seal_and_its_stamps(bundle):
    rebagged(bundle, [("data/archive.json", b"{}")])
    assert {one.status for one in bag_check.check(bundle)} == {Status.VERIFIED}
    over = "It was made over something else than what it stands beside."
    assert failed(bundle) == [
        (NAME, SEAL, "It does not hold for what it stands beside."),
        (STAMPS, STAMP, over),
        (STAMPS, f"proof/{SEALED}.two.tsr", over),
    ]


def test_another_key_seals_nothing(bundle):
    rebagged(bundle, [("data/archive.json", b"{}")])
    forger = Sealer()
    forger.seal(bundle, {"one": stamp(ONE, bundle), "two": stamp(TWO, bundle)})
    told = "It is of another key than the archive's, or was made for another purpose."
    assert failed(bundle) == [(NAME, LISTED, told), (NAME, SEAL, told)]
    assert failed(bundle, key=forger.public) == [], "so the key must come from outside"


def test_one_signature_is_none_for_the_other_s_purpose(bundle):
    shutil.copy(bundle / LISTED, bundle / SEAL)
    told = "It is of another key than the archive's, or was made for another purpose."
    assert (NAME, SEAL, told) in failed(bundle)


@pytest.mark.parametrize("key", ["", "ssh-rsa AAAA"])
def test_without_the_archive_s_key_it_is_not_checked(bundle, key):
    assert failed(bundle, key=key) == []
    (said,) = [one for one in findings(bundle, key=key) if one.check == NAME]
    assert (said.status, said.required) == (Status.NOT_CHECKED, True)
    (bundle / STAMP).write_bytes(b"")
    assert STAMP in subjects(bundle, key=key), "what can be checked is"


def test_what_was_sealed_is_gone(bundle):
    (bundle / SEALED).unlink()
    assert failed(bundle) == [(NAME, SEALED, "It is missing.")]
    assert (STAMPS, Status.NOT_CHECKED, True) in {
        (one.check, one.status, one.required) for one in findings(bundle)
    }


# stamps


def restamped(bundle, **stamps):
    SEALER.seal(bundle, {name: stamp(by, bundle) for name, by in stamps.items()})


def test_one_who_brings_his_root_along_is_told_by_roots_from_outside(tmp_path):
    bundle = bagged(tmp_path / "CASE-1", FILES | {place_of(STRANGER): STRANGER.root})
    restamped(bundle, three=STRANGER)
    roots = [place_of(STRANGER)]
    assert failed(bundle, roots=roots) == []
    (found,) = failed(bundle, roots=roots, trusted=ONE.root)
    assert found[:2] == (STAMPS, f"proof/{SEALED}.three.tsr")
    assert "It leads to no root that is trusted" in found[2]


def test_one_stamp_that_fails_does_not_silence_the_others(bundle):
    restamped(bundle, two=STRANGER)
    assert {(check, subject) for check, subject, _ in failed(bundle)} == {(STAMPS, f"proof/{SEALED}.two.tsr")}
    proven = [one.detail for one in findings(bundle) if one.check == STAMPS and one.status is Status.VERIFIED]
    assert proven == ["Authority one saw the bundle at 2026-11-24T03:00:00Z."]


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x30\x80", b"x" * (65 << 10)])
def test_a_stamp_that_is_none(bundle, content):
    (bundle / STAMP).write_bytes(content)
    SEALER.list_proof(bundle / "proof")
    assert {(check, subject) for check, subject, _ in failed(bundle)} == {(STAMPS, STAMP)}


def test_roots_from_outside_that_are_none(bundle):
    assert any("holds no certificate" in told for _, _, told in failed(bundle, trusted=b"nothing"))


def test_a_root_that_came_along_and_was_changed(bundle):
    (bundle / ROOTS[0]).write_bytes(STRANGER.root)
    assert (STAMPS, ROOTS[0], "It is another certificate than its name says.") in failed(bundle)


# judges


def ssh_keygen_takes(folder, namespace, signature, message):
    signers = folder / "signers"
    signers.write_text(f"archiver {SEALER.public}\n")
    told = f"ssh-keygen -Y verify -f {signers} -I archiver -n {namespace} -s {signature}".split()
    return subprocess.run(told, input=message, capture_output=True, check=False).returncode == 0


@needs_ssh_keygen
def test_ssh_keygen_agrees(bundle, tmp_path):
    for signature, namespace, signed in (
        (SEAL, "archiver-bag@v1", SEALED),
        (LISTED, "archiver-proof@v1", LIST),
    ):
        message = (bundle / signed).read_bytes()
        assert ssh_keygen_takes(tmp_path, namespace, bundle / signature, message)
        assert not ssh_keygen_takes(tmp_path, namespace, bundle / signature, message + b"\n")


@needs_openssl
def test_openssl_agrees(bundle, tmp_path):
    message, reply = (bundle / SEALED).read_bytes(), (bundle / STAMP).read_bytes()
    assert openssl_takes(tmp_path, reply, message, ONE.root, CLOCK.at)
    assert not openssl_takes(tmp_path, reply, message + b"\n", ONE.root, CLOCK.at)
    assert not openssl_takes(tmp_path, reply, message, TWO.root, CLOCK.at)
