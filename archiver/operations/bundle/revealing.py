"""Reveal: which withheld segments are to be shown all the same, as the map of an earlier bundle numbers them."""

import re
from collections.abc import Iterable

from archiver.errors import UsageError

_SEGMENTS = re.compile(
    r"(?P<capture>[a-z0-9._-]+/[a-z0-9._-]+/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8})"
    r":(?P<position>[0-9]{1,9}):(?P<part>address|block):(?P<first>[0-9]{1,9})(?:-(?P<last>[0-9]{1,9}))?"
)
_MOST = 1_000_000

Segment = tuple[str, int, str, int]
"""Path of a capture, position of a record, part of it, number of a segment."""


def segments(texts: Iterable[str]) -> frozenset[Segment]:
    """Read segments, as in `instagram/acme/20261124T034221Z-0a1b2c3d:12:block:40-43`. Raises UsageError."""
    found: set[Segment] = set()
    for text in texts:
        match = _SEGMENTS.fullmatch(text)
        first, last = (int(match["first"]), int(match["last"] or match["first"])) if match else (0, -1)
        if match is None or not 0 <= last - first < _MOST:
            raise UsageError(
                f"{text} names no segments.",
                "Write CAPTURE:RECORD:PART:NUMBER or …:FIRST-LAST, as disclosure.json of the bundle numbers them, "
                "such as instagram/acme/20261124T034221Z-0a1b2c3d:12:block:40-43.",
            )
        place = match["capture"], int(match["position"]), match["part"]
        found |= {(*place, number) for number in range(first, last + 1)}
    return frozenset(found)
