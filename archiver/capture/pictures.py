"""Picture a page: JPEG tiles of at most 8,000 pixels, each checked, and the rendered DOM.

Above about 16,000 pixels Chromium returns nothing, or a picture with a blank bottom, without an error. So a page
is taken in tiles, and of each tile the size is checked, and its last rows where they are all of one colour:
those are then taken once more by themselves and must be the same.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops
from playwright.sync_api import CDPSession, Page

TILE_PIXELS = 8_000
LONGEST_PAGE = 400_000
"""Pixels after which a page counts as endless."""
_QUALITY = 85
_LAST_ROWS = 64
_SAME_COLOUR = 24
"""JPEG noise: how far two levels may be apart and still count as the same."""


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


def whole_page(page: Page) -> Region:
    """Give the region that holds all of a page."""
    width, height = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    return Region(0, 0, max(1, width), min(max(1, height), LONGEST_PAGE))


def content_region(page: Page) -> Region | None:
    """Give the region of the page's content apart from its frame, where the page marks one."""
    box = page.evaluate(
        """() => { const main = document.querySelector('main, [role=main]'); if (!main) return null;
                   const box = main.getBoundingClientRect();
                   return [box.x + scrollX, box.y + scrollY, box.width, box.height]; }"""
    )
    if not box or min(box[2], box[3]) < 1:
        return None
    return Region(box[0], box[1], box[2], min(box[3], LONGEST_PAGE))


def tiles(session: CDPSession, region: Region) -> Iterator[Tile]:
    """Picture a region from top to bottom."""
    top = region.y
    number = 0
    while top < region.y + region.height:
        height = min(TILE_PIXELS, region.y + region.height - top)
        part = Region(region.x, top, region.width, height)
        content = _taken(session, part)
        yield Tile(number, content, _flaw(session, part, content))
        top += height
        number += 1


def _taken(session: CDPSession, region: Region) -> bytes:
    answer = session.send(
        "Page.captureScreenshot",
        {
            "format": "jpeg",
            "quality": _QUALITY,
            "captureBeyondViewport": True,
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
    picture = Image.open(BytesIO(content)).convert("RGB")
    if abs(picture.width - region.width) > 1 or abs(picture.height - region.height) > 1:
        return f"the picture is {picture.width}x{picture.height}, not {region.width:.0f}x{region.height:.0f}"
    rows = min(_LAST_ROWS, picture.height)
    bottom = picture.crop((0, picture.height - rows, picture.width, picture.height))
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
