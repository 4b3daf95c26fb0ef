"""Tell whether a sight of a target is as a complete look left it already: then nothing needs to be pictured.

What only a look that broke off has shown may never have been pictured, and counts as not known.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Table, func, select

from archiver.catalog import fields
from archiver.catalog.tables import ACCOUNTS, CAPTURES, LISTINGS, VERSIONS
from archiver.derive.lane import of_kept_copies
from archiver.derive.snapshot import Sight
from archiver.model.capture import CaptureKind, Outcome
from archiver.model.post import Observation
from archiver.model.refs import TargetRef


class Unchanged:
    """What complete looks left known, to hold against what is seen now."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        """Take what opens the index to be read."""
        self._reading = reading

    def is_as_known(self, target: TargetRef, seen: Sight) -> bool:
        """Compare account, listings and posts with their latest states in the lane of a sight."""
        if seen.account is None or not seen.coverages:
            return False
        with self._reading() as connection:
            known = _Known(connection, target, seen.lane)
            account = known.latest(ACCOUNTS, account_id=seen.account.account_id)
            return (
                account is not None
                and fields.merged_account(account, seen.account) == account
                and all(
                    known.latest(LISTINGS, surface=found.surface) == fields.of_listing(found)
                    for found in seen.coverages
                )
                and _posts_are_as_known(known.versions(), seen.posts)
                and all(_shows_as_known(known, seen.lane, copy) for copy in seen.kept_copies)
            )

    def shows_as_known(self, target: TargetRef, lane: str, post: Observation) -> bool:
        """Compare one post with its latest state in a lane."""
        with self._reading() as connection:
            return _shows_as_known(_Known(connection, target, lane), lane, post)

    def is_worded_as_known(self, target: TargetRef, lane: str, post: Observation) -> bool:
        """Compare a post's caption with the one it was last read with in a lane, where both are told."""
        with self._reading() as connection:
            before = _Known(connection, target, lane).latest(VERSIONS, key=post.ref.key)
        return (
            before is None or None in (post.caption, before["caption"]) or post.caption == before["caption"]
        )


def _shows_as_known(known: "_Known", lane: str, post: Observation) -> bool:
    where = of_kept_copies(lane) if post.kept_copy else lane
    before = known.latest(VERSIONS, key=post.ref.key, lane=where)
    return before is not None and fields.merged(before, fields.of_post(post), whole=post.whole) == before


def _posts_are_as_known(known: dict[str, dict[str, Any]], posts: tuple[Observation, ...]) -> bool:
    return all(
        (before := known.get(post.ref.key)) is not None
        and fields.merged(before, fields.of_post(post), whole=post.whole) == before
        for post in posts
    )


class _Known:
    """The latest states in one lane of one target."""

    def __init__(self, connection: Connection, target: TargetRef, lane: str) -> None:
        self._connection = connection
        self._here = {"platform": target.platform, "target": str(target), "lane": lane}
        complete = {"kind": CaptureKind.CRAWL.value, "outcome": Outcome.COMPLETE.value}
        where = [CAPTURES.c[name] == value for name, value in (self._here | complete).items()]
        # Captures of one target are named by their time.
        self._complete: str = connection.scalar(select(func.max(CAPTURES.c.capture)).where(*where)) or ""

    def latest(self, table: Table, **key: str) -> dict[str, Any] | None:
        where = [table.c[name] == value for name, value in (self._here | key).items()]
        states = select(table.c.fields, table.c.first_capture).where(*where)
        row = self._connection.execute(states.order_by(table.c.first_capture.desc()).limit(1)).first()
        return None if row is None or row.first_capture > self._complete else json.loads(row.fields)

    def versions(self) -> dict[str, dict[str, Any]]:
        """Give the latest version of every post, by key."""
        where = [VERSIONS.c[name] == value for name, value in self._here.items()]
        states = select(VERSIONS.c.key, VERSIONS.c.fields, VERSIONS.c.first_capture).where(*where)
        rows = self._connection.execute(states.order_by(VERSIONS.c.first_capture))
        latest = {row.key: row for row in rows}
        return {
            key: json.loads(row.fields) for key, row in latest.items() if row.first_capture <= self._complete
        }
