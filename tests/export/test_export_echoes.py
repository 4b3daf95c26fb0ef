"""What an answer repeats of whoever asked: headers of a server's own making, and what links carry of a reader."""

import pytest

from archiver.export.echoes import HEADER, TRACKER, found

HEAD = (
    b"HTTP/1.1 200 OK\r\n"
    b"Content-Type: text/html\r\n"
    b"Date: Tue, 24 Nov 2026 03:42:21 GMT\r\n"
    b"x-client-ip:  203.0.113.7 \r\n"
    b"CF-Ray: 8e0b1c2d3e4f5a6b-TXL\r\n"
    b'ETag: "5eb63bbbe01eeed093cb22bb8f5acdc3"\r\n'
    b"x-orig-content-length: 4711\r\n"
    b"x-orig-content-encoding: gzip\r\n"
    b"empty:\r\n"
    b"set-cookie: __withheld__\r\n"
    b"\r\n"
)


def values(text, kind):
    return [text[span.start : span.end] for span in found(text) if span.kind == kind]


def test_headers_are_shown_that_are_known_to_speak_of_the_answer_and_no_others():
    assert values(HEAD + b"x-body: no header\r\n", HEADER) == [
        b"203.0.113.7",
        b"8e0b1c2d3e4f5a6b-TXL",
        b'"5eb63bbbe01eeed093cb22bb8f5acdc3"',
        b"4711",
    ]


def test_a_head_that_broke_off_is_none_the_less_one():
    assert values(b"HTTP/1.1 200 OK\r\nx-served-by: cache-txl1", HEADER) == [b"cache-txl1"]


def test_a_request_and_what_is_no_exchange_have_no_such_headers():
    assert values(b"GET / HTTP/1.1\r\nx-client-ip: 203.0.113.7\r\n\r\n", HEADER) == []
    assert values(b"x-client-ip: 203.0.113.7\r\n", HEADER) == []


@pytest.mark.parametrize(
    ("link", "token"),
    [
        (b"https://www.facebook.com/1?__cft__[0]=AZWx-9_k&__tn__=%2CO", b"AZWx-9_k"),
        (rb"https:\/\/www.facebook.com\/1?id=2\u0026__cft__\u00255B0]=AZ", None),
        (b"https://www.facebook.com/1?__cft__%5B0%5D=AZWx-9_k", b"AZWx-9_k"),
        (b"https://l.facebook.com/l.php?u=https%3A%2F%2Fhartmann.example&amp;h=AT0abcdefg", b"AT0abcdefg"),
        (
            b"https://l.instagram.com/?u=https%3A%2F%2Fhartmann.example%3Ffbclid%3DPAZXh0bg&e=AT1xyzxyz",
            b"PAZXh0bg",
        ),
        (b"https://hartmann.example/?fbclid=IwAR0123&lang=de", b"IwAR0123"),
        (b"https://hartmann.example/?fbclid=__withheld__", None),
        (b"https://hartmann.example/?h=1234567", None),
    ],
)
def test_what_links_carry_of_who_follows_them_is_found(link, token):
    assert (values(link, TRACKER) or [None])[0] == token
