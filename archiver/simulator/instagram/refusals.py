"""How Instagram turns visitors away."""

from http import HTTPStatus

from archiver.simulator.conditions import (
    Challenge,
    Conditions,
    DemandLogin,
    RateLimit,
    Throttle,
)
from archiver.simulator.messages import Answer, Request, redirect, text
from archiver.simulator.refusals import too_many
from archiver.simulator.visitors import Visitor

SITE = "www.instagram.com"
CHALLENGE = "/challenge/"
LOGIN = "/accounts/login/"
OPEN_PATHS = ("/", LOGIN, "/accounts/emailsignup/", CHALLENGE)
"""Pages that ask who one is, which nobody needs to be asked before."""

_WAIT = "Please wait a few minutes before you try again."
_LOGIN_FIRST = f'{{"message":"{_WAIT}","require_login":true,"igweb_rollout":true,"status":"fail"}}'
_SLOWER = f'{{"message":"{_WAIT}","status":"fail"}}'
_WHO = (
    '{"message":"checkpoint_required","checkpoint_url":"https:\\/\\/www.instagram.com\\/challenge\\/?next=\\/",'
    '"lock":true,"flow_render_type":0,"status":"fail"}'
)


def before_script(conditions: Conditions, visitor: Visitor) -> Answer | None:
    """Refuse what a script or program asks; None where it is to be answered."""
    if conditions.one(RateLimit, visitor):
        return too_many()
    if conditions.one(Challenge, visitor):
        return text(_WHO, "application/json", HTTPStatus.BAD_REQUEST)
    if conditions.one(DemandLogin, visitor):
        return login_first()
    if conditions.one(Throttle, visitor):
        return text(_SLOWER, "application/json", HTTPStatus.BAD_REQUEST)
    return None


def before_page(request: Request, conditions: Conditions, visitor: Visitor) -> Answer | None:
    """Send a visitor elsewhere than to a page; None where there is a page to be written."""
    if conditions.one(RateLimit, visitor):
        return too_many()
    if conditions.one(Challenge, visitor) and request.path != CHALLENGE:
        return redirect(f"https://{SITE}{CHALLENGE}?next={request.path}")
    demand = conditions.one(DemandLogin, visitor)
    if demand and demand.elsewhere and not _is_open(request.path, visitor):
        return redirect(f"https://{SITE}{LOGIN}?next={request.path}")
    if visitor.signed_in and not demand and request.path.startswith("/accounts/"):
        return redirect("/")
    return None


def is_walled(request: Request, conditions: Conditions, visitor: Visitor) -> bool:
    """Whether the demand to log in stands in a page's place."""
    asks_who = not visitor.signed_in and request.path in OPEN_PATHS
    return asks_who or conditions.one(DemandLogin, visitor) is not None


def login_first() -> Answer:
    """Say that this is for those who log in."""
    return text(_LOGIN_FIRST, "application/json", HTTPStatus.UNAUTHORIZED)


def _is_open(path: str, visitor: Visitor) -> bool:
    # Whoever comes with a session that counts for nothing has no page of their own either.
    return path in OPEN_PATHS and not (visitor.signed_in and path == "/")
