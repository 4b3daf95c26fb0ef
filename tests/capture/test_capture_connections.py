"""Connections through the gate: kept and opened anew, every byte as it came, and what breaks off said."""

import http.client
import itertools
import os
import threading

import pytest

from archiver.capture.connections import Connections, RefusedByGateError
from archiver.capture.gate import Gate
from archiver.capture.trust import own_trust
from archiver.config import Network
from archiver.simulator.messages import Answer, Trickle
from archiver.simulator.server import StandIn

URL = "https://cdn.example/a/b.mp4?x=1&y=2"
CONTENT = os.urandom(700_000)
SENT = (("User-Agent", "Ours"), ("Accept", "*/*"))


@pytest.fixture
def reached(tmp_path):
    """Give connections to a stand-in that answers as it is told."""
    opened = []

    def reach(answer, seconds=5.0):
        server = StandIn(answer, ("cdn.example", "other.example")).__enter__()
        network = Network(ca_file=server.write_ca(tmp_path / "ca.pem"), hosts=(("*", server.address),))
        gate = Gate(network, ("cdn.example",), None).__enter__()
        connections = Connections(gate.url, own_trust(network), SENT, seconds)
        opened.extend((server, gate))
        return connections, server

    yield reach
    for each in reversed(opened):
        each.__exit__(None, None, None)


def body_of(answered):
    return b"".join(bytes(piece) for piece in answered.pieces())


WHOLE = {
    "of a length that is told": Answer(body=CONTENT),
    "in chunks": Answer(body=CONTENT, chunked=True),
    "empty": Answer(),
    "without content": Answer(status=204),
}


@pytest.mark.parametrize("answer", WHOLE.values(), ids=WHOLE)
def test_a_body_is_given_as_it_came_and_the_connection_kept(reached, answer):
    connections, server = reached(lambda request: answer)
    for _ in range(2):
        assert body_of(connections.asked(URL)) == answer.body
    assert len(server.requests) == 2
    assert len(connections._all) == 1


def test_a_request_is_sent_as_it_is_said_to_be(reached):
    connections, server = reached(lambda request: Answer(body=b"x"))
    answered = connections.asked(URL)
    (request,) = server.requests
    assert (request.path, request.query) == ("/a/b.mp4", (("x", "1"), ("y", "2")))
    assert answered.sent == (("Host", "cdn.example"), *SENT)
    assert request.headers == tuple((name.lower(), value) for name, value in answered.sent)
    assert answered.certificate.startswith(b"\x30\x82")


def test_headers_are_given_as_they_came_each_by_itself(reached):
    cookies = (("Set-Cookie", "a=1"), ("X-Case", "Kept"), ("Set-Cookie", "b=2"))
    connections, _ = reached(lambda request: Answer(headers=cookies))
    assert connections.asked(URL).response.getheaders()[:3] == list(cookies)


BROKEN = {
    "cut": Answer(body=CONTENT, cut_after=300_000),
    "cut in chunks": Answer(body=CONTENT, cut_after=300_000, chunked=True),
    "shorter than it was said": Answer(body=CONTENT[:300_000], promised=700_000),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_of_a_body_that_breaks_off_what_came_is_given_and_then_raised(reached, answer):
    connections, _ = reached(lambda request: answer)
    came = bytearray()
    with pytest.raises((OSError, http.client.HTTPException)):
        for piece in connections.asked(URL).pieces():
            came += piece
    assert CONTENT.startswith(bytes(came))
    assert len(came) > 290_000


def test_a_body_that_trickles_is_given_as_it_comes(reached):
    endless = Answer(body=b"begun", promised=1 << 30, trickle=Trickle(b"more", every=0.1, lasts=20.0))
    connections, _ = reached(lambda request: endless)
    pieces = connections.asked(URL).pieces()
    first = bytes(next(pieces))
    assert first.startswith(b"begunmore")
    pieces.close()


def test_one_that_was_left_meanwhile_is_opened_anew(reached):
    connections, server = reached(lambda request: Answer(body=b"x"))
    assert body_of(connections.asked(URL)) == b"x"
    server._server.hang_up()
    assert body_of(connections.asked(URL)) == b"x"


def test_each_worker_has_its_own(reached):
    connections, _ = reached(lambda request: Answer(body=b"x"))
    workers = [threading.Thread(target=lambda: body_of(connections.asked(URL))) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(connections._all) == 3
    connections.close()
    assert connections._all == set()


def test_what_the_gate_refuses_is_told_apart(reached):
    connections, server = reached(lambda request: Answer())
    with pytest.raises(RefusedByGateError, match="not a host of this platform"):
        connections.asked("https://other.example/")
    assert server.requests == ()


def test_an_answer_that_never_begins_is_given_up(reached):
    connections, _ = reached(lambda request: Answer(delay=30.0), seconds=0.5)
    with pytest.raises(TimeoutError):
        connections.asked(URL)
    assert connections._all == set()


WRITTEN = {
    "a line break": ("/a\r\nX-Evil: 1", "/aX-Evil:%201"),
    "a space": ("/a b", "/a%20b"),
    "no letter": ("/a\x00b", "/a%00b"),
    "a letter of another script": ("/größe", "/gr%C3%B6%C3%9Fe"),
    "what is escaped already": ("/a%2Fb%20c", "/a%2Fb%20c"),
    "signs that may stand": ("/a;b=c,(d)'~!$&*+|{}", "/a;b=c,(d)'~!$&*+|{}"),
}


@pytest.mark.parametrize(("path", "asked"), WRITTEN.values(), ids=WRITTEN)
def test_an_address_is_asked_as_it_stands_in_one_line(reached, path, asked):
    connections, server = reached(lambda request: Answer())
    connections.asked(f"https://cdn.example{path}")
    (request,) = server.requests
    assert (request.path, request.header("x-evil")) == (asked, "")


NOT_ASKED = {
    "without TLS": "http://cdn.example/",
    "no address": "https:///a",
    "at another port": "https://cdn.example:8443/",
}


@pytest.mark.parametrize("address", NOT_ASKED.values(), ids=NOT_ASKED)
def test_what_is_not_let_through_is_not_asked(reached, address):
    connections, server = reached(lambda request: Answer())
    with pytest.raises(RefusedByGateError):
        connections.asked(address)
    assert server.requests == ()


def test_headers_without_end_are_given_up(reached):
    many = tuple((f"x-{number}", "y") for number in itertools.islice(itertools.count(), 5_000))
    connections, _ = reached(lambda request: Answer(headers=many))
    with pytest.raises(http.client.HTTPException):
        connections.asked(URL)
