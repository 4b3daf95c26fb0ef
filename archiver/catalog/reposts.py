"""Posts of a target that came after others were last shown, and how the media of either look."""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, or_, select

from archiver.catalog import likeness
from archiver.catalog.tables import POSTS
from archiver.derive.reposts import Looks
from archiver.model.refs import PostRef, TargetRef


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
        with self._reading() as connection:
            found = likeness.by_post(connection, platform, {post.key for post in posts})
        return {PostRef(platform, key): looks for key, looks in found.items()}


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
