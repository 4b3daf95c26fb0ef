"""Whatever an exchange holds comes back as it was: from the record's bytes, and through our own reading."""

import gzip
from io import BytesIO
from urllib.parse import urlencode

import pytest
from exchange_building import exchanges_of, payloads_of
from formats_building import exchange, file_of, made, opening, records, written
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.formats import warc_reading
from archiver.model.exchange import Fidelity

# What a browser or HTTP library lets through: visible ASCII and blanks, no line breaks.
value = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=60)
name = st.from_regex(r"x-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}", fullmatch=True)
headers = st.lists(st.tuples(name, value), max_size=8).map(tuple)
address = st.builds(
    "https://www.instagram.com/{}{}".format,
    st.from_regex(r"([A-Za-z0-9._~%-]{0,8}/){0,3}", fullmatch=True),
    st.from_regex(r"(\?[A-Za-z0-9._~%&=+-]{1,30})?", fullmatch=True),
)
exchanges = st.builds(
    exchange,
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"]),
    address=address,
    request_headers=headers,
    request_body=st.binary(max_size=300),
    status=st.integers(100, 599),
    status_text=st.from_regex(r"([A-Za-z']{1,9}( [A-Za-z']{1,9}){0,2})?", fullmatch=True),
    response_headers=headers.map(lambda found: (("Content-Type", "Text/HTML; charset=utf-8"), *found)),
    body=st.none() | st.binary(max_size=600),
    fidelity=st.sampled_from(Fidelity),
    obtained=st.sampled_from(["direct", "page/xhr", "page/document"]),
)


def lines(headers):
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode("ascii")


@settings(deadline=None, max_examples=45)
@given(st.lists(exchanges, min_size=1, max_size=3))
@example([exchange(body=bytes(range(256)), request_body=bytes(range(256)))])
@example([exchange(response_headers=(("x", "   "), ("y", "\ta  b\t "), ("z", "")))])
@example([exchange(response_headers=(("x", "long " * 40_000),), request_headers=(("x", "long" * 40_000),))])
@example([exchange(status=204, status_text="", response_headers=(), request_headers=(), body=None)])
@example([exchange(body=b"HTTP/1.1 200 OK\r\n\r\nWARC/1.1\r\n\r\n", request_body=b"\r\n\r\n\r\n")])
def test_the_records_hold_head_and_body_to_the_byte(given_exchanges):
    pairs = records(file_of(*given_exchanges))[1:]
    assert len(pairs) == 2 * len(given_exchanges)
    for each, response, request in zip(given_exchanges, pairs[::2], pairs[1::2], strict=True):
        status = f"HTTP/1.1 {each.status} {each.status_text}".strip().encode()
        each.body and each.body.seek(0)
        body = each.body.read() if each.body else b""
        assert response.block == status + b"\r\n" + lines(each.response_headers) + b"\r\n" + body
        path = each.address.removeprefix("https://www.instagram.com")
        line = f"{each.method} {path} HTTP/1.1\r\n".encode()
        assert request.block == line + lines(each.request_headers) + b"\r\n" + each.request_body
        assert response.get("WARC-Target-URI") == request.get("WARC-Target-URI") == each.address


@settings(deadline=None, max_examples=45)
@given(st.lists(exchanges, min_size=1, max_size=3))
@example([exchange(body=bytes(range(256)))])
@example([exchange(status=0, status_text="", body=None)])
@example([exchange(body=b"HTTP/1.1 200 OK\r\n\r\nWARC/1.1\r\n\r\n"), exchange()])
def test_exchanges_read_back_as_they_were_written(given_exchanges):
    read = list(exchanges_of(BytesIO(file_of(*given_exchanges)), lambda *_: None))
    assert len(read) == len(given_exchanges)
    for each, found in zip(given_exchanges, read, strict=True):
        each.body and each.body.seek(0)
        assert found.body == (each.body.read() if each.body else b"")
        assert (found.method, found.address, found.status) == (each.method, each.address, each.status)
        assert (found.mime, found.at, found.obtained) == ("text/html", each.at, each.obtained)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=6))
def test_form_fields_read_back_as_they_were_written(fields):
    # The form's own encoding knows no lone surrogates.
    fields = [
        (name.encode("utf-8", "ignore").decode(), text.encode("utf-8", "ignore").decode())
        for name, text in fields
    ]
    fields = [(name, text) for name, text in fields if name]
    body = urlencode(fields).encode()
    file = file_of(exchange(method="POST", request_body=body))
    (found,) = exchanges_of(BytesIO(file), lambda *_: None)
    assert found.fields == tuple(fields)
    for name, _ in fields:
        assert warc_reading.of_pairs(found.fields, name) == next(text for key, text in fields if key == name)


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"&".join([b"a=1"] * 501), "ä=1".encode()])
def test_a_body_that_is_no_form_has_no_fields(body):
    assert warc_reading.form_fields(body) == ()


def test_a_name_that_no_field_bears_is_empty():
    assert warc_reading.of_pairs((("a", "1"),), "b") == ""


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["resource", "metadata"]),
    st.sampled_from(["text/html", "image/jpeg", "application/json", "image/svg+xml"]),
    st.binary(max_size=2000),
    st.from_regex(r"[a-z0-9:/._-]{1,40}", fullmatch=True),
)
@example("resource", "text/html", b"HTTP/1.1 200 OK\r\n\r\nbody", "dom:https://x.example/")
def test_what_is_made_here_stands_in_its_record_to_the_byte(kind, mime, content, urn):
    file, _ = written(opening, lambda writer: writer.made(made(kind, urn, mime, content)))
    record = records(file)[1]
    assert (record.type, record.get("Content-Type"), record.block) == (kind, mime, content)
    assert record.get("WARC-Target-URI") == f"urn:archiver:{urn}"


def test_a_redirect_names_where_it_leads_in_whatever_case_the_header_came():
    file = file_of(exchange(status=301, response_headers=(("LOCATION", "https://x.example/%C3%BC"),)))
    (found,) = exchanges_of(BytesIO(file), lambda *_: None)
    assert found.location == "https://x.example/%C3%BC"


def test_headers_that_come_twice_stay_two():
    twice = (("set-cookie", "a=__withheld__"), ("set-cookie", "b=__withheld__"))
    assert records(file_of(exchange(response_headers=twice)))[1].http_head.count(b"set-cookie: ") == 2


def test_a_gzipped_body_is_kept_as_sent_and_read_unpacked():
    packed = gzip.compress(b'{"a": 1}')
    sent = exchange(
        response_headers=(("content-type", "application/json"), ("content-encoding", "gzip")),
        body=packed,
        fidelity=Fidelity.WIRE,
    )
    file = file_of(sent)
    assert records(file)[1].payload == packed
    (found,) = exchanges_of(BytesIO(file), lambda *_: None)
    assert found.body == b'{"a": 1}'


def test_odd_spacing_in_a_header_does_not_change_the_size_of_the_payload():
    file = file_of(exchange(response_headers=(("content-type", "text/html"), ("x", "  a  ")), body=b"hello"))
    ((payload, _),) = payloads_of(BytesIO(file), lambda _: False)
    assert payload.size == 5


@pytest.mark.parametrize("text", ["Größe", "名前", "ü; q=1"])
def test_a_header_value_beyond_ascii_stands_in_the_record_as_received(text):
    file = file_of(exchange(response_headers=(("x-title", text),)))
    head = records(file)[1].http_head
    assert any(f"x-title: {text}\r\n".encode(code, "ignore") in head for code in ("latin-1", "utf-8"))


@pytest.mark.parametrize(
    "odd",
    [
        {"response_headers": (("content-disposition", 'attachment; größe="ü"'),)},
        {"status_text": "Gefunden, schön"},
        {"address": "https://scontent.cdninstagram.com/v/ü.jpg?a=ö"},
    ],
)
def test_letters_beyond_ascii_anywhere_in_an_exchange_can_be_written(odd):
    file = file_of(exchange(**odd))
    (found,) = exchanges_of(BytesIO(file), lambda *_: None)
    assert found.body == exchange().body.read()
