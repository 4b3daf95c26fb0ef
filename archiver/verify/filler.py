"""Filler: what stands in the place of withheld segments says nothing, or what it still says is told to be unproven.

A withheld segment is known by its hash alone, so that whoever made the bundle could have put any text in its place.
Only letters and digits that stand for all others do there, and the words and numbers without which JSON would not
parse. In an HTTP head and an address the rest of the segment stays readable: this is counted. A line of a head stays
one, so that all programs find the head's end, which is always shown, in one place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from archiver.verify.commitments import Cut

_OF_JSON = re.compile(
    rb"(?<![A-Za-z0-9_])(?:true|false|null|1+(?:\.1+)?[eE][+-]?1+)(?![A-Za-z0-9_])",
)
_IN_LINE = re.compile(rb"[^\x00-\x08\x0a-\x1f\x7f]*")
_NAME = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):")
_LONGEST = 64
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
    names: set[str] = field(default_factory=set)
    """Of headers, in lower case, of which that is so."""


def is_filler(text: bytes) -> bool:
    """Tell whether a stretch of withheld segments holds nothing that could be read."""
    return not _SAYS_MORE.search(_OF_JSON.sub(b"", text))


def watched(cut: Cut, withheld: Mapping[int, Withheld], seen: Seen) -> Iterator[bytes]:
    """Let the segments of a text pass by, and look at those that are withheld."""
    at, stretch, begins = 0, bytearray(), True
    for number, segment in enumerate(cut.segments):
        told = withheld.get(number)
        if told is None and stretch:
            _end(stretch, seen)
        elif told is not None:
            stretch += _looked_at(cut, number, segment, at, told, seen)
            if at < cut.readable and cut.part == "block":
                _look_at_line(segment, number, seen, begins=begins)
        at, begins = at + len(segment), segment.endswith(b"\n")
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
        seen.faults.append("is a medium of which a part is withheld, and what stands there is not proven")
        return b""
    return closed


def _look_at_line(segment: bytes, number: int, seen: Seen, *, begins: bool) -> None:
    """Look at what of an HTTP head is withheld: a line, or a part of one, that begins with a name or goes on."""
    line = segment.removesuffix(b"\r\n")
    if len(segment) == _LONGEST:
        line = line.removesuffix(b"\r")
    named = _NAME.match(line) if begins and number else None
    if named:
        seen.names.add(named[1].decode().lower())
    if not line or not _IN_LINE.fullmatch(line) or (begins and number and not named):
        seen.faults.append("shows in the place of a header what is none")


def _end(stretch: bytearray, seen: Seen) -> None:
    if not is_filler(bytes(stretch)):
        seen.faults.append("says something in the place of what is withheld")
    stretch.clear()
