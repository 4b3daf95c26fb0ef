"""Step 2: what a capture says was disposed of. What went cannot be checked; all else still is.

Each disposal leaves a tombstone, `disposed.<n>.json`, which the event of it names by digest (step 8). It says which
records went, and the digest of the WARC that was left: none where all of the capture went, and `private.json` with it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from archiver.verify import tombstone
from archiver.verify.canonical import Json, parse
from archiver.verify.entries import entries
from archiver.verify.event import Event
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import Check, Finding, Status
from archiver.verify.tombstone import Told, Tombstone

NAME = "disposed"
_NAME = re.compile(r"disposed\.([1-9][0-9]{0,3})\.json")
_LIMIT = 64 << 20


@dataclass(frozen=True, slots=True)
class Disposed:
    """What went from one capture."""

    records: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Records that went, by their positions as sealed: id and type."""
    warc: str | None = None
    """Digest, in hex, of the WARC that is left, where records went; None where none did, or all."""
    whole: bool = False
    told: tuple[Told, ...] = ()
    """What the ledger must say of each disposal, in order."""
    findings: tuple[Finding, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Give the ids of the records that went."""
        return frozenset(record for record, _ in self.records.values())


def read(root: Path, capture: str, committed: Sequence[Json]) -> Disposed:
    """Read what a capture, by its path below `captures/`, says went; `committed` is what its manifest names."""
    told = Check(NAME, f"captures/{capture}")
    found = list(_tombstones(root, capture, told))
    if not found:
        return Disposed(findings=tuple(_faults(told)))
    records: dict[int, tuple[str, str]] = {}
    for place, each in enumerate(found):
        if place and found[place - 1].warc is None:
            told.fault("It says that something went once all had gone.", each.path)
        for position, record in each.records.items():
            if position in records or not _is_committed(committed, position, record):
                told.fault(
                    f"It speaks of record {position}, which the manifest does not name so, or which had gone.",
                    each.path,
                )
        records |= each.records
    last = found[-1].warc
    if last is None and len(records) != len(committed):
        told.fault(
            f"All of it went, and {len(records):,} of its {len(committed):,} records are named.",
            found[-1].path,
        )
    many = "All of it" if last is None else f"{len(records):,} of its {len(committed):,} records"
    said = f"{many} was disposed of, as its tombstone says: what that was is not checked."
    untold = Finding(NAME, f"captures/{capture}", Status.NOT_CHECKED, said, required=False)
    return Disposed(records, last, last is None, tuple(each.told for each in found), (*_faults(told), untold))


def _faults(told: Check) -> list[Finding]:
    return [each for each in told.findings("") if each.status is not Status.VERIFIED]


def _tombstones(root: Path, capture: str, told: Check) -> Iterator[Tombstone]:
    """Read what stands there, by number; what is no tombstone of the capture, or behind one that lacks, is a fault."""
    named = (_NAME.fullmatch(name) for name, _ in entries(root, f"captures/{capture}/", told))
    for number, each in enumerate(sorted(int(match[1]) for match in named if match), start=1):
        path = f"captures/{capture}/disposed.{each}.json"
        if each != number:
            told.fault(f"The one before it, disposed.{each - 1}.json, is missing.", path)
            return
        try:
            text = content(root, path, _LIMIT)
            document, canonical = parse(text)
            records, warc, words = tombstone.read(document, capture, number)
        except UnreadableError as error:
            told.note(error.status, error.detail, path)
            return
        except ValueError as error:
            told.fault(f"It does not say what was disposed of: {error}.", path)
            return
        if not canonical:
            told.fault("It is not in its canonical form (RFC 8785).", path)
        yield Tombstone(path, f"sha256:{sha256(text).hexdigest()}", records, warc, words)


def _is_committed(committed: Sequence[Json], position: int, record: tuple[str, str]) -> bool:
    """Tell whether the manifest names this record in this place."""
    if not 0 <= position < len(committed):
        return False
    stated = committed[position]
    return isinstance(stated, dict) and (stated.get("id"), stated.get("type")) == record


def check(found: Mapping[str, Disposed], events: list[Event]) -> list[Finding]:
    """Pair tombstones, by the paths of their captures, with the events of their disposals.

    An event that no signed checkpoint covers could have been written by anybody: what went by it is not accounted for.
    """
    named: defaultdict[str, list[tuple[Told, Event]]] = defaultdict(list)
    for event in events:
        if event.said.disposed is not None:
            capture, said = event.said.disposed
            named[capture].append((said, event))
    findings: list[Finding] = []
    for capture in sorted({*named, *(capture for capture, each in found.items() if each.told)}):
        told = Check("custody", f"captures/{capture}")
        disposed = found.get(capture, Disposed())
        for each in disposed.told:
            if sum(each == said for said, _ in named[capture]) != 1:
                told.fault(
                    "No event of the ledger says the same as one of its tombstones, or more than one does."
                )
        for said, event in named[capture]:
            _check_event(capture, said, event, disposed, told)
        findings += told.findings(
            "An event of the ledger, which a checkpoint covers, speaks of each of its disposals."
        )
    return findings


def _check_event(capture: str, said: Told, event: Event, disposed: Disposed, told: Check) -> None:
    if said not in disposed.told:
        told.fault("It speaks of a disposal whose tombstone is not here, or says otherwise.", event.path)
    elif event.slug != capture.rpartition("/")[0]:
        told.fault("It is an event of another target than the capture is of.", event.path)
    elif not event.batch:
        told.unchecked(
            "It speaks of a disposal, and no checkpoint covers it yet: anybody may have written it.",
            event.path,
        )
