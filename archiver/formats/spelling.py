"""Find values in a text, however a platform wrote it there.

Letters stand for themselves, in either case; whatever else a value holds may be written as bytes, in percent, as an
escape of JSON or JavaScript, also of JSON within JSON, or as a reference of HTML. Within base64 it is sought as well.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.entities import codepoint2name

from archiver.formats.encodings import encodings, within_base64

_BEGIN = (
    # An escape may end in a letter or digit that is none beside the value.
    rb"(?:(?<![A-Za-z0-9])|(?<=\\[bfnrtv])|(?<=%[0-9A-Fa-f]{2})|(?<=\\x[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4}))"
)
_END = rb"(?![A-Za-z0-9])"


@dataclass(frozen=True, slots=True)
class Spellings:
    """Values in all their spellings."""

    _words: re.Pattern[bytes] | None
    _within: re.Pattern[bytes] | None
    """Apart, since one pattern of both takes twice as long."""

    def places(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Give where values stand, by start and end; where no letter or digit stands beside them but in base64."""
        for sought in (self._words, self._within):
            if sought:
                yield from (match.span() for match in sought.finditer(text))


def spellings(values: Iterable[str]) -> Spellings:
    """Give what finds values, of which none is empty."""
    composed = {unicodedata.normalize("NFC", value) for value in values}
    named = composed | {unicodedata.normalize("NFD", value) for value in composed}
    longest_first = sorted(named, key=lambda value: (-len(value), value))
    packed = sorted({form for value in named for form in _packed(value)}, key=lambda form: (-len(form), form))
    return Spellings(
        re.compile(_BEGIN + _any(map(_spelled, longest_first)) + _END, re.IGNORECASE) if named else None,
        re.compile(_any(map(re.escape, packed))) if packed else None,
    )


def _any(patterns: Iterable[bytes]) -> bytes:
    return b"(?:" + b"|".join(patterns) + b")"


def _packed(value: str) -> Iterable[bytes]:
    """Give what base64 shows of a value; of one too short for that, what it is by itself is among its spellings."""
    for plain in {value, value.lower()}:
        for encoding in ("plain", "json"):
            yield from within_base64(encodings(plain).get(encoding, b"")).values()


def _spelled(value: str) -> bytes:
    whole = re.escape(encodings(value).get("base64", b""))
    return b"".join(map(_letter, value)) + (b"|(?-i:" + whole + b")" if whole else b"")


@lru_cache(maxsize=4096)
def _letter(letter: str) -> bytes:
    if letter.isascii() and letter.isalnum():
        return letter.encode()
    cases = sorted({letter, *(other for other in (letter.lower(), letter.upper()) if len(other) == 1)})
    ways = dict.fromkeys(way for each in cases for way in _ways(each))
    return b"(?:" + b"|".join(ways) + b")"


def _ways(letter: str) -> Iterable[bytes]:
    """Give the ways to write one letter that is not plain, each as a pattern."""
    raw, number = letter.encode("utf-8", "surrogatepass"), ord(letter)
    yield rb"\\*" + re.escape(raw) if letter in "\"'/\\" else re.escape(raw)
    yield b"".join(rb"%(?:25)*" + b"%02x" % byte for byte in raw)
    units = letter.encode("utf-16-be", "surrogatepass")
    yield b"".join(rb"\\+u" + units[at : at + 2].hex().encode() for at in range(0, len(units), 2))
    if number <= 0xFF:  # noqa: PLR2004 - what two digits hold
        yield rb"\\+x%02x" % number
    yield rb"&(?:amp;)?#(?:0*%d|x0*%x);" % (number, number)
    if number in codepoint2name:
        yield rb"&(?:amp;)?" + codepoint2name[number].encode() + b";"
    if letter.isspace():
        yield rb"\+|&nbsp;|\xc2\xa0|%c2%a0"
