"""The form of a WACZ's ZIP: entries of known names, and none that unpacks to more than is read."""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from archiver.verify import tiled
from archiver.verify.members import DamagedError

_STORED_NAMES = r"archive/[a-z0-9][a-z0-9._-]{0,199}\.warc\.gz|indexes/index\.cdx\.gz"
_NAMES = re.compile(rf"{_STORED_NAMES}|indexes/index\.idx|pages/pages\.jsonl|datapackage(?:-digest)?\.json")
_STORED = re.compile(_STORED_NAMES)
_MOST_DEFLATED = 64 << 20


def check(file: BinaryIO, archive: zipfile.ZipFile) -> None:
    """Raise DamagedError where a WACZ has another form than that in which one is written here."""
    for fault in (*_entries(archive), *tiled.gaps(file, archive)):
        raise DamagedError(fault)


def _entries(archive: zipfile.ZipFile) -> Iterator[str]:
    for each in archive.infolist():
        name = each.filename
        if not _NAMES.fullmatch(name):
            yield f"no WACZ of a bundle holds {name!a:.120}"
        deflated = each.compress_type == zipfile.ZIP_DEFLATED and not _STORED.fullmatch(name)
        if each.flag_bits or each.comment or not (deflated or each.compress_type == zipfile.ZIP_STORED):
            yield f"{name} is not packed as it should be"
        if not _STORED.fullmatch(name) and each.file_size > _MOST_DEFLATED:
            yield f"{name} is longer than any such file is"
