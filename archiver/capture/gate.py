"""The network gate: a CONNECT proxy on loopback through which browser and direct fetches alike must go.

It never decrypts. It lets through the hosts a platform names and no others, refuses private addresses, puts
stand-ins in the place of hosts, uses the operator's proxy, and knows which address answered for which host.

Where any host has a stand-in, a host without one is refused: a rehearsal never reaches the real platform.

Chromium cannot be given a CA file. Where the operator trusts one, the gate checks a host's certificate itself,
on a connection of its own, before it opens the first tunnel there; the browser is then told not to check again.
"""

import contextlib
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from python_socks import ProxyError
from python_socks.sync import Proxy

from archiver.config import Network

_HEAD_LIMIT = 16 << 10
_CHUNK = 64 << 10
_CONNECT_SECONDS = 15.0
_IDLE_SECONDS = 300.0
HTTPS = 443
STOPPED = "the visit was stopped"
"""Why any host is refused once a stop was requested: that says nothing of the host."""


@dataclass(frozen=True, slots=True)
class Refusal(Exception):  # noqa: N818 - said to a client, not raised at a caller
    """Why a host is not let through."""

    reason: str


def matches(host: str, pattern: str) -> bool:
    """Tell whether a host is meant by a pattern: the host itself, `*.` for any name below, or `*` for any."""
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return pattern in ("*", host)


class Gate:
    """A running gate; a context manager."""

    def __init__(self, network: Network, allowed: tuple[str, ...], trust: ssl.SSLContext | None) -> None:
        """Let `allowed` hosts through; check certificates against `trust` where it is given."""
        self._network = network
        self._allowed = allowed
        self._trust = trust
        self._vetted: set[str] = set()
        self._vetting = threading.Lock()
        self._open: set[socket.socket] = set()
        self._hung_up = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.addresses: dict[str, str] = {}
        """Address that answered, by host; a host reached through the operator's proxy has none."""
        self.refusals: dict[str, str] = {}
        """Why a host was not let through, by host."""
        self.failures: dict[str, str] = {}
        """Why a host that is let through could not be reached, by host."""

    @property
    def url(self) -> str:
        """Give the gate's address as a proxy URL."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        """Begin to listen."""
        threading.Thread(target=self._listen, name="gate", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Close every tunnel."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def hang_up(self) -> None:
        """Cut every tunnel and open no other, so that whoever waits for an answer waits no longer."""
        self._hung_up = True
        for tunnel in tuple(self._open):
            with contextlib.suppress(OSError):
                tunnel.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.closing(client), contextlib.suppress(OSError):
            client.settimeout(_IDLE_SECONDS)
            host, port = _connect_line(client)
            if not host:
                _answer(client, "405 This gate only tunnels")
                return
            try:
                server = self.dial(host, port)
            except Refusal as refusal:
                self.refusals[host] = refusal.reason
                _answer(client, f"403 {refusal.reason}")
                return
            except OSError as error:
                self.failures[host] = error.strerror or str(error)
                _answer(client, "502 no answer")
                return
            with contextlib.closing(server):
                _answer(client, "200 Connection established")
                self._tunnel(client, server)

    def dial(self, host: str, port: int) -> socket.socket:
        """Connect to a host, by stand-in, proxy or address. Raises Refusal, OSError."""
        host = host.lower().rstrip(".")
        if self._hung_up:
            # A browser asks again by itself where a connection it used before was cut.
            raise Refusal(STOPPED)
        if port != HTTPS or not any(matches(host, pattern) for pattern in self._allowed):
            raise Refusal("not a host of this platform")
        if self._trust is not None:
            self._vet(host)
        return self._dialled(host)

    def _dialled(self, host: str) -> socket.socket:
        stand_in = self._stand_in(host)
        if stand_in:
            self.addresses[host] = stand_in
            where = urlsplit(f"//{stand_in}")
            return socket.create_connection((where.hostname or "", where.port or HTTPS), _CONNECT_SECONDS)
        if self._network.hosts:
            raise Refusal("other hosts have stand-ins and this one has none")
        if self._network.proxy:
            return _through_proxy(self._network.proxy, host)
        address = _public_address(host)
        self.addresses[host] = address
        return socket.create_connection((address, HTTPS), _CONNECT_SECONDS)

    def _stand_in(self, host: str) -> str:
        exact = [address for pattern, address in self._network.hosts if pattern == host]
        below = [address for pattern, address in self._network.hosts if matches(host, pattern)]
        return next(iter(exact + below), "")

    def _vet(self, host: str) -> None:
        with self._vetting:
            if host in self._vetted or self._trust is None:
                return
            try:
                with self._trust.wrap_socket(self._dialled(host), server_hostname=host):
                    self._vetted.add(host)
            except ssl.SSLError as error:
                reason = getattr(error, "verify_message", "") or error.reason or "no TLS"
                raise Refusal(f"its certificate is not trusted: {reason}") from error

    def _tunnel(self, client: socket.socket, server: socket.socket) -> None:
        server.settimeout(_IDLE_SECONDS)
        self._open |= {client, server}
        back = threading.Thread(target=_pump, args=(server, client), daemon=True)
        back.start()
        _pump(client, server)
        back.join()
        self._open -= {client, server}


def _connect_line(client: socket.socket) -> tuple[str, int]:
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = client.recv(_HEAD_LIMIT)
        head += chunk
        if not chunk or len(head) > _HEAD_LIMIT:
            return "", 0
    method, _, rest = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
    return _host_and_port(rest.partition(" ")[0]) if method == "CONNECT" else ("", 0)


def _host_and_port(text: str) -> tuple[str, int]:
    where = urlsplit(f"//{text}")
    with contextlib.suppress(ValueError):
        return where.hostname or "", where.port or 0
    return "", 0


def _answer(client: socket.socket, line: str) -> None:
    client.sendall(f"HTTP/1.1 {line}\r\n\r\n".encode("latin-1", "replace"))


def _through_proxy(proxy: str, host: str) -> socket.socket:
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        literal = None
    if literal is not None and not literal.is_global:
        raise Refusal("a private address")
    try:
        return Proxy.from_url(proxy).connect(host, HTTPS, timeout=_CONNECT_SECONDS)
    except ProxyError as error:
        raise OSError("the proxy of [network] did not connect") from error


def _public_address(host: str) -> str:
    found = [info[4][0] for info in socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)]
    if not all(ipaddress.ip_address(address).is_global for address in found):
        raise Refusal("a private address")
    return str(found[0])


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(_CHUNK):
            sink.sendall(chunk)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RD if end is source else socket.SHUT_WR)
