"""Put one capture into the index. Captures of one target come in the order of their time.

What an abridged observation does not show is left as it was known; what it does show is compared. Counts are not
part of a version: they change at every look, and the last seen stand with the post.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from archiver.catalog import fields
from archiver.catalog.tables import (
    ACCOUNTS,
    CAPTURES,
    GAPS,
    LISTINGS,
    MEDIA,
    PAYLOADS,
    PICTURES,
    POSTS,
    VERSIONS,
)
from archiver.derive.likeness import Likeness
from archiver.derive.snapshot import Snapshot
from archiver.formats.warc_reading import Payload
from archiver.model import instant
from archiver.model.capture import Capture
from archiver.model.gap import Gap
from archiver.model.post import Observation


@dataclass(frozen=True, slots=True)
class IndexedMedium:
    """Which payload a post's medium was received as."""

    key: str
    asset: str
    sha256: str


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
    connection.execute(insert(CAPTURES).values(_capture_row(found)))
    _insert_all(
        connection,
        GAPS,
        (
            {
                "capture": str(capture.id),
                "number": number,
                "reason": gap.reason.value,
                "subject": gap.subject,
                "detail": gap.detail,
                "record": gap.record,
            }
            for number, gap in enumerate(found.gaps)
        ),
    )
    _index_payloads(connection, capture, found.payloads)
    pictures = [_picture_row(sha256, look) for sha256, look in found.pictures]
    _insert_missing(connection, PICTURES, pictures)
    if found.snapshot.account is not None:
        account = found.snapshot.account
        key = _lane(found.snapshot) | {"account_id": account.account_id}
        known = _latest(connection, ACCOUNTS, key)
        state, origin = fields.of_account(account), _origin(found, account.record)
        _extend(connection, ACCOUNTS, key, known, capture, state, origin)
    for listing in found.snapshot.coverages:
        key = _lane(found.snapshot) | {"surface": listing.surface}
        known = _latest(connection, LISTINGS, key)
        state, origin = fields.of_listing(listing), {"extractor": found.extractor}
        _extend(connection, LISTINGS, key, known, capture, state, origin)
    for post in found.snapshot.posts:
        _index_post(connection, found, post)
    platform = capture.target.platform
    media = [
        {"platform": platform, "key": medium.key, "asset": medium.asset, "sha256": medium.sha256}
        for medium in found.media
    ]
    _insert_missing(connection, MEDIA, media)


def _index_post(connection: Connection, found: Indexable, post: Observation) -> None:
    capture = found.snapshot.capture
    key = _lane(found.snapshot) | {"key": post.ref.key}
    known = _latest(connection, VERSIONS, key)
    before = json.loads(known["fields"]) if known else {}
    state = fields.merged(before, fields.of_post(post), whole=post.whole)
    whole = post.whole or bool(known and known["whole"])
    _extend(connection, VERSIONS, key, known, capture, state, _origin(found, post.record) | {"whole": whole})
    row = {
        "platform": post.ref.platform,
        "key": post.ref.key,
        "target": str(capture.target),
        "permanent_id": post.permanent_id,
        "owner_id": post.owner_id,
        "owner_name": post.owner_name,
        "first_capture": str(capture.id),
        "last_capture": str(capture.id),
        "counts": _json({name: [count.value, count.exact] for name, count in post.counts}),
    }
    later = {"last_capture": row["last_capture"], "owner_name": row["owner_name"]}
    if post.counts:
        later["counts"] = row["counts"]
    connection.execute(
        upsert(POSTS)
        .values(row)
        .on_conflict_do_update(index_elements=["platform", "key", "target"], set_=later)
    )


def _extend(
    connection: Connection,
    table: Table,
    key: dict[str, str],
    known: dict[str, Any] | None,
    capture: Capture,
    state: dict[str, Any],
    origin: dict[str, Any],
) -> None:
    """Extend the latest interval, `known`, where the state is the same, else begin a new one."""
    same = known is not None and known["fields"] == _json(state) and known["extractor"] == origin["extractor"]
    seen_whole = {"whole": origin["whole"]} if "whole" in origin else {}
    if known is not None and same:
        here = key | {"first_capture": known["first_capture"]}
        where = [table.c[name] == value for name, value in here.items()]
        # The same fields may now be known whole.
        connection.execute(update(table).where(*where).values(last_capture=str(capture.id), **seen_whole))
        return
    interval = {"first_capture": str(capture.id), "last_capture": str(capture.id), "fields": _json(state)}
    connection.execute(insert(table).values(key | interval | origin))


def _latest(connection: Connection, table: Table, key: dict[str, str]) -> dict[str, Any] | None:
    # Captures of one target are named by their time, so the last by name is the last by time.
    where = [table.c[name] == value for name, value in key.items()]
    row = connection.execute(
        select(table).where(*where).order_by(table.c.first_capture.desc()).limit(1)
    ).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - the library's own public name


def _index_payloads(connection: Connection, capture: Capture, payloads: Iterable[Payload]) -> None:
    rows = [
        {
            "sha256": payload.digest.hex,
            "capture": str(capture.id),
            "record": payload.record,
            "address": payload.address,
            "at": instant.written(payload.at),
            "mime": payload.mime,
            "size": payload.size,
        }
        for payload in payloads
    ]
    if not rows:
        return
    statement = upsert(PAYLOADS)
    # Two captures may hold the same payload; the earlier is named, in whatever order they are indexed.
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["sha256"],
            set_={name: statement.excluded[name] for name in rows[0] if name != "sha256"},
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
        "seal": str(capture.seal),
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


def _lane(seen: Snapshot) -> dict[str, str]:
    target = seen.capture.target
    return {"platform": target.platform, "target": str(target), "lane": seen.lane}


def _origin(found: Indexable, record: str) -> dict[str, Any]:
    return {"extractor": found.extractor, "record": record}


def _insert_missing(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(upsert(table).on_conflict_do_nothing(), rows)


def _insert_all(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    values = list(rows)
    if values:
        connection.execute(insert(table), values)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
