"""Steps 2 to 4 and 6, in one pass over a capture's bytes: its files, its manifest, its records, its commitments."""

from dataclasses import dataclass
from pathlib import Path

from archiver.verify import disposed, manifest
from archiver.verify.checksums import WARC, check_sums, seal_of
from archiver.verify.commitments import from_seed
from archiver.verify.committed import CommitmentsCheck
from archiver.verify.custody import Sealed
from archiver.verify.disposed import Disposed
from archiver.verify.files import UnreadableError, opened
from archiver.verify.finding import Finding, Status
from archiver.verify.identity import Identity
from archiver.verify.manifest import Continues, Manifest, Opening
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
    disposed: Disposed
    """What went from it."""
    findings: list[Finding]
    revisits: Revisits
    """What its records say of others', to be held against those when all are known."""


def check_seal(root: Path, capture: str, archive: Identity) -> Look:
    """Check no more of a capture than its seal and its manifest: its bytes are of another part."""
    stated, fitting = manifest.read(root, capture, archive)
    gone = disposed.read(root, capture, stated.records if stated else ())
    seal, findings = seal_of(root, f"captures/{capture}", gone)
    findings += [each for each in (*fitting, *gone.findings) if each.status is not Status.VERIFIED]
    sealed = Sealed(capture, seal, None if stated is None else stated.said)
    return _looked(sealed, stated, gone, findings, Revisits(frozenset((capture,)), _refused(capture, gone)))


def check(root: Path, capture: str, archive: Identity) -> Look:
    """Check a capture by its path below `captures/`; what its revisits refer to is taken down for a later step."""
    folder = f"captures/{capture}"
    # 3.
    stated, fitting = manifest.read(root, capture, archive)
    # 2.
    gone = disposed.read(root, capture, stated.records if stated else ())
    seal, findings = check_sums(root, folder, gone)
    findings += [*gone.findings, *fitting]
    sealed = Sealed(capture, seal, None if stated is None else stated.said)
    revisits = Revisits(disposed=_refused(capture, gone))
    # 4. and 6.
    if not gone.whole:
        findings += _records(root, capture, stated, gone, revisits)
    return _looked(sealed, stated, gone, findings, revisits)


def _records(
    root: Path, capture: str, stated: Manifest | None, gone: Disposed, revisits: Revisits
) -> list[Finding]:
    path = f"captures/{capture}/{WARC}"
    soundness = RecordsCheck(path, gone.records)
    commitments = CommitmentsCheck(root, capture, stated, len(gone.records))
    try:
        with opened(root, path) as file:
            salted = from_seed(commitments.secret) if commitments.secret else None
            for record in records(file, salted, gone=gone.records):
                soundness.take(record)
                commitments.take(record)
                revisits.take(capture, record)
    except (DamagedError, UnreadableError) as error:
        soundness.broken(error)
        commitments.broken()
    return [*soundness.finished(), *commitments.finished()]


def _refused(capture: str, gone: Disposed) -> frozenset[tuple[str, str]]:
    """Give the records that nobody can find any more, by capture and id."""
    return frozenset((capture, record) for record in gone.ids)


def _looked(
    sealed: Sealed, stated: Manifest | None, gone: Disposed, findings: list[Finding], revisits: Revisits
) -> Look:
    if stated is None:
        return Look(sealed, "", None, None, gone, findings, revisits)
    return Look(sealed, stated.not_authenticated, stated.opening, stated.continues, gone, findings, revisits)
