"""A CONNECT proxy that leads the platform's hosts to a stand-in, and refuses all others."""

import contextlib
import selectors
import socket
import socketserver
import threading
from fnmatch import fnmatch


class ConnectProxy:
    def __init__(self, port, hosts):
        self.refused = []
        self._server = _Server(("127.0.0.1", 0), _Tunnel)
        self._server.port, self._server.hosts, self._server.refused = port, hosts, self.refused

    @property
    def address(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """Say nothing of clients that leave."""


class _Tunnel(socketserver.StreamRequestHandler):
    def handle(self):
        host, _, port = self.rfile.readline().split()[1].decode().rpartition(":")
        while self.rfile.readline().strip():
            pass
        if port != "443" or not any(fnmatch(host, pattern) for pattern in self.server.hosts):
            self.server.refused.append(host)
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", self.server.port)) as far:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            _relay(self.connection, far)


def _relay(near, far):
    other = {near: far, far: near}
    with selectors.DefaultSelector() as ready, contextlib.suppress(OSError):
        for end in other:
            ready.register(end, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                content = key.fileobj.recv(65536)
                if not content:
                    return
                other[key.fileobj].sendall(content)
