"""Picture a page: JPEG tiles of at most 8,000 pixels, each checked, and the rendered DOM.

Above about 16,000 pixels Chromium returns nothing, or a picture with a blank bottom, without an error. So a page
is taken in tiles, and of each tile the size is checked, and its last rows where they are all of one colour:
those are then taken once more by themselves and must be the same.
"""

import base64
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from math import ceil

from PIL import Image, ImageChops
from playwright.sync_api import CDPSession, Page
from playwright.sync_api import Error as PlaywrightError

from archiver.capture.chromium import VIEWPORT

TILE_PIXELS = 8_000
LONGEST_PAGE = 400_000
"""Pixels after which a page counts as endless."""
_TIMES_ASKED = 4
_BETWEEN_MILLISECONDS = 500
_QUALITY = 85
_LAST_ROWS = 64
_SAME_COLOUR = 24
"""JPEG noise: how far two levels may be apart and still count as the same."""


Taken = tuple[bytes, str]
"""A picture, and what is wrong with it; empty where nothing is."""
Take = Callable[[], Taken]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of a part of the page."""

    number: int
    content: bytes
    flaw: str
    """What is wrong with it; empty where nothing is."""


def whole_page(page: Page) -> Region | None:
    """Give the region that holds all of a page; None where it has no document, as when that was cut on its way."""
    size = page.evaluate(
        """() => { const root = document.documentElement;
                   return root && [root.scrollWidth, root.scrollHeight]; }"""
    )
    return Region(0, 0, max(1, size[0]), max(1, size[1])) if size else None


def content_region(page: Page) -> Region | None:
    """Give the region of the page's content apart from its frame, where the page marks one."""
    box = page.evaluate(
        """() => { const main = document.querySelector('main, [role=main]'); if (!main) return null;
                   const box = main.getBoundingClientRect();
                   return [box.x + scrollX, box.y + scrollY, box.width, box.height]; }"""
    )
    return Region(*box) if box and min(box[2], box[3]) >= 1 else None


def pictured(region: Region) -> Region:
    """Give the part of a region that is pictured: what stands below `LONGEST_PAGE` is not."""
    return replace(region, height=min(region.height, LONGEST_PAGE - region.y))


def beside_window(region: Region) -> float:
    """Give how much of a region's width stands beyond the window's right side, where that is a pixel or more."""
    beyond = region.x + region.width - VIEWPORT[0]
    return beyond if beyond >= 1 else 0


@contextmanager
def tall_viewport(page: Page) -> Iterator[None]:
    """Look at a page through a window as high as itself, or as a tile, for a `with` block.

    A long grid draws only the rows near the window, and draws them anew whenever a picture from beyond the window
    makes it larger for a moment.
    """
    before = page.viewport_size
    whole = whole_page(page)
    height = min(TILE_PIXELS, int(whole.height)) if whole else 0
    taller = before is not None and height > before["height"]
    if before is not None and taller:
        page.set_viewport_size({"width": before["width"], "height": height})
    try:
        yield
    finally:
        if before is not None and taller:
            page.set_viewport_size(before)


def bring_into_view(page: Page, region: Region) -> None:
    """Scroll to a region, and let the page draw what belongs there."""
    page.evaluate(
        """async top => { scrollTo(0, top);
            for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame); }""",
        region.y,
    )


def is_drawn(page: Page, region: Region) -> bool:
    """Tell whether all pictures within a region have come, or will not come.

    Each that was held back is asked for once again. Its mark is a property of the object, no part of the page.
    """
    page.evaluate(
        """() => { for (const image of document.images)
            if (image.complete && !image.naturalWidth && image.src && !image.askedAgain) {
                image.askedAgain = true;
                image.src = image.src; } }"""
    )
    return _count(page, region, "!image.complete") == 0


def decode(page: Page) -> None:
    """Have the pictures that came decoded: Chromium paints first and decodes large ones after."""
    page.evaluate(
        "() => Promise.all([...document.images].map(image => image.naturalWidth && image.decode().catch(() => 0)))"
    )


def missing(page: Page, region: Region) -> int:
    """Count the pictures within a region that did not come."""
    return _count(page, region, "image.src && !image.naturalWidth")


def _count(page: Page, region: Region, which: str) -> int:
    found: int = page.evaluate(
        f"""([top, bottom]) => [...document.images].filter(image => {{
            const box = image.getBoundingClientRect();
            return ({which}) && box.bottom + scrollY >= top && box.top + scrollY <= bottom; }}).length""",
        [region.y, region.y + region.height],
    )
    return found


def taken_plainly(_: str, take: Take) -> Taken:
    """Take a tile of any region as the page is."""
    return take()


def tiles(
    session: CDPSession,
    regions: Mapping[str, Region],
    settle: Callable[[Region], None],
    taken: Callable[[str, Take], Taken] = taken_plainly,
) -> Iterator[tuple[str, Tile]]:
    """Picture regions from top to bottom, all that lie side by side together; `settle` is called before each band.

    `taken` has a tile of a named region taken, and what is wrong with it looked for. Gives the name of a tile's region,
    and the tile.
    """
    end = max(region.y + region.height for region in regions.values())
    top = min(region.y for region in regions.values())
    for number in range(ceil((end - top) / TILE_PIXELS)):
        band = Region(0, top + number * TILE_PIXELS, 0, TILE_PIXELS)
        settle(band)
        for name, region in regions.items():
            part = _within(region, band)
            if part is not None:
                yield name, Tile(number, *taken(name, partial(_looked_at, session, part)))


def _within(region: Region, band: Region) -> Region | None:
    """Give the part of a region that lies in a band; None where less than a pixel does."""
    top = max(region.y, band.y)
    height = min(region.y + region.height, band.y + band.height) - top
    return Region(region.x, top, region.width, height) if height >= 1 else None


def _looked_at(session: CDPSession, region: Region) -> Taken:
    content = _taken(session, region)
    return content, _flaw(session, region, content)


def _taken(session: CDPSession, region: Region) -> bytes:
    answer = session.send(
        "Page.captureScreenshot",
        {
            "format": "jpeg",
            "quality": _QUALITY,
            "captureBeyondViewport": region.x + region.width > VIEWPORT[0],
            "clip": {
                "x": region.x,
                "y": region.y,
                "width": region.width,
                "height": region.height,
                "scale": 1,
            },
        },
    )
    return base64.b64decode(answer["data"])


def _flaw(session: CDPSession, region: Region, content: bytes) -> str:
    if not content:
        return "the browser returned no picture"
    picture = Image.open(BytesIO(content))
    width, height = picture.size
    if abs(width - region.width) > 1 or abs(height - region.height) > 1:
        return f"the picture is {width}x{height}, not {region.width:.0f}x{region.height:.0f}"
    rows = min(_LAST_ROWS, height)
    # An eighth of the size is enough to see blank rows by, and decodes many times quicker.
    picture.draft("RGB", (width // 8, height // 8))
    share = picture.height / height
    bottom = picture.convert("RGB").crop((0, round((height - rows) * share), picture.width, picture.height))
    if not _one_colour(bottom):
        return ""
    strip = _taken(session, Region(region.x, region.y + region.height - rows, region.width, rows))
    if not strip:
        return "its last rows cannot be taken again"
    again = Image.open(BytesIO(strip)).convert("RGB").resize(bottom.size)
    return "" if _alike(bottom, again) else "its last rows are blank though the page's are not"


def _one_colour(picture: Image.Image) -> bool:
    return all(high - low <= _SAME_COLOUR for low, high in _extremes(picture))


def _alike(one: Image.Image, other: Image.Image) -> bool:
    return all(high <= 2 * _SAME_COLOUR for _, high in _extremes(ImageChops.difference(one, other)))


def _extremes(picture: Image.Image) -> list[tuple[int, int]]:
    return [band.getextrema() for band in picture.split()]  # type: ignore[misc]


def markup(page: Page) -> str:
    """Give a page's rendered DOM; one that is just then writing its address anew is asked again."""
    for _ in range(_TIMES_ASKED - 1):
        try:
            return page.content()
        except PlaywrightError as error:
            if "navigating" not in str(error):
                raise
            page.wait_for_timeout(_BETWEEN_MILLISECONDS)
    return page.content()
