"""Which later posts look like one that is shown no more: a lead, no proof, since another may show the same picture."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archiver.derive.alike import Bytes, FilmLook, Look, alike
from archiver.model.refs import PostRef

Looks = tuple[Look | FilmLook | Bytes, ...]
"""How the media of a post look."""


@dataclass(frozen=True, slots=True)
class Repost:
    """A post that was published after another was last shown, and looks like it."""

    post: PostRef
    alike: int
    """Media of the one that look like some of the other."""
    of: int
    """Media of the one of which it is known how they look."""


def reposts(gone: Looks, later: Iterable[tuple[PostRef, Looks]]) -> Iterator[Repost]:
    """Give those of some later posts in which at least half the media of one are found again."""
    for post, looks in later:
        found = sum(any(alike(one, other) for other in looks) for one in gone)
        if found and 2 * found >= len(gone):
            yield Repost(post, found, len(gone))
