"""Cover: have a signed checkpoint cover what waits in the ledger, and hand it to people outside."""

from dataclasses import dataclass
from pathlib import Path

from archiver.archive import Archive
from archiver.formats.checkpoint import Checkpoint
from archiver.store import batches
from archiver.store.writing import make_folder, room_expected


@dataclass(frozen=True, slots=True)
class Written:
    """A checkpoint, as it was written for people outside."""

    checkpoint: Checkpoint
    files: tuple[Path, ...]
    """Its text, and its signature; none where there is no checkpoint yet."""


def cover(archive: Archive) -> Checkpoint:
    """Cover all that waits. Raises StoreError, BusyError, DamagedError."""
    return archive.custody.checkpoint()


def cover_where_due(archive: Archive) -> None:
    """Cover what waits where a conclusion is among it, or something has waited for long. Raises as `cover` does."""
    if archive.custody.is_due():
        archive.custody.checkpoint()


def write(archive: Archive, folder: Path) -> Written:
    """Cover what waits, and write the checkpoint to a folder under its day, with its signature.

    A later one of the same day takes its place: it covers all that the earlier one did. Raises StoreError.
    """
    reached = cover(archive)
    number = archive.custody.log().batch
    if not number:
        return Written(reached, ())
    day = archive.clock.now().date().isoformat()
    name = f"{archive.identity.archive_id[:8]}-{day}.checkpoint"
    stored = archive.layout.batch(number)
    files = {
        folder / name: stored / batches.CHECKPOINT,
        folder / f"{name}.sshsig": stored / batches.SIGNATURE,
    }
    with room_expected(folder):
        make_folder(folder)
        for path, source in files.items():
            aside = path.with_name(f".{path.name}.new")
            aside.write_bytes(source.read_bytes())
            aside.replace(path)
    return Written(reached, tuple(files))
