"""Intervals: a row for each state, from the first capture that showed it to the last; the same state adds no row."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, func, insert, select, update

from archiver.derive.snapshot import Snapshot

Row = dict[str, Any]


def as_json(value: object) -> str:
    """Write a value in the one form in which states are compared."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Here:
    """One lane of one target, at one capture."""

    def __init__(self, connection: Connection, seen: Snapshot, extractor: str) -> None:
        """Write what a snapshot shows, read by a version of its extractor."""
        self.connection = connection
        self.extractor = extractor
        self.capture = str(seen.capture.id)
        target = seen.capture.target
        self.target = target
        self.key: Row = {"platform": target.platform, "target": str(target), "lane": seen.lane}

    def latest(
        self, table: Table, names: tuple[str, ...], key: Mapping[str, str]
    ) -> dict[tuple[str, ...], Row]:
        """Give the latest interval of each thing that a key means, by the columns that tell things apart."""
        where = and_(*(table.c[name] == value for name, value in {**self.key, **key}.items()))
        columns = [table.c[name] for name in names]
        # Captures of one target are named by their time, so the last by name is the last by time.
        last = select(*columns, func.max(table.c.first_capture).label("last")).where(where).group_by(*columns)
        newest = last.subquery()
        same = [newest.c[name] == table.c[name] for name in names]
        rows = self.connection.execute(
            select(table).join(newest, and_(newest.c.last == table.c.first_capture, *same)).where(where)
        )
        found = (dict(row._mapping) for row in rows)  # noqa: SLF001 - the library's own public name
        return {tuple(row[name] for name in names): row for row in found}

    def extend(self, table: Table, key: Mapping[str, str], state: Row, **origin: str) -> None:
        """Extend the latest interval of one thing where its state is the same, else begin a new one."""
        known = next(iter(self.latest(table, tuple(key), key).values()), None)
        fields = as_json(state)
        if known is not None and known["fields"] == fields and known["extractor"] == self.extractor:
            self.prolong(table, tuple(key), [known])
        else:
            self.begin(table, [{**key, "fields": fields, **origin}])

    def prolong(self, table: Table, names: tuple[str, ...], rows: Iterable[Row], *changed: str) -> None:
        """Let intervals last to this capture; `changed` are columns that are written anew besides."""
        here = [{f"at_{name}": row[name] for name in (*names, "first_capture", *changed)} for row in rows]
        if not here:
            return
        own = (table.c[name] == value for name, value in self.key.items())
        told = (table.c[name] == bindparam(f"at_{name}") for name in (*names, "first_capture"))
        values: Row = {"last_capture": self.capture} | {name: bindparam(f"at_{name}") for name in changed}
        self.connection.execute(update(table).where(*own, *told).values(values), here)

    def begin(self, table: Table, rows: Iterable[Row]) -> None:
        """Begin intervals at this capture."""
        span = {"first_capture": self.capture, "last_capture": self.capture, "extractor": self.extractor}
        values = [self.key | span | row for row in rows]
        if values:
            self.connection.execute(insert(table), values)
