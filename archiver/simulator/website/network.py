"""The website, as it answers.

The site and the conditions are attributes, to be set between requests: what a visitor gets follows from the two
as they are now. Nobody logs in; a visitor is a language, and a country where the conditions say so.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from archiver.simulator.conditions import CALM, Conditions, Flap, Incident, Kind, Throttle
from archiver.simulator.happenings import country
from archiver.simulator.messages import Answer, Request, gzipped, redirect, text
from archiver.simulator.refusals import disturbed
from archiver.simulator.views import placed
from archiver.simulator.visitors import Visitor
from archiver.simulator.visits import Visits
from archiver.simulator.website import conditions as at_sites
from archiver.simulator.website import files, players, refusals, routes, traps
from archiver.simulator.website.addresses import HOST, HOSTS, address_of, key
from archiver.simulator.website.conditions import BreakOff, CutHalfway, LeadByLanguage, NeverEnd, ServeCopy
from archiver.simulator.website.frame import Moment
from archiver.simulator.website.happenings import spoken
from archiver.simulator.website.site import Site

_COPIED = (("x-cache", "HIT"), ("x-cache-hits", "3"), ("via", "1.1 edge-fra-04"))


class WebsiteNetwork:
    """A small company's server; `answer` is what a stand-in is given."""

    def __init__(self, site: Site, seed: str = "", clock: Callable[[], float] = time.time) -> None:
        """Show `site`; the same seed and the same requests at the same time are answered the same."""
        self.site = site
        self._seed = seed
        self._clock = clock
        self._turns = itertools.count()
        self._lock = threading.Lock()
        self._conditions, self._visits = CALM, Visits()

    @property
    def conditions(self) -> Conditions:
        """Give what the site does to visitors; requests are counted anew when it is set."""
        return self._conditions

    @conditions.setter
    def conditions(self, conditions: Conditions) -> None:
        """Have the site behave so from now on."""
        self._conditions, self._visits = conditions, Visits()

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        if request.host not in HOSTS:
            played = players.elsewhere(request, self.site) if request.host == players.HOST else None
            return played or text("", status=HTTPStatus.NOT_FOUND)
        asked, kind = key(request.path, request.query), _kind(request)
        visitor = Visitor(language=_language(request))
        # Two pages may differ by a parameter alone, and one page be asked for in several ways.
        earlier, again = self._visits.note(replace(request, path=asked, query=()), visitor, kind)
        met = at_sites.at(self._conditions, asked).facing(visitor, kind, earlier)
        moment = self._moment()
        found = refusals.before(met, visitor, moment)
        if found is None:
            found = self._found(request, met, placed(visitor, met), moment, again)
        return _spoiled(_compressed(request, found), met, visitor)

    def _moment(self) -> Moment:
        with self._lock:
            return Moment(self._seed, next(self._turns), self._clock())

    def _found(
        self, request: Request, met: Conditions, visitor: Visitor, moment: Moment, again: int
    ) -> Answer:
        copy = met.one(ServeCopy, visitor)
        if copy is None:
            return self._answered(self.site, request, met, visitor, moment, again)
        # What changes with each request was fixed when the copy was made.
        made = Moment(self._seed, 0, moment.now - copy.age)
        answer = self._answered(copy.older, request, met, visitor, made, again)
        return replace(answer, headers=(*answer.headers, ("age", str(copy.age)), *_COPIED))

    def _answered(
        self, site: Site, request: Request, met: Conditions, visitor: Visitor, moment: Moment, again: int
    ) -> Answer:
        asked = key(request.path, request.query)
        if site.state == "closed":
            return refusals.closed()
        if site.state == "parked":
            return refusals.parked(moment)
        if request.host != HOST:
            return redirect(address_of(_as_sent(request)), HTTPStatus.MOVED_PERMANENTLY)
        if request.method not in ("GET", "HEAD"):
            return refusals.failed(HTTPStatus.METHOD_NOT_ALLOWED)
        elsewhere = _led(site, request, met, visitor)
        if elsewhere:
            return redirect(address_of(elsewhere))
        flapping = met.one(Flap, visitor) if again % 2 else None
        if met.one(Incident, visitor) or (flapping and asked in flapping.codes):
            return refusals.nothing(site, asked, "404", moment)
        answer = routes.found(request, site, moment, shell=met.one(Throttle, visitor) is not None)
        return _unwhole(answer, met, visitor) if answer.status == HTTPStatus.OK else answer


def _kind(request: Request) -> Kind:
    """Give what kind of thing is asked for."""
    path = request.path
    if key(path) == "/":
        return "profile"
    if path in (files.ROBOTS, files.SITEMAP):
        return "other"
    return "medium" if path.startswith(("/bilder/", "/filme/", "/theme/", files.ICON)) else "post"


def _language(request: Request) -> str:
    return request.header("accept-language").partition(",")[0].partition(";")[0].strip()


def _led(site: Site, request: Request, met: Conditions, visitor: Visitor) -> str:
    """Give the part a visitor is sent to because of who they are; pages only, and none within that part."""
    asked = key(request.path, request.query)
    scopes = (country(visitor.country), spoken(visitor.language))
    leading = [(spoken(one.language), one.to) for one in met.all(LeadByLanguage)]
    to = next((to for scope, to in (*leading, *site.led) if scope in scopes), "")
    return to if _kind(request) in ("profile", "post") and not (to and asked.startswith(to)) else ""


def _as_sent(request: Request) -> str:
    return f"{request.path}?{urlencode(request.query)}" if request.query else request.path


def _compressed(request: Request, answer: Answer) -> Answer:
    html = dict(answer.headers).get("content-type", "").startswith("text/html")
    wanted = "gzip" in request.header("accept-encoding")
    return gzipped(answer) if html and wanted and answer.body and not answer.trickle else answer


def _unwhole(answer: Answer, met: Conditions, visitor: Visitor) -> Answer:
    """Give the first half of an answer as if that were all, or all but its end and then ever more."""
    if met.one(BreakOff, visitor):
        return replace(answer, body=answer.body[: len(answer.body) // 2])
    endless = met.one(NeverEnd, visitor)
    return traps.unending(answer, endless.seconds) if endless else answer


def _spoiled(answer: Answer, met: Conditions, visitor: Visitor) -> Answer:
    """Give an answer late, or not to its end."""
    if met.one(CutHalfway, visitor):
        answer = replace(answer, cut_after=len(answer.body) // 2)
    return disturbed(answer, met, visitor)
