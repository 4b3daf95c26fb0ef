"""The pictures of a target's posts, as they were received and as they look."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archiver.catalog.held import stands_first
from archiver.catalog.tables import MEDIA, PAYLOADS, PICTURES, POSTS
from archiver.derive.ties import Picture
from archiver.model.refs import PostRef, TargetRef


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of a post."""

    post: PostRef
    picture: Picture
    capture: str
    """The first that received it."""
    record: str
    last_capture: str
    """The last that showed its post."""


def of(connection: Connection, target: TargetRef) -> Iterator[ShownPicture]:
    """Give the pictures of a target's posts in their largest renditions."""
    rows = (
        select(
            POSTS.c.platform,
            POSTS.c.key,
            POSTS.c.last_capture,
            PICTURES,
            PAYLOADS.c.capture,
            PAYLOADS.c.record,
        )
        .join(MEDIA, (MEDIA.c.platform == POSTS.c.platform) & (MEDIA.c.key == POSTS.c.key))
        .join(PICTURES, PICTURES.c.sha256 == MEDIA.c.sha256)
        .join(PAYLOADS, (PAYLOADS.c.sha256 == MEDIA.c.sha256) & stands_first())
        .where(POSTS.c.target == str(target), MEDIA.c.whole)
        .order_by(POSTS.c.key, PICTURES.c.sha256)
    )
    for row in connection.execute(rows):
        picture = Picture(
            row.sha256, f"{row.version}/{row.mode}", row.phash, row.dhash, min(row.width, row.height)
        )
        post = PostRef(row.platform, row.key)
        yield ShownPicture(post, picture, row.capture, row.record, row.last_capture)
