"""Two texts side by side: which words of either the other lacks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|\s+|[^\w\s]")
"""Letters of scripts that write no spaces are words by themselves."""
_MOST = 1_500
"""Words to a side; longer texts are compared by lines, and where these are more, not at all: it would take too long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one text."""

    text: str
    differs: bool


def differing(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Give both texts in pieces, each the same as in the other or not."""
    sides = [_WORDS.findall(text) for text in (before, after)]
    if max(map(len, sides)) > _MOST:
        sides = [text.splitlines(keepends=True) for text in (before, after)]
    if max(map(len, sides)) > _MOST:
        return (Piece(before, differs=False),), (Piece(after, differs=False),)
    steps = SequenceMatcher(None, sides[0], sides[1], autojunk=False).get_opcodes()
    return (
        tuple(_pieces(sides[0], [(step[0], step[1], step[2]) for step in steps])),
        tuple(_pieces(sides[1], [(step[0], step[3], step[4]) for step in steps])),
    )


def _pieces(words: Sequence[str], steps: Sequence[tuple[str, int, int]]) -> Iterator[Piece]:
    for kind, start, end in steps:
        if start < end:
            yield Piece("".join(words[start:end]), kind != "equal")
