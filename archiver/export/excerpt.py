"""The ledger as far as a bundle shows it: some events, each led to the first checkpoint that covers it.

Each of these checkpoints is led to the next that is shown, and so to the last: what a bundle shows is of one ledger,
and its other events stay hashes.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from archiver.formats.merkle import Tree, leaf_hash

FORMAT = "archiver-proofs/1"


@dataclass(frozen=True, slots=True)
class Shown:
    """An event that is shown."""

    content: bytes
    index: int
    """Its place in the ledger's tree, from 0."""
    path: tuple[bytes, ...]
    """The hashes that lead from it to the root of the checkpoint it stands beside."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown of one batch."""

    number: int
    size: int
    """Events that its checkpoint covers."""
    events: tuple[Shown, ...]
    next_shown: int | None
    """Number of the next batch of which something is shown; None for the last."""
    path: tuple[bytes, ...]
    """The hashes by which the next one's tree is shown to hold this one's."""

    @property
    def lines(self) -> bytes:
        """Give the events as they stand in a batch: one to a line."""
        return b"".join(event.content + b"\n" for event in self.events)

    def proofs(self) -> dict[str, Any]:
        """Give the JSON object that stands beside them."""
        return {
            "format": FORMAT,
            "size": self.size,
            "events": [
                {"index": event.index, "path": [each.hex() for each in event.path]} for event in self.events
            ],
            "next": self.next_shown,
            "path": [each.hex() for each in self.path],
        }


def excerpt(
    batches: Sequence[Sequence[bytes]],
    shows: Callable[[Mapping[str, Any]], bool],
    also: Collection[int] = (),
) -> list[Part]:
    """Show the events that `shows` is true of in the batches of a ledger, which are numbered from 1.

    The last batch is always shown, and those that are named `also`, if only by their checkpoint. Raises ValueError,
    KeyError where an event is none.
    """
    if not batches:
        return []
    tree = Tree(b"".join([leaf_hash(event) for batch in batches for event in batch]))
    sizes = [0, *accumulate(map(len, batches))]
    wanted = {
        number: [place for place, event in enumerate(batch) if shows(json.loads(event))]
        for number, batch in enumerate(batches, start=1)
    }
    numbers = [number for number, places in wanted.items() if places or number in {len(batches), *also}]
    parts = []
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        before, size = sizes[number - 1], sizes[number]
        events = tuple(
            Shown(batches[number - 1][place], before + place, tree.inclusion(before + place, size))
            for place in wanted[number]
        )
        path = tree.consistency(size, sizes[following]) if following else ()
        parts.append(Part(number, size, events, following, path))
    return parts
