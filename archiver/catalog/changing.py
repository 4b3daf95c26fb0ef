"""What changed in the index between two captures of a target: for each thing its state at the one and at the other.

Only things with an interval that begins in between are looked at, so that the cost grows with what changed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, select

from archiver.catalog.addressed import is_post
from archiver.catalog.tables import (
    ACCOUNTS,
    CAPTURES,
    LISTINGS,
    PLACES,
    POSTS,
    PROBES,
    VERSIONS,
)
from archiver.model import instant
from archiver.model.capture import CaptureKind
from archiver.model.refs import TargetRef

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that has another state than before."""

    lane: str
    before: Row | None
    after: Row


@dataclass(frozen=True, slots=True)
class Changes:
    """All that has another state at one capture than at another."""

    places: tuple[Moved, ...]
    versions: tuple[Moved, ...]
    accounts: tuple[Moved, ...]
    not_reached: tuple[tuple[str, str, str], ...]
    """Lane, surface and key of posts that were listed before and stand where the last listing did not reach."""
    published: dict[str, datetime]
    """When posts that moved were published, by key, as far as is known."""
    asked: frozenset[str]
    """Keys of posts that were ever asked for by themselves."""
    started: dict[str, datetime]
    """When the captures began that are named here."""
    last_covering: dict[tuple[str, str], datetime]
    """When each surface of each lane was last listed before."""


def changes(connection: Connection, target: TargetRef, start: str, end: str) -> Changes:
    """Give what changed behind `start` and up to `end`."""
    moved = places(connection, target, start, end)
    before = _listed_before(connection, target, start)
    return Changes(
        places=tuple(moved),
        versions=tuple(versions(connection, target, start, end)),
        accounts=tuple(accounts(connection, target, start, end)),
        not_reached=tuple(not_reached(connection, target, start, end)),
        published=_published(connection, target, start, end),
        asked=frozenset(connection.scalars(select(PROBES.c.key).where(PROBES.c.target == str(target)))),
        started=_started(connection, {each.after["first_capture"] for each in moved}),
        last_covering=before,
    )


def _listed_before(connection: Connection, target: TargetRef, start: str) -> dict[tuple[str, str], datetime]:
    last = _last_listings(connection, target, start)
    began = _started(connection, set(last.values()))
    return {where: began[capture] for where, capture in last.items() if capture in began}


def _published(connection: Connection, target: TargetRef, start: str, end: str) -> dict[str, datetime]:
    rows = connection.execute(
        select(POSTS.c.key, POSTS.c.published_at)
        .distinct()
        .join(PLACES, and_(PLACES.c.key == POSTS.c.key, PLACES.c.target == POSTS.c.target))
        .where(
            PLACES.c.target == str(target),
            PLACES.c.first_capture > start,
            PLACES.c.first_capture <= end,
            PLACES.c.missing.is_(None),
            POSTS.c.platform == target.platform,
            POSTS.c.published_at.is_not(None),
        )
    )
    return {key: instant.parsed(at) for key, at in rows}


def places(connection: Connection, target: TargetRef, start: str, end: str) -> list[Moved]:
    """Give posts that moved on a surface."""
    return list(_moved(connection, PLACES, ("lane", "surface", "key"), target, start, end))


def versions(connection: Connection, target: TargetRef, start: str, end: str) -> list[Moved]:
    """Give posts that have another version."""
    return list(_moved(connection, VERSIONS, ("lane", "key"), target, start, end, is_post(VERSIONS.c.key)))


def accounts(connection: Connection, target: TargetRef, start: str, end: str) -> list[Moved]:
    """Give the account where it has another state."""
    return list(_moved(connection, ACCOUNTS, ("lane", "account_id"), target, start, end))


def not_reached(
    connection: Connection, target: TargetRef, start: str, end: str
) -> list[tuple[str, str, str]]:
    """Give lane, surface and key of posts that the last listing at `start` held and the last at `end` did not reach.

    What the capture held that the last one went on from was reached by the two together.
    All as it stood at `end`, whatever was listed since.
    """
    before, after = (_last_listings(connection, target, until) for until in (start, end))
    return [
        (lane, surface, key)
        for lane, surface in sorted(before.keys() & after.keys())
        for key in _left_behind(
            connection, target, (lane, surface), before[lane, surface], after[lane, surface], end
        )
    ]


def _left_behind(
    connection: Connection, target: TargetRef, where: tuple[str, str], before: str, after: str, end: str
) -> Iterator[str]:
    """Give what a listing held and a later one neither held nor lacked, by key, as it stood at `end`."""
    later = PLACES.alias("later")
    key = ("platform", "target", "lane", "surface", "key")
    moved = (
        exists()
        .where(*(later.c[name] == PLACES.c[name] for name in key))
        .where(later.c.first_capture > PLACES.c.first_capture, later.c.first_capture <= end)
        .correlate(PLACES)
    )
    begun_with = connection.scalar(select(CAPTURES.c.begun_with).where(CAPTURES.c.capture == after))
    yield from connection.scalars(
        select(PLACES.c.key).where(
            PLACES.c.target == str(target),
            PLACES.c.lane == where[0],
            PLACES.c.surface == where[1],
            PLACES.c.missing.is_(None),
            PLACES.c.last_capture >= before,
            PLACES.c.last_capture < (begun_with or after),
            PLACES.c.first_capture <= before,
            ~moved,
        )
    )


def _last_listings(connection: Connection, target: TargetRef, until: str) -> dict[tuple[str, str], str]:
    """Give the last capture that listed each surface of each lane, up to one.

    It is in the latest of the surface's states that began by then: that state's own last, or where it lasted on the
    last crawl in the lane by then.
    """
    rows = connection.execute(
        select(LISTINGS.c.lane, LISTINGS.c.surface, LISTINGS.c.last_capture)
        .where(LISTINGS.c.target == str(target), LISTINGS.c.first_capture <= until)
        .order_by(LISTINGS.c.first_capture)
    )
    last = {(lane, surface): capture for lane, surface, capture in rows}
    return {
        (lane, surface): capture if capture <= until else _last_crawl(connection, target, lane, until)
        for (lane, surface), capture in last.items()
    }


def _last_crawl(connection: Connection, target: TargetRef, lane: str, until: str) -> str:
    crawls = select(func.max(CAPTURES.c.capture)).where(
        CAPTURES.c.target == str(target),
        CAPTURES.c.kind.in_([kind.value for kind in CaptureKind if kind.lists]),
        CAPTURES.c.lane == lane,
    )
    return connection.scalar(crawls.where(CAPTURES.c.capture <= until)) or until


def captures(connection: Connection, target: TargetRef) -> list[tuple[str, str, str]]:
    """Give capture, lane and kind of all captures of a target, in order of time."""
    rows = connection.execute(
        select(CAPTURES.c.capture, CAPTURES.c.lane, CAPTURES.c.kind)
        .where(CAPTURES.c.target == str(target))
        .order_by(CAPTURES.c.capture)
    )
    return [(capture, lane, kind) for capture, lane, kind in rows]


def _started(connection: Connection, captures: set[str]) -> dict[str, datetime]:
    rows = connection.execute(
        select(CAPTURES.c.capture, CAPTURES.c.started_at).where(CAPTURES.c.capture.in_(captures))
    )
    return {capture: instant.parsed(at) for capture, at in rows}


def _moved(
    connection: Connection,
    table: Table,
    names: tuple[str, ...],
    target: TargetRef,
    start: str,
    end: str,
    *only: ColumnElement[bool],
) -> Iterator[Moved]:
    own = and_(table.c.target == str(target), *only)
    # Captures of one target are named by their time, so that names are compared as times.
    between = and_(own, table.c.first_capture > start, table.c.first_capture <= end)
    after = _by_name(connection, select(table).where(between).order_by(table.c.first_capture), names)
    if not after:
        return
    earlier = table.alias("earlier")
    own_key = [column.name for column in table.primary_key if column.name != "first_capture"]
    last = (
        select(func.max(earlier.c.first_capture))
        .where(*(earlier.c[name] == table.c[name] for name in own_key), earlier.c.first_capture <= start)
        .correlate(table)
        .scalar_subquery()
    )
    touched = select(*(table.c[name] for name in own_key)).where(between).distinct().subquery()
    same = and_(*(touched.c[name] == table.c[name] for name in own_key))
    at_start = select(table).join(touched, same).where(own, table.c.first_capture == last)
    before = _by_name(connection, at_start, names)
    for key, row in after.items():
        yield Moved(row["lane"], before.get(key), row)


def _by_name(
    connection: Connection, statement: Select[Any], names: tuple[str, ...]
) -> dict[tuple[str, ...], Row]:
    """Give the last row of each thing, by the columns that tell things apart."""
    rows = connection.execute(statement)
    columns = tuple(rows.keys())
    found = (dict(zip(columns, row, strict=True)) for row in rows)
    return {tuple(row[name] for name in names): row for row in found}


def state(row: Row) -> Row:
    """Give the fields that an interval holds."""
    found: Row = json.loads(row["fields"])
    return found
