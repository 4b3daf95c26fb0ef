"""Checkpoint: have one cover all that waits in the ledger, and hand it to people outside."""

from dataclasses import dataclass
from pathlib import Path

from archiver.archive import Archive
from archiver.errors import UsageError
from archiver.formats import ssh_key
from archiver.formats.checkpoint import Checkpoint
from archiver.operations import covering
from archiver.operations.outside import archive_around
from archiver.operations.own_files import put_in_place
from archiver.store import batches
from archiver.store.writing import room_expected


@dataclass(frozen=True, slots=True)
class Written:
    """How far the ledger is covered, and the files that were written for people outside."""

    checkpoint: Checkpoint
    files: tuple[Path, ...] = ()
    """Its text, its signature and its stamps; none where none was asked for, or there is no checkpoint yet."""
    signer: str = ""
    """Fingerprint of the key that signed it."""


def checkpoint(archive: Archive, to: Path | None = None) -> Written:
    """Cover what waits; write the checkpoint to a folder too, where one is named, under its day, with its signature.

    A later one of the same day takes its place: it covers all that the earlier one did. Raises UsageError where the
    folder lies within an archive, StoreError, BusyError, DamagedError.
    """
    within = archive_around(to, archive.layout.root) if to else None
    if within is not None:
        raise UsageError(
            f"{to} lies within the archive {within}, where a checkpoint shows no rollback.",
            "Name a place outside any archive.",
        )
    reached = covering.cover(archive)
    signer = ssh_key.fingerprint(archive.custody.signing_key())
    numbers = batches.numbers(archive.layout)
    if to is None or not numbers:
        return Written(reached, signer=signer)
    name = f"{archive.identity.archive_id[:8]}-{archive.clock.now():%Y-%m-%d}.checkpoint"
    stored = archive.layout.batch(numbers[-1])
    parts = [batches.CHECKPOINT, batches.SIGNATURE, *batches.stamps(archive.layout, numbers[-1])]
    files = {to / part.replace(batches.CHECKPOINT, name, 1): stored / part for part in parts}
    with room_expected(to):
        for file, part in files.items():
            put_in_place(file, part.read_bytes())
        for stamp in to.glob(f"{name}.*.tsr"):
            if stamp not in files:  # of an earlier checkpoint of that day, on this one it does not hold
                stamp.unlink()
    return Written(reached, tuple(files), signer)
