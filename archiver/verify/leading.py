"""The records of a copy of a capture: each that is shown leads to the capture's manifest, in every segment that is."""

from collections.abc import Container
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from archiver.verify import disclosed, wacz, wacz_index
from archiver.verify.canonical import Json, same, written
from archiver.verify.checksums import MANIFEST, WARC
from archiver.verify.commitments import Cut, Rooted
from archiver.verify.disclosed import Map
from archiver.verify.files import UnreadableError
from archiver.verify.filler import Seen
from archiver.verify.finding import Check, Finding
from archiver.verify.manifest import Manifest
from archiver.verify.members import DamagedError
from archiver.verify.records import RecordsCheck
from archiver.verify.revisits import Revisits
from archiver.verify.trees import tree_root
from archiver.verify.warc import ANSWERS, Record, records

Place = tuple[str, str]
"""A WACZ, and an entry of it; or a capture, and the id of a record in it."""


@dataclass(slots=True)
class Payloads:
    """What the records of copies hold, for what stands beside them."""

    sought: frozenset[Place]
    """Records whose payloads stand beside the copies too."""
    found: dict[Place, tuple[str, str]] = field(default_factory=dict)
    """Of those: digest of the payload, and address."""
    whole: set[bytes] = field(default_factory=set)
    """Each record, header and block, as one hash."""
    places: dict[str, set[bytes]] = field(default_factory=dict)
    """By WACZ: where in it each record stands that an index names, and what an index says of it, as one hash."""
    pages: set[bytes] = field(default_factory=set)
    """Address and time of each record, as one hash."""
    documents: dict[str, set[bytes]] = field(default_factory=dict)
    """By WACZ: those of them that a list of pages must name."""


@dataclass(slots=True)
class Unproven:
    """What can be read in the records of a copy although nothing proves it."""

    segments: int = 0
    """Segments that are withheld, and of which something can still be read."""
    statuses: list[str] = field(default_factory=list)
    """Answers whose status stands in such a segment."""
    addresses: list[str] = field(default_factory=list)
    """Records of which a part of the address stands in such a segment."""
    meanings: list[str] = field(default_factory=list)
    """Answers that may say in such a segment of what kind they are, or where they lead."""


@dataclass(frozen=True, slots=True)
class Led:
    """What was found of the records of a copy."""

    findings: list[Finding]
    unproven: Unproven


_PARTS = ("head", "address", "block")
_OF_MEANING = {"content-type", "content-encoding", "transfer-encoding", "location", "refresh"}


def check(
    root: Path,
    capture: str,
    stated: Manifest,
    told: Map,
    entries: Container[Place],
    payloads: Payloads,
    revisits: Revisits,
) -> Led:
    """Hold the records of a copy against its map and manifest; `entries` are those that the bundle's WACZs have."""
    folder = f"captures/{capture}"
    soundness, led = RecordsCheck(f"{folder}/{WARC}"), Check("commitments", f"{folder}/{MANIFEST}")
    seen, unproven, count = Seen(), Unproven(), 0
    rooted = _safe(disclosed.from_map(told.texts, told.shown, seen))
    try:
        for place in told.warcs:
            with _entry(root, place, entries) as file:
                for record in records(file, rooted, count):
                    count += 1
                    soundness.take(record)
                    revisits.take(capture, record)
                    _hold(record, stated, told, led)
                    _look(record, seen, unproven, led)
                    note(record, place, payloads)
                    _seek(record, capture, payloads)
    except (DamagedError, UnreadableError) as error:
        soundness.broken(error)
    if count != len(told.shown):
        led.fault(f"{len(told.shown)} of its records are said to be shown, and {count} are there.")
    if _root(stated) != stated.root:
        led.fault("Its root is not the root over the records it names.")
    proven = f"{count} records that are shown lead to it, in every segment that is."
    return Led([*soundness.finished(), *led.findings(proven)], unproven)


def _entry(root: Path, place: Place, entries: Container[Place]) -> AbstractContextManager[BinaryIO]:
    # Named by a document, it could be any file of this machine.
    if place not in entries:
        raise DamagedError("no WACZ of the bundle holds what they are said to stand in")
    return wacz.entry(root, *place)


def _safe(rooted: Rooted) -> Rooted:
    """Have what does not fit together lead nowhere."""

    def root_of(position: int, cut: Cut) -> bytes:
        try:
            return rooted(position, cut)
        except (ValueError, KeyError, IndexError):
            return b""

    return root_of


def _hold(record: Record, stated: Manifest, told: Map, led: Check) -> None:
    place = told.shown[record.position] if record.position < len(told.shown) else len(stated.records)
    named: Json = stated.records[place] if place < len(stated.records) else None
    made = record.commitment
    # A root that nothing leads to is none, whatever a manifest says: anything could be shown for it.
    if made is None or not all(made[part] for part in _PARTS) or not same(named, made):
        led.fault(f"{record} is not what was committed to.")


def _look(record: Record, seen: Seen, unproven: Unproven, led: Check) -> None:
    """Take down what stands in the places of what is withheld of a record."""
    for fault in dict.fromkeys(seen.faults):
        led.fault(f"{record} {fault}.")
    unproven.segments += len(seen.readable)
    if ("block", 0) in seen.readable and record.header.type in ANSWERS:
        unproven.statuses.append(str(record))
    if any(part == "address" for part, _ in seen.readable):
        unproven.addresses.append(str(record))
    if seen.names & _OF_MEANING and record.header.type in ANSWERS:
        unproven.meanings.append(str(record))
    seen.faults.clear()
    seen.readable.clear()
    seen.names.clear()


def _root(stated: Manifest) -> str:
    try:
        return tree_root(map(written, stated.records)).hex()
    except (ValueError, OverflowError, RecursionError):
        return ""


def note(record: Record, place: Place, payloads: Payloads) -> None:
    """Take down a record that stands in an entry of a WACZ."""
    payloads.whole.add(whole(record))
    header = record.header
    page = page_of(header.get("WARC-Target-URI"), header.get("WARC-Date"), record.status)
    payloads.pages.add(page)
    path, entry = place
    if wacz_index.is_page(record):
        payloads.documents.setdefault(path, set()).add(page)
    payloads.places.setdefault(path, set()).update(wacz_index.indexed(record, entry))


def _seek(record: Record, capture: str, payloads: Payloads) -> None:
    place = capture, record.header.id
    if place in payloads.sought:
        payloads.found[place] = record.payload, record.header.get("WARC-Target-URI")


def whole(record: Record) -> bytes:
    """Give a record, its header and its block, as one hash."""
    return sha256(b"\r\n".join((*record.header.lines, record.block.encode()))).digest()


def page_of(address: str, date: str, status: str) -> bytes:
    """Give address, time and how it was answered as one hash."""
    return sha256(f"{status} {date} {address}".encode()).digest()
