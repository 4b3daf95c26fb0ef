"""Read a surface of an account to its end: scroll until the listing says that it has no more, or answers no more.

What a look that was cut off had listed is not listed again: its page is led on to where that one ended.
"""

from collections.abc import Sequence

from archiver.model.account import Account
from archiver.model.chain import is_ended, joined, leads_on, meets
from archiver.model.earlier import Earlier
from archiver.model.reading import Availability, ListingPage, Reading
from archiver.model.refs import PostRef
from archiver.ports import Limits, Visit

STOPS = {Availability.WALLED, Availability.RATE_LIMITED}
_PATIENCE = 3
"""Scrolls that may bring nothing before the listing counts as broken off."""


def to_the_end(
    visit: Visit, account: Account, surface: str, limits: Limits, earlier: Earlier | None = None
) -> Availability | None:
    """Scroll the page at hand; give what the platform answered in the place of more, if it did."""
    if not pages_of(visit.reading, account, surface) and (refused := refusal(visit.reading)) is not None:
        return refused
    if earlier is not None:
        _lead_on(visit, account, surface, earlier)
    idle = 0
    while _goes_on(visit.reading, account, surface, limits, earlier) and idle < _PATIENCE:
        before = len(pages_of(visit.reading, account, surface))
        refused = refusal(visit.scroll())
        if refused is not None:
            return refused
        idle = 0 if len(pages_of(visit.reading, account, surface)) > before else idle + 1
    return None


def _lead_on(visit: Visit, account: Account, surface: str, earlier: Earlier) -> None:
    """Have the page ask next for what stands behind the last post that was listed before it was cut off."""
    pages, before = pages_of(visit.reading, account, surface), earlier.pages_of(account, surface)
    if not pages or not before or not meets(pages, before, _pinned(visit.reading, surface)):
        return
    if leads_on(pages[-1]) and leads_on(before[-1]):
        visit.lead_on(pages[-1].next, before[-1].next)


def _goes_on(
    reading: Reading, account: Account, surface: str, limits: Limits, earlier: Earlier | None
) -> bool:
    pages = chained(reading, account, surface, earlier)
    enough = limits.posts is not None and len(listed(reading, account, surface, earlier)) >= limits.posts
    return not enough and not (pages and pages[-1].more is False)


def chained(
    reading: Reading, account: Account, surface: str, earlier: Earlier | None
) -> Sequence[ListingPage]:
    """Give the pages of a listing; with those of the one before, where they join and it is not whole by itself."""
    pages = pages_of(reading, account, surface)
    if earlier is None or is_ended(pages):
        return pages
    before = earlier.pages_of(account, surface)
    return joined(pages, before, _pinned(reading, surface)) or pages


def _pinned(reading: Reading, surface: str) -> frozenset[PostRef]:
    return frozenset(seen.ref for seen in reading.observations if surface in seen.pinned_on)


def pages_of(reading: Reading, account: Account, surface: str) -> list[ListingPage]:
    """Give the pages of the account's own listing: another's, or another surface, tells nothing of it."""
    return [page for page in reading.listings if page.surface == surface and page.is_of(account)]


def listed(
    reading: Reading, account: Account, surface: str, earlier: Earlier | None = None
) -> tuple[PostRef, ...]:
    """Give the posts listed on a surface, each once and in order."""
    entries = (entry for page in chained(reading, account, surface, earlier) for entry in page.entries)
    return tuple(dict.fromkeys(entry for entry in entries if entry is not None))


def refusal(reading: Reading) -> Availability | None:
    """Give the refusal among some answers after which asking on would only deepen it."""
    return next((page.availability for page in reading.pages if page.availability in STOPS), None)
