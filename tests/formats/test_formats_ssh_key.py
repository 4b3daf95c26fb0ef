"""Keys in OpenSSH form, judged by ssh-keygen."""

import shutil
import subprocess

import pytest

from archiver.formats import ssh_key

needs_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen on this machine")
KNOWN = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
    "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
)
"""GitHub's host key and the fingerprint that GitHub publishes for it."""


@pytest.fixture
def pair(tmp_path):
    made = ssh_key.generate()
    (tmp_path / "key").touch(mode=0o600)
    (tmp_path / "key").write_bytes(made.private)
    (tmp_path / "key.pub").write_text(made.public + "\n")
    return made


def keygen(folder, *arguments):
    done = subprocess.run(["ssh-keygen", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_published_fingerprint_is_found():
    assert ssh_key.fingerprint(KNOWN[0]) == KNOWN[1]
    assert ssh_key.fingerprint(f"{KNOWN[0]} with a comment") == KNOWN[1]


@needs_keygen
def test_ssh_keygen_prints_our_fingerprint(pair, tmp_path):
    size, fingerprint, *_, kind = keygen(tmp_path, "-l", "-f", "key.pub").split()
    assert (size, kind) == ("256", "(ED25519)")
    assert ssh_key.fingerprint(pair.public) == fingerprint


@needs_keygen
def test_ssh_keygen_finds_the_public_line_in_the_private_key(pair, tmp_path):
    assert keygen(tmp_path, "-y", "-f", "key").split()[:2] == pair.public.split()


@needs_keygen
def test_ssh_keygen_signs_with_the_key_and_checks_it(pair, tmp_path):
    (tmp_path / "text").write_text("checkpoint")
    (tmp_path / "signers").write_text(f"me {pair.public}\n")
    keygen(tmp_path, "-Y", "sign", "-f", "key", "-n", "test", "text")
    checked = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", "signers", "-I", "me", "-n", "test", "-s", "text.sig"],
        cwd=tmp_path,
        input=b"checkpoint",
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_no_two_keys_are_alike():
    assert len({ssh_key.generate().public for _ in range(5)}) == 5
