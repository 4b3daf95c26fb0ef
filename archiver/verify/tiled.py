"""ZIP files without a gap: entries one behind the other, and nothing between, before or behind them.

A reader looks for the directory at the end, and another one at the beginning of each entry: here both say the same, so
that no two of them find different things.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from archiver.verify.members import DamagedError

_LOCAL = struct.Struct("<4s5H3L2H")
_LARGE = struct.Struct("<2H2Q")
_CENTRAL, _END, _END_LARGE = 46, 22, 76
"""Bytes of an entry of the directory without what varies, of the end, and of what stands before it in a large file."""
_ELSEWHERE = 0xFFFFFFFF
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What `zipfile` raises; methods and flags that it does not know among it."""


@contextmanager
def readable() -> Iterator[None]:
    """Have all that `zipfile` raises of a ZIP that is none raise DamagedError, in a `with` block."""
    try:
        yield
    except DamagedError:
        raise
    except _BROKEN as error:
        raise DamagedError(str(error) or type(error).__name__) from error


def gaps(file: BinaryIO, archive: zipfile.ZipFile, at: int = 0) -> Iterator[str]:
    """Say what stands in a ZIP that belongs to no entry, or is told in two ways; entries begin at an offset."""
    entries = archive.infolist()
    if len({each.filename for each in entries}) != len(entries):
        yield "it names an entry twice"
    for each in sorted(entries, key=lambda each: each.header_offset):
        length = _header(file, at, each) if each.header_offset == at else 0
        if not length:
            yield f"{each.filename!a:.120} does not follow what stands before it, or its two headers differ"
        at += length + each.compress_size
    size = sum(_CENTRAL + len(each.orig_filename.encode()) + len(each.extra) for each in entries)
    behind = file.seek(0, 2) - at - size
    if archive.start_dir != at or archive.comment or behind not in (_END, _END + _END_LARGE):
        yield "something stands in it that belongs to no entry"


def _header(file: BinaryIO, at: int, entry: zipfile.ZipInfo) -> int:
    """Give the length of what stands before the bytes of an entry; 0 where it says other than the directory."""
    file.seek(at)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        return 0
    mark, _, flags, method, _, _, crc, packed, size, name_size, extra_size = _LOCAL.unpack(head)
    name, extra = file.read(name_size), file.read(extra_size)
    if extra:
        if extra != _LARGE.pack(1, 16, entry.file_size, entry.compress_size):
            return 0
        packed, size = (entry.compress_size, entry.file_size) if packed == size == _ELSEWHERE else (-1, -1)
    said = (mark, flags, method, crc, packed, size, name)
    named = entry.orig_filename.encode()
    right = (b"PK\x03\x04", 0, entry.compress_type, entry.CRC, entry.compress_size, entry.file_size, named)
    return _LOCAL.size + name_size + extra_size if said == right else 0
