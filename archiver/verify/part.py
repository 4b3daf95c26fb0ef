"""A part of an archive: the captures whose bytes are read in one of many runs, so that each has its turn."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

_FORM = re.compile(r"(today|[1-9][0-9]{0,4})/([1-9][0-9]{0,4})")


@dataclass(frozen=True, slots=True)
class Part:
    """One of so many parts, from 1."""

    number: int
    of: int

    def has(self, capture: str) -> bool:
        """Tell whether a capture, by its path, is of this part: it stays so as others come."""
        return int.from_bytes(sha256(capture.encode()).digest()[:8], "big") % self.of == self.number - 1

    def said(self, read: int, others: int) -> str:
        """Say how much of the archive was read."""
        return f"This is part {self.number} of {self.of}: {_counted(read, others)}"


@dataclass(frozen=True, slots=True)
class Among:
    """Captures that are named."""

    captures: frozenset[str]

    def has(self, capture: str) -> bool:
        """Tell whether a capture is one of them."""
        return capture in self.captures

    def said(self, read: int, others: int) -> str:
        """Say how much of the archive was read."""
        return f"Of what came, {_counted(read, others)}"


def _counted(read: int, others: int) -> str:
    return f"the bytes of {read} captures were read; of the other {others} seal and manifest alone."


def read(text: str) -> Part | None:
    """Read `1/30`, or `today/30` for another part each day; None where the text is neither."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    of = int(match[2])
    number = datetime.now(UTC).toordinal() % of + 1 if match[1] == "today" else int(match[1])
    return Part(number, of) if number <= of else None
