"""Instants are aware and in UTC; here they become text and come back.

Two written forms: RFC 3339 with microseconds for documents (`2026-11-24T03:42:21.000000Z`) and the compact
one of names on disk (`20261124T034221Z`).
"""

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """Write an aware instant as RFC 3339 in UTC with microseconds; raise ValueError on a naive one."""
    if moment.tzinfo is None:
        raise ValueError("an instant without a time zone is no instant")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def parsed(text: str) -> datetime:
    """Read RFC 3339 as an aware instant in UTC; raise ValueError where it names no zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {text!r}")
    return moment.astimezone(UTC)


def compact(moment: datetime) -> str:
    """Write an aware instant for a name on disk, to the second."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def from_epoch(seconds: float) -> datetime:
    """Read seconds since 1970-01-01 UTC; raise ValueError where no calendar holds them."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"no instant: {seconds!r}") from error
