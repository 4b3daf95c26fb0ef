"""Step 7: custody events are what they were when written, and none between two of a target's is missing.

Those that a checkpoint covers are lines of its batch, the others files. One may stand in both places, where a crash
fell between the two.
"""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from archiver.verify.canonical import parse
from archiver.verify.event import Event, parsed
from archiver.verify.files import UnreadableError, content, opened
from archiver.verify.finding import Check, Finding
from archiver.verify.identity import Identity
from archiver.verify.trees import leaf_hash

LEDGER = "ledger"
FOLDER = "ledger/pending"
EVENTS, CHECKPOINT, SIGNATURE = "events.jsonl", "checkpoint", "checkpoint.sshsig"
_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Batch:
    """The events that one checkpoint was the first to cover."""

    number: int
    path: str
    """Of its folder."""
    leaves: bytes
    """Leaf hashes, 32 bytes each, in the order of its lines."""


@dataclass(frozen=True, slots=True)
class Read:
    """The ledger as it stands here."""

    events: list[Event]
    batches: list[Batch]
    waiting: int
    """Events that no checkpoint covers, beside those of stamps."""
    findings: list[Finding]


def read(root: Path, batches: tuple[str, ...], names: tuple[str, ...], identity: Identity) -> Read:
    """Read all events and check their chains; `batches` and `names` are those of folders and of pending files."""
    check = Check("ledger", LEDGER)
    if not identity.digest:
        check.unchecked("Whether the events are this archive's, since archive.json could not be read.")
    found: list[Event] = []
    covered = [read_batch(root, name, identity, check, found) for name in batches]
    known = {event.leaf for event in found}
    waiting = [event for name in names if (event := _pending(root, name, identity, check))]
    found += [event for event in waiting if event.leaf not in known]
    events = sorted(found, key=lambda event: (event.slug, event.number))
    chains = 0
    for _, of_slug in groupby(events, key=lambda event: event.slug):
        _check_chain(list(of_slug), check)
        chains += 1
    findings = check.findings(
        f"{len(events)} events of {chains} targets are numbered and chained without a gap."
    )
    bare = [event for event in events if not event.batch and event.said.stamped is None]
    return Read(events, covered, len(bare), findings if names or batches else [])


def read_batch(root: Path, name: str, identity: Identity, check: Check, found: list[Event]) -> Batch:
    """Read the events of a batch, and add them to those that were found."""
    folder, leaves = f"{LEDGER}/{name}", []
    path = f"{folder}/{EVENTS}"
    try:
        with opened(root, path) as file:
            while line := file.readline(_LIMIT + 1):
                event = _event(line.removesuffix(b"\n"), path, identity, check)
                leaves.append(leaf_hash(line.removesuffix(b"\n")))
                if not line.endswith(b"\n"):
                    check.fault("A line of it has no end, or is longer than an event is.", path)
                found += [event] if event is not None else []
    except UnreadableError as error:
        check.note(error.status, error.detail, path)
    return Batch(int(name), folder, b"".join(leaves))


def _pending(root: Path, name: str, identity: Identity, check: Check) -> Event | None:
    path = f"{FOLDER}/{name}"
    try:
        text = content(root, path, _LIMIT)
    except UnreadableError as error:
        check.note(error.status, error.detail, path)
        return None
    event = _event(text, path, identity, check)
    if event is not None and path != _path(event):
        check.fault("Its name does not fit what it says.", path)
    return event


def _event(text: bytes, path: str, identity: Identity, check: Check) -> Event | None:
    try:
        document, canonical = parse(text)
    except ValueError as error:
        check.fault(f"It is no JSON: {error}.", path)
        return None
    if not canonical:
        check.fault("It is not in its canonical form (RFC 8785).", path)
    event = parsed(document, path, leaf_hash(text).hex(), identity, check)
    if event is None:
        check.fault("It does not say what every event says.", path)
    return event


def _path(event: Event) -> str:
    return f"{FOLDER}/{event.slug.replace('/', '-')}-{event.number:06d}-{event.leaf[:16]}.json"


def _check_chain(events: list[Event], check: Check) -> None:
    number, leaf = 0, None
    for event in events:
        if event.number != number + 1:
            check.fault(
                f"It is event {event.number} of {event.slug}, and the one before it is {number}.", event.path
            )
        elif event.previous != leaf:
            check.fault(
                f"It was not written after event {number} of {event.slug} as that stands here.", event.path
            )
        number, leaf = event.number, event.leaf
