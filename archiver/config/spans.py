"""A span of time as an operator writes it: a number and a unit."""

import re
from datetime import timedelta

FORM = 'a time such as "90s", "30m", "6h" or "2d"'
_SPAN = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read(text: str) -> timedelta | None:
    """Read a span; None where the text is none."""
    found = _SPAN.fullmatch(text)
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None


def written(span: timedelta) -> str:
    """Write a span in the largest unit that it is a whole number of."""
    seconds = round(span.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
