"""Take bytes out of a sealed capture: all of them, or the records that hold one payload.

What is kept is kept to the byte: a WARC is gzip members in a row, and those that go are left out when it is written
again. The disposal's event and tombstone are written beside that before anything goes, so that a crash between any two
steps is finished by whoever comes next.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from archiver.formats.warc_reading import Member
from archiver.model.digest import Digest
from archiver.model.disposal import Tombstone
from archiver.model.event import Event
from archiver.store import tombstones
from archiver.store.capture_writer import EVENT, WARC, prepare, roll_forward
from archiver.store.layout import Layout
from archiver.store.tombstones import DISPOSAL
from archiver.store.writing import READ_ONLY, make_folder, room_expected, sync_folder, write_once

_PREFIX = "disposal-"
_PIECE = 1 << 20


def clear_up(layout: Layout) -> None:
    """Let go of what a disposal left that broke off before anything of it was said.

    Only to be called by the process that holds the index.
    """
    for work in layout.work.glob(f"{_PREFIX}*"):
        if not (work / EVENT).exists():
            shutil.rmtree(work, ignore_errors=True)


def dispose(
    layout: Layout,
    told: Tombstone,
    source: BinaryIO | None,
    kept: Iterable[Member],
    record: Callable[[Callable[[Event], None], Tombstone, Digest], None],
) -> Tombstone:
    """Take out of a capture what a tombstone says, which is given with the digest of what is left.

    `source` is the WARC of which the members `kept` are kept; None where all goes. `record` is handed what places the
    event, the tombstone, and its digest. Raises StoreError, DiskFullError.
    """
    work = layout.work / f"{_PREFIX}{told.capture.name}-{told.number}"
    aside = work / DISPOSAL
    shutil.rmtree(work, ignore_errors=True)
    make_folder(aside)
    try:
        left = None if source is None else _written(aside / WARC, source, kept)
        told = replace(told, warc=left)
        content = tombstones.compose(told)
        write_once(aside / tombstones.name_of(told.number), content)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise

    def place(event: Event) -> None:
        prepare(work, event)
        roll_forward(layout, work)

    record(place, told, Digest.of(content))
    return told


def _written(path: Path, source: BinaryIO, kept: Iterable[Member]) -> Digest:
    with room_expected(path):
        with path.open("xb") as file:
            for member in kept:
                source.seek(member.start)
                left = member.end - member.start
                while left:
                    piece = source.read(min(left, _PIECE))
                    file.write(piece)
                    left -= len(piece)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(READ_ONLY)
        sync_folder(path.parent)
        with path.open("rb") as file:
            return Digest.of(iter(lambda: file.read(_PIECE), b""))
