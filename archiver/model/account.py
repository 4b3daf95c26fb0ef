"""An account as one exchange showed it."""

from dataclasses import dataclass

from archiver.model.post import Count


@dataclass(frozen=True, slots=True)
class Account:
    """What a platform shows of an account."""

    platform: str
    account_id: str
    """The numeric id that stays when the handle changes."""
    handle: str
    name: str | None
    biography: str | None
    links: tuple[str, ...]
    private: bool | None
    verified: bool | None
    posts: Count | None
    followers: Count | None
    record: str
