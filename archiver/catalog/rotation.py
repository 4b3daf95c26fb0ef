"""Posts that no listing speaks of now: who visits them in turn begins with the one not seen for the longest time."""

from collections.abc import Iterable

from sqlalchemy import Connection, Select, case, func, select

from archiver.catalog.placed import is_latest
from archiver.catalog.tables import CAPTURES, PLACES, POSTS, PROBES
from archiver.model.capture import CaptureKind
from archiver.model.reading import Availability
from archiver.model.refs import PostRef, TargetRef


def unlisted(connection: Connection, target: TargetRef, vantages: Iterable[str], most: int) -> list[PostRef]:
    """Give posts that no vantage's latest crawl listed and no listing is known to lack.

    The one longest not seen, and not told of by its own page, comes first.
    """
    here = str(target)
    missing = select(PLACES.c.key).where(PLACES.c.target == here, is_latest(), PLACES.c.missing.is_not(None))
    told = (
        select(PROBES.c.key, func.max(PROBES.c.capture).label("last"))
        .where(
            PROBES.c.target == here, PROBES.c.availability.in_([each for each in Availability if each.tells])
        )
        .group_by(PROBES.c.key)
        .subquery()
    )
    # Captures of one target are named by their time.
    visited = case((told.c.last > POSTS.c.last_capture, told.c.last), else_=POSTS.c.last_capture)
    rows = connection.execute(
        select(POSTS.c.key)
        .outerjoin(told, told.c.key == POSTS.c.key)
        .where(POSTS.c.target == here, POSTS.c.key.not_in(missing))
        .where(POSTS.c.key.not_in(_listed(connection, here, vantages)))
        .order_by(visited, POSTS.c.key)
        .limit(most)
    )
    return [PostRef(target.platform, key) for (key,) in rows]


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
