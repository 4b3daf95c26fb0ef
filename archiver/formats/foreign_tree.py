"""Folders, ZIPs and single files of others: looked through within bounds, and never out of them.

No link is followed, and no name within a ZIP is ever used as that of a file here.
"""

import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO
from urllib.parse import quote

from archiver.model import instant
from archiver.model.digest import Digest

MOST_FILES = 200_000
LONGEST_DOCUMENT = 32 << 20
"""Bytes of a document, unpacked, that are read."""
LONGEST_MEDIUM = 4 << 30
_MOST_MEMORY = 128 << 20
"""Bytes that unpacking may take."""
_FLATEST = 100
"""How often a medium in a ZIP may be longer than it is packed there: pictures and films hardly shrink."""
PACKED = ".xz"
BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OverflowError,
    LookupError,
    ValueError,
)
"""What is raised where a file is not what it should be."""
_EXTENDED_TIME, _HAS_MTIME = 0x5455, 1
_FARTHEST_ZONE = timedelta(hours=14)
_ENCRYPTED = 0x1
_ESCAPES = ((b"\\", b"\\\\"), (b"\n", b"\\n"), (b"\r", b"\\r"))


@dataclass(frozen=True, slots=True)
class Member:
    """A plain file of a tree."""

    path: str
    """Below the tree's root, with forward slashes; bytes that are no UTF-8 as surrogates."""
    size: int
    at: datetime | None
    """When it was written, by the file system's word, or the ZIP's; None where that is no time."""
    flat: bool = False
    """Whether a ZIP says that it is so much longer than packed that it can be no medium."""


@dataclass(frozen=True, slots=True)
class Tree:
    """All plain files of a folder, a ZIP, or one file alone."""

    members: tuple[Member, ...]
    """In the order of their paths' bytes."""
    not_followed: int
    """What else there is: links, devices, names that lead out of it, names that stand twice."""
    open: Callable[[Member], IO[bytes]]
    """Opens a member to be read once from its start; raises one of `BROKEN`."""


class TooManyError(Exception):
    """A tree holds more files than are looked through."""


@contextmanager
def opened(path: Path, now: datetime, most: int = MOST_FILES) -> Iterator[Tree]:
    """Look through a folder, a ZIP or a single file, for a `with` block; `now` bounds times that have no zone.

    Raises OSError, TooManyError, and BadZipFile where what begins as a ZIP is none.
    """
    if path.is_dir():
        yield _of_folder(path, most)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as file:
            yield _of_zip(file, now, most)
    else:
        state = path.stat()
        member = Member(path.name, state.st_size, _instant(state.st_mtime))
        yield Tree((member,), 0, lambda _: path.open("rb"))


def _of_folder(root: Path, most: int) -> Tree:
    found, elsewhere = list[Member](), 0
    for folder, folders, files in os.walk(root, onerror=_raise):
        elsewhere += sum(os.path.islink(os.path.join(folder, name)) for name in folders)  # noqa: PTH114, PTH118
        for name in files:
            path = Path(folder, name)
            state = path.lstat()
            if not stat.S_ISREG(state.st_mode):
                elsewhere += 1
                continue
            found.append(Member(path.relative_to(root).as_posix(), state.st_size, _instant(state.st_mtime)))
            _bounded(len(found) + elsewhere, most)
    return Tree(_sorted(found), elsewhere, lambda member: _plain(root / member.path))


def _raise(error: OSError) -> None:
    raise error


def _plain(path: Path) -> IO[bytes]:
    """Open a file that was no link when it was looked at, and is none now."""
    return os.fdopen(
        os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)), "rb"
    )


def _of_zip(file: zipfile.ZipFile, now: datetime, most: int) -> Tree:
    found: dict[str, Member] = {}
    places: dict[str, zipfile.ZipInfo] = {}
    elsewhere = 0
    _bounded(len(file.infolist()), most)
    for info in file.infolist():
        if info.filename.endswith("/"):
            continue
        if not _stays_within(info) or info.filename in found:
            elsewhere += 1
            continue
        flat = info.file_size > _FLATEST * info.compress_size
        found[info.filename] = Member(info.filename, info.file_size, _time_in_zip(info, now), flat)
        places[info.filename] = info
    return Tree(_sorted(found.values()), elsewhere, lambda member: file.open(places[member.path]))


def _stays_within(info: zipfile.ZipInfo) -> bool:
    """Tell whether a name is that of a plain file below the root that anybody can read."""
    name = info.filename
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    leads_out = (
        not name
        or name.startswith("/")
        or "\\" in name
        or ":" in name.split("/")[0]
        or ".." in name.split("/")
    )
    return not (is_link or leads_out or info.flag_bits & _ENCRYPTED)


def _time_in_zip(info: zipfile.ZipInfo, now: datetime) -> datetime | None:
    """Give when a member was written: by its extended time, in UTC; else by that of the ZIP, which names no zone.

    That is taken for UTC; where it is yet to come there and may have been in another zone, for now.
    """
    extra = info.extra
    while len(extra) >= 4:  # noqa: PLR2004 - an id and a length, of two bytes each
        kind, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _EXTENDED_TIME and len(field) >= 5 and field[0] & _HAS_MTIME:  # noqa: PLR2004 - flags, seconds
            return _instant(struct.unpack("<i", field[1:5])[0])
    try:
        told = datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None
    return now if now < told <= now + _FARTHEST_ZONE else told


def _instant(seconds: float) -> datetime | None:
    try:
        return instant.from_epoch(seconds)
    except ValueError:
        return None


def _bounded(count: int, most: int) -> None:
    if count > most:
        raise TooManyError


def _sorted(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: path_bytes(member.path)))


def path_bytes(path: str) -> bytes:
    """Give a path as the bytes that it is written in."""
    return path.encode("utf-8", "surrogateescape")


def quoted(path: str) -> str:
    """Give a path as it can stand in a `urn:`."""
    return quote(path_bytes(path), safe="/")


def digest(files: Iterable[tuple[Digest, str]]) -> Digest:
    """Digest a folder: of its files, in the order of their paths' bytes, a line each as `sha256sum` prints it."""
    told = sha256()
    for content, path in files:
        name = path_bytes(path)
        escaped = name
        for letter, written in _ESCAPES:
            escaped = escaped.replace(letter, written)
        told.update(b"\\" if escaped != name else b"")
        told.update(b"%s  %s\n" % (content.hex.encode(), escaped))
    return Digest(f"sha256:{told.hexdigest()}")


def unpacked(content: bytes, path: str) -> bytes | None:
    """Give a document as it was before it was packed; None where it is longer than is read.

    Raises one of `BROKEN`.
    """
    if not path.endswith(PACKED):
        return content if len(content) <= LONGEST_DOCUMENT else None
    found, reader = bytearray(), lzma.LZMADecompressor(memlimit=_MOST_MEMORY)
    left = content
    while not reader.eof:
        found += reader.decompress(left, LONGEST_DOCUMENT + 1 - len(found))
        left = b""
        if len(found) > LONGEST_DOCUMENT:
            return None
        if reader.needs_input:
            raise EOFError
    return bytes(found)
