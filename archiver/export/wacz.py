"""WACZ 1.1.1: WARCs with their index and their pages in one file that replays in a browser.

The entries that are compressed already are stored, as the standard asks; times within are given, so that the same WARCs
give the same bytes. Nothing else stands at the root or deeper than one folder: validators take it for damage.
"""

import json
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import IO, Any

from cdxj_indexer.main import CDXJIndexer

from archiver import __version__
from archiver.export.digesting import Digesting
from archiver.model import instant

VERSION = "1.1.1"
_INDEX, _INDEX_OF_INDEX, _PAGES = "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
LARGE = zipfile.ZIP64_LIMIT - (8 << 20)
"""Bytes of a WARC from which on its entry is of the form for large ones: less by what storing it adds."""
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
    made = Wacz(out, at, title)
    for warc in warcs:
        entry = made.begin(warc.name, is_large=warc.stat().st_size > LARGE)
        with warc.open("rb") as file:
            while piece := file.read(_PIECE):
                entry.write(piece)
        entry.close()
    made.close(pages)


class Wacz:
    """A WACZ in the making: WARCs are written into it one after the other, then their index and the pages."""

    def __init__(self, out: Path, at: datetime, title: str) -> None:
        """Begin the file, which is new. Raises OSError."""
        self._out, self._at, self._title = out, at, title
        self._raw = out.open("xb+")
        self._file = zipfile.ZipFile(self._raw, "w")
        self._resources: list[dict[str, Any]] = []
        self._warcs: list[Warc] = []

    @property
    def size(self) -> int:
        """Give the bytes of the WARCs that are finished."""
        return sum(warc.tell() for warc in self._warcs)

    def begin(self, name: str, *, is_large: bool = False) -> "Warc":
        """Begin a WARC, to be ended before the next; say of one of 2 GiB or more that it `is_large`. Raises OSError."""
        # A browser's viewer takes an entry that has no extra field in the directory for one that has none before its
        # content either. `zipfile` writes it there from this size on, so it may not stand here below it.
        written = self._file.open(
            self._info(f"archive/{name}", zipfile.ZIP_STORED), "w", force_zip64=is_large
        )
        return Warc(self, name, self._raw.tell(), written)

    def end(self, warc: "Warc", digest: str) -> None:
        """Take down a WARC that is ended."""
        self._warcs.append(warc)
        self._resources.append(_resource(f"archive/{warc.name}", digest, warc.tell()))

    def within(self, name: str, start: int, size: int) -> "Within":
        """Open a stretch of what is written, to be read under a name. Raises OSError."""
        self._raw.flush()
        return Within(self._out, name, start, size)

    def close(self, pages: Sequence[Page]) -> None:
        """Write what else a WACZ holds, and end it. Raises OSError."""
        index, index_of_index = _indexed(self._warcs)
        self._add(_INDEX, index, zipfile.ZIP_STORED)
        self._add(_INDEX_OF_INDEX, index_of_index)
        self._add(_PAGES, _listed(pages))
        package = _package(self._resources, self._at, self._title)
        self._add("datapackage.json", package)
        digest = {"path": "datapackage.json", "hash": f"sha256:{sha256(package).hexdigest()}"}
        self._add("datapackage-digest.json", _json(digest))
        self._file.close()
        self._raw.close()

    def abandon(self) -> None:
        """Let go of the file as it is, where no more can be written to it."""
        # Else it would be ended once more when nobody knows it any longer, and say on its own why that fails.
        self._file.fp = None
        with suppress(OSError):
            self._raw.close()

    def _add(self, name: str, content: bytes, kind: int = zipfile.ZIP_DEFLATED) -> None:
        self._file.writestr(self._info(name, kind), content)
        self._resources.append(_resource(name, sha256(content).hexdigest(), len(content)))

    def _info(self, name: str, kind: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._at.timetuple()[:6])
        info.compress_type, info.external_attr = kind, 0o644 << 16
        return info


class Warc:
    """A WARC within a WACZ, as it is written, and once it is to be read again."""

    def __init__(self, wacz: Wacz, name: str, start: int, written: IO[bytes]) -> None:
        """Begin where its content stands in the file."""
        self.name = name
        self._wacz, self._start, self._written = wacz, start, written
        self._digesting = Digesting("sha256")

    def write(self, content: bytes) -> None:
        """Write the next bytes. Raises OSError."""
        self._digesting.update(content)
        self._written.write(content)

    def tell(self) -> int:
        """Give the bytes that are written."""
        return self._digesting.size

    def close(self) -> None:
        """End it. Raises OSError, and RuntimeError where it is larger than was said."""
        self._written.close()
        self._wacz.end(self, self._digesting.finished()[0])

    def opened(self, at: int = 0) -> "Within":
        """Open what is written of it, from an offset on, to be read. Raises OSError."""
        return self._wacz.within(self.name, self._start + at, self.tell() - at)


class Within:
    """A stretch of a file, read as a file of its own."""

    def __init__(self, file: Path, name: str, start: int, size: int) -> None:
        """Open it, under a name. Raises OSError."""
        self.name = name
        self._file, self._start, self._size = file.open("rb"), start, size
        self._file.seek(start)

    def read(self, most: int = -1) -> bytes:
        """Read the next bytes. Raises OSError."""
        left = self._size - self.tell()
        return self._file.read(left if most < 0 else min(most, left))

    def tell(self) -> int:
        """Give the offset of the next byte."""
        return self._file.tell() - self._start

    def close(self) -> None:
        """Let go of it."""
        self._file.close()


def _resource(path: str, digest: str, size: int) -> dict[str, Any]:
    """Say of an entry what datapackage.json says."""
    return {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{digest}", "bytes": size}


class _Indexer(CDXJIndexer):  # type: ignore[misc]
    """Calls each WARC by its own name."""

    def process_one(self, input_: Within, output: object, _: object) -> None:
        super().process_one(input_, output, input_.name)
        input_.close()


def _indexed(warcs: Sequence[Warc]) -> tuple[bytes, bytes]:
    """Give the compressed CDXJ index of WARCs, and the index of its parts."""
    parts, index = BytesIO(), StringIO()
    _Indexer(
        index,
        [warc.opened() for warc in warcs],
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


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
