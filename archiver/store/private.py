"""`private.json`: what a capture knows of its collector. It stays in the house; only its digest leaves.

It holds the seed that all salts grow from, who collected, and a *finder* for every secret value that was met:
enough to find the value in a recorded answer when a copy is prepared, and not enough to use it (`formats/finders.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archiver.formats import finders
from archiver.formats.canonical import canonical
from archiver.model.secret import Secret

FORMAT = "archiver-private/1"


@dataclass(frozen=True, slots=True)
class Collector:
    """Who looked, as far as it is known; what is not known is marked so."""

    operator: str = "unknown"
    organisation: str = "unknown"
    session: str = ""
    viewer: dict[str, str] = field(default_factory=dict)
    """The signed-in account as the platform names it; empty when logged out."""
    host: str = "unknown"
    system: str = "unknown"
    egress_address: str = "unknown"
    proxy: str = ""


def document(
    capture: str,
    seed: bytes,
    collector: Collector,
    connections: dict[str, Any],
    secrets: Iterable[Secret],
) -> bytes:
    """Write private.json in canonical form."""
    return canonical(
        {
            "format": FORMAT,
            "capture": capture,
            "seed": seed.hex(),
            "collector": {
                "operator": collector.operator,
                "organisation": collector.organisation,
                "egress_address": collector.egress_address,
                "proxy": collector.proxy,
                "host": collector.host,
                "system": collector.system,
            },
            "session": collector.session,
            "viewer": collector.viewer,
            "connections": connections,
            "finders": [finders.of(seed, secret).written() for secret in sorted(set(secrets))],
        }
    )
