"""A post's object within an answer: pieces of it, each of whole segments, of which those that are shown are proven.

What is withheld within has filler in its place, and where another post's object stands within it, one member says so.
"""

import base64
import json
from dataclasses import dataclass

from archiver.verify import filler
from archiver.verify.canonical import Json, same
from archiver.verify.finding import Check
from archiver.verify.trees import fine

_IN_PLACE_OF_OTHERS = ('withheld":""', 'withheld"')
"""What stands between the first quote of another post's object and its last."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A text of which some segments are shown."""

    shown: dict[int, bytes]
    """By number."""
    root: bytes
    """That they lead to; empty where no segment is shown."""
    count: int


@dataclass(frozen=True, slots=True)
class Object:
    """An object that was read from what is shown."""

    hidden: int
    """Segments within it that are withheld."""
    named: bool
    """Whether one of its members is the post's key."""
    gaps: int
    """Places at which what is said to be of other posts is left out."""


def read(told: Json, post: str, found: Opened, check: Check) -> Object:
    """Read an object from what is shown."""
    match told:
        case {"pieces": [*pieces], "start": int(start), "end": int(end), "value": value, **more} if not more:
            raw, hidden = _joined(pieces, start, end, found)
            if not 0 <= start < end <= len(raw):
                raise ValueError("an object of it is not in what is shown")
            told_there = json.loads(raw[start:end])
            if not same(told_there, value):
                check.fault(f"What is told of {post[:80]} is not what its segments say.")
            members = told_there.values() if isinstance(told_there, dict) else ()
            names = {str(each) for each in members if isinstance(each, str | int)}
            gaps = sum(isinstance(piece, str) for piece in pieces)
            return Object(hidden, post.partition(":")[2] in names, gaps)
    raise ValueError("an object of it is none")


def _joined(pieces: list[Json], start: int, end: int, found: Opened) -> tuple[bytes, int]:
    """Join the pieces of an object, in order; give how many segments of them are withheld."""
    raw, hidden, following, skips = b"", 0, -1, True
    for piece in pieces:
        match piece:
            case [int(first), str(text)] if type(first) is int:
                if first < following or (first > following and not skips):
                    raise ValueError("pieces of an object of it do not follow each other")
                if following >= 0 and any(following <= number < first for number in found.shown):
                    raise ValueError("an object of it leaves out what is shown")
                part = base64.b64decode(text, validate=True)
                cut = list(fine(part))
                hidden += _check_segments(cut, first, start - len(raw), end - len(raw), found)
                raw, following, skips = raw + part, first + len(cut), False
            case str() if piece in _IN_PLACE_OF_OTHERS and not skips:
                raw, skips = raw + piece.encode(), True
            case _:
                raise ValueError("an object of it is made of something else than segments")
    return raw, hidden


def _check_segments(cut: list[bytes], first: int, start: int, end: int, found: Opened) -> int:
    """Hold segments of an object against those that are shown; give how many of them are withheld.

    Between `start` and `end`, within them, the object stands: what stands before and behind it is not told.
    """
    at, hidden, stretch = 0, 0, b""
    for number, segment in enumerate(cut, start=first):
        if number in found.shown:
            if found.shown[number] != segment:
                raise ValueError("an object of it is not what its segments show")
            stretch += b" "
        else:
            hidden += 1
            stretch += segment[max(0, start - at) : max(0, end - at)]
        at += len(segment)
    if hidden == len(cut):
        raise ValueError("an object of it is not in what is shown")
    if not filler.is_filler(stretch):
        raise ValueError("an object of it says something in the place of what is withheld")
    return hidden
