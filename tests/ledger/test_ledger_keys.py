"""The signing key: written once, in its own folder, as ssh-keygen reads it."""

import os
import shutil
import stat
import subprocess

import pytest

from archiver.errors import StoreError
from archiver.formats import ssh_key
from archiver.ledger import keys

ID = "0123456789abcdef0123456789abcdef"


def test_a_key_pair_is_kept_in_two_files_named_by_the_archive(tmp_path):
    public = keys.make(tmp_path / "keys", ID)
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == [f"{ID}.key", f"{ID}.pub"]
    assert keys.private_path(tmp_path / "keys", ID) == tmp_path / "keys" / f"{ID}.key"
    assert (tmp_path / "keys" / f"{ID}.pub").read_text() == f"{public} archiver {ID}\n"


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_the_private_part_is_its_owners_alone_whatever_the_mask(tmp_path):
    before = os.umask(0)
    try:
        keys.make(tmp_path / "keys", ID)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "keys" / f"{ID}.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen on this machine")
def test_ssh_keygen_reads_both_files(tmp_path):
    public = keys.make(tmp_path, ID)
    again = subprocess.run(
        ["ssh-keygen", "-y", "-f", keys.private_path(tmp_path, ID)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stdout.split()[:2] == public.split()
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", tmp_path / f"{ID}.pub"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.split()[1] == ssh_key.fingerprint(public)


def test_a_key_that_is_there_is_never_replaced(tmp_path):
    keys.make(tmp_path, ID)
    before = keys.private_path(tmp_path, ID).read_bytes()
    with pytest.raises(StoreError, match="cannot be kept"):
        keys.make(tmp_path, ID)
    assert keys.private_path(tmp_path, ID).read_bytes() == before


def test_a_place_that_cannot_hold_a_key_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be kept") as caught:
        keys.make(tmp_path / "file" / "keys", ID)
    assert "[keys] folder" in caught.value.advice
