"""One post alone: segments of an answer that a capture recorded lead to its manifest, and the post is read from them.

Of all else in it only hashes are here. Segments of the object that are withheld have filler in their place, and are
counted; so are objects that do not name the post by its own key.
"""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

from archiver.verify import filler, segments
from archiver.verify.canonical import Json, parse, same
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.manifest import Manifest
from archiver.verify.trees import fine

NAME = "posts"
_FORMAT = "archiver-post/1"
_IN_PLACE_OF_OTHERS = ('withheld":""', 'withheld"')
"""What stands between the first quote of another post's object and its last."""
_PARTS = ("head", "address", "block")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A text of which some segments are shown."""

    shown: dict[int, bytes]
    """By number."""
    root: bytes
    """That they lead to; empty where no segment is shown."""
    count: int


@dataclass(frozen=True, slots=True)
class _Object:
    """An object that was read from what is shown."""

    hidden: int
    """Segments within it that are withheld."""
    named: bool
    """Whether one of its members is the post's key."""


def check(root: Path, paths: tuple[str, ...], manifests: dict[str, Manifest]) -> list[Finding]:
    """Hold what is shown of single posts against the manifests of captures, by their paths."""
    findings, hidden, unnamed = list[Finding](), 0, 0
    for path in paths:
        told = Check(NAME, path)
        proven = "The post's object is read from segments that lead to the manifest."
        try:
            document, canonical = parse(content(root, path))
            if not canonical:
                told.fault("It is not in its canonical form (RFC 8785).")
            for seen in _check(document, manifests, told):
                hidden, unnamed = hidden + seen.hidden, unnamed + (not seen.named)
        except UnreadableError as error:
            told.note(error.status, error.detail)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            told.fault(f"It does not show what it should: {error}.")
        findings += told.findings(proven)
    said = {
        f"{hidden} segments within posts' objects are withheld; what stands in their place is filler.": hidden,
        f"{unnamed} objects do not name the post that they are told to be of by its own key.": unnamed,
    }
    told_of = [detail for detail, count in said.items() if count]
    return [
        *findings,
        *(Finding(NAME, ARCHIVE, Status.NOT_CHECKED, each, required=False) for each in told_of),
    ]


def _check(document: Json, manifests: dict[str, Manifest], told: Check) -> list[_Object]:
    match document:
        case {
            "format": form,
            "post": str(post),
            "capture": str(capture),
            "record": str(record),
            "position": int(position),
            "address": address,
            "block": block,
            "objects": [*objects],
        } if form == _FORMAT and type(position) is int and objects:
            named = _named(manifests, capture, record, position)
            found = _opened(block, named, "block")
            _opened(address, named, "address")
            return [_check_object(each, post, found, told) for each in objects]
    raise ValueError("it is of no form that is known")


def _named(manifests: dict[str, Manifest], capture: str, record: str, position: int) -> dict[str, Json]:
    """Give what a capture's manifest says of a record."""
    stated = manifests.get(capture)
    if stated is None or not 0 <= position < len(stated.records):
        raise ValueError("no capture that is here has such a record")
    named = stated.records[position]
    if not isinstance(named, dict) or named.get("id") != record or named.get("cut") != "fine":
        raise ValueError("the manifest says something else of this record")
    return named


def _opened(told: Json, named: dict[str, Json], part: str) -> _Opened:
    """Read the segments that are shown of a text, and hold them against the manifest's root."""
    match told:
        case {"count": int(count), "runs": [], "seeds": [], "hashes": [], "shown": []}:
            found = _Opened({}, b"", count)
        case {
            "count": int(count),
            "runs": [*runs],
            "seeds": [*seeds],
            "hashes": [*hashes],
            "shown": [*texts],
        }:
            shown: dict[int, bytes] = {}
            for run, text in zip(runs, texts, strict=True):
                start, stop = _run(run)
                cut = list(fine(base64.b64decode(str(text), validate=True)))
                if len(cut) != stop - start:
                    raise ValueError("a run does not show as many segments as it says")
                shown |= dict(zip(range(start, stop), cut, strict=True))
            opening = {"count": count, "runs": runs, "seeds": seeds, "hashes": hashes}
            found = _Opened(shown, segments.root(opening, [shown[number] for number in sorted(shown)]), count)
        case _:
            raise ValueError(f"it does not show its {part}")
    counts = named.get("segments")
    if not isinstance(counts, list) or counts[_PARTS.index(part)] != found.count:
        raise ValueError(f"the manifest names another number of segments of its {part}")
    if found.root and found.root.hex() != named.get(part):
        raise ValueError(f"the segments shown of its {part} do not lead to the manifest")
    return found


def _run(told: Json) -> tuple[int, int]:
    match told:
        case [int(start), int(stop)] if 0 <= start < stop:
            return start, stop
    raise ValueError("a run of it is none")


def _check_object(told: Json, post: str, found: _Opened, check: Check) -> _Object:
    """Read an object from what is shown."""
    match told:
        case {"pieces": [*pieces], "start": int(start), "end": int(end), "value": value}:
            raw, hidden = _joined(pieces, start, end, found)
            if not 0 <= start < end <= len(raw):
                raise ValueError("an object of it is not in what is shown")
            read = json.loads(raw[start:end])
            if not same(read, value):
                check.fault(f"What is told of {post[:80]} is not what its segments say.")
            members = read.values() if isinstance(read, dict) else ()
            names = {str(each) for each in members if isinstance(each, str | int)}
            return _Object(hidden, post.partition(":")[2] in names)
    raise ValueError("an object of it is none")


def _joined(pieces: list[Json], start: int, end: int, found: _Opened) -> tuple[bytes, int]:
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


def _check_segments(cut: list[bytes], first: int, start: int, end: int, found: _Opened) -> int:
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
