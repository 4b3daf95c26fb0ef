"""Find a Chromium, and open a fresh page in it for one visit: without cache or service workers, behind the gate."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from archiver import config
from archiver.capture.browsers import Browsers
from archiver.errors import BrowserDiedError, BrowserMissingError, SessionError

VIEWPORT = (1280, 900)
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_QUIET = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)
LAUNCH_SECONDS = 60


def find(setting: Path | None) -> Path | None:
    """Give the browser to use: the operator's own, then the system's; None to leave it to Playwright."""
    if setting is not None:
        return setting
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found:
        return Path(found)
    return next((path for path in map(Path, _PLACES) if path.is_file()), None)


@dataclass(frozen=True, slots=True)
class OpenBrowser:
    """A page in a fresh context, and what it says of itself."""

    page: Page
    version: str
    user_agent: str


@contextmanager
def opened(
    setting: Path | None,
    gate_url: str,
    *,
    locale: str,
    unchecked_tls: bool,
    state: Path | None,
    window: bool = False,
    browsers: Browsers | None = None,
) -> Iterator[OpenBrowser]:
    """Open a page in a fresh context for a `with` block, in a window where a person is to use it.

    The browser is that of a run where `browsers` are given, and is let go of where the block breaks off; else its own.
    Raises BrowserMissingError, BrowserDiedError, and SessionError where it does not take the state.
    """
    used, broke_off = browsers or Browsers(), True
    try:
        browser = used.running(find(setting), window=window)
        try:
            user_agent = _plain_user_agent(browser)
            context = browser.new_context(
                proxy={"server": gate_url, "bypass": "<-loopback>"},
                viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]},
                locale=locale,
                timezone_id="UTC",
                user_agent=user_agent,
                ignore_https_errors=unchecked_tls,
                service_workers="block",
                reduced_motion="reduce",
                storage_state=state,
            )
            yield OpenBrowser(context.new_page(), browser.version, user_agent)
            if browsers is not None:
                context.close()
            broke_off = False
        except PlaywrightError as error:
            if state is not None and browser.is_connected() and not browser.contexts:
                # The browser's own words may repeat a cookie.
                raise SessionError("The browser does not take the session's state.") from error
            raise BrowserDiedError(f"The browser broke off: {first_line(error)}.") from error
    finally:
        if browsers is None or broke_off:
            used.close()


def launched(playwright: Playwright, executable: Path | None, *, window: bool = False) -> Browser:
    """Start a browser; raise BrowserMissingError."""
    # Only root, as in a container, runs Chromium without its sandbox.
    unboxed = ["--no-sandbox"] if sys.platform != "win32" and os.geteuid() == 0 else []
    try:
        return playwright.chromium.launch(
            executable_path=executable,
            args=[*_QUIET, *unboxed],
            headless=not window,
            timeout=LAUNCH_SECONDS * 1000,
            # Ctrl-C is ours to answer: the capture is sealed before the browser goes.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
    except PlaywrightError as error:
        if executable is None:
            raise BrowserMissingError("There is no Chromium on this machine.") from error
        raise BrowserMissingError(f"{executable} does not start: {first_line(error)}.") from error


def _plain_user_agent(browser: Browser) -> str:
    # Platforms turn away what calls itself headless; everything else the browser says of itself is left.
    session = browser.new_browser_cdp_session()
    user_agent: str = session.send("Browser.getVersion")["userAgent"]
    session.detach()
    return user_agent.replace("HeadlessChrome", "Chrome")


def answers(browser: Browser) -> bool:
    """Tell whether a browser is still there."""
    try:
        browser.new_browser_cdp_session().detach()
    except PlaywrightError:
        return False
    return True


def closed(browser: Browser) -> None:
    """Close a browser; one that is gone already is what was wanted."""
    try:
        browser.close()
    except PlaywrightError:
        return


def first_line(error: Exception) -> str:
    """Give the first line of a library's message, without its full stop."""
    return next(iter(str(error).splitlines()), type(error).__name__).strip().rstrip(".")


def main() -> int:
    """Say which browser would be used; exit 3 where there is none that starts."""
    settings = config.load(Path("config/archiver.toml"), must_exist=False)
    try:
        with sync_playwright() as playwright:
            closed(launched(playwright, find(settings.browser)))
    except BrowserMissingError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write(f"{find(settings.browser) or 'Playwright'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
