"""Doors to whatever runs the program: its clock, whoever watches and stops it, and authorities of time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Give the instant, aware and in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Stamped:
    """What an authority answered, held against what it was asked."""

    reply: bytes
    """As received (RFC 3161, `TimeStampResp` in DER)."""
    at: datetime
    """When the message was there, by the authority."""
    root: bytes
    """The trusted root that it leads to, in PEM."""


class Timestamper(Protocol):
    """An authority that says when a message was there."""

    @property
    def name(self) -> str:
        """Give what the settings call it."""
        ...

    def stamp(self, message: bytes) -> Stamped:
        """Have a message stamped. Raises TimestampError."""
        ...


class Progress(Protocol):
    """Is told how far a long work has come."""

    def step(self, what: str, done: int, of: int | None = None) -> None:
        """Take what is being done, how many are done, and of how many where that is known."""
        ...


class Stop(Protocol):
    """Knows whether the operator asked to stop."""

    @property
    def requested(self) -> bool:
        """Tell whether to stop at the next safe point."""
        ...

    def when_requested(self, act: Callable[[], None]) -> None:
        """Have something done at once when a stop is requested."""
        ...
