"""What a post carries instead of media of its own: a link, another's post, a coloured ground."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.simulator.company import Medium, Person


@dataclass(frozen=True, slots=True)
class Link:
    """An address elsewhere, shown with a few words and perhaps a picture."""

    url: str
    title: str
    description: str = ""
    source: str = ""
    """The name of the site it leads to."""
    picture: "Medium | None" = None


@dataclass(frozen=True, slots=True)
class Shared:
    """Somebody else's post that is passed on."""

    pk: int
    author: "Person"
    at: datetime
    gone: bool = False
    """Whether it is not shown any more, so that only words stand in its place."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a short text is written upon in large letters; colours in hex, opacity first."""

    colour: str = "FF1F4E79"
    letters: str = "FFFFFFFF"
