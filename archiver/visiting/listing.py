"""Read a surface of an account to its end: scroll until the listing says that it has no more, or answers no more."""

from archiver.model.account import Account
from archiver.model.reading import Availability, ListingPage, Reading
from archiver.model.refs import PostRef
from archiver.ports import Limits, Visit

STOPS = {Availability.WALLED, Availability.RATE_LIMITED}
_PATIENCE = 3
"""Scrolls that may bring nothing before the listing counts as broken off."""


def to_the_end(visit: Visit, account: Account, surface: str, limits: Limits) -> Availability | None:
    """Scroll the page at hand; give what the platform answered in the place of more, if it did."""
    if not pages_of(visit.reading, account, surface) and (refused := refusal(visit.reading)) is not None:
        return refused
    idle = 0
    while _goes_on(visit.reading, account, surface, limits) and idle < _PATIENCE:
        before = len(pages_of(visit.reading, account, surface))
        refused = refusal(visit.scroll())
        if refused is not None:
            return refused
        idle = 0 if len(pages_of(visit.reading, account, surface)) > before else idle + 1
    return None


def _goes_on(reading: Reading, account: Account, surface: str, limits: Limits) -> bool:
    pages = pages_of(reading, account, surface)
    enough = limits.posts is not None and len(listed(reading, account, surface)) >= limits.posts
    return not enough and not (pages and pages[-1].more is False)


def pages_of(reading: Reading, account: Account, surface: str) -> list[ListingPage]:
    """Give the pages of the account's own listing: another's, or another surface, tells nothing of it."""
    return [page for page in reading.listings if page.surface == surface and page.is_of(account)]


def listed(reading: Reading, account: Account, surface: str) -> tuple[PostRef, ...]:
    """Give the posts listed on a surface, each once and in order."""
    entries = (entry for page in pages_of(reading, account, surface) for entry in page.entries)
    return tuple(dict.fromkeys(entry for entry in entries if entry is not None))


def refusal(reading: Reading) -> Availability | None:
    """Give the refusal among some answers after which asking on would only deepen it."""
    return next((page.availability for page in reading.pages if page.availability in STOPS), None)
