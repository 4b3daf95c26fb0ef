"""Which page of a post to ask: its own, and of an album those of the photos that its own leaves out.

An album shows five of its photos and how many there are; each photo's page names the one that follows.
"""

from collections.abc import Sequence

from archiver.model.merging import merged
from archiver.model.post import Medium, MediumKind, Observation
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.platforms.facebook import urls

_MOST = 200
"""Pages of one post."""


def next_page(reading: Reading, post: PostRef, asked: Sequence[str]) -> str | None:
    """Give the next address to ask so that a post is known whole; None where none is left."""
    seen = merged(reading.observations).get(named(reading, post))
    known = seen is not None and seen.published_at is not None and seen.caption is not None
    if not known:
        return None if asked else urls.address(post)
    if seen is None or seen.whole or len(asked) >= _MOST:
        return None if asked else urls.address(post)
    further = _further(seen)
    if further is None:
        return None if asked else urls.address(post)
    return further if further not in asked else None


def named(reading: Reading, post: PostRef) -> PostRef:
    """Give the post that one was asked for under an alias, or under the number of one of its media."""
    if any(seen.ref == post for seen in reading.observations if seen.owner_name):
        return post
    for seen in reading.observations:
        if any(medium.permanent_id == post.key for medium in seen.media) and seen.ref != post:
            return seen.ref
    if not urls.is_alias(post):
        return post
    shown = [page.subject for page in reading.pages if page.document and isinstance(page.subject, PostRef)]
    return shown[-1] if shown else post


def _further(seen: Observation) -> str | None:
    """Give the page of an album's first medium that is only named, or of the last, which names the one behind it."""
    if seen.promised is None or not seen.media:
        return None
    without = next((medium for medium in seen.media if not medium.candidates), None)
    if without is not None:
        return _page_of(without, seen)
    return _page_of(seen.media[-1], seen) if len(seen.media) < seen.promised else None


def _page_of(medium: Medium, seen: Observation) -> str:
    if medium.kind is MediumKind.VIDEO:
        return f"{urls.SITE}/watch/?v={medium.permanent_id}"
    return urls.photo_address(medium.permanent_id, seen.ref.key)
