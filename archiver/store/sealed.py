"""Sealed captures, read back."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from archiver.errors import DamagedError
from archiver.formats import canonical, checksums, warc_reading
from archiver.formats.warc_reading import Member, Payload, TakeNote
from archiver.model.capture import Capture, CaptureId
from archiver.model.digest import Digest
from archiver.model.disposal import Tombstone
from archiver.model.exchange import Exchange
from archiver.model.foreign import Document
from archiver.store import manifest, tombstones
from archiver.store.capture_writer import MANIFEST, WARC
from archiver.store.layout import Layout

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class SealedCaptures:
    """The captures of one archive."""

    layout: Layout

    def ids(self) -> list[CaptureId]:
        """Give all captures, in order of time, then of name."""
        found = [
            CaptureId(folder.parent.parent.name, folder.parent.name, folder.name)
            for folder in self.layout.captures.glob("*/*/*")
        ]
        return sorted(found, key=lambda capture: (capture.name, capture))

    def of(self, platform: str, slug: str) -> list[CaptureId]:
        """Give the captures of one target, in order of time."""
        folder = self.layout.captures / platform / slug
        names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        return [CaptureId(platform, slug, name) for name in names]

    def size(self, capture: CaptureId) -> int:
        """Give the bytes a capture takes on disk."""
        return sum(path.stat().st_size for path in self.layout.capture(capture).iterdir())

    def read(self, capture: CaptureId) -> Capture:
        """Read what a capture says of itself; raise DamagedError."""
        folder = self.layout.capture(capture)
        try:
            seal = Digest.of((folder / checksums.NAME).read_bytes())
            return manifest.read((folder / MANIFEST).read_bytes(), seal)
        except OSError as error:
            raise DamagedError(f"Capture {capture} cannot be read: {error.strerror}.") from error

    def records(self, capture: CaptureId) -> list[tuple[str, str]]:
        """Give id and type of each record that a capture's manifest names, in order. Raises DamagedError."""
        try:
            return manifest.records((self.layout.capture(capture) / MANIFEST).read_bytes())
        except OSError as error:
            raise DamagedError(f"Capture {capture} cannot be read: {error.strerror}.") from error

    def stands(self, capture: str) -> bool:
        """Tell whether a capture is here, by its written id."""
        return (self.layout.captures / capture / MANIFEST).exists()

    def told(self, capture: CaptureId) -> dict[str, Any]:
        """Give all that a capture's manifest says, as it stands there; raise DamagedError."""
        try:
            told: dict[str, Any] = canonical.parse((self.layout.capture(capture) / MANIFEST).read_bytes())
        except (OSError, ValueError) as error:
            raise DamagedError(f"Capture {capture} cannot be read.") from error
        return told

    def answers(
        self, capture: CaptureId, take_note: TakeNote | None = None
    ) -> Iterator[tuple[Payload, Exchange | None]]:
        """Give a capture's exchanges in order, revisits with the body they point at, and where each payload stands.

        What was made of others is given with no exchange; notes of ours are handed to `take_note`.
        """
        find_body = partial(self._body, str(capture))
        return self._read(capture, lambda file: warc_reading.answers(file, find_body, take_note))

    def documents(self, capture: CaptureId) -> Iterator[Document]:
        """Give what other programs wrote of posts, of a capture that was imported, in order. Raises DamagedError."""
        return self._read(capture, warc_reading.documents)

    def contents(self, capture: CaptureId, payloads: Iterable[Payload]) -> Iterator[tuple[Payload, bytes]]:
        """Give the bytes of payloads that stand in a capture."""
        return self._read(capture, lambda file: warc_reading.contents(file, payloads))

    def bodies(self, capture: CaptureId, payloads: Iterable[Payload]) -> Iterator[tuple[Payload, BinaryIO]]:
        """Give payloads that stand in a capture to be read, each before the next is asked for."""
        return self._read(capture, lambda file: warc_reading.bodies(file, payloads))

    def streams(self, capture: CaptureId) -> Iterator[tuple[Payload, BinaryIO]]:
        """Give the payloads that stand in a capture, in order, each to be read before the next is asked for."""
        return self._read(capture, warc_reading.streams)

    def members(self, capture: CaptureId) -> Iterator[Member]:
        """Give the records of a capture as they stand in its WARC."""
        return self._read(capture, warc_reading.members)

    def revisited(self, capture: CaptureId) -> Iterator[tuple[str, str, str]]:
        """Give each of a capture's revisits, and capture, empty for this one, and record that hold its payload."""
        return self._read(capture, warc_reading.revisited)

    @contextmanager
    def opened(self, capture: CaptureId) -> Iterator[BinaryIO]:
        """Open a capture's WARC for a `with` block. Raises DamagedError, also where all of it was disposed of."""
        with self._warc(capture).open("rb") as file:
            yield file

    def check(self, capture: CaptureId) -> None:
        """Hold a capture's WARC against its digest ahead of its being read. Raises DamagedError."""
        if not self.is_gone(capture):
            self._warc(capture)

    def holds(self, capture: str, record: str) -> bool:
        """Tell whether a capture, by its written id, is here, and a record of it was not disposed of."""
        if not self.stands(capture):
            return False
        told = self.disposed(CaptureId.parse(capture))
        return not any(each.warc is None or any(gone.id == record for gone in each.removed) for each in told)

    def disposed(self, capture: CaptureId) -> tuple[Tombstone, ...]:
        """Say what was disposed of in a capture, in order. Raises DamagedError."""
        try:
            return tombstones.of(self.layout.capture(capture))
        except OSError as error:
            raise DamagedError(f"Capture {capture} cannot be read: {error.strerror}.") from error

    def is_gone(self, capture: CaptureId) -> bool:
        """Tell whether all that a capture recorded was disposed of. Raises DamagedError."""
        return any(told.warc is None for told in self.disposed(capture))

    def _read(self, capture: CaptureId, reading: Callable[[BinaryIO], Iterator[Found]]) -> Iterator[Found]:
        """Read a capture's WARC; nothing of one of which all was disposed of. Raises DamagedError."""
        if self.is_gone(capture):
            return
        with self._warc(capture).open("rb") as file:
            yield from self._guarded(capture, reading(file))

    def _warc(self, capture: CaptureId) -> Path:
        """Give the WARC of a capture once it is known to be what was sealed; reading alone would not show damage.

        Where something was disposed of, to be what that left.
        """
        folder = self.layout.capture(capture)
        try:
            left = self.disposed(capture)
            named = left[-1].warc if left else checksums.read((folder / checksums.NAME).read_bytes())[WARC]
            state = (folder / WARC).stat()
            found = _digest(folder / WARC, state.st_size, state.st_mtime_ns)
        except (OSError, ValueError, KeyError) as error:
            raise DamagedError(f"Capture {capture} cannot be read: {error}.") from error
        if found != named:
            raise DamagedError(f"Capture {capture} is not what was sealed: {WARC} has another digest.")
        return folder / WARC

    def _body(self, here: str, capture: str, record: str) -> bytes | None:
        holder = CaptureId.parse(capture or here)
        if not self.stands(str(holder)) or self.is_gone(holder):
            return None  # disposed of, or on another disk: no body is not a damaged one
        path = self._warc(holder)
        return _found_body(path, path.stat().st_mtime_ns, record)

    @staticmethod
    def _guarded(capture: CaptureId, found: Iterator[Found]) -> Iterator[Found]:
        try:
            yield from found
        except (ValueError, OSError) as error:
            raise DamagedError(f"Capture {capture} cannot be read: {error}.") from error


@lru_cache(maxsize=256)
def _digest(path: Path, _size: int, _changed: int) -> Digest:
    with path.open("rb") as file:
        return Digest.of(iter(lambda: file.read(1 << 20), b""))


@lru_cache(maxsize=16)
def _found_body(path: Path, _changed: int, record: str) -> bytes | None:
    # Looks that find the same page again point at one first record; it is read once for all of them.
    try:
        with path.open("rb") as file:
            return warc_reading.body_of(file, record)
    except FileNotFoundError:
        return None
