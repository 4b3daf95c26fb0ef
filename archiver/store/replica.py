"""A replica: the same archive in another place, as files that are written once and a ledger that only grows.

What it holds already is passed over, so that it can be made again and again, and gone on with where it broke off. A
capture takes its name there with all its files or not at all, and the ledger comes behind all that it speaks of.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archiver.errors import UsageError
from archiver.store import archive_file, batches
from archiver.store.layout import Layout
from archiver.store.writing import make_folder, move, room_expected, sync_folder

_ASIDE = ".part"


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive held at a moment, as paths below its root."""

    captures: tuple[str, ...]
    """Folders."""
    ledger: tuple[str, ...]
    """Files, in the order in which they are put there: roots, then batches in order of number, then what waits."""
    waiting: tuple[str, ...]
    """Files of events that no checkpoint covers: they leave their place once one does."""


def held(layout: Layout) -> Held:
    """Say what an archive holds; only to be called by the process that holds the index and the lock for checkpoints."""

    def below(*paths: Path) -> tuple[str, ...]:
        return tuple(path.relative_to(layout.root).as_posix() for path in sorted(paths))

    covered = [path for number in batches.numbers(layout) for path in sorted(layout.batch(number).iterdir())]
    return Held(
        below(*layout.captures.glob("*/*/*")),
        (
            *below(*layout.roots.glob("*.pem")),
            *(path.relative_to(layout.root).as_posix() for path in covered),
        ),
        below(*layout.pending.glob("*.json")),
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
            raise UsageError(
                f"{replica.root} holds checkpoint {number}, and this archive holds none like it: it may have been set "
                "back to how it was.",
                "Find out which of the two is whole, with 'archiver verify', before anything is copied.",
            )


def copy_captures(
    source: Layout, replica: Layout, found: Held, passing: Callable[[int, int], None]
) -> list[str]:
    """Copy the captures that a replica lacks, and give their folders. Raises DiskFullError, StoreError."""
    lacking = [folder for folder in found.captures if not (replica.root / folder).exists()]
    for number, folder in enumerate(lacking):
        passing(number, len(lacking))
        place = replica.root / folder
        aside = place.with_name(f".{place.name}{_ASIDE}")
        with room_expected(aside):
            shutil.rmtree(aside, ignore_errors=True)
            make_folder(aside)
            for path in sorted((source.root / folder).iterdir()):
                _copy(path, aside / path.name)
            sync_folder(aside)
        move(aside, place)
    return lacking


def copy_ledger(source: Layout, replica: Layout, found: Held) -> None:
    """Copy what a replica lacks of the ledger; what waited there and is covered here goes. Raises as that does."""
    if not replica.archive_file.exists():
        make_folder(replica.root)
        _place(source.archive_file, replica.archive_file)
    for folder in (replica.captures, replica.pending):
        make_folder(folder)
    for name in (*found.ledger, *found.waiting):
        if not (replica.root / name).exists():
            make_folder((replica.root / name).parent)
            _place(source.root / name, replica.root / name)
    for path in replica.pending.glob("*.json"):
        if path.relative_to(replica.root).as_posix() not in found.waiting:
            path.unlink()
    sync_folder(replica.pending)


def _place(path: Path, place: Path) -> None:
    aside = place.with_name(f".{place.name}{_ASIDE}")
    with room_expected(aside):
        aside.unlink(missing_ok=True)
        _copy(path, aside)
    move(aside, place)


def _copy(path: Path, to: Path) -> None:
    with path.open("rb") as read, to.open("xb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())
    shutil.copystat(path, to)
