"""Write something for others down: where nothing stands yet, and outside any archive."""

from pathlib import Path

from archiver.errors import UsageError
from archiver.operations.outside import archive_around
from archiver.store.writing import write_once


def refuse(out: Path, root: Path | None = None) -> None:
    """Raise UsageError where nothing can be written to a place: it is taken, or lies within an archive.

    `root` is that of the archive in use, which may not be made yet.
    """
    within = archive_around(out, root)
    if within is not None:
        raise UsageError(
            f"{out} lies within the archive {within}, where nothing else may stand.",
            "Name a place outside any archive.",
        )
    if out.exists():
        raise UsageError(
            f"{out} exists already, and nothing is written over it.", "Name a new one with --out."
        )


def write_new(out: Path, content: bytes) -> None:
    """Write a new file, which is there with all its bytes or not at all. Raises StoreError."""
    write_once(out, content, mode=0o644)
