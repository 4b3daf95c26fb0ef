"""Tell whether a sight of a target is as the index knows it already: then nothing needs to be pictured or fetched."""

import json
from typing import Any

from sqlalchemy import Connection, Table, select

from archiver.catalog import fields
from archiver.catalog.tables import ACCOUNTS, LISTINGS, VERSIONS
from archiver.derive.snapshot import Sight
from archiver.model.post import Observation
from archiver.model.refs import TargetRef


def is_as_known(connection: Connection, target: TargetRef, lane: str, seen: Sight) -> bool:
    """Compare account, listings and posts with their latest states in a lane."""
    if seen.account is None or not seen.coverages:
        return False
    known = _Known(connection, target, lane)
    account = known.latest(ACCOUNTS, account_id=seen.account.account_id)
    return (
        account == fields.of_account(seen.account)
        and all(
            known.latest(LISTINGS, surface=found.surface) == fields.of_listing(found)
            for found in seen.coverages
        )
        and _posts_are_as_known(known.versions(), seen.posts)
    )


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

    def latest(self, table: Table, **key: str) -> dict[str, Any] | None:
        where = [table.c[name] == value for name, value in (self._here | key).items()]
        row = self._connection.execute(
            select(table.c.fields).where(*where).order_by(table.c.first_capture.desc()).limit(1)
        ).first()
        return None if row is None else json.loads(row.fields)

    def versions(self) -> dict[str, dict[str, Any]]:
        """Give the latest version of every post, by key."""
        where = [VERSIONS.c[name] == value for name, value in self._here.items()]
        rows = self._connection.execute(
            select(VERSIONS.c.key, VERSIONS.c.fields).where(*where).order_by(VERSIONS.c.first_capture)
        )
        return {key: json.loads(state) for key, state in {row.key: row.fields for row in rows}.items()}
