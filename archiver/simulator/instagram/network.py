"""The network that answers: pages of the account, what their scripts ask, and media by file name.

The account and the conditions are attributes, to be set between requests: what a visitor gets follows from the
two as they are now.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from archiver.simulator import content, dialogs, pictures
from archiver.simulator.company import Company
from archiver.simulator.conditions import (
    CALM,
    Conditions,
    ConsentDialog,
    Kind,
    RateLimit,
    ServeCached,
    Throttle,
)
from archiver.simulator.instagram import graphql, languages, pages, refusals, rest, routes, script, seen
from archiver.simulator.instagram.routes import kind_of
from archiver.simulator.instagram.seen import Seen
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.instagram.surroundings import OTHERS
from archiver.simulator.messages import Answer, Request, gzipped, ranged, redirect, text
from archiver.simulator.refusals import disturbed, too_many
from archiver.simulator.views import placed, shown_to
from archiver.simulator.visitors import INSTAGRAM, Session, Sessions, Visitor
from archiver.simulator.visits import Visits

SITE = refusals.SITE
_APPS = "i.instagram.com"
_STATIC = "static.cdninstagram.com"
_DOMAINS = (".cdninstagram.com", ".fbcdn.net")
_GRAPHQL = ("graphql/query", "api/graphql")
_LOGIN = ("/accounts/login/ajax/", "/api/v1/web/accounts/login/ajax/")


class SocialNetwork:
    """A small social network with one account; `answer` is what a stand-in is given."""

    def __init__(self, company: Company, seed: str = "", clock: Callable[[], float] = time.time) -> None:
        """Show `company`; the same seed and the same requests at the same time are answered the same."""
        self.company = company
        self._seed = seed
        self._clock = clock
        self._turns = itertools.count()
        self._lock = threading.Lock()
        self._sessions = Sessions(seed, INSTAGRAM)
        self._conditions, self._visits = CALM, Visits()
        self.seen: list[Seen] = []
        """Who was told as having seen which story: the truth about it."""

    @property
    def conditions(self) -> Conditions:
        """Give what the platform does to visitors; requests are counted anew when it is set."""
        return self._conditions

    @conditions.setter
    def conditions(self, conditions: Conditions) -> None:
        """Have the platform behave so from now on."""
        self._conditions, self._visits = conditions, Visits()

    def admit(self, name: str) -> dict[str, Any]:
        """Open a session for a name; give it as the document from which Playwright opens a context."""
        return self._sessions.open(name).storage_state(self._clock())

    def expel(self, name: str) -> None:
        """End a name's sessions: their cookies are a stranger's from now on."""
        self._sessions.close(name)

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        visitor = self._sessions.visitor(request)
        if (story := seen.told(request)) and visitor.signed_in:
            self.seen.append(Seen(visitor.name, story, request.path))
        if request.host.endswith(_DOMAINS):
            met, _ = self._met(request, visitor, "medium")
            return disturbed(self._file(request, met, visitor), met, visitor)
        if request.host == _APPS and request.path.startswith("/api/"):
            return self._asked(request, visitor)
        return self._site(request, visitor) if request.host == SITE else _elsewhere(request)

    def _met(self, request: Request, visitor: Visitor, kind: Kind) -> tuple[Conditions, Company]:
        """Give the conditions in force for a request, and the company as its sender is shown it."""
        counts = request.path not in refusals.OPEN_PATHS
        earlier, turn = self._visits.note(request, visitor, kind, counts=counts)
        met = self._conditions.facing(visitor, kind, earlier)
        return met, shown_to(self.company, met, visitor, turn)

    def _file(self, request: Request, met: Conditions, visitor: Visitor) -> Answer:
        if met.one(RateLimit, visitor):
            return too_many()
        if request.host == _STATIC:
            return content.scripted(script.at(request.path))
        older = (cached.older for cached in self._conditions.all(ServeCached))
        companies = (self.company, *self.company.neighbours, *OTHERS, *older)
        return content.answer(request, companies, self._clock(), self._sessions.faces)

    def _signer(self, session: Session | None) -> Signer:
        with self._lock:
            return Signer(f"{self._seed}/{next(self._turns)}", int(self._clock()), session)

    def _site(self, request: Request, visitor: Visitor) -> Answer:
        if request.path == "/favicon.ico":
            return ranged(request, pictures.icon(), "image/x-icon")
        if seen.is_at(request.path):
            return text('{"status":"ok"}', "application/json")
        if request.method == "POST" and request.path in _LOGIN:
            return self._logged_in(request.form.get("username", ""))
        if kind_of(request.path) == "listing":
            return self._asked(request, visitor)
        if not request.path.endswith("/"):
            return redirect(f"{request.path}/", HTTPStatus.MOVED_PERMANENTLY)
        met, company = self._met(request, visitor, kind_of(request.path))
        answer = refusals.before_page(request, met, visitor)
        return disturbed(answer or self._page(request, met, visitor, company), met, visitor)

    def _logged_in(self, name: str) -> Answer:
        """Let somebody in under any name and without a word."""
        if not name:
            return text('{"user":false,"authenticated":false,"status":"ok"}', "application/json")
        session = self._sessions.open(name)
        said = (
            f'{{"user":true,"userId":"{session.pk}","authenticated":true,"oneTapPrompt":false,"status":"ok"}}'
        )
        answer = text(said, "application/json")
        return replace(answer, headers=(*answer.headers, *session.set_cookies))

    def _asked(self, request: Request, visitor: Visitor) -> Answer:
        """Answer what scripts and programs ask."""
        met, company = self._met(request, visitor, "listing")
        found = refusals.before_script(met, visitor)
        if found is None:
            answer = graphql.answer if request.path.strip("/") in _GRAPHQL else rest.answer
            found = answer(request, company, visitor, self._signer(visitor.session)) or refusals.login_first()
        return disturbed(found, met, visitor)

    def _page(self, request: Request, met: Conditions, visitor: Visitor, company: Company) -> Answer:
        """Write a page, or the question who one is in its place."""
        walled, throttled = refusals.is_walled(request, met, visitor), met.one(Throttle, visitor) is not None
        session = None if walled else visitor.session
        signer = self._signer(session)
        if request.path == refusals.CHALLENGE:
            body = pages.challenge_page(signer)
        elif walled:
            body = pages.login_wall_page(signer)
        elif session:
            body = routes.for_member(request.path, company, session, signer, throttled=throttled)
        else:
            body = routes.for_stranger(request.path, company, signer, throttled=throttled)
        if met.one(ConsentDialog, visitor):
            body = dialogs.with_consent(body, "Instagram")
        body = languages.spoken(body, placed(visitor, met).language)
        answer = Answer(headers=_headers(signer, int(self._clock()), session), body=body)
        return gzipped(answer) if "gzip" in request.header("accept-encoding") else answer


def _elsewhere(request: Request) -> Answer:
    if f"www.{request.host}" == SITE:
        return redirect(f"https://{SITE}{request.path}", HTTPStatus.MOVED_PERMANENTLY)
    return text("", status=HTTPStatus.NOT_FOUND)


def _headers(signer: Signer, now: int, session: Session | None) -> tuple[tuple[str, str], ...]:
    """Give the headers of a page; a visitor without a session is given new cookies each time."""
    return (
        ("content-type", 'text/html; charset="utf-8"'),
        ("vary", "Accept-Encoding"),
        ("cache-control", "private, no-cache, no-store, must-revalidate"),
        ("pragma", "no-cache"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("x-fb-request-id", f"{signer.hexadecimal(8)}-{now}"),
        ("x-fb-debug", f"{signer.token(63)}=="),
        (
            "proxy-status",
            f'http_request_error; e_clientaddr="{signer.token(24)}"; e_fb_vipport="{signer.token(12)}"',
        ),
        *(session.set_cookies[1:] if session else _fresh_cookies(signer)),
    )


def _fresh_cookies(signer: Signer) -> tuple[tuple[str, str], ...]:
    cookie = "path=/; domain=.instagram.com; secure"
    return (
        ("set-cookie", f"csrftoken={signer.token(24)}; Max-Age=31449600; {cookie}"),
        ("set-cookie", f"mid={signer.token(20)}; Max-Age=34560000; {cookie}; HttpOnly; SameSite=None"),
        ("set-cookie", f"ig_did={signer.hexadecimal(16).upper()}; Max-Age=31536000; {cookie}; HttpOnly"),
    )
