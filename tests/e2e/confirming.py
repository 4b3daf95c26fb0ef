"""What digests stand in a bundle, and those by which somebody who guesses at what is withheld could confirm a guess."""

import base64
import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from seeking import contents, members, views

from archiver.formats.commitments import cut_fine
from archiver.formats.encodings import encodings, within_base64

_KINDS = ("md5", "sha1", "sha256", "sha512")
# Whole runs of letters are sought and then measured, which is much quicker than to try each length at each place.
_HEX = re.compile(rb"(?<![0-9a-fA-F])[0-9a-fA-F]{32,}")
_HEX_LENGTHS = (32, 40, 64, 128)
_BASE64 = re.compile(rb"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{22,}")
_BASE64_LENGTHS = (22, 27, 43, 86)
_BLANK = b"\r\n\r\n"


def standing(bundle: Path) -> dict[bytes, str]:
    """Give each digest that stands in a bundle, in hex or base64, however packed, and where."""
    found: dict[bytes, str] = {}
    for name, content in contents(bundle):
        for view in views(content):
            for run in _HEX.findall(view):
                if len(run) in _HEX_LENGTHS:
                    found.setdefault(bytes.fromhex(run.decode()), name)
            for run in _BASE64.findall(view):
                if len(run) in _BASE64_LENGTHS:
                    text = run.translate(bytes.maketrans(b"-_", b"+/"))
                    found.setdefault(base64.b64decode(text + b"=" * (-len(text) % 4)), name)
    return found


def digests(texts: Iterable[bytes]) -> dict[bytes, bytes]:
    """Give the digests of texts, plain and as a leaf of a tree without a salt, by what they are of."""
    return {
        hashlib.new(kind, before + text).digest(): text
        for text in texts
        for before in (b"", b"\x00")
        for kind in _KINDS
    }


def forms(value: str) -> Iterator[bytes]:
    """Give a value in each form in which somebody may hash it."""
    for spelled in (value, value.casefold(), value + "\n", f'"{value}"'):
        yield from encodings(spelled).values()
        yield from within_base64(spelled.encode()).values()
        yield from (spelled.encode("utf-16-le"), spelled.encode("utf-16-be"), spelled.encode().hex().encode())


def texts(warc: bytes) -> Iterator[bytes]:
    """Give all that a WARC holds which somebody may hash: itself, and of each record each part it has."""
    yield warc
    for packed, whole in members(warc):
        header, _, rest = whole.partition(_BLANK)
        block = rest.removesuffix(_BLANK)
        head, _, payload = block.partition(_BLANK)
        yield from (packed, whole, header, header + _BLANK, block, head, head + _BLANK, payload)
        yield from (line.partition(b": ")[2] for line in header.split(b"\r\n") if b"-URI: " in line)


def segments(warc: bytes, sought: Iterable[str]) -> Iterator[bytes]:
    """Give the segments of a WARC's blocks in which values stand."""
    values = [value.encode() for value in sought]
    for _, whole in members(warc):
        block = whole.partition(_BLANK)[2].removesuffix(_BLANK)
        places = [place for value in values for place in _places(block, value)]
        if places:
            cut = cut_fine(block)
            ends = list(accumulate(len(segment) for segment in cut))
            near = set()
            for start, end in places:
                first, last = bisect_right(ends, start), bisect_left(ends, end)
                # Each segment that holds a value whole together with its two neighbours on either side.
                near |= set(range(max(0, last - 2), min(len(cut), first + 3)))
            yield from (cut[number] for number in sorted(near))


def _places(text: bytes, value: bytes) -> Iterator[tuple[int, int]]:
    at = text.find(value)
    while at >= 0:
        yield at, at + len(value)
        at = text.find(value, at + 1)
