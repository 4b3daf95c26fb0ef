"""Each check of a bundle is needed: an insider who makes all else right again is caught by it, and by no other.

Where others fail too, they cannot but do so, and it is said why.
"""

import re
from collections.abc import Callable

import pytest
from bundle_forging import SEALED, Insider

from archiver.formats import ssh_key, sshsig

pytestmark = pytest.mark.some(of=2)

SAID = {"completeness", "origin", "documents"}
"""Checks that only say something."""
NEEDED: dict[str, tuple[Callable[[Insider], object], set[str]]] = {}
"""What is done, by the check that finds it, and what else does then."""


def needed(check: str, *also: str):
    def taken(attack):
        NEEDED[check] = attack, {check, *also}
        return attack

    return taken


@needed("bag")
def manifests_that_do_not_fit(insider):
    insider.write("VERIFY.txt", b"Everything is all right.\n")


@needed("seal", "signer")  # whoever is named did not sign it
def a_seal_by_another_key(insider):
    insider.sign(key=ssh_key.generate())


@needed("time stamps of the bundle")
def a_stamp_on_something_else(insider):
    reply = insider.whole.authorities[0].stamp(b"something else").reply
    insider.write(f"proof/{SEALED}.one.tsr", reply)
    insider.list_proof()


@needed("bundle")
def counts_that_are_smaller(insider):
    insider.edit("data/bundle.json", lambda said: said["captures"][1].update(left_out={}))
    insider.reseal()


@needed("files")
def a_file_more(insider):
    insider.write("data/README.txt", b"Everything is all right.\n")
    insider.reseal()


@needed("archive", "ledger")  # each event names archive.json by its digest
def another_spelling_of_who_it_is(insider):
    insider.write("data/archive.json", insider.read("data/archive.json") + b"\n")
    insider.reseal()


@needed("wacz")
def a_page_with_another_title(insider):
    def change(pages):
        return pages.replace(b", HTTP 404", b"")

    insider.edit_entry("pages/pages.jsonl", change)
    insider.reseal()


@needed("checksums")
def a_manifest_that_says_something_else(insider):
    insider.edit(f"{insider.capture(0)}/manifest.json", lambda said: said.update(bytes_fetched=2))
    insider.reseal()


@needed("manifest", "checksums")  # what it says is in its digest
def a_manifest_of_another_capture(insider):
    other = str(insider.whole.captures[1])
    insider.edit(f"{insider.capture(0)}/manifest.json", lambda said: said.update(capture=other))
    insider.reseal()


@needed("disclosure")
def a_map_in_another_spelling(insider):
    path = f"{insider.capture(0)}/disclosure.json"
    insider.write(path, insider.read(path) + b"\n")
    insider.reseal()


@needed("records")
def a_record_that_states_another_digest(insider):
    name = rb"WARC-Block-Digest: sha256:[0-9a-f]{4}"
    insider.change_record(2, lambda record: re.sub(name, name[:26] + b"0000", record), b"404 OK")
    insider.reseal()


@needed("commitments")
def another_letter(insider):
    from verify_forging import redigested

    insider.change_record(
        2, lambda record: redigested(record.replace(b"isn't available", b"is quite alive!")), b"404 OK"
    )
    insider.reseal()


@needed("revisits")
def a_revisit_into_something_else(insider):
    name = rb"WARC-Payload-Digest: sha256:[0-9a-f]{4}"
    insider.change_record(1, lambda record: re.sub(name, name[:28] + b"0000", record), b"Type: revisit")
    insider.reseal()


@needed("ledger")
def another_word_in_an_event(insider):
    insider.change_event(lambda event: event.update(salt="00" * 32), event="conclusion")
    insider.reseal()


@needed("custody")
def a_capture_without_its_event(insider):
    insider.drop_event(capture=str(insider.whole.captures[0]))
    insider.reseal()


# No other key may sign what follows then, or be named as one that does; and events are in the tree.
@needed("keys", "ledger", "checkpoints", "seal", "signer", "signers")
def a_key_that_nobody_let_follow(insider):
    def change(event):
        event["signature"] = sshsig.sign(ssh_key.generate().private, "archiver-key@v1", b"anything").decode()

    insider.change_event(change, event="key")
    insider.reseal()


@needed("checkpoints")
def a_checkpoint_signed_for_something_else(insider):
    name = f"{insider.batches()[-1]}/checkpoint.sshsig"
    insider.write(name, insider.read(f"proof/{SEALED}.sshsig"))
    insider.reseal()


@needed("time stamps")
def a_stamp_that_is_not_as_it_was_received(insider):
    batch = insider.batches()[1]
    insider.write(
        f"{batch}/checkpoint.two.tsr",
        insider.whole.authorities[1].stamp(insider.read(f"{batch}/checkpoint")).reply,
    )
    insider.reseal()


@needed("sealing times")
def a_stamp_that_a_capture_names_taken_away(insider):
    opening = insider.json(f"{insider.capture(1)}/manifest.json")["opening_stamp"]
    event = insider.drop_event(event="timestamp", token=opening["token"])
    from hashlib import sha256

    for name in insider.files():
        if f"sha256:{sha256(insider.read(name)).hexdigest()}" == event["token"]:
            insider.path(name).unlink()
    insider.reseal()


@needed("media")
def a_picture_of_another_record(insider):
    def change(said):
        one, other = said["media"][:2]
        one["record"], other["record"] = other["record"], one["record"]

    insider.edit("data/bundle.json", change)
    insider.reseal()


@needed("conclusions")
def a_removal_that_nobody_concluded(insider):
    def change(said):
        removals = next(iter(said.values()))["removals"]
        removals.append(removals[0] | {"post": "instagram:DfI0BBL8v1-"})

    insider.edit("data/removals.json", change)
    insider.reseal()


@needed("signers")
def a_key_more_for_others_to_trust(insider):
    insider.write(
        "data/signers", insider.read("data/signers") + f"archiver {ssh_key.generate().public}\n".encode()
    )
    insider.reseal()


@needed("verifier")
def a_verifier_that_lies(insider):
    packed = insider.read("verify.pyz")
    insider.write("verify.pyz", packed.replace(b"1 if something failed", b"0 if something failed", 1) + b"\n")
    insider.reseal()


def test_nothing_fails_before_anything_is_done(insider):
    assert insider.failed() == {}
    insider.reseal()
    assert insider.failed() == {}, "made right again it is right"


@pytest.mark.parametrize("check", NEEDED)
def test_a_check_is_needed(insider, check):
    attack, expected = NEEDED[check]
    attack(insider)
    assert set(insider.failed()) == expected


def test_a_signer_that_is_not_trusted(insider):
    assert set(insider.failed(trusted=ssh_key.fingerprint(ssh_key.generate().public))) == {"signer"}


def test_a_checkpoint_of_another_ledger(insider):
    text = insider.read(f"{insider.batches()[-1]}/checkpoint").splitlines()
    assert insider.failed(checkpoint=b"\n".join((*text, b""))) == {}
    text[2] = b"A" * 43 + b"="
    assert set(insider.failed(checkpoint=b"\n".join((*text, b"")))) == {"checkpoint from outside"}


def test_no_check_is_without_its_attack(insider):
    checks = {one.check for one in insider.findings()} - SAID
    assert checks == NEEDED.keys() | {"signer"}


def test_a_look_that_is_not_shown_is_said(insider):
    assert "not shown" not in insider.said("completeness")
    insider.drop_event(event="conclusion")
    insider.edit("data/removals.json", lambda said: next(iter(said.values())).update(removals=[]))
    insider.reseal()
    said = [one.detail for one in insider.findings() if one.subject == "instagram/hartmann.werkzeuge"]
    assert insider.failed() == {}
    assert said[0].startswith("Its events 1 to 3 are all here."), "the last can be cut off unseen"
