"""The ledger as far as checkpoints cover it: the tree over its events, and where each target's chain stands in it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archiver.errors import DamagedError
from archiver.formats.merkle import Frontier, leaf_hash


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

    def grown(self, batch: int, events: Iterable[bytes]) -> "Log":
        """Give the ledger with a batch more of events, in canonical JSON; raise DamagedError where one is none."""
        tails, leaves = dict(self.tails), []
        for event in events:
            leaf = leaf_hash(event)
            slug, number = place_of(event)
            tails[slug] = Tail(number, leaf.hex())
            leaves.append(leaf)
        return Log(batch, self.frontier.grown(leaves), tails)

    def written(self) -> bytes:
        """Write it as what may be lost."""
        document = {
            "batch": self.batch,
            "size": self.frontier.size,
            "frontier": [each.hex() for each in self.frontier.hashes],
            "tails": {slug: [tail.number, tail.leaf] for slug, tail in self.tails.items()},
        }
        return json.dumps(document).encode()


def read(content: bytes) -> Log | None:
    """Read what `Log.written` wrote; None where it is anything else."""
    try:
        document = json.loads(content)
        frontier = Frontier(document["size"], tuple(bytes.fromhex(each) for each in document["frontier"]))
        tails = {slug: Tail(number, leaf) for slug, (number, leaf) in document["tails"].items()}
        return Log(document["batch"], frontier, tails)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def place_of(event: bytes) -> tuple[str, int]:
    """Give an event's `<platform>/<slug>` and running number; raise DamagedError where it says none."""
    try:
        document: dict[str, Any] = json.loads(event)
        slug, number = document["slug"], document["number"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedError("An event in the ledger is not one.") from error
    if not isinstance(slug, str) or not isinstance(number, int):
        raise DamagedError("An event in the ledger is not one.")
    return slug, number


@dataclass(frozen=True, slots=True)
class Covered:
    """The events that checkpoints cover, to be asked for where what is pending does not reach back far enough."""

    log: Callable[[], Log] = Log
    backwards: Callable[[], Iterable[Sequence[bytes]]] = tuple
    """Gives the events of each batch, the latest batch first."""


NOTHING = Covered()
"""No checkpoint was made yet."""
