"""The stand-in itself: a server on loopback that answers for the platform's hosts, or in plain HTTP for nobody's.

One leaf certificate names all hosts and is issued, as in life, by an intermediate authority; a client that
trusts `write_ca` needs nothing else. Speaks HTTP/1.1 with keep-alive and no h2.
"""

import contextlib
import socket
import socketserver
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self, cast
from urllib.parse import parse_qsl, urlsplit

import trustme

from archiver.simulator.messages import Answer, Request, Trickle

HOSTS = (
    "www.instagram.com",
    "instagram.com",
    "i.instagram.com",
    "*.cdninstagram.com",
    "*.fna.fbcdn.net",
    "*.ftxl3-1.fna.fbcdn.net",
    "*.xx.fbcdn.net",
    "www.facebook.com",
    "facebook.com",
    "www.hartmann-werkzeuge.example",
    "hartmann-werkzeuge.example",
    "player.filmhaus.example",
)
"""Hosts the stand-in has a certificate for, where it is told nothing else."""

_CHUNK = 8 << 10
_IDLE_SECONDS = 60.0
_JOIN_SECONDS = 2.0
_POLL_SECONDS = 0.05
_BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class StandIn:
    """A running server; a context manager. A mistake in `answer` is raised when it closes."""

    def __init__(self, answer: Callable[[Request], Answer], hosts: tuple[str, ...] = HOSTS) -> None:
        """Answer through `answer`, which is called from many threads, under the names of `hosts`; of none, plainly."""
        self._root = trustme.CA(organization_name="Simulated trust services")
        issuing = self._root.create_child_ca()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        if hosts:
            issuing.issue_cert(*hosts, common_name=hosts[0]).configure_cert(context)
        self._server = _Server(answer, context if hosts else None)

    @property
    def port(self) -> int:
        """Give the port it listens at."""
        return self._server.server_address[1]

    @property
    def address(self) -> str:
        """Give where it listens, as `address:port`."""
        return f"127.0.0.1:{self.port}"

    @property
    def requests(self) -> tuple[Request, ...]:
        """Give all that was asked until now, in order of arrival."""
        with self._server.lock:
            return tuple(self._server.asked)

    def seen(self, path_prefix: str) -> tuple[Request, ...]:
        """Give what was asked below a path."""
        return tuple(request for request in self.requests if request.path.startswith(path_prefix))

    def write_ca(self, path: Path) -> Path:
        """Write the root certificate, in PEM, for clients to trust; give the path back."""
        self._root.cert_pem.write_to_path(str(path))
        return path

    def __enter__(self) -> Self:
        """Begin to listen."""
        serve = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name="stand-in", daemon=True
        )
        serve.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every connection, open ones too."""
        self._server.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        if error is None and self._server.faults:
            raise self._server.faults[0]


class _Server(socketserver.ThreadingTCPServer):
    # Not http.server.HTTPServer: that one asks the name service for its own name before it listens.
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, answer: Callable[[Request], Answer], context: ssl.SSLContext | None) -> None:
        self.answer = answer
        self.context = context
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.asked: list[Request] = []
        self.faults: list[BaseException] = []
        self.open: dict[threading.Thread, socket.socket] = {}
        super().__init__(("127.0.0.1", 0), _Handler)

    def finish_request(self, request: object, client_address: object) -> None:
        # In the connection's own thread, so that a client slow to shake hands holds up nobody else.
        raw = cast("socket.socket", request)
        raw.settimeout(_IDLE_SECONDS)
        with self._tunnel(raw) as tunnel:
            here = threading.current_thread()
            self.open[here] = tunnel
            try:
                if isinstance(tunnel, ssl.SSLSocket):
                    tunnel.do_handshake()
                _Handler(tunnel, client_address, self)
            finally:
                del self.open[here]

    def _tunnel(self, raw: socket.socket) -> socket.socket:
        if self.context is None:
            return raw
        return self.context.wrap_socket(raw, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        # A client that leaves is everyday; anything else is a mistake of ours and must not pass unseen.
        fault = sys.exception()
        if fault is not None and not isinstance(fault, OSError):
            self.faults.append(fault)

    def hang_up(self) -> None:
        waiting = tuple(self.open.items())
        for _, tunnel in waiting:
            _cut(tunnel)
        for thread, _ in waiting:
            thread.join(_JOIN_SECONDS)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""

    def _serve(self) -> None:
        request = self._request()
        with self.server.lock:
            self.server.asked.append(request)
        answer = self.server.answer(request)
        if answer.delay and self.server.stopping.wait(answer.delay):
            self.close_connection = True
            return
        self._head(answer)
        if request.method == "HEAD" or answer.status in _BODILESS:
            return
        for piece in _pieces(answer):
            self.wfile.write(piece)
        if answer.trickle:
            self._go_on(answer.trickle, chunked=answer.chunked)
        if _breaks_off(answer):
            self.close_connection = True
            _cut(self.connection)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _serve  # noqa: N815

    def _request(self) -> Request:
        where = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        return Request(
            method=self.command,
            host=(self.headers.get("host") or "").partition(":")[0].lower(),
            path=where.path,
            query=tuple(parse_qsl(where.query, keep_blank_values=True)),
            headers=tuple((name.lower(), value) for name, value in self.headers.items()),
            body=self.rfile.read(length) if length else b"",
        )

    def _go_on(self, trickle: Trickle, *, chunked: bool) -> None:
        piece = _framed(trickle.piece) if chunked else trickle.piece
        end = time.monotonic() + trickle.lasts
        while time.monotonic() < end and not self.server.stopping.wait(trickle.every):
            self.wfile.write(piece)

    def _head(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("date", self.date_time_string())
        if answer.chunked:
            self.send_header("transfer-encoding", "chunked")
        elif answer.status not in _BODILESS:
            promised = len(answer.body) if answer.promised is None else answer.promised
            self.send_header("content-length", str(promised))
        self.end_headers()


def _pieces(answer: Answer) -> Iterable[bytes]:
    """Give an answer's body as it goes over the wire."""
    body = answer.body[: answer.cut_after]
    parts = _parts(body) if isinstance(body, bytes) else body.pieces()
    if not answer.chunked:
        return (body,) if isinstance(body, bytes) else parts
    return chain(map(_framed, parts), () if _breaks_off(answer) else (b"0\r\n\r\n",))


def _parts(body: bytes) -> Iterable[bytes]:
    return (body[at : at + _CHUNK] for at in range(0, len(body), _CHUNK))


def _framed(part: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(part), part)


def _breaks_off(answer: Answer) -> bool:
    return answer.cut_after is not None or answer.trickle is not None or answer.promised is not None


def _cut(tunnel: socket.socket) -> None:
    """End a connection under a reader's feet; around TLS, which would say goodbye first."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(tunnel, socket.SHUT_RDWR)
