"""Exchanges to write, and the record that opens a file: for the tests of the formats and of the store."""

from datetime import UTC, datetime
from io import BytesIO

from archiver.formats import warc_reading
from archiver.model.exchange import Fidelity, RecordedExchange

AT = datetime(2026, 11, 24, 3, 42, 21, 7, tzinfo=UTC)
TEXT = b'{"caption": "He said \\"no\\" and left", "id": "17"}' * 200


def exchange(body=TEXT, **changes):
    """An ordinary answered request, but for what is given otherwise; `body` as bytes or None."""
    fields = {
        "method": "GET",
        "address": "https://www.instagram.com/acme/",
        "request_headers": (("accept", "*/*"),),
        "request_body": b"",
        "status": 200,
        "status_text": "OK",
        "response_headers": (("Content-Type", "text/html; charset=utf-8"),),
        "at": AT,
        "fidelity": Fidelity.DECODED,
        "obtained": "page/document",
    } | changes
    return RecordedExchange(**fields, body=None if body is None else BytesIO(body))


def opening(writer):
    """Write the record that opens a file."""
    return writer.warcinfo({"software": "archiver", "format": "WARC File Format 1.1"}, AT)


def exchanges_of(file, find_body):
    """Read the exchanges of a WARC."""
    return [exchange for _, exchange in warc_reading.answers(file, find_body)]


def payloads_of(file, wanted):
    """Read where the payloads of a WARC stand, with the bytes of those that are wanted and stand there."""
    payloads = [payload for payload, _ in warc_reading.answers(file, lambda *_: None)]
    here = [payload for payload in payloads if wanted(payload) and not payload.revisit]
    contents = {payload.record: content for payload, content in warc_reading.contents(file, here)}
    return [(payload, contents.get(payload.record, b"")) for payload in payloads]
