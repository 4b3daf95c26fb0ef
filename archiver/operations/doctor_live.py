"""Doctor, live: one polite pass over a target's surfaces, to learn what is understood from here. Nothing is kept.

What it says names nobody: availabilities, counts, and the clock; no handle, no id, no address.
"""

import tempfile
from collections import Counter
from datetime import UTC, datetime

from archiver.capture import testimony
from archiver.capture.checkup import NoRecording
from archiver.capture.visit import BrowserVisit, Means, visiting
from archiver.config import Settings
from archiver.errors import AddressError, ArchiverError
from archiver.model.reading import Availability
from archiver.model.vantage import Vantage
from archiver.operations import sessions
from archiver.operations.crawl import looks_at
from archiver.operations.doctor import Check
from archiver.operations.look import Asked
from archiver.ports import Progress, Stop

_FAR_MILLISECONDS = 2_000
_OPEN = {Availability.LIVE, Availability.PRIVATE}


def doctor_live(settings: Settings, text: str, session: str, progress: Progress, stop: Stop) -> list[Check]:
    """Look at a target's surfaces from each of its vantages. Raises AddressError, ConfigError."""
    looks = looks_at(text, settings, session)
    if looks[0].post is not None:
        raise AddressError("This is a post.", "Name its account instead, such as instagram:NAME.")
    return [check for asked in looks for check in _looked(settings, asked, progress, stop)]


def _looked(settings: Settings, asked: Asked, progress: Progress, stop: Stop) -> list[Check]:
    who = "with a session" if asked.session else "logged out"
    vantage = Vantage("session", "unnamed") if asked.session else Vantage()
    with tempfile.TemporaryDirectory() as folder:
        try:
            state = sessions.checked(asked.session).state if asked.session else None
            means = Means(settings.network, settings.browser, folder, stop, progress, state)
            with visiting(asked.platform, vantage, means, NoRecording(), asked.address) as visit:
                asked.platform.glance(visit, asked.target)
                dialogs = visit.dialogs()
        except ArchiverError as error:
            return [Check(who, "missing", str(error).replace(asked.target.name, "the target"))]
    return [
        Check(f"{who}: {check.name}", check.state, check.says)
        for check in (*_pages(visit), *_surfaces(visit), _dialog(dialogs), *_gaps(visit), _clock(visit))
    ]


def _pages(visit: BrowserVisit) -> list[Check]:
    pages = [page for page in visit.reading.pages if page.document]
    names = ("profile", *(["reels tab"] if visit.vantage.session else []), "post")
    said = []
    for name, page in zip(names, pages, strict=False):
        state = "fine" if page.availability in _OPEN else "warning"
        said.append(Check(name, state, page.availability.value))
    walls = Counter(page.availability.value for page in pages if page.availability not in _OPEN)
    told = ", ".join(f"{count} {name}" for name, count in walls.items())
    said.append(Check("walls", "warning" if walls else "fine", told or "none from this address"))
    return said


def _surfaces(visit: BrowserVisit) -> list[Check]:
    reading = visit.reading
    listed: Counter[str] = Counter()
    understood: Counter[str] = Counter()
    for page in reading.listings:
        listed[page.surface] += len(page.entries)
        understood[page.surface] += sum(entry is not None for entry in page.entries)
    said = [
        Check(
            surface,
            "fine" if understood[surface] == listed[surface] else "warning",
            f"understood {understood[surface]} of {listed[surface]} posts listed",
        )
        for surface in listed
    ]
    if not listed:
        said.append(Check("listings", "warning", "no listing of a shape that is known"))
    whole = sum(seen.whole for seen in reading.observations)
    said.append(Check("posts", "fine" if whole else "warning", f"{whole} read whole, with date and media"))
    return said


def _dialog(dialogs: int) -> Check:
    if not dialogs:
        return Check("consent", "fine", "no dialog stands over the page")
    return Check(
        "consent", "warning", "a dialog stands over the page, such as one about cookies: pictures show it"
    )


def _gaps(visit: BrowserVisit) -> list[Check]:
    counted = Counter(gap.reason.value for gap in (*visit.reading.gaps, *visit.gaps))
    return [Check(reason, "warning", f"{count} times") for reason, count in sorted(counted.items())]


def _clock(visit: BrowserVisit) -> Check:
    offset = testimony.shown(visit)["clock"]["offset_ms"]
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    if offset is None:
        return Check("clock", "warning", f"{now} here; no server said the time")
    far = abs(offset) >= _FAR_MILLISECONDS
    return Check("clock", "warning" if far else "fine", f"{now} here, {offset:+d} ms at the servers")
