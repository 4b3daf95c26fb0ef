import gzip
import socket
import ssl
import time
import warnings

import httpx
import pytest

from archiver.simulator.messages import Answer, Request, Stream, gzipped, ranged, redirect
from archiver.simulator.server import StandIn

BODY = bytes(range(256)) * 100


def always(answer):
    return lambda _: answer


def test_says_what_was_asked(serve):
    stand_in, visitor = serve(always(Answer(body=b"fine")))
    answer = visitor.ask("https://i.fna.fbcdn.net/a/b?x=1&x=2&y=", "POST", [("X-Who", "me")], content=b"says")
    (request,) = stand_in.requests
    assert (answer.content, answer.headers["content-length"]) == (b"fine", "4")
    assert (request.method, request.host, request.path) == ("POST", "i.fna.fbcdn.net", "/a/b")
    assert request.query == (("x", "1"), ("x", "2"), ("y", ""))
    assert (request.header("X-WHO"), request.header("none"), request.body) == ("me", "", b"says")
    assert (request.parameter("x"), request.parameter("none")) == ("1", "")
    assert (stand_in.seen("/a/"), stand_in.seen("/b")) == ((request,), ())
    assert stand_in.address == f"127.0.0.1:{stand_in.port}"


@pytest.mark.parametrize("host", ["www.instagram.com", "scontent-fra3-1.cdninstagram.com", "x.fna.fbcdn.net"])
def test_its_authority_vouches_for_the_hosts(serve, host):
    _, visitor = serve(always(Answer()))
    assert visitor.ask(f"https://{host}/").status_code == 200


def test_its_authority_vouches_for_no_other_host(serve):
    _, visitor = serve(always(Answer()))
    with pytest.raises(httpx.ConnectError, match="not valid for"):
        visitor.ask("https://example.org/")


def test_nobody_trusts_it_unasked(serve):
    stand_in, _ = serve(always(Answer()))
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"https://127.0.0.1:{stand_in.port}/", verify=ssl.create_default_context())


def test_speaks_http_1_1_and_keeps_the_connection(serve, tmp_path):
    stand_in, _ = serve(always(Answer(body=b"fine")))
    context = ssl.create_default_context(cafile=str(stand_in.write_ca(tmp_path / "ca.pem")))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with tunnel(stand_in, context) as stream:
        assert stream.selected_alpn_protocol() == "http/1.1"
        for _ in range(3):
            stream.sendall(b"GET / HTTP/1.1\r\nHost: www.instagram.com\r\n\r\n")
            assert read_until(stream, b"fine").startswith(b"HTTP/1.1 200 OK\r\n")


def test_several_headers_of_a_name_stay_several(serve):
    _, visitor = serve(always(Answer(headers=(("set-cookie", "a=1"), ("set-cookie", "b=2; path=/")))))
    answer = visitor.ask("https://www.instagram.com/")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2; path=/"]
    assert len(answer.headers.get_list("date")) == 1
    assert "server" not in answer.headers


def test_redirects(serve):
    _, visitor = serve(always(redirect("/elsewhere/", 301)))
    answer = visitor.ask("https://www.instagram.com/")
    assert (answer.status_code, answer.headers["location"], answer.content) == (301, "/elsewhere/", b"")


def test_compresses(serve):
    compressed = gzipped(Answer(body=BODY))
    _, visitor = serve(always(compressed))
    answer = visitor.ask("https://www.instagram.com/")
    assert answer.content == BODY
    assert int(answer.headers["content-length"]) == len(compressed.body) < len(BODY)
    assert gzip.decompress(compressed.body) == BODY
    assert compressed == gzipped(Answer(body=BODY))


def test_answers_in_chunks(serve):
    _, visitor = serve(always(Answer(body=BODY, chunked=True)))
    answer = visitor.ask("https://www.instagram.com/")
    assert answer.content == BODY
    assert answer.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in answer.headers


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("after", [0, 1, 9000])
def test_cuts_the_connection(serve, chunked, after):
    _, visitor = serve(always(Answer(body=BODY, cut_after=after, chunked=chunked)))
    with pytest.raises(httpx.TransportError, match=r"closed|complete|EOF|eof"):
        visitor.ask("https://www.instagram.com/")


def test_a_cut_answer_holds_the_bytes_before_the_cut(serve, tmp_path):
    stand_in, _ = serve(always(Answer(body=BODY, cut_after=777)))
    context = ssl.create_default_context(cafile=str(stand_in.write_ca(tmp_path / "ca.pem")))
    with tunnel(stand_in, context) as stream:
        stream.sendall(b"GET / HTTP/1.1\r\nHost: www.instagram.com\r\n\r\n")
        head, _, body = read_until(stream, None).partition(b"\r\n\r\n")
    assert b"content-length: %d" % len(BODY) in head
    assert body == BODY[:777]


def test_takes_its_time(serve):
    _, visitor = serve(always(Answer(delay=0.2)))
    begun = time.monotonic()
    visitor.ask("https://www.instagram.com/")
    assert time.monotonic() - begun >= 0.2


def test_gives_the_head_alone(serve):
    _, visitor = serve(always(Answer(body=BODY)))
    answer = visitor.ask("https://www.instagram.com/", "HEAD")
    assert (answer.headers["content-length"], answer.content) == (str(len(BODY)), b"")
    assert visitor.ask("https://www.instagram.com/").content == BODY


def test_gives_no_body_where_there_is_none(serve):
    _, visitor = serve(always(Answer(204, body=b"ignored")))
    answer = visitor.ask("https://www.instagram.com/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-length" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "status", "said", "body"),
    [
        ("", 200, None, b"0123456789"),
        ("bytes=2-4", 206, "bytes 2-4/10", b"234"),
        ("bytes=7-", 206, "bytes 7-9/10", b"789"),
        ("bytes=-3", 206, "bytes 7-9/10", b"789"),
        ("bytes=-30", 206, "bytes 0-9/10", b"0123456789"),
        ("bytes=8-99", 206, "bytes 8-9/10", b"89"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=5-4", 416, "bytes */10", b""),
        ("bytes=-0", 416, "bytes */10", b""),
        ("bytes=0-1,4-5", 200, None, b"0123456789"),
        ("bytes=-", 200, None, b"0123456789"),
    ],
)
def test_ranges(asked, status, said, body):
    request = Request("GET", "scontent.cdninstagram.com", "/", headers=(("range", asked),))
    answer = ranged(request, b"0123456789", "video/mp4")
    headers = dict(answer.headers)
    assert (answer.status, headers.get("content-range"), answer.body) == (status, said, body)
    assert (headers["content-type"], headers["accept-ranges"]) == ("video/mp4", "bytes")


def test_closes_at_once_for_all_that_is_open(tmp_path, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with StandIn(always(Answer(delay=60))) as stand_in:
            context = ssl.create_default_context(cafile=str(stand_in.write_ca(tmp_path / "ca.pem")))
            idle, waiting = tunnel(stand_in, context), tunnel(stand_in, context)
            silent = socket.create_connection(("127.0.0.1", stand_in.port))
            waiting.sendall(b"GET / HTTP/1.1\r\nHost: www.instagram.com\r\n\r\n")
            while not stand_in.requests:
                time.sleep(0.01)
            begun = time.monotonic()
        assert time.monotonic() - begun < 1
        for stream in (idle, waiting, silent):
            stream.close()
    assert capfd.readouterr() == ("", "")


def test_a_mistake_in_the_answers_is_not_swallowed(tmp_path):
    stand_in = StandIn(always(None))
    stand_in.__enter__()
    context = ssl.create_default_context(cafile=str(stand_in.write_ca(tmp_path / "ca.pem")))
    with tunnel(stand_in, context) as stream:
        stream.sendall(b"GET / HTTP/1.1\r\nHost: www.instagram.com\r\n\r\n")
        assert read_until(stream, None) == b""
    with pytest.raises(AttributeError):
        stand_in.__exit__(None, None, None)


def tunnel(stand_in, context):
    raw = socket.create_connection(("127.0.0.1", stand_in.port), timeout=10)
    return context.wrap_socket(raw, server_hostname="www.instagram.com")


def read_until(stream, end):
    found = b""
    while (end is None or end not in found) and (chunk := stream.recv(65536)):
        found += chunk
    return found


def streamed(content=b"0123456789", piece=3):
    """A body of pieces, which nobody holds as a whole."""
    pieces = [content[at : at + piece] for at in range(0, len(content), piece)]
    return Stream(lambda: iter(pieces), len(content))


@pytest.mark.parametrize(
    ("start", "end"), [(0, 10), (0, 3), (2, 7), (3, 6), (9, 10), (5, 5), (7, 3), (0, 99)]
)
def test_a_part_of_a_long_body_is_cut_out_as_of_bytes(start, end):
    part = streamed()[start:end]
    assert b"".join(part.pieces()) == b"0123456789"[start:end]
    assert len(part) == len(b"0123456789"[start:end])


def test_a_part_is_cut_out_of_a_part():
    assert b"".join(streamed()[2:9][1:4].pieces()) == b"345"


@pytest.mark.parametrize("chunked", [False, True])
def test_a_long_body_goes_over_the_wire(serve, chunked):
    _, visitor = serve(always(Answer(body=streamed(BODY, 1000), chunked=chunked)))
    assert visitor.ask("https://www.instagram.com/").content == BODY


@pytest.mark.parametrize("chunked", [False, True])
def test_a_long_body_is_cut_too(serve, chunked):
    _, visitor = serve(always(Answer(body=streamed(BODY, 1000), cut_after=2500, chunked=chunked)))
    with pytest.raises(httpx.TransportError, match=r"closed|complete|EOF|eof"):
        visitor.ask("https://www.instagram.com/")


def test_a_range_of_a_long_body():
    request = Request("GET", "scontent.cdninstagram.com", "/", headers=(("range", "bytes=2-4"),))
    answer = ranged(request, streamed(), "video/mp4")
    assert (answer.status, b"".join(answer.body.pieces())) == (206, b"234")
    assert dict(answer.headers)["content-range"] == "bytes 2-4/10"
