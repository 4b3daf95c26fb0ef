"""What a copy says of the segments that it withholds, and how its records lead to the manifest's roots all the same."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archiver.verify import redaction
from archiver.verify.canonical import Json
from archiver.verify.commitments import Rooted

LIMIT = 512 << 20
"""Longest map, in bytes, that is read: of a capture of which much is withheld it is long."""
_FORMAT = "archiver-disclosure/1"
_PARTS = ("head", "address", "block")


@dataclass(frozen=True, slots=True)
class Text:
    """What is told of one text of a record."""

    seeds: tuple[bytes, ...]
    withheld: Mapping[int, bytes]
    """Salted hashes of segments that are not shown, by their numbers."""


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
    counted: Counter[str]
    """Segments withheld, by class, and records left out, by reason."""


def read_map(document: Json, capture: str) -> Map:
    """Read what a copy of a capture tells. Raises ValueError where it tells none."""
    match document:
        case {"format": form, "capture": named, "warcs": [*warcs], "records": [*listed]} if form == _FORMAT:
            if named != capture:
                raise ValueError("it is of another capture")
            positions = [each.get("position") if isinstance(each, dict) else None for each in listed]
            if positions != list(range(len(listed))):
                raise ValueError("its records are not in their order, each once")
            shown = [each for each in listed if isinstance(each, dict) and "left_out" not in each]
            return Map(
                tuple(map(_place, warcs)),
                len(listed),
                tuple(int(str(each["position"])) for each in shown),
                read({"format": form, "records": [*shown]}),
                _counted(listed),
            )
    raise ValueError("it is no map of what is withheld")


def _place(told: Json) -> tuple[str, str]:
    match told:
        case [str(path), str(entry)]:
            return path, entry
    raise ValueError("it does not say where its records stand")


def _counted(listed: Iterable[Json]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in listed:
        match each:
            case {"left_out": str(reason)}:
                found[f"records left out ({reason})"] += 1
            case {"block": {"withheld": [*block]}, "address": {"withheld": [*address]}}:
                for segment in (*block, *address):
                    match segment:
                        case [int(), int(), [*kinds], str()]:
                            found.update(f"segments withheld ({kind})" for kind in kinds)
    return found


def read(document: Json) -> dict[tuple[int, str], Text]:
    """Read what a copy tells of its records, by position and part. Raises ValueError where it tells none."""
    match document:
        case {"format": form, "records": [*listed]} if form == _FORMAT:
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
