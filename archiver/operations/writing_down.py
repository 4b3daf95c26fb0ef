"""Write a paper down: into a file that is not there yet, outside any archive."""

from pathlib import Path

from archiver import archive
from archiver.errors import UsageError
from archiver.store.writing import write_once


def refuse(out: Path) -> None:
    """Raise UsageError where no paper can be written to a place: it is taken, or lies within an archive."""
    if out.exists():
        raise UsageError(
            f"{out} exists already, and nothing is written over it.", "Name a new file with --out."
        )
    within = next((folder for folder in out.absolute().parents if archive.exists(folder)), None)
    if within is not None:
        raise UsageError(
            f"{out} lies within the archive {within}, where nothing else may stand.",
            "Name a place outside any archive.",
        )


def write_new(out: Path, content: bytes) -> None:
    """Write a new file, which is there with all its bytes or not at all. Raises StoreError."""
    write_once(out, content, mode=0o644)
