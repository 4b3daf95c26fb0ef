"""A removal: what the rule of absence concludes of a post that is no longer shown, and from where."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from archiver.model.coverage import Covered
from archiver.model.probe import Probe
from archiver.model.refs import PostRef


class RemovalState(StrEnum):
    """How far the conclusion has come."""

    PENDING = "pending"
    """Not found, and not yet often enough."""
    CONCLUDED = "concluded"
    CONTRADICTED = "contradicted"
    """Another vantage shows it, or a gate names why it is withheld."""
    WITHDRAWN = "withdrawn"
    """Shown again after it was concluded: the interval ends, the past is not erased."""


class Wanting(StrEnum):
    """What a visit, or the visits together, lack of what the rule asks for."""

    NOT_FOUND = "not_found"
    """The post's own address was answered with something else than not found."""
    CONTROL_BEFORE = "control_before"
    CONTROL_AFTER = "control_after"
    NULL_CONTROL = "null_control"
    """An id never seen was not answered as the post was."""
    OWNER = "owner"
    """The owner was not shown, or is private, empty or another."""
    CONTROL_AGE = "control_age"
    """No control was at least as old, where older posts may be answered otherwise than newer ones."""
    SECOND_VISIT = "second_visit"
    """No second visit, or none late enough."""
    SHOWN_BEFORE = "shown_before"
    """This vantage never showed the post, so that its absence from it says nothing."""
    OTHER_VANTAGE = "other_vantage"
    """A vantage at hand that had shown the post has not said since how it stands."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long the visits of a conclusion must lie apart."""

    confirm_after: timedelta = timedelta(hours=1)
    """Between the first and the second visit, where a listing covers the post's place."""
    unlisted_after: timedelta = timedelta(hours=24)
    """Between the first and the third visit, where none does."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """The post was shown: on a listing, or on its own page."""

    at: datetime
    """When the look began that showed it, or when its own page was asked for: it was shown then, or later."""
    vantage: str
    lane: str
    until: datetime | None = None
    """When that look ended, so that it was shown before; None where `at` is exact."""

    @property
    def latest(self) -> datetime:
        """Give the last moment at which it may have been shown."""
        return self.until or self.at


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a post stands on one surface of one lane, as the last listing that could tell left it."""

    lane: str
    surface: str
    since: datetime
    """When the look ended that left it so: it stood so then, or before."""
    missing: Covered | None
    """How far its absence is proven; None where it is listed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one post's being shown and not."""

    post: PostRef
    published_at: datetime | None
    sightings: tuple[Sighting, ...]
    standings: tuple[Standing, ...]
    probes: tuple[Probe, ...]
    may_have_shown: frozenset[str] = frozenset()
    """Vantages that looked while others in the same lane were shown it, of which nothing else is known."""
    by_age: bool = False
    """Whether the platform may answer older posts otherwise, so that a control must be at least as old."""
    is_site: bool = False
    """Whether it is a page of a website, which says in several ways that there is nothing, and bears no date."""


@dataclass(frozen=True, slots=True)
class Scope:
    """From where a removal holds."""

    looked: tuple[str, ...]
    """Vantages whose visits bear it out."""
    shown_before: tuple[str, ...]
    """Those of them that had shown the post."""
    countries: tuple[str, ...]
    """Countries asked from, as far as they are known."""


@dataclass(frozen=True, slots=True)
class JudgedProbe:
    """A visit, and what it lacks."""

    probe: Probe
    wanting: tuple[Wanting, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """What is concluded of one post."""

    post: PostRef
    state: RemovalState
    rule: str
    scope: Scope
    last_shown: Sighting | None
    """None where it was never shown before."""
    first_not_shown: datetime
    last_checked: datetime
    visits: tuple[JudgedProbe, ...]
    """All since it was last shown to whoever looked."""
    wanting: tuple[Wanting, ...]
    """What is missing to a conclusion; empty where there is one."""
