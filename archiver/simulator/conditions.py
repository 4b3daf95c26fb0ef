"""What the platform does to those who ask: each condition says to whom, of which requests, and from which on.

With none it behaves well. None of them changes what is true of a post; `truth` says what they leave unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from archiver.simulator.company import Company
from archiver.simulator.visitors import Visitor

Kind = Literal["profile", "post", "listing", "medium", "other"]
"""What is asked for: a page of an account, a page of a post, an answer to a script, a file."""

PAGES: tuple[Kind, ...] = ("profile", "post")
SITE: tuple[Kind, ...] = ("profile", "post", "listing")

ALL = ""
LOGGED_OUT = "logged out"
SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Whom it meets and when, which all conditions have."""

    who: str = ALL
    """`ALL`, `LOGGED_OUT`, `SIGNED_IN`, or a session by its name."""
    asked: tuple[Kind, ...] = SITE
    """Kinds of requests that it meets and counts."""
    after: int = 0
    """How many such requests of one visitor are answered well before it begins."""
    until: int | None = None
    """How many such requests have been made when it is over; never, if not said."""

    def means(self, visitor: Visitor) -> bool:
        """Whether a visitor is one of those it is for."""
        kinds = (ALL, SIGNED_IN, visitor.name) if visitor.signed_in else (ALL, LOGGED_OUT)
        return self.who in kinds

    def meets(self, visitor: Visitor, kind: Kind, earlier: Mapping[Kind, int]) -> bool:
        """Whether it is in force for a request, given how many the visitor made before of each kind."""
        count = sum(earlier.get(one, 0) for one in self.asked)
        begun = self.after <= count and (self.until is None or count < self.until)
        return self.means(visitor) and kind in self.asked and begun


@dataclass(frozen=True, slots=True)
class DemandLogin(Condition):
    """Ask to log in: in the page's place, or by sending the visitor elsewhere."""

    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class RateLimit(Condition):
    """Refuse with status 429."""

    in_words: bool = False
    """Whether to refuse with status 200 and say so within the answer, which Facebook alone does."""


@dataclass(frozen=True, slots=True)
class Challenge(Condition):
    """Ask to prove who one is."""


@dataclass(frozen=True, slots=True)
class Throttle(Condition):
    """Send shells: the right page, without what it is about."""


@dataclass(frozen=True, slots=True)
class TruncateFeed(Condition):
    """End listings early, and say that there is more, or not."""

    posts: int = 24
    says_more: bool = False


@dataclass(frozen=True, slots=True)
class BreakShape(Condition):
    """Write one edge of each listing's answer in a shape that nobody knows, or all edges."""

    place: int | None = None
    """From 0, within an answer; a negative one counts from the end."""


@dataclass(frozen=True, slots=True)
class NullEdge(Condition):
    """Leave one edge of each listing's answer empty, and tell of an error beside it."""

    place: int = 1


@dataclass(frozen=True, slots=True)
class AnswerEmpty(Condition):
    """Answer listings with nothing, and that nothing follows."""


@dataclass(frozen=True, slots=True)
class ServeCached(Condition):
    """Show the account as it was."""

    older: Company


@dataclass(frozen=True, slots=True)
class Speak(Condition):
    """Speak a language, whatever the visitor asked for."""

    language: str = "de-DE"


@dataclass(frozen=True, slots=True)
class ConsentDialog(Condition):
    """Lay a question about cookies over pages."""


@dataclass(frozen=True, slots=True)
class BlockViewer(Condition):
    """Have the account block visitors: nothing of it is found; or its profile is, as if it had no posts."""

    shows_profile: bool = False


@dataclass(frozen=True, slots=True)
class SplitBySession(Condition):
    """Give some visitors another layout than the rest: the same posts under other names."""


@dataclass(frozen=True, slots=True)
class Flap(Condition):
    """Show posts and not, by turns: each time the same address is asked for it is the other way round."""

    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Incident(Condition):
    """Find nothing at all: no post and no account, whosever it is."""


@dataclass(frozen=True, slots=True)
class SlowDown(Condition):
    """Wait before the first byte."""

    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class CutConnection(Condition):
    """End the connection amid an answer."""

    after_bytes: int = 100


@dataclass(frozen=True, slots=True)
class Locate(Condition):
    """Take visitors to come from a country, named by two letters."""

    country: str = "DE"


One = TypeVar("One", bound=Condition)


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that holds at a time."""

    met: tuple[Condition, ...] = ()

    def facing(self, visitor: Visitor, kind: Kind, earlier: Mapping[Kind, int]) -> "Conditions":
        """Give those that are in force for one request."""
        return Conditions(tuple(one for one in self.met if one.meets(visitor, kind, earlier)))

    def all(self, kind: type[One]) -> tuple[One, ...]:
        """Give those of a kind."""
        return tuple(one for one in self.met if isinstance(one, kind))

    def one(self, kind: type[One], visitor: Visitor) -> One | None:
        """Give the first of a kind that is for a visitor."""
        return next((one for one in self.all(kind) if one.means(visitor)), None)


CALM = Conditions()


def under(*conditions: Condition) -> Conditions:
    """Give a platform that behaves in these ways."""
    return Conditions(conditions)
