"""Files that others captured: in which form each is, and the exchanges that it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import BinaryIO

from archiver.errors import DiskFullError, UsageError
from archiver.formats import foreign_wacz, foreign_warc, har
from archiver.model.digest import Digest
from archiver.model.foreign import Foreign, Form, PassedOver

_FORMS = "WARC, WACZ and HAR files are read"
_GZIP, _ZIP, _WARC, _ARC = b"\x1f\x8b", b"PK\x03\x04", b"WARC/", b"filedesc:"
_CHUNK = 1 << 20
_LONGEST_NAME = 200
"""Characters of what a file calls its maker that are kept."""


class ForeignFileError(UsageError):
    """A file is in no form that is read here, or not as its form has it."""

    kind = "a file to import is not understood"
    advice = "Nothing of it was imported."


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file that others made."""

    path: Path
    form: Form
    digest: Digest
    size: int
    """Bytes."""
    software: str
    """What it says it was made by; empty where it does not say."""

    def exchanges(self) -> Iterator[Foreign | PassedOver]:
        """Give its exchanges, and for all else why it is none. Raises ForeignFileError, DiskFullError."""
        try:
            yield from _exchanges(self.path, self.form)
        except ValueError as error:
            raise ForeignFileError(f"{self.path} is {error}.") from error
        except foreign_warc.NoRoomError as error:
            raise _no_room(self.path) from error


def recognised(path: Path) -> ForeignFile:
    """Say in which form a file is, by what stands in it. Raises ForeignFileError, DiskFullError."""
    if path.is_dir():
        raise ForeignFileError(f"{path} is a folder. {_FORMS}; folders of other tools are not yet.")
    try:
        with path.open("rb") as file:
            begins = file.read(_CHUNK)
            file.seek(0)
            digest = Digest.of(iter(lambda: file.read(_CHUNK), b""))
        size = path.stat().st_size
    except OSError as error:
        raise ForeignFileError(f"{path} cannot be read: {error.strerror}.") from error
    form = _form(path, begins)
    if form is Form.HAR and size > har.LONGEST:
        raise ForeignFileError(
            f"{path} has {size:,} bytes, and a HAR file is read up to {har.LONGEST:,}.",
            "Save fewer pages in one file. Nothing of it was imported.",
        )
    try:
        software = _one_line(_software(path, form))
    except foreign_warc.NoRoomError as error:
        raise _no_room(path) from error
    return ForeignFile(path, form, digest, size, software)


def _no_room(path: Path) -> DiskFullError:
    return DiskFullError(f"There is no room to unpack {path} in {gettempdir()}.")


def _one_line(text: str) -> str:
    """Give what a file calls its maker as a line that may be printed anywhere."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:_LONGEST_NAME]


def _form(path: Path, begins: bytes) -> Form:
    if begins.startswith(_ZIP):
        if foreign_wacz.names(path):
            return Form.WACZ
        raise ForeignFileError(f"{path} is a ZIP without WARCs below archive/, so no WACZ. {_FORMS}.")
    if begins.startswith((_GZIP, _WARC, _ARC)):
        return Form.WARC
    if begins.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return Form.HAR
    raise ForeignFileError(f"{path} is in no form that is read here: {_FORMS}.")


def _exchanges(path: Path, form: Form) -> Iterator[Foreign | PassedOver]:
    match form:
        case Form.WARC:
            return foreign_warc.exchanges(partial(_opened, path))
        case Form.WACZ:
            return foreign_wacz.exchanges(path)
        case Form.HAR:
            return har.exchanges(path.read_bytes())


def _software(path: Path, form: Form) -> str:
    match form:
        case Form.WARC:
            return foreign_warc.software(partial(_opened, path))
        case Form.WACZ:
            return foreign_wacz.software(path)
        case Form.HAR:
            return har.software(path.read_bytes())


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")
