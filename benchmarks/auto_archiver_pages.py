"""Auto Archiver's `detect_deletion`, asked of each post's page as its browser extractor asks it.

The extractor opens a page, waits for it and a second more, and hands title and source to that function; so does this,
in the Chromium that ours uses, with the same session and in English, the one language that it knows. What else it does
(dropping what it takes for a page to log in, downloading media) needs Selenium and is not played.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, sync_playwright

from archiver.capture import chromium

_WANTED = Path(__file__).with_suffix(".txt")
_PLACE = Path(sys.prefix) / "share" / "auto-archiver"
_WAIT_MS = 1_000
_PAGES = 6
"""Opened at a time: nothing is timed here."""


def fetch() -> None:
    """Fetch the function beside the environment, unless it is there. Raises CalledProcessError."""
    if not _PLACE.is_dir():
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
        subprocess.run([*pip, "--require-hashes", "--target", _PLACE, "-r", _WANTED], check=True)


class AutoArchiver:
    """Opens pages with a session, and tells of each whether it says that its post is gone."""

    def __init__(self, browser: Browser, proxy: str, state: dict[str, Any]) -> None:
        """Take the function as it is."""
        sys.path.append(str(_PLACE))
        from auto_archiver.utils import deletion_detection  # noqa: PLC0415 - only now it is there
        from loguru import logger  # noqa: PLC0415

        logger.remove()
        self._browser, self._proxy, self._state = browser, proxy, state
        self._detect = deletion_detection.detect_deletion

    def called_removed(self, addresses: Sequence[str]) -> frozenset[str]:
        """Give those addresses whose pages it takes for those of posts that are gone."""
        found = set[str]()
        context = self._browser.new_context(
            locale="en-US",
            ignore_https_errors=True,
            proxy={"server": self._proxy},
            storage_state=self._state,  # type: ignore[arg-type]  # as the simulator writes it
        )
        for begin in range(0, len(addresses), _PAGES):
            pages = [(address, context.new_page()) for address in addresses[begin : begin + _PAGES]]
            for address, page in pages:
                try:
                    page.goto(address, wait_until="load")
                except Error:
                    continue
            pages[-1][1].wait_for_timeout(_WAIT_MS)
            for address, page in pages:
                told = self._detect(html_content=page.content(), page_title=page.title(), url=address)
                if told is not None:
                    found.add(address)
                page.close()
        context.close()
        return frozenset(found)


@contextmanager
def begun(proxy: str, state: dict[str, Any]) -> Iterator[AutoArchiver]:
    """Start a browser for a `with` block."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.find(None), args=["--no-sandbox"])
        try:
            yield AutoArchiver(browser, proxy, state)
        finally:
            browser.close()
