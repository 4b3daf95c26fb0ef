"""The network that answers: pages of the account, media by file name, and the ways it turns visitors away.

State is one attribute, to be set between requests; what is shown follows from the company as it is now, so
that a later verb need only put another company in its place.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Literal

from archiver.simulator import pages, pictures
from archiver.simulator.company import TRACKS, Company, Medium, Person
from archiver.simulator.messages import Answer, Request, gzipped, ranged, redirect, text
from archiver.simulator.signing import Signer, avatar_name

State = Literal["open", "login_wall", "login_redirect", "throttled", "rate_limited"]

SITE = "www.instagram.com"
_MEDIA_DOMAINS = (".cdninstagram.com", ".fbcdn.net")
_POST_WORDS = ("p", "reel", "reels", "tv")
_WALL_PATHS = ("/", "/accounts/login/", "/accounts/emailsignup/")
_REFUSAL = (
    '{"message":"Please wait a few minutes before you try again.","require_login":true,"igweb_rollout":true,'
    '"status":"fail"}'
)


class SocialNetwork:
    """A small social network with one account; `answer` is what a stand-in is given."""

    def __init__(self, company: Company, seed: str = "", clock: Callable[[], float] = time.time) -> None:
        """Show `company`; the same seed and the same requests at the same time are answered the same."""
        self.company = company
        self.state: State = "open"
        self._seed = seed
        self._clock = clock
        self._turns = itertools.count()
        self._lock = threading.Lock()
        self._left: int | None = None

    def wall_after(self, pages: int) -> None:
        """Show this many pages more, and from then on the demand to log in."""
        with self._lock:
            self._left = pages

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        if request.host.endswith(_MEDIA_DOMAINS):
            return self._medium(request)
        return self._site(request) if request.host == SITE else _elsewhere(request)

    def _site(self, request: Request) -> Answer:
        if request.path == "/favicon.ico":
            return ranged(request, pictures.icon(), "image/x-icon")
        if request.path.startswith(("/api/", "/graphql")):
            return text(_REFUSAL, "application/json", HTTPStatus.UNAUTHORIZED)
        if not request.path.endswith("/"):
            return redirect(f"{request.path}/", HTTPStatus.MOVED_PERMANENTLY)
        return self._turned_away(request) or self._page(request)

    def _turned_away(self, request: Request) -> Answer | None:
        if self.state == "rate_limited":
            return text("Too Many Requests", status=HTTPStatus.TOO_MANY_REQUESTS)
        if self.state == "login_redirect" and request.path not in _WALL_PATHS:
            return redirect(f"https://{SITE}/accounts/login/?next={request.path}")
        return None

    def _page(self, request: Request) -> Answer:
        with self._lock:
            signer = Signer(f"{self._seed}/{next(self._turns)}", int(self._clock()))
            walled = self._left == 0
            self._left = max(0, self._left - 1) if self._left is not None else None
        wall = walled or self.state == "login_wall" or request.path in _WALL_PATHS
        body = pages.login_wall_page(signer) if wall else self._shown(request.path, signer)
        answer = Answer(headers=_headers(signer, int(self._clock())), body=body)
        return gzipped(answer) if "gzip" in request.header("accept-encoding") else answer

    def _shown(self, path: str, signer: Signer) -> bytes:
        company, throttled = self.company, self.state == "throttled"
        match [word for word in path.split("/") if word]:
            case [handle] if handle.lower() == company.handle and throttled:
                return pages.throttled_page(pages.PROFILE_ROUTE, signer, pages.profile_tags(company, signer))
            case [handle] if handle.lower() == company.handle:
                return pages.profile_page(company, signer)
            case [kind, code] if kind in _POST_WORDS:
                return self._permalink(code, signer)
            case [handle, kind, code] if handle.lower() == company.handle and kind in _POST_WORDS:
                return self._permalink(code, signer)
            case _:
                return pages.not_found_page(signer)

    def _permalink(self, code: str, signer: Signer) -> bytes:
        company, post = self.company, self.company.post(code)
        if post is None:
            return pages.not_found_page(signer)
        if self.state == "throttled":
            return pages.throttled_page(pages.POST_ROUTE, signer, pages.post_tags(company, post, signer))
        if post.gated or company.private:
            return pages.gated_page(company, post, signer)
        return pages.post_page(company, post, signer)

    def _medium(self, request: Request) -> Answer:
        name = request.path.rpartition("/")[2]
        content = self._file(name, request.parameter("stp"))
        if content is None:
            return text("", status=HTTPStatus.NOT_FOUND)
        if _expired(request.parameter("oe"), self._clock()):
            return text("URL signature expired", status=HTTPStatus.FORBIDDEN)
        answer = ranged(request, content, "video/mp4" if name.endswith(".mp4") else "image/jpeg")
        return replace(answer, headers=(*answer.headers, *_MEDIA_HEADERS))

    def _file(self, name: str, form: str) -> bytes | None:
        if any(name == avatar_name(person) for person in _people(self.company)):
            return pictures.rendition(pictures.picture(name, 1080, 1080), form)
        for medium in _media(self.company):
            if name == medium.picture_name:
                return pictures.rendition(medium.picture, form)
            if medium.is_video:
                for track in TRACKS:
                    if name == medium.track_name(track):
                        return medium.track(track)
        return None


_MEDIA_HEADERS = (
    ("cache-control", "max-age=1209600, no-transform"),
    ("access-control-allow-origin", "*"),
    ("cross-origin-resource-policy", "cross-origin"),
    ("timing-allow-origin", "*"),
    ("last-modified", "Thu, 19 Nov 2026 13:00:00 GMT"),
)


def _elsewhere(request: Request) -> Answer:
    if f"www.{request.host}" == SITE:
        return redirect(f"https://{SITE}{request.path}", HTTPStatus.MOVED_PERMANENTLY)
    return text("", status=HTTPStatus.NOT_FOUND)


def _media(company: Company) -> tuple[Medium, ...]:
    return tuple(medium for post in company.posts for medium in post.media)


def _people(company: Company) -> set[Person]:
    """Give everybody whose face is shown."""
    commenters = {post.comment.author for post in company.posts if post.comment}
    return {company.account} | commenters


def _expired(expiry: str, now: float) -> bool:
    try:
        return int(expiry, 16) < now
    except ValueError:
        return True


def _headers(signer: Signer, now: int) -> tuple[tuple[str, str], ...]:
    """Give the headers of a page; cookies are new each time, as for a visitor without any."""
    cookie = "path=/; domain=.instagram.com; secure"
    return (
        ("content-type", 'text/html; charset="utf-8"'),
        ("vary", "Accept-Encoding"),
        ("cache-control", "private, no-cache, no-store, must-revalidate"),
        ("pragma", "no-cache"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("x-fb-request-id", f"{signer.hexadecimal(8)}-{now}"),
        ("x-fb-debug", f"{signer.token(63)}=="),
        ("set-cookie", f"csrftoken={signer.token(24)}; Max-Age=31449600; {cookie}"),
        ("set-cookie", f"mid={signer.token(20)}; Max-Age=34560000; {cookie}; HttpOnly; SameSite=None"),
        ("set-cookie", f"ig_did={signer.hexadecimal(16).upper()}; Max-Age=31536000; {cookie}; HttpOnly"),
    )
