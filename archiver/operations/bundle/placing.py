"""Where something that is handed over is written: aside first, and in its place once it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archiver.export import zipped
from archiver.store.writing import sync_folder

ZIP = ".zip"


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
