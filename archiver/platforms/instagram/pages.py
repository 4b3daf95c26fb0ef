"""What kind of page or answer this is, by its content: status 200 is not success on this platform."""

import json
import re
from dataclasses import dataclass
from typing import Any

from archiver.formats.relay import RelayPage
from archiver.model.reading import Availability

_NOT_FOUND_ROUTES = {"PolarisErrorRoute", "PolarisErrorRootRoute"}
_LOGIN_ROUTES = {"PolarisCAAIGLoginHomepageRoute", "PolarisLoginRoute", "PolarisLoginRootRoute"}
_CHALLENGE = {"checkpoint_required", "challenge_required", "feedback_required"}
_WAIT = "Please wait a few minutes"
_AGE = re.compile(rb"You must be \d+ years old or over to see this profile")
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Kind:
    """An availability and what in the answer said so."""

    availability: Availability
    signal: str


def of_html(page: RelayPage, html: bytes, *, status: int, path: str, has_content: bool) -> Kind:
    """Classify a page. `has_content` says whether it carries the profile or post it is the address of."""
    if status == _TOO_MANY:
        return Kind(Availability.RATE_LIMITED, "HTTP 429")
    if path.startswith("/challenge/"):
        return Kind(Availability.WALLED, "challenge")
    if path.startswith("/accounts/login") or any(route in _LOGIN_ROUTES for route in page.routes):
        return Kind(Availability.WALLED, next(iter(page.routes), "accounts/login"))
    if has_content:
        return Kind(Availability.LIVE, "content")
    gate = _gate(page)
    if gate:
        return Kind(Availability.GATED, gate)
    if any(route in _NOT_FOUND_ROUTES for route in page.routes):
        return Kind(Availability.NOT_FOUND, page.routes[0])
    if _AGE.search(html):
        return Kind(Availability.GATED, "age wall")
    if page.routes:
        return Kind(Availability.UNKNOWN, f"{page.routes[0]} without data")
    return Kind(
        Availability.UNKNOWN, "a page without data" if page.blocks else f"HTTP {status}, no data blocks"
    )


def _gate(page: RelayPage) -> str:
    for answer in page.answers:
        media = answer.data.get("xig_polaris_media") if isinstance(answer.data, dict) else None
        if isinstance(media, dict) and media.get("if_not_gated_logged_out") is None:
            ruling = media.get("gating_ruling")
            return _ruling(ruling) if ruling is not None else ""
    return ""


def _ruling(ruling: object) -> str:
    kind = ruling.get("gating_type") or ruling.get("reason") if isinstance(ruling, dict) else None
    return f"gating ruling {kind}" if isinstance(kind, str) else "gating ruling"


def of_json(document: Any, *, status: int) -> Kind | None:  # noqa: ANN401 - JSON is what it is
    """Classify a JSON answer that refuses; None for one that may carry content."""
    if status == _TOO_MANY:
        return Kind(Availability.RATE_LIMITED, "HTTP 429")
    if not isinstance(document, dict):
        return None
    said = document.get("message")
    message = said if isinstance(said, str) else ""
    if message in _CHALLENGE:
        return Kind(Availability.WALLED, message)
    if message.startswith(_WAIT):
        # With require_login it means a dead session or a retired surface as often as a throttle.
        login = document.get("require_login") is True
        return Kind(Availability.WALLED if login else Availability.RATE_LIMITED, message.partition(".")[0])
    if document.get("require_login") is True or document.get("authenticated") is False:
        return Kind(Availability.WALLED, message or "login required")
    if document.get("__ar") == 1 and "error" in document:
        return Kind(Availability.UNKNOWN, f"error {str(document['error'])[:20]}")
    if document.get("status") == "fail":
        return Kind(Availability.UNKNOWN, message or f"HTTP {status}, status fail")
    return None


def documents(body: bytes) -> list[Any]:
    """Read a JSON answer that may be guarded by `for (;;);` and may hold several documents; raise ValueError."""
    text = body.decode("utf-8").lstrip("\ufeff \r\n\t")
    decoder = json.JSONDecoder()
    found: list[Any] = []
    place = 0
    while place < len(text):
        if text.startswith("for (;;);", place):
            place += len("for (;;);")
        document, place = decoder.raw_decode(text, place)
        found.append(document)
        while place < len(text) and text[place].isspace():
            place += 1
    return found
