"""What a network must say of its pages so that an account on it can be visited."""

from collections.abc import Sequence
from typing import Protocol

from archiver.model.account import Account
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, Ref, TargetRef


class Site(Protocol):
    """The pages of a network of accounts."""

    surfaces: tuple[str, ...]
    """Its listings. The first stands on the account's own page, and is all that a stranger is shown."""

    def address(self, ref: Ref) -> str:
        """Give the public address of a target or post."""
        ...

    def surface_address(self, target: TargetRef, surface: str) -> str:
        """Give the address of the page on which a listing stands."""
        ...

    def about_addresses(self, target: TargetRef) -> Sequence[str]:
        """Give the addresses of the pages that state who made an account and how its owner is reached."""
        ...

    def story_pages(self, reading: Reading, target: TargetRef, account: Account) -> Sequence[str]:
        """Give the pages on which the stories stand that an account is said to have; none where they are not read."""
        ...

    def named(self, reading: Reading, post: PostRef) -> PostRef:
        """Give a post by its permanent key, where it was asked for by a name that changes and an answer says it."""
        ...

    def next_page(self, reading: Reading, post: PostRef, asked: Sequence[str]) -> str | None:
        """Give the page to ask next so that a post is known whole, of which `asked` were; None where none is left."""
        ...
