"""One browser for all looks of a run."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.capture import leftovers
from archiver.errors import BrowserMissingError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_MOST_LOOKS = 50
"""After which a browser is started anew: one that runs for days takes more and more memory."""


class Browsers:
    """One browser for all looks of a run, started with the first of them.

    Each look has a context of its own, which shares nothing with any other: no cookie, no cache, no connection. To
    start a browser takes longer than to read many a page.
    """

    def __init__(self) -> None:
        """Start none yet."""
        self._browser: Browser | None = None
        self._ending: Callable[[], object] | None = None
        self._folder: Path | None = None
        self._looks = 0

    def running(self, executable: Path | None, *, window: bool = False) -> "Browser":
        """Give the browser, which is started where there is none. Raises BrowserMissingError."""
        # Most commands open an archive and look at nothing; what drives a browser takes long to load.
        from archiver.capture import chromium  # noqa: PLC0415

        if self._browser is not None and (self._looks >= _MOST_LOOKS or not chromium.answers(self._browser)):
            self.close()
        self._looks += 1
        self._browser = self._browser or self._started(executable, window=window)
        return self._browser

    def _started(self, executable: Path | None, *, window: bool) -> "Browser":
        from playwright.sync_api import sync_playwright  # noqa: PLC0415

        from archiver.capture import chromium  # noqa: PLC0415

        driver, self._folder = sync_playwright(), leftovers.folder()
        with leftovers.kept_in(self._folder):
            playwright, self._ending = driver.start(), lambda: driver.__exit__(None, None, None)
        try:
            return chromium.launched(playwright, executable, window=window)
        except BrowserMissingError:
            self.close()
            raise

    def kill(self) -> None:
        """End the browser, from whichever thread: who waits for it learns that it broke off."""
        if self._folder is not None:
            leftovers.end_using(self._folder)

    def close(self) -> None:
        """Let go of the browser; the next look starts another."""
        browser, ending, folder = self._browser, self._ending, self._folder
        self._browser, self._ending, self._folder, self._looks = None, None, None, 0
        if browser is not None:
            from archiver.capture import chromium  # noqa: PLC0415 - likewise

            chromium.closed(browser)
        if ending is not None:
            from playwright.sync_api import Error as PlaywrightError  # noqa: PLC0415 - likewise

            with suppress(PlaywrightError):  # it is gone already, which is what was wanted
                ending()
        if folder is not None:
            leftovers.remove(folder)
