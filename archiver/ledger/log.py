"""The ledger as far as checkpoints cover it: the tree over its events, and where each target's chain stands in it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archiver.errors import DamagedError
from archiver.formats.merkle import Frontier, leaf_hash
from archiver.ledger import keyring

_NONE = "An event in the ledger is not one."


@dataclass(frozen=True, slots=True)
class Tail:
    """The last event of a chain."""

    number: int
    leaf: str
    """Leaf hash, in hex."""


@dataclass(frozen=True, slots=True)
class Log:
    """All events up to the last checkpoint."""

    batch: int = 0
    """Number of the last checkpoint; 0 where there is none."""
    frontier: Frontier = field(default_factory=Frontier)
    tails: Mapping[str, Tail] = field(default_factory=dict)
    """The last event of each `<platform>/<slug>`."""
    key: str = ""
    """Public key that signs the last checkpoint; empty while it is the one that the archive began with."""

    def grown(self, batch: int, events: Iterable[bytes]) -> "Log":
        """Give the ledger with a batch more of events, in canonical JSON; raise DamagedError where one is none."""
        tails, leaves, key = dict(self.tails), [], self.key
        for event in events:
            leaf = leaf_hash(event)
            document = _read(event)
            slug, number = _place_of(document)
            key = keyring.follower(document) or key
            tails[slug] = Tail(number, leaf.hex())
            leaves.append(leaf)
        return Log(batch, self.frontier.grown(leaves), tails, key)

    def written(self) -> bytes:
        """Write it as what may be lost."""
        document = {
            "batch": self.batch,
            "size": self.frontier.size,
            "frontier": [each.hex() for each in self.frontier.hashes],
            "key": self.key,
            "tails": {slug: [tail.number, tail.leaf] for slug, tail in self.tails.items()},
        }
        return json.dumps(document).encode()


def read(content: bytes) -> Log | None:
    """Read what `Log.written` wrote; None where it is anything else."""
    try:
        document = json.loads(content)
        frontier = Frontier(document["size"], tuple(bytes.fromhex(each) for each in document["frontier"]))
        tails = {slug: Tail(number, leaf) for slug, (number, leaf) in document["tails"].items()}
        return Log(document["batch"], frontier, tails, document["key"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def place_of(event: bytes) -> tuple[str, int]:
    """Give an event's `<platform>/<slug>` and running number; raise DamagedError where it says none."""
    return _place_of(_read(event))


def _read(event: bytes) -> dict[str, Any]:
    try:
        document = json.loads(event)
    except (ValueError, RecursionError) as error:
        raise DamagedError(_NONE) from error
    if not isinstance(document, dict):
        raise DamagedError(_NONE)
    return document


def _place_of(document: Mapping[str, Any]) -> tuple[str, int]:
    slug, number = document.get("slug"), document.get("number")
    if not isinstance(slug, str) or not isinstance(number, int):
        raise DamagedError(_NONE)
    return slug, number


@dataclass(frozen=True, slots=True)
class Covered:
    """The events that checkpoints cover, to be asked for where what is pending does not reach back far enough."""

    log: Callable[[], Log] = Log
    backwards: Callable[[], Iterable[Sequence[bytes]]] = tuple
    """Gives the events of each batch, the latest batch first."""


NOTHING = Covered()
"""No checkpoint was made yet."""
