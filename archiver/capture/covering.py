"""Cover what shows whoever is signed in, while a page's content is pictured: that picture is one to be shown.

It is shown within the content as in the frame: a face beside the field for a comment, a name in it. What covers it lies
above the page, and is gone before anything else is done with that. Places are sought again once the picture is taken:
where something moved out from under its cover meanwhile, the picture is taken anew, and in the end not at all.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

from playwright.sync_api import Page

PICTURE = "picture"
"""Under which a platform gives what stays the same of the address of a viewer's picture."""
SHORTEST = 3
"""Letters; shorter values would cover half a page, and name nobody."""
_NO_NAMES = ("true", "false")
_TIMES = 3
_UNCOVER = "() => { window.archiverCover?.remove(); delete window.archiverCover; }"
_MOVES = 2
"""Pixels by which a place may differ that is the same."""

Box = tuple[int, int, int, int]
"""Left, top, width and height."""
Taken = TypeVar("Taken")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever is signed in, as far as the platform told it."""

    names: tuple[str, ...]
    """All that names them, numbers among it."""
    pictures: tuple[str, ...]
    """File names of their picture."""

    @property
    def has_name(self) -> bool:
        """Tell whether more is known than numbers and addresses, which no page draws."""
        return any(not name.isdecimal() and "/" not in name for name in self.names)


def viewer_of(told: Iterable[tuple[str, str]]) -> Viewer:
    """Give what is to be covered of whom a platform told this about."""
    pairs = sorted(told)
    values = {value for kind, value in pairs if kind != PICTURE and value not in _NO_NAMES}
    names = {value for value in values if len(value) >= SHORTEST}
    # Of two that begin alike the longer is to be found first.
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return Viewer(tuple(ordered), tuple(value for kind, value in pairs if kind == PICTURE))


def covered(page: Page, viewer: Viewer, take: Callable[[], Taken]) -> tuple[Taken | None, int]:
    """Take a picture with what shows the viewer covered; None where that did not hold still. Say how much there was."""
    places: list[Box] = []
    for _ in range(_TIMES):
        places = _sought(page, viewer, cover=True)
        try:
            taken = take()
        finally:
            page.evaluate(_UNCOVER)
        if all(_lies_within(box, places) for box in _sought(page, viewer, cover=False)):
            return taken, len(places)
    return None, len(places)


def _sought(page: Page, viewer: Viewer, *, cover: bool) -> list[Box]:
    told = {"names": viewer.names, "picture": viewer.pictures, "cover": cover}
    return [(left, top, width, height) for left, top, width, height in page.evaluate(_script(), told)]


def _lies_within(box: Box, places: Collection[Box]) -> bool:
    left, top, width, height = box
    return any(
        left >= place[0] - _MOVES
        and top >= place[1] - _MOVES
        and left + width <= place[0] + place[2] + _MOVES
        and top + height <= place[1] + place[3] + _MOVES
        for place in places
    )


@lru_cache(maxsize=1)
def _script() -> str:
    return files(__package__).joinpath("covering.js").read_text("utf-8")
