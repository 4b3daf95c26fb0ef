"""What a look that was cut off had listed: a later one goes on from where it ended, and names it."""

from dataclasses import dataclass

from archiver.model.account import Account
from archiver.model.capture import CaptureId, Continues
from archiver.model.post import Observation
from archiver.model.reading import ListingPage


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a capture, with those that it goes on from itself, listed of a target."""

    named: Continues
    first: CaptureId
    """The first of them."""
    lane: str
    pages: tuple[ListingPage, ...]
    """Of each surface an unbroken chain from its first page."""
    posts: tuple[Observation, ...]
    """What these pages showed, each post once."""

    def pages_of(self, account: Account, surface: str) -> tuple[ListingPage, ...]:
        """Give the pages of a surface that are the account's own."""
        return tuple(page for page in self.pages if page.surface == surface and page.is_of(account))
