"""Times and spans as people read them."""

from datetime import UTC, datetime, timedelta

from archiver.model import instant

_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


def moment(at: datetime | None) -> str:
    """Write a time, in UTC, to the second; in words where it is not known."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if at else "a time that is not known"


def plain(at: datetime | None) -> str:
    """Write a time for programs; nothing where it is not known."""
    return instant.written(at) if at else ""


def span(length: timedelta) -> str:
    """Write a span in the largest unit of which there are two."""
    seconds = length.total_seconds()
    for unit, size in _UNITS:
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.1f} seconds"
