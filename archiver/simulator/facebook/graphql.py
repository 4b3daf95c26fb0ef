"""Facebook's queries, told apart by what their variables ask for; what they are called by counts nothing."""

import json
from collections.abc import Mapping

from archiver.simulator.company import Company
from archiver.simulator.facebook import acting, framing, refusals, tabs
from archiver.simulator.facebook.ids import account_id
from archiver.simulator.facebook.pages import Writing
from archiver.simulator.facebook.pieces import Json
from archiver.simulator.facebook.preloads import with_mishaps
from archiver.simulator.messages import Answer, Request, text
from archiver.simulator.visitors import Session

_USUAL = 3


def answer(request: Request, company: Company, writing: Writing) -> Answer:
    """Answer a query; those of visitors without a session are not taken."""
    form, session = request.form, writing.session
    if session is None:
        return refusals.guarded(1357054)
    if not _is_own(form, session):
        return refusals.guarded(1357004)
    variables = _variables(form)
    named = str(variables.get("id") or variables.get("userID") or "")
    if not named:
        return _written({"viewer": {"actor": acting.actor(session, writing.signer)}})
    for account in company.standing:
        if account_id(account.account) == named:
            return _timeline(account, variables, writing)
        tab = tabs.collected(account, named)
        if tab:
            after, count = _page(variables, tabs.USUAL)
            found = tabs.following(account, tab, after, count, writing.signer)
            return _written(found) if found else refusals.failed(refusals.FAILED)
    return _written({"node": None})


def _timeline(company: Company, variables: Mapping[str, object], writing: Writing) -> Answer:
    """Give a page of a timeline, streamed or whole."""
    manner, signer, pages = writing.manner, writing.signer, writing.pages(company)
    form, (after, count) = manner.framed(signer), _page(variables, _USUAL)
    if form == "whole":
        whole = pages.whole(after, count, ("node",))
        documents = [whole | {"extensions": {"is_final": True}}] if whole else []
    else:
        found = pages.streamed(after, count, ("node",))
        first, rest = found or ({}, [])
        written = [chunk.written(last=chunk is rest[-1]) for chunk in rest]
        documents = [first | {"extensions": {"is_final": False}}, *written] if found else []
    acting.name(writing.session, signer, *documents)
    return framing.framed(documents, form, signer) if documents else refusals.failed(refusals.FAILED)


def _page(variables: Mapping[str, object], usual: int) -> tuple[str, int]:
    count = variables.get("count")
    return str(variables.get("cursor") or ""), count if isinstance(count, int) else usual


def _variables(form: Mapping[str, str]) -> Mapping[str, object]:
    try:
        variables = json.loads(form.get("variables", "{}"))
    except ValueError:
        return {}
    return variables if isinstance(variables, dict) else {}


def _is_own(form: Mapping[str, str], session: Session) -> bool:
    """Whether a request comes from one of the session's own pages."""
    return form.get("fb_dtsg") == session.dtsg and form.get("__user", str(session.pk)) == str(session.pk)


def _written(found: Json) -> Answer:
    told = with_mishaps(found) | {"extensions": {"is_final": True}}
    return text(json.dumps(told, separators=(",", ":")), "text/html")
