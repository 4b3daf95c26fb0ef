"""Where payloads and media are held: always asked of one folder of captures, since none may point into another's.

A folder is `<platform>/<slug>`, as captures of one target stand in it.
"""

import json

from sqlalchemy import ColumnElement, Connection, and_, select

from archiver.catalog.tables import MEDIA, PAYLOADS, VERSIONS
from archiver.formats.warc import Held
from archiver.model import instant
from archiver.model.digest import Digest
from archiver.model.refs import PostRef, TargetRef


def payload(connection: Connection, digest: Digest, folder: str) -> Held | None:
    """Say where a folder's captures hold a payload that was received."""
    received = select(PAYLOADS).where(
        PAYLOADS.c.sha256 == digest.hex, PAYLOADS.c.folder == folder, PAYLOADS.c.made.is_(False)
    )
    row = connection.execute(received).first()
    return None if row is None else Held(row.capture, row.record, row.address, instant.parsed(row.at))


def knows_whole(
    connection: Connection,
    ref: PostRef,
    target: TargetRef,
    lane: str,
    folder: str,
    promised: int | None = None,
) -> bool:
    """Tell whether a post was read whole in a lane, and a folder's captures hold all of its media, and as promised."""
    versions = select(VERSIONS.c.fields, VERSIONS.c.whole).where(
        VERSIONS.c.platform == ref.platform,
        VERSIONS.c.key == ref.key,
        VERSIONS.c.target == str(target),
        VERSIONS.c.lane == lane,
    )
    row = connection.execute(versions.order_by(VERSIONS.c.first_capture.desc()).limit(1)).first()
    if row is None or not row.whole:
        return False
    media = json.loads(row.fields)["media"]
    if promised is not None and promised != len(media):
        return False
    return {medium["asset"] for medium in media} <= media_of(connection, ref, folder).keys()


def media_of(connection: Connection, ref: PostRef, folder: str) -> dict[str, tuple[Digest, Held]]:
    """Say where a folder's captures hold each of a post's media, by asset.

    In its largest rendition; of several forms, the latest.
    """
    found = (
        select(MEDIA.c.asset, PAYLOADS)
        .join(PAYLOADS, and_(PAYLOADS.c.sha256 == MEDIA.c.sha256, PAYLOADS.c.folder == folder))
        .where(MEDIA.c.platform == ref.platform, MEDIA.c.key == ref.key, MEDIA.c.whole)
        .order_by(PAYLOADS.c.at)
    )
    return {
        row.asset: (
            Digest(f"sha256:{row.sha256}"),
            Held(row.capture, row.record, row.address, instant.parsed(row.at)),
        )
        for row in connection.execute(found)
    }


def stands_first() -> ColumnElement[bool]:
    """Tell whether no folder's captures held the same payload earlier: of several, one is named."""
    other = PAYLOADS.alias("other")
    first = (
        select(other.c.folder)
        .where(other.c.sha256 == PAYLOADS.c.sha256)
        .order_by(other.c.at, other.c.folder)
        .limit(1)
        .correlate(PAYLOADS)
    )
    return PAYLOADS.c.folder == first.scalar_subquery()
