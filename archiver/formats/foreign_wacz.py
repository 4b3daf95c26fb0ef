"""WACZ files (specs.webrecorder.net, WACZ 1.1.1) that others made: WARCs in a ZIP, read one after the other."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from archiver.formats import foreign_warc
from archiver.model.foreign import Foreign, PassedOver

_FOLDER = "archive/"
_ENDINGS = (".warc", ".warc.gz")
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError)
LONGEST = 1 << 40
"""Bytes that the WARCs of one file may inflate to."""


def names(path: Path) -> list[str]:
    """Give the WARCs in a file; none where it is no WACZ."""
    try:
        with zipfile.ZipFile(path) as file:
            return [each.filename for each in file.infolist() if _is_warc(each)]
    except _BROKEN:
        return []


def exchanges(path: Path) -> Iterator[Foreign | PassedOver]:
    """Give the exchanges of all WARCs in a file, as `foreign_warc` does. Raises ValueError where there is none."""
    found = names(path)
    if not found:
        raise ValueError("no WACZ: it holds no WARC below archive/")
    for name in found:
        with tempfile.TemporaryDirectory() as folder:
            warc = Path(folder) / "member.warc"
            try:
                with zipfile.ZipFile(path) as file, file.open(name) as member, warc.open("wb") as out:
                    shutil.copyfileobj(member, out)
            except _BROKEN:
                yield PassedOver.NOT_UNDERSTOOD
                continue
            try:
                yield from foreign_warc.exchanges(partial(_opened, warc))
            except ValueError:
                yield PassedOver.NOT_UNDERSTOOD


def software(path: Path) -> str:
    """Give what the first of its WARCs says it was made by; empty where it does not say."""
    for name in names(path)[:1]:
        with tempfile.TemporaryDirectory() as folder:
            warc = Path(folder) / "member.warc"
            try:
                with zipfile.ZipFile(path) as file, file.open(name) as member, warc.open("wb") as out:
                    shutil.copyfileobj(member, out)
            except _BROKEN:
                return ""
            return foreign_warc.software(partial(_opened, warc))
    return ""


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _is_warc(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith(_FOLDER) and member.filename.lower().endswith(_ENDINGS)
