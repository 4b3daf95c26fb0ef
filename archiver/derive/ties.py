"""What ties an account to a company's website: links in both directions, the same contact, the same pictures.

A tie is what was seen, never whose the account is: a link is as good as whoever could write it. The link from the site
back to the account counts for most, since only who runs the site could set it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from archiver.derive.imprint import Contact
from archiver.model.capture import moment_of
from archiver.model.refs import PostRef

_MOST_BITS = 5
"""Of the 64 of each hash, that may differ between two copies of one picture."""
_FLAT = ("0" * 16, "f" * 16)
"""Hashes of gradients of what has none: one colour looks like any other."""
_SMALLEST = 96
"""Pixels of the shorter side, below which pictures are too much alike to be told apart."""


class TieKind(StrEnum):
    """How an account and a site are tied."""

    LINKS_TO_SITE = "links_to_site"
    """The account's own head, or what the platform states of it, links to the site."""
    LINKED_FROM_SITE = "linked_from_site"
    """A page of the site links to the account."""
    SAME_CONTACT = "same_contact"
    """The platform states for the account what the site's imprint says, too."""
    SAME_PICTURE = "same_picture"
    """A picture of one of its posts is, by its bytes or by how it looks, one on a page of the site."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where something was seen, and from when until when."""

    capture: str
    """The first that showed it."""
    last_capture: str
    record: str
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """One thing that ties an account and a site."""

    kind: TieKind
    said: str
    """The address linked to, what is stated alike, or the digests of two pictures."""
    seen: Seen
    post: PostRef | None = None
    """Post of the account whose picture it is."""
    page: PostRef | None = None
    """Page of the site on which it stands."""


@dataclass(frozen=True, slots=True)
class Linking:
    """An account's head or a site's page, with the addresses that it links to."""

    links: tuple[str, ...]
    seen: Seen
    page: PostRef | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page, or the platform for an account, says of how somebody is reached."""

    contact: Contact
    seen: Seen
    page: PostRef | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by its bytes and by how it looks."""

    sha256: str
    hashed: str
    """Version and mode of the hashes: only those of the same are compared."""
    phash: str
    dhash: str
    side: int
    """The shorter one, in pixels."""

    def is_same(self, other: "Picture") -> bool:
        """Tell whether two are the same picture: nearer than what merely looks alike, and not too small to tell."""
        if self.sha256 == other.sha256:
            return True
        if self.hashed != other.hashed or min(self.side, other.side) < _SMALLEST:
            return False
        if self.dhash in _FLAT or other.dhash in _FLAT:
            return False
        apart = (_bits(self.phash, other.phash), _bits(self.dhash, other.dhash))
        return max(apart) <= _MOST_BITS


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a post or page."""

    ref: PostRef
    picture: Picture
    seen: Seen


def host(address: str) -> str:
    """Give the host by which a site is one, whichever of its two names it is asked under; empty for no address."""
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def to_site(heads: Iterable[Linking], site: str) -> Iterator[Tie]:
    """Give the links of an account's head to a site."""
    for head in heads:
        for link in head.links:
            if host(link) == host(site) != "":
                yield Tie(TieKind.LINKS_TO_SITE, link, head.seen)


def from_site(pages: Iterable[Linking], accounts: frozenset[str]) -> Iterator[Tie]:
    """Give the links of a site's pages to an account, whose addresses, as linked, are `accounts`."""
    for page in pages:
        for link in page.links:
            if link in accounts:
                yield Tie(TieKind.LINKED_FROM_SITE, link, page.seen, page=page.page)


def same_contact(account: Iterable[Stated], imprint: Sequence[Stated]) -> Iterator[Tie]:
    """Give what is stated of an account that a site's imprint says, too."""
    for stated in account:
        for page in imprint:
            for alike_in_both in sorted(stated.contact.compared & page.contact.compared):
                yield Tie(TieKind.SAME_CONTACT, alike_in_both, page.seen, page=page.page)


def same_pictures(posts: Iterable[Shown], pages: Sequence[Shown]) -> Iterator[Tie]:
    """Give the pictures of posts that are one on a page; each picture with each page that shows it once."""
    told: set[tuple[str, str, PostRef]] = set()
    for post in posts:
        for page in pages:
            shown = (post.picture.sha256, page.picture.sha256, page.ref)
            if shown not in told and post.picture.is_same(page.picture):
                told.add(shown)
                said = " ".join(f"sha256:{digest}" for digest in shown[:2])
                yield Tie(TieKind.SAME_PICTURE, said, post.seen, post.ref, page.ref)


def _bits(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def together(ties: Iterable[Tie]) -> list[Tie]:
    """Give each tie once, from the first capture that showed it to the last."""
    found: dict[tuple[TieKind, str, PostRef | None, PostRef | None], Tie] = {}
    for tie in ties:
        key = (tie.kind, tie.said, tie.post, tie.page)
        known = found.get(key)
        found[key] = tie if known is None else _spanning(known, tie)
    return list(found.values())


def _spanning(one: Tie, other: Tie) -> Tie:
    """Give a tie over the time of both; captures are named by their time behind their folder."""
    first = min(one, other, key=lambda tie: moment_of(tie.seen.capture))
    last = max(one, other, key=lambda tie: moment_of(tie.seen.last_capture))
    seen = Seen(first.seen.capture, last.seen.last_capture, first.seen.record, first.seen.lane)
    return Tie(one.kind, one.said, seen, one.post, one.page)
