"""WARC 1.1 read back through warcio: records as they stand, and exchanges for extraction."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import SEEK_END
from typing import BinaryIO
from urllib.parse import parse_qsl, unquote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archiver.formats.http_caching import kept_copy
from archiver.formats.warc import is_media, media_type
from archiver.model import instant
from archiver.model.digest import Digest
from archiver.model.exchange import Exchange, Headers, RecordedExchange
from archiver.model.foreign import DOCUMENT, IMPORTED, Document

BODY_LIMIT = 64 << 20
"""Longest body, in bytes, that is read into memory for extraction."""

FindBody = Callable[[str, str], bytes | None]
"""Given capture (empty for the same one) and record id of a revisit's original, find its body."""
TakeNote = Callable[[str, str, bytes], None]
"""Is given record id, address and content of a `metadata` record."""
_NOTE_LIMIT = 4 << 20


@dataclass(frozen=True, slots=True)
class Payload:
    """Where a response's payload stands."""

    digest: Digest
    record: str
    address: str
    mime: str
    at: datetime
    size: int
    obtained: str
    status: int
    revisit: bool
    """True where the payload stands in an earlier record."""
    truncated: bool
    """True where it broke off, so that its digest is not that of the whole."""
    offset: int
    """Bytes before its record in the file."""
    made: bool = False
    """True where it was made of what other records hold: a conversion, which nobody answered with."""
    found_in: str = ""
    """Id of the record that says how its address was found, where no answer names it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A record's gzip member, and what the record says of itself."""

    start: int
    end: int
    """Bytes of the file before it, and up to its end."""
    id: str
    type: str
    payload: str
    """Digest of its payload, as it states it; empty where it does not."""
    refers_to: tuple[str, ...]
    """Ids of the records that it was made of; of a revisit that which holds its payload."""
    holder: str
    """Of a revisit: the capture that holds its payload; empty where it is this one."""
    note: bytes
    """Of a `metadata` record: its content; empty of all else."""


def members(file: BinaryIO) -> Iterator[Member]:
    """Give the gzip members of a WARC file in order. Raises ValueError."""
    last: Member | None = None
    for offset, record in _placed(file):
        if last is not None:
            yield replace(last, end=offset)
        last = _member(record, offset)
    if last is not None:
        yield replace(last, end=file.seek(0, SEEK_END))


def _member(record: ArcWarcRecord, start: int) -> Member:
    header = record.rec_headers.get_header
    named = [header("WARC-Refers-To") or "", *(header("Archiver-Refers-To-Also") or "").split()]
    return Member(
        start=start,
        end=start,
        id=_id(record),
        type=record.rec_type,
        payload=header("WARC-Payload-Digest") or "",
        refers_to=tuple(each.strip("<>") for each in named if each),
        holder=header("Archiver-Refers-To-Capture") or "",
        note=record.content_stream().read(_NOTE_LIMIT) if record.rec_type == "metadata" else b"",
    )


def records(file: BinaryIO) -> Iterator[ArcWarcRecord]:
    """Give the records of a WARC file in order; raise ValueError where one cannot be read.

    That the file is what was sealed is for its digest to show: a reader passes over much.
    """
    return (record for _, record in _placed(file))


def blocks(file: BinaryIO) -> Iterator[ArcWarcRecord]:
    """Give the records of a WARC file in order, their blocks whole: an HTTP head stands at the begin of `raw_stream`.

    Raises ValueError where one cannot be read.
    """
    try:
        yield from ArchiveIterator(file, no_record_parse=True)
    except (ArchiveLoadFailed, EOFError, OSError) as error:
        raise ValueError(f"not a whole WARC file: {error}") from error


def _placed(file: BinaryIO) -> Iterator[tuple[int, ArcWarcRecord]]:
    try:
        found = ArchiveIterator(file)
        for record in found:
            yield found.offset, record
    except (ArchiveLoadFailed, EOFError, OSError) as error:
        raise ValueError(f"not a whole WARC file: {error}") from error


def answers(
    file: BinaryIO, find_body: FindBody, take_note: TakeNote | None = None
) -> Iterator[tuple[Payload, Exchange | None]]:
    """Give every response and revisit with where its payload stands, and every conversion alone, in order.

    Paired with its request; bodies of text are read whole and those of media left out. Notes of ours are handed to
    `take_note`. Raises ValueError.
    """
    response: ArcWarcRecord | None = None
    found: tuple[Payload, bytes | None] | None = None
    for offset, record in _placed(file):
        if record.rec_type in ("response", "revisit"):
            response, found = record, (_payload(record, offset), _body(record, find_body))
        elif record.rec_type == "request" and response is not None and found is not None:
            yield found[0], _exchange(response, found[1], record)
            response = None
        elif record.rec_type == "conversion":
            yield _payload(record, offset), None
        elif record.rec_type == "metadata" and take_note is not None:
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            take_note(_id(record), address, record.content_stream().read(_NOTE_LIMIT))


def documents(file: BinaryIO) -> Iterator[Document]:
    """Give the documents of others that stand in a file, in order. Raises ValueError."""
    for _, record in _placed(file):
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        if record.rec_type == "resource" and address.startswith(IMPORTED) and _mime(record) == DOCUMENT:
            path = unquote(address.removeprefix(IMPORTED), errors="surrogateescape")
            yield Document(_id(record), path, record.content_stream().read(BODY_LIMIT))


def revisited(file: BinaryIO) -> Iterator[tuple[str, str, str]]:
    """Give each revisit, and capture, empty for the file's own, and record that hold its payload. Raises ValueError."""
    for record in blocks(file):
        if record.rec_type == "revisit":
            header = record.rec_headers.get_header
            refers_to = (header("WARC-Refers-To") or "").strip("<>")
            yield _id(record), header("Archiver-Refers-To-Capture") or "", refers_to


def contents(file: BinaryIO, payloads: Iterable[Payload]) -> Iterator[tuple[Payload, bytes]]:
    """Give the bytes of payloads that stand in this file, without reading what lies between them."""
    return ((payload, body.read()) for payload, body in bodies(file, payloads))


def bodies(file: BinaryIO, payloads: Iterable[Payload]) -> Iterator[tuple[Payload, BinaryIO]]:
    """Give payloads that stand in this file to be read from beginning to end, each before the next is asked for."""
    for payload in payloads:
        file.seek(payload.offset)
        record = next(records(file), None)
        if record is None or _id(record) != payload.record:
            raise ValueError(f"no record {payload.record} at byte {payload.offset}")
        yield payload, record.content_stream()


def streams(file: BinaryIO) -> Iterator[tuple[Payload, BinaryIO]]:
    """Give payloads that stand in this file to be read, each before the next is asked for: answers, and what was made.

    Raises ValueError.
    """
    for offset, record in _placed(file):
        if record.rec_type in ("response", "resource", "conversion"):
            yield _payload(record, offset), record.content_stream()


def body_of(file: BinaryIO, record_id: str) -> bytes | None:
    """Find the body of one response by its record id."""
    for record in records(file):
        if _id(record) == record_id:
            body: bytes = record.content_stream().read()
            return body
    return None


def _payload(record: ArcWarcRecord, offset: int) -> Payload:
    head = record.rec_headers
    return Payload(
        digest=Digest(head.get_header("WARC-Payload-Digest")),
        record=_id(record),
        address=head.get_header("WARC-Target-URI"),
        mime=_mime(record),
        at=instant.parsed(head.get_header("WARC-Date")),
        size=record.payload_length if record.payload_length >= 0 else record.length,
        obtained=head.get_header("Archiver-Obtained") or "",
        status=_status(record),
        revisit=record.rec_type == "revisit",
        truncated=record.rec_headers.get_header("WARC-Truncated") is not None,
        offset=offset,
        made=record.rec_type == "conversion",
        found_in=(head.get_header("Archiver-Found-In") or "").strip("<>"),
    )


def _body(record: ArcWarcRecord, find_body: FindBody) -> bytes | None:
    if is_media(_mime(record)) or record.rec_headers.get_header("WARC-Truncated"):
        return None
    if record.rec_type == "revisit":
        capture = record.rec_headers.get_header("Archiver-Refers-To-Capture") or ""
        return find_body(capture, (record.rec_headers.get_header("WARC-Refers-To") or "").strip("<>"))
    body: bytes = record.content_stream().read(BODY_LIMIT + 1)
    return body if len(body) <= BODY_LIMIT else None


def as_read(exchange: RecordedExchange, record: str, body: bytes | None) -> Exchange:
    """Give an exchange that was just written as it will be read back; a medium's body is left out."""
    headers = exchange.response_headers
    mime = media_type(headers)
    whole = body is not None and not exchange.truncated and not is_media(mime) and len(body) <= BODY_LIMIT
    return Exchange(
        record=record,
        method=exchange.method,
        address=exchange.address,
        status=exchange.status,
        mime=mime,
        at=exchange.at,
        obtained=exchange.obtained,
        body=body if whole else None,
        location=of_pairs(_lower(headers), "location"),
        fields=form_fields(exchange.request_body),
        content_type=of_pairs(_lower(headers), "content-type"),
        truncated=exchange.truncated,
        kept_copy=kept_copy(headers),
    )


def _lower(headers: Headers) -> Headers:
    return tuple((name.lower(), value) for name, value in headers)


def _exchange(response: ArcWarcRecord, body: bytes | None, request: ArcWarcRecord) -> Exchange:
    head = response.rec_headers
    return Exchange(
        record=_id(response),
        method=request.http_headers.protocol,
        address=head.get_header("WARC-Target-URI"),
        status=_status(response),
        mime=_mime(response),
        at=instant.parsed(head.get_header("WARC-Date")),
        obtained=head.get_header("Archiver-Obtained") or "",
        body=body,
        location=response.http_headers.get_header("location") or "",
        fields=form_fields(request.content_stream().read()),
        content_type=response.http_headers.get_header("content-type") or "",
        truncated=head.get_header("WARC-Truncated") or "",
        kept_copy=kept_copy(response.http_headers.headers),
    )


def form_fields(body: bytes) -> tuple[tuple[str, str], ...]:
    """Read an urlencoded form; empty where the bytes are none."""
    try:
        return tuple(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=500))
    except ValueError:
        return ()


def of_pairs(pairs: Iterable[tuple[str, str]], name: str) -> str:
    """Give the first value of a name among form fields or headers; empty where there is none."""
    return next((value for key, value in pairs if key == name), "")


def _id(record: ArcWarcRecord) -> str:
    text: str = record.rec_headers.get_header("WARC-Record-ID")
    return text.strip("<>")


def _mime(record: ArcWarcRecord) -> str:
    head = record.http_headers or record.rec_headers
    value: str = head.get_header("Content-Type") or ""
    return value.partition(";")[0].strip().lower()


def _status(record: ArcWarcRecord) -> int:
    if record.http_headers is None:
        return 0
    try:
        return int(record.http_headers.get_statuscode())
    except (ValueError, TypeError):
        return 0
