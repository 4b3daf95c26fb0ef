"""A disk that is full at whatever moment of a run: that is said, nothing is lost, and it goes on when there is room."""

import random

import pytest
from fakes import Silent
from fleet import Fleet, account
from small_disks import fill

from archiver.errors import DiskFullError
from archiver.operations import rebuild
from archiver.operations.verify import verify
from archiver.verify.archive import exit_code


class Filling:
    """Fills a disk at the so-many-th page that is asked for."""

    def __init__(self, fleet, drawn):
        self.fleet, self.pages, self.room = (
            fleet,
            drawn.randrange(0, 20),
            drawn.choice((0, 0, 3_000, 40_000, 300_000)),
        )

    def __call__(self):
        self.pages -= 1
        if self.pages == -1:
            fill(self.fleet.folder, but=self.room)


@pytest.mark.some(of=16)
@pytest.mark.parametrize("seed", range(32))
def test_it_is_said_and_gone_on_with(disk, seed):
    folder = disk(24)
    fleet = Fleet.of(folder, [account(owner, 9) for owner in range(2)])
    if seed % 2:
        fleet.run()
        fleet.clock.advance(hours=8)
    fleet.page_is_asked_for = Filling(fleet, random.Random(seed))
    try:
        reasons = {result.reason for result in fleet.run()}
        assert reasons <= {None, "disk_full"}, reasons
    except DiskFullError as error:
        assert "There is no room left on the disk that holds" in str(error)  # noqa: PT017 - it may be or not
        assert error.exit_code == 3  # noqa: PT017
    before = set(folder.glob("evidence/captures/*/*/*/SHA256SUMS"))
    (folder / "filler").unlink(missing_ok=True)
    fleet.page_is_asked_for = lambda: None
    fleet.open()
    fleet.clock.advance(hours=7)
    assert all(result.complete for result in fleet.run())
    assert {look["target"] for look in fleet.looks() if look["outcome"] == "complete"} == {
        f"instagram:{handle}" for handle in fleet.networks
    }
    assert before <= set(folder.glob("evidence/captures/*/*/*/SHA256SUMS"))
    assert exit_code(verify(folder / "evidence", lambda *_: None).findings) == 0
    assert not rebuild.check(fleet.archive, Silent()).differences
    fleet.archive.close()
