"""How a session stands: by its state's file, and by how the looks went that were made with it."""

from datetime import UTC, datetime

from archiver.archive import Archive
from archiver.config import Session
from archiver.errors import SessionError
from archiver.operations import session_state
from archiver.operations.looks_told import told
from archiver.operations.vantages import vantage_of
from archiver.schedule.health import Condition, Health, health

_ENOUGH = 20
"""Looks that tell how a session stands: what is asked is how the last ones went."""
_WHY = {
    Condition.CHALLENGED: (
        "was asked on {since} to prove who is signed in, and nothing is asked with it until somebody does"
    ),
    Condition.LOGGED_OUT: "is signed out since {since}",
}


def health_of(archive: Archive, session: Session) -> Health:
    """Say how a session stands, and since when."""
    looks, known_as = archive.catalog.looks, vantage_of(archive, session).session
    last = told(archive, looks.of_session(known_as, _ENOUGH))
    challenged = told(archive, looks.challenged(known_as))
    return health(last, signed_in_at(archive, session), challenged[-1] if challenged else None)


def signed_in_at(archive: Archive, session: Session) -> datetime | None:
    """Say when a session's state was last put in place; None where it is not here, or signs nobody in."""
    if session_state.fault(session, archive.layout.root):
        return None
    return datetime.fromtimestamp(session.state.stat().st_mtime, UTC)


def require_unchallenged(archive: Archive, session: Session) -> None:
    """Raise SessionError where a session was challenged: to ask on with it would lose it for good."""
    found = health_of(archive, session)
    error = why_blind(session, found) if found.condition is Condition.CHALLENGED else None
    if error is not None:
        raise error


def why_blind(session: Session, found: Health) -> SessionError | None:
    """Say why nothing is looked at with a session before somebody signs in; None where that is not so."""
    if found.condition not in _WHY or found.since is None:
        return None
    why = _WHY[found.condition].format(since=f"{found.since:%Y-%m-%d %H:%M} UTC")
    return SessionError(
        f'The session "{session.name}" {why}.',
        f"Do it in a window: archiver login {session.platform} --session {session.name}",
    )
