"""Attacks on a bundle, by name: by whoever holds it, by one with a key of his own, and by the collector himself."""

import pytest
from bundle_forging import WACZ, Insider

from archiver.formats import ssh_key
from archiver.verify.archive import exit_code

pytestmark = pytest.mark.some(of=3)

ANOTHER = ssh_key.generate()


def subjects(found):
    return set().union(*found.values())


def test_all_manifests_made_anew(insider):
    insider.write("data/posts.jsonl", b"")
    insider.rebag()
    assert set(insider.failed()) == {"seal", "signer", "time stamps of the bundle"}


def test_all_made_anew_by_another_key_that_archive_json_names(insider):
    insider.edit("data/archive.json", lambda said: said.update(public_key=ANOTHER.public))
    insider.write("data/signers", f"archiver {ANOTHER.public}\n".encode())
    insider.reseal(key=ANOTHER)
    known = insider.whole.exported.seal.signer
    assert {"checkpoints", "ledger", "manifest", "keys"} <= set(insider.failed())
    assert "signer" in insider.failed(trusted=ssh_key.fingerprint(known))


def test_a_whole_bundle_by_somebody_else_is_told_by_the_key_alone(others, whole):
    theirs = Insider(others.folder, others)
    assert theirs.failed() == {}
    trusted = ssh_key.fingerprint(whole.exported.seal.signer)
    assert set(theirs.failed(trusted=trusted)) == {"signer"}
    assert set(theirs.failed(roots=whole.roots)) == {"time stamps", "time stamps of the bundle"}


@pytest.mark.parametrize("left", [0.1, 0.5, 0.9])
def test_a_bundle_cut_short(insider, left):
    names = insider.files()
    for name in names[int(len(names) * left) :]:
        insider.path(name).unlink()
    assert insider.failed()


def test_a_newer_format_is_said_in_one_sentence(insider):
    insider.edit("data/bundle.json", lambda said: said.update(format="archiver-bundle/2"))
    insider.reseal()
    (found,) = insider.findings()
    assert exit_code([found]) == 3
    assert found.detail == (
        "It was written by a newer version (archiver-bundle/2); this verifier knows archiver-bundle/1."
    )


@pytest.mark.parametrize("name", ["data/posts.jsonl", WACZ, "VERIFY.txt", "verify.pyz", "proof/SHA256SUMS"])
def test_a_link_in_the_place_of_a_file(insider, tmp_path, name):
    insider.path(name).rename(tmp_path / "same")
    insider.path(name).symlink_to(tmp_path / "same")
    assert name in subjects(insider.failed())


@pytest.mark.parametrize("name", ["data/media", "data/captures", "verifier", "proof"])
def test_a_link_in_the_place_of_a_folder(insider, tmp_path, name):
    insider.path(name).rename(tmp_path / "same")
    insider.path(name).symlink_to(tmp_path / "same")
    assert name in subjects(insider.failed())
