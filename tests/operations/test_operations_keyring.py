"""Keys that follow: whatever else happens meanwhile, each follows the one that signs."""

import threading
import time

from ledger_building import happen, new_archive

from archiver import archive as archives
from archiver.operations import covering, keyring
from archiver.verify.archive import verify
from archiver.verify.finding import Status


def faults(archive):
    return [one for one in verify(archive.layout.root) if one.status is Status.FAILED]


def test_of_two_keys_that_are_made_at_once_one_follows_the_other(tmp_path):
    archive = new_archive(tmp_path)
    happen(archive, 1)
    covering.cover(archive)
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
    for opened in (*both, archive):
        opened.close()
