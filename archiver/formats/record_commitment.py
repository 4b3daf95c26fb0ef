"""Commit to a WARC record while its bytes pass by: its header, its address, its block.

The three texts of a record are *head* (the WARC header without addresses and digests), *address* (the target
address and, of a revisit, the one referred to, a line each) and *block*. Digests are left out because an
unsalted digest beside a hidden text would let it be guessed.
"""

from dataclasses import dataclass

from archiver.formats import commitments
from archiver.formats.commitments import COARSE, COARSE_BYTES, FINE, FINE_LIMIT
from archiver.formats.merkle import HASH_BYTES, root_of

ADDRESSES = ("warc-target-uri", "warc-refers-to-target-uri")
DIGESTS = ("warc-block-digest", "warc-payload-digest")
_BLANK = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class RecordCommitment:
    """One record as the manifest names it: nothing here tells what the record holds, nor how long that is."""

    id: str
    type: str
    date: str
    cut: str
    """`fine` or `coarse`."""
    counts: tuple[int, int, int]
    """Segments of head, address and block."""
    head: str
    address: str
    block: str
    """Roots, in hex."""

    def named(self) -> dict[str, object]:
        """Give the JSON object that stands in the manifest and is a leaf of the capture's root."""
        return {
            "id": self.id,
            "type": self.type,
            "date": self.date,
            "cut": self.cut,
            "segments": list(self.counts),
            "head": self.head,
            "address": self.address,
            "block": self.block,
        }


class RecordCommitter:
    """Takes a record's uncompressed bytes in order, and gives its commitment at the end."""

    def __init__(self, secret: bytes, position: int, *, media: bool) -> None:
        """Begin the record at a position of its file; `media` asks for the coarse cut."""
        self._secret = secret
        self._position = position
        self._media = media
        self._header = bytearray()
        self._block: _FineBlock | _CoarseBlock | None = None
        self._fields: list[tuple[str, str]] = []

    def feed(self, content: bytes) -> None:
        """Take the next bytes of the record."""
        if self._block is not None:
            self._block.feed(content)
            return
        self._header += content
        end = self._header.find(_BLANK)
        if end >= 0:
            rest = bytes(self._header[end + len(_BLANK) :])
            del self._header[end + 2 :]
            self._begin_block()
            self.feed(rest)

    def _begin_block(self) -> None:
        lines = self._header.decode().split("\r\n")[1:-1]
        self._fields = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
        length = int(self._field("content-length"))
        seed = commitments.seed_of(self._secret, self._position, "block")
        http = self._field("content-type").startswith("application/http")
        coarse = self._media or length > FINE_LIMIT
        self._block = _CoarseBlock(length, seed, http=http) if coarse else _FineBlock(length, seed)

    def _field(self, name: str) -> str:
        return next((value for key, value in self._fields if key.lower() == name), "")

    def commitment(self) -> RecordCommitment:
        """Give the commitment; raise ValueError where the record broke off."""
        if self._block is None:
            raise ValueError("the record broke off within its header")
        head, address = texts_of_header(bytes(self._header))
        head_count, head_root = commitments.commit(head, self._seed("head"))
        address_count, address_root = commitments.commit(address, self._seed("address"))
        block_count, block_root = self._block.finished()
        return RecordCommitment(
            id=self._field("warc-record-id").strip("<>"),
            type=self._field("warc-type"),
            date=self._field("warc-date"),
            cut=self._block.cut,
            counts=(head_count, address_count, block_count),
            head=head_root.hex(),
            address=address_root.hex(),
            block=block_root.hex(),
        )

    def _seed(self, part: str) -> bytes:
        return commitments.seed_of(self._secret, self._position, part)


def texts_of_header(header: bytes) -> tuple[bytes, bytes]:
    """Split a WARC header (without its blank line) into the texts `head` and `address`."""
    lines = header.split(b"\r\n")
    name_of = {line: line.partition(b":")[0].decode().lower() for line in lines}
    head = [line for line in lines if name_of[line] not in ADDRESSES + DIGESTS]
    values = [line.partition(b": ")[2] for name in ADDRESSES for line in lines if name_of[line] == name]
    return b"\r\n".join(head), b"\n".join(values)


class _FineBlock:
    """A text block: kept whole until its end, then cut."""

    cut = FINE

    def __init__(self, length: int, seed: bytes) -> None:
        self.length = length
        self._seed = seed
        self._text = bytearray()

    def feed(self, content: bytes) -> None:
        self._text += content[: self.length - len(self._text)]

    def finished(self) -> tuple[int, bytes]:
        if len(self._text) != self.length:
            raise ValueError("the record's block broke off")
        return commitments.commit(bytes(self._text), self._seed)


class _CoarseBlock:
    """A block of media: its HTTP head cut fine, its body in segments of 1 MiB, never held whole."""

    cut = COARSE

    def __init__(self, length: int, seed: bytes, *, http: bool) -> None:
        self.length = length
        self._seed = seed
        self._left = length
        self._head: bytearray | None = bytearray() if http else None
        self._pending = bytearray()
        self._hashes = bytearray()
        self._salts = b""
        self._count = 0
        if not http:
            self._begin_body(b"")

    def feed(self, content: bytes) -> None:
        content = content[: self._left]
        self._left -= len(content)
        if self._head is not None:
            self._head += content
            end = self._head.find(_BLANK)
            if end < 0:
                return
            head, content = bytes(self._head[: end + len(_BLANK)]), bytes(self._head[end + len(_BLANK) :])
            self._head = None
            self._begin_body(head)
        self._pending += content
        while len(self._pending) >= COARSE_BYTES:
            self._close_segment()

    def _begin_body(self, head: bytes) -> None:
        first = commitments.cut_fine(head)
        body = self.length - len(head)
        self._count = len(first) + -(-body // COARSE_BYTES)
        self._salts = commitments.grow(self._seed, self._count)
        self._hashes += commitments.hashes_of(first, self._salts[: len(first) * HASH_BYTES])

    def _close_segment(self) -> None:
        segment = bytes(self._pending[:COARSE_BYTES])
        del self._pending[:COARSE_BYTES]
        at = len(self._hashes)
        self._hashes += commitments.hashes_of([segment], self._salts[at : at + HASH_BYTES])

    def finished(self) -> tuple[int, bytes]:
        if self._left:
            raise ValueError("the record's block broke off")
        if self._head is not None:
            self._begin_body(bytes(self._head))
        if self._pending:
            self._close_segment()
        if len(self._hashes) != self._count * HASH_BYTES:
            raise ValueError("the record's block has not the segments it began with")
        return self._count, root_of(bytes(self._hashes))
