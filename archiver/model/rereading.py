"""What a newer version of an extractor reads differently in captures that an older one had read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadOtherwise:
    """One thing that two versions of an extractor do not read alike in the same capture."""

    target: str
    what: str
    """Kind of thing: `post`, `profile`, `about`, `listing`, `place`, `story`, `account`, `visit`."""
    of: str
    """Which one: a post's key, a surface, an account's id; empty for the account as a whole."""
    lane: str
    capture: str
    """The first capture in which the newer version reads it so."""
    field: str
    """The field that is read otherwise; empty where the thing as a whole is read by one of them alone."""
    before: Any
    after: Any
    """As JSON values; None where it was not read."""


@dataclass(frozen=True, slots=True)
class Understood:
    """How much of what answers held was understood."""

    edges: int
    of: int
    gaps: int
    """Gaps that a better extractor may do away with."""


@dataclass(frozen=True, slots=True)
class Rereading:
    """One platform's captures, read again by another version of its extractor."""

    platform: str
    before: tuple[str, ...]
    """Versions that had read them."""
    now: str
    captures: int
    understood_before: Understood
    understood_now: Understood
    otherwise: tuple[ReadOtherwise, ...]

    @property
    def things(self) -> int:
        """Count the posts, listings and so on of which anything is read otherwise."""
        return len({(each.target, each.what, each.of) for each in self.otherwise})


@dataclass(frozen=True, slots=True)
class Reread:
    """All that was read again at once, and when."""

    at: datetime
    platforms: tuple[Rereading, ...]
