"""Step 2: what a capture says was disposed of. What went cannot be checked; all else still is.

Each disposal leaves a tombstone, `disposed.<n>.json`, which the event of it names by digest (step 8). It says which
records went, and the digest of the WARC that was left: none where all of the capture went, and `private.json` with it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from archiver.verify.canonical import Json, parse
from archiver.verify.event import Event
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import Check, Finding, Status

NAME = "disposed"
_FORMAT = "archiver-disposal/1"
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_LIMIT = 64 << 20


@dataclass(frozen=True, slots=True)
class Disposed:
    """What went from one capture."""

    records: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Records that went, by their positions as sealed: id and type."""
    warc: str | None = None
    """Digest, in hex, of the WARC that is left, where records went; None where none did, or all."""
    whole: bool = False
    tombstones: tuple[str, ...] = ()
    """Digests of what says so, in order."""
    findings: tuple[Finding, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Give the ids of the records that went."""
        return frozenset(record for record, _ in self.records.values())


@dataclass(frozen=True, slots=True)
class _Tombstone:
    """One of them, read."""

    path: str
    digest: str
    records: Mapping[int, tuple[str, str]]
    warc: str | None


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
    many = "All of it" if last is None else f"{len(records):,} of its {len(committed):,} records"
    said = f"{many} was disposed of, as its tombstone says: what that was is not checked."
    untold = Finding(NAME, f"captures/{capture}", Status.NOT_CHECKED, said, required=False)
    return Disposed(
        records, last, last is None, tuple(each.digest for each in found), (*_faults(told), untold)
    )


def _faults(told: Check) -> list[Finding]:
    return [each for each in told.findings("") if each.status is not Status.VERIFIED]


def _tombstones(root: Path, capture: str, told: Check) -> Iterator[_Tombstone]:
    """Read what stands there, by number, up to the first that is missing or cannot be read."""
    number = 1
    while (root / (path := f"captures/{capture}/disposed.{number}.json")).is_file():
        try:
            text = content(root, path, _LIMIT)
            document, canonical = parse(text)
            records, warc = _said(document, capture, number)
        except UnreadableError as error:
            told.note(error.status, error.detail, path)
            return
        except ValueError as error:
            told.fault(f"It does not say what was disposed of: {error}.", path)
            return
        if not canonical:
            told.fault("It is not in its canonical form (RFC 8785).", path)
        yield _Tombstone(path, f"sha256:{sha256(text).hexdigest()}", records, warc)
        number += 1


def _said(document: Json, capture: str, number: int) -> tuple[dict[int, tuple[str, str]], str | None]:
    match document:
        case {
            "format": form,
            "capture": named,
            "number": int(count),
            "at": str(),
            "reason": str(),
            "authority": str(),
            "digest": None | str(),
            "records": [*listed],
            "warc": None | str() as warc,
        } if (form, named, count) == (_FORMAT, capture, number):
            gone = dict(map(_record, listed))
            if len(gone) != len(listed):
                raise ValueError("it names a record twice")
            fits = None if warc is None else _DIGEST.fullmatch(warc)
            if warc is not None and fits is None:
                raise ValueError("it gives no digest of what is left")
            return gone, fits[1] if fits else None
    raise ValueError("it is no tombstone of this capture")


def _record(told: Json) -> tuple[int, tuple[str, str]]:
    match told:
        case {"position": int(position), "id": str(record), "type": str(kind)} if type(position) is int:
            return position, (record, kind)
    raise ValueError("it names no record by position, id and type")


def _is_committed(committed: Sequence[Json], position: int, record: tuple[str, str]) -> bool:
    """Tell whether the manifest names this record in this place."""
    if not 0 <= position < len(committed):
        return False
    stated = committed[position]
    return isinstance(stated, dict) and (stated.get("id"), stated.get("type")) == record


def check(found: Mapping[str, Disposed], events: list[Event]) -> list[Finding]:
    """Pair tombstones, by the paths of their captures, with the events of their disposals."""
    named = [(*event.said.disposed, event) for event in events if event.said.disposed is not None]
    findings: list[Finding] = []
    for capture, disposed in found.items():
        told = Check("custody", f"captures/{capture}")
        own = [(tombstone, event) for of, tombstone, event in named if of == capture]
        for tombstone in disposed.tombstones:
            if sum(each == tombstone for each, _ in own) != 1:
                told.fault("No event of the ledger speaks of one of its disposals, or more than one does.")
        for tombstone, event in own:
            if tombstone not in disposed.tombstones:
                told.fault("It speaks of a disposal whose tombstone is not here.", event.path)
            elif event.slug != capture.rpartition("/")[0]:
                told.fault("It is an event of another target than the capture is of.", event.path)
        if disposed.tombstones or own:
            findings += told.findings("An event of the ledger speaks of each of its disposals.")
    return findings
