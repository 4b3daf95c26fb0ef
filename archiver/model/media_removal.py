"""A picture or film that went from a post which is still shown: what is known of it, and what is concluded."""

from dataclasses import dataclass
from datetime import datetime

from archiver.model.refs import PostRef
from archiver.model.removal import RemovalState, Wanting


@dataclass(frozen=True, slots=True)
class MediaReading:
    """A post was read whole, with these media."""

    at: datetime
    vantage: str
    lane: str
    media: tuple[str, ...]
    """Their permanent ids, in the post's own order."""
    assets: tuple[str, ...] = ()
    """What each was fetched as, in the same order; none where the readings are not held against each other by it."""
    others: frozenset[str] = frozenset()
    """Vantages that looked in the same lane before the next such reading, and may have read the same."""
    until: datetime | None = None
    """When the look ended that read it so; None where `at` is exact."""
    capture: str = ""
    """Path of the capture in which it was; empty where that is not told."""
    may_have_none: bool = False
    """Whether a post of its kind may have no media, so that naming none says that it has none."""


@dataclass(frozen=True, slots=True)
class MediaRemoval:
    """What is concluded of one medium of a post."""

    post: PostRef
    medium: str
    """Its permanent id."""
    state: RemovalState
    rule: str
    looked: tuple[str, ...]
    """Vantages that had shown the post with it and show the post without it."""
    last_shown: datetime
    first_not_shown: datetime
    last_checked: datetime
    """When the post was last read whole from where it lacks the medium."""
    wanting: tuple[Wanting, ...]
    """What is missing to a conclusion; empty where there is one."""
    readings: tuple[MediaReading, ...] = ()
    """The last that shows it, and those without it that the conclusion rests on, in order of time."""
