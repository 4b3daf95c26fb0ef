"""Posts that no listing speaks of now: who visits them in turn begins with the one not seen for the longest time."""

from sqlalchemy import Connection, case, func, or_, select

from archiver.catalog.placed import is_latest
from archiver.catalog.tables import LISTINGS, PLACES, POSTS, PROBES
from archiver.model.refs import PostRef, TargetRef


def unlisted(connection: Connection, target: TargetRef, most: int) -> list[PostRef]:
    """Give posts that no latest listing lists or is known to lack, the one longest not seen or asked for first."""
    here = str(target)
    latest = (
        select(LISTINGS.c.lane, LISTINGS.c.surface, func.max(LISTINGS.c.last_capture).label("last"))
        .where(LISTINGS.c.target == here)
        .group_by(LISTINGS.c.lane, LISTINGS.c.surface)
        .subquery()
    )
    same = (latest.c.lane == PLACES.c.lane) & (latest.c.surface == PLACES.c.surface)
    spoken_of = (
        select(PLACES.c.key)
        .join(latest, same)
        .where(PLACES.c.target == here, is_latest())
        .where(or_(PLACES.c.missing.is_not(None), PLACES.c.last_capture == latest.c.last))
    )
    asked = (
        select(PROBES.c.key, func.max(PROBES.c.capture).label("last"))
        .where(PROBES.c.target == here)
        .group_by(PROBES.c.key)
        .subquery()
    )
    # Captures of one target are named by their time.
    visited = case((asked.c.last > POSTS.c.last_capture, asked.c.last), else_=POSTS.c.last_capture)
    rows = connection.execute(
        select(POSTS.c.key)
        .outerjoin(asked, asked.c.key == POSTS.c.key)
        .where(POSTS.c.target == here, POSTS.c.key.not_in(spoken_of))
        .order_by(visited, POSTS.c.key)
        .limit(most)
    )
    return [PostRef(target.platform, key) for (key,) in rows]
