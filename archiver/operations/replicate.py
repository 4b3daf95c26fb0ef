"""Replicate: keep the same archive in another place too, and verify there what came."""

import re
from dataclasses import dataclass
from pathlib import Path

from archiver.archive import Archive
from archiver.custody.custody import CHECKPOINT_SECONDS
from archiver.errors import UsageError
from archiver.ledger import events
from archiver.operations import covering
from archiver.operations.indexing import append
from archiver.operations.outside import archive_around
from archiver.ports import Progress
from archiver.store import lock, replica
from archiver.store.layout import Layout
from archiver.verify.archive import Verified, exit_code, verified
from archiver.verify.part import Among

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""Such as s3:, of which a path has one stroke less."""


@dataclass(frozen=True, slots=True)
class Replicated:
    """What came to a place."""

    place: Path
    captures: int
    """That it lacked."""
    found: Verified
    """What verifying there gave: of all its ledger, and of the bytes of the captures that came."""


def replicate(
    archive: Archive, place: Path, progress: Progress, *, whole: bool = False, as_it_is: bool = False
) -> Replicated:
    """Copy what a place lacks of an archive, captures first, and verify it there; where asked for, the `whole` of it.

    `as_it_is` covers and records nothing: a replica that is copied back must stay what it is of another. Raises
    UsageError where the place cannot be one, StoreError, DiskFullError, BusyError, DamagedError.
    """
    source, there = archive.layout, Layout(place)
    _refuse(source, place)
    if not as_it_is:
        covering.cover(archive)
    with archive.indexing(), lock.held(source.checkpoint_lock, "The ledger", wait_seconds=CHECKPOINT_SECONDS):
        replica.require_same(source, there)
        found = replica.held(source)
    came = replica.copy_captures(source, there, found, lambda done, of: progress.step("captures", done, of))
    changed = replica.carry_disposals(source, there, found)
    replica.copy_ledger(source, there, found)
    part = (
        None if whole else Among(frozenset(folder.removeprefix("captures/") for folder in (*came, *changed)))
    )
    checked = verified(place, progress=progress.step, part=part)
    if not as_it_is:
        _record(archive, place, len(came), checked)
    return Replicated(place, len(came), checked)


def _refuse(source: Layout, place: Path) -> None:
    """Raise UsageError where a place lies within an archive, or an archive's own folder lies within it."""
    if _ADDRESS.match(str(place)):
        raise UsageError(
            f"{place} is an address, and a replica is a folder.", "Mount it first, and name where."
        )
    if place.exists() and not place.is_dir():
        raise UsageError(f"{place} is a file, and a replica is a folder.", "Name another place.")
    within = archive_around(place.parent, source.root)
    if within is not None or source.root.resolve() in (place.resolve(), *place.resolve().parents):
        raise UsageError(
            f"{place} lies within the archive {within or source.root}.",
            "Name a place outside, best on another disk.",
        )


def _record(archive: Archive, place: Path, captures: int, found: Verified) -> None:
    """Put into the ledger that a replica was made and what was found there; its place by a salted id."""
    said = {
        "to": archive.custody.salted(f"replica {place.resolve()}"),
        "captures": captures,
        "size": found.ledger.size if found.ledger else 0,
        "root": found.ledger.root if found.ledger else "",
        "exit_code": exit_code(found.findings),
    }
    with archive.indexing():
        append(archive, None, events.REPLICATION, said)
