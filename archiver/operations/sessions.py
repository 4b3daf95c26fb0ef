"""Sessions: signed-in browser states of the operator's, made in a window, carried between machines, never archived."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from archiver import platforms
from archiver.capture import signing_in
from archiver.config import Session, Settings, default_state, is_session_name
from archiver.errors import ConfigError, StoreError
from archiver.operations.targets import put_in_place
from archiver.ports import Platform, Stop
from archiver.store.writing import PRIVATE, make_folder


@dataclass(frozen=True, slots=True)
class Kept:
    """A session that was kept."""

    session: Session
    settings_file: Path


def login(settings: Settings, platform: str, name: str, stop: Stop, *, screen: bool = True) -> Kept:
    """Open a window on a platform's own login page and keep the state once somebody has signed in.

    Nothing here asks for a password or sees one. Raises AddressError, ConfigError, CaptureError, StoreError.
    """
    known = platforms.named(platform)
    session = _named(settings, platform, name)
    state = signing_in.signed_in(known, settings.network, settings.browser, stop, screen=screen)
    return _keep(settings, session, state)


def export(settings: Settings, name: str, file: Path) -> Path:
    """Write a session's state to a file for another machine. Raises ConfigError, StoreError."""
    session = settings.session(name)
    if file.exists():
        raise StoreError(f"{file} exists already.", "Name another file.")
    _write(file, _read(session.state))
    return file


def take_in(settings: Settings, platform: str, name: str, file: Path) -> Kept:
    """Keep a state that another machine exported. Raises AddressError, ConfigError, StoreError."""
    known = platforms.named(platform)
    return _keep(settings, _named(settings, platform, name), _signed_in(known, file))


def checked(session: Session) -> Session:
    """Give a session whose state can be used; one that others may read is closed to them. Raises ConfigError."""
    _signed_in(platforms.named(session.platform), session.state)
    try:
        session.state.chmod(PRIVATE)
    except OSError as error:
        raise ConfigError(f"{session.state} cannot be closed to others: {error.strerror}.") from error
    return session


def _named(settings: Settings, platform: str, name: str) -> Session:
    if not is_session_name(name):
        raise ConfigError(f'"{name}" is no name for a session.', "Use up to 40 letters, digits, - and _.")
    known = next((session for session in settings.sessions if session.name == name), None)
    if known is None:
        return Session(name, platform, default_state(name))
    if known.platform != platform:
        raise ConfigError(f'The session "{name}" is one of {known.platform}.', "Choose another name.")
    return known


def _read(file: Path) -> dict[str, Any]:
    try:
        state = json.loads(file.read_bytes())
    except OSError as error:
        raise ConfigError(
            f"The session's state {file} cannot be read: {error.strerror}.",
            "Sign in again: archiver login PLATFORM --session NAME",
        ) from error
    except (ValueError, RecursionError):
        state = None
    cookies = state.get("cookies") if isinstance(state, dict) else None
    if not isinstance(cookies, list) or not all(isinstance(cookie, dict) for cookie in cookies):
        raise _not_signed_in(file)
    return dict(state)


def _signed_in(platform: Platform, file: Path) -> dict[str, Any]:
    """Read a state; one that signs nobody in would look logged out under a session's name."""
    state = _read(file)
    if not signing_in.is_signed_in(platform, state["cookies"]):
        raise _not_signed_in(file)
    return state


def _not_signed_in(file: Path) -> ConfigError:
    return ConfigError(
        f"{file} holds no signed-in state.", "Sign in again: archiver login PLATFORM --session NAME"
    )


def _keep(settings: Settings, session: Session, state: dict[str, Any]) -> Kept:
    _write(session.state, state)
    if session not in settings.sessions:
        _enter(settings.file, session)
    return Kept(session, settings.file)


def _write(file: Path, state: dict[str, Any]) -> None:
    make_folder(file.parent)
    aside = file.with_name(f"{file.name}.new")
    try:
        aside.unlink(missing_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(state, out)
        aside.replace(file)
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
