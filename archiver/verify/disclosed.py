"""What a copy says of the segments that it withholds, and how its records lead to the manifest's roots all the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archiver.verify import redaction
from archiver.verify.canonical import Json
from archiver.verify.commitments import Rooted

_PARTS = ("head", "address", "block")


@dataclass(frozen=True, slots=True)
class Text:
    """What is told of one text of a record."""

    seeds: tuple[bytes, ...]
    withheld: Mapping[int, bytes]
    """Salted hashes of segments that are not shown, by their numbers."""


def read(document: Json) -> dict[tuple[int, str], Text]:
    """Read what a copy tells of its records, by position and part. Raises ValueError where it tells none."""
    match document:
        case {"format": "archiver-disclosure/1", "records": [*listed]}:
            return {place: text for each in listed for place, text in _record(each)}
    raise ValueError("it is no map of what is withheld")


def _record(told: Json) -> Iterable[tuple[tuple[int, str], Text]]:
    if not isinstance(told, dict) or type(told.get("position")) is not int:
        raise ValueError("a record of it has no position")
    return [((int(str(told["position"])), part), _text(told.get(part))) for part in _PARTS]


def _text(told: Json) -> Text:
    match told:
        case {"seeds": [*seeds], "withheld": [*withheld]}:
            return Text(tuple(map(_bytes, seeds)), dict(map(_withheld, withheld)))
    raise ValueError("a text of it lacks what leads to its root")


def _withheld(told: Json) -> tuple[int, bytes]:
    match told:
        case [int(number), int(), list(), leaf] if type(number) is int:
            return number, _bytes(leaf)
    raise ValueError("a segment of it is not told as one")


def _bytes(told: Json) -> bytes:
    if not isinstance(told, str):
        raise ValueError("a hash of it is none")  # noqa: TRY004 - what is read is hostile, not misused
    return bytes.fromhex(told)


def from_map(told: Mapping[tuple[int, str], Text], positions: Sequence[int]) -> Rooted:
    """Salt segments as a copy tells; `positions` are those that its records had in the capture, in order."""

    def root_of(position: int, part: str, count: int, segments: Iterable[bytes]) -> bytes:
        text = told[positions[position], part]
        return redaction.root(segments, count, text.seeds, text.withheld)

    return root_of
