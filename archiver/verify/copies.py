"""A copy of a capture within a bundle: what it shows leads to the capture's manifest, and the rest is told by hashes.

Its records stand in WACZ files of the bundle, where several captures' do; `disclosure.json` says where, which records
are left out and why, and which segments of the others are withheld.
"""

from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from archiver.verify import checksums, disclosed, leading, manifest
from archiver.verify.canonical import parse
from archiver.verify.checksums import MANIFEST, SUMS
from archiver.verify.custody import Sealed
from archiver.verify.disclosed import Map
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.identity import Identity
from archiver.verify.leading import Payloads, Place, Unproven
from archiver.verify.manifest import Manifest, Opening
from archiver.verify.revisits import Revisits

MAP = "disclosure.json"
"""Beside the manifest."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, checked."""

    sealed: Sealed
    not_authenticated: str
    opening: Opening | None
    warcs: tuple[tuple[str, str], ...]
    """WACZ and entry that its records stand in."""
    told: Map | None
    manifest: Manifest | None
    findings: list[Finding]
    revisits: Revisits
    unproven: Unproven


def check(root: Path, capture: str, archive: Identity, entries: Container[Place], payloads: Payloads) -> Copy:
    """Check the copy of a capture, by its path below `captures/`; `entries` are those that the WACZs here have."""
    folder = f"captures/{capture}"
    seal, findings = _check_sums(root, folder)
    stated, fitting = manifest.read(root, capture, archive)
    told, mapped = _map(root, capture, stated)
    revisits, unproven = Revisits(), Unproven()
    findings += [*fitting, *mapped]
    if told is not None and stated is not None:
        led = leading.check(root, capture, stated, told, entries, payloads, revisits)
        findings, unproven = [*findings, *led.findings], led.unproven
    sealed = Sealed(capture, seal, None if stated is None else stated.said)
    return Copy(
        sealed,
        stated.not_authenticated if stated else "",
        stated.opening if stated else None,
        told.warcs if told else (),
        told,
        stated,
        findings,
        revisits,
        unproven,
    )


def _check_sums(root: Path, folder: str) -> tuple[str, list[Finding]]:
    """Check that the manifest is the one that was sealed; give the seal, empty where that cannot be read."""
    told = Check("checksums", folder)
    try:
        sums, text = content(root, f"{folder}/{SUMS}", 4096), content(root, f"{folder}/{MANIFEST}")
    except UnreadableError as error:
        told.note(error.status, error.detail)
        return "", told.findings("")
    if checksums.named(sums, told, f"{folder}/{SUMS}").get(MANIFEST) != sha256(text).hexdigest():
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


def said(copies: list[Copy]) -> list[Finding]:
    """Say what copies withhold and leave out, and what they show all the same that is not proven."""
    found: Counter[str] = Counter()
    for each in copies:
        if each.told is not None:
            found.update({f"records left out ({why})": count for why, count in each.told.left_out.items()})
            found.update(
                {f"segments withheld ({kind})": count for kind, (count, _) in each.told.withheld.items()}
            )
    told = ", ".join(f"{count:,} {what}" for what, count in sorted(found.items()))
    details = [f"Not shown, and so not checked: {told}."] if told else []
    if any(each.told is not None and each.told.withheld for each in copies):
        details.append(
            "What stands in the place of withheld segments, quotes, brackets and blanks among it, is not proven: it "
            "may make what stands beside it read otherwise."
        )
    readable = sum(each.unproven.segments for each in copies)
    if readable:
        details.append(
            f"Of {readable:,} of these segments, in HTTP heads and addresses, something can still be read, which "
            "is not proven."
        )
    details += _of_records(copies, "The whole address of {} records", lambda unproven: unproven.addresses)
    details += _of_records(
        copies, "How {} requests were answered, by status,", lambda unproven: unproven.statuses
    )
    details += _of_records(
        copies, "Of what kind {} answers were, or where they led,", lambda unproven: unproven.meanings
    )
    return [Finding("disclosure", ARCHIVE, Status.NOT_CHECKED, detail, required=False) for detail in details]


def _of_records(copies: list[Copy], what: str, which: Callable[[Unproven], Sequence[str]]) -> list[str]:
    """Say what nothing proves of how many records, and name the first."""
    found = [(each.sealed.capture, record) for each in copies for record in which(each.unproven)]
    if not found:
        return []
    capture, record = found[0]
    return [f"{what.format(f'{len(found):,}')} is not proven, such as {record} of {capture}."]
