"""One HTTP request and response, as recorded and as read back."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO

from archiver.model.digest import Digest

Headers = tuple[tuple[str, str], ...]
_DOCUMENT = "page/document"
_OF_PAGES = ("page/script", "page/stylesheet")
_TEXTS = {"text/html", "application/json", "text/javascript", "application/x-javascript", "text/plain", ""}


class Fidelity(StrEnum):
    """What "raw" means for the bytes of a record."""

    WIRE = "wire"
    """The body's bytes as the server sent them, transfer framing undone."""
    DECODED = "decoded"
    """The browser undid the content encoding."""
    TRANSCODED = "transcoded"
    """The bytes were converted from another encoding or container."""
    GENERATED = "generated"
    """This tool made them: a picture of the page, the rendered DOM."""


@dataclass(frozen=True, slots=True)
class RecordedExchange:
    """An exchange on its way into a capture, its request already written by allow-list."""

    method: str
    address: str
    """Target address as written: withheld values replaced."""
    request_headers: Headers
    request_body: bytes
    status: int
    status_text: str
    response_headers: Headers
    body: BinaryIO | None
    """Response body, positioned at its start; None where none was to be had."""
    at: datetime
    fidelity: Fidelity
    obtained: str
    """Which part of the visit obtained it: `page/document`, `page/image`, `direct`."""
    protocol: str = ""
    """Application protocol as reported, such as `h2`."""
    remote_address: str = ""
    """Server's address as the network gate knows it."""
    truncated: str = ""
    """WARC-Truncated reason where the body is not whole; empty where it is."""
    found_in: str = ""
    """Id of the record that says how its address was found, where no answer names it."""
    digest: Digest | None = None
    """Of the body, where it was digested as it came; None where it is still to be."""


@dataclass(frozen=True, slots=True)
class MadeRecord:
    """Something this tool made about a page: a picture, the rendered DOM, a certificate chain."""

    address: str
    """`urn:` name it is kept under."""
    kind: str
    """WARC record type: `resource` or `metadata`."""
    mime: str
    content: bytes
    at: datetime
    of: str = ""
    """Id of the record that it is about, where there is one."""


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """A file that somebody else made, kept to the byte: nobody answered with it here."""

    address: str
    """`urn:` name it is kept under."""
    mime: str
    body: BinaryIO
    """Read once, from its start to its end."""
    size: int
    digest: Digest
    """Of the body, which whoever reads it holds against what comes."""
    at: datetime


@dataclass(frozen=True, slots=True)
class ConvertedRecord:
    """Something that was made of what other records hold, in another form: a film of its pictures and its sound."""

    address: str
    """Target address, as written, of the first record it was made of."""
    of: tuple[str, ...]
    """Ids of the records it was made of, in order."""
    mime: str
    body: BinaryIO
    at: datetime
    found_in: str = ""
    digest: Digest | None = None
    """Both as of an exchange."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """An exchange read back: what pure extraction is given."""

    record: str
    """WARC-Record-ID of the response."""
    method: str
    address: str
    status: int
    mime: str
    """Media type without parameters, lower case."""
    at: datetime
    obtained: str
    body: bytes | None
    """Whole body; None where the record holds none."""
    location: str = ""
    """Address the server redirected to, where it did."""
    fields: Headers = field(default=())
    """Form fields of the request, as written."""
    content_type: str = ""
    """Media type with its parameters, as received."""
    truncated: str = ""
    """Why the body is not whole (WARC 1.1, section 5.13): `length`, `time`, `disconnect`; empty where it is."""
    kept_copy: str = ""
    """What says that an intermediary answered with a copy it had kept; empty where nothing does."""

    @property
    def broken_off(self) -> bool:
        """Tell whether the body is not whole."""
        return bool(self.truncated)

    @property
    def is_document(self) -> bool:
        """Tell whether it stands in a page's place, and not behind one."""
        return self.obtained == _DOCUMENT

    @property
    def may_tell(self) -> bool:
        """Tell whether it may carry what a platform says: a page, or an answer to a script, and no script itself."""
        return self.is_document or (self.obtained not in _OF_PAGES and self.mime in _TEXTS)

    @property
    def holds_page(self) -> bool:
        """Tell whether its body is a page, whatever its type says; what stands in a page's place is one."""
        begins = (self.body or b"").lstrip()[:1]
        return begins == b"<" or (self.is_document and begins not in (b"{", b"["))

    @property
    def holds_json(self) -> bool:
        """Tell whether its body may be JSON, guarded by `for (;;);` perhaps."""
        return (self.body or b"").lstrip()[:1] in (b"{", b"[", b"f")
