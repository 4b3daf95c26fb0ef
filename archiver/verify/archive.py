"""Verify an evidence folder, in the order of proof. Nothing here needs the program that wrote it.

0. `archive.json` can be read and is of a format that is known. Of a newer one nothing else is checked.
1. Nothing stands in the folder that the format does not name.
2. Each capture: SHA256SUMS names its three files, and each has the digest it is named with; what was disposed of has a
   tombstone.
3. Its manifest is canonical, and is of this capture and of this archive.
4. Its WARC: each record is one gzip member, whole, with the digests of its block and payload, and an own id.
5. Each revisit finds the record it refers to, with the payload it speaks of.
6. The commitments: every segment of every record, salted from the seed, leads to the root in the manifest.
7. The ledger: each event fits its name, and a target's events are numbered and chained without a gap.
8. Each capture has exactly one event that bears its seal, and each event with a capture finds it. One that goes on
   with another's listings names one that was sealed before it. Each disposal has its event, and each such event its
   tombstone.
9. The checkpoints: each covers the events up to it, by size and Merkle root, and the archive's key signed it, or the
   one that followed that by its signature.
10. The time stamps: each holds for the checkpoint it stands beside, and is as it was received.
11. Each capture was sealed between the stamp that it names as there before it, and the first that covers it.
12. Said, because it cannot be checked here: what waits for its checkpoint, and whether anything is stamped.
13. A checkpoint that was kept elsewhere, where one is given: the events that it covers are here, and the first.

What remains to the caller: `archive.json` says who the archive claims to be. That the key it names is the
right one, that the roots of its stamps are the authorities' own, and that nothing was cut off the end of the ledger,
only what is kept elsewhere can show.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from archiver.verify import (
    capture,
    cautions,
    checkpoints,
    continued,
    disposed,
    identity,
    keyring,
    ledger,
    stamps,
    timeline,
)
from archiver.verify.capture import Look
from archiver.verify.checkpoints import Reach
from archiver.verify.custody import check_custody
from archiver.verify.finding import ARCHIVE, Finding, Status
from archiver.verify.identity import Identity
from archiver.verify.part import Among, Part
from archiver.verify.progress import Progress
from archiver.verify.revisits import Revisits
from archiver.verify.tree import Tree, walk

PART = "part"
"""Name of the check that says how much was read, where not all was to be."""
_FINE, _FAILED, _INCOMPLETE = 0, 1, 3
_AT_ONCE = 4
"""Captures that are checked side by side, where there are so many processors."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of an archive."""

    findings: list[Finding]
    ledger: Reach | None = None
    """How far checkpoints cover its ledger; None where that was not looked at."""


def verify(
    root: Path,
    *,
    progress: Progress | None = None,
    checkpoint: bytes | None = None,
    roots: bytes | None = None,
) -> list[Finding]:
    """Check an archive and give all findings, what must be known first in front; never raise for damage.

    `progress` is told what is being checked, how many are done, and of how many. `checkpoint` is one of this archive
    that was kept elsewhere, `roots` are certificates (PEM) to which its time stamps must lead.
    """
    return verified(root, progress=progress, checkpoint=checkpoint, roots=roots).findings


def verified(
    root: Path,
    *,
    progress: Progress | None = None,
    checkpoint: bytes | None = None,
    roots: bytes | None = None,
    part: Part | Among | None = None,
) -> Verified:
    """Check an archive as `verify` does, and say besides how far checkpoints cover its ledger.

    Of a `part` alone are the captures' bytes read; of the others seal and manifest, and all of the ledger.
    """
    # 0.
    archive, findings = identity.read(root)
    if archive.newer:
        return Verified(findings)
    # 1.
    tree = walk(root)
    findings += tree.findings
    # 2. to 6.
    looks, found = _captures(root, tree, archive, progress, part)
    findings += found
    # 7.
    log = ledger.read(root, tree.batches, tree.events, archive)
    findings += log.findings
    # 8.
    findings += check_custody([look.sealed for look in looks], log.events)
    findings += disposed.check({look.sealed.capture: look.disposed for look in looks}, log.events)
    findings += continued.check([(look.sealed.capture, look.continues) for look in looks], log.events)
    # 9.
    reigns, followed = keyring.follow(log.events, archive)
    reach, signed = checkpoints.check(root, log.batches, archive, reigns)
    findings += [*followed, *signed]
    # 10. and 11.
    stamped = stamps.check(root, tree.stamps, tree.roots, log.events, roots)
    findings += stamped.findings
    findings += keyring.revoked(reigns, stamped.held, len(log.batches))
    findings += timeline.check(log.events, stamped, {look.sealed.capture: look.opening for look in looks})
    # 12.
    findings += cautions.said(len(log.batches), log.waiting, stamped=bool(tree.stamps))
    # 13.
    if checkpoint is None:
        findings.append(checkpoints.without_one_from_outside())
    else:
        covered = b"".join(batch.leaves for batch in log.batches)
        findings += checkpoints.from_outside(checkpoint, covered, archive)
    return Verified([*cautions.origin(archive, looks), *findings], reach)


def _captures(
    root: Path, tree: Tree, archive: Identity, progress: Progress | None, part: Part | Among | None
) -> tuple[list[Look], list[Finding]]:
    revisits, looks = Revisits(), []
    # Digesting, which is nearly all of it, lets other threads work meanwhile.
    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as pool:
        checked = pool.map(
            lambda path: (capture.check if part is None or part.has(path) else capture.check_seal)(
                root, path, archive
            ),
            tree.captures,
        )
        try:
            for done, path in enumerate(tree.captures):
                if progress is not None:
                    progress(path, done, len(tree.captures))
                looks.append(look := next(checked))
                revisits.add(look.revisits)
        finally:
            pool.shutdown(cancel_futures=True)
    findings = [finding for look in looks for finding in look.findings]
    if part is not None:
        others = sum(not part.has(path) for path in tree.captures)
        findings.append(_of_other_parts(part, others, len(tree.captures)))
    if not looks:
        findings.append(Finding("captures", ARCHIVE, Status.NOT_CHECKED, "There is no capture to check."))
    return looks, findings + revisits.finished()


def _of_other_parts(part: Part | Among, others: int, count: int) -> Finding:
    detail = part.said(count - others, others)
    return Finding(PART, ARCHIVE, Status.NOT_CHECKED, detail, required=False)


def exit_code(findings: Sequence[Finding]) -> int:
    """Give 0 where all is verified, 1 where something failed, 3 where something required was not checked."""
    if any(finding.status is Status.FAILED for finding in findings):
        return _FAILED
    if not findings or any(finding.status is Status.NOT_CHECKED and finding.required for finding in findings):
        return _INCOMPLETE
    return _FINE
