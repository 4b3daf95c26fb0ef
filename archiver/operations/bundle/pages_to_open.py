"""Pages: which answers of a visit a person would open, and what the list of them calls each."""

from archiver.export.describing import ANSWERS, Described
from archiver.export.wacz import Page
from archiver.model import instant

_DOCUMENT = "page/document"
_REDIRECTS = range(300, 400)
_SEEN = 200


def page(record: Described, address: str) -> Page | None:
    """Give the page that a record shows; None of what only leads to one, or stands within one.

    `address` is that of the record as it is shown: it alone is told. Its title says nothing else than the record does,
    so that it can be held against that.
    """
    if record.obtained != _DOCUMENT or record.type not in ANSWERS or record.status in _REDIRECTS:
        return None
    at = instant.parsed(record.at)
    answered = "" if record.status == _SEEN else f", HTTP {record.status}"
    return Page(address, at, f"{address.partition('://')[2]}, {at:%Y-%m-%d %H:%M:%S} UTC{answered}")
