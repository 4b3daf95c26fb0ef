"""Step 4: every record of a WARC is whole, digested, and the only one of its id."""

import re
from collections.abc import Mapping

from archiver.verify.files import UnreadableError
from archiver.verify.finding import Check, Finding
from archiver.verify.header import HTTP_TYPES, Header
from archiver.verify.members import DamagedError
from archiver.verify.warc import ANSWERS, Record

_ID = re.compile(r"<[^<>\s]{1,200}>")
_CONVERSION = "conversion"
_MADE_TYPES = ("warcinfo", "resource", "metadata", _CONVERSION)
_HTTP = "application/http"


class RecordsCheck:
    """Takes the records of one WARC, in order."""

    def __init__(self, warc: str, gone: Mapping[int, tuple[str, str]] = {}) -> None:
        """Begin with the file's path within the archive; `gone` are ids and types of records that were disposed of."""
        self._check = Check("records", warc)
        self._gone = gone
        self._ids: set[str] = {record for record, _ in gone.values()}
        self._last_response = ""
        self._answers: set[str] = {record for record, kind in gone.values() if kind in ANSWERS}
        self._bytes = 0
        self._count = 0
        self._whole = True

    def take(self, record: Record) -> None:
        """Check one record."""
        for fault in (*self._form(record), *_digests(record), *self._order(record)):
            self._check.fault(f"{record} {fault}.")
        if _has_id(record):
            self._ids.add(record.header.id)
        if record.header.type in ("response", "revisit"):
            self._last_response = record.header.get("WARC-Record-ID")
            self._answers.add(record.header.id)
        self._bytes += record.header.length
        self._count += 1

    @staticmethod
    def _form(record: Record) -> list[str]:
        header = record.header
        faults = []
        if header.type not in HTTP_TYPES + _MADE_TYPES:
            faults.append("is of a type that no record of an archive has")
        if header.get("Content-Type").startswith(_HTTP) != header.holds_http:
            faults.append("has a Content-Type that does not fit its type")
        if header.type == "revisit" and record.rest:
            faults.append("is a revisit and has a body all the same")
        # To whoever made the commitments, one address alone is the same by either name.
        if header.get("WARC-Refers-To-Target-URI") and not header.get("WARC-Target-URI"):
            faults.append("refers to an address and has none itself")
        if not header.get("WARC-Date"):
            faults.append("has no date")
        if not _has_id(record):
            faults.append("has no record id")
        return faults

    def _order(self, record: Record) -> list[str]:
        header = record.header
        faults = []
        if header.id in self._ids:
            faults.append("has the id of a record before it")
        if (header.type == "warcinfo") != (record.position == 0):
            faults.append("is not in its place: a warcinfo record comes first, and only first")
        if header.type == _CONVERSION and not self._are_here(header):
            faults.append("is made of a record that does not stand before it")
        if header.type == "request" and header.get("WARC-Concurrent-To") != self._response_before(record):
            faults.append("does not follow the response it belongs to")
        return faults

    def _response_before(self, record: Record) -> str:
        """Give the response that stands before a request, or stood there."""
        gone, kind = self._gone.get(record.position - 1, ("", ""))
        return f"<{gone}>" if kind in ANSWERS else self._last_response

    def _are_here(self, header: Header) -> bool:
        """Tell whether all records that a conversion was made of stand before it."""
        others = header.get("Archiver-Refers-To-Also").split()
        named = [header.get("WARC-Refers-To"), *others]
        return all(_ID.fullmatch(each) and each[1:-1] in self._answers for each in named)

    def broken(self, why: DamagedError | UnreadableError) -> None:
        """Take down that the file can be read no further, and why."""
        self._whole = False
        if isinstance(why, UnreadableError):
            self._check.note(why.status, why.detail)
        else:
            self._check.fault(f"Behind its first {self._count} records it cannot be read: {why}.")

    def finished(self) -> list[Finding]:
        """Give what was found."""
        if self._whole and not self._count:
            self._check.fault("It holds no record.")
        return self._check.findings(
            f"{self._count} records with {self._bytes} bytes are whole and have the digests they state."
        )


def _has_id(record: Record) -> bool:
    return _ID.fullmatch(record.header.get("WARC-Record-ID")) is not None


def _digests(record: Record) -> list[str]:
    faults = []
    if record.header.get("WARC-Block-Digest") != record.block:
        faults.append("does not state the digest that its block has")
    # A revisit's payload stands elsewhere, and is looked for there; a warcinfo record need not state one.
    stated = record.header.get("WARC-Payload-Digest")
    needless = record.header.type == "revisit" or (record.header.type == "warcinfo" and not stated)
    if not needless and stated != record.payload:
        faults.append("does not state the digest that its payload has")
    return faults
