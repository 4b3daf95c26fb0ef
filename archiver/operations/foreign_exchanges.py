"""Exchanges that others wrote down: whether a target's platform answered, and how they are written here."""

from urllib.parse import urlsplit

from archiver.capture.gate import matches
from archiver.capture.withholding import Withholding
from archiver.formats.warc import media_type
from archiver.model.exchange import Headers, RecordedExchange
from archiver.model.foreign import Foreign
from archiver.model.refs import TargetRef
from archiver.ports import Platform

_UNDONE = ("content-encoding", "content-length", "transfer-encoding")
_REDIRECTS = range(300, 400)
_SCRIPTS = ("javascript", "ecmascript")


def is_of(exchange: Foreign, platform: Platform, target: TargetRef) -> bool:
    """Tell whether a platform answered; of a website its own hosts."""
    host = urlsplit(exchange.address).hostname or ""
    if platform.is_site:
        return host.removeprefix("www.") == (urlsplit(target.name).hostname or "").removeprefix("www.")
    return any(matches(host, pattern) for pattern in platform.hosts)


def withheld(foreign: Foreign, withholding: Withholding) -> RecordedExchange:
    """Write an exchange as one of our own visits is written: of who asked no more than is harmless."""
    return RecordedExchange(
        method=foreign.method,
        address=withholding.address(foreign.address),
        request_headers=withholding.request_headers(foreign.request_headers),
        request_body=withholding.request_body(foreign.request_body, media_type(foreign.request_headers)),
        status=foreign.status,
        status_text=foreign.status_text,
        response_headers=withholding.response_headers(_renamed(foreign)),
        body=foreign.body,
        at=foreign.at,
        fidelity=foreign.fidelity,
        obtained=_obtained(foreign),
        truncated=foreign.truncated,
    )


def _renamed(foreign: Foreign) -> Headers:
    """Move headers whose meaning was undone under `x-orig-` names, as those of our own visits."""
    if not foreign.undone:
        return foreign.response_headers
    return tuple(
        (f"x-orig-{name}" if name.lower() in _UNDONE else name, value)
        for name, value in foreign.response_headers
    )


def _obtained(foreign: Foreign) -> str:
    """Say what asked for it: a person's browser says so itself; else it is told by what came."""
    asked = {name.lower(): value for name, value in foreign.request_headers}
    destination, kind = asked.get("sec-fetch-dest", ""), media_type(foreign.response_headers)
    leads_on = foreign.status in _REDIRECTS and any(
        name.lower() == "location" for name, _ in foreign.response_headers
    )
    if destination == "document" or (
        not destination and foreign.method == "GET" and (kind == "text/html" or leads_on)
    ):
        return "page/document"
    if any(word in kind for word in _SCRIPTS):
        return "page/script"
    return f"page/{'image' if kind.startswith('image/') else 'xhr'}"
