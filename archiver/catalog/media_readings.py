"""Which media a post was read with, and when: of the posts that were read with other media than before."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from archiver.catalog import queries
from archiver.catalog.addressed import is_post
from archiver.catalog.placed import is_ours
from archiver.catalog.tables import CAPTURES, VERSIONS
from archiver.derive import editing
from archiver.derive.lane import of_kept_copies
from archiver.model import instant
from archiver.model.media_removal import MediaReading
from archiver.model.refs import PostRef, TargetRef


def of_changed(connection: Connection, target: TargetRef) -> dict[PostRef, tuple[MediaReading, ...]]:
    """Give the first and last whole reading of each version of the posts that have several in some lane."""
    whole = (
        VERSIONS.c.target == str(target),
        VERSIONS.c.whole_from.is_not(None),
        is_post(VERSIONS.c.key),
        # Of two kept copies either may be the older.
        VERSIONS.c.lane.not_like(of_kept_copies("%")),
        is_ours(VERSIONS),
    )
    several = (
        select(VERSIONS.c.key)
        .where(*whole)
        .group_by(VERSIONS.c.key, VERSIONS.c.lane, VERSIONS.c.extractor)
        .having(func.count() > 1)
    )
    rows = connection.execute(
        select(VERSIONS.c.key, VERSIONS.c.fields, VERSIONS.c.extractor, CAPTURES.c.vantage)
        .add_columns(VERSIONS.c.lane, VERSIONS.c.whole_until, CAPTURES.c.capture)
        .add_columns(CAPTURES.c.started_at, CAPTURES.c.ended_at)
        .join(CAPTURES, CAPTURES.c.capture.in_((VERSIONS.c.whole_from, VERSIONS.c.whole_until)))
        .where(*whole, VERSIONS.c.key.in_(several))
        .order_by(CAPTURES.c.capture)
    ).all()
    # States that two extractors read are not compared.
    latest = {(row.key, row.lane): row.extractor for row in rows}
    looks = queries.looks(connection, target)
    found: defaultdict[PostRef, list[MediaReading]] = defaultdict(list)
    for row in rows:
        if row.extractor == latest[row.key, row.lane]:
            found[PostRef(target.platform, row.key)].append(_reading(row, looks))
    return {
        post: tuple(readings)
        for post, readings in found.items()
        if len({frozenset(reading.media) for reading in readings}) > 1
    }


def _reading(row: Any, looks: Sequence[tuple[str, str, str]]) -> MediaReading:  # noqa: ANN401 - a row of the library's
    """Read one; `looks` are the crawls of the target."""
    state = json.loads(row.fields)
    media = state["media"]
    return MediaReading(
        at=instant.parsed(row.started_at),
        vantage=row.vantage,
        lane=row.lane,
        media=tuple(medium["permanent_id"] for medium in media),
        assets=tuple(medium["asset"] for medium in media),
        others=frozenset(
            who
            for capture, lane, who in looks
            if lane == row.lane and row.capture < capture < row.whole_until
        ),
        until=instant.parsed(row.ended_at),
        capture=row.capture,
        may_have_none=editing.may_have_no_media(state),
    )
