"""Filler: what stands in the place of withheld segments says nothing, or what it still says is told to be unproven.

A withheld segment is known by its hash alone, so that whoever made the bundle could have put any text in its place.
Only letters and digits that stand for all others do there, and the words and numbers without which JSON would not
parse. In an HTTP head, an address and a segment of 1 MiB the rest of the segment stays readable: this is counted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from archiver.verify.commitments import Cut

_OF_JSON = re.compile(
    rb"(?<![A-Za-z0-9_])(?:true|false|null|1+(?:\.1+)?[eE][+-]?1+)(?![A-Za-z0-9_])",
)
_SAYS_MORE = re.compile(rb"[A-Za-wyz02-9\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Withheld:
    """A segment that is not shown."""

    length: int
    leaf: bytes
    """Its salted hash."""


@dataclass(slots=True)
class Seen:
    """What was seen of the texts of one record, in the places of what is withheld."""

    faults: list[str] = field(default_factory=list)
    readable: list[tuple[str, int]] = field(default_factory=list)
    """Part and number of segments that are withheld, and of which something can still be read."""


def is_filler(text: bytes) -> bool:
    """Tell whether a stretch of withheld segments holds nothing that could be read."""
    return not _SAYS_MORE.search(_OF_JSON.sub(b"", text))


def watched(cut: Cut, withheld: Mapping[int, Withheld], seen: Seen) -> Iterator[bytes]:
    """Let the segments of a text pass by, and look at those that are withheld."""
    at, stretch = 0, bytearray()
    for number, segment in enumerate(cut.segments):
        told = withheld.get(number)
        if told is None and stretch:
            _end(stretch, seen)
        elif told is not None:
            stretch += _looked_at(cut, number, segment, at, told, seen)
        at += len(segment)
        yield segment
    _end(stretch, seen)


def _looked_at(cut: Cut, number: int, segment: bytes, at: int, told: Withheld, seen: Seen) -> bytes:
    """Look at a withheld segment that begins at an offset; give what of it must be filler."""
    if told.length != len(segment):
        seen.faults.append(f"shows another length in the place of segment {number} of its {cut.part}")
    if at < cut.readable:
        seen.readable.append((cut.part, number))
    closed = segment[max(0, cut.readable - at) :]
    if closed and cut.medium:
        seen.faults.append("is a medium of which a part is withheld, and nothing proves what stands there")
        return b""
    return closed


def _end(stretch: bytearray, seen: Seen) -> None:
    if not is_filler(bytes(stretch)):
        seen.faults.append("says something in the place of what is withheld")
    stretch.clear()
