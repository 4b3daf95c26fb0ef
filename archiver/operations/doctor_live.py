"""Doctor, live: one polite pass over a target's surfaces, to learn what is understood from here. Nothing is kept.

What it says names nobody and is made to be passed on: availabilities, counts, and the clock; no handle, no id, no
address, no path, no session's name.
"""

import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from archiver.capture import testimony
from archiver.capture.checkup import NoRecording
from archiver.capture.means import Means
from archiver.capture.pacing import Pacer, pace_before
from archiver.capture.setting_out import visiting
from archiver.capture.visit import BrowserVisit
from archiver.config import Settings
from archiver.errors import AddressError, ArchiverError
from archiver.model.reading import Availability, Reading
from archiver.model.vantage import Vantage
from archiver.operations import session_state
from archiver.operations.asking import looks_at
from archiver.operations.doctor import Check
from archiver.operations.glancing import Glanced, Glancing
from archiver.operations.look import Asked
from archiver.ports import Progress, Stop

_FAR_MILLISECONDS = 2_000
_OPEN = {Availability.LIVE, Availability.PRIVATE}
_WALLS = {Availability.WALLED, Availability.RATE_LIMITED, Availability.GATED}


def doctor_live(
    root: Path, settings: Settings, text: str, session: str, progress: Progress, stop: Stop
) -> list[Check]:
    """Look at a target's surfaces from each of its vantages. Raises AddressError, ConfigError."""
    looks = looks_at(text, settings, session)
    if looks[0].post is not None:
        raise AddressError("This is a post.", "Name its account instead, such as instagram:NAME.")
    signed_in = [asked for asked in looks if asked.session]
    said = []
    pacer = Pacer(pace_before(settings.network))
    for asked in looks:
        number = f" {signed_in.index(asked) + 1}" if len(signed_in) > 1 and asked.session else ""
        who = f"with session{number}" if number else "with a session" if asked.session else "logged out"
        said += _looked(root, settings, asked, who, pacer, progress, stop)
    return said


def _looked(
    root: Path, settings: Settings, asked: Asked, who: str, pacer: Pacer, progress: Progress, stop: Stop
) -> list[Check]:
    vantage = Vantage("session", "unnamed") if asked.session else Vantage()
    with tempfile.TemporaryDirectory() as folder:
        try:
            state, opened = _state(root, asked)
            means = Means(settings.network, settings.browser, folder, stop, progress, state, pacer)
            with visiting(asked.platform, vantage, means, NoRecording(), asked.address) as visit:
                glancing = Glancing(visit)
                asked.platform.glance(glancing, asked.target)
        except ArchiverError as error:
            return [Check(who, "missing", error.kind)]
    seen = glancing.seen
    return [
        Check(f"{who}: {check.name}", check.state, check.says)
        for check in (
            *opened,
            *_session(visit),
            *_pages(seen, asked),
            _walls(seen, visit),
            *_surfaces(visit.reading),
            _dialogs(seen, asked),
            *_gaps(visit),
            _clock(visit),
        )
    ]


def _state(root: Path, asked: Asked) -> tuple[Path | None, list[Check]]:
    """Give the state to look with, and a warning where others could read it."""
    if asked.session is None:
        return None, []
    if asked.refused is not None:
        raise asked.refused
    found = session_state.usable(asked.session, root)
    warned = [Check("state", "warning", "others on this machine could read it; it is closed to them now")]
    return found.file, warned if found.was_open else []


def _session(visit: BrowserVisit) -> list[Check]:
    """Say whether the platform still knows the session: if not, nothing is captured with it."""
    if not visit.vantage.session:
        return []
    if visit.reading.signed_out:
        return [Check("session", "missing", "the platform no longer knows it: sign in again")]
    if any(page.signed_in for page in visit.reading.pages):
        return [Check("session", "fine", "the platform knows it")]
    return [Check("session", "warning", "no page said whether the platform knows it")]


def _pages(seen: list[Glanced], asked: Asked) -> list[Check]:
    said = []
    for glanced in seen:
        found = glanced.availability
        state = "fine" if found in _OPEN else "warning"
        says = "it led to another page" if found is None else found.value
        said.append(Check(glanced.name(asked.platform, asked.target), state, says))
    return said


def _walls(seen: list[Glanced], visit: BrowserVisit) -> Check:
    """Count what was refused: pages that were asked for, and what they asked for in the background."""
    behind = (page.availability for page in visit.reading.pages if not page.document)
    walls = Counter(
        [each.availability.value for each in seen if each.availability and each.availability not in _OPEN]
        + [availability.value for availability in behind if availability in _WALLS]
    )
    told = ", ".join(f"{count} {name}" for name, count in walls.items()) or "none from this address"
    advice = "; sign in again" if visit.vantage.session and Availability.WALLED.value in walls else ""
    return Check("walls", "warning" if walls else "fine", told + advice)


def _surfaces(reading: Reading) -> list[Check]:
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


def _dialogs(seen: list[Glanced], asked: Asked) -> Check:
    covered = [glanced.name(asked.platform, asked.target) for glanced in seen if glanced.dialogs]
    if not covered:
        return Check("consent", "fine", "no dialog stands over a page")
    over = ", ".join(covered)
    return Check(
        "consent", "warning", f"a dialog stands over the {over}, such as one about cookies: pictures show it"
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
