"""WARC 1.1 (ISO 28500:2017), one gzip member a record: read, digested and committed to in one pass."""

from collections import deque
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from archiver.verify.commitments import Commitment, Rooted, commit
from archiver.verify.header import BLANK, Header, parsed
from archiver.verify.members import Members

_HEAD_LIMIT = 8 << 20
"""Longest WARC header or HTTP head, in bytes, that is read."""
ANSWERS = ("response", "revisit")
_SHOWN = 80
"""Letters of a value that a finding repeats: hostile ones are long."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record whose bytes have all gone by."""

    position: int
    """In its file, from 0."""
    header: Header
    rest: int
    """Bytes of the block behind its HTTP head; of a block without one, all of them."""
    block: str
    """Digest of the block, as read."""
    payload: str
    """Digest of the block behind its HTTP head, likewise."""
    commitment: Commitment | None
    """What the manifest must say of the record; None where the seed is not known."""
    start: int
    end: int
    """Where its gzip member stands in the file."""
    status: str
    """Of an answer: how it was, by the first line of its HTTP head; empty of what is none."""

    def __str__(self) -> str:
        """Name the record for a reader."""
        return f"Record {self.position} ({self.header.type[:_SHOWN]} {self.header.id[:_SHOWN]})"


def records(
    file: BinaryIO, rooted: Rooted | None, position: int = 0, gone: Container[int] = ()
) -> Iterator[Record]:
    """Read a file's records in order, the first at a position; raise DamagedError where it can be read no further.

    No record stands at positions of which it is `gone`.
    """
    members = Members(file)
    while members.begin():
        while position in gone:
            position += 1
        yield _record(members, position, rooted)
        position += 1


def _record(members: Members, position: int, rooted: Rooted | None) -> Record:
    start = members.at
    header = parsed(members.until(BLANK, _HEAD_LIMIT, "a WARC header"))
    limit = min(header.length, _HEAD_LIMIT)
    head = members.until(BLANK, limit, "an HTTP head") if header.holds_http else b""
    rest = header.length - len(head)
    block, payload = sha256(head), sha256()
    body = _passing(members.take(rest), block.update, payload.update)
    commitment = commit(rooted, position, header, head, body) if rooted else None
    # Without a seed nothing has made the body pass by yet.
    deque(body, maxlen=0)
    members.finish(BLANK)
    return Record(
        position,
        header,
        rest,
        f"sha256:{block.hexdigest()}",
        f"sha256:{payload.hexdigest()}",
        commitment,
        start,
        members.at,
        _status(head) if header.type in ANSWERS else "",
    )


def _status(head: bytes) -> str:
    words = head.partition(b"\r")[0].split(b" ")
    return words[1].decode("latin-1") if len(words) > 1 else ""


def _passing(chunks: Iterator[bytes], *takers: Callable[[bytes], None]) -> Iterator[bytes]:
    for chunk in chunks:
        for take in takers:
            take(chunk)
        yield chunk
