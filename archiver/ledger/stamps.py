"""A time stamp as the ledger keeps it: which bytes came from whom, for which checkpoint, and when by whose clock.

Its digest is in the ledger, so that the next checkpoint covers it: no byte of a stamp can be changed unseen after that,
the unsigned ones of its certificates neither, and each later stamp renews all earlier ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from archiver.model import instant
from archiver.model.digest import Digest

NOTABLE = timedelta(seconds=2)
"""From how much on a clock's being off is said."""
LATE = timedelta(hours=1)
"""From how much on the delay between seal and stamp is said."""
_RESOLUTION = timedelta(seconds=1)
"""Authorities' times are taken in whole seconds, cut off."""


@dataclass(frozen=True, slots=True)
class Received:
    """A stamp that was received."""

    checkpoint: int
    """Number of its batch."""
    authority: str
    token: Digest
    """Of the reply as received."""
    root: Digest
    """Of the root certificate that it leads to, in DER."""
    at: datetime
    """By the authority."""
    off: timedelta
    """By how much this machine's clock is at least ahead of the authority's; negative where it is behind."""
    sealed: datetime | None = None
    """When the first capture was sealed that no earlier stamp covers; None where there is none."""

    @property
    def delay(self) -> timedelta | None:
        """Give the time from that seal to the stamp."""
        return None if self.sealed is None else max(self.at - self.sealed, timedelta())


def ahead(stamped: datetime, asked: datetime, answered: datetime) -> timedelta:
    """Give by how much a clock that read `asked` and `answered` around a stamp is at least ahead of its authority's."""
    if asked > stamped + _RESOLUTION:
        return asked - stamped - _RESOLUTION
    return min(answered - stamped, timedelta())


def read(event: Mapping[str, Any]) -> Received:
    """Read a stamp from its event; when the first capture was sealed that it covers is not told there."""
    return Received(
        event["checkpoint"],
        event["authority"],
        Digest(event["token"]),
        Digest(event["root"]),
        instant.parsed(event["stamped_at"]),
        timedelta(milliseconds=event["clock_ahead_ms"]),
    )


def said(received: Received) -> dict[str, Any]:
    """Write what the event of a stamp says."""
    return {
        "checkpoint": received.checkpoint,
        "authority": received.authority,
        "token": str(received.token),
        "root": str(received.root),
        "stamped_at": instant.written(received.at),
        "clock_ahead_ms": round(received.off / timedelta(milliseconds=1)),
    }
