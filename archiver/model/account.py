"""An account as one exchange showed it."""

from dataclasses import dataclass

from archiver.model.post import Count
from archiver.model.refs import TargetRef


@dataclass(frozen=True, slots=True)
class Account:
    """What a platform shows of an account."""

    platform: str
    account_id: str
    """The numeric id that stays when the handle changes."""
    handle: str
    name: str | None
    biography: str | None
    links: tuple[str, ...] | None
    private: bool | None
    verified: bool | None
    posts: Count | None
    followers: Count | None
    record: str
    category: str | None = None
    """The platform's own word for what kind of business it is."""
    picture: str | None = None
    """What stays the same of the file of its picture between looks."""

    also: tuple[str, ...] = ()
    """Further names, in small letters, that its address is known under: its number, other spellings of its handle."""

    def is_of(self, target: TargetRef) -> bool:
        """Tell whether it goes by the name that a target is watched under."""
        return target.name.lower() in (self.handle.lower(), *self.also)
