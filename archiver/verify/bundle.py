"""Verify a bundle, in the order of proof. Nothing here needs the program that wrote it, and no step ends it.

0. `bundle.json` can be read and is of a format that is known. Of a newer one nothing else is checked.
1. The bag: each file has the two digests that the manifests name, and nothing is there that they do not.
2. Nothing stands below `data/` that the format does not name.
3. `archive.json` says who the archive is, and by which key.
4. Each WACZ holds what its own description says.
5. Each copy of a capture: the manifest is the one that was sealed; each record that is shown is whole and leads to it,
   in every segment that is; which are withheld or left out is told.
6. Each revisit finds the record it refers to, and what stands in a file again is what stood there.
7. The ledger: each event that is shown is in the tree of its checkpoint, and that tree in the next one's. Of a target's
   events, which are numbered and chained, it is said which are not shown.
8. Each capture has exactly one event that bears its seal.
9. The key: the one of `archive.json`, or that followed it, signed each checkpoint, and the bundle.
10. The time stamps: each holds for the checkpoint it stands beside, and those of the bundle for the bundle.
11. Each capture was sealed between the stamp that it names as there before it, and the first that covers it.
12. Media and pictures are what records hold, and posts that stand alone what their segments say; removals are what
    events conclude.
13. The verifier that came along is what stands beside it to be read, and `signers` names the keys that signed. That
    these, and documents which nothing proves, are whoever's who made the bundle, is said.
14. A key that is trusted, and a checkpoint that was kept elsewhere, where they are given.

What remains to the reader: that the key is the right one, and that the roots of its stamps are the authorities' own.
"""

from dataclasses import replace
from pathlib import Path

from archiver.verify import (
    aboard,
    bag,
    bundle_tree,
    conclusions,
    copies,
    described,
    held,
    identity,
    keyring,
    outside,
    posts,
    sealed,
    shown,
    stamps,
    timeline,
    wacz,
)
from archiver.verify.bundle_tree import BundleTree
from archiver.verify.copies import Copy
from archiver.verify.custody import check_custody
from archiver.verify.described import Description
from archiver.verify.finding import ARCHIVE, BUNDLE, Finding
from archiver.verify.identity import Identity
from archiver.verify.leading import Payloads
from archiver.verify.outside import Given
from archiver.verify.progress import Progress
from archiver.verify.revisits import Revisits

MARK = "bagit.txt"
"""By this a folder is known to be a bundle."""
DATA = "data"


def verified(root: Path, given: Given, progress: Progress | None = None) -> list[Finding]:
    """Check a bundle and give all findings, what must be known first in front; never raise for damage."""
    data = root / DATA
    # 0.
    said, findings = described.read(data)
    if said.newer:
        return _within(findings)
    # 1.
    found = bag.check(root, progress)
    # 2. and 3.
    tree = bundle_tree.walk(data)
    archive, known = identity.read(data)
    findings += [*tree.findings, *known]
    # 4. to 6.
    made, payloads, checked = _copies(data, tree, archive, said, progress)
    findings += checked
    # 7. and 8.
    log = shown.read(data, tree.batches, archive)
    findings += [*log.findings, *check_custody([each.sealed for each in made], log.events, some=True)]
    findings += shown.completeness(log.events, set(tree.captures))
    # 9.
    reigns, followed = keyring.follow(log.events, archive)
    findings += [*followed, *shown.check_signatures(data, log.parts, reigns)]
    # 10. and 11.
    stamped = stamps.check(data, tree.stamps, tree.roots, log.events, given.roots)
    last = log.parts[-1].number if log.parts else 0
    findings += [*stamped.findings, *keyring.revoked(reigns, stamped.held, last)]
    openings = {each.sealed.capture: each.opening for each in made}
    of_these = [event for event in log.events if event.said.capture in openings]
    findings += timeline.check(of_these, stamped, openings)
    # 12.
    findings += described.check(said, made, archive, last)
    findings += described.check_media(data, tree.media, said, payloads.found)
    findings += conclusions.check(data, log.events)
    # 13.
    keys = [reign.public for reign in reigns]
    findings += aboard.check_signers(data, aboard.SIGNERS, keys)
    along = [*aboard.check_verifier(root), *aboard.said(root, data)]
    # 14.
    findings += outside.check_checkpoint(given.checkpoint, log.parts)
    roots = [f"{DATA}/{path}" for path in tree.roots]
    seal = sealed.check(root, reigns[-1].public, roots, given.roots)
    of_seal = [finding for finding in seal if finding.check == sealed.NAME]
    first = outside.first(archive, keys, of_seal, given.trusted, made)
    return [*first, *found, *seal, *along, *_within(findings)]


def _copies(
    data: Path, tree: BundleTree, archive: Identity, said: Description, progress: Progress | None
) -> tuple[list[Copy], Payloads, list[Finding]]:
    payloads, revisits = Payloads(frozenset(each.place for each in said.media.values())), Revisits()
    packed, findings = [], list[Finding]()
    for path in tree.waczs:
        found, checked = wacz.check(data, path)
        packed.append(found)
        findings += checked
    made, present = [], {(each.path, name) for each in packed for name in each.warcs}
    for done, capture in enumerate(tree.captures):
        if progress is not None:
            progress(capture, done, len(tree.captures))
        made.append(copy := copies.check(data, capture, archive, present, payloads))
        revisits.add(copy.revisits)
    findings += [finding for copy in made for finding in copy.findings]
    findings += revisits.finished()
    findings += held.check(data, packed, {place for copy in made for place in copy.warcs}, payloads)
    manifests = {copy.sealed.capture: copy.manifest for copy in made if copy.manifest}
    findings += posts.check(data, tree.posts, manifests)
    findings += copies.said(made)
    return made, payloads, findings


def _within(findings: list[Finding]) -> list[Finding]:
    """Name what findings are about by paths within the bundle."""
    whole = (ARCHIVE, BUNDLE)
    return [
        finding
        if finding.subject in whole or finding.check == shown.COMPLETENESS
        else replace(finding, subject=f"{DATA}/{finding.subject}")
        for finding in findings
    ]
