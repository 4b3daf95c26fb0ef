"""What files that others made need of memory and disk while they are read: of their records no more than two."""

import tracemalloc
import zipfile
from dataclasses import replace

import pytest
from fakes import run_archiver
from foreign_building import as_warc
from wires import INSTAGRAM

from archiver.model.foreign import Foreign
from archiver.operations.foreign_files import recognised

TARGET = str(INSTAGRAM.target)


@pytest.mark.prove
def test_a_body_that_inflates_far_needs_no_memory(tmp_path, exchanges):
    exchange, _, cookies = exchanges[0]
    file = as_warc(tmp_path / "bomb.warc", [(exchange, bytes(300 << 20), cookies)], packed=True)
    assert file.stat().st_size < 1 << 20
    tracemalloc.start()
    (found,) = [each for each in recognised(file).exchanges() if isinstance(each, Foreign)]
    size = sum(len(part) for part in iter(lambda: found.body.read(1 << 20), b""))
    needed = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (size, found.truncated) == (300 << 20, "")
    assert needed < 100 << 20, "one block of what is packed, inflated"


def test_requests_of_a_file_need_no_memory(tmp_path, exchanges):
    many = [(replace(exchanges[0][0], request_body=bytes(1 << 20)), b"{}", exchanges[0][2])] * 48
    file = as_warc(tmp_path / "many.warc", many)
    assert file.stat().st_size > 48 << 20
    tracemalloc.start()
    sizes = [len(each.request_body) for each in recognised(file).exchanges() if isinstance(each, Foreign)]
    assert sizes == [1 << 20] * len(many)
    needed = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert needed < 12 << 20, "one at a time"


@pytest.mark.prove
def test_a_warc_that_stands_in_a_wacz_as_it_is_is_unpacked_nowhere(folder, disk, warc):
    """Or a maker's cookies would stand in plain in a folder for such files."""
    room = disk(1)
    with zipfile.ZipFile(folder / "large.wacz", "w") as file:
        file.writestr("archive/a.warc", warc + warc[: warc.index(b"WARC/1.", 10)] + bytes(8 << 20))
    env = {"TMPDIR": str(room)}
    ran = run_archiver("import", folder / "large.wacz", "--target", TARGET, folder=folder, env=env)
    assert ran.code == 0, ran.err


def test_a_warc_in_a_wacz_that_unpacks_to_more_than_is_read_is_said(archiver, folder, warc, exchanges):
    with zipfile.ZipFile(folder / "bomb.wacz", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("archive/a.warc", warc)
        file.writestr("archive/b.warc", bytes(70 << 20))
    ran = archiver("import", folder / "bomb.wacz", "--target", TARGET, "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    assert (found["exchanges"], found["passed_over"]) == (len(exchanges), {"too_large": 1})


def test_where_nothing_can_be_unpacked_that_is_said_and_no_file_is_blamed(folder, disk, warc):
    room = disk(1)
    with zipfile.ZipFile(folder / "large.wacz", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("archive/a.warc", warc + warc[: warc.index(b"WARC/1.", 10)] + bytes(8 << 20))
    env = {"TMPDIR": str(room)}
    ran = run_archiver("import", folder / "large.wacz", "--target", TARGET, folder=folder, env=env)
    assert ran.code == 3, ran.err
    assert f"There is no room to unpack {folder / 'large.wacz'} in {room}" in ran.err
    assert list(room.iterdir()) == []
