"""What kind of page or answer this is, by its content: status 200 is not success on this platform."""

import re
from typing import Any

from archiver.formats.relay import RelayPage
from archiver.model.reading import Availability, Kind

_NOT_FOUND_ROUTES = {"PolarisErrorRoute", "PolarisErrorRootRoute"}
_LOGIN_ROUTES = {"PolarisCAAIGLoginHomepageRoute", "PolarisLoginRoute", "PolarisLoginRootRoute"}
_CHALLENGES = {"checkpoint_required", "challenge_required"}
_WALLS = {*_CHALLENGES, "feedback_required", "login_required"}
_WAIT = "Please wait a few minutes"
_AGE = re.compile(rb"You must be \d+ years old or over to see this profile")
_TOO_MANY = 429
_LOGGED_OUT_ROUTES = "PolarisLoggedOut"


def of_html(page: RelayPage, html: bytes, *, status: int, path: str, has_content: bool) -> Kind:
    """Classify a page. `has_content` says whether it carries the profile or post it is the address of."""
    if has_content:
        return Kind(Availability.LIVE, "content")
    if status == _TOO_MANY:
        return Kind(Availability.RATE_LIMITED, "HTTP 429")
    if path.startswith("/challenge/"):
        return Kind(Availability.WALLED, "challenge", challenge=True)
    login = next((route for route in page.routes if route in _LOGIN_ROUTES), "")
    if login or path.startswith("/accounts/login"):
        return Kind(Availability.WALLED, login or "accounts/login")
    gate = _gate(page)
    if gate:
        return Kind(Availability.GATED, gate)
    error = next((route for route in page.routes if route in _NOT_FOUND_ROUTES), "")
    if error:
        return Kind(Availability.NOT_FOUND, error)
    if _AGE.search(html):
        return Kind(Availability.GATED, "age wall")
    if page.routes:
        return Kind(Availability.UNKNOWN, f"{page.routes[0]} without data", empty=True)
    if page.blocks:
        return Kind(Availability.UNKNOWN, "a page without data", empty=True)
    return Kind(Availability.UNKNOWN, f"HTTP {status}, no data blocks")


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


def is_signed_in(page: RelayPage) -> bool | None:
    """Tell whether a page was made for somebody signed in; None where it does not say."""
    if any(route.startswith(_LOGGED_OUT_ROUTES) for route in page.routes):
        return False
    return page.signed_in


def of_json(document: Any, *, status: int) -> Kind | None:  # noqa: ANN401 - JSON is what it is
    """Classify a JSON answer that refuses; None for one that may carry content."""
    if status == _TOO_MANY:
        return Kind(Availability.RATE_LIMITED, "HTTP 429")
    if not isinstance(document, dict):
        return None
    said = document.get("message")
    message = said if isinstance(said, str) else ""
    if message in _WALLS:
        return Kind(Availability.WALLED, message, challenge=message in _CHALLENGES)
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
