"""Posts that no listing speaks of now: who visits them in turn begins with the one not seen for the longest time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from archiver.catalog.addressed import is_post
from archiver.catalog.placed import is_latest, is_of_others, is_ours
from archiver.catalog.tables import CAPTURES, PLACES, POSTS, PROBES
from archiver.model.capture import CaptureId, CaptureKind
from archiver.model.refs import PostRef, TargetRef

_NOT_ANSWERED = '"record":""'
"""What the fields of a visit hold whose address was in the plan and was never come to, or never answered."""


def unlisted(connection: Connection, target: TargetRef, vantages: Iterable[str], most: int) -> list[PostRef]:
    """Give posts that no vantage's latest crawl listed and no listing is known to lack.

    The one longest not seen, and whose own page was not answered for the longest time, comes first. Whether that told
    anything is no matter: one that never does would come first each time.
    """
    rows = connection.execute(_in_turn(connection, target, vantages).limit(most))
    return [PostRef(target.platform, row.key) for row in rows]


def unchecked_since(connection: Connection, target: TargetRef, vantages: Iterable[str]) -> datetime | None:
    """Say since when the first of these was not seen and its own page not answered; None where there is none."""
    row = connection.execute(_in_turn(connection, target, vantages).limit(1)).first()
    return None if row is None else CaptureId.parse(row.visited).began


def _in_turn(connection: Connection, target: TargetRef, vantages: Iterable[str]) -> Select[Any]:
    here = str(target)
    missing = select(PLACES.c.key).where(
        PLACES.c.target == here, is_latest(), PLACES.c.missing.is_not(None), is_ours(PLACES)
    )
    answered = (
        select(PROBES.c.key, func.max(PROBES.c.capture).label("last"))
        .where(PROBES.c.target == here, PROBES.c.fields.not_like(f"%{_NOT_ANSWERED}%"))
        .group_by(PROBES.c.key)
        .subquery()
    )
    # Captures of one target are named by their time.
    visited = case((answered.c.last > POSTS.c.last_capture, answered.c.last), else_=POSTS.c.last_capture)
    return (
        select(POSTS.c.key, visited.label("visited"))
        .outerjoin(answered, answered.c.key == POSTS.c.key)
        .where(POSTS.c.target == here, is_post(POSTS.c.key), POSTS.c.key.not_in(missing))
        .where(POSTS.c.key.not_in(_listed(connection, here, vantages)), ~is_of_others())
        .order_by(visited, POSTS.c.key)
    )


def _listed(connection: Connection, target: str, vantages: Iterable[str]) -> Select[tuple[str]]:
    """Ask for the posts that the latest crawl from some vantage listed, where that crawl is not long past."""
    latest: dict[str, list[str]] = {}
    for vantage in vantages:
        crawls = select(CAPTURES.c.capture).where(
            CAPTURES.c.target == target,
            CAPTURES.c.kind == CaptureKind.CRAWL.value,
            CAPTURES.c.vantage == vantage,
        )
        last = connection.scalars(crawls.order_by(CAPTURES.c.capture.desc()).limit(2))
        latest[vantage] = list(last)
    # Where another vantage has looked twice since, this one looks no more, whatever it was shown then.
    twice_ago = max((crawls[1] for crawls in latest.values() if len(crawls) > 1), default="")
    current = [crawls[0] for crawls in latest.values() if crawls and crawls[0] >= twice_ago]
    return select(PLACES.c.key).where(
        PLACES.c.target == target, PLACES.c.missing.is_(None), PLACES.c.last_capture.in_(current)
    )
