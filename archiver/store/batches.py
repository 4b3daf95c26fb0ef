"""Batches of the ledger: the events that one checkpoint was the first to cover, with it, in a folder of their own.

A folder takes its name with all its files or not at all. What it was made of lies under `ledger/pending/` until then,
and a little longer where a crash falls between the two: the same event in both places is one.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from archiver.errors import DamagedError
from archiver.store.layout import Layout
from archiver.store.writing import make_folder, move, write_once

EVENTS, CHECKPOINT, SIGNATURE = "events.jsonl", "checkpoint", "checkpoint.sshsig"
_NUMBER = re.compile(r"\d{6,}")


def numbers(layout: Layout) -> list[int]:
    """Give the numbers of the batches, in order."""
    if not layout.ledger.exists():
        return []
    return sorted(int(path.name) for path in layout.ledger.iterdir() if _NUMBER.fullmatch(path.name))


def events(layout: Layout, number: int) -> list[bytes]:
    """Give the events of a batch, in order; raise DamagedError where they cannot be read."""
    return _content(layout.batch(number) / EVENTS).splitlines()


def checkpoint(layout: Layout, number: int) -> bytes:
    """Give the checkpoint of a batch; raise DamagedError where it cannot be read."""
    return _content(layout.batch(number) / CHECKPOINT)


def backwards(layout: Layout) -> Iterator[list[bytes]]:
    """Give the events of each batch, the latest batch first."""
    for number in reversed(numbers(layout)):
        yield events(layout, number)


def place(layout: Layout, number: int, files: Mapping[str, bytes]) -> None:
    """Write a batch aside and give it its name. Raises StoreError, DiskFullError.

    Only to be called by the process that holds the lock for checkpoints.
    """
    work = layout.checkpoint_work
    shutil.rmtree(work, ignore_errors=True)
    make_folder(work)
    for name, content in files.items():
        write_once(work / name, content)
    move(work, layout.batch(number))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamagedError(f"{path} in the ledger cannot be read: {error.strerror}.") from error
