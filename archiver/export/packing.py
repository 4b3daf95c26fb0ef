"""Pack copies of captures into WACZ files of about a gigabyte, each of which replays by itself.

A capture's records stand in one WARC, or in several where a file is full: then the next page, or medium that was
fetched by itself, begins the next, so that what a page is made of stands with it. A payload that a page refers to and
that stands in another file goes along once more, in `held.warc.gz`.
"""

from collections.abc import Container, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from archiver.export import wacz
from archiver.export.describing import Described
from archiver.export.disclosed_warc import Place
from archiver.export.wacz import Page
from archiver.model.capture import CaptureId

LIMIT = 1 << 30
"""Bytes of records after which a file is closed; the last page, or medium, may go beyond."""
_BEGINNINGS = ("page/document", "direct")
HELD = "held.warc.gz"
_PIECE = 1 << 20


@dataclass(slots=True)
class Packing:
    """WACZ files in the making."""

    work: Path
    """A folder for what is not finished."""
    out: Path
    """The folder that they stand in."""
    wanted: Container[Place]
    """Records that others refer to."""
    at: datetime
    title: str
    limit: int = LIMIT
    written: list[str] = field(default_factory=list)
    """Names of the files that are finished."""
    size: int = 0
    """Bytes of the WARCs that are finished and wait for their file."""
    _warcs: list[Path] = field(default_factory=list)
    _pages: list[Page] = field(default_factory=list)
    _here: set[Place] = field(default_factory=set)
    _spoken_of: set[Place] = field(default_factory=set)
    _kept: MutableMapping[Place, tuple[int, int]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give the name of the file in the making."""
        number = len(self.written) + 1
        return "captures.wacz" if number == 1 else f"captures-{number}.wacz"

    def capture(self, capture: CaptureId) -> "PackedCapture":
        """Begin with a capture."""
        return PackedCapture(self, capture)

    def add(self, warc: Path) -> None:
        """Take a WARC that is finished."""
        self._warcs.append(warc)
        self.size += warc.stat().st_size

    def keep(self, place: Place, warc: Path, start: int) -> None:
        """Keep the last record of a WARC aside, from an offset on, where others refer to it."""
        self._here.add(place)
        with warc.open("rb") as source, self._aside.open("ab") as aside:
            source.seek(start)
            self._kept[place] = aside.tell(), warc.stat().st_size - start
            for piece in iter(lambda: source.read(_PIECE), b""):
                aside.write(piece)

    def refer(self, place: Place) -> None:
        """Take down that a record here refers to another."""
        self._spoken_of.add(place)

    def page(self, page: Page) -> None:
        """Take down a page that a reader can open."""
        self._pages.append(page)

    def close(self) -> None:
        """Write the file that is in the making, where there is anything in it. Raises OSError."""
        if not self._warcs:
            return
        elsewhere = sorted(place for place in self._spoken_of - self._here if place in self._kept)
        held = self.work / HELD
        if elsewhere:
            with held.open("wb") as file, self._aside.open("rb") as aside:
                for place in elsewhere:
                    start, size = self._kept[place]
                    aside.seek(start)
                    file.write(aside.read(size))
            self._warcs.append(held)
        wacz.write(self.out / self.name, self._warcs, self._pages, self.at, self.title)
        for warc in self._warcs:
            warc.unlink()
        self.written.append(self.name)
        self._warcs, self._pages, self._here, self._spoken_of = [], [], set(), set()
        self.size = 0

    @property
    def _aside(self) -> Path:
        return self.work / "aside"


@dataclass(slots=True)
class PackedCapture:
    """The WARCs of one capture in the making."""

    packing: Packing
    capture: CaptureId
    warcs: list[list[str]] = field(default_factory=list)
    """Where its records stand: WACZ and entry, in order."""
    _file: BinaryIO | None = None
    _path: Path | None = None
    _last: tuple[Place, int] | None = None

    def append(self, record: Described) -> BinaryIO:
        """Give the file that the next record is appended to."""
        self._finish_record()
        if self._file is not None and record.obtained in _BEGINNINGS and self._is_full(self._file):
            self._finish_file()
            self.packing.close()
        file = self._file or self._begin_file()
        place = (str(self.capture), record.id)
        if place in self.packing.wanted:
            self._last = place, file.tell()
        if record.type == "revisit":
            self.packing.refer((record.holder or str(self.capture), next(iter(record.refers_to), "")))
        return file

    def close(self) -> None:
        """End with the last record."""
        self._finish_record()
        self._finish_file()
        if self.packing.size >= self.packing.limit:
            self.packing.close()

    def _is_full(self, file: BinaryIO) -> bool:
        return self.packing.size + file.tell() >= self.packing.limit

    def _begin_file(self) -> BinaryIO:
        parts = [self.capture.platform, self.capture.slug, self.capture.name]
        number = len(self.warcs) + 1
        # In small letters: a description of a WACZ that names others is none to its validator.
        name = ".".join([*parts, *([str(number)] if number > 1 else []), "warc.gz"]).lower()
        self._path = self.packing.work / name
        self._file = self._path.open("xb")
        self.warcs.append([self.packing.name, f"archive/{name}"])
        return self._file

    def _finish_record(self) -> None:
        if self._last is not None and self._file is not None and self._path is not None:
            self._file.flush()
            self.packing.keep(self._last[0], self._path, self._last[1])
            self._last = None

    def _finish_file(self) -> None:
        if self._file is not None and self._path is not None:
            self._file.close()
            self.packing.add(self._path)
            self._file = self._path = None
