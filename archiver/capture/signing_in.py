"""Sign in: a window on the platform's own login page, and the state of the browser once somebody has."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError

from archiver.capture import chromium
from archiver.capture.gate import Gate
from archiver.capture.trust import own_trust
from archiver.config import Network
from archiver.errors import NetworkError, NoScreenError, StoppedError
from archiver.model.vantage import Vantage
from archiver.ports import Platform, Stop

_TICK_MILLISECONDS = 200


def signed_in(
    platform: Platform, network: Network, browser: Path | None, stop: Stop, *, screen: bool = True
) -> dict[str, Any]:
    """Wait until somebody has signed in and give the browser's state (Playwright's storage state).

    Raises NoScreenError, BrowserMissingError, NetworkError, and StoppedError where the window was closed.
    """
    if screen:
        require_screen()
    trust = own_trust(network) if network.ca_file else None
    with (
        Gate(network, platform.hosts, trust) as gate,
        chromium.opened(
            browser,
            gate.url,
            locale=Vantage().locale,
            unchecked_tls=trust is not None,
            state=None,
            window=screen,
        ) as opened,
    ):
        stop.when_requested(gate.hang_up)
        page = opened.page
        try:
            page.goto(platform.login_address, wait_until="commit", timeout=0)
            while not is_signed_in(platform, page.context.cookies()):
                if stop.requested:
                    raise _stopped()
                page.wait_for_timeout(_TICK_MILLISECONDS)
        except PlaywrightError as error:
            if stop.requested:
                raise _stopped() from error
            if "net::" in str(error):
                raise NetworkError(
                    f"{platform.label} could not be reached: {chromium.first_line(error)}.",
                    "Check the network and [network] settings.",
                ) from error
            raise StoppedError(
                "The window was closed before anybody had signed in.", "Nothing was kept."
            ) from error
        return dict(page.context.storage_state())


def _stopped() -> StoppedError:
    return StoppedError("Stopped before anybody had signed in.", "Nothing was kept.")


def is_signed_in(platform: Platform, cookies: Sequence[Any]) -> bool:
    """Tell whether a browser's cookies are those of one who signed in."""
    return any(cookie.get("name") == platform.session_cookie and cookie.get("value") for cookie in cookies)


def require_screen() -> None:
    """Raise NoScreenError where no window can be opened."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform not in ("win32", "darwin") and not shown:
        raise NoScreenError("This machine has no screen to sign in on.")
