"""Import: seal what others captured as captures of our own making, each with the digest of the file it came in.

They give versions of posts and sightings, by their source's word. Nothing is concluded from them: no visit, no control
and no listing of a conclusion is an imported one (`docs/adr/0033-imports.md`).
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archiver import __version__, platforms
from archiver.archive import Archive
from archiver.capture.withholding import PLACEHOLDER, RULE, Withholding
from archiver.catalog.indexing import Indexable
from archiver.errors import ArchiverError, UsageError
from archiver.ledger.stamps import NOTABLE
from archiver.model import instant
from archiver.model.capture import Capture, CaptureId, CaptureKind, Outcome, Reach
from archiver.model.event import Event
from archiver.model.foreign import Foreign, PassedOver
from archiver.model.looked import INTERRUPTED
from archiver.model.refs import TargetRef
from archiver.model.vantage import IMPORTED, Vantage
from archiver.operations import covering
from archiver.operations.foreign_exchanges import is_of, is_well_formed, withheld
from archiver.operations.foreign_files import ForeignFile, ForeignFileError, recognised
from archiver.operations.indexing import catch_up, index_capture, indexable
from archiver.ports import Platform, Progress
from archiver.store import layout, manifest, private
from archiver.store.capture_writer import CaptureWriter

_FIRST_WEB = datetime(1991, 8, 6, tzinfo=UTC)
"""When the first page was there for all: what is dated earlier says nothing of when it was."""
KEY = CaptureKind.IMPORT.value
"""Under which a manifest says what was imported."""


class NothingToImportError(UsageError):
    """A file holds no exchange with the platform of the target."""

    kind = "nothing was there to import"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gave of one file."""

    file: Path
    target: TargetRef
    capture: CaptureId
    is_new: bool
    """False where the same file was imported for the target before, and nothing was done."""
    digest: str
    """SHA-256 of the file, in hex."""
    form: str
    software: str
    exchanges: int
    passed_over: dict[str, int]
    """What of the file is no exchange that was kept, by reason."""
    first: datetime
    last: datetime
    """Between which times the exchanges were, by the file's own word."""
    posts: int
    listed: int
    understood: tuple[int, int]


def importing(
    archive: Archive, files: Sequence[ForeignFile], target: TargetRef, progress: Progress
) -> Iterator[Imported]:
    """Import files of one target, one capture each, and cover them by a checkpoint.

    Raises ForeignFileError, NothingToImportError, BusyError, StoreError.
    """
    covering.begin(archive)
    try:
        for file in files:
            yield _imported(archive, file, target, progress)
    finally:
        covering.cover(archive)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a first reading of a file gave, in which nothing is written."""

    until: datetime
    """What is dated later is not kept: it is yet to come."""
    exchanges: int
    passed_over: dict[str, int]
    first: datetime
    last: datetime


def _imported(archive: Archive, file: ForeignFile, target: TargetRef, progress: Progress) -> Imported:
    platform, slug = platforms.named(target.platform), layout.slug(target.name)
    with archive.custody.working_on(target, slug):
        catch_up(archive, target.platform, slug, progress)
        until = archive.clock.now() + NOTABLE
        counted = _counted(file, platform, target, until, progress)
        earlier = _earlier(archive, file, target)
        if earlier is None:
            found = _sealed(archive, file, target, counted, progress)
        else:
            found = indexable(archive.sealed, earlier)
    shown = found.snapshot
    return Imported(
        file=file.path,
        target=target,
        capture=shown.capture.id,
        is_new=earlier is None,
        digest=file.digest.hex,
        form=file.form.value,
        software=file.software,
        exchanges=counted.exchanges,
        passed_over=counted.passed_over,
        first=counted.first,
        last=counted.last,
        posts=len(shown.posts),
        listed=len({entry.ref for coverage in shown.coverages for entry in coverage.entries}),
        understood=(shown.understood, shown.seen),
    )


def _earlier(archive: Archive, file: ForeignFile, target: TargetRef) -> CaptureId | None:
    """Give the capture as which the same file was imported for the target before; None where it was not."""
    for name, _, kind in archive.catalog.captures(target):
        if kind == KEY and archive.sealed.stands(name):
            capture = CaptureId.parse(name)
            if archive.sealed.told(capture).get(KEY, {}).get("sha256") == file.digest.hex:
                return capture
    return None


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


def _counted(
    file: ForeignFile, platform: Platform, target: TargetRef, until: datetime, progress: Progress
) -> _Counted:
    """Read a file through once, before anything is written. Raises ForeignFileError, NothingToImportError."""
    passed, times, count = Counter[str](), list[datetime](), 0
    for each in _kept(file, platform, target, until):
        if isinstance(each, PassedOver):
            passed[each.value] += 1
        else:
            count += 1
            times = [min([*times, each.at]), max([*times, each.at])]
        progress.step(f"exchanges of {file.path.name}", count + passed.total())
    if not count:
        raise NothingToImportError(
            f"{file.path} holds no exchange with {platform.label} that could be kept: {_in_words(passed)}.",
            "Name the target of the file with --target. Nothing was imported of it.",
        )
    return _Counted(until, count, dict(sorted(passed.items())), *times)


def _in_words(passed: Counter[str]) -> str:
    told = (f"{count:,} {reason.replace('_', ' ')}" for reason, count in sorted(passed.items()))
    return ", ".join(told) or "it is empty"


def _sealed(
    archive: Archive, file: ForeignFile, target: TargetRef, counted: _Counted, progress: Progress
) -> Indexable:
    """Write what is kept of a file, seal it, append its event, and index it. Raises StoreError."""
    platform, slug = platforms.named(target.platform), layout.slug(target.name)
    # It sorts by when it was, not by when it was imported: a later state that was seen before stays the later one.
    name = f"{instant.compact(counted.first)}-{os.urandom(4).hex()}"
    capture = CaptureId(target.platform, slug, name)
    begun = {"platform": target.platform, "slug": slug, "lock": slug, "target": str(target), "kind": KEY}
    begun["vantage"] = IMPORTED
    writer = CaptureWriter(archive.layout, name, begun, lambda digest: archive.held(digest, capture.folder))
    withholding = Withholding(platform.written, platform.address(target))
    try:
        _write(archive, writer, file, counted, (platform, target, withholding), progress)
    except BaseException as error:
        with archive.indexing():
            reason = error.code if isinstance(error, ArchiverError) else INTERRUPTED
            _append(archive, writer.abandon, target, None, Outcome.FAILED, reason)
        raise
    sealed = _seal(archive, writer, capture, target, file, counted, withholding)
    with archive.indexing():
        _append(archive, writer.place, target, sealed, sealed.outcome, "")
        return index_capture(archive, sealed.id, progress)


def _write(
    archive: Archive,
    writer: CaptureWriter,
    file: ForeignFile,
    counted: _Counted,
    how: tuple[Platform, TargetRef, Withholding],
    progress: Progress,
) -> None:
    platform, target, withholding = how
    writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, archive.clock.now())
    for each in _kept(file, platform, target, counted.until):
        if isinstance(each, Foreign):
            writer.exchange(withheld(each, withholding))
            progress.step(f"written of {file.path.name}", len(writer.records), counted.exchanges)
    if recognised(file.path).digest != file.digest:
        raise ForeignFileError(f"{file.path} was changed while it was read: import it once it is whole.")


def _append(
    archive: Archive,
    place: Callable[[Event], None],
    target: TargetRef,
    sealed: Capture | None,
    outcome: Outcome,
    reason: str,
) -> None:
    archive.custody.record_look(
        place,
        target=target,
        slug=layout.slug(target.name),
        capture=sealed,
        kind=KEY,
        outcome=outcome.value,
        reason=reason,
        vantage=IMPORTED,
        pages=0,
    )


def _seal(
    archive: Archive,
    writer: CaptureWriter,
    capture: CaptureId,
    target: TargetRef,
    file: ForeignFile,
    counted: _Counted,
    withholding: Withholding,
) -> Capture:
    operator = archive.settings.operator
    content = manifest.compose(
        _statement(archive, capture, target, file, counted, withholding), writer.records
    )
    kept = private.document(
        str(capture),
        writer.seed,
        private.Collector(operator=operator.name, organisation=operator.organisation),
        {KEY: {"file": str(file.path)}},
        (writer.salt, *withholding.secrets()),
    )
    return manifest.read(content, writer.seal(content, kept))


def _statement(
    archive: Archive,
    capture: CaptureId,
    target: TargetRef,
    file: ForeignFile,
    counted: _Counted,
    withholding: Withholding,
) -> manifest.Statement:
    """Say of a capture what others made: that nobody here saw it, and which file it was in."""
    return manifest.Statement(
        archive_id=archive.identity.archive_id,
        archive_key=archive.key_fingerprint,
        capture=capture,
        kind=CaptureKind.IMPORT,
        target=target,
        post=None,
        requested_address="",
        account_id="",
        not_authenticated=KEY,
        vantage=Vantage(IMPORTED),
        started_at=counted.first,
        ended_at=counted.last,
        outcome=Outcome.COMPLETE,
        reason="",
        reach=Reach(),
        understood=(0, 0),
        media=0,
        held=0,
        unchanged=False,
        gaps=(),
        bytes_fetched=0,
        made_with=_made_with(archive, target, file, counted, withholding),
        opening_stamp=covering.opening(archive),
    )


def _made_with(
    archive: Archive, target: TargetRef, file: ForeignFile, counted: _Counted, withholding: Withholding
) -> dict[str, Any]:
    extractor = platforms.named(target.platform).extractor
    return {
        "tool": {"name": "archiver", "version": __version__, "extractor": extractor},
        "withheld": {"placeholder": PLACEHOLDER, "rule": RULE, "counts": dict(withholding.counts)},
        KEY: {
            "sha256": file.digest.hex,
            "bytes": file.size,
            "form": file.form.value,
            "software": file.software,
            "imported_at": instant.written(archive.clock.now()),
            "exchanges": counted.exchanges,
            "passed_over": counted.passed_over,
        },
    }
