"""Signatures: `ssh-keygen` takes ours and makes the same; the verifier takes them only as they were made."""

import base64
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats import ssh_key, sshsig
from archiver.formats.ssh_key import NotAKeyError
from archiver.verify import identity
from archiver.verify.signatures.sshsig import fault

SPACE = "archiver-checkpoint@v1"
MESSAGE = b"archiver/0123\n7\nqqqq\n"
PAIR = ssh_key.generate()
SIGNED = sshsig.sign(PAIR.private, SPACE, MESSAGE)
needs_ssh_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen here")


def verified_by_ssh_keygen(folder, signature, message=MESSAGE, namespace=SPACE):
    (folder / "signers").write_text(f'us namespaces="{SPACE}" {PAIR.public}\n')
    (folder / "signature").write_bytes(signature)
    command = ["ssh-keygen", "-Y", "verify", "-f", "signers", "-I", "us", "-n", namespace, "-s", "signature"]
    return (
        subprocess.run(command, cwd=folder, input=message, capture_output=True, check=False).returncode == 0
    )


@needs_ssh_keygen
def test_ssh_keygen_takes_what_we_sign_and_no_other_message_or_purpose(tmp_path):
    assert verified_by_ssh_keygen(tmp_path, SIGNED)
    assert not verified_by_ssh_keygen(tmp_path, SIGNED, MESSAGE + b" ")
    assert not verified_by_ssh_keygen(tmp_path, SIGNED, namespace="file")


@needs_ssh_keygen
def test_we_sign_as_ssh_keygen_does_to_the_byte(tmp_path):
    key = tmp_path / "key"
    key.write_bytes(PAIR.private)
    key.chmod(0o600)
    command = ["ssh-keygen", "-Y", "sign", "-f", str(key), "-n", SPACE]
    done = subprocess.run(command, input=MESSAGE, capture_output=True, check=True)
    assert done.stdout == SIGNED


def held(signature, public=PAIR.public, space=SPACE, message=MESSAGE):
    """Tell what the verifier makes of a signature."""
    return not fault(signature, identity.raw(public), space, message)


def test_a_signature_holds_for_its_message_purpose_and_key_alone():
    assert held(SIGNED)
    for public, space, message in (
        (PAIR.public, SPACE, MESSAGE[:-1]),
        (PAIR.public, "file", MESSAGE),
        (ssh_key.generate().public, SPACE, MESSAGE),
    ):
        assert not held(SIGNED, public, space, message)


def lines():
    return SIGNED.decode().splitlines()


def rewrapped(width):
    head, *body, foot = lines()
    text = "".join(body)
    return "\n".join((head, *(text[at : at + width] for at in range(0, len(text), width)), foot, "")).encode()


WRITTEN_OTHERWISE = {
    "no line feed at the end": SIGNED[:-1],
    "two line feeds at the end": SIGNED + b"\n",
    "carriage returns": SIGNED.replace(b"\n", b"\r\n"),
    "one line": rewrapped(10_000),
    "shorter lines": rewrapped(64),
    "a blank line within": SIGNED.replace(b"\n", b"\n\n", 2),
    "spaces within": SIGNED.replace(b"U1NI", b"U1 NI", 1),
    "words in front": b"x\n" + SIGNED,
    "words behind": SIGNED + b"x\n",
}


@pytest.mark.parametrize("text", WRITTEN_OTHERWISE.values(), ids=WRITTEN_OTHERWISE)
def test_a_signature_that_is_written_otherwise_is_not_taken(text):
    assert not held(text)


@needs_ssh_keygen
def test_ssh_keygen_takes_some_that_we_do_not(tmp_path):
    assert any(verified_by_ssh_keygen(tmp_path, text) for text in WRITTEN_OTHERWISE.values())


@given(st.integers(0, 8 * len(SIGNED) - 1))
def test_no_bit_of_a_signature_may_differ(bit):
    changed = bytearray(SIGNED)
    changed[bit // 8] ^= 1 << bit % 8
    assert not held(bytes(changed))


@given(st.binary(max_size=400))
def test_anything_else_is_no_signature(text):
    for given_text in (text, b"-----BEGIN SSH SIGNATURE-----\n" + base64.b64encode(text)):
        assert not held(given_text)


NO_KEYS = {"nothing": b"", "words": b"no key", "cut": PAIR.private[:-20], "public": PAIR.public.encode()}


@pytest.mark.parametrize("key", NO_KEYS.values(), ids=NO_KEYS)
def test_what_is_no_key_signs_nothing(key):
    with pytest.raises(NotAKeyError):
        sshsig.sign(key, SPACE, MESSAGE)
