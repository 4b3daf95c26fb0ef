"""How looks went, by their custody events: when something is due, and what budgets hold, is drawn from them."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, or_, select

from archiver.catalog.tables import LOOKS
from archiver.model import instant
from archiver.model.capture import CaptureId, CaptureKind
from archiver.model.looked import CHALLENGED, Looked
from archiver.model.vantage import session_of

_RETRIES = 12
"""Looks that are asked for to find the last that settled something: with growing pauses more take days."""


def note(connection: Connection, told: Iterable[Mapping[str, Any]]) -> None:
    """Add what custody events say of looks."""
    rows = [_row(event) for event in told]
    if rows:
        connection.execute(insert(LOOKS), rows)


class Looks:
    """How looks went, as the index holds it."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        """Take what opens the index to be read."""
        self._reading = reading

    def since(self, begin: datetime) -> list[Looked]:
        """Give all that ended since a time, in order of their ends."""
        late = select(LOOKS).where(LOOKS.c.ended >= instant.written(begin))
        return self._read(late.order_by(LOOKS.c.ended))

    def after(self, slug: str, number: int) -> list[Looked]:
        """Give those of a `<platform>/<slug>` whose events stand behind a number, in order."""
        mine = select(LOOKS).where(LOOKS.c.slug == slug, LOOKS.c.number > number)
        return self._read(mine.order_by(LOOKS.c.number))

    def lately(self, target: str, vantage: str) -> list[Looked]:
        """Give the last from a vantage at a target's listings, in order of their ends."""
        mine = select(LOOKS).where(LOOKS.c.target == target, LOOKS.c.vantage == vantage)
        crawls = mine.where(LOOKS.c.kind == CaptureKind.CRAWL.value)
        return self._read(crawls.order_by(LOOKS.c.ended.desc()).limit(_RETRIES))[::-1]

    def asked_lately(self, target: str, vantage: str) -> list[Looked]:
        """Give the last visits from a vantage to single posts of a target, in order of their ends."""
        mine = select(LOOKS).where(LOOKS.c.target == target, LOOKS.c.vantage == vantage)
        probes = mine.where(LOOKS.c.kind == CaptureKind.PROBE.value)
        return self._read(probes.order_by(LOOKS.c.ended.desc()).limit(_RETRIES))[::-1]

    def by_address(self, platform: str, vantage: str, most: int) -> list[Looked]:
        """Give the last from a vantage without a session, of whichever target of a platform, in order of their ends."""
        mine = select(LOOKS).where(LOOKS.c.vantage == vantage, LOOKS.c.target.startswith(f"{platform}:"))
        return self._read(mine.where(_was_asked()).order_by(LOOKS.c.ended.desc()).limit(most))[::-1]

    def challenged(self, session: str) -> list[Looked]:
        """Give the last with a session, by its salted id, that met a challenge; none where none did."""
        mine = select(LOOKS).where(LOOKS.c.session == session, LOOKS.c.reason == CHALLENGED)
        return self._read(mine.order_by(LOOKS.c.ended.desc()).limit(1))

    def of_session(self, session: str, most: int) -> list[Looked]:
        """Give the last with a session, by its salted id, in which the platform was asked, in order of their ends."""
        mine = select(LOOKS).where(LOOKS.c.session == session, _was_asked())
        return self._read(mine.order_by(LOOKS.c.ended.desc()).limit(most))[::-1]

    def _read(self, asked: Select[Any]) -> list[Looked]:
        with self._reading() as connection:
            return [_looked(row) for row in connection.execute(asked)]


def _was_asked() -> ColumnElement[bool]:
    return or_(LOOKS.c.pages.is_(None), LOOKS.c.pages > 0)


def _looked(row: Row[Any]) -> Looked:
    return Looked(
        target=row.target,
        vantage=row.vantage,
        kind=row.kind,
        began=instant.parsed(row.began),
        ended=instant.parsed(row.ended),
        outcome=row.outcome,
        reason=row.reason,
        pages=row.pages,
        capture=row.capture,
        unchanged=row.unchanged,
    )


def _row(event: Mapping[str, Any]) -> dict[str, Any]:
    capture, vantage = event["capture"] or "", event.get("vantage", "")
    return {
        "slug": event["slug"],
        "number": event["number"],
        "target": event["target"],
        "vantage": vantage,
        "session": session_of(vantage),
        "kind": event["kind"],
        "began": instant.written(CaptureId.parse(capture).began) if capture else event["at"],
        "ended": event["at"],
        "outcome": event["outcome"],
        "reason": event["reason"],
        "pages": event.get("pages"),
        "capture": capture,
        "unchanged": event.get("unchanged", False),
    }
