"""Where in a text, such as a page with JSON in its scripts, the objects stand that name something."""

import json
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

_MOST_TRIED = 4_000
"""Beginnings of objects that are tried before a mention is given up."""
_MOST_MENTIONS = 10_000
_DECODER = json.JSONDecoder()
_DIGITS = re.compile(rb"\d+")
_SCALAR = re.compile(
    rb'"(?P<text>(?:[^"\\]|\\.)*+)"(?P<key>\s*:)?|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)', re.DOTALL
)


def objects_naming(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """Give the outermost objects, by start and end, that have one of some names as the value of a member of theirs.

    Numbers count by their digits. Objects within those given are not given by themselves.
    """
    found: list[tuple[int, int]] = []
    for at in islice(_mentions(text, names), _MOST_MENTIONS):
        if not any(start <= at < end for start, end in found):
            place = _around(text, at, names)
            found += [place] if place else []
    outermost = [
        one
        for one in found
        if not any(other != one and other[0] <= one[0] and one[1] <= other[1] for other in found)
    ]
    return sorted(set(outermost))


def members_about(text: str, word: str) -> list[tuple[int, int]]:
    """Give the values, by start and end, of members whose name holds a word, where these are objects or lists."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(
        rf'"[^"]{{0,100}}{re.escape(word)}[^"]{{0,100}}"\s*:\s*(?=[\[{{])', text, re.IGNORECASE
    ):
        if found and match.end() < found[-1][1]:
            continue
        try:
            found.append((match.end(), _DECODER.raw_decode(text, match.end())[1]))
        except (ValueError, RecursionError):
            continue
    return found


def scalars_of(text: bytes, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Give where strings and numbers stand in members of some names, and in what pages define under these.

    Strings without their quotes, of numbers the digits, and no names of members. Of JSON within JSON only strings are
    found. Where a value does not end, as in what was cut off, it is taken to go on to the text's end.
    """
    if not names:
        return
    # Longest first only so that the pattern is one and the same each time.
    named = b"|".join(re.escape(name.encode()) for name in sorted(names))
    begin = re.compile(
        rb'(?P<quote>\\*")(?:'
        + named
        + rb")(?P=quote)\s*(?::|,\s*\[\]\s*,)\s*(?P<opens>[\[{]|(?P=quote)|-?\d)"
    )
    letters, at = text.decode("latin-1"), 0
    while match := begin.search(text, at):
        start, at = match.start("opens"), match.end()
        if match["opens"] in (b"{", b"["):
            end = _end(letters, start)
        elif match["opens"] == match["quote"] != b'"':
            # Deeper down quotes have more strokes before them.
            ends = re.compile(rb"(?<!\\)" + re.escape(match["quote"])).search(text, at)
            end = ends.start() if ends else len(text)
            if end > at:
                yield at, end
            at = end
            continue
        else:
            end = _end(letters, start)
        for scalar in _SCALAR.finditer(text, start, end):
            if scalar["key"] is None and scalar.end("text") > scalar.start("text") >= 0:
                yield scalar.span("text")
            elif scalar["number"] is not None:
                yield from (digits.span() for digits in _DIGITS.finditer(text, *scalar.span("number")))
        at = max(at, end)


def _end(text: str, start: int) -> int:
    try:
        return _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return len(text)


def _mentions(text: str, names: Collection[str]) -> Iterator[int]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in longest_first))
    return (match.start() for match in pattern.finditer(text))


def _around(text: str, at: int, names: Collection[str]) -> tuple[int, int] | None:
    """Give the innermost object around a place that has one of the names as a member's value."""
    start = at
    for _ in range(_MOST_TRIED):
        start = text.rfind("{", 0, start)
        if start < 0:
            return None
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if end > at:
            # Beyond an object that holds it deeper down stands what is of other things too.
            return (start, end) if _names(value, names) else None
    return None


def _names(value: Any, names: Collection[str]) -> bool:  # noqa: ANN401 - JSON is what it is
    return isinstance(value, dict) and any(
        str(member) in names for member in value.values() if isinstance(member, str | int)
    )
