"""WACZ files (specs.webrecorder.net, WACZ 1.1.1) that others made: WARCs in a ZIP, read one after the other.

As the format has it a WARC is stored there as it stands, and is read in its place. One that is packed is unpacked
first, into a folder that goes with the reading; what anybody could be asked for by stands there for as long.
"""

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from archiver.formats import foreign_warc, joined_file
from archiver.formats.joined_file import Part
from archiver.model.foreign import Foreign, PassedOver

_FOLDER = "archive/"
_CHUNK = 1 << 20
_ENDINGS = (".warc", ".warc.gz")
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error, ValueError)
_FLATTEST = 100
_SMALL = 64 << 20
"""A WARC is unpacked that has no more bytes than that, or no more than a hundred times those that it is packed in."""
_HEAD, _NAME_LENGTHS = 30, 26
"""Bytes of a member's own header (APPNOTE.TXT 4.3.7), and where the lengths of name and extra field stand in it."""


def names(path: Path) -> list[str]:
    """Give the WARCs in a file; none where it is no WACZ."""
    try:
        with zipfile.ZipFile(path) as file:
            return [each.filename for each in file.infolist() if _is_warc(each)]
    except _BROKEN:
        return []


def exchanges(path: Path) -> Iterator[Foreign | PassedOver]:
    """Give the exchanges of all WARCs in a file, as `foreign_warc` does. Raises ValueError where there is none."""
    with _joined(path) as found:
        if not found.warcs and not found.lost:
            raise ValueError("no WACZ: it holds no WARC below archive/")
        yield from found.lost
        for parts in found.warcs:
            try:
                yield from foreign_warc.exchanges(partial(joined_file.opened, parts))
            except ValueError:
                yield PassedOver.BROKEN_OFF


def software(path: Path) -> str:
    """Give what the first of its WARCs says that does: what it was made by; empty where none says it."""
    for name in names(path):
        try:
            with zipfile.ZipFile(path) as file:
                said = foreign_warc.software(partial(_member, file, name))
        except _BROKEN:
            continue
        if said:
            return said
    return ""


def _member(file: zipfile.ZipFile, name: str) -> BinaryIO:
    return file.open(name)  # type: ignore[return-value]  # it is one but by name


@dataclass(slots=True)
class _Found:
    warcs: list[list[Part]] = field(default_factory=list)
    """Those of one ending as one file each: what one of them refers to may stand in another."""
    lost: list[PassedOver] = field(default_factory=list)


@contextmanager
def _joined(path: Path) -> Iterator[_Found]:
    """Give the WARCs for a `with` block, and why others could not be read."""
    with tempfile.TemporaryDirectory() as folder:
        found, by_ending = _Found(), dict[bool, list[Part]]()
        for number, name in enumerate(names(path)):
            try:
                with zipfile.ZipFile(path) as file:
                    part = _part(path, file, file.getinfo(name), Path(folder) / str(number))
            except _BROKEN:
                part = PassedOver.BROKEN_OFF
            if isinstance(part, PassedOver):
                found.lost.append(part)
            else:
                by_ending.setdefault(name.lower().endswith(".gz"), []).append(part)
        found.warcs = [by_ending[packed] for packed in sorted(by_ending)]
        yield found


def _part(path: Path, file: zipfile.ZipFile, member: zipfile.ZipInfo, aside: Path) -> Part | PassedOver:
    """Say where the bytes of a member stand, unpacked aside where they are packed. Raises one of `_BROKEN`."""
    if member.compress_type != zipfile.ZIP_STORED:
        if member.file_size > max(_SMALL, _FLATTEST * member.compress_size):
            return PassedOver.TOO_LARGE
        with aside.open("wb") as out, file.open(member) as packed:
            for chunk in iter(partial(packed.read, _CHUNK), b""):
                foreign_warc.unpack(chunk, out)
        return Part(aside, 0, member.file_size)
    # Read through once, so that its checksum is held against it.
    with file.open(member) as stored:
        while stored.read(_CHUNK):
            pass
    with path.open("rb") as own:
        own.seek(member.header_offset)
        lengths = struct.unpack("<HH", own.read(_HEAD)[_NAME_LENGTHS:])
    return Part(path, member.header_offset + _HEAD + sum(lengths), member.file_size)


def _is_warc(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith(_FOLDER) and member.filename.lower().endswith(_ENDINGS)
