"""WARC 1.1 (ISO 28500:2017), written through warcio; `warc_reading.py` is the way back.

warcio digests with SHA-1 unless told otherwise; here every record carries SHA-256 digests in hex. Each record
is a gzip member of its own; media records are stored within it, not deflated, since they do not shrink.
Extension fields begin with `Archiver-`: `Archiver-Fidelity`, `Archiver-Obtained`; of a revisit
`Archiver-Refers-To-Capture`, the capture that holds the payload where that is another one; of a conversion
`Archiver-Refers-To-Also`, the further records it was made of, since `WARC-Refers-To` stands once; of a film whose
address no answer names `Archiver-Found-In`, the record that says how it was found.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import SEEK_END, BytesIO
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter as WarcioWriter

from archiver.formats.record_commitment import RecordCommitment, RecordCommitter
from archiver.model import instant
from archiver.model.digest import Digest
from archiver.model.exchange import (
    ConvertedRecord,
    Fidelity,
    Headers,
    ImportedRecord,
    MadeRecord,
    RecordedExchange,
)

MEDIA_TYPES = ("image/", "video/", "audio/")
_STORED, _DEFLATED = 0, 6
_PIECE = 256 << 10


def is_media(mime: str) -> bool:
    """Tell whether a media type is shown whole or not at all: pictures, sound, video, but not SVG text."""
    return mime.startswith(MEDIA_TYPES) and not mime.startswith("image/svg")


@dataclass(frozen=True, slots=True)
class Held:
    """Where a payload is held already."""

    capture: str
    """Path of the capture; empty for the one that is being written."""
    record: str
    address: str
    at: datetime


class Appendable(Protocol):
    """What records are appended to."""

    def write(self, content: bytes) -> int:
        """Append all of the bytes."""
        ...

    def flush(self) -> None:
        """Bring what was written to the file."""
        ...

    def tell(self) -> int:
        """Give the offset behind what was written."""
        ...


class _HexDigester(Digester):  # type: ignore[misc]  # warcio is untyped
    def __str__(self) -> str:
        return f"{self.type_}:{self.digester.hexdigest()}"


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio is untyped
    """An HTTP head, kept as received: warcio would percent-encode what is not ASCII in it."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, "utf-8")


class _Sha256Writer(WarcioWriter):  # type: ignore[misc]  # warcio is untyped
    @staticmethod
    def _iter_stream(stream: BinaryIO) -> Iterator[bytes]:
        # Its own pieces are of 16 KB, which for films makes more calls than work.
        return iter(lambda: stream.read(_PIECE), b"")

    @staticmethod
    def _create_digester() -> _HexDigester:
        return _HexDigester("sha256")


class _Member:
    """One gzip member: deflates or stores what is written, and shows it to the committer on the way."""

    def __init__(self, out: Appendable, committer: RecordCommitter, *, stored: bool) -> None:
        self._out = out
        self._committer = committer
        level = _STORED if stored else _DEFLATED
        self._compressor = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS + 16)

    def write(self, content: bytes) -> None:
        self._committer.feed(content)
        self._out.write(self._compressor.compress(content))

    def flush(self) -> None:
        """Leave the member open; `close` ends it."""

    def close(self) -> None:
        self._out.write(self._compressor.flush())
        self._out.flush()


class WarcWriter:
    """Appends records to one WARC file and keeps the commitment to each."""

    def __init__(self, out: Appendable, secret: bytes) -> None:
        """Write to `out`; salts grow from `secret` (32 bytes)."""
        self._out = out
        self._secret = secret
        self._builder = _Sha256Writer(out, gzip=False, warc_version="1.1")
        self.commitments: list[RecordCommitment] = []
        self.sound_end = out.tell()
        """Offset behind the last record that was written whole."""

    def warcinfo(self, fields: dict[str, str], at: datetime) -> str:
        """Write the file's opening record of `application/warc-fields`; give its record id."""
        block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        return self._append_block("warcinfo", "", "application/warc-fields", block, _dated(at))

    def made(self, record: MadeRecord) -> str:
        """Write a `resource` or `metadata` record of ours; give its record id."""
        fields = _dated(record.at) | {"Archiver-Fidelity": Fidelity.GENERATED.value} | _refers((record.of,))
        return self._append_block(record.kind, record.address, record.mime, record.content, fields)

    def imported(self, imported: ImportedRecord) -> str:
        """Write a file of others' as a `resource` record, as it comes; give its record id."""
        # Both are known, so that it is not read twice.
        digests = dict.fromkeys(("WARC-Block-Digest", "WARC-Payload-Digest"), str(imported.digest))
        record = self._builder.create_warc_record(
            imported.address,
            "resource",
            payload=imported.body,
            length=imported.size,
            warc_content_type=imported.mime,
            warc_headers_dict=_dated(imported.at)
            | {"Archiver-Fidelity": Fidelity.TRANSCODED.value}
            | digests,
        )
        return self._append(record, stored=is_media(imported.mime))

    def converted(self, converted: ConvertedRecord) -> str:
        """Write a `conversion` record; give its record id."""
        fidelity = {"Archiver-Fidelity": Fidelity.TRANSCODED.value}
        record = self._builder.create_warc_record(
            converted.address,
            "conversion",
            payload=converted.body,
            length=size_of(converted.body),
            warc_content_type=converted.mime,
            warc_headers_dict=_dated(converted.at)
            | fidelity
            | _refers(converted.of)
            | _found_in(converted.found_in)
            | _digested(converted.digest),
        )
        return self._append(record, stored=is_media(converted.mime))

    def exchange(self, exchange: RecordedExchange, held: Held | None = None) -> str:
        """Write response (a revisit where its payload is held) and request; give the response's id."""
        response = self._response(exchange) if held is None else self._revisit(exchange, held)
        self._request(exchange, response)
        return response

    def _response(self, exchange: RecordedExchange) -> str:
        record = self._builder.create_warc_record(
            exchange.address,
            "response",
            payload=exchange.body or BytesIO(),
            length=size_of(exchange.body),
            http_headers=_status_line(exchange),
            warc_headers_dict=_described(exchange) | _digested(exchange.digest),
        )
        return self._append(record, stored=is_media(media_type(exchange.response_headers)))

    def _revisit(self, exchange: RecordedExchange, held: Held) -> str:
        pointer = {"WARC-Refers-To": f"<{held.record}>"}
        if held.capture:
            pointer["Archiver-Refers-To-Capture"] = held.capture
        record = self._builder.create_revisit_record(
            exchange.address,
            str(exchange.digest or payload_digest(exchange.body)),
            held.address,
            instant.written(held.at),
            http_headers=_status_line(exchange),
            warc_headers_dict=_described(exchange) | pointer,
        )
        return self._append(record, stored=False)

    def _request(self, exchange: RecordedExchange, response: str) -> None:
        line = f"{exchange.method} {_path_of(exchange.address)} HTTP/1.1"
        record = self._builder.create_warc_record(
            exchange.address,
            "request",
            payload=BytesIO(exchange.request_body),
            length=len(exchange.request_body),
            http_headers=_Head(line, list(exchange.request_headers), is_http_request=True),
            warc_headers_dict=_dated(exchange.at) | {"WARC-Concurrent-To": f"<{response}>"},
        )
        self._append(record, stored=False)

    def _append_block(self, kind: str, address: str, mime: str, block: bytes, fields: dict[str, str]) -> str:
        record = self._builder.create_warc_record(
            address,
            kind,
            payload=BytesIO(block),
            length=len(block),
            warc_content_type=mime,
            warc_headers_dict=fields,
        )
        return self._append(record, stored=is_media(mime))

    def _append(self, record: ArcWarcRecord, *, stored: bool) -> str:
        committer = RecordCommitter(self._secret, len(self.commitments), media=stored)
        member = _Member(self._out, committer, stored=stored)
        _Sha256Writer(member, gzip=False, warc_version="1.1").write_record(record)
        member.close()
        self.commitments.append(committer.commitment())
        self.sound_end = self._out.tell()
        return self.commitments[-1].id


def media_type(headers: Headers) -> str:
    """Give the media type of a response, lower case and without parameters; empty where it names none."""
    value = next((value for name, value in headers if name.lower() == "content-type"), "")
    return value.partition(";")[0].strip().lower()


def payload_digest(body: BinaryIO | None) -> Digest:
    """Digest a body from its start, and leave it positioned there."""
    if body is None:
        return Digest.of(b"")
    body.seek(0)
    digest = Digest.of(iter(lambda: body.read(1 << 20), b""))
    body.seek(0)
    return digest


def size_of(body: BinaryIO | None) -> int:
    """Give the bytes of a body, and leave it positioned at its start."""
    if body is None:
        return 0
    size = body.seek(0, SEEK_END)
    body.seek(0)
    return size


def _refers(records: tuple[str, ...]) -> dict[str, str]:
    first, *others = [f"<{record}>" for record in records if record] or [""]
    named = {"WARC-Refers-To": first, "Archiver-Refers-To-Also": " ".join(others)}
    return {name: value for name, value in named.items() if value}


def _found_in(record: str) -> dict[str, str]:
    return {"Archiver-Found-In": f"<{record}>"} if record else {}


def _digested(digest: Digest | None) -> dict[str, str]:
    """Name a payload's digest that is known; warcio makes the one that is not."""
    return {"WARC-Payload-Digest": str(digest)} if digest is not None else {}


def _dated(at: datetime) -> dict[str, str]:
    return {"WARC-Date": instant.written(at)}


def _described(exchange: RecordedExchange) -> dict[str, str]:
    optional = {
        "WARC-Protocol": exchange.protocol,
        "WARC-IP-Address": exchange.remote_address,
        "WARC-Truncated": exchange.truncated,
    }
    return (
        _dated(exchange.at)
        | {"Archiver-Fidelity": exchange.fidelity.value, "Archiver-Obtained": exchange.obtained}
        | {name: value for name, value in optional.items() if value}
        | _found_in(exchange.found_in)
    )


def _status_line(exchange: RecordedExchange) -> _Head:
    line = f"{exchange.status} {exchange.status_text}".strip()
    return _Head(line, list(exchange.response_headers), protocol="HTTP/1.1")


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
