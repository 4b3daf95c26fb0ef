"""A disposal: what went from a capture, by whose authority and why. What was sealed of it stays behind as it was."""

from dataclasses import dataclass
from datetime import datetime

from archiver.model.capture import CaptureId
from archiver.model.digest import Digest


@dataclass(frozen=True, slots=True)
class Removed:
    """A record whose bytes went."""

    position: int
    """In the WARC as it was sealed, from 0."""
    id: str
    type: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands in a capture in the place of what went."""

    capture: CaptureId
    number: int
    """Among the disposals of this capture, from 1."""
    at: datetime
    reason: str
    authority: str
    """By whose, in the operator's words."""
    digest: Digest | None
    """Of the payload that went, wherever it stood; None where all of the capture went."""
    removed: tuple[Removed, ...]
    """Records that went with this disposal."""
    warc: Digest | None
    """Of the WARC that is left; None where none is."""
