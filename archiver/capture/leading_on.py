"""Lead a page on: have it ask for more from where an earlier look was cut off, and go on from there by itself.

Of its own requests one is changed before it is sent, so that what is recorded is what was asked. Where the page asks in
another way, or is refused, it goes on as it would have.
"""

from functools import lru_cache
from importlib.resources import files

from playwright.sync_api import Page


def lead_on(page: Page, cursor: str, to: str) -> None:
    """Have the next request of a page that carries a cursor be sent with another."""
    page.evaluate(_script(), {"cursor": cursor, "to": to})


@lru_cache(maxsize=1)
def _script() -> str:
    return files(__package__).joinpath("leading_on.js").read_text("utf-8")
