"""That the interval between looks was not as declared, as the ledger keeps it: closer for a while, late, or early."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from archiver.model import instant
from archiver.model.deviation import Closer, Early, Late

BY_OPERATOR = "asked for by the operator"
AFTER_ABSENCE = "a post was not found at its address"
"""Why a target is looked at more often, where nobody said it."""


def closer_said(closer: Closer, operator: str) -> dict[str, Any]:
    """Write that a target is looked at more often for a while; `operator` is a salted id, empty for none."""
    return {
        "every_seconds": round(closer.every.total_seconds()),
        "since": instant.written(closer.since),
        "until": instant.written(closer.until),
        "reason": closer.reason,
        "operator": operator,
    }


def closer_read(event: Mapping[str, Any]) -> Closer:
    """Read that from such an event."""
    return Closer(
        timedelta(seconds=event["every_seconds"]),
        instant.parsed(event["until"]),
        event["reason"],
        instant.parsed(event["since"]),
    )


def early_said(early: Early) -> dict[str, Any]:
    """Write that a look is made by hand before it is due."""
    return {
        "vantage": early.vantage,
        "due_at": instant.written(early.due_at),
        "early_seconds": round(early.by.total_seconds()),
        "reason": "by_hand",
    }


def late_said(late: Late) -> dict[str, Any]:
    """Write that a look was made later than it was due."""
    return {
        "vantage": late.vantage,
        "due_at": instant.written(late.due_at),
        "late_seconds": round(late.by.total_seconds()),
        "reason": late.reason,
    }
