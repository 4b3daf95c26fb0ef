"""Listings page by page: the account's posts in the order of its grid, and its reels.

A page holds as many posts as were asked for, up to a limit. What it gives follows from the account as it is at
that moment, behind the post the cursor names.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archiver.simulator import cursors
from archiver.simulator.company import Company, Post
from archiver.simulator.instagram import listings, xdt
from archiver.simulator.instagram.fragments import Json
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.spoiling import Spoiling

_USUAL = 12
_MOST = 33


@dataclass(frozen=True, slots=True)
class Page:
    """Some posts of a listing, one behind the other."""

    posts: Sequence[Post]
    more: bool
    """Whether others follow."""
    listing: str
    """What the listing is called in its cursors."""
    spoiling: Spoiling

    def cursor(self, post: Post, signer: Signer) -> str:
        """Give the cursor behind one of the posts."""
        return cursors.cursor(post, self.listing, signer)

    def end(self, signer: Signer) -> str | None:
        """Give the cursor behind the last post."""
        return self.cursor(self.posts[-1], signer) if self.posts else None


def grid(company: Company, after: str, count: int) -> Page | None:
    """Give a page of the account's posts; None for a cursor that was not given with them."""
    return _page(company, company.grid, "posts", (after, count))


def films(company: Company, after: str, count: int) -> Page | None:
    """Give a page of the account's reels; None for a cursor that was not given with them."""
    return _page(company, company.reels, "reels", (after, count))


def timeline(company: Company, after: str, count: int, signer: Signer) -> Json | None:
    """Give a page of the account's posts for visitors with a session."""
    return _connection(grid(company, after, count), lambda post: xdt.media(company, post, signer), signer)


def reels(company: Company, after: str, count: int, signer: Signer) -> Json | None:
    """Give a page of the account's reels."""

    def node(post: Post) -> Json:
        return {"media": xdt.clip(company, post, signer), "__typename": "XDTClipsItem"}

    return _connection(films(company, after, count), node, signer)


def abridged(company: Company, after: str, count: int, signer: Signer) -> Json | None:
    """Give a page of the account's posts for visitors without a session, in short form."""
    page = _page(company, company.grid, listings.ABRIDGED, (after, count))
    return _connection(page, lambda post: listings.listed(post, company.owner_of(post), signer), signer)


def _page(company: Company, posts: Sequence[Post], kind: str, asked: tuple[str, int]) -> Page | None:
    after, count = asked
    listing = f"{kind}/{company.account.pk}"
    spoiling, posts = company.spoiling, () if company.withheld else posts
    rest, more = cursors.following(spoiling.kept(posts), after, listing), spoiling.pretends(posts)
    if rest is None or (more and not rest):
        return None
    shown = rest[: max(1, min(count or _USUAL, _MOST))]
    return Page(shown, more or len(shown) < len(rest), listing, spoiling)


def _connection(page: Page | None, node: Callable[[Post], Json], signer: Signer) -> Json | None:
    if page is None:
        return None
    edges = [{"node": node(post), "cursor": page.cursor(post, signer)} for post in page.posts]
    return {
        "edges": page.spoiling.edges(edges),
        "page_info": {
            "end_cursor": edges[-1]["cursor"] if edges else None,
            "has_next_page": page.more,
            "has_previous_page": False,
            "start_cursor": None,
        },
    }
