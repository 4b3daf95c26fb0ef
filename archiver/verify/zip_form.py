"""The one form that a bundle's ZIP has (APPNOTE.TXT 6.3.10), written out from what its files are: name, size, CRC-32.

So a reader need not interpret what stands in a ZIP, and leaves no byte of it unread: he writes what must stand there,
and compares. `unpacked.py` says what the form is.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 0xFFFFFFFF
"""From here on a number needs 64 bits: as the largest of 32 it says that it stands elsewhere."""
_MOST_FILES = 0xFFFF
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
LOCAL_MARK, CENTRAL_MARK = b"PK\x03\x04", b"PK\x01\x02"
_END_MARK, _END_64_MARK, _LOCATOR_MARK = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_PLAIN, _LARGE = 20, 45
"""Versions of the format that are needed to read it."""
_UNIX, _READABLE = 3 << 8, 0o644 << 16
_NO_FLAGS, STORED = 0, 0
_TIME, _DATE = 0, 1 << 5 | 1
"""Midnight of 1980-01-01, before which no ZIP tells a time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a ZIP."""

    name: str
    size: int
    crc: int
    at: int
    """Where it begins."""


def local(entry: Entry, most: int = MOST) -> bytes:
    """Write what stands before the bytes of a file."""
    extra = _extra([entry.size, entry.size], most)
    size, name = _short(entry.size, most), entry.name.encode()
    told = (_needed(extra), _NO_FLAGS, STORED, _TIME, _DATE, entry.crc, size, size, len(name), len(extra))
    return LOCAL.pack(LOCAL_MARK, *told) + name + extra


def central(entry: Entry, most: int = MOST) -> bytes:
    """Write what the directory at the end says of a file."""
    extra = _extra([entry.size, entry.size, entry.at], most)
    size, name, needed = _short(entry.size, most), entry.name.encode(), _needed(extra)
    as_before = (needed, _NO_FLAGS, STORED, _TIME, _DATE, entry.crc, size, size, len(name), len(extra))
    more = (0, 0, 0, _READABLE, _short(entry.at, most))
    return CENTRAL.pack(CENTRAL_MARK, _UNIX | needed, *as_before, *more) + name + extra


def end(entries: Sequence[Entry], at: int, size: int, most: int = MOST) -> bytes:
    """Write what follows the directory, which is of a size and begins somewhere."""
    number, few = len(entries), min(most, _MOST_FILES)
    short = _MOST_FILES if number >= few else number
    last = _END.pack(_END_MARK, 0, 0, short, short, _short(size, most), _short(at, most), 0)
    if number < few and size < most and at < most:
        return last
    length = _END_64.size - 12
    large = _END_64.pack(_END_64_MARK, length, _UNIX | _LARGE, _LARGE, 0, 0, number, number, size, at)
    return large + _LOCATOR.pack(_LOCATOR_MARK, 0, at + size, 1) + last


def _short(number: int, most: int) -> int:
    return number if number < most else MOST


def _extra(numbers: Sequence[int], most: int) -> bytes:
    """Write the numbers that need 64 bits; nothing where none does."""
    large = [number for number in numbers if number >= most]
    return struct.pack(f"<2H{len(large)}Q", 1, 8 * len(large), *large) if large else b""


def _needed(extra: bytes) -> int:
    return _LARGE if extra else _PLAIN
