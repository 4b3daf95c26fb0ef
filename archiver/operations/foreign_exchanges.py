"""Exchanges that others wrote down: whether a target's platform answered, and how they are written here."""

import re
from urllib.parse import urlsplit

from archiver.capture.gate import matches
from archiver.capture.withholding import PLACEHOLDER, Withholding
from archiver.formats.warc import media_type
from archiver.model.exchange import Headers, RecordedExchange
from archiver.model.foreign import Foreign
from archiver.model.refs import TargetRef
from archiver.ports import Platform

_UNDONE = ("content-encoding", "content-length", "transfer-encoding")
_REDIRECTS = range(300, 400)
_METHOD = re.compile(r"[A-Z]{1,20}")
_STATUSES = range(100, 600)
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}")
_STEERS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
"""What no line of HTTP may hold, since another would begin there, or that is no letter."""
_OF_CONTENT = frozenset(
    (
        "age cache-control content-disposition content-encoding content-language content-length content-location "
        "content-type date etag expires last-modified location server transfer-encoding vary"
    ).split()
)
"""Headers of answers that tell of what was answered."""
_SCRIPTS = ("javascript", "ecmascript")


def is_of(exchange: Foreign, platform: Platform, target: TargetRef) -> bool:
    """Tell whether a platform answered; of a website its own hosts."""
    try:
        host = urlsplit(exchange.address).hostname or ""
    except ValueError:
        return False
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
        response_headers=withholding.response_headers(_harmless(_renamed(foreign), withholding)),
        body=foreign.body,
        at=foreign.at,
        fidelity=foreign.fidelity,
        obtained=_obtained(foreign),
        truncated=foreign.truncated,
    )


def is_well_formed(foreign: Foreign) -> bool:
    """Tell whether an exchange can be written as HTTP has it, each part in its place (RFC 9110)."""
    headers = (*foreign.request_headers, *foreign.response_headers)
    texts = (foreign.address, foreign.status_text, *(value for _, value in headers))
    return (
        _METHOD.fullmatch(foreign.method) is not None
        and foreign.status in _STATUSES
        and all(_NAME.fullmatch(name) for name, _ in headers)
        and not any(_STEERS.search(text) for text in texts)
    )


def _harmless(headers: Headers, withholding: Withholding) -> Headers:
    """Withhold all that may tell who asked: of an answer that others were given nobody knows which cookies they bear.

    Several may stand joined in one header, and some writers keep them under names of their own.
    """
    kept = [name.lower().removeprefix("x-orig-") in _OF_CONTENT for name, _ in headers]
    withholding.counts["header"] += kept.count(False)
    return tuple(
        (name, value if harmless else PLACEHOLDER)
        for harmless, (name, value) in zip(kept, headers, strict=True)
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
