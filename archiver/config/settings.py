"""All settings, as frozen values with the defaults of whoever sets none."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import platformdirs

from archiver.errors import ConfigError
from archiver.model.budgets import Budgets
from archiver.model.removal import Rule

TARGETS_NAME = "targets.toml"
_SESSION_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_AUTHORITY_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Network:
    """How addresses are reached."""

    proxy: str = ""
    """The operator's proxy as a URL; empty for none."""
    ca_file: Path | None = None
    """Certificates trusted beside the system's."""
    hosts: tuple[tuple[str, str], ...] = ()
    """Stand-ins: host or `*.domain`, and the `address:port` that takes its place."""

    @property
    def stands_in(self) -> bool:
        """Tell whether what answers may be someone else than the platform."""
        return bool(self.hosts) or self.ca_file is not None


@dataclass(frozen=True, slots=True)
class Operator:
    """Who collects; it stays in the house."""

    name: str = "unknown"
    organisation: str = "unknown"


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser state of the operator's, kept outside any archive."""

    name: str
    platform: str
    state: Path
    """Playwright's storage state, 0600."""


def is_session_name(text: str) -> bool:
    """Tell whether a session may be called so: its name is that of a file and of a table too."""
    return bool(_SESSION_NAME.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Authority:
    """A time-stamp authority, which is sent the digests of checkpoints and nothing else."""

    name: str
    url: str
    roots: Path
    """Its root certificates in PEM: what it stamps must lead to one of them."""


def is_authority_name(text: str) -> bool:
    """Tell whether an authority may be called so: its name is part of its stamps' file names."""
    return bool(_AUTHORITY_NAME.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Alerts:
    """Who is told of what happens while nobody looks. Addresses may hold credentials."""

    channels: tuple[str, ...] = ()
    """As Apprise writes them."""
    checkpoints: tuple[str, ...] = ()
    """Channels outside the house that are sent the day's checkpoint, and nothing else."""
    full: bool = False
    """Whether messages hold what is concluded to the letter, beside counts and refs."""
    heartbeat: str = ""
    """Address that is called after each good run; empty for none."""


@dataclass(frozen=True, slots=True)
class WatchedTarget:
    """An entry of targets.toml."""

    ref: str
    """As written: `platform:name` or a URL."""
    label: str = ""
    case: str = ""
    sessions: tuple[str, ...] = ()
    """Names of the sessions it is looked at with."""
    logged_out: bool = True
    """Whether it is also looked at without a session."""
    heeds_robots: bool = True
    """Whether what a site's robots.txt asks not to be asked is left out."""
    proxy: str = ""
    """Through which it is looked at in the place of [network] proxy; empty for that."""
    every: timedelta | None = None
    """How often it is to be looked at, as the operator declares; None where that is not said."""
    stories: bool = False
    """Whether its stories are read with a session, which its owner may see; the ledger must say so too."""


def default_keys() -> Path:
    """Say where signing keys are kept unless a setting says otherwise: outside any archive."""
    return platformdirs.user_config_path("archiver", appauthor=False) / "keys"


def default_state(session: str) -> Path:
    """Say where a session's state is kept unless a setting says otherwise: outside any archive."""
    return platformdirs.user_config_path("archiver", appauthor=False) / "sessions" / f"{session}.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, with the defaults of whoever sets none."""

    file: Path
    """Where the settings stand or would stand; targets.toml stands beside it."""
    network: Network = field(default_factory=Network)
    browser: Path | None = None
    operator: Operator = field(default_factory=Operator)
    keys: Path = field(default_factory=default_keys)
    sessions: tuple[Session, ...] = ()
    targets: tuple[WatchedTarget, ...] = ()
    rule: Rule = field(default_factory=Rule)
    budgets: Budgets = field(default_factory=Budgets)
    alerts: Alerts = field(default_factory=Alerts)
    authorities: tuple[Authority, ...] = ()

    def session(self, name: str) -> Session:
        """Find a session by its name; raise ConfigError."""
        found = next((session for session in self.sessions if session.name == name), None)
        if found is None:
            raise ConfigError(
                f'There is no session "{name}" in {self.file}.',
                f"Sign in first: archiver login instagram --session {name}",
            )
        return found

    @property
    def targets_file(self) -> Path:
        """Where the targets stand or would stand."""
        return self.file.with_name(TARGETS_NAME)
