"""Custody events of captures, made as the program makes them."""

from archiver.ledger.events import CAPTURE, Chain


def capture_event(*, pending, archive, at, target, platform, slug, capture, seal, kind, outcome, reason):
    """The next event of a target: that a look at it ended."""
    said = {
        "capture": capture,
        "seal": None if seal is None else str(seal),
        "kind": kind,
        "outcome": outcome,
        "reason": reason,
    }
    return Chain(pending, archive, platform, slug).next(CAPTURE, at, target, said)
