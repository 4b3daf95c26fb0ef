"""What a WARC record says of itself, as far as it decides whether it is shown."""

from dataclasses import dataclass
from typing import IO

from warcio.recordloader import ArcWarcRecord

ANSWERS = ("response", "revisit")
HTTP = (*ANSWERS, "request")
_BLANK = b"\r\n\r\n"
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Described:
    """A record, described."""

    id: str
    """Without its brackets."""
    length: int
    """Bytes of its block."""
    type: str
    at: str
    address: str
    mime: str
    """Media type of its content: of a response that of its HTTP head; without parameters."""
    status: int
    """Of an HTTP answer; 0 of all else."""
    digests: tuple[str, str]
    """Of its block and its payload, as it states them; empty where it does not."""
    obtained: str
    """The part of the visit that obtained it; empty of what was made here."""
    refers_to: tuple[str, ...]
    """Ids of the records that it belongs to or was made of; of a revisit that which holds its payload."""
    holder: str
    """Of a revisit: path of the capture that holds its payload; empty where it is this one."""


def described(record: ArcWarcRecord, head: bytes) -> Described:
    """Describe a record; `head` is its HTTP head."""
    header = record.rec_headers.get_header
    named = [header("WARC-Concurrent-To"), header("WARC-Refers-To")]
    also = (header("Archiver-Refers-To-Also") or "").split()
    return Described(
        id=(header("WARC-Record-ID") or "").strip("<>"),
        length=int(header("Content-Length") or 0),
        type=record.rec_type,
        at=header("WARC-Date") or "",
        address=header("WARC-Target-URI") or "",
        mime=_mime(record, head),
        status=_status(record, head),
        digests=(header("WARC-Block-Digest") or "", header("WARC-Payload-Digest") or ""),
        obtained=header("Archiver-Obtained") or "",
        refers_to=tuple(each.strip("<>") for each in (*named, *also) if each),
        holder=header("Archiver-Refers-To-Capture") or "",
    )


def http_head(block: IO[bytes]) -> bytes:
    """Read up to and with the blank line, and leave the file behind it."""
    found = b""
    while (end := found.find(_BLANK)) < 0 and (piece := block.read(_PIECE)):
        found += piece
    head = found[: end + len(_BLANK)] if end >= 0 else found
    block.seek(len(head))
    return head


def _status(record: ArcWarcRecord, head: bytes) -> int:
    told = head.partition(b"\r\n")[0].split(b" ")[1:2] if record.rec_type in ANSWERS else []
    return next((int(each) for each in told if each.isdigit()), 0)


def _mime(record: ArcWarcRecord, head: bytes) -> str:
    if record.rec_type not in HTTP:
        told = record.rec_headers.get_header("Content-Type") or ""
    else:
        lines = (line.decode("latin-1").partition(":") for line in head.split(b"\r\n")[1:])
        told = next((value for name, _, value in lines if name.lower() == "content-type"), "")
    return told.partition(";")[0].strip().lower()
