"""Read settings and targets, and say by key and line what is wrong with them."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from archiver.config import authorities
from archiver.config.document import Document, Table
from archiver.config.settings import (
    TARGETS_NAME,
    Alerts,
    Authority,
    Network,
    Operator,
    Session,
    Settings,
    WatchedTarget,
    default_keys,
    default_state,
    is_authority_name,
    is_session_name,
)
from archiver.errors import ConfigError
from archiver.model.budgets import Budgets
from archiver.model.removal import Rule

_ADDRESS = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):\d{1,5}")
_CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.")
_SHORTEST_SPAN = timedelta(seconds=1)
_SHORTEST_INTERVAL = timedelta(minutes=1)
_SHORTEST_CAPTURE = timedelta(seconds=10)
_PROXY_SCHEMES = ("http", "socks4", "socks5")


def load(file: Path, *, must_exist: bool) -> Settings:
    """Read settings and the targets beside them; raise ConfigError."""
    if must_exist and not file.is_file():
        raise ConfigError(f"There is no settings file at {file}.", "Name another with --config.")
    document = Document.read(file)
    network, browser = document.table("network"), document.table("browser")
    operator, keys = document.table("operator"), document.table("keys")
    sessions, rule = document.table("sessions"), document.table("rule")
    authorities, budgets = document.table("authorities"), document.table("budgets")
    alerts = document.table("alerts")
    settings = Settings(
        file=file,
        network=Network(_proxy(network), _existing(network, "ca_file"), _hosts(network)),
        browser=_existing(browser, "executable"),
        operator=Operator(operator.text("name", "unknown"), operator.text("organisation", "unknown")),
        keys=keys.path("folder") or default_keys(),
        sessions=_sessions(sessions),
        targets=_targets(file.with_name(TARGETS_NAME)),
        rule=_rule(rule),
        budgets=_budgets(budgets),
        alerts=_alerts(alerts),
        authorities=_authorities(authorities),
    )
    for table in (network, browser, operator, keys, sessions, rule, budgets, alerts, authorities):
        table.close()
    document.close()
    return settings


def _rule(table: Table) -> Rule:
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


def _budgets(table: Table) -> Budgets:
    usual = Budgets()
    found = Budgets(
        table.count("pages_per_hour", usual.pages_per_hour),
        table.count("accounts_per_day", usual.accounts_per_day),
        table.span("capture_at_most", usual.capture_at_most),
    )
    if found.capture_at_most < _SHORTEST_CAPTURE:
        raise table.wrong("capture_at_most", "must be at least 10 seconds: a page takes as long to load")
    return found


def _alerts(table: Table) -> Alerts:
    detail = table.text("detail", "counts")
    if detail not in ("counts", "full"):
        raise table.wrong("detail", 'must be "counts" or "full"')
    found = Alerts(
        channels=table.texts("channels"),
        checkpoints=table.texts("checkpoints"),
        full=detail == "full",
        heartbeat=table.text("heartbeat", ""),
    )
    for key, addresses in (("channels", found.channels), ("checkpoints", found.checkpoints)):
        if not all(_CHANNEL.match(address) for address in addresses):
            raise table.wrong(
                key, 'must hold addresses as Apprise writes them, in quotes, such as "mailtos://..."'
            )
    if found.heartbeat and not _is_address(found.heartbeat):
        raise table.wrong("heartbeat", 'must be an address, such as "https://watch.example.org/ping"')
    return found


def _targets(file: Path) -> tuple[WatchedTarget, ...]:
    document = Document.read(file)
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
                every=_every(entry),
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


def _every(table: Table) -> timedelta | None:
    told = table.span("every", timedelta())
    if timedelta() < told < _SHORTEST_INTERVAL:
        raise table.wrong("every", "must be at least a minute")
    return told or None


def _authorities(table: Table) -> tuple[Authority, ...]:
    found = []
    for name in list(table.values):
        if not is_authority_name(name):
            raise table.wrong(name, "must be a name of small letters, digits and -")
        entry = table.table(name)
        known = authorities.KNOWN.get(name)
        url = entry.text("url", known.url if known else "")
        if not _is_address(url):
            raise entry.wrong("url", 'must say where it answers, such as "http://timestamp.example.org"')
        roots = _existing(entry, "roots") or (known.roots if known else None)
        if roots is None:
            raise entry.wrong("roots", "is missing: name the PEM file of its root certificates")
        found.append(Authority(name, url, roots))
        entry.close()
    return tuple(found)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as a port that is no number, or half an address of IPv6
        return False


def _heeds_robots(table: Table) -> bool:
    told = table.text("robots", "obey")
    if told not in ("obey", "ignore"):
        raise table.wrong("robots", 'must be "obey" or "ignore"')
    return told == "obey"


def _sessions(table: Table) -> tuple[Session, ...]:
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


def _proxy(table: Table) -> str:
    text = table.text("proxy", "")
    if text and not (_port_of(text) and urlsplit(text).hostname and urlsplit(text).scheme in _PROXY_SCHEMES):
        raise table.wrong("proxy", "must look like http://HOST:PORT or socks5://HOST:PORT")
    return text


def _existing(table: Table, key: str) -> Path | None:
    path = table.path(key)
    if path is not None and not path.is_file():
        raise table.wrong(key, f"names no file: {path}")
    return path


def _hosts(table: Table) -> tuple[tuple[str, str], ...]:
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
