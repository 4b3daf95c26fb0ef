"""Scroll a page as a person with a wheel does, whichever of its parts it is that scrolls."""

from playwright.sync_api import Page

_MIDDLE = (640, 450)
_NUDGE, _FAR = -400, 200_000


def to_the_end(page: Page) -> None:
    """Turn the wheel to the end; first a little back, so that a page already there notices."""
    page.mouse.move(*_MIDDLE)
    page.mouse.wheel(0, _NUDGE)
    page.mouse.wheel(0, _FAR)
