"""One post alone: segments of an answer that a capture recorded lead to its manifest, and the post is read from them.

Of all else in it only hashes are here. Segments of the object that are withheld have filler in their place, and are
counted; so are objects that do not name the post by its own key.
"""

import base64
from pathlib import Path

from archiver.verify import post_object, segments
from archiver.verify.canonical import Json, parse
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.manifest import Manifest
from archiver.verify.post_object import Object, Opened
from archiver.verify.trees import fine

NAME = "posts"
_FORMAT = "archiver-post/1"
_PARTS = ("head", "address", "block")


def check(root: Path, paths: tuple[str, ...], manifests: dict[str, Manifest]) -> list[Finding]:
    """Hold what is shown of single posts against the manifests of captures, by their paths."""
    findings, hidden, unnamed, gaps = list[Finding](), 0, 0, 0
    for path in paths:
        told = Check(NAME, path)
        proven = "The post's object is read from segments that lead to the manifest."
        try:
            document, canonical = parse(content(root, path))
            if not canonical:
                told.fault("It is not in its canonical form (RFC 8785).")
            for seen in _check(document, manifests, told):
                hidden, unnamed = hidden + seen.hidden, unnamed + (not seen.named)
                gaps += seen.gaps
        except UnreadableError as error:
            told.note(error.status, error.detail)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            told.fault(f"It does not show what it should: {error}.")
        findings += told.findings(proven)
    said = {
        f"{hidden} segments within posts' objects are withheld; what stands in their place, quotes and brackets among "
        "it, is not proven.": hidden,
        f"At {gaps} places within posts' objects what is said to be of other posts is left out: that what stands "
        "around such a place belongs together is not proven.": gaps,
        f"{unnamed} objects do not name the post that they are told to be of by its own key.": unnamed,
    }
    told_of = [detail for detail, count in said.items() if count]
    return [
        *findings,
        *(Finding(NAME, ARCHIVE, Status.NOT_CHECKED, each, required=False) for each in told_of),
    ]


def _check(document: Json, manifests: dict[str, Manifest], told: Check) -> list[Object]:
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
            **more,
        } if form == _FORMAT and type(position) is int and objects and not more:
            named = _named(manifests, capture, record, position)
            found = _opened(block, named, "block")
            _opened(address, named, "address")
            return [post_object.read(each, post, found, told) for each in objects]
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


def _opened(told: Json, named: dict[str, Json], part: str) -> Opened:
    """Read the segments that are shown of a text, and hold them against the manifest's root."""
    match told:
        case {"count": int(count), "runs": [], "seeds": [], "hashes": [], "shown": [], **more} if not more:
            found = Opened({}, b"", count)
        case {
            "count": int(count),
            "runs": [*runs],
            "seeds": [*seeds],
            "hashes": [*hashes],
            "shown": [*texts],
            **more,
        } if not more:
            shown: dict[int, bytes] = {}
            for run, text in zip(runs, texts, strict=True):
                start, stop = _run(run)
                cut = list(fine(base64.b64decode(str(text), validate=True)))
                if len(cut) != stop - start:
                    raise ValueError("a run does not show as many segments as it says")
                shown |= dict(zip(range(start, stop), cut, strict=True))
            opening = {"count": count, "runs": runs, "seeds": seeds, "hashes": hashes}
            found = Opened(shown, segments.root(opening, [shown[number] for number in sorted(shown)]), count)
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
