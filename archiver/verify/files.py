"""Files of the archive, opened without following links and never read beyond a limit."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from archiver.verify.finding import Status

JSON_LIMIT = 64 << 20
"""Longest JSON document, in bytes, that is read."""
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
_CHUNK = 1 << 20


class UnreadableError(Exception):
    """A file cannot be read: a failure where that is damage, else only not checked."""

    def __init__(self, detail: str, status: Status) -> None:
        """Take the reason, and whether it is damage."""
        super().__init__(detail)
        self.detail = detail
        self.status = status


@contextmanager
def opened(root: Path, path: str) -> Iterator[BinaryIO]:
    """Open a file of the archive for a `with` block; raise UnreadableError, for errors within it too."""
    try:
        # Not blocking, or a pipe in a file's place would hold us up forever.
        with os.fdopen(os.open(root / path, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadableError("It is no regular file.", Status.FAILED)
            yield file
    except OSError as error:
        raise _reason(error) from error


def _reason(error: OSError) -> UnreadableError:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return UnreadableError("It is missing.", Status.FAILED)
    if error.errno == errno.ELOOP:
        return UnreadableError("It is a symbolic link.", Status.FAILED)
    if error.errno == errno.EISDIR:
        return UnreadableError("It is no regular file.", Status.FAILED)
    return UnreadableError(f"It cannot be read: {error.strerror or error}.", Status.NOT_CHECKED)


def content(root: Path, path: str, limit: int = JSON_LIMIT) -> bytes:
    """Read a whole file; raise UnreadableError, also where it is longer than the limit."""
    with opened(root, path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit:
            raise UnreadableError(f"It is longer than {limit} bytes, as no such file is.", Status.FAILED)
        return file.read(size)


def digest(root: Path, path: str) -> str:
    """Digest a file as it streams by: 64 hex digits. Raises UnreadableError."""
    digester = sha256()
    with opened(root, path) as file:
        while chunk := file.read(_CHUNK):
            digester.update(chunk)
    return digester.hexdigest()
