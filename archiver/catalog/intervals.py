"""Intervals: a row for each state, from the first capture that showed it to the last; the same state adds no row."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, insert, select, update

from archiver.derive.snapshot import Snapshot
from archiver.model.capture import CaptureKind

Row = dict[str, Any]
Value = str | list[str]

_WRITTEN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_SOME = 5_000
"""Things that one statement tells apart."""


def as_json(value: object) -> str:
    """Write a value in the one form in which states are compared."""
    return _WRITTEN.encode(value)


class Here:
    """One lane of one target, at one capture."""

    def __init__(self, connection: Connection, seen: Snapshot, extractor: str, lane: str = "") -> None:
        """Write what a snapshot shows, read by a version of its extractor, in its lane or another beside it."""
        self.connection = connection
        self.extractor = extractor
        self.capture = str(seen.capture.id)
        self.is_imported = seen.capture.kind is CaptureKind.IMPORT
        target = seen.capture.target
        self.target = target
        self.key: Row = {"platform": target.platform, "target": str(target), "lane": lane or seen.lane}

    def latest(
        self, table: Table, names: tuple[str, ...], key: Mapping[str, Value]
    ) -> dict[tuple[str, ...], Row]:
        """Give the latest interval of each thing that a key means, by the columns that tell things apart."""
        where = _means(table, {**self.key, **key})
        columns = [table.c[name] for name in names]
        # Captures of one target are named by their time, so the last by name is the last by time.
        last = select(*columns, func.max(table.c.first_capture).label("last")).where(where).group_by(*columns)
        newest = last.subquery()
        same = [newest.c[name] == table.c[name] for name in names]
        rows = self.connection.execute(
            select(table).join(newest, and_(newest.c.last == table.c.first_capture, *same)).where(where)
        )
        every = tuple(rows.keys())
        found = (dict(zip(every, row, strict=True)) for row in rows)
        return {tuple(row[name] for name in names): row for row in found}

    def extend(
        self, table: Table, key: Mapping[str, str], state: Row, beside: Row | None = None, **origin: str
    ) -> None:
        """Extend the latest interval of one thing where its state is the same, else begin a new one.

        What is `beside` the state is written at each look.
        """
        written = beside or {}
        known = next(iter(self.latest(table, tuple(key), key).values()), None)
        fields = as_json(state)
        if known is not None and known["fields"] == fields and known["extractor"] == self.extractor:
            self._last(table, {**self.key, **key, "first_capture": known["first_capture"]}, written)
        else:
            self.begin(table, [{**key, "fields": fields, **written, **origin}])

    def prolong(self, table: Table, names: tuple[str, ...], rows: Iterable[Row], *changed: str) -> None:
        """Let intervals last to this capture; `changed` are columns that are written anew besides.

        Most of many began together: those are prolonged by one statement, not each by its own.
        """
        *shared, telling = names
        together: defaultdict[tuple[tuple[str, Any], ...], list[str]] = defaultdict(list)
        for row in rows:
            alike = tuple((name, row[name]) for name in (*shared, "first_capture", *changed))
            together[alike].append(row[telling])
        for alike, things in together.items():
            key = self.key | {name: value for name, value in alike if name not in changed}
            written = {name: value for name, value in alike if name in changed}
            self.let_last(table, key, telling, things, written)

    def let_last(
        self, table: Table, key: Mapping[str, Value], telling: str, things: list[str], written: Row
    ) -> None:
        """Let the rows of some things last to this capture, which the column `telling` tells apart."""
        for some in in_parts(things):
            self._last(table, {**key, telling: some}, written)

    def _last(self, table: Table, key: Mapping[str, Value], written: Row) -> None:
        values = {"last_capture": self.capture, **written}
        self.connection.execute(update(table).where(_means(table, key)).values(values))

    def close(self, table: Table, names: tuple[str, ...], rows: Iterable[Row], column: str) -> None:
        """Write of intervals which capture ended them; they last to the one that they lasted to."""
        for row in rows:
            key = {**self.key, **{name: row[name] for name in (*names, "first_capture")}}
            self.connection.execute(update(table).where(_means(table, key)).values({column: self.capture}))

    def begin(self, table: Table, rows: Iterable[Row]) -> None:
        """Begin intervals at this capture."""
        span = {"first_capture": self.capture, "last_capture": self.capture, "extractor": self.extractor}
        values = [self.key | span | row for row in rows]
        if values:
            self.connection.execute(insert(table), values)


def in_parts(things: list[str]) -> Iterator[list[str]]:
    """Give some at a time, as many as one statement takes."""
    for start in range(0, len(things), _SOME):
        yield things[start : start + _SOME]


def _means(table: Table, key: Mapping[str, Value]) -> ColumnElement[bool]:
    """Tell whether a row is one that a key means; a list stands for any of its values."""
    return and_(
        *(
            table.c[name].in_(value) if isinstance(value, list) else table.c[name] == value
            for name, value in key.items()
        )
    )
