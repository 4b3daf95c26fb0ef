"""Write a capture's WARC again without what is to be withheld, beside a map that leads it to the capture's manifest.

Records keep their ids, dates and lengths. Media pass through as they are; of everything else what is found is withheld,
and digests are those of what is shown. A record whose own description holds something of it is left out, and said.
"""

import hashlib
import tempfile
import zlib
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO

from warcio.recordloader import ArcWarcRecord

from archiver.formats import commitments, warc_reading
from archiver.formats.commitments import COARSE, COARSE_BYTES
from archiver.formats.disclosure import PARTS, Block, Disclosed, Find, NotToBeShownError, disclosed, header_of
from archiver.formats.warc import is_media

FORMAT = "archiver-disclosure/1"
_HTTP = ("response", "request", "revisit")
_BLANK = b"\r\n\r\n"
_IN_MEMORY = 8 << 20
_PIECE = 1 << 20
_STORED, _DEFLATED = 0, 6


@dataclass(slots=True)
class DisclosedWarc:
    """One WARC in the making."""

    secret: bytes
    """The seed that the capture's salts grow from."""
    find: Find
    altered: MutableMapping[str, str] = field(default_factory=dict)
    """Digests of payloads that are shown with something withheld, by those they had: revisits speak of these."""
    _left_out: set[str] = field(default_factory=set)

    def write(
        self, source: BinaryIO, named: Sequence[dict[str, Any]], out: BinaryIO
    ) -> Iterator[dict[str, Any]]:
        """Write all records that can be shown, and give of each what the map says.

        `named` is what the capture's manifest says of its records. Raises ValueError where the WARC cannot be read.
        """
        for position, record in enumerate(warc_reading.blocks(source)):
            header = record.rec_headers.to_bytes()[:-2]
            identity = record.rec_headers.get_header("WARC-Record-ID")
            if record.rec_headers.get_header("WARC-Concurrent-To") in self._left_out:
                yield {"position": position, "left_out": "its response is left out"}
                continue
            try:
                told = self._record(header, record, position, named[position], out)
            except NotToBeShownError as error:
                self._left_out.add(identity)
                yield {"position": position, "left_out": str(error)}
                continue
            yield {"position": position, **told.named()}

    def _record(
        self, header: bytes, record: ArcWarcRecord, position: int, named: dict[str, Any], out: BinaryIO
    ) -> Disclosed:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as block:
            while piece := record.raw_stream.read(_PIECE):
                block.write(piece)
            block.seek(0)
            head = _http_head(block) if record.rec_type in _HTTP else b""
            shown_whole = record.rec_type != "request" and is_media(_mime(record, head))
            medium = named["cut"] == COARSE and shown_whole
            body = b"" if medium else block.read()
            behind = -(-(named["length"] - len(head)) // COARSE_BYTES) if medium else 0
            # A segment of 1 MiB may hold many posts: there too only the secrets themselves are replaced.
            kept = len(head) + len(body) if named["cut"] == COARSE else len(head)
            cut = Block(_cut(head, body, named["cut"]), kept, behind)
            shown = disclosed(header, cut, self._seeds(position), self.find)
            self._append(out, header, record, shown, len(head), block if medium else None)
        return shown

    def _seeds(self, position: int) -> list[bytes]:
        return [commitments.seed_of(self.secret, position, part) for part in PARTS]

    def _append(
        self,
        out: BinaryIO,
        header: bytes,
        record: ArcWarcRecord,
        shown: Disclosed,
        head: int,
        medium: IO[bytes] | None,
    ) -> None:
        """Write a record as one gzip member; `medium` is what follows its HTTP head, where that is not altered."""
        stated = [
            record.rec_headers.get_header(name) or "" for name in ("WARC-Block-Digest", "WARC-Payload-Digest")
        ]
        block, payload = hashlib.sha256(shown.block.text), hashlib.sha256(shown.block.text[head:])
        start = medium.tell() if medium else 0
        for piece in _pieces(medium):
            block.update(piece)
            payload.update(piece)
        told = [f"sha256:{digest.hexdigest()}" for digest in (block, payload)]
        if record.rec_type == "revisit":
            told[1] = self.altered.get(stated[1], stated[1])
        elif told[1] != stated[1]:
            self.altered[stated[1]] = told[1]
        deflate = zlib.compressobj(_STORED if medium else _DEFLATED, zlib.DEFLATED, zlib.MAX_WBITS + 16)
        out.write(deflate.compress(header_of(header, shown.address.text, told) + b"\r\n" + shown.block.text))
        if medium:
            medium.seek(start)
        for piece in _pieces(medium):
            out.write(deflate.compress(piece))
        out.write(deflate.compress(_BLANK) + deflate.flush())


def _pieces(file: IO[bytes] | None) -> Iterator[bytes]:
    return iter(lambda: file.read(_PIECE), b"") if file else iter(())


def _http_head(block: IO[bytes]) -> bytes:
    """Read up to and with the blank line, and leave the file behind it."""
    found = b""
    while (end := found.find(_BLANK)) < 0 and (piece := block.read(_PIECE)):
        found += piece
    head = found[: end + len(_BLANK)] if end >= 0 else found
    block.seek(len(head))
    return head


def _mime(record: ArcWarcRecord, head: bytes) -> str:
    """Give the media type of a record's content, as it is committed to: of a response that of its HTTP head."""
    if record.rec_type not in _HTTP:
        return (record.rec_headers.get_header("Content-Type") or "").lower()
    lines = (line.decode("latin-1").partition(":") for line in head.split(b"\r\n")[1:])
    return next((value.strip().lower() for name, _, value in lines if name.lower() == "content-type"), "")


def _cut(head: bytes, body: bytes, cut: str) -> list[bytes]:
    if cut != COARSE:
        return commitments.cut_fine(head + body)
    pieces = [body[at : at + COARSE_BYTES] for at in range(0, len(body), COARSE_BYTES)]
    return [*commitments.cut_fine(head), *pieces]
