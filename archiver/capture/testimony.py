"""What a visit says of itself: what may be shown, for the manifest, and what stays in the house."""

import platform
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from statistics import median
from typing import TYPE_CHECKING, Any

from archiver import __version__
from archiver.capture.chromium import VIEWPORT
from archiver.capture.withholding import PLACEHOLDER, RULE
from archiver.ports import Testimony

if TYPE_CHECKING:
    from archiver.capture.visit import BrowserVisit

_HELD_BACK = (
    "Pictures on listings were held back while they were read; where a page was pictured, a script of ours had them "
    "asked for, and long pages were seen through a window of 8,000 pixels."
)
_COVERED = (
    "In pictures of the content alone, what shows the signed-in account was covered, as far as it was found."
)
_LED_ON = (
    "Where the listing went on that the capture named in `continues` had begun, a script of ours had the page ask with "
    "that one's last cursor in the place of its own; what it asked then and was answered is recorded as it was, and "
    "pictures of the page lack what that capture listed."
)
_SOUGHT = (
    "yt-dlp was asked where films stand that no answer names; what it exchanged for that is not recorded."
)


def of(visit: "BrowserVisit") -> Testimony:
    """Say how a visit was made, as far as it has come."""
    media = visit.media
    return Testimony(
        pages=visit.paced,
        media=media.received,
        held=media.passed_over,
        compared=media.compared,
        differing=media.differing,
        bytes=visit.recorder.bytes + media.bytes,
        stops_calls=visit.calls.begun,
        stopped=visit.calls.stopped.total(),
        viewer=visit.viewer,
        secrets=tuple(visit.withholding.secrets()),
        shown=shown(visit),
        kept=kept(visit),
    )


def shown(visit: "BrowserVisit") -> dict[str, Any]:
    """Give the manifest's keys `tool`, `clock`, `hosts`, `alterations` and `withheld`."""
    return {
        "tool": {
            "name": "archiver",
            "version": __version__,
            "python": platform.python_version(),
            "playwright": version("playwright"),
            "browser": visit.browser.version,
            "extractor": visit.platform.extractor,
            "user_agent": visit.browser.user_agent,
            "viewport": list(VIEWPORT),
            "locale": visit.vantage.locale,
            **({"yt_dlp": visit.resolving.version} if visit.resolving.version else {}),
        },
        "clock": clock(visit.recorder.dates),
        "hosts": visit.servers.shown(),
        "alterations": [
            "The HTTP cache was off, but while a page was pictured; service workers were blocked.",
            "The browser called itself Chrome instead of HeadlessChrome.",
            "Hosts other than the platform's own were refused.",
            *([_COVERED] if visit.covered_once else []),
            *([_HELD_BACK] if visit.held_back_once else []),
            *([_LED_ON] if visit.led_on_once else []),
            *([_stopped(visit.calls.stopped.total())] if visit.calls.begun else []),
            *([_SOUGHT] if visit.resolving.sought else []),
        ],
        "withheld": {"placeholder": PLACEHOLDER, "rule": RULE, "counts": dict(visit.withholding.counts)},
    }


def _stopped(calls: int) -> str:
    named = f"{calls:,} calls, named in urn:archiver:stopped-calls" if calls else "no call was made"
    return (
        "While stories were read, all that the pages sent was stopped but what only asks, so that nobody was told that "
        f"they were seen: {named}. A script of ours took sockets, further windows and shared workers from them."
    )


def kept(visit: "BrowserVisit") -> dict[str, Any]:
    """Give private.json's `connections`: per host the address that answered and the platform's request ids."""
    return {
        host: connection | {"request_ids": visit.recorder.request_ids.get(host, [])}
        for host, connection in visit.servers.kept().items()
    }


def clock(dates: Iterable[tuple[datetime, datetime, str]]) -> dict[str, Any]:
    """Hold our clock against the servers': only what lies outside the time in which an answer was made is off."""
    offsets = []
    for asked, received, text in dates:
        try:
            theirs = parsedate_to_datetime(text)
        except ValueError:
            continue
        if theirs.tzinfo is not None:
            offsets.append(_off(theirs, asked, received) / timedelta(milliseconds=1))
    return {"offset_ms": round(median(offsets)) if offsets else None, "compared": len(offsets)}


def _off(theirs: datetime, asked: datetime, received: datetime) -> timedelta:
    """Give by how much a server's clock, which tells whole seconds, is at least ahead of ours."""
    if theirs > received:
        return theirs - received
    return min(theirs + timedelta(seconds=1) - asked, timedelta())
