"""Settings and targets from TOML; a wrong one is named by its key, and by its line where the file has one."""

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs

from archiver.errors import ConfigError
from archiver.model.removal import Rule

TARGETS_NAME = "targets.toml"
_ADDRESS = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):\d{1,5}")
_SESSION_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_SPAN = re.compile(r"(\d{1,6})([smhd])")
_SHORTEST_SPAN = timedelta(seconds=1)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_PROXY_SCHEMES = ("http", "socks4", "socks5")


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


def load(file: Path, *, must_exist: bool) -> Settings:
    """Read settings and the targets beside them; raise ConfigError."""
    if must_exist and not file.is_file():
        raise ConfigError(f"There is no settings file at {file}.", "Name another with --config.")
    document = _Document.read(file)
    network, browser = document.table("network"), document.table("browser")
    operator, keys = document.table("operator"), document.table("keys")
    sessions, rule = document.table("sessions"), document.table("rule")
    settings = Settings(
        file=file,
        network=Network(_proxy(network), _existing(network, "ca_file"), _hosts(network)),
        browser=_existing(browser, "executable"),
        operator=Operator(operator.text("name", "unknown"), operator.text("organisation", "unknown")),
        keys=keys.path("folder") or default_keys(),
        sessions=_sessions(sessions),
        targets=_targets(file.with_name(TARGETS_NAME)),
        rule=_rule(rule),
    )
    for table in (network, browser, operator, keys, sessions, rule):
        table.close()
    document.close()
    return settings


def _rule(table: "_Table") -> Rule:
    usual = Rule()
    rule = Rule(
        table.span("confirm_after", usual.confirm_after), table.span("unlisted_after", usual.unlisted_after)
    )
    # Without a span, whoever asks twice in one breath would have made the visits that conclude a removal.
    for key, span in (("confirm_after", rule.confirm_after), ("unlisted_after", rule.unlisted_after)):
        if span < _SHORTEST_SPAN:
            raise table.wrong(key, "must be at least one second: one visit never concludes a removal")
    if rule.unlisted_after < rule.confirm_after:
        raise table.wrong(
            "unlisted_after",
            "must not be shorter than confirm_after, since it asks for more (where it is not set it is 24h)",
        )
    return rule


def _targets(file: Path) -> tuple[WatchedTarget, ...]:
    document = _Document.read(file)
    entries = document.tables("target")
    targets = []
    for entry in entries:
        ref = entry.text("ref", "")
        if not ref:
            raise entry.wrong("ref", 'is missing: say which account to watch, such as "instagram:acme"')
        targets.append(
            WatchedTarget(
                ref,
                entry.text("label", ""),
                entry.text("case", ""),
                entry.texts("sessions"),
                logged_out=entry.truth("logged_out", default=True),
                heeds_robots=_heeds_robots(entry),
                proxy=_proxy(entry),
                stories=entry.truth("stories", default=False),
            )
        )
        if len(set(targets[-1].sessions)) < len(targets[-1].sessions):
            raise entry.wrong("sessions", "names one twice: it would look twice")
        if not targets[-1].logged_out and not targets[-1].sessions:
            raise entry.wrong("logged_out", "is false and no session is named: nobody would look")
        entry.close()
    document.close()
    return tuple(targets)


def _heeds_robots(table: "_Table") -> bool:
    told = table.text("robots", "obey")
    if told not in ("obey", "ignore"):
        raise table.wrong("robots", 'must be "obey" or "ignore"')
    return told == "obey"


def _sessions(table: "_Table") -> tuple[Session, ...]:
    found = []
    for name in list(table.values):
        if not is_session_name(name):
            raise table.wrong(name, "must be a name of letters, digits, - and _")
        entry = table.table(name)
        platform = entry.text("platform", "")
        if not platform:
            raise entry.wrong("platform", 'is missing: say whose session it is, such as "instagram"')
        found.append(Session(name, platform, entry.path("state") or default_state(name)))
        entry.close()
    return tuple(found)


def _proxy(table: "_Table") -> str:
    text = table.text("proxy", "")
    if text and not (_port_of(text) and urlsplit(text).hostname and urlsplit(text).scheme in _PROXY_SCHEMES):
        raise table.wrong("proxy", "must look like http://HOST:PORT or socks5://HOST:PORT")
    return text


def _existing(table: "_Table", key: str) -> Path | None:
    path = table.path(key)
    if path is not None and not path.is_file():
        raise table.wrong(key, f"names no file: {path}")
    return path


def _hosts(table: "_Table") -> tuple[tuple[str, str], ...]:
    hosts = table.take("hosts", {})
    if not isinstance(hosts, dict):
        raise table.wrong("hosts", 'must be a table such as {"www.instagram.com" = "127.0.0.1:8443"}')
    for host, address in hosts.items():
        if not isinstance(address, str) or not _ADDRESS.fullmatch(address) or not _port_of(f"//{address}"):
            raise table.wrong("hosts", f'gives "{host}" no ADDRESS:PORT')
    return tuple((host.lower(), address) for host, address in hosts.items())


def _port_of(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        return None


@dataclass(slots=True)
class _Document:
    """One TOML file, knowing what of it was asked for."""

    file: Path
    text: str
    values: dict[str, Any]

    @classmethod
    def read(cls, file: Path) -> "_Document":
        try:
            text = file.read_text(encoding="utf-8")
            return cls(file, text, tomllib.loads(text))
        except FileNotFoundError:
            return cls(file, "", {})
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{file} cannot be read: {error}.") from error
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{file} is not valid TOML: {error}.", "Correct that line.") from error

    def table(self, name: str) -> "_Table":
        values = self.values.pop(name, {})
        if not isinstance(values, dict):
            raise self.wrong(name, name, "must be a table")
        return _Table(self, name, dict(values))

    def tables(self, name: str) -> "list[_Table]":
        entries = self.values.pop(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.wrong(name, name, f"must be written as [[{name}]]")
        return [_Table(self, name, dict(entry), number) for number, entry in enumerate(entries)]

    def close(self) -> None:
        for key in self.values:
            raise self.wrong(key, key, "is no setting of this program")

    def wrong(self, key: str, last: str, what: str, table: str = "", number: int = 0) -> ConfigError:
        line = _line_of(self.text, table, last, number)
        place = f"{self.file}, line {line}" if line else str(self.file)
        return ConfigError(f"{place}: {key} {what}.", "See config/*.example.toml for all settings.")


@dataclass(slots=True)
class _Table:
    document: _Document
    name: str
    values: dict[str, Any]
    number: int = 0

    def take(self, key: str, default: object) -> Any:  # noqa: ANN401 - TOML is what it is
        return self.values.pop(key, default)

    def text(self, key: str, default: str) -> str:
        value = self.take(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "must be text in quotes")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.take(key, [])
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self.wrong(key, "must be a list of names in quotes")
        return tuple(value)

    def truth(self, key: str, *, default: bool) -> bool:
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "must be true or false")
        return value

    def span(self, key: str, default: timedelta) -> timedelta:
        text = self.text(key, "")
        if not text:
            return default
        found = _SPAN.fullmatch(text)
        if not found:
            raise self.wrong(key, 'must be a time such as "90s", "30m", "6h" or "2d"')
        return timedelta(**{_UNITS[found[2]]: int(found[1])})

    def table(self, key: str) -> "_Table":
        values = self.take(key, {})
        if not isinstance(values, dict):
            raise self.wrong(key, "must be a table")
        return _Table(self.document, f"{self.name}.{key}", dict(values))

    def path(self, key: str) -> Path | None:
        text = self.text(key, "")
        if not text:
            return None
        try:
            path = Path(text).expanduser()
        except RuntimeError as error:
            raise self.wrong(key, f"names no home folder that is known: {text}") from error
        # A path in a settings file is read from where that file stands.
        return Path(os.path.normpath(self.document.file.parent / path))

    def close(self) -> None:
        for key in self.values:
            raise self.wrong(key, "is no setting of this program")

    def wrong(self, key: str, what: str) -> ConfigError:
        return self.document.wrong(f"[{self.name}] {key}", key, what, self.name, self.number)


def _line_of(text: str, table: str, key: str, number: int) -> int | None:
    """Find the line (from 1) on which a key is set, in the n-th table of a name, or where that table begins."""
    current, seen, began = "", -1, None
    for place, line in _numbered(text):
        header = re.fullmatch(r"\s*\[+\s*([^\]]+?)\s*\]+\s*(#.*)?", line)
        if header:
            current = header[1]
            seen += current == table
            began = place if current == table and seen == number else began
        elif (
            current == table
            and (seen == number or not table)
            and re.match(rf'\s*"?{re.escape(key)}"?\s*[=.]', line)
        ):
            return place
        if not table and header and header[1].split(".")[0] == key:
            return place
    return began or _mentioned(text, key)


def _mentioned(text: str, key: str) -> int | None:
    """Find the line on which a key is set in one of TOML's other ways: dotted, quoted, or in line."""
    form = re.compile(rf"""(^|[\s.{{,\["'])({re.escape(key)})["']?\s*[=.\]]""")
    return next((place for place, line in _numbered(text) if form.search(line)), None)


def _numbered(text: str) -> Iterable[tuple[int, str]]:
    return enumerate(text.splitlines(), start=1)
