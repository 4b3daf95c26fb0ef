"""How far a surface of a target was listed last, and when it was listed to its end."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SurfaceState:
    """One surface in one lane."""

    surface: str
    lane: str
    looked_at: datetime
    """When it was listed last."""
    listed: int
    claimed: int | None
    broken: str | None
    """What that listing ended at before its end; None where it reached it."""
    ended_at: datetime | None
    """When it was last listed to its end; None where it never was."""
