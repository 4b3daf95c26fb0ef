"""Custody events in their final form: canonical JSON, salted, numbered per target, chained by leaf hash.

An event's file is named `<platform>-<slug>-<number>-<16 hex of its leaf hash>.json`, so that a changed event
contradicts its own name before any checkpoint covers it. Once one does, it is a line of that checkpoint's batch. Event
types follow PREMIS (`capture`, …).
"""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archiver import __version__
from archiver.errors import DamagedError
from archiver.formats.canonical import canonical
from archiver.formats.merkle import leaf_hash
from archiver.ledger.log import NOTHING, Covered, Tail, place_of
from archiver.model import event as kinds
from archiver.model import instant
from archiver.model.digest import Digest
from archiver.model.event import Event

FORMAT = "archiver-event/1"
CAPTURE, CONCLUSION, AGREEMENT, MARK = kinds.CAPTURE, kinds.CONCLUSION, kinds.AGREEMENT, kinds.MARK
TIMESTAMP, DECLARATION, CLOCK = kinds.TIMESTAMP, kinds.DECLARATION, kinds.CLOCK
FIXITY_CHECK, EXPORT, TRANSFER = kinds.FIXITY_CHECK, kinds.EXPORT, kinds.TRANSFER
CLOSER_WATCH, LATE_LOOK, EARLY_LOOK = kinds.CLOSER_WATCH, kinds.LATE_LOOK, kinds.EARLY_LOOK
REPLICATION, DISPOSAL, CANARY = kinds.REPLICATION, kinds.DISPOSAL, kinds.CANARY
OF_CHECKPOINTS = frozenset((TIMESTAMP,))
"""What is said of checkpoints themselves, and is no reason to make another."""
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
    covered: Covered = NOTHING

    def next(self, event: str, at: datetime, target: str, said: Mapping[str, Any]) -> Event:
        """Make the event that follows the last: what it says, numbered, chained and salted."""
        last = self._last()
        number = last.number + 1 if last else 1
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
                "number": number,
                "previous": last.leaf if last else None,
                "salt": secrets.token_hex(32),
            }
        )
        return Event(name_of(content), content)

    def after(self, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give name and content of the events behind a number, in order."""
        # What waits is looked at first: an event leaves there only once its batch has its name.
        found = {each: (name, event) for each, name, event in self._waiting() if each > number}
        last = self.covered.log().tails.get(self._name)
        if last is not None and number < last.number and number + 1 not in found:
            found |= self._covered_after(number)
        for _, (name, content) in sorted(found.items()):
            yield name, _parsed(content, name)

    def _covered_after(self, number: int) -> dict[int, tuple[str, bytes]]:
        found: dict[int, tuple[str, bytes]] = {}
        for batch in self.covered.backwards():
            placed = ((place_of(event), event) for event in batch)
            own = {at: (name_of(event), event) for (slug, at), event in placed if slug == self._name}
            found |= {at: event for at, event in own.items() if at > number}
            if number + 1 in found or any(at <= number for at in own):
                break
        return found

    @property
    def _name(self) -> str:
        return f"{self.platform}/{self.slug}"

    def _last(self) -> Tail | None:
        """Find the last event; None where there is none."""
        waits = next((Tail(number, leaf_hash(event).hex()) for number, _, event in self._waiting()), None)
        covered = self.covered.log().tails.get(self._name)
        return max(filter(None, (waits, covered)), key=lambda tail: tail.number, default=None)

    def _waiting(self) -> Iterator[tuple[int, str, bytes]]:
        """Give number, name and content of the events that no checkpoint covers, the last first."""
        form = re.compile(rf"{re.escape(f'{self.platform}-{self.slug}')}-(\d{{6,}})-[0-9a-f]{{16}}\.json")
        paths = self.pending.glob(f"{self.platform}-{self.slug}-*.json")
        numbered = {int(match[1]): path for path in paths if (match := form.fullmatch(path.name))}
        for number, path in sorted(numbered.items(), reverse=True):
            with suppress(FileNotFoundError):  # a checkpoint covers it by now
                yield number, path.name, path.read_bytes()


def name_of(event: bytes) -> str:
    """Give the name of an event's file; raise DamagedError where it is none."""
    slug, number = place_of(event)
    return f"{slug.replace('/', '-')}-{number:06d}-{leaf_hash(event).hex()[:16]}.json"


def waiting(pending: Path) -> dict[str, bytes]:
    """Give the events that no checkpoint covers, by name; what else lies there, such as of a copy, is none."""
    paths = [path for path in sorted(pending.glob("*.json")) if _NAME.fullmatch(path.name)]
    return {path.name: content for path in paths if (content := _bytes(path)) is not None}


def every(pending: Path, batches: Iterable[Sequence[bytes]] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give name and content of all events: of each batch, and what waits; one that is in both places once."""
    names = waiting(pending)
    for batch in batches:
        for event in batch:
            name = name_of(event)
            names.pop(name, None)
            yield name, _parsed(event)
    for name, event in names.items():
        yield name, _parsed(event, name)


def parsed(events: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Read events; raise DamagedError where one is none."""
    return (_parsed(event) for event in events)


def _bytes(path: Path) -> bytes | None:
    """Read an event; None where a checkpoint covers it by now."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DamagedError(f"The event {path.name} in the ledger cannot be read.") from error


def _parsed(event: bytes, name: str = "") -> dict[str, Any]:
    """Read an event; raise DamagedError where it is none."""
    try:
        content = json.loads(event)
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"The event {name} in the ledger cannot be read.") from error
    if not isinstance(content, dict) or not content.keys() >= _ALWAYS:
        raise DamagedError(f"The event {name} in the ledger is not one.")
    return content
