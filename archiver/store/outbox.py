"""Outbox: messages that wait to be sent, each for one channel, below `state/`. What is lost here is no evidence."""

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archiver.store.layout import Layout
from archiver.store.writing import PRIVATE, make_folder, room_expected

_NAME = re.compile(r"(\d{9})-[0-9a-f]{8}\.json")
_MOST = 1_000
"""Messages that wait for one channel; beyond, the oldest give way."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits."""

    path: Path
    told: Mapping[str, str]


def put(layout: Layout, channel: str, at: str, told: Mapping[str, str]) -> None:
    """Have a message wait for a channel, named by a salted id, behind what waits there. Raises StoreError."""
    folder = layout.outbox / channel
    make_folder(folder)
    numbers = [int(found[1]) for path in folder.glob("*.json") if (found := _NAME.match(path.name))]
    name = f"{max(numbers, default=0) + 1:09d}-{secrets.token_hex(4)}.json"
    with room_expected(folder):
        aside = folder / f".{name}.part"
        aside.write_text(json.dumps({**told, "at": at}, ensure_ascii=False))
        aside.chmod(PRIVATE)
        aside.replace(folder / name)
    for oldest in sorted(folder.glob("*.json"))[:-_MOST]:
        oldest.unlink(missing_ok=True)


def waiting(layout: Layout, channel: str) -> Iterator[Waiting]:
    """Give what waits for a channel, the oldest first; what cannot be read is passed over."""
    for path in sorted((layout.outbox / channel).glob("*.json")):
        try:
            told = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(told, dict) and all(isinstance(each, str) for each in told.values()):
            yield Waiting(path, told)


def count(layout: Layout) -> int:
    """Count all that wait."""
    return sum(1 for _ in layout.outbox.glob("*/*.json"))
