"""Import: seal what others captured as captures of our own making, each with the digest of the file it came in.

They give versions of posts and sightings, by their source's word. Nothing is concluded from them: no visit, no control
and no listing of a conclusion is an imported one (`docs/adr/0033-imports.md`).
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver import __version__, platforms
from archiver.archive import Archive
from archiver.capture.withholding import PLACEHOLDER, RULE, Withholding
from archiver.catalog.indexing import Indexable
from archiver.errors import ArchiverError
from archiver.ledger.stamps import NOTABLE
from archiver.model import instant
from archiver.model.capture import Capture, CaptureId, CaptureKind, Outcome, Reach
from archiver.model.event import Event
from archiver.model.foreign import Untied
from archiver.model.looked import INTERRUPTED
from archiver.model.refs import TargetRef
from archiver.model.vantage import IMPORTED, Vantage
from archiver.operations import covering
from archiver.operations.import_lots import Held, Lot, Source, lots
from archiver.operations.indexing import catch_up, index_capture, indexable
from archiver.ports import Progress
from archiver.store import layout, manifest, private
from archiver.store.capture_writer import CaptureWriter

KEY = CaptureKind.IMPORT.value
"""Under which a manifest says what was imported."""


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
    held: Held
    """How much of it was kept, and from when that is, by its own word."""
    posts: int
    listed: int
    understood: tuple[int, int]
    """Posts understood, of posts met, whosever they are."""
    untied: tuple[Untied, ...]
    """Posts that are shown without a name of theirs."""


def importing(
    archive: Archive, sources: Sequence[Source], target: TargetRef, progress: Progress
) -> Iterator[Imported]:
    """Import files and folders of one target, and cover them by a checkpoint: one capture of each, of a folder several.

    Raises ForeignFileError, NothingToImportError, BusyError, StoreError.
    """
    covering.begin(archive)
    try:
        for source in sources:
            yield from _imported(archive, source, target, progress)
    finally:
        covering.cover(archive)


def _imported(archive: Archive, source: Source, target: TargetRef, progress: Progress) -> Sequence[Imported]:
    platform, slug = platforms.named(target.platform), layout.slug(target.name)
    with archive.custody.working_on(target, slug):
        catch_up(archive, target.platform, slug, progress)
        now = archive.clock.now()
        parts = lots(source, platform, target, now, now + NOTABLE, progress)
        earlier = [_earlier(archive, lot, target) for lot in parts]
        captures = [
            _sealed(archive, lot, target, progress) if known is None else known
            for lot, known in zip(parts, earlier, strict=True)
        ]
        # Only once all are in their place: one that comes out of order has the index made afresh, of all of them.
        found = [_indexed(archive, capture, progress) for capture in captures]
    return [
        Imported(
            file=source.path,
            target=target,
            capture=each.snapshot.capture.id,
            is_new=known is None,
            digest=source.digest.hex,
            form=source.form.value,
            software=source.software,
            held=lot.held,
            posts=len(each.snapshot.posts),
            listed=len({entry.ref for coverage in each.snapshot.coverages for entry in coverage.entries}),
            understood=(each.snapshot.understood, each.snapshot.seen),
            untied=each.snapshot.untied,
        )
        for lot, known, each in zip(parts, earlier, found, strict=True)
    ]


def _indexed(archive: Archive, capture: CaptureId, progress: Progress) -> Indexable:
    if not archive.catalog.lacks([capture]):
        return indexable(archive.sealed, capture)
    with archive.indexing():
        return index_capture(archive, capture, progress)


def _earlier(archive: Archive, lot: Lot, target: TargetRef) -> CaptureId | None:
    """Give the capture as which the same was imported for the target before; None where it was not."""
    for name, _, kind in archive.catalog.captures(target):
        if kind == KEY and archive.sealed.stands(name):
            capture = CaptureId.parse(name)
            told = archive.sealed.told(capture).get(KEY, {})
            part = tuple(told.get("part", (1, 1)))
            if (told.get("sha256"), part) == (lot.source.digest.hex, lot.held.part):
                return capture
    return None


def _sealed(archive: Archive, lot: Lot, target: TargetRef, progress: Progress) -> CaptureId:
    """Write a lot, seal it, and append its event. Raises StoreError."""
    platform, slug = platforms.named(target.platform), layout.slug(target.name)
    # It sorts by when it was, not by when it was imported: a later state that was seen before stays the later one.
    name = f"{instant.compact(lot.held.first)}-{os.urandom(4).hex()}"
    capture = CaptureId(target.platform, slug, name)
    begun = {"platform": target.platform, "slug": slug, "lock": slug, "target": str(target), "kind": KEY}
    begun["vantage"] = IMPORTED
    writer = CaptureWriter(archive.layout, name, begun, lambda digest: archive.held(digest, capture.folder))
    withholding = Withholding(platform.written, platform.address(target))
    try:
        writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, archive.clock.now())
        lot.write(writer, withholding, progress)
    except BaseException as error:
        with archive.indexing():
            reason = error.code if isinstance(error, ArchiverError) else INTERRUPTED
            _append(archive, writer.abandon, target, None, Outcome.FAILED, reason)
        raise
    sealed = _seal(archive, writer, capture, target, lot, withholding)
    with archive.indexing():
        _append(archive, writer.place, target, sealed, sealed.outcome, "")
    return sealed.id


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
    lot: Lot,
    withholding: Withholding,
) -> Capture:
    operator = archive.settings.operator
    content = manifest.compose(_statement(archive, capture, target, lot, withholding), writer.records)
    kept = private.document(
        str(capture),
        writer.seed,
        private.Collector(operator=operator.name, organisation=operator.organisation),
        {KEY: {"file": str(lot.source.path)}},
        (writer.salt, *withholding.secrets()),
    )
    return manifest.read(content, writer.seal(content, kept))


def _statement(
    archive: Archive,
    capture: CaptureId,
    target: TargetRef,
    lot: Lot,
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
        started_at=lot.held.first,
        ended_at=lot.held.last,
        outcome=Outcome.COMPLETE,
        reason="",
        reach=Reach(),
        understood=(0, 0),
        media=lot.held.media,
        held=0,
        unchanged=False,
        gaps=(),
        bytes_fetched=0,
        made_with=_made_with(archive, target, lot, withholding),
        opening_stamp=covering.opening(archive),
    )


def _made_with(archive: Archive, target: TargetRef, lot: Lot, withholding: Withholding) -> dict[str, Any]:
    extractor, source, held = platforms.named(target.platform).extractor, lot.source, lot.held
    kept: dict[str, Any] = {"exchanges": held.exchanges}
    if held.documents:
        kept = {"documents": held.documents, "media": held.media, "part": list(held.part)}
    return {
        "tool": {"name": "archiver", "version": __version__, "extractor": extractor},
        "withheld": {"placeholder": PLACEHOLDER, "rule": RULE, "counts": dict(withholding.counts)},
        KEY: kept
        | {
            "sha256": source.digest.hex,
            "bytes": source.size,
            "form": source.form.value,
            "software": source.software,
            "imported_at": instant.written(archive.clock.now()),
            "passed_over": held.passed_over,
        },
    }
