"""A copy of a capture within a bundle: what it shows leads to the capture's manifest, and the rest is told by hashes.

Its records stand in WACZ files of the bundle, where several captures' do; `disclosure.json` says where, which records
are left out and why, and which segments of the others are withheld.
"""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from archiver.verify import disclosed, manifest, wacz
from archiver.verify.canonical import Json, parse, written
from archiver.verify.checksums import MANIFEST, SUMS, WARC
from archiver.verify.commitments import Rooted
from archiver.verify.custody import Sealed
from archiver.verify.disclosed import Map
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.identity import Identity
from archiver.verify.manifest import Manifest, Opening
from archiver.verify.members import DamagedError
from archiver.verify.records import RecordsCheck
from archiver.verify.revisits import Revisits
from archiver.verify.trees import tree_root
from archiver.verify.warc import Record, records

MAP = "disclosure.json"
"""Beside the manifest."""
_ROOTS = ("head", "address", "block")


@dataclass(slots=True)
class Payloads:
    """What the records of copies hold, for what stands beside them."""

    sought: frozenset[tuple[str, str]]
    """Captures and ids of records whose payloads stand beside the copies too."""
    digests: dict[tuple[str, str], str] = field(default_factory=dict)
    blocks: set[bytes] = field(default_factory=set)
    """Of each record: id and digest of its block, as one hash."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, checked."""

    sealed: Sealed
    not_authenticated: str
    opening: Opening | None
    warcs: tuple[tuple[str, str], ...]
    """WACZ and entry that its records stand in."""
    told: Map | None
    findings: list[Finding]
    revisits: Revisits


def check(root: Path, capture: str, archive: Identity, payloads: Payloads) -> Copy:
    """Check the copy of a capture, by its path below `captures/`."""
    folder = f"captures/{capture}"
    seal, findings = _check_sums(root, folder)
    stated, fitting = manifest.read(root, capture, archive)
    told, mapped = _map(root, capture, stated)
    revisits = Revisits()
    findings += [*fitting, *mapped]
    if told is not None and stated is not None:
        findings += _check_records(root, capture, stated, told, payloads, revisits)
    sealed = Sealed(capture, seal, None if stated is None else stated.said)
    return Copy(
        sealed,
        stated.not_authenticated if stated else "",
        stated.opening if stated else None,
        told.warcs if told else (),
        told,
        findings,
        revisits,
    )


def _check_sums(root: Path, folder: str) -> tuple[str, list[Finding]]:
    """Check that the manifest is the one that was sealed; give the seal, empty where that cannot be read."""
    told = Check("checksums", folder)
    try:
        sums, text = content(root, f"{folder}/{SUMS}", 4096), content(root, f"{folder}/{MANIFEST}")
    except UnreadableError as error:
        told.note(error.status, error.detail)
        return "", told.findings("")
    if f"{sha256(text).hexdigest()}  {MANIFEST}\n".encode() not in sums.splitlines(keepends=True):
        told.fault(f"It does not have the digest that {SUMS} states.", f"{folder}/{MANIFEST}")
    return f"sha256:{sha256(sums).hexdigest()}", told.findings("The manifest is the one that was sealed.")


def _map(root: Path, capture: str, stated: Manifest | None) -> tuple[Map | None, list[Finding]]:
    told = Check("disclosure", f"captures/{capture}/{MAP}")
    try:
        document, canonical = parse(content(root, f"captures/{capture}/{MAP}", disclosed.LIMIT))
        found = disclosed.read_map(document, capture)
    except UnreadableError as error:
        told.note(error.status, error.detail)
        return None, told.findings("")
    except ValueError as error:
        told.fault(f"It cannot be read: {error}.")
        return None, told.findings("")
    if not canonical:
        told.fault("It is not in its canonical form (RFC 8785).")
    if stated is not None and found.count != len(stated.records):
        told.fault(f"It speaks of {found.count} records, and the manifest names {len(stated.records)}.")
    return found, told.findings(f"It says of {found.count} records what is shown, and what is not.")


def _check_records(
    root: Path, capture: str, stated: Manifest, told: Map, payloads: Payloads, revisits: Revisits
) -> list[Finding]:
    folder = f"captures/{capture}"
    soundness, led = RecordsCheck(f"{folder}/{WARC}"), Check("commitments", f"{folder}/{MANIFEST}")
    count = 0
    try:
        for path, name in told.warcs:
            with wacz.entry(root, path, name) as file:
                for record in records(file, _safe(disclosed.from_map(told.texts, told.shown)), count):
                    count += 1
                    soundness.take(record)
                    revisits.take(capture, record)
                    _hold(record, stated, told, led)
                    _note(record, capture, payloads)
    except (DamagedError, UnreadableError) as error:
        soundness.broken(error)
    if count != len(told.shown):
        led.fault(f"{len(told.shown)} of its records are said to be shown, and {count} are there.")
    if tree_root(map(written, stated.records)).hex() != stated.root:
        led.fault("Its root is not the root over the records it names.")
    return [
        *soundness.finished(),
        *led.findings(f"{count} records that are shown lead to it, in every segment that is."),
    ]


def _safe(rooted: Rooted) -> Rooted:
    """Have what does not fit together lead nowhere."""

    def root_of(position: int, part: str, count: int, segments: object) -> bytes:
        try:
            return rooted(position, part, count, segments)  # type: ignore[arg-type]
        except (ValueError, KeyError, IndexError):
            return b""

    return root_of


def _hold(record: Record, stated: Manifest, told: Map, led: Check) -> None:
    place = told.shown[record.position] if record.position < len(told.shown) else len(stated.records)
    named: Json = stated.records[place] if place < len(stated.records) else None
    made = record.commitment
    # A root that nothing leads to is no root, whatever a manifest says: a collector could show anything for it.
    if made is None or not all(made[part] for part in _ROOTS) or not _same(named, made):
        led.fault(f"{record} is not what was committed to.")


def _same(stated: Json, found: Json) -> bool:
    # As canonical text, because Python takes 1, 1.0 and true for equal.
    try:
        return written(stated) == written(found)
    except (ValueError, OverflowError, RecursionError):
        return False


def _note(record: Record, capture: str, payloads: Payloads) -> None:
    payloads.blocks.add(block_of(record))
    if (capture, record.header.id) in payloads.sought:
        payloads.digests[capture, record.header.id] = record.payload


def block_of(record: Record) -> bytes:
    """Give a record's id and the digest of its block as one hash."""
    return sha256(f"{record.header.id} {record.block}".encode()).digest()


def counted(copies: list[Copy]) -> Counter[str]:
    """Count what is withheld in copies, by class, and what is left out, by reason."""
    found: Counter[str] = Counter()
    for each in copies:
        found.update(each.told.counted if each.told else {})
    return found


def said(copies: list[Copy]) -> list[Finding]:
    """Say what copies withhold and leave out."""
    told = ", ".join(f"{count:,} {what}" for what, count in sorted(counted(copies).items()))
    detail = f"Not shown, and so not checked: {told}."
    return [Finding("disclosure", ARCHIVE, Status.NOT_CHECKED, detail, required=False)] if told else []
