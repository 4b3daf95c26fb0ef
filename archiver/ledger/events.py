"""Custody events in their final form: canonical JSON, salted, numbered per target, chained by leaf hash.

An event's file is named `<platform>-<slug>-<number>-<16 hex of its leaf hash>.json`, so that a changed event
contradicts its own name before any checkpoint covers it. Event types follow PREMIS (`capture`, …).
"""

import re
import secrets
from datetime import datetime
from pathlib import Path

from archiver import __version__
from archiver.formats.canonical import canonical
from archiver.formats.merkle import leaf_hash
from archiver.model import instant
from archiver.model.digest import Digest
from archiver.model.event import Event

FORMAT = "archiver-event/1"


def capture_event(
    *,
    pending: Path,
    archive: Digest,
    at: datetime,
    target: str,
    platform: str,
    slug: str,
    capture: str | None,
    seal: Digest | None,
    kind: str,
    outcome: str,
    reason: str,
) -> Event:
    """Say that a look at a target ended, with its capture and seal, or without where nothing was captured."""
    number, previous = _last(pending, platform, slug)
    content = canonical(
        {
            "format": FORMAT,
            "event": "capture",
            "archive": str(archive),
            "at": instant.written(at),
            "agent": f"archiver {__version__}",
            "target": target,
            "slug": f"{platform}/{slug}",
            "number": number + 1,
            "previous": previous,
            "capture": capture,
            "seal": None if seal is None else str(seal),
            "kind": kind,
            "outcome": outcome,
            "reason": reason,
            "salt": secrets.token_hex(32),
        }
    )
    return Event(f"{platform}-{slug}-{number + 1:06d}-{leaf_hash(content).hex()[:16]}.json", content)


def _last(pending: Path, platform: str, slug: str) -> tuple[int, str | None]:
    """Find a target's last running number and the leaf hash (hex) of the event that bears it."""
    form = re.compile(rf"{re.escape(f'{platform}-{slug}')}-(\d{{6,}})-[0-9a-f]{{16}}\.json")
    numbered = {
        int(match[1]): path for path in pending.glob("*.json") if (match := form.fullmatch(path.name))
    }
    if not numbered:
        return 0, None
    last = max(numbered)
    return last, leaf_hash(numbered[last].read_bytes()).hex()
