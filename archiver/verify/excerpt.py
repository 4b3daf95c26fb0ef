"""Events that are shown without the others: each is in its checkpoint's tree, and that in the next one's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archiver.verify import proofs
from archiver.verify.canonical import Json
from archiver.verify.trees import leaf_hash

_FORMAT = "archiver-proofs/1"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown of one batch."""

    number: int
    size: int
    """Events that its checkpoint covers, by the checkpoint itself."""
    root: bytes
    """Of the tree over them, likewise."""
    events: Sequence[bytes]
    told: Json
    """The proofs that stand beside them."""


def faults(parts: Sequence[Part]) -> list[tuple[int, str]]:
    """Say what is wrong with what is shown of a ledger's batches, in order, each with its number."""
    neighbours = zip(parts, [*parts[1:], None], strict=False)
    return [(part.number, fault) for part, following in neighbours for fault in _of_part(part, following)]


def _of_part(part: Part, following: Part | None) -> list[str]:
    match part.told:
        case {
            "format": form,
            "size": int(size),
            "events": [*places],
            "next": int() | None as following_told,
            "path": [*path],
            **more,
        } if form == _FORMAT and not more:
            return [
                *_of_checkpoint(part, size, len(places)),
                *_of_events(part, places),
                *_of_next(part, following, following_told, path),
            ]
    return ["What stands beside its events are no proofs."]


def _of_checkpoint(part: Part, size: int, places: int) -> list[str]:
    found = []
    if type(size) is not int or size != part.size:
        found.append(f"Its proofs are for {size} events, and its checkpoint covers {part.size}.")
    if places != len(part.events):
        found.append(f"It has proofs for {places} events, and shows {len(part.events)}.")
    return found


def _of_events(part: Part, places: Sequence[Json]) -> list[str]:
    found, last = [], -1
    for number, (event, place) in enumerate(zip(part.events, places, strict=False), start=1):
        match place:
            case {"index": int(index), "path": [*path], **more} if type(index) is int and not more:
                root = proofs.root_by(leaf_hash(event), index, part.size, _hashes(path))
                if root != part.root:
                    found.append(f"Event {number} that it shows is not in the tree of its checkpoint.")
                if index <= last:
                    found.append(f"Event {number} that it shows is not in its order.")
                last = index
            case _:
                found.append(f"Event {number} that it shows has no proof.")
    return found


def _of_next(part: Part, following: Part | None, told: Json, path: Sequence[Json]) -> list[str]:
    if isinstance(told, bool) or told != (following.number if following else None):
        return ["It is not led to the next checkpoint that is shown."]
    if not following:
        return ["It is the last that is shown, and leads to another."] if path else []
    if not proofs.holds(part.size, part.root, following.size, following.root, _hashes(path)):
        return [
            f"The tree of checkpoint {following.number} does not hold its own: they are not of one ledger."
        ]
    return []


def _hashes(path: Sequence[Json]) -> list[bytes]:
    """Read hashes; one that is none is empty, and leads nowhere."""
    return [bytes.fromhex(each) if isinstance(each, str) and _HASH.fullmatch(each) else b"" for each in path]
