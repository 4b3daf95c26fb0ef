"""Withhold bytes of a text that was committed to: filler in their place, and what leads to the root all the same.

Bytes are withheld by whole segments (`commitments.py`). The filler has their length, their `"` and their line feeds, so
that the text is cut as before, and JSON and HTML still parse: what was withheld itself becomes `x`, or `1` where it is
a number, and of what stands in the same segments letters and digits do. What is left to read there is not proven.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from archiver.formats import commitments
from archiver.formats.merkle import HASH_BYTES

_KEPT = re.compile(rb'\\?"|\n')
_AROUND = re.compile(
    rb'(\\"|(?<![A-Za-z0-9_])(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![A-Za-z0-9_]))'
    rb"|\\u[0-9a-fA-F]{4}|\\[^\n]|[A-Za-z\x80-\xff]|\d",
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ENDS_WITHIN_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\(?:u[0-9a-fA-F]{0,3})?\Z")
_WORDS = (b"true", b"false", b"null")
_LONGEST_ESCAPE = 6
_DIGIT = re.compile(rb"\d")
_CONTINUES = re.compile(rb"[\x80-\xbf]")
"""A byte within a letter of UTF-8."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of bytes that is to be withheld."""

    start: int
    end: int
    kind: str
    """Class, such as `cookie`."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """One segment that is not shown."""

    number: int
    length: int
    kinds: tuple[str, ...]
    """Classes of what is withheld in it, in order of name."""
    leaf: bytes
    """Its salted hash, which is a leaf of the tree."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text as it is shown."""

    text: bytes
    count: int
    """Segments, of which those withheld hold filler."""
    seeds: tuple[bytes, ...]
    """Salt seeds of the largest subtrees that are wholly shown, left to right."""
    withheld: tuple[Withheld, ...]


def redacted(
    segments: Sequence[bytes],
    seed: bytes,
    secrets: Sequence[Span],
    *,
    head: int = 0,
    behind: int = 0,
    revealed: Container[int] = (),
) -> Redacted:
    """Withhold secrets of a text, given cut, to which was committed by a seed.

    Of so many bytes at its `head` only the secrets themselves are replaced: an HTTP head must stay one. So many
    segments `behind` it, such as those of a picture, are shown as they are, and not given; so are segments whose
    numbers are `revealed`, whatever they hold. Raises ValueError where a secret lies outside the text.
    """
    text = b"".join(segments)
    if any(not 0 <= secret.start < secret.end <= len(text) for secret in secrets):
        raise ValueError("what is to be withheld lies outside the text")
    bounds = [0, *accumulate(map(len, segments))]
    kinds = _kinds(bounds, secrets)
    _widen(text, bounds, kinds, head)
    kinds = {number: found for number, found in kinds.items() if number not in revealed}
    count = len(segments) + behind
    salts = commitments.grow(seed, count) if kinds else b""
    withheld = tuple(_withheld(number, segments[number], kinds[number], salts) for number in sorted(kinds))
    shown = bytearray(text)
    for start, end in _runs(sorted(kinds)):
        shown[bounds[start] : bounds[end]] = _filled(text, bounds[start], bounds[end], secrets, head)
    return Redacted(bytes(shown), count, tuple(_seeds(0, count, seed, sorted(kinds))), withheld)


def _kinds(bounds: Sequence[int], secrets: Sequence[Span]) -> dict[int, set[str]]:
    """Give the segments that secrets stand in, with their classes."""
    found: dict[int, set[str]] = {}
    for number, (start, end) in enumerate(pairwise(bounds)):
        for secret in secrets:
            if secret.start < end and start < secret.end:
                found.setdefault(number, set()).add(secret.kind)
    return found


def _widen(text: bytes, bounds: Sequence[int], kinds: dict[int, set[str]], head: int) -> None:
    """Withhold neighbours too where a letter, an escape or a word of JSON would be cut between them, behind a head."""
    waiting = sorted(kinds)
    while waiting:
        number = waiting.pop()
        for other, bound in ((number - 1, bounds[number]), (number + 1, bounds[number + 1])):
            if bound > head and 0 <= other < len(bounds) - 1 and other not in kinds and _cuts(text, bound):
                kinds[other] = set(kinds[number])
                waiting.append(other)


def _cuts(text: bytes, bound: int) -> bool:
    before, after = text[max(0, bound - _LONGEST_ESCAPE * 8) : bound], text[bound : bound + _LONGEST_ESCAPE]
    splits_letter = _CONTINUES.match(after) is not None
    around = before[-4:] + after[:4]
    splits_word = any(word in around and word not in before and word not in after for word in _WORDS)
    return splits_letter or splits_word or _ENDS_WITHIN_ESCAPE.search(before) is not None


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give neighbouring numbers as half-open runs."""
    held = set(numbers)
    start = -1
    for number in numbers:
        start = start if number - 1 in held else number
        if number + 1 not in held:
            yield start, number + 1


def _filled(text: bytes, start: int, end: int, secrets: Sequence[Span], head: int) -> bytes:
    """Give filler for a stretch of segments."""
    after = min(max(head, start), end)
    filler = bytearray(_CONTROLS.sub(b"x", text[start:after]) + _AROUND.sub(_around, text[after:end]))
    for secret in secrets:
        low, high = max(secret.start, start), min(secret.end, end)
        if low < high:
            filler[low - start : high - start] = _instead(
                text[low:high], number=text[secret.start : secret.end].isdigit()
            )
    return bytes(filler)


def _around(match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        return _DIGIT.sub(b"1", match[1])
    return b"1" if match[0].isdigit() else b"x" * len(match[0])


def _instead(secret: bytes, *, number: bool) -> bytes:
    """Give filler for what is secret: nothing of it stays but quotes and line feeds, by which texts are cut."""
    filler = bytearray((b"1" if number else b"x") * len(secret))
    for kept in _KEPT.finditer(secret):
        filler[kept.start() : kept.end()] = kept[0]
    return bytes(filler)


def _seeds(low: int, high: int, seed: bytes, hidden: Sequence[int]) -> Iterator[bytes]:
    """Give the seeds of the largest subtrees without a hidden segment; `hidden` is in order."""
    within = bisect_left(hidden, high) - bisect_left(hidden, low)
    if within == 0 and high > low:
        yield seed
    elif within < high - low:
        middle, (left, right) = commitments.middle(low, high), commitments.halves(seed)
        yield from _seeds(low, middle, left, hidden)
        yield from _seeds(middle, high, right, hidden)


def _withheld(number: int, segment: bytes, kinds: Iterable[str], salts: bytes) -> Withheld:
    salt = salts[number * HASH_BYTES : (number + 1) * HASH_BYTES]
    return Withheld(number, len(segment), tuple(sorted(kinds)), commitments.hashes_of([segment], salt))
