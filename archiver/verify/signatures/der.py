"""DER (X.690), as far as certificates and time stamps need it: read strictly, one value after the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

INTEGER, BITS, OCTETS, OID, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x30, 0x31
_BOOLEAN, _UTC_TIME, _TIME = 0x01, 0x17, 0x18
_CENTURY = 50
_CONTINUES = 0x80
_LONG_TAG, _OF_PARTS = 0x1F, 0x20
_LONGEST_OID = 64
_WRITTEN = re.compile(rb"([0-9]{14})(?:\.([0-9]{1,6})[0-9]*)?Z")
"""A time to the second, and what part of one."""


class NotDerError(Exception):
    """Bytes that are not what they should be; says what is wrong."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value."""

    tag: int
    content: bytes
    encoded: bytes
    """With its tag and length, as it stands."""

    def parts(self) -> list["Value"]:
        """Give the values that stand in it. Raises NotDerError."""
        if not self.tag & _OF_PARTS:
            raise NotDerError(f"a value of kind {self.tag:#04x} has no parts")
        return list(_each(self.content))

    def a(self, tag: int) -> "Value":
        """Give it, where it has a tag. Raises NotDerError."""
        if self.tag != tag:
            raise NotDerError(f"a value of kind {self.tag:#04x} stands where {tag:#04x} should")
        return self

    def whole(self) -> int:
        """Read an INTEGER. Raises NotDerError."""
        content = self.a(INTEGER).content
        number = int.from_bytes(content, "big", signed=True)
        if len(content) != max(number, ~number).bit_length() // 8 + 1:
            raise NotDerError("a number is not written as DER does")
        return number

    def true(self) -> bool:
        """Read a BOOLEAN. Raises NotDerError."""
        if self.a(_BOOLEAN).content not in {b"\x00", b"\xff"}:
            raise NotDerError("what is true or false is neither")
        return self.content == b"\xff"

    def oid(self) -> str:
        """Read an OBJECT IDENTIFIER, with points. Raises NotDerError."""
        numbers, at, content = [], 0, self.a(OID).content
        if not 0 < len(content) <= _LONGEST_OID or content[-1] & _CONTINUES:
            raise NotDerError("an object identifier is none")
        for byte in content:
            if not at and byte == _CONTINUES:
                raise NotDerError("an object identifier is not written as DER does")
            at = at << 7 | byte & 0x7F
            if not byte & _CONTINUES:
                numbers.append(at)
                at = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))

    def bits(self) -> bytes:
        """Read a BIT STRING of whole bytes. Raises NotDerError."""
        content = self.a(BITS).content
        if content[:1] != b"\x00":
            raise NotDerError("a bit string ends within a byte")
        return content[1:]

    def time(self) -> datetime:
        """Read a UTCTime or GeneralizedTime, in UTC (RFC 5280 section 4.1.2.5, RFC 3161 section 2.4.2).

        Raises NotDerError.
        """
        if self.tag not in {_UTC_TIME, _TIME}:
            raise NotDerError("a value that is no time stands where one should")
        century = b"" if self.tag == _TIME else b"20" if self.content[:2] < b"%d" % _CENTURY else b"19"
        written = _WRITTEN.fullmatch(century + self.content)
        if written is None:
            raise NotDerError("a time is not written as one")
        try:
            whole = datetime.strptime(written[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError as error:
            raise NotDerError("there is no such time") from error
        return whole.replace(microsecond=int((written[2] or b"").ljust(6, b"0")))


def read(encoded: bytes) -> Value:
    """Read bytes that are one value and nothing else. Raises NotDerError."""
    values = list(_each(encoded))
    if len(values) != 1:
        raise NotDerError("there is something else than one value")
    return values[0]


def _each(content: bytes) -> Iterator[Value]:
    at = 0
    while at < len(content):
        value = _at(content, at)
        yield value
        at += len(value.encoded)


def _at(content: bytes, at: int) -> Value:
    head = content[at : at + 2]
    if len(head) < len("tl"):
        raise NotDerError("a value is cut off")
    if head[0] & _LONG_TAG == _LONG_TAG:
        raise NotDerError("a value's kind is written at length, as none is here")
    start, size = at + 2, head[1]
    if size & _CONTINUES:
        start += size & 0x7F
        size = int.from_bytes(content[at + 2 : start], "big")
        if size < _CONTINUES or content[at + 2] == 0:
            raise NotDerError("a length is not written as DER does")
    if start + size > len(content):
        raise NotDerError("a value is cut off")
    return Value(head[0], content[start : start + size], content[at : start + size])
