"""What a manifest must say of a WARC record, worked out from its bytes (`docs/format.md`, "Commitments")."""

import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from archiver.verify.canonical import Json
from archiver.verify.header import Header
from archiver.verify.trees import COARSE_BYTES, coarse, fine, root

_FINE_LIMIT = 64 << 20
"""Longest block, in bytes, that is cut fine."""
_ADDRESSES = ("WARC-Target-URI", "WARC-Refers-To-Target-URI")
_LEFT_OUT = re.compile(rb"(warc-(refers-to-)?target-uri|warc-(block|payload)-digest):", re.IGNORECASE)
_CONTENT_TYPE = re.compile(rb"\r\ncontent-type:[ \t]*([^\r\n]*)", re.IGNORECASE)
_MEDIA = re.compile(r"image/(?!svg)|video/|audio/", re.IGNORECASE)

Commitment = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Cut:
    """One of the three texts of a record, cut."""

    part: str
    """`head`, `address`, `block`."""
    count: int
    segments: Iterable[bytes]
    """As they pass by."""
    readable: int = 0
    """Bytes of an address, or of an HTTP head: what is withheld there may leave its neighbours be."""
    medium: bool = False
    """Whether what follows these is a medium's."""


Rooted = Callable[[int, Cut], bytes]
"""Gives the root of a record's text, by the record's position."""


def from_seed(secret: bytes) -> Rooted:
    """Salt segments from the seed of `private.json`."""

    def root_of(position: int, cut: Cut) -> bytes:
        seed = hmac.digest(secret, f"segments/2 {position} {cut.part}".encode(), "sha256")
        return root(cut.segments, cut.count, seed)

    return root_of


def commit(
    rooted: Rooted, position: int, header: Header, http_head: bytes, body: Iterator[bytes]
) -> Commitment:
    """Give the object that stands in the manifest; `body`, what follows the HTTP head, passes by once."""
    length = header.length
    medium = _is_medium(header, http_head)
    is_coarse = length > _FINE_LIMIT or medium
    address = _address(header)
    texts = (
        _fine_text("head", _head(header)),
        _fine_text("address", address, len(address)),
        _coarse_block(length, http_head, body, medium=medium)
        if is_coarse
        else _fine_text("block", http_head + b"".join(body), len(http_head)),
    )
    roots: Commitment = {text.part: rooted(position, text).hex() for text in texts}
    return roots | {
        "id": header.id,
        "type": header.type,
        "date": header.get("WARC-Date"),
        "cut": "coarse" if is_coarse else "fine",
        "segments": [text.count for text in texts],
    }


def _head(header: Header) -> bytes:
    kept = [line for line in header.lines if not _LEFT_OUT.match(line)]
    return b"".join(line + b"\r\n" for line in kept)


def _address(header: Header) -> bytes:
    return "\n".join(header.get(name) for name in _ADDRESSES if name.lower() in header.fields).encode()


def _fine_text(part: str, text: bytes, readable: int = 0) -> Cut:
    # Counted first, because the salts' tree needs to know how large it will be.
    return Cut(part, sum(1 for _ in fine(text)), fine(text), readable)


def _coarse_block(length: int, http_head: bytes, body: Iterator[bytes], *, medium: bool) -> Cut:
    first = _fine_text("block", http_head)
    following = -(-(length - len(http_head)) // COARSE_BYTES)
    segments = chain(first.segments, coarse(body))
    return Cut("block", first.count + following, segments, len(http_head), medium)


def _is_medium(header: Header, http_head: bytes) -> bool:
    if not header.holds_http:
        return _MEDIA.match(header.get("Content-Type")) is not None
    found = _CONTENT_TYPE.search(http_head) if header.type == "response" else None
    return found is not None and _MEDIA.match(found[1].decode("latin-1")) is not None
