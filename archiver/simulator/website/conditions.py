"""What a website does to those who ask, beside what any platform does.

Of those, a site knows RateLimit, Challenge, Throttle, Incident, Flap (by path), SlowDown, CutConnection, Locate
and Speak. A page of the author's and a document count as `post`, the home page as `profile`, what pages are made
of as `medium`, and what robots read as `other`.
"""

from dataclasses import dataclass, replace

from archiver.simulator.conditions import Condition, Conditions
from archiver.simulator.website.site import Site


@dataclass(frozen=True, slots=True)
class ServeCopy(Condition):
    """Show the site as it was, out of a cache that says so."""

    older: Site
    age: int = 86_400
    """Seconds since the copy was made."""


@dataclass(frozen=True, slots=True)
class LeadByLanguage(Condition):
    """Send those who prefer a language to a part of the site, whatever they ask for."""

    language: str = "en"
    to: str = "/en/"


@dataclass(frozen=True, slots=True)
class Fail(Condition):
    """Fail with a status, and a page of the server's own."""

    status: int = 503


@dataclass(frozen=True, slots=True)
class CutHalfway(Condition):
    """End the connection when half of a body was sent."""


@dataclass(frozen=True, slots=True)
class BreakOff(Condition):
    """Send half of a page as if that were all: what its author's words stand in is lost with the rest."""


@dataclass(frozen=True, slots=True)
class NeverEnd(Condition):
    """Send a page but for its end, and then a little more, and a little more."""

    seconds: float = 30.0
    """After which the connection ends without a word."""


@dataclass(frozen=True, slots=True)
class Within(Condition):
    """Have a condition meet only what lies at a path or below it; what it begins after are requests for anything."""

    path: str
    condition: Condition
    alone: bool = False
    """Whether it meets the path and nothing below it."""

    def covers(self, asked: str) -> bool:
        """Whether what is asked for is meant."""
        return asked == self.path if self.alone else asked.startswith(self.path)


def at(conditions: Conditions, asked: str) -> Conditions:
    """Give the conditions that hold at a path of the site."""
    kept = (one for one in conditions.met if not isinstance(one, Within) or one.covers(asked))
    return replace(conditions, met=tuple(one.condition if isinstance(one, Within) else one for one in kept))
