"""WACZ files (specs.webrecorder.net, WACZ 1.1.1) that others made: WARCs in a ZIP, read one after the other."""

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from archiver.formats import foreign_warc
from archiver.model.foreign import Foreign, PassedOver

_FOLDER = "archive/"
_CHUNK = 1 << 20
_ENDINGS = (".warc", ".warc.gz")
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error)


def names(path: Path) -> list[str]:
    """Give the WARCs in a file; none where it is no WACZ."""
    try:
        with zipfile.ZipFile(path) as file:
            return [each.filename for each in file.infolist() if _is_warc(each)]
    except _BROKEN:
        return []


def exchanges(path: Path) -> Iterator[Foreign | PassedOver]:
    """Give the exchanges of all WARCs in a file, as `foreign_warc` does. Raises ValueError where there is none."""
    with _joined(path) as (warcs, lost):
        if not warcs and not lost:
            raise ValueError("no WACZ: it holds no WARC below archive/")
        yield from [PassedOver.BROKEN_OFF] * lost
        for warc in warcs:
            try:
                yield from foreign_warc.exchanges(partial(_opened, warc))
            except ValueError:
                yield PassedOver.BROKEN_OFF


def software(path: Path) -> str:
    """Give what the first of its WARCs says it was made by; empty where it does not say."""
    with _joined(path) as (warcs, _):
        return next(filter(None, (foreign_warc.software(partial(_opened, warc)) for warc in warcs)), "")


@contextmanager
def _joined(path: Path) -> Iterator[tuple[list[Path], int]]:
    """Give the WARCs for a `with` block, those of one ending in one file, and how many could not be read.

    What one of them refers to may stand in another.
    """
    with tempfile.TemporaryDirectory() as folder:
        joined, lost = [Path(folder) / f"joined{ending}" for ending in _ENDINGS], 0
        for name in names(path):
            with joined[name.lower().endswith(".gz")].open("ab") as out:
                whole = out.tell()
                try:
                    with zipfile.ZipFile(path) as file, file.open(name) as member:
                        for chunk in iter(partial(member.read, _CHUNK), b""):
                            foreign_warc.unpack(chunk, out)
                except _BROKEN:
                    out.truncate(whole)
                    lost += 1
        yield [each for each in joined if each.is_file() and each.stat().st_size], lost


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _is_warc(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith(_FOLDER) and member.filename.lower().endswith(_ENDINGS)
