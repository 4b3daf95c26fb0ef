"""Questions to the index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, union

from archiver.catalog.addressed import is_post
from archiver.catalog.held import stands_first
from archiver.catalog.placed import is_of_others, is_ours
from archiver.catalog.tables import (
    ACCOUNTS,
    CAPTURES,
    FILMS,
    GAPS,
    MEDIA,
    METADATA,
    PAYLOADS,
    PICTURES,
    POSTS,
    PRESENCES,
    PROBES,
    VERSIONS,
)
from archiver.model import instant
from archiver.model.capture import CaptureId, CaptureKind, Limit, Reach
from archiver.model.gap import Gap, GapReason
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import SESSION

_SIDES = ("width", "height")


def is_indexed(connection: Connection, capture: str) -> bool:
    """Tell whether a capture is in the index."""
    return (
        connection.execute(select(CAPTURES.c.capture).where(CAPTURES.c.capture == capture)).first()
        is not None
    )


def is_empty(connection: Connection) -> bool:
    """Tell whether no capture is in the index."""
    return connection.execute(select(CAPTURES.c.capture).limit(1)).first() is None


def extractors(connection: Connection) -> frozenset[tuple[str, str]]:
    """Give the platforms of which something is in, each with the versions of extraction that read it."""
    # Of each crawl, and of each probe, some stands in one of these; both are small.
    read = [select(table.c.platform, table.c.extractor).distinct() for table in (PRESENCES, ACCOUNTS)]
    return frozenset((platform, extractor) for platform, extractor in connection.execute(union(*read)))


def indexed(connection: Connection, captures: Sequence[CaptureId]) -> set[str]:
    """Give which captures are in the index, of the folders in which some stand."""
    found: set[str] = set()
    for folder in {f"{capture.platform}/{capture.slug}/" for capture in captures}:
        rows = connection.execute(
            select(CAPTURES.c.capture).where(CAPTURES.c.capture.startswith(folder, autoescape=True))
        )
        found |= {capture for (capture,) in rows}
    return found


def account_id(connection: Connection, target: TargetRef) -> str:
    """Give the numeric id that a target was first seen under; empty where it was never seen.

    What others captured says nothing of that: whoever made a file would say which account is watched.
    """
    seen = select(ACCOUNTS.c.account_id).where(ACCOUNTS.c.target == str(target), is_ours(ACCOUNTS))
    return connection.scalar(seen.order_by(ACCOUNTS.c.first_capture).limit(1)) or ""


def account(connection: Connection, target: TargetRef) -> tuple[dict[str, Any], ...]:
    """Give the states of a target's account in each lane, in order of time, under whichever names it was watched."""
    own = select(ACCOUNTS.c.account_id).where(ACCOUNTS.c.target == str(target), is_ours(ACCOUNTS))
    states = select(ACCOUNTS, CAPTURES.c.started_at).join(
        CAPTURES, CAPTURES.c.capture == ACCOUNTS.c.first_capture
    )
    here = (ACCOUNTS.c.platform == target.platform, ACCOUNTS.c.account_id.in_(own))
    return _all(connection, states.where(*here).order_by(CAPTURES.c.started_at, ACCOUNTS.c.lane))


def owners(
    connection: Connection, target: TargetRef, posts: Iterable[PostRef]
) -> dict[PostRef, tuple[str, str]]:
    """Give numeric id and name of the owner of each post; empty where a post was never read."""
    wanted = {post.key: post for post in posts}
    rows = connection.execute(
        select(POSTS.c.key, POSTS.c.owner_id, POSTS.c.owner_name).where(POSTS.c.target == str(target))
    )
    found = {wanted[key]: (owner, name) for key, owner, name in rows if key in wanted}
    return {post: found.get(post, ("", "")) for post in wanted.values()}


def targets(connection: Connection) -> list[TargetRef]:
    """Give all targets of which there is a capture."""
    rows = connection.execute(select(CAPTURES.c.target).distinct().order_by(CAPTURES.c.target))
    return [TargetRef(*target.split(":", 1)) for (target,) in rows]


def captures_at(connection: Connection, target: TargetRef, times: Iterable[datetime]) -> frozenset[CaptureId]:
    """Give the captures of ours of a target that began or ended, or asked for a post, at some times."""
    at, here = list(map(instant.written, times)), str(target)
    begun = select(CAPTURES.c.capture).where(
        CAPTURES.c.target == here,
        CAPTURES.c.kind != CaptureKind.IMPORT.value,
        or_(CAPTURES.c.started_at.in_(at), CAPTURES.c.ended_at.in_(at)),
    )
    asked = select(PROBES.c.capture).where(PROBES.c.target == here, PROBES.c.at.in_(at))
    return frozenset(map(CaptureId.parse, connection.scalars(union(begun, asked))))


def looks(connection: Connection, target: TargetRef) -> list[tuple[str, str, str]]:
    """Give capture, lane and vantage of every crawl of a target, in order of time, which is that of their names."""
    asked = select(CAPTURES.c.capture, CAPTURES.c.lane, CAPTURES.c.vantage)
    here = (CAPTURES.c.target == str(target), CAPTURES.c.kind == CaptureKind.CRAWL.value)
    rows = connection.execute(asked.where(*here).order_by(CAPTURES.c.capture))
    return [(capture, lane, vantage) for capture, lane, vantage in rows]


def seals(connection: Connection, captures: Iterable[CaptureId]) -> dict[str, str]:
    """Give the seals of captures, by their paths."""
    named = {str(capture) for capture in captures}
    rows = connection.execute(
        select(CAPTURES.c.capture, CAPTURES.c.seal).where(CAPTURES.c.capture.in_(named))
    )
    return {row.capture: row.seal for row in rows}


def lane(connection: Connection, target: TargetRef, vantage: str) -> str:
    """Give the lane of the latest crawl from a vantage, as it was answered; empty where there is none."""
    crawls = select(CAPTURES.c.lane).where(
        CAPTURES.c.target == str(target),
        CAPTURES.c.vantage == vantage,
        CAPTURES.c.kind == CaptureKind.CRAWL.value,
    )
    return connection.scalar(crawls.order_by(CAPTURES.c.capture.desc()).limit(1)) or ""


def looked_at(
    connection: Connection, platform: str, lane: str, since: datetime, until: datetime
) -> frozenset[str]:
    """Give the targets that were crawled in a lane within a time."""
    seen = select(CAPTURES.c.target).where(
        CAPTURES.c.platform == platform,
        CAPTURES.c.lane == lane,
        CAPTURES.c.kind == CaptureKind.CRAWL.value,
        CAPTURES.c.started_at.between(instant.written(since), instant.written(until)),
    )
    return frozenset(connection.scalars(seen.distinct()))


def sessions(connection: Connection, target: TargetRef) -> frozenset[str]:
    """Give the vantages of all sessions that ever looked at a target."""
    seen = select(CAPTURES.c.vantage).where(CAPTURES.c.target == str(target)).distinct()
    return frozenset(each for each in connection.scalars(seen) if each.startswith(f"{SESSION}:"))


def known_posts(connection: Connection, target: TargetRef) -> set[str]:
    """Give the keys of all posts that we know of a target; stories are none, nor what others alone captured."""
    here = (POSTS.c.target == str(target), is_post(POSTS.c.key), ~is_of_others())
    rows = connection.execute(select(POSTS.c.key).where(*here))
    return {key for (key,) in rows}


def ended_at(connection: Connection, capture: str) -> datetime:
    """Give when a capture ended."""
    ended = select(CAPTURES.c.ended_at).where(CAPTURES.c.capture == capture)
    return instant.parsed(connection.execute(ended).scalar_one())


def latest_capture(connection: Connection, target: TargetRef) -> dict[str, Any] | None:
    """Give the index's row of a target's latest capture; of what others made only where there is none of ours."""
    of_others = CAPTURES.c.kind == CaptureKind.IMPORT.value
    captures = select(CAPTURES).where(CAPTURES.c.target == str(target))
    row = connection.execute(captures.order_by(of_others, CAPTURES.c.started_at.desc()).limit(1)).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - the library's own public name


def reach(connection: Connection, capture: CaptureId) -> tuple[Reach, int]:
    """Give how far a capture reached, and how many things could not be read in it; nothing of one that is not in."""
    row = connection.execute(select(CAPTURES).where(CAPTURES.c.capture == str(capture))).first()
    gaps = select(func.count()).select_from(GAPS).where(GAPS.c.capture == str(capture))
    if row is None:
        return Reach(), 0
    limit = Limit(row.reach_limit) if row.reach_limit else None
    return Reach(row.listed, row.claimed, row.claimed_exactly, limit), connection.scalar(gaps) or 0


@dataclass(frozen=True, slots=True)
class PostRecord:
    """All that the index knows of a post."""

    ref: PostRef
    rows: tuple[dict[str, Any], ...]
    """One for each target it was seen under."""
    versions: tuple[dict[str, Any], ...]
    media: tuple[dict[str, Any], ...]
    gaps: tuple[dict[str, Any], ...]


def post(connection: Connection, ref: PostRef) -> PostRecord | None:
    """Give a post; None where it was never seen."""
    rows = _all(connection, select(POSTS).where(POSTS.c.platform == ref.platform, POSTS.c.key == ref.key))
    if not rows:
        return None
    versions = (
        select(VERSIONS)
        .where(VERSIONS.c.platform == ref.platform, VERSIONS.c.key == ref.key)
        .order_by(VERSIONS.c.first_capture, VERSIONS.c.lane)
    )
    media = (
        select(MEDIA.c.asset, PAYLOADS)
        .add_columns(*(func.coalesce(PICTURES.c[side], FILMS.c[side]).label(side) for side in _SIDES))
        .add_columns(PICTURES.c.phash, PICTURES.c.dhash, PICTURES.c.mode, PICTURES.c.version)
        .add_columns(FILMS.c.seconds, FILMS.c.codecs)
        .select_from(MEDIA)
        .join(PAYLOADS, and_(PAYLOADS.c.sha256 == MEDIA.c.sha256, stands_first()))
        .outerjoin(PICTURES, PICTURES.c.sha256 == MEDIA.c.sha256)
        .outerjoin(FILMS, FILMS.c.sha256 == MEDIA.c.sha256)
        .where(and_(MEDIA.c.platform == ref.platform, MEDIA.c.key == ref.key))
        .order_by(PAYLOADS.c.at, MEDIA.c.asset, MEDIA.c.sha256)
    )
    gaps = select(GAPS).where(GAPS.c.subject == str(ref)).order_by(GAPS.c.capture, GAPS.c.number)
    return PostRecord(ref, rows, _all(connection, versions), _all(connection, media), _all(connection, gaps))


def keys_named(connection: Connection, key: str) -> list[PostRef]:
    """Give the posts, on any platform, that bear a bare key."""
    rows = connection.execute(select(POSTS.c.platform, POSTS.c.key).where(POSTS.c.key == key).distinct())
    return [PostRef(platform, found) for platform, found in rows]


def posts_of(connection: Connection, target: TargetRef) -> tuple[dict[str, Any], ...]:
    """Give a target's posts, latest sighting first; stories are none."""
    posts = select(POSTS).where(POSTS.c.target == str(target), is_post(POSTS.c.key))
    return _all(connection, posts.order_by(POSTS.c.last_capture.desc(), POSTS.c.key))


def gaps_of(connection: Connection, target: TargetRef, reason: GapReason) -> list[tuple[str, Gap]]:
    """Give the gaps of a target's captures that have one reason, each with its capture, in order of time."""
    found = (
        select(GAPS)
        .join(CAPTURES, CAPTURES.c.capture == GAPS.c.capture)
        .where(CAPTURES.c.target == str(target), GAPS.c.reason == reason.value)
        .order_by(CAPTURES.c.started_at, GAPS.c.number)
    )
    return [
        (row.capture, Gap(reason, row.subject, row.detail, row.record)) for row in connection.execute(found)
    ]


def row_counts(connection: Connection) -> dict[str, int]:
    """Count the rows of every table."""
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
    }


def _all(connection: Connection, statement: Any) -> tuple[dict[str, Any], ...]:  # noqa: ANN401 - any select
    return tuple(dict(row._mapping) for row in connection.execute(statement))  # noqa: SLF001 - public
