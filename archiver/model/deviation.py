"""A deviation from the interval at which a target is to be looked at: declared before, or found to have happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Closer:
    """That a target is looked at more often for a while."""

    every: timedelta
    until: datetime
    reason: str
    since: datetime

    def holds(self, now: datetime) -> bool:
        """Tell whether it is so at a time."""
        return self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class Early:
    """That a look is made by hand before it is due."""

    vantage: str
    due_at: datetime
    by: timedelta


@dataclass(frozen=True, slots=True)
class Late:
    """That a look was made later than it was due."""

    vantage: str
    due_at: datetime
    by: timedelta
    reason: str
