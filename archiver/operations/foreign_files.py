"""Files that others captured: in which form each is, and of one with exchanges those that it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import BinaryIO

from archiver.errors import DiskFullError
from archiver.formats import foreign_wacz, foreign_warc, har
from archiver.model.digest import Digest
from archiver.model.foreign import Foreign, Form, PassedOver
from archiver.operations import foreign_folders
from archiver.operations.foreign_folders import ForeignFolder
from archiver.operations.foreign_refused import READ, ForeignFileError

_GZIP, _ZIP, _WARC, _ARC, _XZ = b"\x1f\x8b", b"PK\x03\x04", b"WARC/", b"filedesc:", b"\xfd7zXZ\0"
_HAR = re.compile(rb'\s*\{\s*"log"\s*:')
_BLANK = b"\xef\xbb\xbf \t\r\n"
_CHUNK = 1 << 20


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


def recognised(path: Path, now: datetime | None = None) -> ForeignFile | ForeignFolder:
    """Say in which form a file or folder is, by what stands in it. Raises ForeignFileError, DiskFullError.

    `now` bounds times that name no zone; by default the machine's.
    """
    now = now or datetime.now(UTC)
    if path.is_dir():
        return _folder(path, now)
    try:
        with path.open("rb") as file:
            begins = file.read(_CHUNK)
    except OSError as error:
        raise ForeignFileError(f"{path} cannot be read: {error.strerror}.") from error
    found = foreign_folders.recognised(path, now) if _may_be_documents(path, begins) else None
    return found or _file(path, _form(path, begins))


def _folder(path: Path, now: datetime) -> ForeignFolder:
    found = foreign_folders.recognised(path, now)
    if found is None:
        raise ForeignFileError(
            f"{path} is a folder that holds no post's document of a program known here: {READ}."
        )
    return found


def _may_be_documents(path: Path, begins: bytes) -> bool:
    """Tell whether a file may be one document, or a ZIP of some."""
    if begins.startswith(_ZIP):
        return not foreign_wacz.names(path)
    plain = begins.lstrip(_BLANK)
    return (
        begins.startswith(_XZ) or plain.startswith(b"[") or (plain.startswith(b"{") and not _HAR.match(plain))
    )


def _file(path: Path, form: Form) -> ForeignFile:
    with path.open("rb") as file:
        digest = Digest.of(iter(lambda: file.read(_CHUNK), b""))
    size = path.stat().st_size
    if form is Form.HAR and size > har.LONGEST:
        raise ForeignFileError(
            f"{path} has {size:,} bytes, and a HAR file is read up to {har.LONGEST:,}.",
            "Save fewer pages in one file. Nothing of it was imported.",
        )
    try:
        software = foreign_folders.one_line(_software(path, form))
    except foreign_warc.NoRoomError as error:
        raise _no_room(path) from error
    return ForeignFile(path, form, digest, size, software)


def _no_room(path: Path) -> DiskFullError:
    return DiskFullError(f"There is no room to unpack {path} in {gettempdir()}.")


def _form(path: Path, begins: bytes) -> Form:
    if begins.startswith(_ZIP):
        if foreign_wacz.names(path):
            return Form.WACZ
        raise ForeignFileError(
            f"{path} is a ZIP without WARCs below archive/, so no WACZ, and holds no post's document: {READ}."
        )
    if begins.startswith((_GZIP, _WARC, _ARC)):
        return Form.WARC
    if begins.lstrip(_BLANK).startswith(b"{"):
        return Form.HAR
    raise ForeignFileError(f"{path} is in no form that is read here: {READ}.")


def _exchanges(path: Path, form: Form) -> Iterator[Foreign | PassedOver]:
    match form:
        case Form.WARC:
            return foreign_warc.exchanges(partial(_opened, path))
        case Form.WACZ:
            return foreign_wacz.exchanges(path)
        case Form.HAR:
            return har.exchanges(path.read_bytes())
        case _:
            raise ValueError(f"in the form {form}, which holds no exchanges")


def _software(path: Path, form: Form) -> str:
    match form:
        case Form.WARC:
            return foreign_warc.software(partial(_opened, path))
        case Form.WACZ:
            return foreign_wacz.software(path)
        case Form.HAR:
            with path.open("rb") as file:
                return har.software(file.read(_CHUNK))
        case _:
            return ""


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")
