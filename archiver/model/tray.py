"""Trays: what of an account's stories one answer shows. A tray is no listing: nothing is missing from it."""

from dataclasses import dataclass

from archiver.model.refs import PostRef

STORIES = "stories"
"""Name of the tray that holds what an account published of late, each story for a day."""
_HIGHLIGHT = "highlight:"


def is_highlight(name: str) -> bool:
    """Tell whether a tray is one that its owner keeps stories in for good."""
    return name.startswith(_HIGHLIGHT)


@dataclass(frozen=True, slots=True)
class Tray:
    """One tray, as one answer shows it."""

    owner_id: str
    """Numeric id of the account whose tray it says it is, never taken from the page it stood on."""
    name: str
    """`stories`, or `highlight:<id>`."""
    title: str
    """What its owner called it; empty for the stories."""
    entries: tuple[PostRef | None, ...]
    """Stories in order; None where one was not understood."""
    record: str
    flawed: bool = False
    """True where the answer holds fewer stories than it says there are, or the platform said that a part failed."""

    @property
    def is_whole(self) -> bool:
        """Tell whether all that is in it was understood, so that it says something of what is not."""
        return not self.flawed and None not in self.entries


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which highlights an answer says that an account has."""

    owner_id: str
    """Numeric id of the account, as the highlights themselves name it."""
    highlights: tuple[str | None, ...]
    """Names of trays in order; None where one was not understood."""
    more: bool
    """Whether more are said to follow, or nothing is said of that."""
    record: str
    flawed: bool = False
    """True where the platform said that a part of the answer failed."""

    @property
    def is_whole(self) -> bool:
        """Tell whether it names every highlight there is."""
        return not self.flawed and not self.more and None not in self.highlights
