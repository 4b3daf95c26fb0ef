"""A clock that jumped back, as the ledger keeps it: an event was written at a time that is yet to come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from archiver.model import instant


def said(was: datetime, now: datetime) -> dict[str, Any]:
    """Write what the event says: what the clock had told, and what it tells now."""
    back = round((was - now) / timedelta(milliseconds=1))
    return {"was": instant.written(was), "is": instant.written(now), "back_ms": back}


def jump(event: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Read from such an event what the clock had told, and what it told then."""
    return instant.parsed(event["was"]), instant.parsed(event["is"])
