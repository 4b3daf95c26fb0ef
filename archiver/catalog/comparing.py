"""Compare two indexes of the same captures: row by row, and by what two versions of an extractor read."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select

from archiver.catalog.queries import extractors
from archiver.catalog.tables import (
    ABOUTS,
    ACCOUNTS,
    CAPTURES,
    GAPS,
    LISTINGS,
    METADATA,
    PLACES,
    PRESENCES,
    PROBES,
    TRAYS,
    VERSIONS,
)
from archiver.model.gap import OF_EXTRACTION
from archiver.model.rereading import ReadOtherwise, Rereading, Understood

Row = Mapping[Any, Any]
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table whose rows tell what was read of one thing, from its first capture to its last."""

    what: str
    table: Table
    names: tuple[str, ...]
    """Columns that name the thing, beside target and lane."""
    read: tuple[str, ...] = ("fields",)
    """Columns that hold what was read of it."""


_KINDS = (
    _Kind("account", PRESENCES, ()),
    _Kind("profile", ACCOUNTS, ("account_id",)),
    _Kind("about", ABOUTS, ("account_id", "section")),
    _Kind("listing", LISTINGS, ("surface",)),
    _Kind("place", PLACES, ("surface", "key"), ("missing",)),
    _Kind("story", TRAYS, ("tray", "key"), ("gone", "fields")),
    _Kind("post", VERSIONS, ("key",)),
)


def differences(one: Connection, other: Connection) -> dict[str, tuple[int, int]]:
    """Give, for each table that differs, how many rows only the one and only the other holds."""
    found = {}
    for table in METADATA.sorted_tables:
        rows, others = (
            {tuple(row) for row in connection.execute(select(table))} for connection in (one, other)
        )
        if rows != others:
            found[table.name] = (len(rows - others), len(others - rows))
    return found


def rereadings(older: Connection, newer: Connection) -> Iterator[Rereading]:
    """Give what each platform's captures, which another version reads now, are read as before and now."""
    before, now = _versions(older), _versions(newer)
    for platform in sorted(before.keys() & now.keys()):
        if before[platform] != now[platform]:
            yield Rereading(
                platform,
                tuple(sorted(before[platform])),
                ", ".join(sorted(now[platform])),
                _captures(newer, platform),
                _understood(older, platform),
                _understood(newer, platform),
                tuple(_otherwise(older, newer, platform)),
            )


def _versions(connection: Connection) -> dict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for platform, extractor in extractors(connection):
        found[platform].add(extractor)
    return found


def _otherwise(older: Connection, newer: Connection, platform: str) -> Iterator[ReadOtherwise]:
    """Give what is read otherwise of a platform's captures in a newer index than in an older one."""
    for kind in _KINDS:
        before, after = _spans(older, kind, platform), _spans(newer, kind, platform)
        for place in sorted(before.keys() | after.keys()):
            yield from _told_once(_of_thing(kind, place, before.get(place, ()), after.get(place, ())))
    yield from _of_visits(older, newer, platform)


def _understood(connection: Connection, platform: str) -> Understood:
    """Count what was understood of a platform's captures."""
    here = CAPTURES.c.platform == platform
    edges, seen = connection.execute(
        select(
            func.coalesce(func.sum(CAPTURES.c.understood), 0), func.coalesce(func.sum(CAPTURES.c.seen), 0)
        ).where(here)
    ).one()
    gaps = (
        select(func.count())
        .select_from(GAPS.join(CAPTURES, CAPTURES.c.capture == GAPS.c.capture))
        .where(here, GAPS.c.reason.in_([reason.value for reason in OF_EXTRACTION]))
    )
    return Understood(edges, seen, connection.execute(gaps).scalar_one())


def _captures(connection: Connection, platform: str) -> int:
    """Count a platform's captures."""
    return connection.execute(
        select(func.count()).select_from(CAPTURES).where(CAPTURES.c.platform == platform)
    ).scalar_one()


def _spans(connection: Connection, kind: _Kind, platform: str) -> dict[tuple[str, ...], list[Row]]:
    """Give what was read of each thing, in order of time."""
    table, found = kind.table, defaultdict[tuple[str, ...], list[Row]](list)
    rows = connection.execute(
        select(table).where(table.c.platform == platform).order_by(table.c.first_capture)
    )
    for row in rows.mappings():
        found[tuple(row[name] for name in ("target", "lane", *kind.names))].append(row)
    return found


def _of_thing(
    kind: _Kind, place: tuple[str, ...], before: Sequence[Row], after: Sequence[Row]
) -> Iterator[ReadOtherwise]:
    target, lane, *names = place
    for capture, was, now in _side_by_side(kind, before, after):
        for field, old, new in _told_apart(was, now):
            yield ReadOtherwise(target, kind.what, " ".join(names), lane, capture, field, old, new)


def _side_by_side(
    kind: _Kind, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[tuple[str, Fields | None, Fields | None]]:
    """Give, of each state, what was read before and is read now of its first capture; None for nothing."""
    for row in after:
        old = next((each for each in before if _overlap(each, row)), None)
        yield row["first_capture"], None if old is None else _read(kind, old), _read(kind, row)
    for row in before:
        if not any(_overlap(row, each) for each in after):
            yield row["first_capture"], _read(kind, row), None


def _overlap(one: Row, other: Row) -> bool:
    """Tell whether two spans have a capture in common: captures of one target are named by their time."""
    return bool(
        one["first_capture"] <= other["last_capture"] and other["first_capture"] <= one["last_capture"]
    )


def _told_apart(before: Fields | None, after: Fields | None) -> Iterator[tuple[str, Any, Any]]:
    """Give each field that differs, with what it was and is; where one is nothing at all, both as a whole."""
    if before is None or after is None:
        yield "", before, after
        return
    for field in sorted(before.keys() | after.keys()):
        if before.get(field) != after.get(field):
            yield field, before.get(field), after.get(field)


def _read(kind: _Kind, row: Row) -> dict[str, Any]:
    """Give what a row tells by field, those of its JSON among them."""
    plain = {name: row[name] for name in kind.read if name != "fields"}
    return plain | (json.loads(row["fields"]) if "fields" in kind.read else {})


def _told_once(found: Iterator[ReadOtherwise]) -> Iterator[ReadOtherwise]:
    """Leave out what was said of an earlier capture of the same thing."""
    told = set[str]()
    for each in found:
        said = json.dumps([each.field, each.before, each.after])
        if said not in told:
            told.add(said)
            yield each


def _of_visits(older: Connection, newer: Connection, platform: str) -> Iterator[ReadOtherwise]:
    before, after = _visits(older, platform), _visits(newer, platform)
    for place in sorted(before.keys() | after.keys()):
        was, now = before.get(place), after.get(place)
        target, lane, capture, key = place
        for field, old, new in _told_apart(was, now):
            yield ReadOtherwise(target, "visit", key, lane, capture, field, old, new)


def _visits(connection: Connection, platform: str) -> dict[tuple[str, ...], dict[str, Any]]:
    rows = connection.execute(select(PROBES).where(PROBES.c.platform == platform))
    return {
        (row["target"], row["lane"], row["capture"], row["key"]): json.loads(row["fields"])
        for row in rows.mappings()
    }
