"""What of a file or folder becomes one capture: counted first, when nothing is written yet, and written then."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import IO, BinaryIO, Protocol, cast

from archiver.capture.withholding import Withholding
from archiver.formats import foreign_tree
from archiver.model.digest import Digest
from archiver.model.exchange import ImportedRecord
from archiver.model.foreign import IMPORTED, Foreign, Form, PassedOver
from archiver.model.refs import TargetRef
from archiver.operations.foreign_exchanges import is_of, is_well_formed, withheld
from archiver.operations.foreign_files import ForeignFile
from archiver.operations.foreign_folders import Entry, ForeignFolder, counted
from archiver.operations.foreign_refused import ForeignFileError, NothingToImportError
from archiver.ports import Platform, Progress
from archiver.store.capture_writer import CaptureWriter

_FIRST_WEB = datetime(1991, 8, 6, tzinfo=UTC)
"""When the first page was there for all: what is dated earlier says nothing of when it was."""
_VISIT = timedelta(days=1)
"""How long after the first document of a capture another may have been written to be of the same."""

Source = ForeignFile | ForeignFolder


@dataclass(frozen=True, slots=True)
class Held:
    """What a lot holds, as its manifest says."""

    first: datetime
    last: datetime
    """Between which times it was, by the source's own word."""
    passed_over: dict[str, int]
    """What of the source was not kept, by reason; stands with its first lot."""
    exchanges: int = 0
    documents: int = 0
    media: int = 0
    part: tuple[int, int] = (1, 1)
    """Which of how many captures of its source it is."""


class Lot(Protocol):
    """What becomes one capture."""

    @property
    def source(self) -> Source:
        """Give the file or folder that it is of."""
        ...

    @property
    def held(self) -> Held:
        """Say what it holds."""
        ...

    def write(self, writer: CaptureWriter, withholding: Withholding, progress: Progress) -> None:
        """Write all of it. Raises ForeignFileError where its source changed meanwhile, DiskFullError."""
        ...


def lots(
    source: Source, platform: Platform, target: TargetRef, now: datetime, until: datetime, progress: Progress
) -> Sequence[Lot]:
    """Read a source through once and give its lots, in the order of their time; nothing dated after `until` is kept.

    Raises ForeignFileError, NothingToImportError, DiskFullError.
    """
    if isinstance(source, ForeignFile):
        return [_of_exchanges(source, platform, target, until, progress)]
    return _of_documents(source, platform, now, until)


@dataclass(frozen=True, slots=True)
class _Exchanges:
    source: ForeignFile
    held: Held
    platform: Platform
    target: TargetRef
    until: datetime

    def write(self, writer: CaptureWriter, withholding: Withholding, progress: Progress) -> None:
        for each in _kept(self.source, self.platform, self.target, self.until):
            if isinstance(each, Foreign):
                writer.exchange(withheld(each, withholding))
                progress.step(f"written of {self.source.path.name}", len(writer.records), self.held.exchanges)
        _unchanged(self.source)


def _unchanged(source: Source) -> None:
    with source.path.open("rb") as file:
        digest = Digest.of(iter(lambda: file.read(1 << 20), b""))
    if digest != source.digest:
        raise ForeignFileError(f"{source.path} was changed while it was read: import it once it is whole.")


def _kept(
    file: ForeignFile, platform: Platform, target: TargetRef, until: datetime
) -> Iterator[Foreign | PassedOver]:
    """Give the exchanges of a file with a target's platform, up to a time, and for all else why it is not kept."""
    for each in file.exchanges():
        if isinstance(each, PassedOver):
            yield each
        elif not is_well_formed(each):
            yield PassedOver.NOT_UNDERSTOOD
        elif not is_of(each, platform, target):
            yield PassedOver.OTHER_HOST
        elif not _FIRST_WEB <= each.at <= until:
            yield PassedOver.NO_TIME
        else:
            yield each


def _of_exchanges(
    file: ForeignFile, platform: Platform, target: TargetRef, until: datetime, progress: Progress
) -> _Exchanges:
    passed, times, count = Counter[str](), list[datetime](), 0
    for each in _kept(file, platform, target, until):
        if isinstance(each, PassedOver):
            passed[each.value] += 1
        else:
            count += 1
            times = [min([*times, each.at]), max([*times, each.at])]
        progress.step(f"exchanges of {file.path.name}", count + passed.total())
    if not count:
        raise _nothing(file, f"no exchange with {platform.label}", passed)
    held = Held(times[0], times[1], dict(sorted(passed.items())), exchanges=count)
    return _Exchanges(file, held, platform, target, until)


def _nothing(source: Source, what: str, passed: Counter[str]) -> NothingToImportError:
    told = (f"{count:,} {reason.replace('_', ' ')}" for reason, count in sorted(passed.items()))
    return NothingToImportError(
        f"{source.path} holds {what} that could be kept: {', '.join(told) or 'it is empty'}.",
        "Name the target of the file with --target. Nothing was imported of it.",
    )


@dataclass(frozen=True, slots=True)
class _Dated:
    """A document with its media, and when it was written as far as that can be."""

    at: datetime
    document: Entry
    media: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Documents:
    source: ForeignFolder
    held: Held
    documents: tuple[_Dated, ...]
    now: datetime

    def write(self, writer: CaptureWriter, withholding: Withholding, progress: Progress) -> None:  # noqa: ARG002
        with ExitStack() as leaving:
            with _reading(self.source, "the whole"):
                tree = leaving.enter_context(foreign_tree.opened(self.source.path, self.now))
            for number, dated in enumerate(self.documents, start=1):
                for entry in (dated.document, *dated.media):
                    _write(writer, tree, entry, dated.at, self.source)
                progress.step(f"written of {self.source.path.name}", number, len(self.documents))


def _of_documents(
    folder: ForeignFolder, platform: Platform, now: datetime, until: datetime
) -> Sequence[_Documents]:
    passed, found = counted(folder.passed_over), list[_Dated]()
    for document, media in folder.documents:
        at = _at(document, folder.form, now, until)
        if document.platform != platform.name:
            passed[PassedOver.OTHER_PLATFORM.value] += 1 + len(media)
        elif at is None:
            passed[PassedOver.NO_TIME.value] += 1 + len(media)
        else:
            found.append(_Dated(at, document, media))
    if not found:
        raise _nothing(folder, f"no document of {platform.label}'s posts", passed)
    # A download was made at one time; other folders are added to for years.
    visits = [found] if folder.form is Form.DOWNLOAD else _visits(found)
    return [
        _Documents(
            folder,
            Held(
                first=min(dated.at for dated in visit),
                last=max(dated.at for dated in visit),
                passed_over={} if number > 1 else dict(sorted(passed.items())),
                documents=len(visit),
                media=sum(len(dated.media) for dated in visit),
                part=(number, len(visits)),
            ),
            tuple(visit),
            now,
        )
        for number, visit in enumerate(visits, start=1)
    ]


def _at(document: Entry, form: Form, now: datetime, until: datetime) -> datetime | None:
    """Give when a document was written, by its file's own time; None where it cannot have been then.

    None of a download is in any order of time, since none is tied to a post: one without a time was there now.
    """
    at, earliest = document.member.at, max(_FIRST_WEB, document.newest or _FIRST_WEB)
    if at is not None and earliest < at <= until:
        return at
    return now if form is Form.DOWNLOAD else None


def _visits(found: list[_Dated]) -> list[list[_Dated]]:
    """Put documents together that were written within a day of the first of them, in order."""
    visits: list[list[_Dated]] = []
    for dated in sorted(found, key=lambda each: each.at):
        if not visits or dated.at > visits[-1][0].at + _VISIT:
            visits.append([])
        visits[-1].append(dated)
    return visits


def _write(
    writer: CaptureWriter, tree: foreign_tree.Tree, entry: Entry, at: datetime, source: ForeignFolder
) -> None:
    """Keep a file as it stands, a packed document unpacked. Raises ForeignFileError where it is another by now."""
    path = entry.member.path
    with _reading(source, path):
        file = tree.open(entry.member)
    with file:
        body = _Body(file, entry, source)
        record = ImportedRecord(
            address=IMPORTED + foreign_tree.quoted(path),
            mime=entry.mime,
            body=cast("BinaryIO", body),  # it is read, and no more
            size=entry.size,
            digest=entry.digest,
            at=at,
        )
        writer.imported(record)
    if body.digest != entry.digest:
        raise _changed(source, path)


@contextmanager
def _reading(source: ForeignFolder, path: str) -> Iterator[None]:
    """Take what fails for a sign that a file is another than it was."""
    try:
        yield
    except foreign_tree.BROKEN as error:
        raise _changed(source, path) from error


def _changed(source: ForeignFolder, path: str) -> ForeignFileError:
    return ForeignFileError(
        f"{path} of {source.path} was changed while it was read: import it once it is whole."
    )


class _Body:
    """What is read of a file, digested on the way, and no more of it than there was."""

    def __init__(self, file: IO[bytes], entry: Entry, source: ForeignFolder) -> None:
        self._file, self._entry, self._source = file, entry, source
        self._digest, self._left = sha256(), entry.size + 1
        if entry.platform:
            with _reading(source, entry.member.path):
                packed = file.read(foreign_tree.LONGEST_DOCUMENT + 1)
                self._file = BytesIO(foreign_tree.unpacked(packed, entry.member.path) or b"")

    def read(self, size: int) -> bytes:
        with _reading(self._source, self._entry.member.path):
            piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        if not self._left or (self._left > 1 and not piece):
            raise _changed(self._source, self._entry.member.path)
        self._digest.update(piece)
        return piece

    @property
    def digest(self) -> Digest:
        return Digest(f"sha256:{self._digest.hexdigest()}")
