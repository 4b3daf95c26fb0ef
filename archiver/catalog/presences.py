"""How accounts stood, as intervals."""

import json
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, and_, func, select

from archiver.catalog.tables import CAPTURES, PRESENCES
from archiver.model import instant
from archiver.model.presence_span import PresenceSpan
from archiver.model.probe import Presence
from archiver.model.refs import TargetRef


def of(connection: Connection, target: TargetRef) -> list[PresenceSpan]:
    """Give how a target stood last, in each lane."""
    return list(_latest(connection, PRESENCES.c.target == str(target)))


def of_others(connection: Connection, target: TargetRef) -> list[PresenceSpan]:
    """Give how all other targets of its platform stood last, in each lane."""
    others = (PRESENCES.c.target != str(target), PRESENCES.c.platform == target.platform)
    return list(_latest(connection, *others))


def _latest(connection: Connection, *where: ColumnElement[bool]) -> Iterator[PresenceSpan]:
    """Give the latest interval of each lane of the targets that a condition means."""
    columns = (PRESENCES.c.target, PRESENCES.c.lane)
    last = select(*columns, func.max(PRESENCES.c.first_capture).label("last")).group_by(*columns).subquery()
    begun, ended = CAPTURES.alias("begun"), CAPTURES.alias("ended")
    same = and_(
        last.c.target == PRESENCES.c.target,
        last.c.lane == PRESENCES.c.lane,
        last.c.last == PRESENCES.c.first_capture,
    )
    rows = connection.execute(
        select(*columns, PRESENCES.c.fields, begun.c.started_at, ended.c.started_at)
        .join(last, same)
        .join(begun, begun.c.capture == PRESENCES.c.first_capture)
        .join(ended, ended.c.capture == PRESENCES.c.last_capture)
        .where(*where)
        .order_by(*columns)
    )
    for target, lane, fields, first, until in rows:
        state = json.loads(fields)
        span = instant.parsed(first), instant.parsed(until)
        yield PresenceSpan(target, lane, Presence(state["presence"]), *span, state["now_named"])
