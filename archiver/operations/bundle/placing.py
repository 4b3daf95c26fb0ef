"""Where something that is handed over is written: aside first, and in its place once it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archiver.archive import Archive
from archiver.errors import UsageError
from archiver.export import zipped
from archiver.operations.outside import archive_around
from archiver.store.writing import sync_folder

ZIP = ".zip"


def refuse(out: Path, archive: Archive) -> None:
    """Raise UsageError where nothing can be written to a place: it is taken, or lies within an archive."""
    within = archive_around(out, archive.layout.root)
    if within is not None:
        raise UsageError(
            f"{out} lies within the archive {within}, where nothing else may stand.",
            "Name a place outside any archive.",
        )
    if out.exists():
        raise UsageError(f"{out} exists already, and nothing is written over it.", "Name a new place.")


@contextmanager
def aside(out: Path) -> Iterator[tuple[Path, Path]]:
    """Give a folder for what is written, beside its place, and one for what is not finished, for a `with` block."""
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    folder, work = beside / out.stem, beside / ".work"
    try:
        folder.mkdir(parents=True)
        work.mkdir()
        yield folder, work
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def place(folder: Path, out: Path, work: Path) -> None:
    """Give what is written its name, once all its bytes are on the disk; one that ends in `.zip` is one file."""
    if out.suffix == ZIP:
        whole = work / "bundle"
        zipped.write(whole, folder)
    else:
        whole = folder
    if hasattr(os, "sync"):
        os.sync()
    whole.rename(out)
    sync_folder(out.parent)
