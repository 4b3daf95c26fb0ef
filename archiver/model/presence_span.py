"""How an account stood from one look to another, in one lane."""

from dataclasses import dataclass
from datetime import datetime

from archiver.model.probe import Presence


@dataclass(frozen=True, slots=True)
class PresenceSpan:
    """An interval in which every look found an account standing alike."""

    target: str
    lane: str
    presence: Presence
    first: datetime
    last: datetime
    now_named: str = ""
    """Of a renamed account: the name that it goes by."""
