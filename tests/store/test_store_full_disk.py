"""A disk that is really full: what was written whole stays, is sealed, and is read by others."""

import os
import subprocess
import sys

import pytest
from fakes import FrozenClock
from ledger_building import happen, new_archive
from small_disks import fill
from store_building import CAPTURE, NAME, event, exchange, statement, writer

from archiver import archive as archives
from archiver.catalog.catalog import Catalog
from archiver.config import Settings
from archiver.errors import DiskFullError
from archiver.store import manifest, private
from archiver.store.writing import write_once


def archive_on(folder, keys):
    made = archives.create(
        folder / "evidence", Settings(file=folder / "archiver.toml", keys=keys), clock=FrozenClock()
    )
    made.close()
    return made


def finished(layout, made):
    """Seal and place a capture, as a look does when it ends."""
    content = manifest.compose(statement(), made.records)
    kept = private.document(str(CAPTURE), made.seed, private.Collector(), {}, ())
    made.place(event(layout, seal=made.seal(content, kept)))
    return layout.capture(CAPTURE)


def judged(capture):
    """Have warcio and sha256sum say whether a sealed capture is sound."""
    warc = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(capture / "capture.warc.gz")],
        capture_output=True,
        text=True,
        check=False,
    )
    sums = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=capture,
        capture_output=True,
        check=False,
    )
    return (warc.returncode, sums.returncode, warc.stdout.count("digest pass"))


def picture(size):
    return exchange(os.urandom(size), response_headers=(("content-type", "image/jpeg"),))


def test_where_there_is_no_room_nothing_is_written_and_nothing_left_aside(disk):
    folder = disk(1)
    fill(folder)
    with pytest.raises(DiskFullError) as caught:
        write_once(folder / "manifest.json", bytes(50_000))
    assert str(folder / "manifest.json") in str(caught.value)
    assert "Free some space" in caught.value.advice
    assert [path.name for path in folder.iterdir()] == ["filler"]


def test_an_index_that_finds_no_room_says_so_and_holds_what_it_held(disk, tmp_path):
    archive, folder = new_archive(tmp_path), disk(1)
    happen(archive, 500)
    index = Catalog(folder / "catalog.sqlite")
    fill(folder)
    with pytest.raises(DiskFullError, match=r"that holds .*catalog\.sqlite\."):
        index.note_events(archive.custody.every())
    (folder / "filler").unlink()
    assert index.last_event("instagram/acme") == 0
    index.close()
    archive.close()


def test_a_capture_that_met_a_full_disk_is_sealed_with_what_was_written_whole(disk, tmp_path):
    folder = disk(8)
    layout = archive_on(folder, tmp_path / "keys").layout
    made = writer(layout)
    whole = 0
    with pytest.raises(DiskFullError):
        for _ in range(100):
            made.exchange(picture(300_000))
            whole += 1
    assert 5 < whole < 30
    capture = finished(layout, made)
    assert judged(capture) == (0, 0, 1 + 2 * whole)
    assert [path.name for path in layout.work.iterdir()] == []
    assert len(list(layout.pending.iterdir())) == 1


@pytest.mark.parametrize("room", [0, 700, 3_000, 20_000])
def test_whatever_the_record_broke_off_at_the_file_ends_with_a_whole_one(disk, tmp_path, room):
    folder = disk(8)
    layout = archive_on(folder, tmp_path / "keys").layout
    made = writer(layout)
    made.exchange(exchange())
    fill(folder, but=room)
    with pytest.raises(DiskFullError):
        for _ in range(20):
            made.exchange(picture(9_000))
    count = len(made.records)
    # The room that was kept back lets the visit end as it must: the filler stays.
    capture = finished(layout, made)
    assert judged(capture) == (0, 0, count)


def test_what_comes_after_a_full_disk_does_not_eat_the_room_kept_for_sealing(disk, tmp_path):
    folder = disk(8)
    layout = archive_on(folder, tmp_path / "keys").layout
    made = writer(layout)
    made.exchange(exchange())
    fill(folder, but=20_000)
    for size in (9_000, 9_000, 1):
        with pytest.raises(DiskFullError):
            while True:
                made.exchange(picture(size))
    assert judged(finished(layout, made))[:2] == (0, 0)


def test_a_capture_of_many_records_is_sealed_on_a_full_disk_too(disk, tmp_path):
    folder = disk(32)
    layout = archive_on(folder, tmp_path / "keys").layout
    made = writer(layout)
    for number in range(2_800):
        made.exchange(exchange(b"%d" % number))
    fill(folder)
    with pytest.raises(DiskFullError):
        while True:
            made.exchange(picture(50_000))
    finished(layout, made)


def test_a_visit_that_cannot_begin_takes_no_room_away(disk, tmp_path):
    folder = disk(2)
    layout = archive_on(folder, tmp_path / "keys").layout
    before = os.statvfs(folder).f_bavail
    with pytest.raises(DiskFullError):
        writer(layout)
    assert before - os.statvfs(folder).f_bavail < 10
    assert not (layout.work / NAME / "reserve").exists()
