"""Sessions: signed-in browser states of the operator's, made in a window, carried between machines, never archived."""

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from archiver import platforms
from archiver.capture import signing_in
from archiver.config import Session, Settings, default_state, is_session_name
from archiver.errors import AddressError, ArchiverError, ConfigError, SessionError, StoreError
from archiver.operations import session_state
from archiver.operations.outside import require_outside
from archiver.operations.own_files import put_in_place, put_new
from archiver.ports import Stop
from archiver.store.writing import PRIVATE


@dataclass(frozen=True, slots=True)
class Kept:
    """A session that was kept."""

    session: Session
    settings_file: Path
    replaced: bool
    """Whether an earlier state of the same session gave way to it."""
    was_open: bool = False
    """Whether others could read the file that it was taken from."""


def place_for(settings: Settings, root: Path, platform: str, name: str) -> Session:
    """Say where a session is to be kept, outside any archive and where nobody else's state stands.

    Raises AddressError, ConfigError, SessionError.
    """
    if not platforms.named(platform).login_address:
        raise AddressError("Nobody signs in to a website: it is looked at as anybody sees it.", "")
    if not is_session_name(name):
        raise ConfigError(f'"{name}" is no name for a session.', "Use up to 40 letters, digits, - and _.")
    known = next((session for session in settings.sessions if session.name == name), None)
    session = known or Session(name, platform, default_state(name))
    if session.platform != platform:
        raise ConfigError(f'The session "{name}" is one of {session.platform}.', "Choose another name.")
    require_outside(session.state, root)
    if known is None and os.path.lexists(session.state):
        # All of a user's projects keep their states in one folder unless their settings say otherwise.
        raise SessionError(
            f"{session.state} exists already, and {settings.file} does not name it: it may be another project's.",
            f"Choose another name, or give [sessions.{name}] a platform and a state of its own there.",
        )
    return session


def place_to_sign_in(settings: Settings, root: Path, platform: str, name: str) -> Session:
    """Say where a session is to be kept that is made in a window. Raises as `place_for` does, and NoScreenError."""
    session = place_for(settings, root, platform, name)
    signing_in.require_screen()
    return session


def login(settings: Settings, session: Session, stop: Stop, *, screen: bool = True) -> Kept:
    """Open a window on a platform's own login page and keep the state once somebody has signed in.

    Nothing here asks for a password or sees one. Raises AddressError, ConfigError, CaptureError, StoreError.
    """
    platform = platforms.named(session.platform)
    state = signing_in.signed_in(platform, settings.network, settings.browser, stop, screen=screen)
    return _keep(settings, session, state)


def export(settings: Settings, root: Path, name: str, file: Path) -> Path:
    """Write a session's state to a file for another machine. Raises ConfigError, SessionError, StoreError."""
    session = settings.session(name)
    require_outside(file, root)
    if os.path.lexists(file):
        raise StoreError(f"{file} exists already.", "Name another file.")
    _write(file, session_state.read(session), new=True)
    return file


def take_in(settings: Settings, root: Path, platform: str, name: str, file: Path) -> Kept:
    """Keep a state that another machine exported. Raises AddressError, ConfigError, SessionError, StoreError."""
    session = place_for(settings, root, platform, name)
    state = session_state.read(replace(session, state=file))
    return replace(_keep(settings, session, state), was_open=session_state.is_open(file))


def _keep(settings: Settings, session: Session, state: dict[str, Any]) -> Kept:
    named, replaced = session in settings.sessions, os.path.lexists(session.state)
    _write(session.state, state, new=not named)
    try:
        if not named:
            _enter(settings.file, session)
    except ArchiverError:
        # A state that no settings name would be in the way the next time.
        session.state.unlink(missing_ok=True)
        raise
    return Kept(session, settings.file, replaced)


def _write(file: Path, state: dict[str, Any], *, new: bool) -> None:
    try:
        (put_new if new else put_in_place)(file, json.dumps(state), PRIVATE)
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}.") from error


def _enter(file: Path, session: Session) -> None:
    """Name a session in the settings file, with the operator's own lines left as they are."""
    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8") if file.exists() else "")
        sessions = document.setdefault("sessions", tomlkit.table(is_super_table=True))
        entry = tomlkit.inline_table() if isinstance(sessions, InlineTable) else tomlkit.table()
        entry.add("platform", session.platform)
        if session.state != default_state(session.name):
            entry.add("state", str(session.state))
        sessions.add(session.name, entry)
        put_in_place(file, tomlkit.dumps(document))
    except TOMLKitError as error:
        raise ConfigError(f"{file} is not valid TOML: {error}.") from error
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}.") from error
