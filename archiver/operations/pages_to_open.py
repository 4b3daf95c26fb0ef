"""Pages: which answers of a visit a person would open, and what the list of them calls each."""

from archiver import platforms
from archiver.errors import AddressError
from archiver.export.describing import ANSWERS, Described
from archiver.export.wacz import Page
from archiver.model import instant
from archiver.model.capture import CaptureId

_DOCUMENT = "page/document"
_REDIRECTS = range(300, 400)
_SEEN = 200


def page(capture: CaptureId, kind: str, record: Described, address: str) -> Page | None:
    """Give the page that a record shows; None of what only leads to one, or stands within one.

    `kind` is that of its visit. `address` is that of the record as it is shown: it alone is told.
    """
    if record.obtained != _DOCUMENT or record.type not in ANSWERS or record.status in _REDIRECTS:
        return None
    at = instant.parsed(record.at)
    answered = "" if record.status == _SEEN else f", HTTP {record.status}"
    return Page(address, at, f"{_name(capture, address)}, {kind} of {at:%Y-%m-%d %H:%M:%S} UTC{answered}")


def _name(capture: CaptureId, address: str) -> str:
    try:
        return str(platforms.named(capture.platform).parse(address) or address)
    except AddressError:
        return address
