"""The ledger as a bundle shows it: some events, each led to a checkpoint, and these to the last.

Of a target's events the running numbers show which of them are here. What is not shown between two leaves a gap that is
said, and what came after the last one cannot be seen at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path

from archiver.verify import checkpoints, excerpt
from archiver.verify.canonical import parse
from archiver.verify.event import Event
from archiver.verify.excerpt import Part
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.identity import Identity
from archiver.verify.keyring import Reign, signing
from archiver.verify.ledger import CHECKPOINT, EVENTS, LEDGER, read_batch

PROOFS = "proofs.json"
COMPLETENESS = "completeness"
_LIMIT = 4096
_WHOLE = "archive/_archive"
_GAPS = 5
"""Times without a look that are listed of a target."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of the ledger."""

    events: list[Event]
    parts: list[Part]
    findings: list[Finding]


def read(root: Path, names: Sequence[str], identity: Identity) -> Shown:
    """Read the events that are shown, by the names of their batches' folders, and follow their proofs."""
    check = Check("ledger", LEDGER)
    found: list[Event] = []
    parts = [part for name in names if (part := _part(root, name, identity, check, found))]
    for number, fault in excerpt.faults(parts):
        check.fault(fault, f"{LEDGER}/{number:06d}/{PROOFS}")
    events = sorted(found, key=lambda event: (event.slug, event.number))
    for _, of_slug in groupby(events, key=lambda event: event.slug):
        _check_chain(list(of_slug), check)
    proven = f"{len(events)} events are in the trees of {len(parts)} checkpoints, which are of one ledger."
    return Shown(events, parts, check.findings(proven))


def _part(root: Path, name: str, identity: Identity, check: Check, found: list[Event]) -> Part | None:
    folder = f"{LEDGER}/{name}"
    read_batch(root, name, identity, check, found)
    try:
        covers = checkpoints.read(content(root, f"{folder}/{CHECKPOINT}", _LIMIT))
        told, canonical = parse(content(root, f"{folder}/{PROOFS}"))
        lines = content(root, f"{folder}/{EVENTS}").splitlines()
    except UnreadableError as error:
        check.note(error.status, error.detail, folder)
        return None
    except ValueError as error:
        check.fault(f"It is no JSON: {error}.", f"{folder}/{PROOFS}")
        return None
    if not canonical:
        check.fault("It is not in its canonical form (RFC 8785).", f"{folder}/{PROOFS}")
    if covers is None:
        check.fault("It is no checkpoint: three lines of origin, size and root.", f"{folder}/{CHECKPOINT}")
        return None
    origin, size, root_hash = covers
    if identity.archive_id and origin != f"archiver/{identity.archive_id}":
        check.fault("It is of another archive's ledger.", f"{folder}/{CHECKPOINT}")
    return Part(int(name), size, root_hash, lines, told)


def _check_chain(events: Sequence[Event], check: Check) -> None:
    first = events[0]
    if first.number < 1 or (first.number == 1) != (first.previous is None):
        check.fault(
            f"It is event {first.number} of {first.slug}, and says another one before it.", first.path
        )
    for before, event in pairwise(events):
        if event.batch < before.batch:
            check.fault(f"It stands before event {before.number} of {event.slug}.", event.path)
        if event.number == before.number:
            check.fault(f"Event {event.number} of {event.slug} is there twice.", event.path)
        elif event.number == before.number + 1 and event.previous != before.leaf:
            check.fault(
                f"It was not written after event {before.number} of {event.slug} as that stands here.",
                event.path,
            )


def check_signatures(root: Path, parts: Sequence[Part], reigns: Sequence[Reign]) -> list[Finding]:
    """Hold the signature of each checkpoint against the key that signed then."""
    told = Check("checkpoints", ARCHIVE)
    for part in parts:
        folder = f"{LEDGER}/{part.number:06d}"
        checkpoints.signed(root, folder, signing(reigns, part.number).public, told)
    if not parts:
        told.fault("There is no checkpoint.")
    last = parts[-1].size if parts else 0
    return told.findings(f"{len(parts)} checkpoints are signed; the last covers {last} events.")


def completeness(events: Sequence[Event], here: set[str]) -> list[Finding]:
    """Say per target which of its events are shown, which looks are not here, and how long nobody looked."""
    found = []
    for slug, of_slug in groupby(events, key=lambda event: event.slug):
        if slug != _WHOLE:
            found += _of_target(slug, list(of_slug), here)
    if events:
        found.append(
            _said(
                ARCHIVE, "Whether a target has later events than the last that is shown, no bundle can show."
            )
        )
    return found


def _of_target(slug: str, events: Sequence[Event], here: set[str]) -> list[Finding]:
    last, missing = events[-1].number, events[-1].number - len(events)
    found = [
        _said(slug, f"Of its events 1 to {last}, {missing} are not shown.")
        if missing
        else Finding(
            COMPLETENESS, slug, Status.VERIFIED, f"Its events 1 to {last} are all here. {_watched(events)}"
        )
    ]
    bare = [event.said.capture for event in events if event.said.capture and event.said.capture not in here]
    if bare:
        found.append(_said(slug, f"{len(bare)} of its captures are named and not here, such as {bare[0]}."))
    return [*found, *_unwatched(slug, events)]


def _looks(events: Sequence[Event]) -> list[datetime]:
    return sorted(event.at for event in events if event.at and event.said.ended != ("", "", ""))


def _watched(events: Sequence[Event]) -> str:
    """Say when it was looked at."""
    times = _looks(events)
    return (
        f"{len(times)} looks, from {_at(times[0])} to {_at(times[-1])}."
        if times
        else "It was never looked at."
    )


def _unwatched(slug: str, events: Sequence[Event]) -> list[Finding]:
    """Say when nobody looked, the longest times first: what came and went then was never seen."""
    gaps = sorted(pairwise(_looks(events)), key=lambda pair: pair[0] - pair[1])[:_GAPS]
    told = "; ".join(f"{_span(end - begin)} from {_at(begin)} to {_at(end)}" for begin, end in gaps)
    return [_said(slug, f"The longest times without a look that is shown: {told}.")] if told else []


def _said(subject: str, detail: str) -> Finding:
    return Finding(COMPLETENESS, subject, Status.NOT_CHECKED, detail, required=False)


def _at(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"


def _span(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes} min" if hours else f"{minutes} min {seconds} s"
