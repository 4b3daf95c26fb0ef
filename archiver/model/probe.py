"""A direct visit to a post's own page, with the controls that were asked beside it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.model.capture import CaptureId
from archiver.model.reading import Availability
from archiver.model.refs import PostRef

PARKED_SIGNAL = "a parked domain"
"""What a page says that a seller of addresses answers with."""


class Presence(StrEnum):
    """How an account stood in one visit."""

    PRESENT = "present"
    """Shown, public, not empty, under its numeric id."""
    PRIVATE = "private"
    EMPTY = "empty"
    """Shown under its id, without a post."""
    NOT_FOUND = "not_found"
    RENAMED = "renamed"
    """Not found, while a post of it is shown under another name, by the same numeric id."""
    ANOTHER_ID = "another_id"
    """Another account answers to the handle."""
    PARKED = "parked"
    """A seller of addresses answers in the place of a site."""
    UNKNOWN = "unknown"
    """Something else was answered, such as a login wall."""


@dataclass(frozen=True, slots=True)
class Control:
    """What was answered to something of which the answer is known."""

    post: PostRef
    availability: Availability
    signal: str
    """What in the answer said so."""
    published_at: datetime | None = None
    """When it was published; of one whose displayed date was set back, when it was made."""
    record: str = ""
    """WARC record of the answer; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One visit to one post, in one vantage."""

    post: PostRef
    at: datetime
    capture: CaptureId
    record: str
    lane: str
    vantage: str
    """`logged_out`, or `session:<salted id>`."""
    country: str
    availability: Availability
    signal: str
    """What in the answer said so."""
    before: Control | None
    """The control asked before it; None where there was none to ask, or no answer came."""
    after: Control | None
    null: Control | None
    owner: Presence
    owner_record: str = ""
    """WARC record of the answer by which the owner stood so; empty where there was none."""
