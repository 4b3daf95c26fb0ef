"""What differs between two looks at a target, as seen by one class of vantage or by several alike."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from archiver.model.refs import PostRef
from archiver.model.removal import RemovalState


class ChangeKind(StrEnum):
    """What a change is (design §3)."""

    APPEARED = "appeared"
    """Listed for the first time, and published since the last look that covered its place."""
    FIRST_SEEN = "first_seen"
    """Listed for the first time, and older, or its place was not covered before."""
    RESURFACED = "resurfaced"
    """Shown again after it was missing."""
    RESTORED = "restored"
    """Shown again after its removal was concluded."""
    EDITED = "edited"
    MEDIA_REMOVED = "media_removed"
    """A picture or film went from a post that is still shown."""
    MISSING = "missing"
    """Not listed where it would have been."""
    NOT_LISTED = "not_listed"
    """Not listed where it would have been, though its own page is shown."""
    RESTRICTED = "restricted"
    """Shown to one vantage and not to another, or withheld by a gate that says so."""
    NOT_COVERED = "not_covered"
    """Listed before, in a place that this look did not reach."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One authored field, before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    kind: ChangeKind
    post: PostRef | None
    """None for the profile itself."""
    surface: str | None
    """Listing on which it shows; None where it is no matter of a listing."""
    lanes: tuple[str, ...]
    fields: tuple[FieldChange, ...] = ()
    state: RemovalState | None = None
    """Of a medium that went: how far its absence is concluded now; None where it is shown again."""
