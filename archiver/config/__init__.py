"""Settings and targets from TOML. What they are is in `settings.py`, how they are read in `loading.py`."""

from archiver.config.authorities import KNOWN as KNOWN_AUTHORITIES
from archiver.config.loading import load
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
    is_session_name,
)

__all__ = [
    "KNOWN_AUTHORITIES",
    "TARGETS_NAME",
    "Alerts",
    "Authority",
    "Network",
    "Operator",
    "Session",
    "Settings",
    "WatchedTarget",
    "default_keys",
    "default_state",
    "is_session_name",
    "load",
]
