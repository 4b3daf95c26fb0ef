"""Pack copies of captures into WACZ files of about a gigabyte, each of which replays by itself.

A capture's records stand in one WARC, or in several where a file is full: then the next page, or medium that was
fetched by itself, begins the next, so that what a page is made of stands with it. A payload that a page refers to and
that stands in another file goes along once more, in `held.warc.gz`.
"""

from collections.abc import Container, MutableMapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

from archiver.export.describing import Described
from archiver.export.disclosed_warc import Place
from archiver.export.wacz import LARGE, Page, Wacz, Warc
from archiver.model.capture import CaptureId

LIMIT = 1 << 30
"""Bytes of records after which a file is closed; the last page, or medium, may go beyond."""
_BEGINNINGS = ("page/document", "direct")
HELD = "held.warc.gz"
_PIECE = 1 << 20


@dataclass(slots=True)
class Packing:
    """WACZ files in the making; the last is ended with the `with` block, or abandoned where that breaks off."""

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
    _wacz: Wacz | None = None
    _pages: list[Page] = field(default_factory=list)
    _here: set[Place] = field(default_factory=set)
    _spoken_of: set[Place] = field(default_factory=set)
    _kept: MutableMapping[Place, tuple[int, int]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Begin the block."""
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """End it. Raises OSError."""
        if error is None:
            self.close()
        elif self._wacz is not None:
            self._wacz.abandon()

    @property
    def name(self) -> str:
        """Give the name of the file in the making."""
        number = len(self.written) + 1
        return "captures.wacz" if number == 1 else f"captures-{number}.wacz"

    @property
    def size(self) -> int:
        """Give the bytes of the WARCs that are finished in the file in the making."""
        return self._wacz.size if self._wacz else 0

    def capture(self, capture: CaptureId) -> "PackedCapture":
        """Begin with a capture."""
        return PackedCapture(self, capture)

    def begin(self, name: str, *, is_large: bool = False) -> Warc:
        """Begin a WARC in the file in the making. Raises OSError."""
        if self._wacz is None:
            self._wacz = Wacz(self.out / self.name, self.at, self.title)
        return self._wacz.begin(name, is_large=is_large)

    def keep(self, place: Place, warc: Warc, start: int) -> None:
        """Keep the last record of a WARC aside, from an offset on, where others refer to it."""
        self._here.add(place)
        with closing(warc.opened(start)) as source, self._aside.open("ab") as aside:
            self._kept[place] = aside.tell(), warc.tell() - start
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
        if self._wacz is None:
            return
        elsewhere = sorted(place for place in self._spoken_of - self._here if place in self._kept)
        if elsewhere:
            held = self._wacz.begin(HELD)
            with self._aside.open("rb") as aside:
                for place in elsewhere:
                    start, size = self._kept[place]
                    aside.seek(start)
                    held.write(aside.read(size))
            held.close()
        self._wacz.close(self._pages)
        self.written.append(self.name)
        self._wacz, self._pages, self._here, self._spoken_of = None, [], set(), set()

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
    _warc: Warc | None = None
    _last: tuple[Place, int] | None = None

    def append(self, record: Described) -> Warc:
        """Give the WARC that the next record is appended to."""
        self._finish_record()
        if self._warc is not None and self._is_full(self._warc, record):
            self._finish_warc()
            self.packing.close()
        warc = self._warc or self._begin(record)
        place = (str(self.capture), record.id)
        if place in self.packing.wanted:
            self._last = place, warc.tell()
        if record.type == "revisit":
            self.packing.refer((record.holder or str(self.capture), next(iter(record.refers_to), "")))
        return warc

    def close(self) -> None:
        """End with the last record."""
        self._finish_record()
        self._finish_warc()
        if self.packing.size >= self.packing.limit:
            self.packing.close()

    def _is_full(self, warc: Warc, record: Described) -> bool:
        """Tell whether a record begins a new file: the first of a page where one is full, or one too large for it."""
        at = self.packing.size + warc.tell()
        return (record.obtained in _BEGINNINGS and at >= self.packing.limit) or (
            warc.tell() + record.length > LARGE
        )

    def _begin(self, record: Described) -> Warc:
        parts = [self.capture.platform, self.capture.slug, self.capture.name]
        number = len(self.warcs) + 1
        # In small letters: a description of a WACZ that names others is none to its validator.
        name = ".".join([*parts, *([str(number)] if number > 1 else []), "warc.gz"]).lower()
        self._warc = self.packing.begin(name, is_large=record.length > LARGE)
        self.warcs.append([self.packing.name, f"archive/{name}"])
        return self._warc

    def _finish_record(self) -> None:
        if self._last is not None and self._warc is not None:
            self.packing.keep(self._last[0], self._warc, self._last[1])
            self._last = None

    def _finish_warc(self) -> None:
        if self._warc is not None:
            self._warc.close()
            self._warc = None
