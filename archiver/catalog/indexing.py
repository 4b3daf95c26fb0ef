"""Put one capture into the index. Captures of one target come in the order of their time.

Each subject has its rows: the capture with its gaps and payloads, the account and its presence, listings, probes and
media are written here, posts, places and trays in rooms of their own. What is the same as before lengthens an interval;
what differs begins one.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from archiver.catalog import abouts, fields, holders, places, posts, trays
from archiver.catalog.intervals import Here, as_json
from archiver.catalog.tables import (
    ACCOUNTS,
    CAPTURES,
    FILMS,
    GAPS,
    LISTINGS,
    MEDIA,
    PAYLOADS,
    PICTURES,
    PRESENCES,
    PROBES,
)
from archiver.derive.films import Film
from archiver.derive.holders import in_place_of_media
from archiver.derive.lane import of_kept_copies
from archiver.derive.likeness import Likeness
from archiver.derive.snapshot import Snapshot
from archiver.formats.warc_reading import Payload
from archiver.model import instant
from archiver.model.account import Account
from archiver.model.capture import Capture, CaptureKind
from archiver.model.gap import Gap
from archiver.model.merging import unattributed
from archiver.model.probe import Presence, Probe
from archiver.model.refs import PostRef


@dataclass(frozen=True, slots=True)
class IndexedMedium:
    """Which payload a post's medium was received as."""

    key: str
    asset: str
    sha256: str
    whole: bool
    """Whether it is the largest rendition of a post that was read whole."""


@dataclass(frozen=True, slots=True)
class Indexable:
    """All that one capture adds to the index."""

    snapshot: Snapshot
    extractor: str
    gaps: tuple[Gap, ...]
    payloads: tuple[Payload, ...]
    media: tuple[IndexedMedium, ...]
    pictures: tuple[tuple[str, Likeness], ...]
    """Digest (hex) and what the picture looks like."""
    films: tuple[tuple[str, Film], ...] = ()
    """Digest (hex) and what the film is and looks like."""


def is_in_order(connection: Connection, capture: Capture) -> bool:
    """Tell whether no later capture of the same target is indexed yet."""
    later = select(CAPTURES.c.capture).where(
        CAPTURES.c.target == str(capture.target),
        CAPTURES.c.started_at > instant.written(capture.started_at),
    )
    return connection.execute(later.limit(1)).first() is None


def index(connection: Connection, found: Indexable) -> None:
    """Add one capture. `is_in_order` must hold."""
    capture = found.snapshot.capture
    known = holders.of(connection, capture.target, unattributed(found.snapshot.posts))
    seen = in_place_of_media(found.snapshot, known)
    here = Here(connection, seen, found.extractor)
    connection.execute(insert(CAPTURES).values(_capture_row(found)))
    _insert_all(connection, GAPS, _gap_rows(found))
    _index_payloads(connection, capture, found.payloads)
    _insert_missing(connection, PICTURES, [_picture_row(sha256, look) for sha256, look in found.pictures])
    _insert_missing(connection, FILMS, [_film_row(sha256, film) for sha256, film in found.films])
    if seen.account is not None:
        _note_account(here, seen.account)
    abouts.index(here, seen.abouts)
    tells_of_owner = capture.kind not in (CaptureKind.POST, CaptureKind.IMPORT)
    if tells_of_owner and seen.presence is not Presence.UNKNOWN:
        here.extend(PRESENCES, {}, {"presence": seen.presence.value, "now_named": seen.now_named})
    for listing in seen.coverages:
        here.extend(LISTINGS, {"surface": listing.surface}, fields.of_listing(listing))
    posts.index(here, (*seen.posts, *seen.stories.stories))
    if seen.kept_copies:
        posts.index(Here(connection, seen, found.extractor, of_kept_copies(seen.lane)), seen.kept_copies)
    trays.index(here, seen.stories)
    places.index(here, seen.coverages)
    _insert_all(connection, PROBES, (_probe_row(found, probe) for probe in seen.probes))
    platform = capture.target.platform
    media = [
        {
            "platform": platform,
            "key": _holder(medium.key, known),
            "asset": medium.asset,
            "sha256": medium.sha256,
            "whole": medium.whole,
        }
        for medium in found.media
    ]
    if media:
        statement = upsert(MEDIA)
        whole = or_(MEDIA.c.whole, statement.excluded.whole)
        keys = ["platform", "key", "asset", "sha256"]
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"whole": whole}), media)


def _holder(key: str, known: Mapping[PostRef, PostRef]) -> str:
    return next((post.key for medium, post in known.items() if medium.key == key), key)


def _note_account(here: Here, account: Account) -> None:
    """Compare an account with its latest state; what this answer does not show is left as it was known."""
    key = {"account_id": account.account_id}
    before = next(iter(here.latest(ACCOUNTS, tuple(key), key).values()), None)
    known = json.loads(before["fields"]) if before else {}
    counts = fields.counts_of_account(account) or (json.loads(before["counts"]) if before else {})
    state = fields.merged_account(known, account)
    here.extend(ACCOUNTS, key, state, {"counts": as_json(counts)}, record=account.record)


def _gap_rows(found: Indexable) -> Iterable[dict[str, Any]]:
    for number, gap in enumerate(found.gaps):
        yield {
            "capture": str(found.snapshot.capture.id),
            "number": number,
            "reason": gap.reason.value,
            "subject": gap.subject,
            "detail": gap.detail,
            "record": gap.record,
        }


def _probe_row(found: Indexable, probe: Probe) -> dict[str, Any]:
    return {
        "capture": str(probe.capture),
        "key": probe.post.key,
        "platform": probe.post.platform,
        "target": str(found.snapshot.capture.target),
        "at": instant.written(probe.at),
        "lane": probe.lane,
        "availability": probe.availability.value,
        "fields": as_json(fields.of_probe(probe)),
        "extractor": found.extractor,
    }


def _index_payloads(connection: Connection, capture: Capture, payloads: Iterable[Payload]) -> None:
    rows = [
        {
            "sha256": payload.digest.hex,
            "folder": capture.id.folder,
            "capture": str(capture.id),
            "record": payload.record,
            "address": payload.address,
            "at": instant.written(payload.at),
            "mime": payload.mime,
            "size": payload.size,
            "made": payload.made,
        }
        for payload in payloads
        # What broke off holds nothing that a later answer could point at, though its bytes may be all there were.
        if not payload.truncated
    ]
    if not rows:
        return
    statement, keys = upsert(PAYLOADS), ["sha256", "folder"]
    # Two captures of a folder may hold the same payload; the earlier is named, in whatever order they are indexed.
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=keys,
            set_={name: statement.excluded[name] for name in rows[0] if name not in keys},
            where=statement.excluded.at < PAYLOADS.c.at,
        ),
        rows,
    )


def _capture_row(found: Indexable) -> dict[str, Any]:
    capture = found.snapshot.capture
    reach = capture.reach
    return {
        "capture": str(capture.id),
        "platform": capture.target.platform,
        "target": str(capture.target),
        "kind": capture.kind.value,
        "post": str(capture.post) if capture.post else None,
        "lane": found.snapshot.lane,
        "vantage": str(capture.vantage),
        "started_at": instant.written(capture.started_at),
        "ended_at": instant.written(capture.ended_at),
        "outcome": capture.outcome.value,
        "reason": capture.reason,
        "listed": reach.listed,
        "claimed": reach.claimed,
        "claimed_exactly": reach.claimed_exactly,
        "reach_limit": reach.limit.value if reach.limit else None,
        "seen": found.snapshot.seen,
        "understood": found.snapshot.understood,
        "bytes_fetched": capture.bytes_fetched,
        "clock_offset": capture.clock_offset.total_seconds() if capture.clock_offset is not None else None,
        "seal": str(capture.seal),
        "begun_with": str(found.snapshot.begun_with) if found.snapshot.begun_with else None,
    }


def _picture_row(sha256: str, look: Likeness) -> dict[str, Any]:
    return {
        "sha256": sha256,
        "width": look.width,
        "height": look.height,
        "phash": look.phash,
        "dhash": look.dhash,
        "mode": look.mode,
        "version": look.version,
    }


def _film_row(sha256: str, film: Film) -> dict[str, Any]:
    return {
        "sha256": sha256,
        "seconds": film.seconds,
        "width": film.width,
        "height": film.height,
        "codecs": " ".join(film.codecs),
        "frames": as_json([[frame.seconds, frame.phash] for frame in film.frames]),
        "version": film.version,
    }


def _insert_missing(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(upsert(table).on_conflict_do_nothing(), rows)


def _insert_all(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    values = list(rows)
    if values:
        connection.execute(insert(table), values)
