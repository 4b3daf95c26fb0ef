"""Spans of time, as they are typed."""

from datetime import timedelta

from archiver.config import spans
from archiver.errors import UsageError


def span(text: str, option: str, usual: timedelta) -> timedelta:
    """Read a span that was typed with an option; the usual one where none was. Raises UsageError."""
    if not text:
        return usual
    found = spans.read(text)
    if found is None:
        raise UsageError(f"{option} {text} is no span of time.", f"Write {spans.FORM}.")
    return found
