"""A canary: an account that the operator owns and changes by hand, so that what is said of it can be counted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.model.digest import Digest
from archiver.model.refs import PostRef


class Known(StrEnum):
    """How a post stands in truth, by its owner's word."""

    SHOWN = "shown"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says of one post."""

    post: PostRef
    known: Known
    since: datetime | None = None
    """Since when it is gone; None of one that is shown."""


@dataclass(frozen=True, slots=True)
class TruthList:
    """What the owner of a canary said of its posts, sealed before anybody looked."""

    sealed: datetime
    """When it was put into the ledger."""
    digest: Digest
    """Of the file."""
    entries: tuple[Entry, ...]

    def of(self, post: PostRef) -> Entry | None:
        """Give what it says of a post; None where it says nothing."""
        return next((each for each in self.entries if each.post == post), None)


@dataclass(frozen=True, slots=True)
class Tally:
    """How what was concluded of a canary stands to its lists."""

    shown: int
    """Posts that the last list says are shown."""
    gone: int
    """Posts that it says are gone."""
    concluded: tuple[PostRef, ...]
    """Those of which a removal was concluded, as the list that held then said."""
    wrong: tuple[PostRef, ...]
    """Those of which one was concluded, and the list that held then said that they were shown."""
    not_yet: tuple[PostRef, ...]
    """Those that the last list says are gone, and of which none is concluded."""
    unlisted: tuple[PostRef, ...]
    """Those of which one was concluded, and no list that was sealed before said anything."""


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """Of what was concluded of all targets but canaries: how much was asked for again, and what came back."""

    concluded: int
    """Posts of which a removal was ever concluded."""
    asked_again: int
    """Those of them that were asked for by themselves after the visit by which it was concluded."""
    returned: int
    """Those of them that were shown again since."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """All that can be counted of how right an archive's conclusions are on live platforms."""

    canaries: int
    """Accounts whose truth is known."""
    gone: int
    """Posts of theirs that the last lists say are gone."""
    concluded: int
    """Posts of theirs of which a removal was concluded, as the list said that held then."""
    wrong: int
    not_yet: int
    others: AskedAgain
