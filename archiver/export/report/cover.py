"""What a report says of itself: of what, for whom, as of when, and how what it rests on is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Withheld:
    """What was taken out of the records before they were handed over, of one class."""

    kind: str
    segments: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Heading:
    """What whoever makes a report says of it."""

    case: str = ""
    operator: str = ""
    """Who hands it over; empty to leave that out."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a report says of itself."""

    heading: Heading
    targets: tuple[str, ...]
    as_of: datetime
    """When the last event was written that its checkpoint covers."""
    checkpoint: int
    origin: str
    """`archiver/<archive id>`."""
    fingerprint: str
    """Of the key that signs."""
    made_by: str
    chosen: str = ""
    """What was chosen of these targets, in words; empty for all."""
    in_bundle: bool = False
    """Whether it stands in a bundle, with the files that it speaks of."""
    simulated: bool = False
    full: bool = False
    """Whether nothing was withheld."""
    captures: int = 0
    stood_in: int = 0
    """Captures that stand-ins answered, and not a platform's servers."""
    withheld: tuple[Withheld, ...] = ()
    not_shown: tuple[tuple[str, str], ...] = ()
    """Captures and posts that are not shown, each with its reason."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Records that are left out of what is shown, by reason."""
