"""From a sealed capture to its rows in the index: read, extract, put together, hash, add."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archiver import platforms
from archiver.archive import Archive
from archiver.catalog.catalog import Catalog
from archiver.catalog.indexing import Indexable, IndexedMedium
from archiver.derive.snapshot import Snapshot, snapshot
from archiver.formats import found_streams
from archiver.formats.found_streams import FoundStreams
from archiver.formats.warc_reading import Payload
from archiver.model.capture import Capture, CaptureId, CaptureKind
from archiver.model.earlier import Earlier
from archiver.model.exchange import Exchange
from archiver.model.gap import OF_EXTRACTION
from archiver.model.reading import Reading
from archiver.model.refs import TargetRef
from archiver.operations import continuing, hashing
from archiver.operations.rereading import told_together
from archiver.ports import Platform, Progress
from archiver.store import layout
from archiver.store.sealed import SealedCaptures
from archiver.store.writing import make_folder

_OK = 200
_FETCHED = "direct"


def index_capture(archive: Archive, capture: CaptureId, progress: Progress) -> Indexable:
    """Add one capture to the index; where it comes out of order, make the index afresh. Raises DamagedError.

    Only to be called by the process that holds the index (`Archive.indexing`).
    """
    found = indexable(archive.sealed, capture)
    if not archive.catalog.index(found):
        with made_afresh(archive, progress) as fresh:
            archive.catalog.become(fresh)
    index_events(archive, capture.platform, capture.slug)
    return found


def catch_up(archive: Archive, platform: str, slug: str, progress: Progress) -> None:
    """Add what a target's folder holds and the index does not, such as after a crash or a deleted index."""
    for capture in archive.catalog.lacks(archive.sealed.of(platform, slug)):
        with archive.indexing():
            index_capture(archive, capture, progress)
    with archive.indexing():
        index_events(archive, platform, slug)


def index_events(archive: Archive, platform: str, slug: str) -> None:
    """Add what a target's ledger holds and the index does not.

    Only to be called by the process that holds the index (`Archive.indexing`).
    """
    known = archive.catalog.last_event(f"{platform}/{slug}")
    archive.catalog.note_events(archive.custody.chain(platform, slug).after(known))


def index_all_events(archive: Archive) -> None:
    """Add whatever the ledger holds and the index does not, such as after a crash. Raises BusyError, DamagedError."""
    known = archive.catalog.last_events()
    lacking = [slug for slug, number in archive.custody.lasts().items() if number > known.get(slug, 0)]
    if lacking:
        with archive.indexing():
            for slug in lacking:
                index_events(archive, *slug.split("/", 1))


def append(archive: Archive, target: TargetRef | None, event: str, said: Mapping[str, Any]) -> None:
    """Append an event of a target, or of the archive as a whole, and add it to the index. Raises StoreError, BusyError.

    Only to be called by the process that holds the index (`Archive.indexing`).
    """
    archive.custody.append(target, event, said)
    index_events(archive, *((target.platform, layout.slug(target.name)) if target else layout.WHOLE))


@contextmanager
def made_afresh(archive: Archive, progress: Progress) -> Iterator[Catalog]:
    """Make an index of all captures beside the archive's own, for a `with` block. Raises DamagedError."""
    told = archive.custody.every()
    with made_of(archive, archive.layout.fresh_catalog, archive.sealed.ids(), told, progress) as fresh:
        yield fresh


@contextmanager
def made_of(
    archive: Archive,
    aside: Path,
    captures: Sequence[CaptureId],
    told: Iterable[tuple[str, dict[str, Any]]],
    progress: Progress,
) -> Iterator[Catalog]:
    """Make an index of some captures, in order of time, and of events, in a file for a `with` block.

    Raises DamagedError.
    """
    make_folder(aside.parent)
    _remove(aside)
    fresh = Catalog(aside)
    try:
        fresh.index_all(_all(archive.sealed, captures, progress))
        fresh.note_events(told)
        yield fresh
    finally:
        fresh.close()
        _remove(aside)


def _all(sealed: SealedCaptures, captures: Sequence[CaptureId], progress: Progress) -> Iterator[Indexable]:
    for number, capture in enumerate(captures, start=1):
        progress.step("captures", number, len(captures))
        yield indexable(sealed, capture)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def indexable(sealed: SealedCaptures, capture_id: CaptureId) -> Indexable:
    """Read a capture as what it adds to the index. Raises DamagedError."""
    capture = sealed.read(capture_id)
    platform = platforms.named(capture_id.platform)
    reading, payloads = Reading(), list[Payload]()
    notes: dict[str, FoundStreams] = {}

    def take_note(record: str, address: str, content: bytes) -> None:
        found = found_streams.read(content) if address.startswith(found_streams.PREFIX) else None
        if found is not None:
            notes[record] = found

    for told in told_together(_taken_down(sealed.answers(capture_id, take_note), payloads)):
        reading += platform.extract(told)
    if capture.kind is CaptureKind.IMPORT:
        reading += platform.read_documents(sealed.documents(capture_id))
    earlier = continuing.before(sealed, capture)
    seen = snapshot(capture, reading, earlier)
    media = (*_media(platform, seen, earlier, payloads), *_found(seen, payloads, notes))
    looks = hashing.looks(sealed, capture_id, platform, payloads, media)
    visited = tuple(gap for gap in capture.gaps if gap.reason not in OF_EXTRACTION)
    return Indexable(
        snapshot=seen,
        extractor=platform.extractor,
        gaps=visited + reading.gaps + looks.flaws,
        payloads=_own(capture, payloads),
        media=media,
        pictures=looks.pictures,
        films=looks.films,
    )


def _own(capture: Capture, payloads: Iterable[Payload]) -> tuple[Payload, ...]:
    """Give the payloads that later captures may point at: of what others made none, since it is not handed over."""
    if capture.kind is CaptureKind.IMPORT:
        return ()
    return tuple(payload for payload in payloads if not payload.revisit)


def _taken_down(
    answers: Iterable[tuple[Payload, Exchange | None]], payloads: list[Payload]
) -> Iterator[Exchange]:
    """Give a capture's exchanges, and take down all payloads on the way."""
    for payload, exchange in answers:
        payloads.append(payload)
        if exchange is not None:
            yield exchange


def _media(
    platform: Platform, seen: Snapshot, earlier: Earlier | None, payloads: list[Payload]
) -> Iterable[IndexedMedium]:
    """Say which payload each medium came as: that of its largest rendition received.

    Of posts too that only the capture listed which this one goes on from: their media may have come with this one.
    """
    received: dict[tuple[str, bool], str] = {}
    for payload in payloads:
        # What a page drew may be a thumbnail of it; a post's medium is what was fetched for its own sake.
        fetched = payload.status == _OK and payload.obtained == _FETCHED and not payload.truncated
        if (fetched or payload.made) and (asset := platform.asset(payload.address)):
            received.setdefault((asset, payload.made), payload.digest.hex)
    before = earlier.posts if earlier is not None else ()
    for post in (*seen.posts, *seen.kept_copies, *seen.stories.stories, *before):
        for medium in post.media:
            # Pictures whose sound came apart are a film once the two are put together, and no medium before.
            found = [
                received.get((platform.asset(candidate.address), bool(candidate.sound)))
                for candidate in medium.candidates
            ]
            sha256 = next(filter(None, found), None)
            if sha256 is not None:
                yield IndexedMedium(post.ref.key, medium.asset, sha256, post.whole and found[0] is not None)


def _found(
    seen: Snapshot, payloads: list[Payload], notes: Mapping[str, FoundStreams]
) -> Iterable[IndexedMedium]:
    """Say which payload each film came as whose streams no answer names, but a note of ours."""
    keys = {str(post.ref): post.ref.key for post in seen.posts}
    for payload in payloads:
        note = notes.get(payload.found_in)
        came = payload.made or (payload.status == _OK and not payload.truncated)
        if note is not None and came and note.subject in keys:
            best = (payload.address, payload.made) == (note.best, note.in_parts)
            yield IndexedMedium(keys[note.subject], note.asset, payload.digest.hex, best)
