"""What one look was shown of an account's stories: its own trays alone, each put together of all answers.

A tray lacks a story only where all of it was understood, and of the day's stories only where every highlight was read
whole besides: what left them may be kept in one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from archiver.model.account import Account
from archiver.model.merging import merged
from archiver.model.post import Observation
from archiver.model.reading import Reading
from archiver.model.tray import STORIES, Shelf, Tray, is_highlight


@dataclass(frozen=True, slots=True)
class TraySeen:
    """One tray, as a look left it."""

    name: str
    title: str
    keys: tuple[str, ...]
    """Keys of the stories in it, in order."""
    whole: bool
    """Whether all of it was understood, so that what is not in it is known not to be."""


@dataclass(frozen=True, slots=True)
class TraysSeen:
    """All that a look was shown of an account's stories."""

    stories: tuple[Observation, ...] = ()
    """Each once."""
    trays: tuple[TraySeen, ...] = ()
    highlights: frozenset[str] | None = None
    """Names of all highlights there are; None where that is not known."""

    @property
    def is_told(self) -> bool:
        """Tell whether it says anything."""
        return bool(self.trays) or self.highlights is not None


NOTHING = TraysSeen()


def trays(account: Account | None, reading: Reading) -> TraysSeen:
    """Put together what a reading says of an account's own trays."""
    if account is None:
        return NOTHING
    own = [tray for tray in reading.trays if tray.owner_id == account.account_id]
    seen = {name: _together(name, own) for name in dict.fromkeys(tray.name for tray in own)}
    highlights = _named([shelf for shelf in reading.shelves if shelf.owner_id == account.account_id])
    if STORIES in seen and not _all_whole(seen, highlights):
        day = seen[STORIES]
        seen[STORIES] = TraySeen(day.name, day.title, day.keys, whole=False)
    listed = {key for tray in seen.values() for key in tray.keys}
    stories = merged(story for story in reading.stories if story.owner_id == account.account_id)
    told = tuple(story for story in stories.values() if story.ref.key in listed)
    return TraysSeen(told, tuple(seen.values()), highlights)


def _together(name: str, trays: Iterable[Tray]) -> TraySeen:
    """Put together what several answers show of one tray: it is whole only where each of them is."""
    own = [tray for tray in trays if tray.name == name]
    keys = dict.fromkeys(entry.key for tray in own for entry in tray.entries if entry is not None)
    title = next((tray.title for tray in own if tray.title), "")
    return TraySeen(name, title, tuple(keys), all(tray.is_whole for tray in own))


def _named(shelves: list[Shelf]) -> frozenset[str] | None:
    if not shelves or not all(shelf.is_whole for shelf in shelves):
        return None
    return frozenset(name for shelf in shelves for name in shelf.highlights if name is not None)


def _all_whole(seen: dict[str, TraySeen], highlights: frozenset[str] | None) -> bool:
    """Tell whether all highlights that there are were read whole; where none is named, that must have been said."""
    if highlights is None:
        return False
    read = {name for name, tray in seen.items() if is_highlight(name) and tray.whole}
    return highlights <= read
