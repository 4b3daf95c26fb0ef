"""Connections through the gate for direct fetches: one for each worker and host, kept as long as the server keeps it.

Python's own client reads a body in large pieces into one buffer. A richer one takes each record of TLS through several
layers, which for films is most of the work.
"""

import contextlib
import http.client
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from urllib.parse import quote, urlsplit

from archiver.capture.gate import HTTPS

Headers = tuple[tuple[str, str], ...]
_PIECE = 256 << 10
_PLAIN = "".join(map(chr, range(0x21, 0x7F)))
_GONE = (http.client.RemoteDisconnected, ConnectionError, ssl.SSLEOFError)
"""What a connection that the other side has left meanwhile answers."""


class RefusedByGateError(OSError):
    """The gate has answered, and will answer the same again."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The head of an answer, its body still to be read."""

    sent: Headers
    """Request headers as they went out."""
    response: http.client.HTTPResponse
    certificate: bytes
    """Leaf certificate (DER); empty where the connection had none."""

    def pieces(self) -> Iterator[bytes | memoryview]:
        """Give the body as it comes, in one buffer that the next piece takes again.

        Raises OSError, http.client.HTTPException, also where less comes than was announced.
        """
        response = self.response
        if response.chunked or response.length is None:
            while piece := response.read1(_PIECE):
                yield piece
            return
        yield from _gathered(response.fp, response.length)
        response.length = 0
        response.read()


def _gathered(body: BufferedReader, left: int) -> Iterator[memoryview]:
    """Give so many bytes in large pieces, or after a second in whatever has come.

    Python's own `readinto` would wait until its buffer is full, for ever where the server has time.
    """
    buffer, filled, since = memoryview(bytearray(_PIECE)), 0, time.monotonic()
    try:
        while left:
            count = body.readinto1(buffer[filled : filled + left])
            if not count:
                raise http.client.IncompleteRead(b"", left)
            left, filled = left - count, filled + count
            if filled == len(buffer) or time.monotonic() - since > 1:
                ready, filled, since = filled, 0, time.monotonic()
                yield buffer[:ready]
    finally:
        # Also of a body that breaks off.
        if filled:
            yield buffer[:filled]


class Connections:
    """The connections of one visit; closed with it."""

    def __init__(
        self, gate_url: str, trust: ssl.SSLContext, headers: Sequence[tuple[str, str]], seconds: float
    ) -> None:
        """Go through the gate, send `headers` with each request, and wait `seconds` at most for what comes next."""
        gate = urlsplit(gate_url)
        self._gate = (gate.hostname or "", gate.port or 0)
        self._trust, self._headers, self._seconds = trust, tuple(headers), seconds
        self._own = threading.local()
        self._all: set[http.client.HTTPSConnection] = set()
        self._lock = threading.Lock()

    def asked(self, url: str) -> Answered:
        """Ask for an address. Raises OSError, RefusedByGateError, http.client.HTTPException, ValueError."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or HTTPS
        if parts.scheme != "https" or not host:
            raise RefusedByGateError("only https is asked for")
        kept = self._kept().get(host)
        if kept is not None:
            try:
                return self._answered(kept, url)
            except _GONE:
                self.drop(host)
        connection = self._opened(host, port)
        try:
            return self._answered(connection, url)
        except BaseException:
            self.drop(host)
            raise

    def drop(self, host: str) -> None:
        """Close this worker's connection to a host: it holds the rest of an answer, or is broken."""
        connection = self._kept().pop(host, None)
        if connection is not None:
            connection.close()
            with self._lock:
                self._all.discard(connection)

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()

    def _kept(self) -> dict[str, http.client.HTTPSConnection]:
        found: dict[str, http.client.HTTPSConnection] = self._own.__dict__.setdefault("kept", {})
        return found

    def _opened(self, host: str, port: int) -> http.client.HTTPSConnection:
        connection = http.client.HTTPSConnection(*self._gate, timeout=self._seconds, context=self._trust)
        connection.set_tunnel(host, port)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            if str(error).startswith(_TUNNEL):
                raise RefusedByGateError(str(error).removeprefix(_TUNNEL)) from error
            raise
        self._kept()[host] = connection
        with self._lock:
            self._all.add(connection)
        return connection

    def _answered(self, connection: http.client.HTTPSConnection, url: str) -> Answered:
        parts = urlsplit(url)
        sent = (("Host", parts.netloc.rpartition("@")[2]), *self._headers)
        # As it stands, but for what no request line may hold.
        target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_PLAIN)
        connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
        for name, value in sent:
            connection.putheader(name, value)
        connection.endheaders()
        certificate = None
        with contextlib.suppress(ValueError):
            # The library names the parameter only in its documentation.
            certificate = connection.sock.getpeercert(True)  # noqa: FBT003
        return Answered(sent, connection.getresponse(), certificate or b"")


_TUNNEL = "Tunnel connection failed: "
