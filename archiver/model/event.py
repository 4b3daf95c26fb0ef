"""A custody event in its final form, and the kinds that there are."""

from dataclasses import dataclass

CAPTURE, CONCLUSION, AGREEMENT, MARK = "capture", "conclusion", "agreement", "mark"
TIMESTAMP, DECLARATION, CLOCK = "timestamp", "declaration", "clock"
FIXITY_CHECK, EXPORT, TRANSFER = "fixity check", "export", "transfer"
CLOSER_WATCH, LATE_LOOK, EARLY_LOOK = "closer watch", "late look", "early look"
REPLICATION, DISPOSAL, CANARY = "replication", "disposal", "canary"


@dataclass(frozen=True, slots=True)
class Event:
    """One event, ready to be placed in the ledger."""

    name: str
    """File name."""
    content: bytes
    """Canonical JSON: the leaf of the ledger's tree."""
