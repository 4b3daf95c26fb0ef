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
    further = None if seen is None or len(asked) >= _MOST else _further(seen)
    if further is not None:
        return further if further not in asked else None
    return None if asked else _own_page(post, seen)


def _own_page(post: PostRef, seen: Observation | None) -> str:
    """Give the page of a post, or of a photo or film of which a tab tells no more than its number."""
    only_on_tab = seen is not None and not seen.owner_name
    return _page_of(seen.media[0], seen, post) if only_on_tab and seen and seen.media else urls.address(post)


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
    """Give the page of an album's first medium that is only named, or of the last, which names the one behind it.

    Of a post of which not even date and words are known its own page comes first.
    """
    dated = seen.published_at is not None or seen.made_at is not None
    if seen.whole or not seen.promised or not seen.media or not dated or seen.caption is None:
        return None
    without = next((medium for medium in seen.media if not medium.candidates), None)
    if without is not None:
        return _page_of(without, seen, seen.ref)
    return _page_of(seen.media[-1], seen, seen.ref) if len(seen.media) < seen.promised else None


def _page_of(medium: Medium, seen: Observation, post: PostRef) -> str:
    if medium.kind is MediumKind.VIDEO:
        album = post.key if (seen.promised or 0) > 1 else medium.permanent_id
        return urls.film_address(medium.permanent_id, album, seen.owner_id)
    return urls.photo_address(medium.permanent_id, post.key)
