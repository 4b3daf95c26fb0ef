"""Films of which no answer names a stream: sought by the page of their post, once that was read, or by their player."""

from collections.abc import Sequence
from dataclasses import replace

from archiver.model.post import Medium
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.ports import HeldMedium, Holdings, Visit, Wanted
from archiver.visiting import shown


def films(
    visit: Visit, posts: Sequence[PostRef], holdings: Holdings | None = None
) -> tuple[list[Wanted], list[HeldMedium]]:
    """Seek the streams of the posts' films that have none; give what is to be fetched, and what is held of them."""
    wanted: list[Wanted] = []
    held: list[HeldMedium] = []
    seen = shown.posts(visit, holdings)
    streamless = [
        (post, medium) for post in posts if post in seen for medium in seen[post].media if medium.streamless
    ]
    for post, medium in streamless:
        where = medium.player or _page_of(visit.reading, post)
        known = _held(holdings, post, medium, medium.player)
        streams = None
        if where and known is None:
            streams = visit.resolve(str(post), where, medium.player or medium.permanent_id)
        if streams is not None:
            known = _held(holdings, post, medium, streams.asset)
        if known is not None:
            held.append(known)
        elif streams is not None:
            wanted.append(Wanted(str(post), streams.candidates, found_in=streams.record))
    return wanted, held


def _held(holdings: Holdings | None, post: PostRef, medium: Medium, asset: str) -> HeldMedium | None:
    return holdings.medium(post, replace(medium, asset=asset)) if holdings is not None and asset else None


def _page_of(reading: Reading, post: PostRef) -> str:
    """Give the address at which a post was shown by itself; empty where it was not."""
    shown = (page.address for page in reversed(reading.pages) if page.document and page.shows(post))
    return next(shown, "")
