"""Keys that follow: whatever else happens meanwhile, each follows the one that signs."""

import threading
import time

import pytest
from ledger_building import happen, new_archive

from archiver import archive as archives
from archiver.errors import StoreError
from archiver.ledger import keys
from archiver.operations import covering, keyring
from archiver.operations.doctor import doctor
from archiver.verify.archive import verify
from archiver.verify.finding import Status


def faults(archive):
    return [one for one in verify(archive.layout.root) if one.status is Status.FAILED]


@pytest.fixture
def archive(tmp_path):
    made = new_archive(tmp_path)
    happen(made, 1)
    covering.cover(made)
    yield made
    made.close()


def key_file(archive, number):
    return keys.private_path(archive.settings.keys, archive.identity.archive_id, number)


@pytest.mark.parametrize("left", [b"", b"\xff\xfe", b"no key"])
def test_what_a_crash_left_of_a_key_stands_in_no_other_s_way(archive, tmp_path, left):
    key_file(archive, 2).write_bytes(left)
    assert keyring.rotate(archive).file == key_file(archive, 3)
    happen(archive, 1)
    covering.cover(archive)
    assert faults(archive) == []
    assert len(keyring.backup(archive, tmp_path / "safe")) == 3


def test_without_the_key_that_signs_no_copy_passes_for_one_and_doctor_says_so(archive, tmp_path):
    def told():
        (check,) = [one for one in doctor(archive.layout.root, archive.settings) if one.name == "key"]
        return check.state, check.says

    keyring.rotate(archive)
    assert told() == ("fine", "it is here, for its owner alone")
    key_file(archive, 2).rename(tmp_path / "gone")
    assert told() == ("warning", "it is not here: this archive cannot be signed from this machine")
    with pytest.raises(StoreError, match=r"None of the keys in .* is the one that signs this archive"):
        keyring.backup(archive, tmp_path / "safe")
    assert not (tmp_path / "safe").exists()


def test_of_two_keys_that_are_made_at_once_one_follows_the_other(archive):
    both = [archives.opened(archive.layout.root, archive.settings, archive.clock) for _ in range(2)]
    threads = [threading.Thread(target=keyring.rotate, args=(opened,)) for opened in both]
    with archive.indexing():
        for thread in threads:
            thread.start()
        time.sleep(2)  # until both stand where they have to wait
    for thread in threads:
        thread.join()
    happen(archive, 1)
    covering.cover(archive)
    assert faults(archive) == []
    for opened in both:
        opened.close()
