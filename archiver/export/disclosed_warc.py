"""Write a capture's WARC again without what is to be withheld, beside a map that leads it to the capture's manifest.

Records keep their ids, dates and lengths. Media pass through as they are; of everything else what is found is withheld,
and digests are those of what is shown. Records that are not to be shown at all are left out, and the map says why; what
speaks of them goes with them.
"""

import hashlib
import tempfile
import zlib
from collections.abc import Callable, Container, Generator, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO, Protocol

from warcio.recordloader import ArcWarcRecord

from archiver.export.describing import HTTP, Described, described, http_head
from archiver.formats import commitments, warc_reading
from archiver.formats.commitments import COARSE, COARSE_BYTES
from archiver.formats.disclosure import PARTS, Block, Disclosed, Find, NotToBeShownError, disclosed, header_of
from archiver.formats.warc import is_media

FORMAT = "archiver-disclosure/1"
DISPOSED = "it was disposed of"
_IN_MEMORY = 8 << 20
_PIECE = 1 << 20
_STORED, _DEFLATED = 0, 6
_END = b"\r\n\r\n"

Place = tuple[str, str]
"""Path of a capture, and id of a record in it."""


class Writing(Protocol):
    """A file that is written to."""

    def write(self, content: bytes, /) -> object:
        """Write the next bytes."""
        ...


Append = Callable[[Described], Writing]
"""Gives the file that a record is appended to."""


class Keeping(Writing, Protocol):
    """A file beside the copy."""

    def close(self) -> object:
        """End it."""
        ...


Take = Callable[[Described, str, str], Keeping | None]


def nothing_left_out(_: Described) -> str:
    """Have all records shown."""
    return ""


def nothing_taken(_: Described, __: str, ___: str) -> None:
    """Keep no medium beside the copy."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What of a capture is shown."""

    find: Find
    leave_out: Callable[[Described], str] = nothing_left_out
    """Says why a record is not shown at all; empty where it is."""
    revealed: Container[tuple[int, str, int]] = ()
    """Segments that are shown whatever they hold: position of the record, part, number."""
    take: Take = nothing_taken
    """Is told of each record that is shown, with its address and the digest of its payload as they are shown; may give
    a file for a medium's bytes."""


@dataclass(slots=True)
class Payloads:
    """What payloads are once something of them is withheld: later captures speak of them too."""

    wanted: Container[Place]
    """Records that others refer to."""
    digests: MutableMapping[Place, str] = field(default_factory=dict)
    """Digest of the payload as it is shown, of those of them that are."""


@dataclass(slots=True)
class DisclosedWarc:
    """One WARC in the making."""

    capture: str
    """Its path below `captures/`."""
    secret: bytes
    """The seed that the capture's salts grow from."""
    showing: Showing
    payloads: Payloads
    _left_out: set[str] = field(default_factory=set)

    def write(
        self, source: BinaryIO, named: Sequence[dict[str, Any]], out: Append
    ) -> Iterator[dict[str, Any]]:
        """Write all records that can be shown, and give of each what the map says.

        `named` is what the capture's manifest says of its records; `out` gives the file that each is
        appended to. Raises ValueError where the WARC cannot be read.
        """
        sealed = enumerate(named)
        for record in warc_reading.blocks(source):
            position = yield from self._passed(sealed, described(record, b"").id)
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as block:
                while piece := record.raw_stream.read(_PIECE):
                    block.write(piece)
                block.seek(0)
                head = http_head(block) if record.rec_type in HTTP else b""
                yield {"position": position, **self._record(record, position, head, block, named, out)}
        yield from (self._gone(position, stated) for position, stated in sealed)

    def _passed(
        self, sealed: Iterator[tuple[int, dict[str, Any]]], record: str
    ) -> Generator[dict[str, Any], None, int]:
        """Say of records that stood before one and were disposed of that they went; give the place of that one."""
        for position, stated in sealed:
            if stated["id"] == record:
                return position
            yield self._gone(position, stated)
        raise ValueError(f"the manifest names no record {record} in its place")

    def _gone(self, position: int, stated: dict[str, Any]) -> dict[str, Any]:
        self._left_out.add(stated["id"])
        return {"position": position, "left_out": DISPOSED}

    def _record(
        self,
        record: ArcWarcRecord,
        position: int,
        head: bytes,
        block: IO[bytes],
        named: Sequence[dict[str, Any]],
        out: Append,
    ) -> dict[str, Any]:
        told = described(record, head)
        reason = self.showing.leave_out(told) or self._of_left_out(told)
        if not reason:
            try:
                return self._shown(record, told, position, head, block, named[position], out).named()
            except NotToBeShownError as error:
                reason = str(error)
        self._left_out.add(told.id)
        return {"left_out": reason}

    def _of_left_out(self, told: Described) -> str:
        """Say why a record falls with others."""
        if told.type == "revisit":
            return "" if self._spoken_of(told) in self.payloads.digests else "what it refers to is left out"
        return "what it belongs to is left out" if self._left_out.intersection(told.refers_to) else ""

    def _spoken_of(self, revisit: Described) -> Place:
        """Give the record that holds a revisit's payload."""
        return revisit.holder or self.capture, next(iter(revisit.refers_to), "")

    def _shown(
        self,
        record: ArcWarcRecord,
        told: Described,
        position: int,
        head: bytes,
        block: IO[bytes],
        named: dict[str, Any],
        out: Append,
    ) -> Disclosed:
        medium = named["cut"] == COARSE and told.type != "request" and is_media(told.mime)
        body = b"" if medium else block.read()
        behind = -(-(told.length - len(head)) // COARSE_BYTES) if medium else 0
        cut = Block(_cut(head, body, named["cut"]), len(head), behind)
        header = record.rec_headers.to_bytes()[:-2]
        seeds = [commitments.seed_of(self.secret, position, part) for part in PARTS]
        shown = disclosed(header, cut, seeds, self.showing.find, lambda part: self._revealed(position, part))
        self._append(out(told), header, told, shown, len(head), block if medium else None)
        return shown

    def _revealed(self, position: int, part: str) -> Container[int]:
        return _Numbers(self.showing.revealed, position, part)

    def _append(
        self,
        out: Writing,
        header: bytes,
        told: Described,
        shown: Disclosed,
        head: int,
        medium: IO[bytes] | None,
    ) -> None:
        """Write a record as one gzip member; `medium` is what follows its HTTP head, where that is not altered."""
        start = medium.tell() if medium else 0
        if medium and not shown.block.withheld:
            # It is what was captured, to the byte: so its digests are those that were sealed with it.
            block_digest, payload_digest = told.digests
        else:
            block, payload = hashlib.sha256(shown.block.text), hashlib.sha256(shown.block.text[head:])
            for piece in _pieces(medium):
                block.update(piece)
                payload.update(piece)
            block_digest, payload_digest = (f"sha256:{digest.hexdigest()}" for digest in (block, payload))
        if told.type == "revisit":
            payload_digest = self.payloads.digests[self._spoken_of(told)]
        elif (self.capture, told.id) in self.payloads.wanted:
            self.payloads.digests[self.capture, told.id] = payload_digest
        # What is told of it elsewhere must not show what is withheld in it.
        aside = self.showing.take(told, shown.address.text.partition(b"\n")[0].decode(), payload_digest)
        deflate = zlib.compressobj(_STORED if medium else _DEFLATED, zlib.DEFLATED, zlib.MAX_WBITS + 16)
        text = header_of(header, shown.address.text, [block_digest, payload_digest])
        out.write(deflate.compress(text + b"\r\n" + shown.block.text))
        if medium:
            medium.seek(start)
        for piece in _pieces(medium):
            out.write(deflate.compress(piece))
            if aside:
                aside.write(piece)
        if aside:
            aside.close()
        out.write(deflate.compress(_END) + deflate.flush())


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of one text among segments of all."""

    segments: Container[tuple[int, str, int]]
    position: int
    part: str

    def __contains__(self, number: object) -> bool:
        return (self.position, self.part, number) in self.segments


def _pieces(file: IO[bytes] | None) -> Iterator[bytes]:
    return iter(lambda: file.read(_PIECE), b"") if file else iter(())


def _cut(head: bytes, body: bytes, cut: str) -> list[bytes]:
    if cut != COARSE:
        return commitments.cut_fine(head + body)
    pieces = [body[at : at + COARSE_BYTES] for at in range(0, len(body), COARSE_BYTES)]
    return [*commitments.cut_fine(head), *pieces]
