"""What the index holds of posts' being shown and not: the input of the rule of absence."""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select

from archiver.catalog.placed import is_latest, is_ours
from archiver.catalog.queries import account_id, looks
from archiver.catalog.tables import CAPTURES, PLACES, POSTS, PROBES, VERSIONS
from archiver.derive.lane import of_kept_copies
from archiver.model import instant
from archiver.model.capture import CaptureId
from archiver.model.coverage import Covered
from archiver.model.probe import Control, Presence, Probe
from archiver.model.reading import Availability
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import Evidence, Sighting, Standing

_SOME = 400
"""Keys asked for in one statement."""


def in_question(connection: Connection, target: TargetRef) -> set[PostRef]:
    """Give the posts that some listing lacks where it covers them, and those whose own page once did not show them."""
    missing = _latest_places().where(
        PLACES.c.target == str(target), PLACES.c.missing.is_not(None), is_ours(PLACES)
    )
    not_live = PROBES.c.availability != Availability.LIVE.value
    probed = select(PROBES.c.key).where(PROBES.c.target == str(target), not_live).distinct()
    keys = {row.key for row in connection.execute(missing)} | {key for (key,) in connection.execute(probed)}
    return {PostRef(target.platform, key) for key in keys}


def evidence(connection: Connection, target: TargetRef, posts: Iterable[PostRef]) -> Iterator[Evidence]:
    """Give all that is known of each post's being shown and not."""
    keys = sorted(post.key for post in posts)
    for start in range(0, len(keys), _SOME):
        yield from _some(connection, target, keys[start : start + _SOME])


def live(connection: Connection, target: TargetRef, lane: str, account_id: str, most: int) -> list[PostRef]:
    """Give posts of the account's own that a lane's latest listings hold, the newest first: controls for others."""
    found = _listed_last(target, account_id).where(PLACES.c.lane == lane)
    newest = found.order_by(POSTS.c.published_at.desc(), POSTS.c.key)
    return [PostRef(target.platform, key) for (key,) in connection.execute(newest.limit(most))]


def oldest_live(connection: Connection, target: TargetRef, account_id: str, most: int) -> list[PostRef]:
    """Give posts of the account's own that the latest listings of any lane hold, the oldest first.

    Without those whose displayed date their author set back: they are not as old as they seem.
    """
    found = _listed_last(target, account_id).where(POSTS.c.key.not_in(_set_back(target)))
    oldest = found.where(POSTS.c.published_at.is_not(None)).order_by(POSTS.c.published_at, POSTS.c.key)
    return [PostRef(target.platform, key) for (key,) in connection.execute(oldest.limit(most))]


def _listed_last(target: TargetRef, account_id: str) -> Select[Any]:
    """Ask for the account's own posts that the latest listing of some surface and lane holds."""
    latest = (
        select(PLACES.c.lane, func.max(PLACES.c.last_capture).label("last"))
        .where(PLACES.c.target == str(target), PLACES.c.missing.is_(None))
        .group_by(PLACES.c.lane)
        .subquery()
    )
    return (
        select(POSTS.c.key)
        .join(PLACES, and_(PLACES.c.key == POSTS.c.key, PLACES.c.target == POSTS.c.target))
        .join(latest, and_(latest.c.lane == PLACES.c.lane, latest.c.last == PLACES.c.last_capture))
        .where(POSTS.c.target == str(target), POSTS.c.owner_id == account_id)
        .where(is_latest(), PLACES.c.missing.is_(None), is_ours(PLACES))
        .distinct()
    )


def _set_back(target: TargetRef) -> Select[Any]:
    """Ask for the posts whose displayed date is known to have been set back."""
    marked = or_(VERSIONS.c.fields.like('%"made_at"%'), VERSIONS.c.fields.like('%"set_back"%'))
    return select(VERSIONS.c.key).where(VERSIONS.c.target == str(target), marked)


def _latest_places() -> Select[Any]:
    """Give each post's latest place on each surface of each lane."""
    return select(PLACES).where(is_latest())


def _some(connection: Connection, target: TargetRef, keys: list[str]) -> Iterator[Evidence]:
    here, account = str(target), account_id(connection, target)
    known = {
        row.key: row
        for row in connection.execute(select(POSTS).where(POSTS.c.target == here, POSTS.c.key.in_(keys)))
    }
    sightings, standings = _sightings(connection, here, keys), _standings(connection, here, keys)
    between = _looked_between(connection, target, keys)
    probes: defaultdict[str, list[Probe]] = defaultdict(list)
    asked = select(PROBES).where(PROBES.c.target == here, PROBES.c.key.in_(keys)).order_by(PROBES.c.at)
    for row in connection.execute(asked):
        own = row.key not in known or known[row.key].owner_id == account
        probe = _probe(row.platform, row.key, row.at, row.capture, row.lane, row.fields)
        probes[row.key].append(probe if own else _without_controls(probe))
    for key in keys:
        at = known[key].published_at if key in known else None
        yield Evidence(
            post=PostRef(target.platform, key),
            published_at=instant.parsed(at) if at else None,
            sightings=tuple(sightings[key]),
            standings=tuple(standings[key]),
            probes=tuple(probes[key]),
            may_have_shown=frozenset(between[key]),
        )


def _sightings(connection: Connection, target: str, keys: list[str]) -> defaultdict[str, list[Sighting]]:
    """Give the first and last capture of every interval in which a post was read or listed."""
    found: defaultdict[str, set[Sighting]] = defaultdict(set)
    for table in (VERSIONS, PLACES):
        span = or_(CAPTURES.c.capture == table.c.first_capture, CAPTURES.c.capture == table.c.last_capture)
        rows = connection.execute(
            select(
                table.c.key, CAPTURES.c.started_at, CAPTURES.c.ended_at, CAPTURES.c.vantage, CAPTURES.c.lane
            )
            .join(CAPTURES, span)
            .where(table.c.target == target, table.c.key.in_(keys), _shown(table))
        )
        for key, at, until, vantage, lane in rows:
            found[key].add(Sighting(instant.parsed(at), vantage, lane, instant.parsed(until)))
    return defaultdict(list, {key: sorted(seen, key=lambda one: one.at) for key, seen in found.items()})


def _shown(table: Table) -> ColumnElement[bool]:
    """Ask for intervals in which a post was shown to this house: listed, or read from no kept copy."""
    if table is PLACES:
        return and_(PLACES.c.missing.is_(None), is_ours(PLACES))
    return and_(VERSIONS.c.lane.not_like(of_kept_copies("%")), is_ours(VERSIONS))


def _looked_between(connection: Connection, target: TargetRef, keys: list[str]) -> defaultdict[str, set[str]]:
    """Give the vantages that crawled in a lane while it showed a post.

    An interval names the captures it began and ended with. Of those between, another vantage's among them perhaps, it
    is not known whether they reached the post.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    crawls = _crawls(connection, target)
    for table in (VERSIONS, PLACES):
        spans = select(table.c.key, table.c.lane, table.c.first_capture, table.c.last_capture)
        here = table.c.target == str(target)
        rows = connection.execute(spans.where(here, table.c.key.in_(keys), _shown(table)))
        for key, lane, first, last in rows:
            for vantage, captures in crawls[lane].items():
                # Captures of one target are named by their time.
                if bisect_right(captures, first) < bisect_left(captures, last):
                    found[key].add(vantage)
    return found


def _crawls(connection: Connection, target: TargetRef) -> defaultdict[str, dict[str, list[str]]]:
    """Give the captures of all crawls of a target in order, by lane and vantage."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for capture, lane, vantage in looks(connection, target):
        found[lane].setdefault(vantage, []).append(capture)
    return found


def _standings(connection: Connection, target: str, keys: list[str]) -> defaultdict[str, list[Standing]]:
    found: defaultdict[str, list[Standing]] = defaultdict(list)
    here = (PLACES.c.target == target, PLACES.c.key.in_(keys), is_ours(PLACES))
    latest = _latest_places().where(*here).subquery()
    rows = connection.execute(
        select(latest, CAPTURES.c.ended_at).join(CAPTURES, CAPTURES.c.capture == latest.c.first_capture)
    )
    for row in rows:
        missing = None if row.missing is None else Covered(row.missing)
        found[row.key].append(Standing(row.lane, row.surface, instant.parsed(row.ended_at), missing))
    return found


@lru_cache(maxsize=8_192)  # what once was said of a post does not change, and one run asks again and again
def _probe(platform: str, key: str, at: str, capture: str, lane: str, said: str) -> Probe:
    fields = json.loads(said)
    return Probe(
        post=PostRef(platform, key),
        at=instant.parsed(at),
        capture=CaptureId.parse(capture),
        record=fields["record"],
        lane=lane,
        vantage=fields["vantage"],
        country=fields["country"],
        availability=Availability(fields["availability"]),
        signal=fields["signal"],
        before=_control(platform, fields["before"]),
        after=_control(platform, fields["after"]),
        null=_control(platform, fields["null"]),
        owner=Presence(fields["owner"]),
        owner_record=fields["owner_record"],
    )


def _without_controls(probe: Probe) -> Probe:
    """Give a visit to a partner's post: how the target and its own posts stand says nothing of the partner's."""
    return replace(probe, before=None, after=None, owner=Presence.UNKNOWN, owner_record="")


def _control(platform: str, fields: dict[str, Any] | None) -> Control | None:
    if fields is None:
        return None
    at = fields["published_at"]
    return Control(
        PostRef(platform, fields["post"]),
        Availability(fields["availability"]),
        fields["signal"],
        instant.parsed(at) if at else None,
        fields["record"] or "",
    )
