"""WARC files (ISO 28500) that others made, read as the exchanges they hold.

Writers differ in which comes first, request or response, and in how the two name each other; so a file is looked
through first for where requests stand, and then responses are read, each with the request that it names, is named by,
or that went to its address in its turn. Of a file's records never more than two are held at a time.
"""

import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import IO, BinaryIO

from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.recordloader import ArcWarcRecord

from archiver.formats.warc_records import BROKEN, Records
from archiver.model import instant
from archiver.model.exchange import Fidelity, Headers
from archiver.model.foreign import Foreign, PassedOver

LONGEST_BODY = 1 << 30
"""Bytes of a body, its encodings undone, that are read; more is cut off and said to be."""
_IN_MEMORY = 1 << 20
_LONGEST_REQUEST = 1 << 20
_FIRST = 100
"""Records among which one that tells of the file is sought."""
_CHUNK = 1 << 16


class NoRoomError(Exception):
    """What is unpacked finds no room on this machine, which says nothing of the file."""


Opened = Callable[[], BinaryIO]
"""Opens the file anew, seekable."""


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    headers: Headers
    body: bytes


@dataclass(slots=True)
class _Found:
    """What is known of a file before its responses are read."""

    of_response: dict[bytes, int] = field(default_factory=dict)
    """Where requests stand, by the id of a response that they name. All names here are digested: they may be long."""
    by_id: dict[bytes, int] = field(default_factory=dict)
    by_address: dict[bytes, deque[int]] = field(default_factory=dict)
    """Where requests stand that name no response, in order: the first went with the first response of their address."""
    originals: dict[bytes, int] = field(default_factory=dict)
    """Where a response stands, by what a revisit may name it by: its id, its payload's digest, its address and time."""


def software(opened: Opened) -> str:
    """Give what the file says at its begin that it was made by; empty where it does not say, or is no WARC."""
    with opened() as file:
        try:
            for record in islice(Records(file, arc2warc=True), _FIRST):
                if record.rec_type == "warcinfo":
                    return _software(record)
        except BROKEN:
            return ""
    return ""


def exchanges(opened: Opened) -> Iterator[Foreign | PassedOver]:
    """Give the exchanges of a file, and for all else why it is none; each body may be read until the next is asked for.

    A file that breaks off gives what stands before the break, and says once that the rest is not understood. Raises
    ValueError where it is no WARC at all.
    """
    found = _looked_through(opened)
    with opened() as file:
        try:
            records = Records(file, arc2warc=True)
            for record in records:
                each = _read(record, found, opened)
                if each is not None:
                    yield each
            if records.err_count:
                yield PassedOver.NOT_UNDERSTOOD
        except BROKEN:
            yield PassedOver.BROKEN_OFF


def _looked_through(opened: Opened) -> _Found:
    found, count = _Found(), 0
    with opened() as file:
        try:
            iterator = Records(file, arc2warc=True)
            for record in iterator:
                count += 1
                _take_down(record, iterator, found)
        except BROKEN as error:
            if not count:
                raise ValueError(f"no WARC: {error}") from error
    if not count:
        raise ValueError("no WARC: it holds no record")
    return found


def _take_down(record: ArcWarcRecord, iterator: Records, found: _Found) -> None:
    header = record.rec_headers.get_header
    if record.rec_type == "request" and record.http_headers is not None:
        found.by_id[_short(header("WARC-Record-ID"))] = iterator.offset
        if header("WARC-Concurrent-To"):
            found.of_response[_short(header("WARC-Concurrent-To"))] = iterator.offset
        else:
            found.by_address.setdefault(_short(header("WARC-Target-URI")), deque()).append(iterator.offset)
    elif record.rec_type == "response":
        for name in _names(record, "WARC-Record-ID", "WARC-Target-URI", "WARC-Date"):
            found.originals.setdefault(_short(name), iterator.offset)


def _short(name: str | None) -> bytes:
    """Give what stands for a name, however long it is."""
    return blake2b((name or "").encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _names(record: ArcWarcRecord, by_id: str, by_address: str, by_date: str) -> list[str]:
    """Give what may name a response: of itself, or of a revisit that refers to it, the surest first."""
    header = record.rec_headers.get_header
    address, date, digest = header(by_address), header(by_date), header("WARC-Payload-Digest")
    return [name for name in (header(by_id), digest, f"{address} {date}" if address and date else "") if name]


def _software(record: ArcWarcRecord) -> str:
    told = record.content_stream().read(_LONGEST_REQUEST).decode("utf-8", "replace").splitlines()
    return next((line.partition(":")[2].strip() for line in told if line.lower().startswith("software:")), "")


def _read(record: ArcWarcRecord, found: _Found, opened: Opened) -> Foreign | PassedOver | None:
    """Read one record, which spoils no other; None for a request, which goes with its response, and a beginning."""
    if record.rec_type in ("request", "warcinfo"):
        return None
    if record.rec_type not in ("response", "revisit") or record.http_headers is None:
        return PassedOver.NO_EXCHANGE
    try:
        at = instant.parsed(record.rec_headers.get_header("WARC-Date") or "")
    except (ValueError, OverflowError):
        return PassedOver.NO_TIME
    try:
        return _of(record, at, found, opened)
    except BROKEN:
        return PassedOver.NOT_UNDERSTOOD


def _of(record: ArcWarcRecord, at: datetime, found: _Found, opened: Opened) -> Foreign | PassedOver:
    if record.rec_type == "response":
        return _exchange(record, _body(record), at, found, opened)
    named = _names(record, "WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date")
    where = next((found.originals[name] for name in map(_short, named) if name in found.originals), None)
    if where is None:
        return PassedOver.NO_ORIGINAL
    with _standing_at(opened, where) as original:
        return _exchange(record, _body(original), at, found, opened)


def _exchange(
    record: ArcWarcRecord, body: "_Body", at: datetime, found: _Found, opened: Opened
) -> Foreign | PassedOver:
    header, http = record.rec_headers.get_header, record.http_headers
    address = header("WARC-Target-URI") or ""
    status, _, status_text = http.statusline.partition(" ")
    if not (status.isascii() and status.isdigit()) or not address.startswith(("http://", "https://")):
        return PassedOver.NO_EXCHANGE
    request = _asked(record, address, found, opened)
    return Foreign(
        method=request.method,
        address=address,
        request_headers=request.headers,
        request_body=request.body,
        status=int(status),
        status_text=status_text,
        response_headers=tuple(http.headers),
        body=body.content,
        at=at,
        fidelity=body.fidelity,
        undone=body.undone,
        truncated=header("WARC-Truncated") or body.truncated,
    )


def _asked(record: ArcWarcRecord, address: str, found: _Found, opened: Opened) -> _Request:
    """Give the request of a response: named by either, else the next to its address, else a plain one."""
    header = record.rec_headers.get_header
    where = found.of_response.get(_short(header("WARC-Record-ID")))
    where = where if where is not None else found.by_id.get(_short(header("WARC-Concurrent-To")))
    waiting = found.by_address.get(_short(address)) if where is None else None
    where = waiting.popleft() if waiting else where
    if where is None:
        return _Request("GET", (), b"")
    with _standing_at(opened, where) as asked:
        parts = asked.http_headers
        return _Request(parts.protocol, tuple(parts.headers), asked.raw_stream.read(_LONGEST_REQUEST))


@contextmanager
def _standing_at(opened: Opened, where: int) -> Iterator[ArcWarcRecord]:
    """Give a record by where it stands, for a `with` block. Raises one of `BROKEN`."""
    with opened() as again:
        again.seek(where)
        record = next(iter(Records(again, arc2warc=True)), None)
        if record is None:
            raise ValueError("no record stands there any more")
        yield record


@dataclass(frozen=True, slots=True)
class _Body:
    content: BinaryIO
    fidelity: Fidelity
    undone: bool
    truncated: str


def _body(record: ArcWarcRecord) -> _Body:
    """Read a body, undo its encodings, and say what that makes of it.

    What is named as encoded and is not was undone by the browser that wrote it down; where nothing is named, only a
    length that agrees shows that the bytes are those that were sent.
    """
    header = record.http_headers.get_header
    chunked = (header("transfer-encoding") or "").lower() == "chunked"
    sent, size, truncated = _spooled(ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream)
    encoding = (header("content-encoding") or "").strip().lower()
    if encoding in ("", "identity"):
        as_sent = chunked or header("content-length") == str(size)
        return _Body(
            sent, Fidelity.WIRE if as_sent else Fidelity.TRANSCODED, undone=chunked, truncated=truncated
        )
    if encoding not in BufferedReader.get_supported_decompressors():
        undone = _is_text(sent)
        fidelity = Fidelity.DECODED if undone else Fidelity.WIRE
        return _Body(sent, fidelity, undone=chunked or undone, truncated=truncated)
    plain, plain_size, cut = _spooled(BufferedReader(sent, decomp_type=encoding))
    if plain_size == size and _same(sent, plain):
        return _Body(plain, Fidelity.DECODED, undone=True, truncated=truncated)
    return _Body(plain, Fidelity.DECODED, undone=True, truncated=truncated or cut)


def _spooled(stream: BinaryIO) -> tuple[BinaryIO, int, str]:
    """Copy a stream to a file of its own, up to the longest body; give it, its size, and why it is not whole."""
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it lives as long as the exchange
    size, truncated = 0, ""
    while not truncated:
        try:
            chunk = stream.read(min(_CHUNK, LONGEST_BODY - size + 1))
        except BROKEN:
            truncated = "unspecified"
            break
        if not chunk:
            break
        if size + len(chunk) > LONGEST_BODY:
            chunk, truncated = chunk[: LONGEST_BODY - size], "length"
        unpack(chunk, spool)
        size += len(chunk)
    spool.seek(0)
    return spool, size, truncated  # type: ignore[return-value]  # it is one but by name


def unpack(chunk: bytes, out: IO[bytes]) -> None:
    """Write what was unpacked; raise NoRoomError where it finds no room."""
    try:
        out.write(chunk)
    except OSError as error:
        raise NoRoomError from error


def _is_text(stream: BinaryIO) -> bool:
    """Tell whether a page or JSON stands there plainly, so that no encoding can be left to undo."""
    begins = stream.read(_CHUNK).lstrip()[:1]
    stream.seek(0)
    return begins in (b"<", b"{", b"[")


def _same(one: BinaryIO, other: BinaryIO) -> bool:
    one.seek(0)
    while chunk := one.read(_CHUNK):
        if other.read(len(chunk)) != chunk:
            return False
    other.seek(0)
    return True
