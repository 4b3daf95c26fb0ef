"""The door of a network: one folder below `platforms/`, found by discovery."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from archiver.model.exchange import Exchange
from archiver.model.foreign import Document, DocumentKind
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.model.step import Step
from archiver.ports.visits import Crawled, Holdings, Limits, Visit


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """What of a request this platform lets be written in the clear, beside the general list."""

    parameters: frozenset[str] = frozenset()
    """Query parameters whose values name content, never a viewer."""
    fields: frozenset[str] = frozenset()
    """Form fields and keys within JSON values, likewise."""
    headers: frozenset[str] = frozenset()
    """Request headers, lower case, likewise."""
    own_site: bool = False
    """Whether addresses on the host that is visited are written whole: a company's own pages name no viewer."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How the one sentence calls a post and its owner, here."""

    post: str = "Post {key} of account @{name} (id {account_id})"
    others: str = "of the same account"
    noun: str = "post"
    one_other: str = "1 other post"
    more_others: str = "{count} other posts"
    answered: str = "the platform answered its address as it answers an address that never existed"


@dataclass(frozen=True, slots=True)
class Owner:
    """The account a post is filed under."""

    name: str
    account_id: str


class Platform(Protocol):
    """A network: one folder, found by discovery."""

    name: str
    label: str
    """Name as people write it."""
    hosts: tuple[str, ...]
    """Hosts a visit may reach; `*.` stands for any name below."""
    login_address: str
    """Where a person signs in."""
    session_cookie: str
    """Name of the cookie that only a signed-in browser has."""
    viewer_cookie: str
    """Name of the cookie that names who is signed in, the same at each sign-in."""
    of_viewer: frozenset[str]
    """Members of its answers that speak of whoever is signed in and of their circle, or are written for them alone."""
    media_addresses: tuple[str, ...]
    """Patterns of the addresses of media, `*` standing for anything."""
    written: WrittenForm
    extractor: str
    """Version of its extraction; observations of two versions are never compared."""
    caution: str
    """What whoever watches an account here should know; empty for nothing."""
    stated_nowhere: str
    """What the platform states of accounts only where no address leads, in a sentence; empty for nothing."""
    controls_by_age: bool
    """Whether older posts may be answered otherwise than newer ones, so that a control must be at least as old."""
    is_site: bool
    """Whether its targets are websites: of their several ways to say that there is nothing each is as good as another,
    and an answer that is an older copy says so itself."""
    wording: Wording
    has_stories: bool
    """Whether its accounts' stories are read here."""

    def parse(self, text: str) -> Ref | None:
        """Read an address or `platform:name`; None where it is not this platform's.

        Raises AddressError, with what to do, where it is this platform's and does not say what it is the address of.
        """
        ...

    def address(self, ref: Ref) -> str:
        """Give the public address of a target or post."""
        ...

    def page_address(self, text: str, post: PostRef) -> str:
        """Give the page address of a post that a text asks for, in the text's own form where it has one."""
        ...

    def about_addresses(self, target: TargetRef) -> Sequence[str]:
        """Give the addresses of the pages that state who made an account and how its owner is reached."""
        ...

    def crawl(self, visit: Visit, target: TargetRef, holdings: Holdings, limits: Limits) -> Crawled:
        """Read what the target shows to this vantage."""
        ...

    def glance(self, visit: Visit, target: TargetRef) -> None:
        """Read one page of each surface and of one post, to learn what is understood from here."""
        ...

    def crawl_post(self, visit: Visit, post: PostRef, address: str) -> Crawled:
        """Read one post alone, at an address of its own."""
        ...

    def probe(self, visit: Visit, plan: Sequence[Step]) -> Crawled:
        """Read the pages of a probe, one after the other."""
        ...

    def never_seen(self, now: datetime, beside: PostRef) -> PostRef:
        """Make up a well-formed post that was never there, in the same part as another."""
        ...

    def parts(self, posts: Sequence[PostRef]) -> Mapping[PostRef, str]:
        """Name the part of the target that each of its posts stands in, within which controls are alike.

        Nothing for those that stand in no part of their own, as all posts of an account do.
        """
        ...

    def named(self, reading: Reading, post: PostRef) -> PostRef:
        """Give a post by its permanent key, where it was asked for by a name that changes and an answer says it."""
        ...

    def owner(self, reading: Reading, post: PostRef) -> Owner | None:
        """Say whose post it is, where the answer says it."""
        ...

    def extract(self, exchanges: Sequence[Exchange]) -> Reading:
        """Read exchanges; pure and total: what is not understood is a gap."""
        ...

    def document_kind(self, told: object, path: str) -> DocumentKind | None:
        """Say which program's document a value out of JSON is; None where it tells of no post of this platform's.

        `path` is where it stood within its folder. Total, as `extract` is.
        """
        ...

    def read_documents(self, documents: Iterable[Document]) -> Reading:
        """Read documents that other programs wrote, all those of one capture together; pure and total likewise."""
        ...

    def only_asks(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether a request only asks, and says nothing of what was looked at; in doubt it does not only ask.

        Header names are in lower case.
        """
        ...

    def asset(self, address: str) -> str:
        """Give what stays the same of a medium's address between looks; empty for other addresses."""
        ...

    def file(self, address: str) -> str:
        """Give what all renditions of a medium have in common of their addresses; empty for other addresses."""
        ...
