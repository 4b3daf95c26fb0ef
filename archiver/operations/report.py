"""Report: what was seen of some targets and is no longer shown, for people to read; nothing is asked of anybody."""

import shutil
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from archiver.archive import Archive
from archiver.export import exhibit_list
from archiver.export.exhibit_list import ExhibitList
from archiver.export.exhibits.casebook import Casebook, Picture
from archiver.export.exhibits.exhibit import Medium
from archiver.export.exhibits.standing import Standing
from archiver.export.report.cover import Heading
from archiver.export.report.pages import Report
from archiver.export.report.thumbnail import thumbnail
from archiver.ledger import events
from archiver.operations.bundle import concluding, exhibiting, ledger_excerpt
from archiver.operations.bundle.choosing import Choice, Selection, chosen
from archiver.operations.bundle.placing import aside, place
from archiver.operations.bundle.rules import Rules, with_collectors
from archiver.operations.installation import installation
from archiver.operations.writing_down import refuse
from archiver.ports import Progress
from archiver.store.writing import room_expected

_IN_MEMORY = 8 << 20


@dataclass(frozen=True, slots=True)
class Reported:
    """What was written."""

    out: Path
    """A folder, or a ZIP file; `report.html` in it is the first page."""
    choice: Choice
    counts: dict[Standing, int]
    waiting: int
    """Events that no checkpoint covers, and that the report knows nothing of."""


def report(
    archive: Archive,
    selection: Selection,
    out: Path,
    heading: Heading,
    progress: Progress,
) -> Reported:
    """Write a report into a new folder or ZIP, as of a checkpoint, without what shows the collector.

    Raises SelectionError where nothing is selected, UsageError where the place is taken, StoreError, DamagedError.
    """
    refuse(out, archive.layout.root)
    choice = chosen(archive, selection)
    values = with_collectors(archive, choice.captures, Rules()).betraying
    captures = frozenset(map(str, choice.captures))
    parts = ledger_excerpt.told(choice, captures, values, ledger_excerpt.numbers(choice, captures, values))
    with room_expected(out), aside(out) as (folder, work), closing(Casebook(work / "book.sqlite")) as book:
        with concluding.as_of_checkpoint(archive, choice, work, progress) as then:
            for name, lines in concluding.documents(then, choice, values):
                for line in lines:
                    book.note(name, line)
        pictures = _pictured(archive, choice, book, work, progress)
        watch = exhibiting.watched(archive, choice, parts, captures, values)
        cover = replace(
            exhibiting.cover(archive, choice, heading, archive.custody.signing_key()),
            captures=len(captures),
            stood_in=sum(look.stood_in for look in watch.looks),
        )
        found = Report(
            cover=cover,
            book=book,
            watch=watch,
            pictures=pictures,
            shown=lambda capture, _: archive.sealed.stands(capture),
            installation=installation(archive),
            attributions=tuple(book.attributions()),
        )
        with (folder / exhibit_list.NAME).open("wb") as file:
            listed = ExhibitList(file, watch, pictures.link)
            exhibiting.write(found, partial(_write, folder), [listed], progress)
        counts = book.counts()
        place(folder, out, work)
    waiting = [each for _, each in events.every(archive.layout.pending) if each["event"] != events.TIMESTAMP]
    return Reported(out, choice, counts, len(waiting))


def _write(folder: Path, name: str, pieces: Iterable[bytes]) -> None:
    with (folder / name).open("wb") as file:
        for piece in pieces:
            file.write(piece)


@dataclass(frozen=True, slots=True)
class _Thumbnails:
    """The port `Pictures`, of what stands in an archive."""

    folder: Path

    def take(self, digest: str, mime: str, content: BinaryIO) -> None:
        """Make the thumbnail of a picture or film, once."""
        if self._path(digest).exists():
            return
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
            shutil.copyfileobj(content, whole, 1 << 20)
            whole.seek(0)
            self._path(digest).write_bytes(thumbnail(whole, mime) or b"")  # type: ignore[arg-type]

    def thumbnail(self, medium: Medium, tiny: bool) -> bytes | None:  # noqa: FBT001 - a template calls it
        """Give a small JPEG; None where none can be made."""
        path = self._path(medium.sha256)
        made = path.read_bytes() if path.exists() else b""
        return (thumbnail(BytesIO(made), "image/jpeg", tiny=True) if tiny else made) if made else None

    def link(self, _: Medium) -> str:
        """Give nothing: no file goes along."""
        return ""

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest}.jpg"


def _pictured(
    archive: Archive, choice: Choice, book: Casebook, folder: Path, progress: Progress
) -> _Thumbnails:
    """Make thumbnails of posts' media and of pages. Raises DamagedError."""
    found, wanted = _Thumbnails(folder), book.media()
    for number, capture in enumerate(choice.captures, start=1):
        progress.step("captures", number, len(choice.captures))
        for payload, content in archive.sealed.streams(capture):
            is_page = book.note_picture(
                payload.address, Picture(payload.digest.hex, str(capture), payload.record)
            )
            if is_page or payload.digest.hex in wanted:
                found.take(payload.digest.hex, payload.mime, content)
    return found
