"""What happens to a post or to its owner, and which word of the archive it asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

State = Any
"""An account or a site of the simulator, as a value: verbs give another one."""


class Effect(StrEnum):
    """What a happening changes of how a post stands, as far as the archive must say something of it."""

    NOTHING = "nothing"
    """Nothing that anybody may say a word about."""
    GONE = "gone"
    BACK = "back"
    REPOSTED = "reposted"
    """Its pictures are published anew under another code."""
    EDITED = "edited"
    PICTURE_GONE = "picture_gone"
    UNLISTED = "unlisted"
    """No listing holds it any more, and its own page does."""
    LIFTED = "lifted"
    """It stands at the head of a listing, all that strangers are shown: two of their looks may share no post."""
    KEPT = "kept"
    """Some are not shown it."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens to one post or page."""

    name: str
    effect: Effect
    verb: Callable[[State, str], State]
    """Raises ValueError, or what a search for nothing raises, where it cannot happen to that post."""


@dataclass(frozen=True, slots=True)
class AccountHappening:
    """Something that happens to the account or site as a whole, or to a part of it."""

    name: str
    says: str
    """The state by which `removals` must name it."""
    verb: Callable[[State], State]
