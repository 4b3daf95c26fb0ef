"""WARC 1.1 read back through warcio: records as they stand, and exchanges for extraction."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from io import SEEK_END
from typing import BinaryIO
from urllib.parse import parse_qsl, unquote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from archiver.formats.http_caching import kept_copy
from archiver.formats.warc import is_media, media_type
from archiver.formats.warc_records import BROKEN, Records
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
    named = [_told(record, "WARC-Refers-To"), *_told(record, "Archiver-Refers-To-Also").split()]
    return Member(
        start=start,
        end=start,
        id=_id(record),
        type=record.rec_type,
        payload=_told(record, "WARC-Payload-Digest"),
        refers_to=tuple(each.strip("<>") for each in named if each),
        holder=_told(record, "Archiver-Refers-To-Capture"),
        note=_content(record, _NOTE_LIMIT) if record.rec_type == "metadata" else b"",
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
    with _whole():
        yield from Records(file, no_record_parse=True)


def _placed(file: BinaryIO) -> Iterator[tuple[int, ArcWarcRecord]]:
    with _whole():
        found = Records(file)
        for record in found:
            yield found.offset, record


@contextmanager
def _whole() -> Iterator[None]:
    """Raise ValueError for whatever warcio raises where a file is not what it should be."""
    try:
        yield
    except BROKEN as error:
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
            take_note(_id(record), _told(record, "WARC-Target-URI"), _content(record, _NOTE_LIMIT))


def documents(file: BinaryIO) -> Iterator[Document]:
    """Give the documents of others that stand in a file, in order. Raises ValueError."""
    for _, record in _placed(file):
        address = _told(record, "WARC-Target-URI")
        if record.rec_type == "resource" and address.startswith(IMPORTED) and _mime(record) == DOCUMENT:
            path = unquote(address.removeprefix(IMPORTED), errors="surrogateescape")
            yield Document(_id(record), path, _content(record, BODY_LIMIT))


def revisited(file: BinaryIO) -> Iterator[tuple[str, str, str]]:
    """Give each revisit, and capture, empty for the file's own, and record that hold its payload. Raises ValueError."""
    for record in blocks(file):
        if record.rec_type == "revisit":
            refers_to = _told(record, "WARC-Refers-To").strip("<>")
            yield _id(record), _told(record, "Archiver-Refers-To-Capture"), refers_to


def contents(file: BinaryIO, payloads: Iterable[Payload]) -> Iterator[tuple[Payload, bytes]]:
    """Give the bytes of payloads that stand in this file, without reading what lies between them. Raises ValueError."""
    for payload, body in bodies(file, payloads):
        with _whole():
            content = body.read()
        yield payload, content


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
    """Find the body of one response by its record id. Raises ValueError."""
    found = (record for record in records(file) if _id(record) == record_id)
    record = next(found, None)
    return None if record is None else _content(record)


def _payload(record: ArcWarcRecord, offset: int) -> Payload:
    return Payload(
        digest=Digest(_stated(record, "WARC-Payload-Digest")),
        record=_id(record),
        address=_stated(record, "WARC-Target-URI"),
        mime=_mime(record),
        at=instant.parsed(_stated(record, "WARC-Date")),
        size=record.payload_length if record.payload_length >= 0 else record.length,
        obtained=_told(record, "Archiver-Obtained"),
        status=_status(record),
        revisit=record.rec_type == "revisit",
        truncated=_told(record, "WARC-Truncated") != "",
        offset=offset,
        made=record.rec_type == "conversion",
        found_in=_told(record, "Archiver-Found-In").strip("<>"),
    )


def _body(record: ArcWarcRecord, find_body: FindBody) -> bytes | None:
    if is_media(_mime(record)) or _told(record, "WARC-Truncated"):
        return None
    if record.rec_type == "revisit":
        refers_to = _told(record, "WARC-Refers-To").strip("<>")
        return find_body(_told(record, "Archiver-Refers-To-Capture"), refers_to)
    body = _content(record, BODY_LIMIT + 1)
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
    answer = _http(response)
    return Exchange(
        record=_id(response),
        method=_http(request).protocol,
        address=_stated(response, "WARC-Target-URI"),
        status=_status(response),
        mime=_mime(response),
        at=instant.parsed(_stated(response, "WARC-Date")),
        obtained=_told(response, "Archiver-Obtained"),
        body=body,
        location=answer.get_header("location") or "",
        fields=form_fields(_content(request)),
        content_type=answer.get_header("content-type") or "",
        truncated=_told(response, "WARC-Truncated"),
        kept_copy=kept_copy(answer.headers),
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
    return _stated(record, "WARC-Record-ID").strip("<>")


def _stated(record: ArcWarcRecord, name: str) -> str:
    """Give a header that every record of its type has. Raises ValueError."""
    found = _told(record, name)
    if not found:
        raise ValueError(f"not a whole WARC file: a record has no {name}")
    return found


def _told(record: ArcWarcRecord, name: str) -> str:
    """Give a header; empty where the record has none."""
    found: str | None = record.rec_headers.get_header(name)
    return found or ""


def _http(record: ArcWarcRecord) -> StatusAndHeaders:
    """Give the HTTP head that a record's block begins with. Raises ValueError."""
    if record.http_headers is None:
        raise ValueError("not a whole WARC file: a record of an exchange holds none")
    return record.http_headers


def _content(record: ArcWarcRecord, longest: int | None = None) -> bytes:
    """Read a payload, up to so many bytes. Raises ValueError."""
    with _whole():
        content: bytes = record.content_stream().read(longest)
    return content


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
