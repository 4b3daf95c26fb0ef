"""Step 8: every capture has exactly one event that bears its seal, and every event's capture is here."""

from collections import defaultdict
from dataclasses import dataclass

from archiver.verify.checksums import SUMS
from archiver.verify.event import Event
from archiver.verify.finding import Check, Finding


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a capture itself says that its event must say too."""

    capture: str
    """Its path below `captures/`."""
    seal: str
    """Digest of SHA256SUMS; empty where it could not be read."""
    said: tuple[str, str, str] | None
    """Kind, outcome and reason; None where the manifest could not be read."""


def check_custody(captures: list[Sealed], events: list[Event], *, some: bool = False) -> list[Finding]:
    """Pair captures with events; where only `some` of the captures are here, it is no fault that others are not."""
    speaking: defaultdict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        speaking[event.said.capture].append(event)
    speaking.pop(None, None)
    findings = [
        finding for sealed in captures for finding in _of_capture(sealed, speaking.pop(sealed.capture, []))
    ]
    seals = {sealed.capture: sealed.seal for sealed in captures}
    for event in events:
        findings += _of_inputs(event, seals, some=some)
    for capture, orphans in () if some else speaking.items():
        for event in orphans:
            check = Check("custody", event.path)
            check.fault(f"It speaks of a capture that is not here: {capture}.")
            findings += check.findings("")
    return findings


def _of_inputs(event: Event, seals: dict[str, str], *, some: bool) -> list[Finding]:
    """Hold the captures that a conclusion was drawn from against those that are here."""
    check = Check("custody", event.path)
    here = [(capture, seal) for capture, seal in event.said.inputs if not some or capture in seals]
    for capture, seal in here:
        if capture not in seals:
            check.fault(f"It was drawn from a capture that is not here: {capture}.")
        elif seals[capture] != seal:
            check.fault(f"It was drawn from {capture} under another seal than that has here.")
    return (
        check.findings("The captures it was drawn from are here, under the seals it names.") if here else []
    )


def _of_capture(sealed: Sealed, events: list[Event]) -> list[Finding]:
    folder = f"captures/{sealed.capture}"
    check = Check("custody", folder)
    if not events:
        check.fault("No event of the ledger speaks of it.")
    for event in events[1:]:
        check.fault("It speaks of a capture that another event speaks of already.", event.path)
    for event in events:
        if event.said.seal != sealed.seal:
            check.fault(f"It is not the seal that the ledger states in {event.path}.", f"{folder}/{SUMS}")
        if event.slug != sealed.capture.rpartition("/")[0]:
            check.fault("It is an event of another target than the capture is of.", event.path)
        if sealed.said not in (None, event.said.ended):
            check.fault("It says another kind, outcome or reason than the manifest does.", event.path)
    return check.findings("One event of the ledger bears its seal.")
