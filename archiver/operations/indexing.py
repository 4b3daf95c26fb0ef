"""From a sealed capture to its rows in the index: read, extract, put together, hash, add."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archiver import platforms
from archiver.archive import Archive
from archiver.catalog.catalog import Catalog
from archiver.catalog.indexing import Indexable, IndexedMedium
from archiver.derive.likeness import Likeness, NotAPictureError, likeness
from archiver.derive.snapshot import Snapshot, snapshot
from archiver.formats.warc_reading import Payload
from archiver.model.capture import CaptureId
from archiver.model.gap import OF_EXTRACTION, Gap, GapReason
from archiver.ports import Platform, Progress
from archiver.store.sealed import SealedCaptures
from archiver.store.writing import make_folder

_OK = 200


def index_capture(archive: Archive, capture: CaptureId, progress: Progress) -> Indexable:
    """Add one capture to the index; where it comes out of order, make the index afresh. Raises DamagedError.

    Only to be called by the process that holds the index (`Archive.indexing`).
    """
    found = indexable(archive.sealed, capture)
    if not archive.catalog.index(found):
        with made_afresh(archive, progress) as fresh:
            archive.catalog.become(fresh)
    return found


def catch_up(archive: Archive, platform: str, slug: str, progress: Progress) -> None:
    """Add what a target's folder holds and the index does not, such as after a crash or a deleted index."""
    for capture in archive.sealed.of(platform, slug):
        if not archive.catalog.holds(archive.sealed.read(capture)):
            with archive.indexing():
                index_capture(archive, capture, progress)


@contextmanager
def made_afresh(archive: Archive, progress: Progress) -> Iterator[Catalog]:
    """Make an index of all captures beside the archive's own, for a `with` block. Raises DamagedError."""
    aside = archive.layout.fresh_catalog
    make_folder(aside.parent)
    _remove(aside)
    fresh = Catalog(aside)
    try:
        fresh.index_all(_all(archive.sealed, progress))
        yield fresh
    finally:
        fresh.close()
        _remove(aside)


def _all(sealed: SealedCaptures, progress: Progress) -> Iterator[Indexable]:
    captures = sealed.ids()
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
    reading = platform.extract(tuple(sealed.exchanges(capture_id)))
    seen = snapshot(capture, reading)
    received: dict[str, str] = {}
    payloads: list[Payload] = []
    looks: dict[str, Likeness] = {}
    flaws: list[Gap] = []
    for payload, content in sealed.payloads(capture_id, lambda payload: _is_picture(platform, payload)):
        if payload.status == _OK and (asset := platform.asset(payload.address)):
            received.setdefault(asset, payload.digest.hex)
        if not payload.revisit:
            payloads.append(payload)
        if content and payload.digest.hex not in looks:
            try:
                looks[payload.digest.hex] = likeness(content)
            except NotAPictureError as error:
                flaws.append(Gap(GapReason.NOT_A_PICTURE, payload.address, str(error)[:200], payload.record))
    visited = tuple(gap for gap in capture.gaps if gap.reason not in OF_EXTRACTION)
    return Indexable(
        snapshot=seen,
        extractor=platform.extractor,
        gaps=visited + reading.gaps + tuple(flaws),
        payloads=tuple(payloads),
        media=tuple(_media(platform, seen, received)),
        pictures=tuple(looks.items()),
    )


def _is_picture(platform: Platform, payload: Payload) -> bool:
    return (
        payload.mime.startswith("image/") and payload.status == _OK and bool(platform.asset(payload.address))
    )


def _media(platform: Platform, seen: Snapshot, received: dict[str, str]) -> Iterable[IndexedMedium]:
    """Say which payload each medium came as: that of its largest rendition received."""
    for post in seen.posts:
        for medium in post.media:
            found = [received.get(platform.asset(candidate.address)) for candidate in medium.candidates]
            sha256 = next(filter(None, found), None)
            if sha256 is not None:
                yield IndexedMedium(post.ref.key, medium.asset, sha256)
