"""What a copy says of the segments that it withholds, and how its records lead to the manifest's roots all the same.

What is not shown must be told as such, or nobody would know of it: each segment with its class, each record with why.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archiver.verify import filler, redaction
from archiver.verify.canonical import Json
from archiver.verify.commitments import Cut, Rooted
from archiver.verify.filler import Seen, Withheld

LIMIT = 512 << 20
"""Longest map, in bytes, that is read: of a capture of which much is withheld it is long."""
_FORMAT = "archiver-disclosure/1"
_HEAD = "head"
_PARTS = (_HEAD, "address", "block")
_HASH = re.compile(r"[0-9a-f]{64}")
_WORDS = re.compile(r"[A-Za-z0-9' .,_-]{1,80}")
"""Classes and reasons are printed: hostile ones could say anything."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is told of one text of a record."""

    seeds: tuple[bytes, ...]
    withheld: Mapping[int, Withheld]
    """Segments that are not shown, by their numbers."""


@dataclass(frozen=True, slots=True)
class Map:
    """What is told of all records of a capture."""

    warcs: tuple[tuple[str, str], ...]
    """WACZ and entry that those stand in which are shown, in order."""
    count: int
    """Records, shown or not."""
    shown: tuple[int, ...]
    """Positions, in the capture, of those that are shown."""
    texts: Mapping[tuple[int, str], Text]
    """By position and part."""
    left_out: Mapping[str, int]
    """Records left out, by reason."""
    withheld: Mapping[str, tuple[int, int]]
    """Segments withheld and their bytes, by class."""


def read_map(document: Json, capture: str) -> Map:
    """Read what a copy of a capture tells. Raises ValueError where it tells none."""
    match document:
        case {"format": form, "capture": named, "warcs": [*warcs], "records": [*listed], **more} if (
            form == _FORMAT and not more
        ):
            if named != capture:
                raise ValueError("it is of another capture")
            told = [each for each in listed if isinstance(each, dict)]
            positions = [each.get("position") for each in told]
            if positions != list(range(len(listed))) or any(type(each) is not int for each in positions):
                raise ValueError("its records are not in their order, each once")
            shown = [each for each in told if "left_out" not in each]
            return Map(
                tuple(map(_place, warcs)),
                len(listed),
                tuple(int(str(each["position"])) for each in shown),
                read({"format": form, "records": [*shown]}),
                Counter(_reason(each) for each in told if "left_out" in each),
                _sizes(shown),
            )
    raise ValueError("it is no map of what is withheld")


def _place(told: Json) -> tuple[str, str]:
    match told:
        case [str(path), str(entry)]:
            return path, entry
    raise ValueError("it does not say where its records stand")


def _reason(told: Json) -> str:
    match told:
        case {"position": int(), "left_out": str(reason), **more} if not more and _WORDS.fullmatch(reason):
            return reason
    raise ValueError("a record of it is left out, and it does not say why")


def _sizes(shown: Iterable[dict[str, Json]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for each in shown:
        for part in _PARTS:
            match each[part]:
                case {"withheld": [*withheld]}:
                    for kinds, length in map(_classes, withheld):
                        for kind in kinds:
                            number, size = found.get(kind, (0, 0))
                            found[kind] = number + 1, size + length
    return found


def _classes(told: Json) -> tuple[list[str], int]:
    match told:
        case [int(), int(length), [str(), *_] as kinds, str()]:
            names = [kind for kind in kinds if isinstance(kind, str) and _WORDS.fullmatch(kind)]
            if names == kinds and sorted(set(names)) == names:
                return names, length
    raise ValueError("a segment of it is withheld, and it does not say of which class")


def read(document: Json) -> dict[tuple[int, str], Text]:
    """Read what a copy tells of its records, by position and part. Raises ValueError where it tells none."""
    match document:
        case {"format": form, "records": [*listed]} if form == _FORMAT:
            return {place: text for each in listed for place, text in _record(each)}
    raise ValueError("it is no map of what is withheld")


def _record(told: Json) -> Iterable[tuple[tuple[int, str], Text]]:
    if not isinstance(told, dict) or type(told.get("position")) is not int:
        raise ValueError("a record of it has no position")
    if told.keys() != {"position", *_PARTS}:
        raise ValueError("a record of it says more or less than one does")
    found = {part: _text(told[part]) for part in _PARTS}
    if found[_HEAD].withheld:
        raise ValueError("of a record's own description something is withheld, and nothing may be")
    return [((int(str(told["position"])), part), text) for part, text in found.items()]


def _text(told: Json) -> Text:
    match told:
        case {"seeds": [*seeds], "withheld": [*withheld], **more} if not more:
            found = list(map(_withheld, withheld))
            numbers = [number for number, _ in found]
            if sorted(set(numbers)) != numbers:
                raise ValueError("the segments that it withholds are not in their order, each once")
            return Text(tuple(map(_bytes, seeds)), dict(found))
    raise ValueError("a text of it lacks what leads to its root")


def _withheld(told: Json) -> tuple[int, Withheld]:
    match told:
        case [int(number), int(length), [*_], leaf] if type(number) is int and type(length) is int:
            return number, Withheld(length, _bytes(leaf))
    raise ValueError("a segment of it is not told as one")


def _bytes(told: Json) -> bytes:
    if not isinstance(told, str) or not _HASH.fullmatch(told):
        raise ValueError("a hash of it is none")
    return bytes.fromhex(told)


def from_map(told: Mapping[tuple[int, str], Text], positions: Sequence[int], seen: Seen) -> Rooted:
    """Salt segments as a copy tells; `positions` are those that its records had in the capture, in order.

    What stands in the place of what is withheld is taken down in `seen`.
    """

    def root_of(position: int, cut: Cut) -> bytes:
        text = told[positions[position], cut.part]
        leaves = {number: each.leaf for number, each in text.withheld.items()}
        return redaction.root(filler.watched(cut, text.withheld, seen), cut.count, text.seeds, leaves)

    return root_of
