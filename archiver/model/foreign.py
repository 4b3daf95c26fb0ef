"""What captures that others made hold: exchanges as they wrote them, and what of them is not understood here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO

from archiver.model.exchange import Fidelity, Headers


class Form(StrEnum):
    """In which form somebody else's capture is written."""

    WARC = "warc"
    """ISO 28500, compressed or not."""
    WACZ = "wacz"
    """WARCs in a ZIP, as specs.webrecorder.net has it."""
    HAR = "har"
    """HTTP Archive 1.2, in JSON, as browsers save it."""
    INSTALOADER = "instaloader"
    """Documents and media as instaloader saves them."""
    GALLERY_DL = "gallery-dl"
    """Media as gallery-dl saves them, each with a document beside it (`--write-metadata`)."""
    DOWNLOAD = "download"
    """What a platform gave an account's owner to download, as a folder or the ZIP that it came in."""


class PassedOver(StrEnum):
    """Why something in a file is no exchange, or none of its files, that could be kept."""

    NO_EXCHANGE = "no_exchange"
    """A record or entry that tells of no answer over HTTP, such as a DNS answer or a picture of a page."""
    NO_TIME = "no_time"
    """It does not say when it was."""
    NO_ORIGINAL = "no_original"
    """It points at a payload that is not in the file."""
    NOT_UNDERSTOOD = "not_understood"
    """It is not written as its form has it."""
    BROKEN_OFF = "broken_off"
    """The file, or one that it holds, breaks off or is spoiled from there on: how much is lost cannot be told."""
    OTHER_HOST = "other_host"
    """Another host answered than those of the platform."""
    OTHER_PLATFORM = "other_platform"
    """A document tells of another platform's posts."""
    NO_DOCUMENT = "no_document"
    """A file tells of no post and shows none of one: a session, cookies, settings, comments, messages."""
    NOT_FOLLOWED = "not_followed"
    """It leads elsewhere, or out of the folder, or is no plain file."""
    TOO_LARGE = "too_large"
    """It is longer, unpacked, than is read."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """An exchange as somebody else wrote it down, with all that it tells of who asked."""

    method: str
    address: str
    request_headers: Headers
    request_body: bytes
    status: int
    status_text: str
    response_headers: Headers
    """Of what was undone in the body the headers stand as they came."""
    body: BinaryIO | None
    """The body with its encodings undone, positioned at its start; None where the file holds none."""
    at: datetime
    fidelity: Fidelity
    undone: bool
    """Whether an encoding that the headers name is undone in the body."""
    truncated: str = ""
    """WARC-Truncated reason where the body is not whole; empty where it is."""


IMPORTED = "urn:archiver:imported:"
"""Names a file of others' that is kept as it stood; its path within its folder follows, percent-encoded."""
DOCUMENT = "application/json"
"""Media type of those files that tell of posts."""


@dataclass(frozen=True, slots=True)
class Document:
    """What another program wrote of posts, read back from a capture: it came with no exchange."""

    record: str
    """WARC record that holds it."""
    path: str
    """Within its folder, with forward slashes."""
    content: bytes
    """JSON."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What can be told of a document before its posts are read."""

    form: Form
    software: str
    """What it says it was made by; empty where it does not say."""
    newest: datetime | None
    """The latest time that it names of a post: it cannot have been written before."""
    media: tuple[str, ...] = ()
    """Paths by which it names pictures and films, from the root of a download; of other forms they stand beside it."""


@dataclass(frozen=True, slots=True)
class Untied:
    """A post as a document shows it that names neither id nor address of it, so that it is tied to no post."""

    published_at: datetime | None
    text: str
    media: tuple[str, ...]
    """Paths of its pictures and films, as the document has them."""
    record: str
    """WARC record it was read from."""
