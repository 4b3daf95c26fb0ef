"""Budgets: how often an address and a session may ask a platform, so that neither is shut out."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Budgets:
    """What may be spent. The defaults keep below what users report; no platform states any number."""

    pages_per_hour: int = 60
    """By one address, of one platform: users report that at about 75 an hour pages come without their content."""
    accounts_per_day: int = 4
    """Targets by one session from midnight to midnight, UTC, so that all have their turn: users report that one that
    visits eight a day is challenged within two days."""
    capture_at_most: timedelta = timedelta(hours=1)
    """How long one look may take; what it saw until then is sealed."""
