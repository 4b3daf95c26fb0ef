"""A replica: the same archive in another place, as files that are written once and a ledger that only grows.

What it holds already is passed over, so that it can be made again and again, and gone on with where it broke off. A
capture and a batch take their names there with all their files or not at all, and the ledger comes behind all that it
speaks of.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archiver.errors import UsageError
from archiver.store import archive_file, batches, tombstones
from archiver.store.layout import Layout
from archiver.store.writing import make_folder, move, room_expected, sync_folder, write_once

_ASIDE = ".part"
_CAPTURE = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive held at a moment."""

    captures: tuple[str, ...]
    """Folders, as paths below its root."""
    batches: tuple[int, ...]
    roots: tuple[str, ...]
    """Files of root certificates, likewise."""
    waiting: Mapping[str, bytes]
    """Events that no checkpoint covers, by their files' names: they leave their place once one does."""


def held(layout: Layout) -> Held:
    """Say what an archive holds; only to be called by the process that holds the index and the lock for checkpoints."""
    folders = (path for path in layout.captures.glob("*/*/*") if _CAPTURE.fullmatch(path.name))
    return Held(
        tuple(path.relative_to(layout.root).as_posix() for path in sorted(folders)),
        tuple(batches.numbers(layout)),
        tuple(path.relative_to(layout.root).as_posix() for path in sorted(layout.roots.glob("*.pem"))),
        {path.name: path.read_bytes() for path in sorted(layout.pending.glob("*.json"))},
    )


def require_same(source: Layout, replica: Layout) -> None:
    """Raise UsageError where a place holds something else than this archive, or more of its ledger than it has."""
    if not replica.archive_file.exists():
        archive_file.refuse_taken(replica)
        return
    if replica.archive_file.read_bytes() != source.archive_file.read_bytes():
        raise UsageError(f"{replica.root} holds another archive.", "Name a place of its own for each.")
    there, here = batches.numbers(replica), batches.numbers(source)
    for number in there:
        if number not in here or batches.checkpoint(replica, number) != batches.checkpoint(source, number):
            raise _set_back(replica, f"checkpoint {number}")


def copy_captures(
    source: Layout, replica: Layout, found: Held, passing: Callable[[int, int], None]
) -> list[str]:
    """Copy the captures that a replica lacks, and give their folders. Raises DiskFullError, StoreError."""
    if not replica.archive_file.exists():
        make_folder(replica.root)
        write_once(replica.archive_file, source.archive_file.read_bytes())
    for place in (replica.captures, replica.pending):
        make_folder(place)
    lacking = [folder for folder in found.captures if not (replica.root / folder).exists()]
    for number, folder in enumerate(lacking):
        passing(number, len(lacking))
        _copy_folder(source.root / folder, replica.root / folder)
    return lacking


def carry_disposals(source: Layout, replica: Layout, found: Held) -> list[str]:
    """Have go in a replica what was disposed of in the archive since it was copied; give the folders.

    Raises DamagedError, DiskFullError, StoreError.
    """
    there = [folder for folder in found.captures if (replica.root / folder).exists()]
    changed = [
        folder
        for folder in there
        if len(tombstones.of(source.root / folder)) > len(tombstones.of(replica.root / folder))
    ]
    for folder in changed:
        _dispose(source.root / folder, replica.root / folder)
    return changed


def _dispose(folder: Path, place: Path) -> None:
    *_, last = told = tombstones.of(folder)
    if last.warc is None:
        tombstones.let_all_go(place)
    else:
        aside = place.with_name(f".{place.name}{_ASIDE}")
        with room_expected(aside):
            aside.unlink(missing_ok=True)
            _copy(folder / tombstones.WARC, aside)
            aside.replace(place / tombstones.WARC)
    for each in told:
        name = tombstones.name_of(each.number)
        _copy_file(folder / name, place / name)


def copy_ledger(source: Layout, replica: Layout, found: Held) -> None:
    """Copy what a replica lacks of the ledger; what waited there and is covered here goes.

    Raises DiskFullError, StoreError; UsageError where an event waits there that this archive does not hold.
    """
    for root in found.roots:
        _copy_file(source.root / root, replica.root / root)
    for number in found.batches:
        if not replica.batch(number).exists():
            _copy_folder(source.batch(number), replica.batch(number))
        for path in sorted(source.batch(number).iterdir()):  # stamps join later
            _copy_file(path, replica.batch(number) / path.name)
    for name, content in found.waiting.items():
        if not (replica.pending / name).exists():
            write_once(replica.pending / name, content)
    _clear_up(replica, found.waiting)


def _clear_up(replica: Layout, waiting: Iterable[str]) -> None:
    """Let go of events that waited there and are covered since, to the byte."""
    left = {path.name: path for path in replica.pending.glob("*.json") if path.name not in set(waiting)}
    every = batches.backwards(replica) if left else ()
    covered = {event for batch in every for event in batch}
    for path in left.values():
        if path.read_bytes() not in covered:
            raise _set_back(replica, f"the event {path.name}")
        path.unlink()
    sync_folder(replica.pending)


def _set_back(replica: Layout, what: str) -> UsageError:
    return UsageError(
        f"{replica.root} holds {what}, and this archive holds none like it: it may have been set back to how it was.",
        "Find out which of the two is whole, with 'archiver verify', before anything is copied.",
    )


def _copy_folder(folder: Path, place: Path) -> None:
    aside = place.with_name(f".{place.name}{_ASIDE}")
    with room_expected(aside):
        shutil.rmtree(aside, ignore_errors=True)
        make_folder(aside)
        for path in sorted(folder.iterdir()):
            _copy(path, aside / path.name)
        sync_folder(aside)
    move(aside, place)


def _copy_file(path: Path, place: Path) -> None:
    if place.exists():
        return
    aside = place.with_name(f".{place.name}{_ASIDE}")
    with room_expected(aside):
        make_folder(aside.parent)
        aside.unlink(missing_ok=True)
        _copy(path, aside)
    move(aside, place)


def _copy(path: Path, to: Path) -> None:
    with path.open("rb") as read, to.open("xb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())
    with suppress(OSError):  # some disks keep no modes
        shutil.copystat(path, to)
