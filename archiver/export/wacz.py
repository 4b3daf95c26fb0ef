"""WACZ 1.1.1: WARCs with their index and their pages in one file that replays in a browser.

The entries that are compressed already are stored, as the standard asks; times within are given, so that the same WARCs
give the same bytes. Nothing else stands at the root or deeper than one folder: validators take it for damage.
"""

import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from cdxj_indexer.main import CDXJIndexer

from archiver import __version__
from archiver.export.digesting import Digesting
from archiver.model import instant

VERSION = "1.1.1"
_INDEX, _INDEX_OF_INDEX, _PAGES = "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
_PIECE = 1 << 20
_LINES = 1024
"""Of the index in one compressed part."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a reader can open."""

    url: str
    at: datetime
    title: str = ""


def write(out: Path, warcs: Sequence[Path], pages: Sequence[Page], at: datetime, title: str) -> None:
    """Write a WACZ of WARCs under the names of their files, as of a time. Raises OSError."""
    index, index_of_index = _indexed(warcs)
    entries = [
        *(_Entry(f"archive/{warc.name}", _pieces(warc), warc.stat().st_size) for warc in warcs),
        _Entry(_INDEX, [index], len(index)),
        _text(_INDEX_OF_INDEX, index_of_index),
        _text(_PAGES, _listed(pages)),
    ]
    with zipfile.ZipFile(out, "x", allowZip64=True) as file:
        resources = [_added(file, entry, at) for entry in entries]
        package = _package(resources, at, title)
        _added(file, _text("datapackage.json", package), at)
        digest = {"path": "datapackage.json", "hash": f"sha256:{sha256(package).hexdigest()}"}
        _added(file, _text("datapackage-digest.json", _json(digest)), at)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    content: Iterable[bytes]
    size: int
    kind: int = zipfile.ZIP_STORED


def _text(name: str, content: bytes) -> _Entry:
    return _Entry(name, [content], len(content), zipfile.ZIP_DEFLATED)


def _added(file: zipfile.ZipFile, entry: _Entry, at: datetime) -> dict[str, Any]:
    """Add an entry, and say of it what datapackage.json says."""
    info = zipfile.ZipInfo(entry.name, at.timetuple()[:6])
    info.compress_type, info.external_attr = entry.kind, 0o644 << 16
    digesting = Digesting("sha256")
    # A browser's viewer takes an entry that has no extra field in the directory for one that has none before its
    # content either. `zipfile` writes it there from this size on, so it may not stand here below it.
    is_large = entry.size > zipfile.ZIP64_LIMIT
    with file.open(info, "w", force_zip64=is_large) as written:
        for piece in entry.content:
            digesting.update(piece)
            written.write(piece)
    return {
        "name": entry.name.rpartition("/")[2],
        "path": entry.name,
        "hash": f"sha256:{digesting.finished()[0]}",
        "bytes": digesting.size,
    }


def _indexed(warcs: Sequence[Path]) -> tuple[bytes, bytes]:
    """Give the compressed CDXJ index of WARCs, and the index of its parts."""
    parts, index = BytesIO(), StringIO()
    CDXJIndexer(
        index,
        [str(warc) for warc in warcs],
        sort=True,
        compress=parts,
        lines=_LINES,
        data_out_name=_INDEX.rpartition("/")[2],
    ).process_all()
    return parts.getvalue(), index.getvalue().encode()


def _listed(pages: Sequence[Page]) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    told = [
        {
            "id": sha256(f"{page.url} {page.at}".encode()).hexdigest()[:16],
            "url": page.url,
            "ts": instant.written(page.at),
            "title": page.title or page.url,
        }
        for page in pages
    ]
    return b"".join(_json(line) + b"\n" for line in (head, *told))


def _package(resources: list[dict[str, Any]], at: datetime, title: str) -> bytes:
    return _json(
        {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": title,
            "created": instant.written(at),
            "software": f"archiver {__version__}",
            "resources": resources,
        }
    )


def _pieces(file: Path) -> Iterable[bytes]:
    with file.open("rb") as opened:
        yield from iter(lambda: opened.read(_PIECE), b"")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
