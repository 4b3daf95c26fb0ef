"""Facebook, as it answers: pages of an account, what their scripts ask, and media by file name.

The account and the conditions are attributes, to be set between requests: what a visitor gets follows from the
two as they are now, and from how long letters that stand for posts are good.
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
from archiver.simulator.conditions import CALM, Conditions, ConsentDialog, Kind, ServeCached, Throttle
from archiver.simulator.facebook import (
    addresses,
    aliases,
    frame,
    graphql,
    languages,
    refusals,
    routes,
    script,
)
from archiver.simulator.facebook.aliases import Terms
from archiver.simulator.facebook.frame import Page
from archiver.simulator.facebook.listings import for_visitor
from archiver.simulator.facebook.manner import Manner
from archiver.simulator.facebook.pages import Writing
from archiver.simulator.facebook.signing import Signer
from archiver.simulator.messages import Answer, Request, gzipped, ranged, redirect, text
from archiver.simulator.refusals import disturbed
from archiver.simulator.views import placed, shown_to
from archiver.simulator.visitors import FACEBOOK, Session, Sessions, Visitor
from archiver.simulator.visits import Visits

SITE = refusals.HOST
_DOMAIN = ".fbcdn.net"
_GRAPHQL = "/api/graphql/"
_EVERY = Manner()
_DAY = Terms()


class FacebookNetwork:
    """A small Facebook with one page; `answer` is what a stand-in is given."""

    def __init__(
        self,
        company: Company,
        seed: str = "",
        clock: Callable[[], float] = time.time,
        manner: Manner = _EVERY,
        terms: Terms = _DAY,
    ) -> None:
        """Show `company`; the same seed and the same requests at the same time are answered the same."""
        self.company = company
        self.manner = manner
        self.terms = terms
        self._seed = seed
        self._clock = clock
        self._turns = itertools.count()
        self._lock = threading.Lock()
        self._sessions = Sessions(seed, FACEBOOK)
        self._conditions, self._visits = CALM, Visits()

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
        if request.host.endswith(_DOMAIN):
            return self._file(request)
        if request.host == SITE:
            return self._site(request)
        if f"www.{request.host}" == SITE:
            return redirect(f"https://{SITE}{request.path}", HTTPStatus.MOVED_PERMANENTLY)
        return text("", status=HTTPStatus.NOT_FOUND)

    def _file(self, request: Request) -> Answer:
        visitor = self._sessions.visitor(request)
        met, _ = self._met(request, visitor, "medium")
        found = refusals.before_script(met, visitor)
        if found is None and request.host == script.STATIC:
            found = content.scripted(script.at(request.path))
        if found is None:
            older = (cached.older for cached in self._conditions.all(ServeCached))
            companies = (self.company, *self.company.neighbours, *older)
            found = content.answer(request, companies, self._clock(), self._sessions.faces)
        return disturbed(found, met, visitor)

    def _met(self, request: Request, visitor: Visitor, kind: Kind) -> tuple[Conditions, Company]:
        """Give the conditions in force for a request, and the company as its sender is shown it."""
        counts = request.path not in refusals.OPEN_PATHS
        earlier, turn = self._visits.note(request, visitor, kind, counts=counts)
        met = self._conditions.facing(visitor, kind, earlier)
        return met, for_visitor(shown_to(self.company, met, visitor, turn), visitor)

    def _turn(self) -> tuple[Signer, int]:
        with self._lock:
            turn = next(self._turns)
        return Signer(f"{self._seed}/{turn}", int(self._clock()), turn), turn

    def _site(self, request: Request) -> Answer:
        if request.path == "/favicon.ico":
            return ranged(request, pictures.icon(), "image/x-icon")
        if request.method == "POST" and request.path == refusals.SIGNING_IN:
            return self._logged_in(request)
        visitor = self._sessions.visitor(request)
        signer, turn = self._turn()
        if request.path.rstrip("/") == _GRAPHQL.rstrip("/"):
            return self._asked(request, visitor, signer)
        address = addresses.read(request, lambda letters: self._number(letters, turn))
        # Letters that change must not make one post's address another each time.
        same = replace(request, path=address.same, query=()) if address.form != "nothing" else request
        if request.path in refusals.OPEN_PATHS:
            same = request
        met, company = self._met(same, visitor, address.kind)
        answer = refusals.before_page(request, met, visitor)
        if answer is None:
            session = None if refusals.is_walled(request, met, visitor) else visitor.session
            writing = Writing(signer, self.manner, session, met.one(Throttle, visitor) is not None)
            page = refusals.instead(request, met, visitor) or routes.found(request, address, company, writing)
            answer = page if isinstance(page, Answer) else self._written(request, page, met, visitor, writing)
        return disturbed(answer, met, visitor)

    def _number(self, letters: str, turn: int) -> str:
        """Give the number that stands in an address; nothing for letters that were never written, or too old."""
        if not aliases.is_alias(letters):
            return letters
        said = aliases.read(letters)
        return said.number if said and said.is_good(self.terms, self._clock(), turn) else ""

    def _logged_in(self, request: Request) -> Answer:
        """Let somebody in under any name and without a word."""
        name, wanted = request.form.get("email", ""), request.parameter("next") or "/"
        if not name:
            return refusals.to_login(request)
        session = self._sessions.open(name)
        path = wanted.removeprefix(f"https://{SITE}")
        answer = redirect(path if path.startswith("/") and not path.startswith("//") else "/")
        return replace(answer, headers=(*answer.headers, *session.set_cookies))

    def _asked(self, request: Request, visitor: Visitor, signer: Signer) -> Answer:
        """Answer what scripts ask."""
        met, company = self._met(request, visitor, "listing")
        found = refusals.before_script(met, visitor)
        if found is None:
            found = graphql.answer(request, company, Writing(signer, self.manner, visitor.session))
        return disturbed(found, met, visitor)

    def _written(
        self, request: Request, page: Page, met: Conditions, visitor: Visitor, writing: Writing
    ) -> Answer:
        older = shown_to(self.company, met, visitor).older_layout
        wrapper = self.manner.wrapped(writing.signer, older=older)
        language = placed(visitor, met).language
        body = frame.written(languages.worded(page, language), wrapper, writing.signer, writing.session)
        if met.one(ConsentDialog, visitor):
            body = dialogs.with_consent(body, "Facebook")
        body = languages.spoken(body, language)
        answer = Answer(headers=_headers(writing.signer, writing.session), body=body)
        return gzipped(answer) if "gzip" in request.header("accept-encoding") else answer


def _headers(signer: Signer, session: Session | None) -> tuple[tuple[str, str], ...]:
    """Give the headers of a page; a visitor without a session is given new cookies each time."""
    cookie = "path=/; domain=.facebook.com; secure; httponly; SameSite=None"
    fresh = tuple(
        ("set-cookie", f"{name}={signer.token(18)}; Max-Age=34560000; {cookie}") for name in ("datr", "sb")
    )
    return (
        ("content-type", 'text/html; charset="utf-8"'),
        ("vary", "Accept-Encoding"),
        ("cache-control", "private, no-cache, no-store, must-revalidate"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("x-fb-debug", f"{signer.token(63)}=="),
        (
            "proxy-status",
            f'http_request_error; e_clientaddr="{signer.token(24)}"; e_fb_vipport="{signer.token(12)}"',
        ),
        *(session.set_cookies[1:] if session else fresh),
    )
