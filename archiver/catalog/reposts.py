"""Posts of a target that came after others were last shown, and how the media of either look."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager

from sqlalchemy import ColumnElement, Connection, or_, select

from archiver.catalog.tables import FILMS, MEDIA, PICTURES, POSTS
from archiver.derive.alike import Bytes, FilmLook, Look
from archiver.derive.reposts import Looks
from archiver.model.refs import PostRef, TargetRef

_SOME = 500
"""Keys that are asked for at once."""


class Reposts:
    """What may be posts that were published anew, as the index holds it."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        """Take what opens the index to be read."""
        self._reading = reading

    def later(self, target: TargetRef, posts: Iterable[PostRef]) -> dict[PostRef, list[PostRef]]:
        """Give for each of some posts those that no capture showed until it was last shown, and are no older."""
        found = {}
        with self._reading() as connection:
            for post in posts:
                found[post] = [PostRef(target.platform, key) for key in _later(connection, target, post)]
        return found

    def looks(self, platform: str, posts: Collection[PostRef]) -> dict[PostRef, Looks]:
        """Give how the media of posts look, as they were received in their largest renditions."""
        keys, found = sorted({post.key for post in posts}), dict[PostRef, Looks]()
        with self._reading() as connection:
            for start in range(0, len(keys), _SOME):
                some = (
                    MEDIA.c.platform == platform,
                    MEDIA.c.whole,
                    MEDIA.c.key.in_(keys[start : start + _SOME]),
                )
                for key, looks in _looks(connection, some).items():
                    found[PostRef(platform, key)] = tuple(looks.values())
        return found


def _later(connection: Connection, target: TargetRef, post: PostRef) -> list[str]:
    own = select(POSTS.c.last_capture, POSTS.c.published_at).where(
        POSTS.c.target == str(target), POSTS.c.key == post.key
    )
    row = connection.execute(own).first()
    if row is None:
        return []
    # Captures of one target are named by their time.
    later = select(POSTS.c.key).where(POSTS.c.target == str(target), POSTS.c.first_capture > row.last_capture)
    if row.published_at is not None:
        later = later.where(or_(POSTS.c.published_at.is_(None), POSTS.c.published_at > row.published_at))
    return [key for (key,) in connection.execute(later.order_by(POSTS.c.first_capture, POSTS.c.key))]


def _looks(
    connection: Connection, of: Collection[ColumnElement[bool]]
) -> dict[str, dict[str, Look | FilmLook | Bytes]]:
    """Give by key and digest how media look; of what is neither picture nor film only its digest."""
    found = defaultdict[str, dict[str, Look | FilmLook | Bytes]](dict)
    for row in connection.execute(select(MEDIA.c.key, MEDIA.c.sha256).where(*of)):
        found[row.key][row.sha256] = Bytes(row.sha256)
    pictures = select(MEDIA.c.key, PICTURES).join(PICTURES, PICTURES.c.sha256 == MEDIA.c.sha256)
    for row in connection.execute(pictures.where(*of)):
        found[row.key][row.sha256] = (f"{row.version}/{row.mode}", row.phash)
    films = select(MEDIA.c.key, FILMS).join(FILMS, FILMS.c.sha256 == MEDIA.c.sha256)
    for row in connection.execute(films.where(*of)):
        frames = tuple((seconds, phash) for seconds, phash in json.loads(row.frames))
        found[row.key][row.sha256] = FilmLook(row.version, row.seconds, frames)
    return found
