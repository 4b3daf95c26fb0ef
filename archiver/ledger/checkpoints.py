"""Checkpoints: which events the next one covers, and what its files hold."""

from collections.abc import Iterable, Mapping

from archiver.formats.checkpoint import Checkpoint
from archiver.ledger.log import Log, place_of

NAMESPACE = "archiver-checkpoint@v1"
"""In which checkpoints are signed, so that no signature for another purpose passes for one of them."""


def origin(archive_id: str) -> str:
    """Name an archive's ledger, as its checkpoints do."""
    return f"archiver/{archive_id}"


def of(log: Log, archive_id: str) -> Checkpoint:
    """Say how far a ledger reaches."""
    return Checkpoint(origin(archive_id), log.frontier.size, log.frontier.root)


def next_events(log: Log, waiting: Iterable[bytes]) -> list[bytes]:
    """Give the waiting events that follow upon what is covered, each chain without a gap, in order of chain and number.

    One whose predecessor is not here yet waits for the next checkpoint.
    """
    numbered: dict[str, dict[int, bytes]] = {}
    for event in waiting:
        slug, number = place_of(event)
        numbered.setdefault(slug, {})[number] = event
    found = []
    for slug, events in sorted(numbered.items()):
        number = log.tails[slug].number + 1 if slug in log.tails else 1
        while number in events:
            found.append(events[number])
            number += 1
    return found


def lines(events: Iterable[bytes]) -> bytes:
    """Write events as they stand in a batch: one to a line."""
    return b"".join(event + b"\n" for event in events)


def as_json(checkpoint: Checkpoint) -> Mapping[str, int | str]:
    """Give size and root (hex) as scripts read them."""
    return {"size": checkpoint.size, "root": checkpoint.root.hex()}
