"""Coverage: which part of a surface a capture could have seen, so that absence from it says something."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.model.refs import PostRef


class Break(StrEnum):
    """What a listing's chain ended at before its end."""

    ANOTHER_OWNER = "another_owner"
    """A page listed a post that the target neither owns nor made with another."""
    CURSOR = "cursor"
    """A page was not asked with the cursor that the page before gave."""
    EDGE = "edge"
    """An edge was null or not understood."""
    PARTIAL_ERROR = "partial_error"
    """The platform itself said that a part of a page failed."""
    UNFINISHED = "unfinished"
    """The last page said that there is more, or did not say."""


class Covered(StrEnum):
    """How far a listing proves that a post which it lacks would have been in it, were it shown there."""

    WHOLLY = "wholly"
    """The listing said that it ended, and holds as many posts as the profile claims."""
    TO_ITS_END = "to_its_end"
    """The listing said that it ended, and an older post stands further down; yet more posts are claimed."""
    IN_ORDER = "in_order"
    """An older post stands further down; its owner may have moved this one below what was read."""
    NOT = "not"
    """It may stand where nobody looked."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A post in its place on a surface."""

    ref: PostRef
    published_at: datetime | None
    """None where no answer at hand shows it."""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """One surface as one capture listed it, as far as it was an unbroken chain of the target's own pages."""

    surface: str
    """`grid`, `reels`."""
    lane: str
    """Class of vantage and locale; listings of two lanes are never compared."""
    entries: tuple[Listed, ...]
    """In the platform's order, up to the first break."""
    broken: Break | None
    """None where the end was reached and said so."""
    claimed: int | None
    """How many posts the profile says there are on it; None where it does not say, or rounds."""
    absent: frozenset[PostRef] | None = None
    """Of a set of known addresses, each asked by itself, what was not there; None for a listing in an order."""
    led_on: tuple[tuple[PostRef, str], ...] = ()
    """Of such a set, what led on to another address, and to which."""
    before: frozenset[PostRef] = frozenset()
    """Entries that only the capture listed which this one goes on from: neither listed by this one, nor lacking."""

    @property
    def listed(self) -> frozenset[PostRef]:
        """Give the posts that this capture itself listed."""
        return frozenset(entry.ref for entry in self.entries) - self.before
