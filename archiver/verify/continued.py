"""Step 8: the capture that one goes on from was sealed before it, as it is named."""

from collections.abc import Iterable, Sequence

from archiver.verify.checksums import MANIFEST
from archiver.verify.event import Event
from archiver.verify.finding import Check, Finding
from archiver.verify.manifest import Continues

NAME = "continues"
_SHOWN = 80


def check(named: Iterable[tuple[str, Continues | None]], events: Sequence[Event]) -> list[Finding]:
    """Hold what captures, by their paths, name as the ones they go on from against the ledger's events of these."""
    known = {(event.slug, event.said.capture): event for event in events if event.said.capture}
    findings: list[Finding] = []
    for capture, continues in named:
        if continues is None:
            continue
        told = Check(NAME, f"captures/{capture}/{MANIFEST}")
        slug = capture.rpartition("/")[0]
        own, other = known.get((slug, capture)), known.get((slug, continues.capture))
        if other is None or other.said.seal != continues.seal:
            told.fault(
                f"It goes on from {continues.capture[:_SHOWN]}, and no event tells of one with that seal."
            )
        elif own is not None and own.number <= other.number:
            told.fault(f"It goes on from {continues.capture[:_SHOWN]}, which was sealed after it.")
        findings += told.findings(
            f"It goes on from {continues.capture[:_SHOWN]}, which was sealed before it."
        )
    return findings
