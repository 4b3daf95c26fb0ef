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


class PassedOver(StrEnum):
    """Why something in a file is no exchange that could be kept."""

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
