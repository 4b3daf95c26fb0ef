"""A capture in the making: written under `state/work/`, and moved into the evidence as a whole.

The order of sealing lets a crash fall between any two steps: the custody event is written beside the finished
capture before either is moved, so that `recovery.py` can finish what was begun.
"""

import json
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from archiver.errors import StoreError
from archiver.formats import checksums
from archiver.formats.record_commitment import RecordCommitment
from archiver.formats.warc import Held, WarcWriter, payload_digest, size_of
from archiver.model.capture import CaptureId
from archiver.model.digest import Digest
from archiver.model.event import Event
from archiver.model.exchange import ConvertedRecord, ImportedRecord, MadeRecord, RecordedExchange
from archiver.model.secret import Secret
from archiver.store import tombstones
from archiver.store.layout import Layout
from archiver.store.writing import (
    PRIVATE,
    READ_ONLY,
    make_folder,
    move,
    room_expected,
    write_once,
)

WARC, MANIFEST, PRIVATE_FILE = "capture.warc.gz", "manifest.json", "private.json"
BEGUN, CAPTURE, EVENT, _RESERVE = "begun.json", "capture", "event", "reserve"
_RESERVE_BYTES = 2 << 20
"""Room kept back so that a capture can still be sealed when the disk is full."""
_RECORDS_A_RESERVE, _RECORD_BYTES = 1000, 1024
"""How often that room grows, and what a manifest and private.json need at most for one record."""
_SALT = "archiver-salt"
_SALT_BYTES = 32
_REVISIT_BYTES = 512
"""Shorter payloads are cheaper to repeat than to point at."""

FindHeld = Callable[[Digest], Held | None]


class CaptureWriter:
    """Takes down one visit, seals it, and moves it into place."""

    def __init__(self, layout: Layout, name: str, begun: dict[str, str], find_held: FindHeld) -> None:
        """Begin below `state/work/`; raise DiskFullError where there is no room even for that."""
        self.name = name
        self.seed = secrets.token_bytes(32)
        # The digest of the whole file goes along with every copy of it. Were all that a copy withholds guessable, that
        # digest would confirm the guess; so the file holds something that nobody can guess, and no copy shows.
        self.salt = Secret("salt", "plain", secrets.token_hex(_SALT_BYTES).encode())
        self._layout = layout
        self._find_held = find_held
        self._work = layout.work / name
        self._folder = self._work / CAPTURE
        self._held: dict[Digest, Held] = {}
        self._room_for = _RECORDS_A_RESERVE
        try:
            make_folder(self._folder)
            with room_expected(self._work):
                write_once(self._work / BEGUN, json.dumps(begun).encode(), PRIVATE)
                self._keep_room(_RESERVE_BYTES)
                self._file = _AppendedFile(self._folder / WARC)
        except StoreError:
            shutil.rmtree(self._work, ignore_errors=True)
            raise
        self._warc = WarcWriter(self._file, self.seed)

    @property
    def records(self) -> list[RecordCommitment]:
        """Commitments to the records written so far."""
        return self._warc.commitments

    def warcinfo(self, fields: dict[str, str], at: datetime) -> str:
        """Write the file's opening record, which ends in the file's salt; give its record id."""
        # Texts are cut at each `"` and after 64 bytes, so that a quoted salt is a segment and nothing goes with it.
        salted = fields | {_SALT: f'"{self.salt.value.decode()}"'}
        return self._written(lambda: self._warc.warcinfo(salted, at))

    def exchange(self, exchange: RecordedExchange) -> str:
        """Write an exchange, as a revisit where its payload is held; give its record id."""
        digest = exchange.digest or payload_digest(exchange.body)
        worth = size_of(exchange.body) >= _REVISIT_BYTES and not exchange.truncated
        held = (self._held.get(digest) or self._find_held(digest)) if worth else None
        record = self._written(lambda: self._warc.exchange(replace(exchange, digest=digest), held))
        if worth and held is None:
            self._held[digest] = Held("", record, exchange.address, exchange.at)
        return record

    def made(self, record: MadeRecord) -> str:
        """Write a record of ours; give its record id."""
        return self._written(lambda: self._warc.made(record))

    def imported(self, record: ImportedRecord) -> str:
        """Write a file of others'; give its record id."""
        return self._written(lambda: self._warc.imported(record))

    def converted(self, record: ConvertedRecord) -> str:
        """Write what was made of other records; give its record id."""
        return self._written(lambda: self._warc.converted(record))

    def _written(self, write: Callable[[], str]) -> str:
        try:
            with room_expected(self._folder / WARC):
                record = write()
                if len(self.records) >= self._room_for:
                    self._keep_room(_RECORDS_A_RESERVE * _RECORD_BYTES)
                    self._room_for += _RECORDS_A_RESERVE
                return record
        except BaseException:
            # A record that broke off would damage the file; what was written whole before it stays.
            self._file.cut_back(self._warc.sound_end)
            raise

    def _keep_room(self, size: int) -> None:
        with (self._work / _RESERVE).open("ab") as reserve:
            reserve.write(bytes(size))

    def seal(self, manifest: bytes, private: bytes) -> Digest:
        """Write manifest, private file and checksums, all synced and read-only; give the seal."""
        (self._work / _RESERVE).unlink(missing_ok=True)
        with room_expected(self._folder):
            self._file.close()
            (self._folder / WARC).chmod(READ_ONLY)
        digests = {
            WARC: _file_digest(self._folder / WARC),
            MANIFEST: Digest.of(manifest),
            PRIVATE_FILE: Digest.of(private),
        }
        write_once(self._folder / MANIFEST, manifest)
        write_once(self._folder / PRIVATE_FILE, private, PRIVATE)
        sums = checksums.write(digests)
        write_once(self._folder / checksums.NAME, sums)
        return Digest.of(sums)

    def place(self, event: Event) -> None:
        """Move the sealed capture into the evidence and its event into the ledger."""
        prepare(self._work, event)
        roll_forward(self._layout, self._work)

    def abandon(self, event: Event) -> None:
        """Leave no capture, only the event that says why there is none."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        self.place(event)

    def close(self) -> None:
        """Let go of the file; what is not sealed stays in `state/work/`."""
        self._file.close()


def prepare(work: Path, event: Event) -> None:
    """Write the event of a visit beside it; once the folder `event` is there, the visit can only be rolled forward."""
    aside = work / f"{EVENT}.new"
    shutil.rmtree(aside, ignore_errors=True)
    make_folder(aside)
    write_once(aside / event.name, event.content)
    move(aside, work / EVENT)


def waiting_events(work: Path) -> list[Path]:
    """Give the events that wait beside a capture; none where another process has placed them meanwhile."""
    try:
        return sorted(event for event in (work / EVENT).iterdir() if event.suffix == ".json")
    except (FileNotFoundError, NotADirectoryError):
        return []


def roll_forward(layout: Layout, work: Path) -> None:
    """Finish the placing of a visit, or a disposal, whose event is prepared; every step may have been done already."""
    folder = work / CAPTURE
    if waiting_events(work):
        tombstones.put_in_place(layout, work)
    for event in waiting_events(work):
        capture = json.loads(event.read_bytes())["capture"]
        if capture is not None and folder.exists():
            move(folder, layout.capture(CaptureId.parse(capture)))
        move(event, layout.pending / event.name)
    # First what would tell of a visit that began, so that no crash makes an interrupted one of it.
    (work / BEGUN).unlink(missing_ok=True)
    shutil.rmtree(work, ignore_errors=True)


class _AppendedFile:
    """A new file without a buffer, so that a full disk shows at the write that met it."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(
            path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
        )
        self._open = True

    def write(self, content: bytes) -> int:
        left = memoryview(content)
        while left:
            left = left[os.write(self._descriptor, left) :]
        return len(content)

    def flush(self) -> None:
        """There is no buffer."""

    def tell(self) -> int:
        return os.lseek(self._descriptor, 0, os.SEEK_CUR)

    def cut_back(self, end: int) -> None:
        os.ftruncate(self._descriptor, end)
        os.lseek(self._descriptor, end, os.SEEK_SET)

    def close(self) -> None:
        if self._open:
            self._open = False
            try:
                os.fsync(self._descriptor)
            finally:
                os.close(self._descriptor)


def _file_digest(path: Path) -> Digest:
    with path.open("rb") as file:
        return Digest.of(iter(lambda: file.read(1 << 20), b""))
