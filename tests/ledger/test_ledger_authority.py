"""An authority over HTTP: asked by real requests on loopback, and each way in which it can fail."""

import contextlib
import socket
import time
from dataclasses import dataclass, replace
from threading import Thread

import pytest
from judges import needs_openssl, openssl_takes

from archiver.config import Authority, Network
from archiver.errors import TimestampError
from archiver.ledger.authority import HttpAuthority
from archiver.simulator.authority.authority import Authority as Simulated
from archiver.simulator.authority.authority import Trouble
from archiver.simulator.server import StandIn

MESSAGE = b"archiver/00\n1\nroot\n"


@dataclass
class Running:
    simulated: Simulated
    server: StandIn
    roots: object

    def http(self, network=None, roots=None, url=""):
        authority = Authority("one", url or f"http://{self.server.address}/tsr", roots or self.roots)
        return HttpAuthority(authority, network or Network(), 2.0)


@pytest.fixture
def running(tmp_path):
    simulated = Simulated()
    (roots := tmp_path / "roots.pem").write_bytes(simulated.root)
    with StandIn(simulated.answer, hosts=()) as server:
        yield Running(simulated, server, roots)


@needs_openssl
def test_what_it_answers_is_kept_as_received_and_openssl_takes_it(running, tmp_path):
    stamped = running.http().stamp(MESSAGE)
    assert openssl_takes(tmp_path, stamped.reply, MESSAGE, stamped.root)


def test_it_is_sent_a_digest_and_a_nonce_and_nothing_that_names_anybody(running):
    running.http().stamp(MESSAGE)
    (request,) = running.server.requests
    names = {name for name, _ in request.headers}
    assert names == {
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "user-agent",
    }
    assert request.header("user-agent") == "archiver"
    assert MESSAGE not in request.body
    assert len(request.body) < 80


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (Trouble.REFUSES, "one answered with HTTP 503."),
        (Trouble.REJECTS, "one answered, but the authority refuses: status 2."),
        (Trouble.TALKS, "one answered, but it is no reply of RFC 3161."),
        (Trouble.ANOTHER_NONCE, "one answered, but it answers another request."),
        (Trouble.ANOTHER_DIGEST, "one answered, but it stamps something else than was asked."),
        (
            Trouble.NO_CERTIFICATES,
            "one answered, but its signature does not hold, or leads to none of the trusted roots.",
        ),
        (Trouble.SILENT, "one gave no answer: "),
    ],
)
def test_what_does_not_hold_is_told_by_its_cause(running, trouble, says):
    running.simulated.trouble = trouble
    with pytest.raises(TimestampError) as raised:
        running.http().stamp(MESSAGE)
    assert str(raised.value).startswith(says)


def test_unsorted_certificates_are_taken_and_kept_as_they_came(running):
    running.simulated.trouble = Trouble.UNSORTED
    reply = running.http().stamp(MESSAGE).reply
    from archiver.formats.timestamp import in_order

    assert in_order(reply) != reply


def test_roots_of_somebody_else_are_no_reason_to_believe(running, tmp_path):
    (other := tmp_path / "other.pem").write_bytes(Simulated().root)
    with pytest.raises(TimestampError, match="leads to none of the trusted roots"):
        running.http(roots=other).stamp(MESSAGE)


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_roots_that_cannot_be_read(running, tmp_path, content):
    roots = tmp_path / "none.pem"
    if content is not None:
        roots.write_bytes(content)
    with pytest.raises(TimestampError, match=r"The roots of one, .*none\.pem, cannot be read"):
        running.http(roots=roots).stamp(MESSAGE)


def test_nobody_there(running):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(TimestampError, match="one gave no answer"):
            running.http(url=f"http://127.0.0.1:{taken.getsockname()[1]}/").stamp(MESSAGE)


@pytest.mark.parametrize("kind", ["http", "socks5", "socks4"])
def test_it_is_never_reached_around_the_operator_s_proxy(running, kind):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        network = Network(proxy=f"{kind}://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(TimestampError, match="one gave no answer"):
            running.http(network).stamp(MESSAGE)
    assert running.server.requests == ()


def test_an_answer_without_end_is_left(tmp_path):
    from archiver.simulator.messages import Answer

    (roots := tmp_path / "roots.pem").write_bytes(Simulated().root)
    with StandIn(lambda _: Answer(body=b"x" * (1 << 20)), hosts=()) as server:
        http = HttpAuthority(Authority("one", f"http://{server.address}/", roots), Network())
        with pytest.raises(TimestampError, match="answered with more than a time stamp"):
            http.stamp(MESSAGE)


@pytest.mark.parametrize("begins", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_in_drops_is_not_waited_for_to_its_end(running, begins):
    def drip(listening):
        asking, _ = listening.accept()
        with asking, contextlib.suppress(OSError):
            asking.sendall(begins)
            for _ in range(200):
                asking.sendall(b"a")
                time.sleep(0.1)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=drip, args=(listening,), daemon=True).start()
        one = replace(running.http(url=f"http://127.0.0.1:{listening.getsockname()[1]}/"), most=1.0)
        began = time.monotonic()
        with pytest.raises(TimestampError, match=r"one gave no answer: 1 seconds were over\."):
            one.stamp(MESSAGE)
    assert time.monotonic() - began < 5


def test_certificates_of_the_operator_s_that_cannot_be_read_stop_nothing(running, tmp_path):
    (none := tmp_path / "ca.pem").write_bytes(b"no certificate")
    with pytest.raises(TimestampError, match="one gave no answer: "):
        running.http(Network(ca_file=none)).stamp(MESSAGE)
