"""Custody events in their final form: canonical JSON, salted, numbered per target, chained by leaf hash.

An event's file is named `<platform>-<slug>-<number>-<16 hex of its leaf hash>.json`, so that a changed event
contradicts its own name before any checkpoint covers it. Event types follow PREMIS (`capture`, …).
"""

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archiver import __version__
from archiver.errors import DamagedError
from archiver.formats.canonical import canonical
from archiver.formats.merkle import leaf_hash
from archiver.model import instant
from archiver.model.digest import Digest
from archiver.model.event import Event

FORMAT = "archiver-event/1"
CAPTURE, CONCLUSION, AGREEMENT = "capture", "conclusion", "agreement"
_ALWAYS = {"event", "at", "target", "slug", "number"}
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*-\d{6,}-[0-9a-f]{16}\.json")


@dataclass(frozen=True, slots=True)
class Chain:
    """The events of one target, in the order of their numbers."""

    pending: Path
    archive: Digest
    """Digest of `archive.json`."""
    platform: str
    slug: str

    def next(self, event: str, at: datetime, target: str, said: Mapping[str, Any]) -> Event:
        """Make the event that follows the last: what it says, numbered, chained and salted."""
        number, previous = self._last()
        content = canonical(
            {
                **said,
                "format": FORMAT,
                "event": event,
                "archive": str(self.archive),
                "at": instant.written(at),
                "agent": f"archiver {__version__}",
                "target": target,
                "slug": f"{self.platform}/{self.slug}",
                "number": number + 1,
                "previous": previous,
                "salt": secrets.token_hex(32),
            }
        )
        leaf = leaf_hash(content).hex()
        return Event(f"{self.platform}-{self.slug}-{number + 1:06d}-{leaf[:16]}.json", content)

    def after(self, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give name and content of the events behind a number, in order."""
        for found, path in sorted(self._numbered().items()):
            if found > number:
                yield path.name, _content(path)

    def _last(self) -> tuple[int, str | None]:
        """Find the last running number and the leaf hash (hex) of the event that bears it."""
        numbered = self._numbered()
        if not numbered:
            return 0, None
        last = max(numbered)
        return last, leaf_hash(numbered[last].read_bytes()).hex()

    def _numbered(self) -> dict[int, Path]:
        form = re.compile(rf"{re.escape(f'{self.platform}-{self.slug}')}-(\d{{6,}})-[0-9a-f]{{16}}\.json")
        paths = self.pending.glob(f"{self.platform}-{self.slug}-*.json")
        return {int(match[1]): path for path in paths if (match := form.fullmatch(path.name))}


def every(pending: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give name and content of all events; what else lies there, such as what a system left of a copy, is none."""
    for path in sorted(pending.glob("*.json")):
        if _NAME.fullmatch(path.name):
            yield path.name, _content(path)


def _content(path: Path) -> dict[str, Any]:
    """Read an event; raise DamagedError where it is none."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError, OSError) as error:
        raise DamagedError(f"The event {path.name} in the ledger cannot be read.") from error
    if not isinstance(content, dict) or not content.keys() >= _ALWAYS:
        raise DamagedError(f"The event {path.name} in the ledger is not one.")
    return content
