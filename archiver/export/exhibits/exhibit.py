"""An exhibit: one post with its media, numbered, and what is said of it with the records that bear it out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.export.exhibits.standing import Standing


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a capture that an exhibit rests on."""

    number: int
    """Within its exhibit, from 1."""
    id: str
    """`WARC-Record-ID`, without `<>`."""
    capture: str
    asked_at: datetime | None
    """When it was asked for, where that is told."""
    began: datetime
    """When the visit began in which it was."""
    what: str
    """What it shows, in words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered in one visit, to the post's own address or to a control."""

    role: str
    """`post`, `before`, `after`, `null`, or `owner`."""
    availability: str
    published_at: datetime | None
    """Of a control, where it is known."""
    record: int | None
    """Number among the exhibit's records; None where there is no answer, or its record is not shown."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to the post's own address, with its controls."""

    at: datetime
    vantage: str
    country: str
    capture: str
    answers: tuple[Answer, ...]
    wanting: tuple[str, ...]
    """What it lacks of what the rule asks for; empty where it counts."""

    def answer(self, role: str) -> Answer | None:
        """Give what was answered in a role; None where nothing was asked, or nothing came."""
        return next((each for each in self.answers if each.role == role), None)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something else that could explain what was seen, and whether the records rule it out."""

    name: str
    excluded: bool
    records: tuple[int, ...]
    """Numbers of the exhibit's records by which it is excluded; none where it is not."""
    why: str


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or film of the post, as a file."""

    sha256: str
    mime: str
    width: int | None
    height: int | None
    seconds: float | None
    capture: str
    record: str
    asset: str
    permanent_id: str = ""
    """The platform's own id of it; empty where that is not told."""
    gone: bool = False
    """Whether it is concluded that the post is shown without it since."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One look that read the post whole, with a medium that went from it or without."""

    at: datetime
    """When the look began."""
    vantage: str
    capture: str
    shows: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of the post, before and after, as two looks showed it."""

    field: str
    before: Any
    after: Any
    earlier: datetime
    """When the look began that showed it as it was."""
    later: datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """Between when and when the post ceased to be shown, and where that holds."""

    state: str
    rule: str
    last_shown: datetime | None
    first_not_shown: datetime
    last_checked: datetime
    looked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One post with its media, numbered."""

    number: int
    ref: str
    address: str | None
    owner_id: str
    owner_name: str
    kind: str
    published_at: datetime | None
    standing: Standing
    says: str
    """What is concluded, in one sentence or two: of a removal that of the design, to the letter."""
    first_shown: datetime | None
    last_shown: datetime | None
    first_capture: str
    last_capture: str
    texts: tuple[tuple[str, str], ...]
    """What its author wrote, by field, as it was shown last."""
    edits: tuple[Edit, ...]
    media: tuple[Medium, ...]
    readings: tuple[Reading, ...]
    """By which it is said that a medium went from it."""
    absence: Absence | None
    visits: tuple[Visit, ...]
    records: tuple[Record, ...]
    alternatives: tuple[Alternative, ...]
    """Those that are not excluded first."""
    gaps: tuple[tuple[str, str], ...]
    """What could not be read of it: reason and detail."""
    lacks_records: bool = False
    """Whether records that bear on it are not shown beside the report."""

    @property
    def name(self) -> str:
        """Give what it is called in writing."""
        return f"Exhibit {self.number}"

    @property
    def document(self) -> str:
        """Give its number as review platforms take it: of one length."""
        return f"EX{self.number:06d}"
