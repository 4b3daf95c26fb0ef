"""A custody event in its final form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One event, ready to be placed in the ledger."""

    name: str
    """File name."""
    content: bytes
    """Canonical JSON: the leaf of the ledger's tree."""
