"""What a careless reader never comes back from. All of it is bounded, so that a test does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from http import HTTPStatus

from archiver.simulator.messages import Answer, Request, Trickle, redirect, text
from archiver.simulator.website import frame
from archiver.simulator.website.frame import Moment
from archiver.simulator.website.site import Page, Site

LOOP, CALENDAR, CAMERA, DOWNLOAD = "/schleife/", "/kalender/", "/webcam/", "/download/gross.bin"

_PROMISED = 3 << 30
_BEGINNING = bytes(range(256)) * 256
_BACK = f"{LOOP}weiter/"
_SECONDS = 20.0
_LAST_YEAR = 9999


def found(request: Request, site: Site, moment: Moment) -> Answer | None:
    """Answer for a trap; None for anything else."""
    trap = _TRAPS.get(request.path)
    return trap(request, site, moment) if trap else None


def unending(answer: Answer, seconds: float) -> Answer:
    """Send all of an answer but its end, and for some seconds a little more."""
    begun = answer.body[: len(answer.body) * 9 // 10]
    return replace(answer, body=begun, chunked=True, trickle=Trickle(lasts=seconds))


def _loop(request: Request, site: Site, moment: Moment) -> Answer:  # noqa: ARG001 - as all traps are called
    return redirect(_BACK if request.path == LOOP else LOOP)


def _calendar(request: Request, site: Site, moment: Moment) -> Answer:
    """Write a month, which links to the next one; there is always a next one."""
    month = _month(request.parameter("monat"), moment.now)
    paragraphs = [f"Im {month:%m/%Y} sind keine Veranstaltungen geplant."]
    if month.year < _LAST_YEAR:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        paragraphs.append(f"{{Nächster Monat|?monat={_said(after)}}}")
    path = f"{CALENDAR}?monat={_said(month)}"
    page = Page(path, f"Kalender {month:%m/%Y}", tuple(paragraphs), site.pages[0].changed)
    return text(frame.written(site, page, moment), "text/html")


def _month(said: str, now: float) -> date:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        return datetime.fromtimestamp(now, UTC).date().replace(day=1)


def _said(month: date) -> str:
    return f"{month.year:04}-{month.month:02}"


def _camera(request: Request, site: Site, moment: Moment) -> Answer:  # noqa: ARG001 - likewise
    page = Page(CAMERA, "Hallenkamera", ("Das Bild wird geladen …",), site.pages[0].changed)
    return unending(text(frame.written(site, page, moment), "text/html"), _SECONDS)


def _download(request: Request, site: Site, moment: Moment) -> Answer:  # noqa: ARG001 - likewise
    headers = (
        ("content-type", "application/octet-stream"),
        ("content-disposition", 'attachment; filename="gross.bin"'),
        ("accept-ranges", "none"),
    )
    onward = Trickle(_BEGINNING[:4096], lasts=_SECONDS)
    return Answer(HTTPStatus.OK, headers, _BEGINNING, promised=_PROMISED, trickle=onward)


_TRAPS: dict[str, Callable[[Request, Site, Moment], Answer]] = {
    LOOP: _loop,
    _BACK: _loop,
    CALENDAR: _calendar,
    CAMERA: _camera,
    DOWNLOAD: _download,
}
