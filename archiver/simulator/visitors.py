"""Who asks: somebody without an account, or the bearer of a session that was opened under a name.

Names are all there is to an account here. Nothing checks a password, and a session lasts until it is ended.
"""

import base64
import hashlib
import json
import threading
from dataclasses import dataclass, field
from typing import Any

from archiver.simulator.company import invented
from archiver.simulator.messages import Request

_YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Jar:
    """What a network calls the cookies of a session, and for which hosts they are."""

    domain: str
    cookies: tuple[tuple[str, str, bool], ...]
    """Name, what it holds, and whether scripts are kept from it; the secret first, then the user's number."""


INSTAGRAM = Jar(
    ".instagram.com",
    (
        ("sessionid", "secret", True),
        ("ds_user_id", "pk", False),
        ("csrftoken", "csrf", False),
        ("mid", "mid", True),
        ("ig_did", "did", True),
    ),
)
FACEBOOK = Jar(
    ".facebook.com",
    (
        ("xs", "secret", True),
        ("c_user", "pk", False),
        ("datr", "datr", True),
        ("sb", "sb", True),
        ("fr", "fr", True),
    ),
)


@dataclass(frozen=True, slots=True)
class Session:
    """What a browser keeps of having logged in."""

    name: str
    salt: str
    """Makes one opening unlike another."""
    jar: Jar = INSTAGRAM

    @property
    def pk(self) -> int:
        """Give the user id of whoever logged in."""
        return 990_003_000_000_000 + invented(f"viewer/{self.name}", 10**9)

    @property
    def graph_id(self) -> int:
        """Give the other id of the same account."""
        return 17_841_999_000_000_000 + invented(f"viewer/{self.name}/graph", 10**9)

    @property
    def email(self) -> str:
        """Give the address for letters, which pages of a business's accounts are told."""
        return f"{self.name}@lokalblatt.example"

    @property
    def face(self) -> str:
        """Give the file name of the account's own picture, which holds nothing of its numbers."""
        lot, run = (invented(f"viewer/{self.name}/{part}", 10**14) for part in ("lot", "run"))
        return f"6{lot % 10**8:08}_1220{run:014}_{invented(f'viewer/{self.name}/face', 10**19):019}_n.jpg"

    @property
    def secret(self) -> str:
        """Give the cookie that makes a request the bearer's."""
        return (
            f"{self.pk}%3A{self._token('run', 14)}%3A{invented(self.salt, 30)}%3AAY{self._token('key', 48)}"
        )

    @property
    def csrf(self) -> str:
        """Give the token that a page must say again in a header of what it posts."""
        return self._token("csrf", 32)

    @property
    def dtsg(self) -> str:
        """Give the token that a page must say again in the body of what it posts."""
        return f"NAf{self._token('dtsg', 40)}:17865:{1_790_000_000 + invented(self.salt, 10**6)}"

    @property
    def cookies(self) -> tuple[tuple[str, str, bool], ...]:
        """Give name, value and whether scripts are kept from it, of each cookie."""
        values = {
            "secret": self.secret,
            "pk": str(self.pk),
            "csrf": self.csrf,
            "mid": self._token("mid", 28),
            "did": self._token("did", 36).upper(),
        }
        return tuple(
            (name, values.get(kind) or self._token(kind, 24), hidden)
            for name, kind, hidden in self.jar.cookies
        )

    @property
    def set_cookies(self) -> tuple[tuple[str, str], ...]:
        """Give the headers by which a browser is told to keep the session."""
        return tuple(
            (
                "set-cookie",
                f"{name}={value}; Max-Age={_YEAR}; Path=/; Domain={self.jar.domain}; Secure"
                + ("; HttpOnly; SameSite=None" if hidden else ""),
            )
            for name, value, hidden in self.cookies
        )

    def storage_state(self, now: float) -> dict[str, Any]:
        """Give the session as the document from which Playwright opens a browser's context."""
        kept = {
            "domain": self.jar.domain,
            "path": "/",
            "expires": int(now) + _YEAR,
            "secure": True,
            "sameSite": "None",
        }
        cookies = [
            {"name": name, "value": value, "httpOnly": hidden, **kept} for name, value, hidden in self.cookies
        ]
        return {"cookies": cookies, "origins": []}

    def _token(self, kind: str, letters: int) -> str:
        return hashlib.sha512(f"{self.name}/{self.salt}/{kind}".encode()).hexdigest()[:letters]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sends a request."""

    session: Session | None = None
    country: str = ""
    """Two letters; nothing where it is not known."""
    language: str = "en-US"

    @property
    def name(self) -> str:
        """Give the name of the session; nothing for who is not logged in."""
        return self.session.name if self.session else ""

    @property
    def signed_in(self) -> bool:
        """Tell a bearer of a session from the rest of the world."""
        return self.session is not None


STRANGER = Visitor()


@dataclass(slots=True)
class Sessions:
    """The sessions that stand open."""

    seed: str
    jar: Jar
    _open: dict[str, Session] = field(default_factory=dict)
    _opened: int = 0
    faces: set[str] = field(default_factory=set)
    """File names of the pictures of all who ever had one."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, name: str) -> Session:
        """Open a session; a name may have several."""
        with self._lock:
            self._opened += 1
            session = Session(name, f"{self.seed}/{self._opened}", self.jar)
            self._open[session.secret] = session
            self.faces.add(session.face)
            return session

    def close(self, name: str) -> None:
        """End all sessions of a name."""
        with self._lock:
            self._open = {secret: session for secret, session in self._open.items() if session.name != name}

    def visitor(self, request: Request) -> Visitor:
        """Tell who asks; a session's cookie counts for nothing once it has ended, or beside another's id."""
        shown = _bearer(request) or request.cookies
        # Some clients undo the percent signs of what they were given.
        (secret, *_), (number, *_) = self.jar.cookies[:2]
        session = self._open.get(shown.get(secret, "").replace(":", "%3A"))
        if session is None or shown.get(number, str(session.pk)) != str(session.pk):
            session = None
        language = request.header("accept-language").partition(",")[0].partition(";")[0].strip()
        return Visitor(session, language=language)


def _bearer(request: Request) -> dict[str, str]:
    """Read the header in which the platform's apps carry the same two values."""
    kind, _, packed = request.header("authorization").rpartition(":")
    if kind != "Bearer IGT:2":
        return {}
    try:
        said = json.loads(base64.b64decode(packed))
    except ValueError:
        return {}
    return {name: str(said[name]) for name in ("sessionid", "ds_user_id") if name in said}
