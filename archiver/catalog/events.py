"""Custody events in the index, and the conclusions among them."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select

from archiver.catalog import looks
from archiver.catalog.intervals import as_json
from archiver.catalog.tables import EVENTS

_CAPTURE = "capture"


def last(connection: Connection, slug: str) -> int:
    """Give the number of a target's last event in the index; 0 where there is none."""
    return connection.scalar(select(func.max(EVENTS.c.number)).where(EVENTS.c.slug == slug)) or 0


def lasts(connection: Connection) -> dict[str, int]:
    """Give the number of the last event in the index of each `<platform>/<slug>`."""
    found = select(EVENTS.c.slug, func.max(EVENTS.c.number).label("number")).group_by(EVENTS.c.slug)
    return {row.slug: row.number for row in connection.execute(found)}


def note(connection: Connection, found: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Add events, by name and content."""
    told = list(found)
    if told:
        connection.execute(insert(EVENTS), [_row(name, content) for name, content in told])
    looks.note(connection, (content for _, content in told if content["event"] == _CAPTURE))


def of_kind(connection: Connection, target: str, event: str) -> list[dict[str, Any]]:
    """Give the content of a target's events of one kind, in order; none of captures, which say it themselves."""
    found = select(EVENTS.c.content).where(
        EVENTS.c.target == target, EVENTS.c.event == event, EVENTS.c.content.is_not(None)
    )
    return [
        json.loads(content)
        for (content,) in connection.execute(found.order_by(EVENTS.c.slug, EVENTS.c.number))
    ]


def after(connection: Connection, slug: str, event: str, number: int) -> list[dict[str, Any]]:
    """Give the content of the events of one kind of a `<platform>/<slug>` behind a number, in order."""
    found = select(EVENTS.c.content).where(
        EVENTS.c.slug == slug,
        EVENTS.c.number > number,
        EVENTS.c.event == event,
        EVENTS.c.content.is_not(None),
    )
    return [json.loads(content) for (content,) in connection.execute(found.order_by(EVENTS.c.number))]


def latest(connection: Connection, event: str) -> dict[str, dict[str, Any]]:
    """Give the content of the last event of one kind of each target; under an empty name that of the whole archive."""
    last = (
        select(EVENTS.c.slug, func.max(EVENTS.c.number).label("number"))
        .where(EVENTS.c.event == event)
        .group_by(EVENTS.c.slug, EVENTS.c.target)
        .subquery()
    )
    same = and_(EVENTS.c.slug == last.c.slug, EVENTS.c.number == last.c.number)
    found = select(EVENTS.c.target, EVENTS.c.content).join(last, same)
    ordered = connection.execute(found.order_by(EVENTS.c.slug, EVENTS.c.number))
    return {target: json.loads(content) for target, content in ordered}


def _row(name: str, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": content["slug"],
        "number": content["number"],
        "name": name,
        "event": content["event"],
        "target": content["target"],
        "post": content.get("post"),
        "at": content["at"],
        # What a capture's event says stands with the capture.
        "content": None if content["event"] == _CAPTURE else as_json(content),
    }
