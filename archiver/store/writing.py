"""Write once: aside, synced, renamed, folder synced, read-only. A name appears with all its bytes or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archiver.errors import DiskFullError, StoreError

READ_ONLY, PRIVATE = 0o444, 0o600
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def room_expected(path: Path) -> Iterator[None]:
    """Turn the system's errors about a path into ours: DiskFullError or StoreError."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFullError(f"There is no room left on the disk that holds {path}.") from error
        raise StoreError(f"{path} cannot be used: {error.strerror or error}.") from error


def write_once(path: Path, content: bytes, mode: int = READ_ONLY, *, aside_in: Path | None = None) -> None:
    """Write a new file; raise StoreError where the name is taken, DiskFullError where there is no room.

    What a crash leaves of it lies beside it, or in another folder of the same disk where one is named.
    """
    with room_expected(path):
        if path.exists():
            raise StoreError(f"{path} exists already, and evidence is never replaced.")
        if aside_in is not None:
            aside_in.mkdir(parents=True, exist_ok=True)
        aside = (aside_in or path.parent) / f".{path.name}.{os.getpid()}.part"
        try:
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.chmod(mode)
            _give_name(aside, path)
        finally:
            aside.unlink(missing_ok=True)
        sync_folder(path.parent)


def _give_name(aside: Path, path: Path) -> None:
    try:
        os.link(aside, path)
    except FileExistsError:
        raise StoreError(f"{path} exists already, and evidence is never replaced.") from None
    except OSError:
        # Sticks formatted for Windows know no links; there the name was looked for before.
        aside.rename(path)


def sync_folder(path: Path) -> None:
    """Bring a folder's names to the disk, where the system knows how."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(source: Path, destination: Path) -> None:
    """Rename a file or folder into place, and sync the folder that now names it."""
    with room_expected(destination):
        make_folder(destination.parent)
        source.rename(destination)
        sync_folder(destination.parent)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, and bring their names to the disk."""
    with room_expected(path):
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(parents=True, exist_ok=True)
        for folder in missing:
            sync_folder(folder.parent)
