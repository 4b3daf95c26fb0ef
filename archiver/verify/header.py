"""A record's WARC header (ISO 28500:2017 section 5)."""

import re
from dataclasses import dataclass

from archiver.verify.members import DamagedError

BLANK = b"\r\n\r\n"
HTTP_TYPES = ("response", "request", "revisit")
_VERSION = b"WARC/1.1"
_LINE = re.compile(r"([!-9;-~]+): ([^\x00-\x1f\x7f]*)")
_LENGTH = re.compile(r"0|[1-9][0-9]{0,14}")
_MAY_REPEAT = "warc-concurrent-to"


@dataclass(frozen=True, slots=True)
class Header:
    """A record's WARC header."""

    lines: tuple[bytes, ...]
    """Its lines as they stand, version line first, without the blank one."""
    fields: dict[str, str]
    """Values by name in lower case."""

    def get(self, name: str) -> str:
        """Give a value by its name; empty where there is none."""
        return self.fields.get(name.lower(), "")

    @property
    def type(self) -> str:
        """`response`, `request`, `revisit`, `resource`, …."""
        return self.get("WARC-Type")

    @property
    def id(self) -> str:
        """Record id without its angle brackets."""
        return self.get("WARC-Record-ID").removeprefix("<").removesuffix(">")

    @property
    def length(self) -> int:
        """Bytes of the block."""
        return int(self.get("Content-Length"))

    @property
    def holds_http(self) -> bool:
        """Whether the block begins with an HTTP head."""
        return self.type in HTTP_TYPES


def parsed(text: bytes) -> Header:
    """Read a WARC header with its blank line; raise DamagedError where it is none."""
    version, *lines = text.removesuffix(BLANK).split(b"\r\n")
    if version != _VERSION:
        raise DamagedError("a record does not begin with WARC/1.1")
    fields: dict[str, str] = {}
    for line in lines:
        match = _LINE.fullmatch(_decoded(line))
        if match is None:
            raise DamagedError("a WARC header holds a line that is no 'Name: value'")
        name = match[1].lower()
        # A second value could say to one reader what the first does not say to another.
        if name in fields and name != _MAY_REPEAT:
            raise DamagedError(f"a WARC header says {match[1]} twice")
        fields[name] = match[2]
    if not _LENGTH.fullmatch(fields.get("content-length", "")):
        raise DamagedError("a WARC header gives no Content-Length")
    return Header((version, *lines), fields)


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise DamagedError("a WARC header is no UTF-8") from error
