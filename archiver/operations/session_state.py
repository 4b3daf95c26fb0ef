"""A session's state as it stands in a file: whether a browser would take it, and whether it still signs in.

What a browser refuses would otherwise end a visit as a browser that died; what signs nobody in would look
logged out under a session's name.
"""

import json
import re
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archiver import platforms
from archiver.capture import signing_in
from archiver.config import Session
from archiver.errors import ArchiverError, SessionError
from archiver.operations.outside import require_outside
from archiver.store.writing import PRIVATE

_UNTIL_CLOSED = -1
"""Expiry of a cookie that lasts as long as its browser."""
_LAST_EXPIRY = 253_402_300_799
"""The latest that a browser takes: the end of the year 9999."""
_SAME_SITE = ("Strict", "Lax", "None", None)
_CONTROL = re.compile(r"[\x00-\x1f\x7f;]")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Usable:
    """A state that can be used."""

    file: Path
    was_open: bool
    """Whether others on this machine could read it until now."""


def usable(session: Session, root: Path) -> Usable:
    """Give a state to look with; one that others may read is closed to them. Raises SessionError."""
    require_outside(session.state, root)
    read(session)
    was_open = is_open(session.state)
    try:
        session.state.chmod(PRIVATE)
    except OSError as error:
        raise SessionError(f"{session.state} cannot be closed to others: {error.strerror}.") from error
    return Usable(session.state, was_open)


def fault(session: Session, root: Path) -> str:
    """Say why a session cannot be used, and what to do; empty where nothing is known against it."""
    try:
        require_outside(session.state, root)
        read(session)
    except ArchiverError as error:
        return str(error)
    return ""


def viewer(session: Session) -> str:
    """Give what names the account that is signed in; empty where the state is not here or does not say."""
    name = platforms.named(session.platform).viewer_cookie
    try:
        cookies = _document(session)["cookies"]
    except SessionError:
        return ""
    return next((str(cookie.get("value", "")) for cookie in cookies if cookie.get("name") == name), "")


def read(session: Session) -> dict[str, Any]:
    """Read a session's state. Raises SessionError where it signs nobody in, or no browser would take it."""
    platform = platforms.named(session.platform)
    state, file = _document(session), session.state
    if not signing_in.is_signed_in(platform, state["cookies"]):
        raise _unusable(session, f"{file} holds no signed-in state.")
    if not _is_taken(state):
        raise _unusable(session, f"{file} holds what no browser takes for a state.")
    host = urlsplit(platform.login_address).hostname or ""
    own = [cookie for cookie in state["cookies"] if cookie["name"] == platform.session_cookie]
    sent = [cookie for cookie in own if _is_sent(cookie, host)]
    if not sent:
        raise _unusable(session, f"{file} signs in elsewhere, not at {platform.label}.")
    # By the machine's clock, as a browser judges it.
    now = datetime.now(UTC).timestamp()
    if all(0 <= cookie.get("expires", _UNTIL_CLOSED) <= now for cookie in sent):
        ended = datetime.fromtimestamp(max(cookie["expires"] for cookie in sent), UTC)
        raise _unusable(session, f"{file} holds a sign-in that expired on {ended:%Y-%m-%d}.")
    return state


def is_open(file: Path) -> bool:
    """Tell whether others on this machine may use a file."""
    return bool(file.stat().st_mode & _OTHERS)


def _document(session: Session) -> dict[str, Any]:
    file = session.state
    try:
        state = json.loads(file.read_bytes())
    except OSError as error:
        raise _unusable(session, f"The session's state {file} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError):
        state = None
    cookies = state.get("cookies") if isinstance(state, dict) else None
    if not isinstance(cookies, list) or not all(isinstance(cookie, dict) for cookie in cookies):
        raise _unusable(session, f"{file} holds no signed-in state.")
    return dict(state)


def _unusable(session: Session, sentence: str) -> SessionError:
    return SessionError(
        sentence, f"Sign in again: archiver login {session.platform} --session {session.name}"
    )


def _is_taken(state: dict[str, Any]) -> bool:
    origins = state.get("origins", [])
    return (
        all(map(_is_cookie, state["cookies"])) and isinstance(origins, list) and all(map(_is_origin, origins))
    )


def _is_cookie(cookie: dict[str, Any]) -> bool:
    expires = cookie.get("expires", _UNTIL_CLOSED)
    return (
        all(_is_plain(cookie.get(key)) for key in ("name", "value", "domain", "path"))
        and bool(cookie["domain"])
        and cookie["path"].startswith("/")
        and isinstance(expires, int | float)
        and not isinstance(expires, bool)
        and (expires == _UNTIL_CLOSED or 0 <= expires <= _LAST_EXPIRY)
        and all(isinstance(cookie.get(key, False), bool) for key in ("httpOnly", "secure"))
        and cookie.get("sameSite", "Lax") in _SAME_SITE
    )


def _is_plain(text: object) -> bool:
    return isinstance(text, str) and not _CONTROL.search(text)


def _is_origin(origin: object) -> bool:
    if not isinstance(origin, dict) or not isinstance(origin.get("origin"), str):
        return False
    kept = origin.get("localStorage")
    return (
        urlsplit(origin["origin"]).scheme in ("http", "https")
        and isinstance(kept, list)
        and all(isinstance(each, dict) and _names_a_text(each) for each in kept)
    )


def _names_a_text(entry: dict[str, Any]) -> bool:
    return isinstance(entry.get("name"), str) and isinstance(entry.get("value"), str)


def _is_sent(cookie: dict[str, Any], host: str) -> bool:
    """Tell whether a browser sends a cookie to a host; one without a dot before its domain goes there alone."""
    domain = cookie["domain"].lower()
    reached = host == domain.removeprefix(".") or (domain.startswith(".") and f".{host}".endswith(domain))
    return reached and (cookie.get("sameSite") != "None" or cookie.get("secure", False))
