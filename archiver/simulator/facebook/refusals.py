"""How Facebook turns visitors away."""

import json
from http import HTTPStatus
from urllib.parse import quote

from archiver.simulator.conditions import Challenge, Conditions, DemandLogin, RateLimit, Throttle
from archiver.simulator.facebook.frame import Page, note
from archiver.simulator.messages import Answer, Request, redirect, text
from archiver.simulator.refusals import too_many
from archiver.simulator.visitors import Visitor

HOST = "www.facebook.com"
CHECKPOINT = "/checkpoint/"
LOGIN = "/login/"
SIGNING_IN = "/login/device-based/regular/login/"
OPEN_PATHS = ("/", LOGIN, CHECKPOINT)
"""Pages that ask who one is, which nobody needs to be asked before."""

_SLOWER = {"message": "Rate limit exceeded", "severity": "CRITICAL", "code": 1675004, "api_error_code": -1}
FAILED = {"message": "A server error occured.", "severity": "CRITICAL", "code": 1675012, "api_error_code": -1}
_SUMMARIES = {
    1357004: ("Sorry, something went wrong", "Please try closing and re-opening your browser window."),
    1357054: ("Your Request Couldn't be Processed", "There was a problem with this request."),
}


def before_script(conditions: Conditions, visitor: Visitor) -> Answer | None:
    """Refuse what a script asks; None where it is to be answered."""
    limit = conditions.one(RateLimit, visitor)
    if limit and not limit.in_words:
        return too_many()
    if conditions.one(Challenge, visitor) or conditions.one(DemandLogin, visitor):
        return guarded(1357054)
    if limit or conditions.one(Throttle, visitor):
        return failed(_SLOWER)
    return None


def before_page(request: Request, conditions: Conditions, visitor: Visitor) -> Answer | None:
    """Send a visitor elsewhere than to a page; None where there is a page to be written."""
    limit = conditions.one(RateLimit, visitor)
    if limit and not limit.in_words:
        return too_many()
    if conditions.one(Challenge, visitor) and request.path != CHECKPOINT:
        return redirect(f"https://{HOST}{CHECKPOINT}?next={_asked(request)}")
    demand = conditions.one(DemandLogin, visitor)
    is_own = visitor.signed_in and request.path == "/"
    if demand and demand.elsewhere and (request.path not in OPEN_PATHS or is_own):
        return to_login(request)
    if visitor.signed_in and not demand and request.path == LOGIN:
        return redirect("/")
    return None


def is_walled(request: Request, conditions: Conditions, visitor: Visitor) -> bool:
    """Whether the demand to log in stands in a page's place."""
    asks_who = not visitor.signed_in and request.path in OPEN_PATHS
    return asks_who or conditions.one(DemandLogin, visitor) is not None


def instead(request: Request, conditions: Conditions, visitor: Visitor) -> Page | None:
    """Give the page that stands in the place of the one that was asked for; None where that one is sent."""
    if request.path == CHECKPOINT:
        return _checkpoint()
    if is_walled(request, conditions, visitor):
        return _login(request)
    return _blocked() if conditions.one(RateLimit, visitor) else None


def to_login(request: Request) -> Answer:
    """Send a visitor to the page that asks who one is."""
    return redirect(f"https://{HOST}{LOGIN}?next={_asked(request)}")


def guarded(error: int) -> Answer:
    """Say in the form of older scripts that a request was not taken."""
    summary, words = _SUMMARIES[error]
    told = {"__ar": 1, "error": error, "errorSummary": summary, "errorDescription": words, "payload": None}
    return text(f"for (;;);{json.dumps(told, separators=(',', ':'))}", "application/x-javascript")


def failed(error: dict[str, object]) -> Answer:
    """Say with status 200 that a query failed."""
    told = {"errors": [error], "data": None, "extensions": {"is_final": True}}
    return text(json.dumps(told, separators=(",", ":")), "application/json", HTTPStatus.OK)


def _login(request: Request) -> Page:
    """Write the demand to log in."""
    wanted = request.parameter("next") or request.path
    action = f"{SIGNING_IN}?login_attempt=1&amp;next={quote(wanted, safe='')}"
    main = (
        '<div class="note"><h2>Log Into Facebook</h2><div class="uiBoxYellow">You must log in to continue.</div>'
        f'<form id="login_form" action="{action}" method="post">'
        '<input name="email" placeholder="Email or phone number" autocomplete="username" required />'
        '<input name="pass" type="password" autocomplete="current-password" />'
        '<button id="loginbutton" name="login" type="submit">Log in</button></form></div>'
    )
    return Page("Log into Facebook", "CometLoginRoute", main)


def _checkpoint() -> Page:
    """Write the question who one is."""
    words = "We suspect automated behavior on your account."
    return Page("Facebook", "CometCheckpointRoute", note("Confirm it's you", words))


def _blocked() -> Page:
    """Write that one is turned away for a while."""
    words = "It looks like you were misusing this feature by going too fast."
    main = note("You're Temporarily Blocked", words)
    return Page("Error", "CometErrorRoute", main, root="CometErrorRoot.react")


def _asked(request: Request) -> str:
    query = "&".join(f"{name}={value}" for name, value in request.query)
    return quote(f"https://{HOST}{request.path}{f'?{query}' if query else ''}", safe="")
