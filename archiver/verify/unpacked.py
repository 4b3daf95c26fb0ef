"""A bundle that was handed over as a ZIP file: held against the one form that `export` writes, and laid in a folder.

The form, in which a bundle has exactly one ZIP:

1. Files in order of their names, each a local header and its bytes, nothing before, between or behind. Names are those
   of a bag below one folder, which bears the bag's name; none stands twice, also where only case differs.
2. Each is stored: not compressed, not encrypted. So what is unpacked is no larger than the ZIP.
3. Headers say: version 2.0, no flags, 1980-01-01 00:00, CRC-32 and both sizes. Where a size is 2^32 - 1 or more:
   version 4.5, that number in both places, and the sizes in the one extra field there is (ZIP64).
4. The directory says the same in the same order, and besides: made by Unix, a file that is readable (0644 << 16), no
   comment, and where the file begins, in the extra field too where that is 2^32 - 1 or more.
5. The end says how many files there are, and where the directory is. Where one of these needs more bits, its ZIP64 form
   and locator stand before it. No comment; and then the file ends.

`zip_form.py` writes these down from name, size and CRC-32, to compare. The bytes of files have their CRC-32, and the
digests of the bag.
"""

import os
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from archiver.verify import zip_form
from archiver.verify.zip_form import CENTRAL, LOCAL, LOCAL_MARK, MOST, STORED, Entry

_PART = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"
_NAME = re.compile(rf"{_PART}(/{_PART}){{0,10}}")
_ENCRYPTED = 1 | 1 << 6 | 1 << 13
_LINK, _KIND = 0o120000, 0o170000
_CHUNK = 1 << 20
_ADVICE = "Another program packed it: unpack it first, and verify the folder."


class NotPackedError(Exception):
    """A file that is no ZIP of a bundle as `export` writes it; says why, in a sentence."""


@contextmanager
def unpacked(file: Path, most: int = MOST) -> Iterator[Path]:
    """Lay the files of a ZIP in a temporary folder for a `with` block, and give the folder of the bundle.

    From `most` on numbers are taken to need 64 bits. Raises NotPackedError, and OSError where there is no room.
    """
    with TemporaryDirectory(prefix="bundle-") as folder:
        with file.open("rb") as packed:
            name = _laid(packed, Path(folder), most)
        yield Path(folder, name)


def _laid(packed: BinaryIO, folder: Path, most: int) -> str:
    """Lay all files in a folder; give the name of the one that they stand in."""
    names, entries = _Names(), list[Entry]()
    length, at = os.fstat(packed.fileno()).st_size, 0
    while (head := packed.read(LOCAL.size)).startswith(LOCAL_MARK):
        entry = _entry(packed, head, at, most)
        names.take(entry.name)
        at = packed.tell()
        if at + entry.size > length:
            raise NotPackedError(f"The ZIP is cut short, within {entry.name}.")
        _lay(packed, folder / entry.name, entry)
        entries.append(entry)
        at += entry.size
    if not entries:
        raise NotPackedError("It is no ZIP of a bundle: it does not begin with a file that is packed.")
    packed.seek(at)
    _check_end(packed, entries, at, most)
    return names.top


@dataclass(slots=True)
class _Names:
    """The names that were met so far."""

    top: str = ""
    """Folder that all stand in."""
    _last: str = ""
    _files: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)
    """In lower case, as where case does not count."""

    def take(self, name: str) -> None:
        """Take the next name; raise NotPackedError where a bundle cannot have it in this place."""
        top, _, below = name.partition("/")
        self.top = self.top or top
        if top != self.top or not below:
            raise NotPackedError(f"Not all of it stands in one folder: {name} does not stand in {self.top}/.")
        folded = name.lower()
        folders = [folded[:at] for at, letter in enumerate(folded) if letter == "/"]
        if folded in self._files | self._folders or not self._files.isdisjoint(folders):
            raise NotPackedError(
                f"{name} stands in it twice, if only in another case, or as file and folder."
            )
        if name < self._last:
            raise NotPackedError(f"{name} is not in order, behind {self._last}. {_ADVICE}")
        self._last = name
        self._files.add(folded)
        self._folders.update(folders)


def _entry(packed: BinaryIO, head: bytes, at: int, most: int) -> Entry:
    """Read the rest of a local header, and hold it against what it must be."""
    if len(head) < LOCAL.size:
        raise NotPackedError("The ZIP is cut short, within a header.")
    _, _, flags, method, _, _, crc, size, _, name_size, extra_size = LOCAL.unpack(head)
    raw, extra = packed.read(name_size), packed.read(extra_size)
    name = raw.decode("ascii", "backslashreplace")
    if len(raw) + len(extra) < name_size + extra_size:
        raise NotPackedError("The ZIP is cut short, within a header.")
    if not _NAME.fullmatch(name):
        raise NotPackedError(
            f"It holds a name that no file of a bundle has, and nothing is unpacked: {name!a}."
        )
    if flags & _ENCRYPTED:
        raise NotPackedError(f"{name} is encrypted; no file of a bundle is.")
    if method != STORED:
        raise NotPackedError(f"{name} is compressed; no file of a bundle's ZIP is. {_ADVICE}")
    if size == MOST:
        # The extra field begins with four bytes of kind and length.
        size = int.from_bytes(extra[4:12], "little")
    entry = Entry(name, size, crc, at)
    if head + raw + extra != zip_form.local(entry, most):
        raise NotPackedError(f"The header of {name} is not as a bundle's ZIP has it. {_ADVICE}")
    return entry


def _lay(packed: BinaryIO, path: Path, entry: Entry) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    left, crc = entry.size, 0
    with path.open("xb") as out:
        while left and (piece := packed.read(min(left, _CHUNK))):
            out.write(piece)
            crc = zlib.crc32(piece, crc)
            left -= len(piece)
    if left or crc != entry.crc:
        raise NotPackedError(f"The bytes of {entry.name} are not those that were packed: the ZIP is damaged.")


def _check_end(packed: BinaryIO, entries: Sequence[Entry], at: int, most: int) -> None:
    """Hold the directory, and what follows it, against the files that were met."""
    size = 0
    for entry in entries:
        right = zip_form.central(entry, most)
        found = packed.read(len(right))
        if found != right:
            raise NotPackedError(_told(entry, found, right))
        size += len(right)
    right = zip_form.end(entries, at, size, most)
    found = packed.read(len(right) + 1)
    if found == right:
        return
    if right.startswith(found):
        raise NotPackedError("The ZIP is cut short, at its end.")
    if found.startswith(right):
        raise NotPackedError("Behind the end of the ZIP stands more, which belongs to no file.")
    raise NotPackedError(f"The ZIP does not end as that of a bundle does. {_ADVICE}")


def _told(entry: Entry, found: bytes, right: bytes) -> str:
    """Say what is wrong with what should be in the directory."""
    if right.startswith(found):
        return "The ZIP is cut short, within its directory."
    if found[:4] != right[:4]:
        return f"Where the directory should speak of {entry.name} stands something that belongs to no file."
    if len(found) >= CENTRAL.size and CENTRAL.unpack(found[: CENTRAL.size])[-2] >> 16 & _KIND == _LINK:
        return f"{entry.name} is a symbolic link; a bundle holds none."
    return f"The directory says something else of {entry.name} than stands before its bytes. {_ADVICE}"
