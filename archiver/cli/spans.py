"""Spans of time, as they are typed."""

from datetime import timedelta

from archiver.config import spans
from archiver.errors import UsageError

SHORTEST_INTERVAL = timedelta(minutes=1)


def interval(text: str) -> timedelta | None:
    """Read how often a target is to be looked at; None where nothing was typed. Raises UsageError."""
    if not text:
        return None
    found = span(text, "--every", SHORTEST_INTERVAL)
    if found < SHORTEST_INTERVAL:
        raise UsageError(f"--every {text} is less than a minute.", "Look less often.")
    return found


def span(text: str, option: str, usual: timedelta) -> timedelta:
    """Read a span that was typed with an option; the usual one where none was. Raises UsageError."""
    if not text:
        return usual
    found = spans.read(text)
    if found is None:
        raise UsageError(f"{option} {text} is no span of time.", f"Write {spans.FORM}.")
    return found
