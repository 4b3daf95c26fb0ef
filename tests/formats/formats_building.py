"""WARC files written, and taken apart by hand: gzip members by zlib, records by their lines."""

import hashlib
import subprocess
import sys
import zlib
from dataclasses import dataclass
from io import BytesIO

from exchange_building import AT, TEXT, exchange, opening

from archiver.formats.warc import WarcWriter
from archiver.model.exchange import Fidelity, MadeRecord

SECRET = bytes(range(32))
PICTURE = bytes(range(256)) * 300


def picture(**changes):
    return exchange(
        **{
            "address": "https://scontent.cdninstagram.com/v/1_n.jpg",
            "response_headers": (("content-type", "image/jpeg"),),
            "body": PICTURE,
            "fidelity": Fidelity.WIRE,
            "obtained": "direct",
        }
        | changes
    )


def made(kind="resource", name="dom:1", mime="text/html", content=TEXT):
    return MadeRecord(f"urn:archiver:{name}", kind, mime, content, AT)


def written(*acts):
    """The file that some acts on a writer make, and the writer: each act is a function of it."""
    out = BytesIO()
    writer = WarcWriter(out, SECRET)
    for act in acts:
        act(writer)
    return out.getvalue(), writer


def file_of(*exchanges):
    """A file of an opening record and exchanges."""
    return written(opening, *((lambda writer, each=each: writer.exchange(each)) for each in exchanges))[0]


@dataclass(frozen=True)
class Record:
    """A record as its member holds it."""

    start: int
    size: int
    """Bytes of the gzip member."""
    lines: tuple[tuple[str, str], ...]
    block: bytes
    text: bytes
    """All of it, uncompressed."""

    def get(self, name):
        found = [value for key, value in self.lines if key.lower() == name.lower()]
        assert len(found) <= 1, found
        return found[0] if found else None

    @property
    def type(self):
        return self.get("WARC-Type")

    @property
    def id(self):
        return self.get("WARC-Record-ID").strip("<>")

    @property
    def http_head(self):
        return self.block.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"

    @property
    def payload(self):
        return self.block.partition(b"\r\n\r\n")[2] if self.holds_http else self.block

    @property
    def holds_http(self):
        return self.get("Content-Type").startswith("application/http")


def members(content):
    """Give each gzip member's start, size and text."""
    at = 0
    while at < len(content):
        inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
        text = inflater.decompress(content[at:])
        assert inflater.eof, "the last member broke off"
        size = len(content) - at - len(inflater.unused_data)
        yield at, size, text
        at += size


def records(content):
    """Take a file apart; AssertionError where a member is not one record."""
    return [_record(start, size, text) for start, size, text in members(content)]


def _record(start, size, text):
    head, blank, rest = text.partition(b"\r\n\r\n")
    version, *lines = head.decode().split("\r\n")
    assert blank, "a header without an end"
    assert version == "WARC/1.1"
    fields = tuple(tuple(line.split(": ", 1)) for line in lines)
    length = int(dict(fields)["Content-Length"])
    assert rest[length:] == b"\r\n\r\n", "a record without its two closing lines"
    return Record(start, size, fields, rest[:length], text)


def sha256(content):
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def warcio_check(path):
    """Run `warcio check -v` on a file."""
    return subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
