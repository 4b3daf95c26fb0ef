"""A replica: the same archive elsewhere, gone on with where it broke off, verified there, and as good as the first."""

import contextlib
import shutil
from dataclasses import replace

import pytest
from catalog_building import Showing, captioned, company
from fakes import Silent
from small_disks import fill

from archiver import archive as archives
from archiver.errors import DiskFullError, UsageError
from archiver.operations import rebuild
from archiver.operations.replicate import replicate
from archiver.store import batches
from archiver.verify.archive import exit_code, verified


@pytest.fixture
def shown(house):
    """An archive with two looks at a target."""
    plain = company()
    house.seen(Showing(plain).all())
    house.seen(Showing(captioned(plain, "Edited")).all())
    return house


def files(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] in ("captures", "ledger", "archive.json")
    }


def test_all_comes_and_is_verified_there(shown, tmp_path):
    made = replicate(shown.archive, tmp_path / "replica", Silent())
    assert (made.captures, exit_code(made.found.findings)) == (2, 0)
    assert any("the bytes of 2 captures were read" in each.detail for each in made.found.findings)
    there, here = files(tmp_path / "replica"), files(shown.archive.layout.root)
    assert there.items() <= here.items()
    (behind,) = here.keys() - there.keys()
    assert "archive-_archive" in behind, "what is said of the replica itself comes with the next"
    assert not (tmp_path / "replica" / "catalog.sqlite").exists()


def test_it_is_gone_on_with(shown, tmp_path):
    replicate(shown.archive, tmp_path / "replica", Silent())
    shown.seen(Showing(company()).all())
    made = replicate(shown.archive, tmp_path / "replica", Silent())
    assert (made.captures, exit_code(made.found.findings)) == (1, 0)
    said = [each for each in made.found.findings if "only verifying the whole shows" in each.detail]
    assert said, "what it points at came before"
    assert exit_code(verified(tmp_path / "replica").findings) == 0, "the whole of it too"


def test_what_broke_off_is_made_again(shown, tmp_path):
    place = tmp_path / "replica"
    replicate(shown.archive, place, Silent())
    (first, *_) = sorted((place / "captures").glob("*/*/*"))
    half = first.with_name(f".{first.name}.part")
    first.rename(half)
    (half / "capture.warc.gz").chmod(0o644)
    (half / "capture.warc.gz").write_bytes(b"half")
    made = replicate(shown.archive, place, Silent())
    assert (made.captures, exit_code(made.found.findings)) == (1, 0)
    assert not half.exists()


class StoppedError(Exception):
    """The first run ends here."""


class Stops(Silent):
    """The port `Progress`, of a process that is ended at its second capture."""

    def step(self, what, done, of=None):
        if done == 1:
            raise StoppedError


def test_a_first_run_that_was_cut_off_is_gone_on_with(shown, tmp_path):
    with pytest.raises(StoppedError):
        replicate(shown.archive, tmp_path / "replica", Stops())
    made = replicate(shown.archive, tmp_path / "replica", Silent())
    assert (made.captures, exit_code(made.found.findings)) == (1, 0)


def test_a_disk_that_was_full_is_gone_on_with_when_there_is_room(shown, disk):
    small = disk(3)
    for room in range(0, 300_000, 20_000):
        fill(small, but=room)
        with contextlib.suppress(DiskFullError):
            replicate(shown.archive, small / "replica", Silent())
        (small / "filler").unlink()
    made = replicate(shown.archive, small / "replica", Silent(), whole=True)
    assert exit_code(made.found.findings) == 0


def test_what_a_file_browser_leaves_there_is_no_capture(shown, tmp_path):
    (shown.archive.layout.captures / "instagram" / ".DS_Store").write_bytes(b"finder")
    (next(shown.archive.layout.captures.glob("*/*/*")).parent / ".DS_Store").write_bytes(b"finder")
    assert replicate(shown.archive, tmp_path / "replica", Silent()).captures == 2


def test_an_event_that_only_the_replica_holds_is_not_let_go(shown, tmp_path):
    replicate(shown.archive, tmp_path / "replica", Silent())
    other = archives.opened(tmp_path / "replica", shown.archive.settings, shown.clock)
    other.custody.record_mark(None, "they called", shown.clock.now())
    other.close()
    waiting = sorted((tmp_path / "replica/ledger/pending").iterdir())
    with pytest.raises(UsageError, match="holds the event"):
        replicate(shown.archive, tmp_path / "replica", Silent())
    assert set(waiting) <= set((tmp_path / "replica/ledger/pending").iterdir())


def test_what_spoils_on_the_way_shows(shown, tmp_path):
    place = tmp_path / "replica"
    replicate(shown.archive, place, Silent())
    spoilt = next(place.glob("captures/*/*/*/capture.warc.gz"))
    spoilt.chmod(0o644)
    spoilt.write_bytes(spoilt.read_bytes()[:-9])
    assert exit_code(replicate(shown.archive, place, Silent()).found.findings) == 0, "it came before"
    assert exit_code(replicate(shown.archive, place, Silent(), whole=True).found.findings) == 1


def test_what_is_restored_from_it_is_as_good_as_the_first(shown, tmp_path):
    replicate(shown.archive, tmp_path / "replica", Silent())
    settings = shown.archive.settings
    opened = archives.opened(tmp_path / "replica", settings, shown.clock)
    before = files(tmp_path / "replica")
    made = replicate(opened, tmp_path / "restored", Silent(), as_it_is=True)
    opened.close()
    assert exit_code(made.found.findings) == 0
    assert files(tmp_path / "replica") == before, "it can be gone on with"
    replicate(shown.archive, tmp_path / "replica", Silent())
    restored = archives.opened(tmp_path / "restored", settings, shown.clock)
    rebuild.rebuild(restored, Silent())
    assert restored.catalog.row_counts() | {"events": 0} == shown.archive.catalog.row_counts() | {"events": 0}
    house = replace(shown, archive=restored)
    house.seen(Showing(company()).all())
    restored.custody.checkpoint()
    assert exit_code(verified(tmp_path / "restored").findings) == 0, "and is gone on with"
    restored.close()


def test_an_archive_that_was_set_back_is_not_copied_over_what_it_was(shown, tmp_path):
    place, root = tmp_path / "replica", shown.archive.layout.root
    replicate(shown.archive, place, Silent())
    shown.archive.custody.checkpoint()
    replicate(shown.archive, place, Silent())
    last = batches.numbers(shown.archive.layout)[-1]
    shutil.rmtree(root / "ledger" / f"{last:06d}")
    (root / "state" / "log.json").unlink()
    with pytest.raises(UsageError, match="set back"):
        replicate(shown.archive, place, Silent())


def test_where_none_can_be(shown, tmp_path):
    root = shown.archive.layout.root
    for place in (root / "within", root, root / "captures" / "within"):
        with pytest.raises(UsageError, match="lies within"):
            replicate(shown.archive, place, Silent())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="other things"):
        replicate(shown.archive, tmp_path / "full", Silent())
    other = archives.create(tmp_path / "other", shown.archive.settings)
    other.close()
    with pytest.raises(UsageError, match="another archive"):
        replicate(shown.archive, tmp_path / "other", Silent())
