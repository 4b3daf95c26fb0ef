"""What is asked of the stand-in and what it answers, misbehaviour included."""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import parse_qsl

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came."""

    method: str
    host: str
    """In lower case, without a port."""
    path: str
    """As sent: percent signs are not undone."""
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case."""
    body: bytes = b""

    def header(self, name: str) -> str:
        """Give a header's first value, or nothing."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    @property
    def cookies(self) -> dict[str, str]:
        """Give the cookies by name; values as sent."""
        pairs = (pair.strip().partition("=") for pair in self.header("cookie").split(";"))
        return {name: value.strip('"') for name, _, value in pairs if name}

    @property
    def form(self) -> dict[str, str]:
        """Give the fields of a form that was posted."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def parameter(self, name: str) -> str:
        """Give a query parameter's first value, or nothing."""
        return next((value for key, value in self.query if key == name), "")


@dataclass(frozen=True, slots=True)
class Stream:
    """A body that is too long to be held: made anew for each who asks, of which a part may be cut out as of bytes."""

    made: Callable[[], Iterator[bytes]]
    """Begins it from its first byte."""
    end: int
    start: int = 0

    def __len__(self) -> int:
        """Give how many bytes it is."""
        return self.end - self.start

    def __getitem__(self, part: slice) -> "Stream":
        """Cut out a part."""
        start, end, _ = part.indices(len(self))
        return replace(self, start=self.start + start, end=self.start + max(start, end))

    def pieces(self) -> Iterator[bytes]:
        """Make it, a piece at a time."""
        at = 0
        for piece in self.made():
            wanted = piece[max(0, self.start - at) : max(0, self.end - at)]
            at += len(piece)
            if wanted:
                yield wanted
            if at >= self.end:
                return


@dataclass(frozen=True, slots=True)
class Trickle:
    """What goes on coming after a body, until its time is over and the connection ends without a word."""

    piece: bytes = b" "
    every: float = 0.2
    """Seconds between two pieces."""
    lasts: float = 30.0
    """Seconds after which nobody need wait any more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; all that follows its body is how it may misbehave."""

    status: int = HTTPStatus.OK
    headers: tuple[tuple[str, str], ...] = ()
    """A name may stand more than once, as Set-Cookie does. Length and date are added when sent."""
    body: bytes | Stream = b""
    delay: float = 0.0
    """Seconds to wait before the first byte."""
    cut_after: int | None = None
    """Bytes of the body after which the connection ends without a word; the full length was promised."""
    chunked: bool = False
    """Send in chunks, without a Content-Length."""
    promised: int | None = None
    """Length that is announced, where it is not the body's."""
    trickle: Trickle | None = None
    """For an answer in chunks, or one that promised more than its body."""


def text(body: str, mime: str = "text/plain", status: int = HTTPStatus.OK) -> Answer:
    """Give an answer of text."""
    return Answer(status, (("content-type", f'{mime}; charset="utf-8"'),), body.encode())


def redirect(location: str, status: int = HTTPStatus.FOUND) -> Answer:
    """Send the visitor elsewhere."""
    return Answer(status, (("location", location), ("content-type", 'text/html; charset="utf-8"')))


def gzipped(answer: Answer) -> Answer:
    """Compress an answer; the same bytes each time."""
    headers = (*answer.headers, ("content-encoding", "gzip"))
    if isinstance(answer.body, Stream):
        raise TypeError("What is too long to be held is sent as it is.")
    return replace(answer, headers=headers, body=gzip.compress(answer.body, compresslevel=6, mtime=0))


def ranged(request: Request, content: bytes | Stream, mime: str) -> Answer:
    """Answer for a file, in whole or the one range that was asked for (RFC 9110, section 14)."""
    headers = (("content-type", mime), ("accept-ranges", "bytes"))
    asked = _RANGE.fullmatch(request.header("range").strip())
    if asked is None or asked.groups() == ("", ""):
        return Answer(HTTPStatus.OK, headers, content)
    first, last = asked.groups()
    start = int(first) if first else max(0, len(content) - int(last))
    end = min(int(last), len(content) - 1) if first and last else len(content) - 1
    if start > end:
        refused = (*headers, ("content-range", f"bytes */{len(content)}"))
        return Answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, refused)
    part = (*headers, ("content-range", f"bytes {start}-{end}/{len(content)}"))
    return Answer(HTTPStatus.PARTIAL_CONTENT, part, content[start : end + 1])
