"""Steps 2 to 4 and 6, in one pass over a capture's bytes: its files, its manifest, its records, its commitments."""

from dataclasses import dataclass
from pathlib import Path

from archiver.verify import manifest
from archiver.verify.checksums import WARC, check_sums, seal_of
from archiver.verify.commitments import from_seed
from archiver.verify.committed import CommitmentsCheck
from archiver.verify.custody import Sealed
from archiver.verify.files import UnreadableError, opened
from archiver.verify.finding import Finding, Status
from archiver.verify.identity import Identity
from archiver.verify.manifest import Continues, Opening
from archiver.verify.members import DamagedError
from archiver.verify.records import RecordsCheck
from archiver.verify.revisits import Revisits
from archiver.verify.warc import records


@dataclass(frozen=True, slots=True)
class Look:
    """One capture, checked."""

    sealed: Sealed
    not_authenticated: str
    opening: Opening | None
    """The time stamp that it names as there before it."""
    continues: Continues | None
    """The capture that it names as the one whose listings it went on with."""
    findings: list[Finding]
    revisits: Revisits
    """What its records say of others', to be held against those when all are known."""


def check_seal(root: Path, capture: str, archive: Identity) -> Look:
    """Check no more of a capture than its seal and its manifest: its bytes are of another part."""
    seal, findings = seal_of(root, f"captures/{capture}")
    stated, fitting = manifest.read(root, capture, archive)
    findings += [each for each in fitting if each.status is not Status.VERIFIED]
    sealed = Sealed(capture, seal, None if stated is None else stated.said)
    revisits = Revisits(unread=frozenset((capture,)))
    if stated is None:
        return Look(sealed, "", None, None, findings, revisits)
    return Look(sealed, stated.not_authenticated, stated.opening, stated.continues, findings, revisits)


def check(root: Path, capture: str, archive: Identity) -> Look:
    """Check a capture by its path below `captures/`; what its revisits refer to is taken down for a later step."""
    revisits = Revisits()
    folder = f"captures/{capture}"
    # 2.
    seal, findings = check_sums(root, folder)
    # 3.
    stated, fitting = manifest.read(root, capture, archive)
    # 4. and 6.
    soundness = RecordsCheck(f"{folder}/{WARC}")
    commitments = CommitmentsCheck(root, capture, stated)
    try:
        with opened(root, f"{folder}/{WARC}") as file:
            for record in records(file, from_seed(commitments.secret) if commitments.secret else None):
                soundness.take(record)
                commitments.take(record)
                revisits.take(capture, record)
    except (DamagedError, UnreadableError) as error:
        soundness.broken(error)
        commitments.broken()
    findings += [*fitting, *soundness.finished(), *commitments.finished()]
    sealed = Sealed(capture, seal, None if stated is None else stated.said)
    if stated is None:
        return Look(sealed, "", None, None, findings, revisits)
    return Look(sealed, stated.not_authenticated, stated.opening, stated.continues, findings, revisits)
