"""Batches of the ledger: the events that one checkpoint was the first to cover, with it, in a folder of their own.

A folder takes its name with all its files or not at all. What it was made of lies under `ledger/pending/` until then,
and a little longer where a crash falls between the two: the same event in both places is one. Only stamps join later.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from itertools import chain, count, takewhile
from pathlib import Path

from archiver.errors import DamagedError
from archiver.model.digest import Digest
from archiver.store.layout import Layout
from archiver.store.writing import make_folder, move, write_once

EVENTS, CHECKPOINT, SIGNATURE = "events.jsonl", "checkpoint", "checkpoint.sshsig"
_NUMBER = re.compile(r"\d{6,}")


def numbers(layout: Layout) -> list[int]:
    """Give the numbers of the batches, in order."""
    if not layout.ledger.exists():
        return []
    with os.scandir(layout.ledger) as found:
        return sorted(int(each.name) for each in found if _NUMBER.fullmatch(each.name))


def behind(layout: Layout, number: int) -> Iterator[int]:
    """Give the numbers of the batches behind one, in order: of the thousands after years few are new."""
    return takewhile(lambda each: layout.batch(each).exists(), count(number + 1))


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


def stamps(layout: Layout, number: int) -> list[str]:
    """Give the file names of the stamps that stand beside a checkpoint, in order."""
    return sorted(path.name for path in layout.batch(number).glob(f"{CHECKPOINT}.*.tsr"))


def stamped_by(name: str) -> str:
    """Give the authority that the name of a stamp's file tells."""
    return name.split(".")[1]


def place_stamp(layout: Layout, number: int, authority: str, reply: bytes) -> str:
    """Put a stamp beside a checkpoint under the first name that is free, and give that. Raises StoreError.

    Only to be called by the process that holds the lock for checkpoints.
    """
    taken = set(stamps(layout, number))
    later = (f"{CHECKPOINT}.{authority}.{times}.tsr" for times in count(2))
    name = next(name for name in chain([f"{CHECKPOINT}.{authority}.tsr"], later) if name not in taken)
    write_once(layout.batch(number) / name, reply, aside_in=layout.asides)
    return name


def keep_root(layout: Layout, digest: Digest, root: bytes) -> None:
    """Keep a root certificate, in PEM, that stamps lead to; `digest` is of its DER. Raises StoreError."""
    path = layout.roots / f"{digest.hex}.pem"
    if not path.exists():
        make_folder(layout.roots)
        write_once(path, root, aside_in=layout.asides)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamagedError(f"{path} in the ledger cannot be read: {error.strerror}.") from error
