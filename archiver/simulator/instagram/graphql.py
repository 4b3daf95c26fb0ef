"""The platform's queries, told apart by what their variables ask for; what they are called by counts nothing.

`/graphql/query` says `status` in its answers and `/api/graphql` does not. Whoever has no session is answered
what their own pages ask, and nothing else.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from archiver.simulator.company import Company
from archiver.simulator.instagram import connections, permalinks, profiles, reels, xdt
from archiver.simulator.instagram.fragments import Json
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.messages import Answer, Request, text
from archiver.simulator.spoiling import mishaps
from archiver.simulator.visitors import Session, Visitor

_FAILED = {"message": "execution error", "severity": "CRITICAL", "code": 1675002, "api_error_code": -1}
_STALE = (
    'for (;;);{"__ar":1,"error":1357004,"errorSummary":"Sorry, something went wrong",'
    '"errorDescription":"Please try closing and re-opening your browser window.","payload":null}'
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, by whom, and of what."""

    variables: Mapping[str, object]
    company: Company
    visitor: Visitor
    signer: Signer

    @property
    def after(self) -> str:
        """Give the cursor that was sent along; nothing for the first page."""
        return str(self.variables.get("after") or "")

    @property
    def options(self) -> Mapping[str, object]:
        """Give the inner part of the variables, where some queries say what they want."""
        inner = self.variables.get("data")
        return inner if isinstance(inner, dict) else {}

    @property
    def count(self) -> int:
        """Give how many posts a page should hold; zero to leave it to the platform."""
        asked = (self.variables.get("first"), self.options.get("count"), self.options.get("page_size"))
        return next((number for number in asked if isinstance(number, int)), 0)

    def account(self, named: object) -> Company | None:
        """Find an account by whichever of its numbers or names."""
        wanted = str(named).lower()
        return next((one for one in self.company.standing if wanted in one.names), None)


def answer(request: Request, company: Company, visitor: Visitor, signer: Signer) -> Answer | None:
    """Answer a query; None where a visitor is to log in first."""
    form = request.form
    if request.method == "POST" and visitor.session and not _is_own(request, form, visitor.session):
        return text(_STALE, "text/javascript") if _is_stale(form, visitor.session) else _forbidden()
    query = Query(_variables(form or dict(request.query)), company, visitor, signer)
    found = _member(query) if visitor.signed_in else _stranger(query)
    if found is None:
        return None
    document: Json = {"data": found, "extensions": {"is_final": True}}
    if amiss := mishaps(found):
        document["errors"] = amiss
    if not found:
        document = {"errors": [_FAILED], "data": None}
    if request.path.startswith("/graphql"):
        document["status"] = "ok"
    return text(json.dumps(document, separators=(",", ":")), "application/json")


def _variables(form: Mapping[str, str]) -> Mapping[str, object]:
    try:
        variables = json.loads(form.get("variables", "{}"))
    except ValueError:
        return {}
    return variables if isinstance(variables, dict) else {}


def _is_own(request: Request, form: Mapping[str, str], session: Session) -> bool:
    """Whether a request comes from one of the session's own pages, not from a page elsewhere."""
    said = request.header("x-csrftoken")
    return not _is_stale(form, session) and bool(said) and said == request.cookies.get("csrftoken")


def _is_stale(form: Mapping[str, str], session: Session) -> bool:
    return form.get("fb_dtsg", session.dtsg) != session.dtsg


def _forbidden() -> Answer:
    return text(
        '{"message":"CSRF token missing or incorrect","status":"fail"}',
        "application/json",
        HTTPStatus.FORBIDDEN,
    )


def _member(query: Query) -> Json:
    """Give what a query of a visitor with a session finds; nothing at all where it failed."""
    variables, signer = query.variables, query.signer
    if not variables:
        return _viewer(query)
    if "target_user_id" in query.options:
        return _reels(query)
    if "reel_ids_arr" in variables:
        return _stories(query)
    if "viewSeenAt" in variables:
        return {"xdt_mark_stories_seen": {"status": "ok"}}
    if "username" in variables:
        account = query.account(variables["username"])
        timeline = account and connections.timeline(account, query.after, query.count, signer)
        root = "xdt_api__v1__feed__user_timeline_graphql_connection"
        return {root: timeline, "xdt_viewer": _viewer(query)} if timeline else {}
    if "user_id" in variables:
        account = query.account(variables["user_id"])
        return {"highlights": reels.shelf(account, signer)} if account else {}
    if "id" in variables:
        account = query.account(variables["id"])
        return {"user": profiles.user(account, signer) if account else None, "viewer": _viewer(query)}
    return _anybody(query)


def _stranger(query: Query) -> Json | None:
    """Give what a query without a session finds; None where it is none that its pages make."""
    variables = query.variables
    if "id" in variables and "render_surface" not in variables:
        account = query.account(variables["id"])
        found = account and connections.abridged(account, query.after, query.count, query.signer)
        return {"node": {"polaris_ordered_timeline_connection": found, "__typename": "User"}} if found else {}
    return _anybody(query) or None


def _anybody(query: Query) -> Json:
    for key, found_by in (("shortcode", _web_info), ("media_id", _subject)):
        if key in query.variables:
            return found_by(query, str(query.variables[key]))
    return {}


def _web_info(query: Query, code: str) -> Json:
    """Give a post for its permalink; a list without it where it is not to be had."""
    found = ((account, account.post(code)) for account in query.company.standing)
    items = [
        xdt.media(account, post, query.signer)
        for account, post in found
        if post and not account.withheld and (query.visitor.signed_in or not post.gated)
    ]
    return {"xdt_api__v1__media__shortcode__web_info": {"items": items[:1]}}


def _subject(query: Query, number: str) -> Json:
    """Give a post as the permalink of a visitor without a session does."""
    posts = ((account, post) for account in query.company.standing for post in account.posts)
    account, post = next((pair for pair in posts if str(pair[1].pk) == number), (query.company, None))
    if post is None:
        return {"xig_polaris_media": None}
    gated = post.gated or account.withheld
    return {"xig_polaris_media": permalinks.permalink(account, post, query.signer, gated=gated)}


def _reels(query: Query) -> Json:
    """Give reels; within their owner where the query names its `id` too."""
    account = query.account(query.options["target_user_id"])
    found = account and connections.reels(account, query.after, query.count, query.signer)
    if account is None or found is None:
        return {}
    root = {"xdt_api__v1__clips__user__connection_v2": found}
    if "id" in query.variables:
        return {"fetch__XDTUserDict": {"__typename": "XDTUserDict", "pk": str(account.account.pk), **root}}
    return root


def _stories(query: Query) -> Json:
    """Give the reels of accounts and highlights that are asked for."""
    ids = query.variables["reel_ids_arr"]
    found = reels.wanted(query.company.standing, ids if isinstance(ids, list) else [], query.signer)
    edges = [{"node": reel, "cursor": query.signer.token(16)} for reel in found]
    ends = {"end_cursor": None, "has_next_page": False, "has_previous_page": False, "start_cursor": None}
    return {"xdt_api__v1__feed__reels_media__connection": {"edges": edges, "page_info": ends}}


def _viewer(query: Query) -> Json:
    session = query.visitor.session
    if session is None:
        return {"user": None}
    face = query.signer.face(session)
    told = {
        "pk": str(session.pk),
        "id": str(session.graph_id),
        "username": session.name,
        "profile_pic_url": face,
    }
    return {"user": told}
