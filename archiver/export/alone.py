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


def posts_alone(
    source: BinaryIO,
    named: Sequence[dict[str, Any]],
    secret: bytes,
    find: Find,
    wanted: Mapping[str, Mapping[str, Collection[str]]],
) -> Iterator[dict[str, Any]]:
    """Give, of records by their ids, what shows each of some posts, which go by several names.

    `named` is what the capture's manifest says of its records. Nothing is given where a post's object does not stand
    in a record as one, or cannot be told apart there. Raises ValueError where the WARC cannot be read.
    """
    for position, record in enumerate(warc_reading.blocks(source)):
        identity = (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")
        posts = wanted.get(identity, {})
        if not posts or named[position]["cut"] != FINE:
            continue
        block = record.raw_stream.read()
        head = http_head(BytesIO(block)) if record.rec_type in HTTP else b""
        for post, names in posts.items():
            places = _places(block, len(head), names)
            if not places:
                continue
            seeds = {part: commitments.seed_of(secret, position, part) for part in ("address", "block")}
            _, address = texts_of_header(record.rec_headers.to_bytes()[:-2])
            cut = _cut(block, seeds["block"], find, len(head))
            of_address = _cut(address, seeds["address"], find, len(address))
            yield {
                "format": FORMAT,
                "post": post,
                "record": identity,
                "position": position,
                "address": _opening(address, seeds["address"], _runs(of_address, [], len(address))),
                "block": _opening(block, seeds["block"], _runs(cut, places, len(head))),
                "objects": [_object(cut, start, end) for start, end in places],
            }


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


def _places(block: bytes, head: int, names: Collection[str]) -> list[tuple[int, int]]:
    # As bytes are counted: a letter of several bytes is as many letters here.
    return [(start, end) for start, end in objects_naming(block.decode("latin-1"), names) if start >= head]


def _runs(cut: _Cut, places: Sequence[tuple[int, int]], head: int) -> list[tuple[int, int]]:
    """Give the segments to show as runs: of the HTTP head and of some places, without any that holds a secret."""
    of_head = (0, bisect_right(cut.bounds, head) - 1)
    numbers = {
        number
        for start, stop in (of_head, *(cut.segments(start, end) for start, end in places))
        for number in range(start, stop)
    }
    found: list[tuple[int, int]] = []
    for number in sorted(numbers - cut.hidden):
        if found and found[-1][1] == number:
            found[-1] = found[-1][0], number + 1
        else:
            found.append((number, number + 1))
    return found


def _object(cut: _Cut, start: int, end: int) -> dict[str, Any]:
    """Give an object as it can be read, and where it stands; in the place of what is secret it has filler."""
    first, last = cut.segments(start, end)
    text = cut.redacted.text[cut.bounds[first] : cut.bounds[last]]
    within = start - cut.bounds[first]
    return {
        "segment": first,
        "text": base64.b64encode(text).decode(),
        "start": within,
        "end": within + end - start,
        "value": json.loads(text[within : within + end - start]),
    }


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
