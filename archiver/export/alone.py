"""One post alone: the segments of a recorded answer in which its own object stands, and what leads to the manifest.

The rest of the answer stays hashes, of which not even the lengths are told.
"""

import base64
import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from typing import Any, BinaryIO

from archiver.export.describing import HTTP, http_head
from archiver.formats import commitments, warc_reading
from archiver.formats.commitments import FINE, opened
from archiver.formats.disclosure import Find
from archiver.formats.json_places import objects_naming
from archiver.formats.record_commitment import texts_of_header
from archiver.formats.redaction import Redacted, redacted

FORMAT = "archiver-post/1"
_WITHHELD, _WITHHELD_KEY = 'withheld":""', 'withheld"'
"""What stands in the place of another post's object, between its first quote and its last."""


def posts_alone(
    source: BinaryIO,
    named: Sequence[dict[str, Any]],
    secret: bytes,
    find: Find,
    wanted: Mapping[str, Mapping[str, Collection[str]]],
    known: Collection[str],
) -> Iterator[dict[str, Any]]:
    """Give, of records by their ids, what shows each of some posts, which go by several names.

    `named` is what the capture's manifest says of its records; `known` are the names of all posts that stand in it, of
    which others are left out where they stand within an object of a post that is shown. Nothing is given where a post's
    object does not stand in a record as one. Raises ValueError where the WARC cannot be read.
    """
    for position, record in enumerate(warc_reading.blocks(source)):
        identity = (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")
        posts = wanted.get(identity, {})
        if not posts or named[position]["cut"] != FINE:
            continue
        block = record.raw_stream.read()
        head = len(http_head(BytesIO(block))) if record.rec_type in HTTP else 0
        seeds = {part: commitments.seed_of(secret, position, part) for part in ("address", "block")}
        _, address = texts_of_header(record.rec_headers.to_bytes()[:-2])
        cut = _cut(block, seeds["block"], find, head)
        of_address = _cut(address, seeds["address"], find, len(address))
        for post, names in posts.items():
            places = _places(block, head, names, frozenset(known) - frozenset(names))
            objects = [found for place in places if (found := _object(cut, place))]
            if objects:
                yield {
                    "format": FORMAT,
                    "post": post,
                    "record": identity,
                    "position": position,
                    "address": _opening(address, seeds["address"], _runs(of_address, [], len(address))),
                    "block": _opening(block, seeds["block"], _runs(cut, places, head)),
                    "objects": objects,
                }


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a post's object stands in a text."""

    start: int
    end: int
    others: tuple[tuple[int, int], ...]
    """Within it: what is of other posts, from behind the first quote of each to behind its last."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text, cut, without what is secret."""

    bounds: Sequence[int]
    redacted: Redacted

    @property
    def hidden(self) -> frozenset[int]:
        """Give the numbers of segments that hold something secret."""
        return frozenset(each.number for each in self.redacted.withheld)

    def segments(self, start: int, end: int) -> tuple[int, int]:
        """Give the run of segments that a stretch of bytes lies in."""
        return bisect_right(self.bounds, start) - 1, bisect_left(self.bounds, end)


def _cut(text: bytes, seed: bytes, find: Find, head: int) -> _Cut:
    segments = commitments.cut_fine(text)
    return _Cut([0, *accumulate(map(len, segments))], redacted(segments, seed, find(text), head=head))


def _places(block: bytes, head: int, names: Collection[str], others: Collection[str]) -> list[_Place]:
    # As bytes are counted: a letter of several bytes is as many letters here.
    text = block.decode("latin-1")
    return [
        _Place(start, end, tuple(_others(text, start, end, others)))
        for start, end in objects_naming(text, names)
        if start >= head
    ]


def _others(text: str, start: int, end: int, names: Collection[str]) -> Iterator[tuple[int, int]]:
    for low, high in objects_naming(text[start:end], names) if names else ():
        if (low, high) != (0, end - start):
            yield text.index('"', start + low) + 1, text.rindex('"', start, start + high) + 1


def _numbers(cut: _Cut, place: _Place) -> Iterator[int]:
    """Give the segments that a post's object stands in, without those of other posts."""
    at = place.start
    for low, high in place.others:
        yield from range(*cut.segments(at, low))
        at = high
    yield from range(*cut.segments(at, place.end))


def _runs(cut: _Cut, places: Sequence[_Place], head: int) -> list[tuple[int, int]]:
    """Give the segments to show as runs: of the HTTP head and of some places, without any that holds a secret."""
    numbers = set(range(bisect_right(cut.bounds, head) - 1))
    for place in places:
        numbers |= set(_numbers(cut, place))
    found: list[tuple[int, int]] = []
    for number in sorted(numbers - cut.hidden):
        if found and found[-1][1] == number:
            found[-1] = found[-1][0], number + 1
        else:
            found.append((number, number + 1))
    return found


def _object(cut: _Cut, place: _Place) -> dict[str, Any]:
    """Give an object as it can be read, and where it stands; empty where it cannot be without what is of others.

    In the place of what is secret it has filler, and in that of another post's object one member that says so.
    """
    pieces: list[list[Any] | str] = []
    whole, at = b"", place.start
    for low, high in (*place.others, (place.end, place.end)):
        first, last = cut.segments(at, low)
        text = cut.redacted.text[cut.bounds[first] : cut.bounds[last]]
        pieces.append([first, base64.b64encode(text).decode()])
        whole += text
        if low < place.end:
            behind = cut.redacted.text[high : high + 1]
            pieces.append(_WITHHELD_KEY if behind == b":" else _WITHHELD)
            whole += str(pieces[-1]).encode()
        at = high
    begin = place.start - cut.bounds[cut.segments(place.start, place.start + 1)[0]]
    try:
        # As bytes are counted: where it ends, not yet what it says.
        _, end = json.JSONDecoder().raw_decode(whole.decode("latin-1"), begin)
        value = json.loads(whole[begin:end])
    except ValueError:
        return {}
    return {"pieces": pieces, "start": begin, "end": end, "value": value}


def _opening(text: bytes, seed: bytes, runs: Sequence[tuple[int, int]]) -> dict[str, Any]:
    segments = commitments.cut_fine(text)
    if not runs:
        return {"count": len(segments), "runs": [], "seeds": [], "hashes": [], "shown": []}
    found = opened(segments, seed, runs)
    return {
        "count": found.count,
        "runs": [list(run) for run in found.runs],
        "seeds": [each.hex() for each in found.seeds],
        "hashes": [each.hex() for each in found.hashes],
        "shown": [base64.b64encode(b"".join(segments[start:stop])).decode() for start, stop in found.runs],
    }
