"""WARC files of our own: whoever gets an archive back from a disk reads them before any digest is compared."""

from dataclasses import dataclass
from io import BytesIO

from archiver.formats import warc_reading

REFUSALS = (ValueError,)


@dataclass(frozen=True)
class Warcs:
    """An input is a file, its records packed or not."""

    wells: tuple[bytes, ...]
    refusals = REFUSALS

    def read(self, content):
        for read in (_answers, _documents, _members, _revisited, _streams):
            try:
                read(BytesIO(content))
            except REFUSALS:
                continue


def _answers(file):
    notes = []
    payloads = [
        payload
        for payload, _ in warc_reading.answers(file, lambda *_: None, lambda *note: notes.append(note))
        if not payload.revisit
    ]
    for _ in warc_reading.contents(file, payloads):
        pass


def _documents(file):
    list(warc_reading.documents(file))


def _members(file):
    list(warc_reading.members(file))


def _revisited(file):
    list(warc_reading.revisited(file))


def _streams(file):
    for _, body in warc_reading.streams(file):
        body.read()


def of_ours():
    from exchange_building import exchange, opening
    from formats_building import made, picture, records, written

    body = b'{"caption": "He said \\"no\\" and left", "id": "17"}'
    content, _ = written(
        opening,
        lambda writer: writer.exchange(exchange(body)),
        lambda writer: writer.exchange(
            exchange(body, method="POST", request_body=b"variables=%7B%7D&doc_id=1", truncated="length")
        ),
        lambda writer: writer.exchange(picture(body=b"\xff\xd8\xff" + b"1" * 300)),
        lambda writer: writer.made(made()),
        lambda writer: writer.made(made("metadata", "streams:1", "application/json", b'{"a": 1}')),
    )
    return Warcs((content, b"".join(record.text for record in records(content))))
