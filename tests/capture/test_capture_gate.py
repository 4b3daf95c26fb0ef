import base64
import contextlib
import socket
import socketserver
import ssl
import threading

import httpx
import pytest
import trustme
from fakes import stand_in_network

from archiver.capture.gate import Gate, Refusal, matches
from archiver.config import Network
from archiver.simulator.messages import text
from archiver.simulator.server import StandIn

ALLOWED = ("www.instagram.com", "*.cdninstagram.com")


@pytest.fixture
def server():
    with StandIn(lambda request: text(f"{request.host}{request.path}")) as running:
        yield running


@pytest.fixture
def network(server, tmp_path):
    return stand_in_network(server, tmp_path)


def client(gate, network):
    context = ssl.create_default_context(cafile=str(network.ca_file))
    return httpx.Client(proxy=gate.url, verify=context, trust_env=False, timeout=10)


@pytest.mark.parametrize(
    ("host", "pattern", "expected"),
    [
        ("www.instagram.com", "www.instagram.com", True),
        ("scontent-1.cdninstagram.com", "*.cdninstagram.com", True),
        ("a.b.cdninstagram.com", "*.cdninstagram.com", True),
        ("cdninstagram.com", "*.cdninstagram.com", False),
        ("evilcdninstagram.com", "*.cdninstagram.com", False),
        ("www.instagram.com.evil.example", "www.instagram.com", False),
    ],
)
def test_patterns_mean_what_they_say(host, pattern, expected):
    assert matches(host, pattern) is expected


def test_a_stand_in_answers_under_the_platforms_name(network, server):
    with Gate(network, ALLOWED, None) as gate, client(gate, network) as browser:
        assert browser.get("https://www.instagram.com/x").text == "www.instagram.com/x"
        assert browser.get("https://scontent-1.cdninstagram.com/y").text == "scontent-1.cdninstagram.com/y"
        assert gate.addresses["www.instagram.com"] == server.address


@pytest.mark.parametrize(
    "address", ["https://www.facebook.com/", "https://example.org/", "https://127.0.0.1/"]
)
def test_hosts_of_no_platform_are_refused_by_name(network, address):
    with Gate(network, ALLOWED, None) as gate, client(gate, network) as browser:
        with pytest.raises(httpx.ProxyError, match="403 not a host of this platform"):
            browser.get(address)
        assert gate.refusals


def test_other_ports_are_refused(network):
    with Gate(network, ALLOWED, None) as gate, client(gate, network) as browser:
        with pytest.raises(httpx.ProxyError, match="403"):
            browser.get("https://www.instagram.com:22/")


def test_a_host_without_a_stand_in_is_refused_where_others_have_one(network):
    only_site = Network(ca_file=network.ca_file, hosts=network.hosts[:1])
    with Gate(only_site, ALLOWED, None) as gate, client(gate, network) as browser:
        with pytest.raises(httpx.ProxyError, match="other hosts have stand-ins"):
            browser.get("https://scontent-1.cdninstagram.com/y")


def test_an_exact_stand_in_goes_before_a_pattern():
    network = Network(hosts=(("*.instagram.com", "127.0.0.1:1"), ("www.instagram.com", "127.0.0.1:2")))
    assert Gate(network, ALLOWED, None)._stand_in("www.instagram.com") == "127.0.0.1:2"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.1.1"])
def test_private_addresses_are_refused(host):
    with Gate(Network(), (host,), None) as gate, pytest.raises(Refusal, match="private"):
        gate.dial(host, 443)


def test_a_certificate_of_another_authority_is_refused(network, tmp_path):
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    other = ssl.create_default_context(cafile=str(tmp_path / "other.pem"))
    with Gate(network, ALLOWED, other) as gate, pytest.raises(Refusal, match="certificate is not trusted"):
        gate.dial("www.instagram.com", 443)


def test_a_certificate_of_the_trusted_authority_is_let_through(network):
    trust = ssl.create_default_context(cafile=str(network.ca_file))
    with Gate(network, ALLOWED, trust) as gate, client(gate, network) as browser:
        assert browser.get("https://www.instagram.com/x").text == "www.instagram.com/x"


@pytest.mark.parametrize(
    "request_line",
    [b"GET http://www.instagram.com/ HTTP/1.1", b"\x16\x03\x01", b"CONNECT :x HTTP/1.1", b"CONNECT"],
)
def test_anything_but_a_tunnel_is_turned_away(network, request_line):
    with Gate(network, ALLOWED, None) as gate:
        host, port = gate.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 5) as raw:
            raw.sendall(request_line + b"\r\n\r\n")
            assert raw.recv(100).startswith(b"HTTP/1.1 405")


def test_an_endless_request_head_is_cut(network):
    with Gate(network, ALLOWED, None) as gate:
        host, port = gate.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 5) as raw, contextlib.suppress(OSError):
            for _ in range(64):
                raw.sendall(b"x" * 4096)
            assert b"405" in raw.recv(100)


def test_a_host_that_does_not_answer_is_named(network):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    dead = Network(hosts=(("www.instagram.com", f"127.0.0.1:{port}"),))
    with Gate(dead, ALLOWED, None) as gate, client(gate, network) as browser:
        with pytest.raises(httpx.ProxyError, match="502"):
            browser.get("https://www.instagram.com/")
        assert "refused" in gate.failures["www.instagram.com"].lower()


def test_hanging_up_ends_a_wait(network):
    waiting = threading.Event()

    def slow(_request):
        waiting.set()
        threading.Event().wait(3)
        return text("late")

    with StandIn(slow) as server:
        hosts = (("www.instagram.com", server.address),)
        with Gate(Network(hosts=hosts), ALLOWED, None) as gate:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with httpx.Client(proxy=gate.url, verify=context, trust_env=False, timeout=30) as browser:
                threading.Thread(target=lambda: (waiting.wait(5), gate.hang_up()), daemon=True).start()
                with pytest.raises(httpx.TransportError):
                    browser.get("https://www.instagram.com/")


class _Proxy(socketserver.ThreadingTCPServer):
    """The operator's own proxy: asks for a password, and tells where it was sent."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, target):
        self.asked = []
        self.target = target
        super().__init__(("127.0.0.1", 0), _ProxyHandler)


class _ProxyHandler(socketserver.BaseRequestHandler):
    def handle(self):
        head = self.request.recv(8192).decode()
        self.server.asked.append(head.split("\r\n")[0])
        wanted = base64.b64encode(b"anna:pass-w0rd").decode()
        if f"Basic {wanted}" not in head:
            self.request.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            return
        with socket.create_connection(self.server.target) as server:
            self.request.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=_copy, args=(server, self.request), daemon=True)
            back.start()
            _copy(self.request, server)


def _copy(source, sink):
    with contextlib.suppress(OSError):
        while chunk := source.recv(65536):
            sink.sendall(chunk)


@pytest.mark.parametrize(("password", "works"), [("pass-w0rd", True), ("wrong", False)])
def test_the_operators_proxy_is_used_and_asked_by_name(server, network, password, works):
    proxy = _Proxy(("127.0.0.1", server.port))
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    url = f"http://anna:{password}@127.0.0.1:{proxy.server_address[1]}"
    through = Network(proxy=url, ca_file=network.ca_file)
    with Gate(through, ALLOWED, None) as gate, client(gate, network) as browser:
        if works:
            assert browser.get("https://www.instagram.com/x").text == "www.instagram.com/x"
        else:
            with pytest.raises(httpx.ProxyError, match="502"):
                browser.get("https://www.instagram.com/x")
            assert "pass" not in gate.failures["www.instagram.com"]
    proxy.shutdown()
    proxy.server_close()
    assert proxy.asked == ["CONNECT www.instagram.com:443 HTTP/1.1"]
