"""What extraction makes of the exchanges of a capture: facts with their places, and gaps."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.model.about import About
from archiver.model.account import Account
from archiver.model.exchange import Exchange
from archiver.model.foreign import Untied
from archiver.model.gap import Gap
from archiver.model.post import Observation
from archiver.model.refs import PostRef, Ref
from archiver.model.tray import Shelf, Tray


class Availability(StrEnum):
    """What a page says of the thing it is the address of. No single answer is a conclusion."""

    LIVE = "live"
    NOT_FOUND = "not_found"
    WALLED = "walled"
    """A login wall or challenge stands before the answer."""
    PRIVATE = "private"
    GATED = "gated"
    """Withheld from this vantage by age, country or audience."""
    RATE_LIMITED = "rate_limited"
    UNKNOWN = "unknown"
    """Neither the thing nor a known refusal."""

    @property
    def tells(self) -> bool:
        """Tell whether it says how the thing itself stands, and not only that nobody is answered."""
        return self in (Availability.LIVE, Availability.NOT_FOUND, Availability.GATED)


@dataclass(frozen=True, slots=True)
class Kind:
    """An availability and what in the answer said so."""

    availability: Availability
    signal: str
    empty: bool = False
    challenge: bool = False
    """True where whoever is signed in must prove something first."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answered page address, classified by its content and never by its HTTP status alone."""

    address: str
    availability: Availability
    signal: str
    """What in the answer said so, in the platform's own words where it has some."""
    record: str
    document: bool = True
    """False for the answer to a request that a page made in the background."""
    empty: bool = False
    """True where the page's frame came without its content, as it does to one who asks too often."""
    received: bool = True
    """False where no whole answer came."""
    subject: Ref | None = None
    """What its address is that of; None where it is neither a target's nor a post's."""
    at: datetime | None = None
    """When it was asked for; None where it was not."""
    language: str = ""
    """Language it says it is written in, first subtag only; empty where it does not say."""
    signed_in: bool | None = None
    """Whether it was made for somebody signed in; None where it does not say."""
    leads_to: tuple[str, ...] = ()
    """Addresses that a website's page links to, as they are asked."""
    led_on: bool = False
    """True where it only led on to another, which was asked in its turn."""
    challenge: bool = False
    """True where it asks whoever is signed in to prove something before anything else is shown."""

    @classmethod
    def refusing(cls, exchange: Exchange, kind: Kind, subject: Ref | None) -> "Page":
        """Make one of an answer that refuses; behind a page it is of nothing by itself."""
        return cls(
            address=exchange.address,
            availability=kind.availability,
            signal=kind.signal,
            record=exchange.record,
            document=exchange.is_document,
            subject=subject if exchange.is_document else None,
            at=exchange.at,
            challenge=kind.challenge,
        )

    def shows(self, ref: Ref) -> bool:
        """Tell whether it is the page of a target or post, and shows it."""
        return self.availability is Availability.LIVE and self.subject == ref


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of a listing, with the links of its chain."""

    surface: str
    """`grid`, `reels`."""
    owner_id: str
    """Numeric id of the account whose listing this is; empty where neither answer nor request names it."""
    entries: tuple[PostRef | None, ...]
    """Listed posts in order; None where an edge was not understood."""
    asked: str
    """Cursor that the request carried; empty for a first page."""
    next: str
    """Cursor given for the next page."""
    more: bool | None
    """Whether the platform says that there is more; None where it does not say."""
    record: str
    owner_name: str = ""
    """Handle that the request asked for, where the answer names no owner."""
    flawed: bool = False
    """True where the platform said that a part of the answer failed."""
    by_itself: bool = False
    """True where the listing is a set of known addresses, and this is one of them, asked by itself."""
    absent: tuple[PostRef, ...] = ()
    """Of such a listing, what was answered as not being there."""
    led_to: str = ""
    """Of such a listing, where the address led on to; empty where it led nowhere."""

    def is_of(self, account: Account) -> bool:
        """Tell whether this is the account's own listing: by numeric id, else by the name that was asked for."""
        if self.owner_id:
            return self.owner_id == account.account_id
        return self.owner_name.lower() == account.handle.lower() != ""


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What a site's robots.txt says to those who ask by program (RFC 9309)."""

    site: str
    text: str | None
    """Empty where it forbids nothing; None where it is not known what it says."""
    record: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of some exchanges, and all that was not."""

    pages: tuple[Page, ...] = ()
    accounts: tuple[Account, ...] = ()
    listings: tuple[ListingPage, ...] = ()
    observations: tuple[Observation, ...] = ()
    gaps: tuple[Gap, ...] = ()
    seen: int = 0
    """Posts met in places that hold posts: the m of "understood n of m"."""
    understood: int = 0
    viewer: frozenset[tuple[str, str]] = frozenset()
    """What answers say of whoever is signed in: names and values that must not leave the house."""
    robots: tuple[RobotsRules, ...] = ()
    tokens: frozenset[str] = frozenset()
    """Credentials that answers hold: values that must not leave the house either."""
    abouts: tuple[About, ...] = ()
    stories: tuple[Observation, ...] = ()
    """Stories, kept apart from posts: no rule about posts ever meets one."""
    trays: tuple[Tray, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    untied: tuple[Untied, ...] = ()
    """Posts that others' documents show without a name of theirs."""

    @property
    def signed_out(self) -> bool:
        """Tell whether a page was made for one who is not signed in. A login wall is, whoever asks."""
        return any(
            page.signed_in is False and page.availability is not Availability.WALLED for page in self.pages
        )

    @property
    def challenged(self) -> bool:
        """Tell whether an answer asked whoever is signed in to prove something first."""
        return any(page.challenge for page in self.pages)

    @property
    def languages(self) -> frozenset[str]:
        """Give the languages that pages say they are written in."""
        return frozenset(page.language for page in self.pages if page.language)

    def __add__(self, other: "Reading") -> "Reading":
        """Put two readings one after the other."""
        return Reading(
            pages=self.pages + other.pages,
            accounts=self.accounts + other.accounts,
            listings=self.listings + other.listings,
            observations=self.observations + other.observations,
            gaps=self.gaps + other.gaps,
            seen=self.seen + other.seen,
            understood=self.understood + other.understood,
            viewer=self.viewer | other.viewer,
            robots=self.robots + other.robots,
            tokens=self.tokens | other.tokens,
            abouts=self.abouts + other.abouts,
            stories=self.stories + other.stories,
            trays=self.trays + other.trays,
            shelves=self.shelves + other.shelves,
            untied=self.untied + other.untied,
        )
