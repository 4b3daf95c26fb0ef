"""A finished bag as one ZIP file (APPNOTE.TXT 6.3.10), in the one form that the verifier of bundles takes.

Everything is stored under a folder that bears the bag's name, in order of names, with no time but 1980-01-01 and no
field that need not be there: the same bag gives the same bytes, and none of them says anything that nothing guards.
`zipfile` writes other bytes from version to version, and 64-bit fields where it might have needed them.
"""

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archiver.export.bag import NAME

_MOST, _MOST_FILES = 0xFFFFFFFF, 0xFFFF
_PLAIN, _LARGE = 20, 45
_UNIX, _READABLE = 3 << 8, 0o644 << 16
_DATE = 1 << 5 | 1
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file that is packed."""

    name: bytes
    size: int
    at: int
    crc: int = 0


def write(out: Path, folder: Path, most: int = _MOST) -> None:
    """Pack a bag, with `proof/` beside it. Numbers from `most` on are written in 64 bits.

    Raises ValueError where it holds what no bag holds, and OSError.
    """
    paths = {f"{folder.name}/{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*")}
    with out.open("xb") as packed:
        entries = [
            _packed(packed, name, paths[name], most) for name in sorted(paths) if _is_file(paths[name])
        ]
        at = packed.tell()
        for entry in entries:
            packed.write(_central(entry, most))
        packed.write(_end(len(entries), at, packed.tell() - at, most))


def _is_file(path: Path) -> bool:
    if path.is_symlink() or not (path.is_file() or path.is_dir()):
        raise ValueError(f"{path.name!r} is nothing that a bag holds")
    return path.is_file()


def _packed(packed: BinaryIO, name: str, path: Path, most: int) -> _Entry:
    """Write a file, and then its CRC-32 before it."""
    top, _, below = name.partition("/")
    if not NAME.fullmatch(top) or not NAME.fullmatch(below):
        raise ValueError(f"{name!r} is no name of a file in a bag")
    entry, crc = _Entry(name.encode(), path.stat().st_size, packed.tell()), 0
    packed.write(_local(entry, most))
    begin = packed.tell()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            packed.write(piece)
            crc = zlib.crc32(piece, crc)
    end = packed.tell()
    if end - begin != entry.size:
        raise ValueError(f"{name!r} changed while it was packed")
    packed.seek(entry.at)
    entry = _Entry(entry.name, entry.size, entry.at, crc)
    packed.write(_local(entry, most))
    packed.seek(end)
    return entry


def _local(entry: _Entry, most: int) -> bytes:
    extra = _extra([entry.size, entry.size], most)
    return struct.pack("<4s", b"PK\3\4") + _said(entry, extra, most) + entry.name + extra


def _central(entry: _Entry, most: int) -> bytes:
    extra = _extra([entry.size, entry.size, entry.at], most)
    made = struct.pack("<4sH", b"PK\1\2", _UNIX | _version(extra))
    more = struct.pack("<3H2L", 0, 0, 0, _READABLE, _short(entry.at, most))
    return made + _said(entry, extra, most) + more + entry.name + extra


def _said(entry: _Entry, extra: bytes, most: int) -> bytes:
    """Write what stands before a file's bytes and in the directory alike."""
    size = _short(entry.size, most)
    flags = method = time = 0
    told = (_version(extra), flags, method, time, _DATE, entry.crc, size, size, len(entry.name), len(extra))
    return struct.pack("<5H3L2H", *told)


def _end(files: int, at: int, size: int, most: int) -> bytes:
    few = min(most, _MOST_FILES)
    short = files if files < few else _MOST_FILES
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, short, short, _short(size, most), _short(at, most), 0)
    if files < few and max(at, size) < most:
        return last
    told = (44, _UNIX | _LARGE, _LARGE, 0, 0, files, files, size, at)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at + size, 1)
    return struct.pack("<4sQ2H2L4Q", b"PK\6\6", *told) + locator + last


def _short(number: int, most: int) -> int:
    return number if number < most else _MOST


def _extra(numbers: list[int], most: int) -> bytes:
    large = [number for number in numbers if number >= most]
    return struct.pack(f"<2H{len(large)}Q", 1, 8 * len(large), *large) if large else b""


def _version(extra: bytes) -> int:
    return _LARGE if extra else _PLAIN
