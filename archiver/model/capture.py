"""A capture: everything recorded in one visit to one target, closed by a manifest of digests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from archiver.model.digest import Digest
from archiver.model.gap import Gap
from archiver.model.refs import PostRef, TargetRef
from archiver.model.step import Step
from archiver.model.vantage import Vantage


class CaptureKind(StrEnum):
    """What the visit was for."""

    CRAWL = "crawl"
    POST = "post"
    PROBE = "probe"
    IMPORT = "import"
    """None of ours: what others captured, by their word."""

    @property
    def lists(self) -> bool:
        """Tell whether what it shows of listings is read as listings."""
        return self in (CaptureKind.CRAWL, CaptureKind.IMPORT)


class Outcome(StrEnum):
    """How the visit ended."""

    COMPLETE = "complete"
    """All that was offered to this vantage, up to the limit named in the reach, was read."""
    PARTIAL = "partial"
    """It broke off after something of the target was seen."""
    BLOCKED = "blocked"
    """Nothing of the target was seen: the platform answered with something else."""
    FAILED = "failed"
    """Nothing of the target was seen, and the fault is on this side."""


class Limit(StrEnum):
    """What ended a listing that did not break off."""

    LOGGED_OUT = "logged_out"
    """The platform shows no more without a session."""
    END = "end"
    """The listing said that it has no more."""
    BUDGET = "budget"
    """The operator's own limit was reached."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How much was listed of how much is claimed, and what limited it."""

    listed: int = 0
    """Posts listed."""
    claimed: int | None = None
    """Posts the profile says it has; None where it does not say."""
    claimed_exactly: bool = False
    """False where the platform rounds the number."""
    limit: Limit | None = None
    """What ended the listing; None where it broke off."""


@dataclass(frozen=True, slots=True, order=True)
class CaptureId:
    """Where a capture stands below `captures/`: `<platform>/<slug>/<YYYYMMDDTHHMMSSZ>-<8 hex>`."""

    platform: str
    slug: str
    name: str

    def __str__(self) -> str:
        """Write the path with forward slashes, whatever the system."""
        return f"{self.platform}/{self.slug}/{self.name}"

    @property
    def began(self) -> datetime:
        """Give when it began, to the second, as its name has it; raise ValueError where that is no time."""
        return datetime.strptime(self.name[:16], "%Y%m%dT%H%M%S%z")

    @property
    def folder(self) -> str:
        """Give the folder of its target's captures, `<platform>/<slug>`."""
        return f"{self.platform}/{self.slug}"

    @classmethod
    def parse(cls, text: str) -> "CaptureId":
        """Read the written form; raise ValueError where it has not three parts."""
        platform, slug, name = text.split("/")
        return cls(platform, slug, name)


@dataclass(frozen=True, slots=True)
class Continues:
    """The capture that another goes on from, as its manifest names it."""

    capture: CaptureId
    seal: Digest
    """Digest of that capture's SHA256SUMS."""


@dataclass(frozen=True, slots=True)
class Capture:
    """What a sealed capture says of itself, as far as the index needs it."""

    id: CaptureId
    target: TargetRef
    kind: CaptureKind
    post: PostRef | None
    """The post asked for, where the capture is of one post."""
    vantage: Vantage
    started_at: datetime
    ended_at: datetime
    outcome: Outcome
    reason: str
    """Code of why it is not complete; empty where it is."""
    reach: Reach
    gaps: tuple[Gap, ...]
    bytes_fetched: int
    seal: Digest
    """Digest of the capture's SHA256SUMS."""
    known_as: str = ""
    """Numeric id that the target was known by when the visit began; empty where it was seen for the first time."""
    plan: tuple[Step, ...] = ()
    """What a probe capture asked for, in order."""
    clock_offset: timedelta | None = None
    """The servers' time minus ours; None where no server told it."""
    continues: Continues | None = None
    """The capture whose listings, which were cut off, this one went on with; None where it began anew."""


def moment_of(capture: str) -> str:
    """Give the part of a capture's path that sorts by time, whichever target it is of."""
    return capture.rpartition("/")[2]
