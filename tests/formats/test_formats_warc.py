"""WARC files as we write them, judged by warcio and taken apart by hand."""

import errno
import gzip
import hashlib
import itertools
import json
from io import BytesIO

import pytest
from exchange_building import exchanges_of, payloads_of
from formats_building import (
    AT,
    PICTURE,
    SECRET,
    TEXT,
    exchange,
    file_of,
    made,
    opening,
    picture,
    records,
    sha256,
    warcio_check,
    written,
)

from archiver.formats import warc_reading
from archiver.formats.warc import Held, WarcWriter, is_media, media_type, payload_digest, size_of
from archiver.model import instant

EARLIER = Held("instagram/acme/20261101T000000Z-00000001", "urn:uuid:earlier", "https://x.example/then", AT)


def every_kind(writer):
    opening(writer)
    page = writer.exchange(exchange(protocol="h2", remote_address="192.0.2.7"))
    writer.exchange(exchange(), Held("", page, "https://www.instagram.com/acme/", AT))
    writer.exchange(exchange(), EARLIER)
    writer.exchange(picture())
    writer.exchange(picture(truncated="disconnect", body=PICTURE[:100]))
    writer.exchange(exchange(method="POST", request_body=b"doc_id=1&variables=__withheld__"))
    writer.exchange(exchange(body=b""))
    writer.exchange(
        exchange(body=None, status=302, status_text="Found", response_headers=(("location", "/x"),))
    )
    writer.made(made())
    writer.made(made(name="picture:page:1", mime="image/jpeg", content=PICTURE))
    writer.made(made("metadata", "certificates:x.example", "application/x-pem-file", b"-----BEGIN"))
    writer.made(made("metadata", "unanswered:requests", "application/json", b"[]"))
    writer.made(made(content=b""))


@pytest.fixture(scope="module")
def whole():
    return written(every_kind)[0]


def test_warcio_finds_every_digest_right(whole, tmp_path):
    file = tmp_path / "capture.warc.gz"
    file.write_bytes(whole)
    checked = warcio_check(file)
    assert checked.returncode == 0, checked.stdout
    verdicts = [line.strip() for line in checked.stdout.splitlines()[1:] if "offset" not in line]
    assert len(verdicts) == len(records(whole))
    assert set(verdicts) == {"digest pass", "digest present but not checked (revisit)"}
    assert verdicts.count("digest present but not checked (revisit)") == 2


def test_warcio_notices_one_changed_byte_of_a_body(whole, tmp_path):
    file = tmp_path / "capture.warc.gz"
    file.write_bytes(
        b"".join(gzip.compress(each.text.replace(b"left", b"lost", 1)) for each in records(whole))
    )
    checked = warcio_check(file)
    assert checked.returncode == 1
    assert "digest failed" in checked.stdout


def test_each_record_is_a_gzip_member_of_its_own(whole):
    taken_apart = records(whole)
    read = list(warc_reading.records(BytesIO(whole)))
    assert [each.id for each in taken_apart] == [
        record.rec_headers.get_header("WARC-Record-ID").strip("<>") for record in read
    ]
    assert sum(each.size for each in taken_apart) == len(whole)
    assert gzip.decompress(whole) == b"".join(each.text for each in taken_apart)


def test_all_record_kinds_of_the_format_page_are_there(whole):
    kinds = [each.type for each in records(whole)]
    assert kinds[0] == "warcinfo"
    assert set(kinds) == {"warcinfo", "response", "request", "revisit", "resource", "metadata"}


def test_every_record_bears_the_sha256_of_its_block(whole):
    for each in records(whole):
        assert each.get("WARC-Block-Digest") == sha256(each.block), each.lines


def test_every_record_but_the_first_bears_the_sha256_of_its_payload(whole):
    first, *others = records(whole)
    assert first.get("WARC-Payload-Digest") is None
    for each in others:
        payload = TEXT if each.type == "revisit" else each.payload
        assert each.get("WARC-Payload-Digest") == sha256(payload), each.lines


def test_record_ids_differ_and_dates_are_utc_with_microseconds(whole):
    taken_apart = records(whole)
    assert len({each.id for each in taken_apart}) == len(taken_apart)
    assert all(each.id.startswith("urn:uuid:") for each in taken_apart)
    assert {each.get("WARC-Date") for each in taken_apart} == {"2026-11-24T03:42:21.000007Z"}


def test_the_opening_record_says_software_and_format(whole):
    first = records(whole)[0]
    assert first.get("Content-Type") == "application/warc-fields"
    assert first.block == b"software: archiver\r\nformat: WARC File Format 1.1\r\n"
    assert first.get("WARC-Target-URI") is None


def test_each_request_follows_its_response_and_points_at_it(whole):
    taken_apart = records(whole)
    pairs = list(itertools.pairwise(taken_apart))
    answers = [(one, other) for one, other in pairs if one.type in ("response", "revisit")]
    assert len(answers) == 8
    for answer, request in answers:
        assert request.type == "request"
        assert request.get("WARC-Concurrent-To") == f"<{answer.id}>"
        assert request.get("WARC-Target-URI") == answer.get("WARC-Target-URI")
        assert request.get("WARC-Date") == answer.get("WARC-Date")
    assert sum(each.type == "request" for each in taken_apart) == len(answers)


def test_the_writer_gives_the_ids_of_response_and_made_records(whole):
    ids = []
    content, writer = written(
        lambda writer: ids.append(opening(writer)),
        lambda writer: ids.append(writer.exchange(exchange())),
        lambda writer: ids.append(writer.exchange(exchange(), EARLIER)),
        lambda writer: ids.append(writer.made(made())),
    )
    taken_apart = records(content)
    assert ids == [each.id for each in taken_apart if each.type != "request"]
    assert [each.id for each in writer.commitments] == [each.id for each in taken_apart]


def test_a_revisit_points_at_the_record_that_holds_its_payload_and_repeats_no_body(whole):
    page, here, elsewhere = [each for each in records(whole) if each.type in ("response", "revisit")][:3]
    assert (here.type, elsewhere.type) == ("revisit", "revisit")
    assert here.get("WARC-Refers-To") == f"<{page.id}>"
    assert here.get("Archiver-Refers-To-Capture") is None
    assert elsewhere.get("WARC-Refers-To") == "<urn:uuid:earlier>"
    assert elsewhere.get("Archiver-Refers-To-Capture") == EARLIER.capture
    assert elsewhere.get("WARC-Refers-To-Target-URI") == EARLIER.address
    assert elsewhere.get("WARC-Refers-To-Date") == instant.written(EARLIER.at)
    assert elsewhere.get("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert here.block == here.http_head == page.http_head


def test_our_own_fields_say_how_faithful_a_record_is_and_what_obtained_it(whole):
    taken_apart = records(whole)
    said = {
        each.type: (each.get("Archiver-Fidelity"), each.get("Archiver-Obtained"))
        for each in reversed(taken_apart)
    }
    assert said == {
        "warcinfo": (None, None),
        "response": ("decoded", "page/document"),
        "revisit": ("decoded", "page/document"),
        "request": (None, None),
        "resource": ("generated", None),
        "metadata": ("generated", None),
    }
    assert any(each.get("Archiver-Fidelity") == "wire" for each in taken_apart)


def test_protocol_server_and_truncation_stand_only_where_they_are_known(whole):
    responses = [each for each in records(whole) if each.type == "response"]
    names = ("WARC-Protocol", "WARC-IP-Address", "WARC-Truncated")
    assert [[each.get(name) for name in names] for each in responses[:3]] == [
        ["h2", "192.0.2.7", None],
        [None, None, None],
        [None, None, "disconnect"],
    ]


@pytest.mark.parametrize("mime", ["image/jpeg", "IMAGE/JPEG ; q=1", "video/mp4", "audio/mpeg", "image/webp"])
def test_media_are_stored_and_not_deflated(mime):
    content = file_of(picture(response_headers=(("content-type", mime),), body=bytes(100_000)))
    response = records(content)[1]
    assert response.type == "response"
    assert response.size >= len(response.text) > 100_000


@pytest.mark.parametrize(
    "mime", ["text/html", "application/json", "image/svg+xml", "image/svg+xml; charset=utf-8", ""]
)
def test_texts_are_deflated(mime):
    content = file_of(exchange(response_headers=(("content-type", mime),), body=bytes(100_000)))
    response = records(content)[1]
    assert response.size < 2_000


def test_a_picture_made_here_is_stored_and_a_page_made_here_is_deflated():
    content, _ = written(
        opening,
        lambda writer: writer.made(made(mime="image/jpeg", content=bytes(100_000))),
        lambda writer: writer.made(made(content=bytes(100_000))),
    )
    _, shown, page = records(content)
    assert shown.size > 100_000
    assert page.size < 2_000


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((), ""),
        ((("CONTENT-TYPE", " Text/HTML ; charset=x"),), "text/html"),
        ((("content-type", "image/png"), ("content-type", "text/html")), "image/png"),
        ((("x-content-type", "image/png"),), ""),
    ],
)
def test_the_media_type_is_the_first_content_type_without_parameters(headers, expected):
    assert media_type(headers) == expected


def test_svg_is_a_text_and_pictures_are_media():
    assert [is_media(mime) for mime in ("image/png", "image/svg+xml", "text/html", "video/mp4", "")] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_a_body_is_measured_and_digested_from_its_start_and_left_there():
    body = BytesIO(b"abcdef")
    body.read(3)
    assert size_of(body) == 6
    assert body.tell() == 0
    body.read(2)
    assert payload_digest(body).hex == hashlib.sha256(b"abcdef").hexdigest()
    assert body.tell() == 0
    assert size_of(None) == 0
    assert payload_digest(None).hex == hashlib.sha256(b"").hexdigest()


class Full(BytesIO):
    """A file on a disk with room for so many bytes."""

    def __init__(self, room):
        super().__init__()
        self.room = room

    def write(self, content):
        left = self.room - self.tell()
        if len(content) > left:
            super().write(content[:left])
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


def test_a_write_that_fails_leaves_the_sound_end_behind_the_last_whole_record():
    # Ids are others each time, so that it is a few bytes longer or shorter.
    length = len(written(every_kind)[0]) * 9 // 10
    for room in range(0, length, length // 25):
        out = Full(room)
        writer = WarcWriter(out, SECRET)
        with pytest.raises(OSError, match="No space left"):
            every_kind(writer)
        sound = out.getvalue()[: writer.sound_end]
        assert [each.id for each in records(sound)] == [each.id for each in writer.commitments]
        assert len(out.getvalue()) > writer.sound_end or room == writer.sound_end


def test_after_a_failed_write_is_cut_back_the_file_goes_on_as_if_it_had_not_been():
    out = Full(len(file_of(exchange())) + 300)
    writer = WarcWriter(out, SECRET)
    opening(writer)
    writer.exchange(exchange())
    with pytest.raises(OSError, match="No space left"):
        writer.exchange(picture())
    out.truncate(writer.sound_end)
    out.seek(writer.sound_end)
    out.room += 1_000_000
    writer.made(made())
    content = out.getvalue()
    assert [each.type for each in records(content)] == ["warcinfo", "response", "request", "resource"]
    assert [each.id for each in writer.commitments] == [each.id for each in records(content)]


def test_a_file_appended_to_another_knows_where_its_own_records_end():
    out = BytesIO(b"before")
    out.seek(6)
    writer = WarcWriter(out, SECRET)
    assert writer.sound_end == 6
    opening(writer)
    assert writer.sound_end == len(out.getvalue())


def test_a_revisit_is_read_back_with_the_body_it_points_at_and_media_without(whole):
    asked = []

    def find(capture, record):
        asked.append((capture, record))
        return b"found"

    read = list(exchanges_of(BytesIO(whole), find))
    page = next(each for each in records(whole) if each.type == "response")
    assert asked == [("", page.id), (EARLIER.capture, "urn:uuid:earlier")]
    assert [each.body for each in read] == [TEXT, b"found", b"found", None, None, TEXT, b"", b""]
    assert read[7].location == "/x"
    assert read[5].fields == (("doc_id", "1"), ("variables", "__withheld__"))


def test_a_revisited_picture_is_looked_up_by_nobody(whole):
    content, _ = written(opening, lambda writer: writer.exchange(picture(), EARLIER))
    assert [each.body for each in exchanges_of(BytesIO(content), lambda *_: b"found")] == [None]


def test_payloads_tell_what_is_here_and_what_only_points(whole):
    found = list(payloads_of(BytesIO(whole), lambda payload: payload.mime == "image/jpeg"))
    assert [(payload.revisit, payload.size, len(content)) for payload, content in found] == [
        (False, len(TEXT), 0),
        (True, 0, 0),
        (True, 0, 0),
        (False, len(PICTURE), len(PICTURE)),
        (False, 100, 100),
        (False, len(TEXT), 0),
        (False, 0, 0),
        (False, 0, 0),
    ]
    payload = found[0][0]
    response = next(each for each in records(whole) if each.type == "response")
    assert payload.digest.text == sha256(TEXT)
    assert (payload.record, payload.address, payload.at) == (
        response.id,
        "https://www.instagram.com/acme/",
        AT,
    )
    assert (payload.mime, payload.status, payload.obtained) == ("text/html", 200, "page/document")


def test_a_wanted_revisit_gives_no_bytes(whole):
    found = list(payloads_of(BytesIO(whole), lambda _: True))
    assert [content for payload, content in found if payload.revisit] == [b"", b""]


def test_one_body_is_found_by_its_record_id_and_none_by_another(whole):
    shown = next(each for each in records(whole) if each.get("Content-Type") == "image/jpeg")
    assert warc_reading.body_of(BytesIO(whole), shown.id) == PICTURE
    assert warc_reading.body_of(BytesIO(whole), "urn:uuid:none") is None


def test_an_answer_without_its_request_is_passed_over_and_the_next_is_read():
    content = file_of(exchange(obtained="page/xhr"), exchange())
    kept = [each for place, each in enumerate(records(content)) if place != 2]
    file = b"".join(gzip.compress(each.text) for each in kept)
    assert [each.obtained for each in exchanges_of(BytesIO(file), lambda *_: None)] == ["page/document"]


def test_a_request_without_its_answer_is_no_exchange():
    content = file_of(exchange(obtained="page/xhr"))
    opening_, answer, request = records(content)
    file = b"".join(gzip.compress(each.text) for each in (opening_, request, answer, request, request))
    read = list(exchanges_of(BytesIO(file), lambda *_: None))
    assert [each.record for each in read] == [answer.id]


def test_a_text_above_the_limit_is_left_out_of_memory():
    limit = warc_reading.BODY_LIMIT
    content = file_of(exchange(body=bytes(limit + 1)), exchange())
    assert [each.body for each in exchanges_of(BytesIO(content), lambda *_: None)] == [None, TEXT]


@pytest.mark.parametrize(
    "content", [b"not a warc", b"HTTP/1.1 200 OK\r\n\r\n", json.dumps({"a": 1}).encode()]
)
def test_what_is_no_warc_is_a_value_error(content):
    with pytest.raises(ValueError, match="not a whole WARC"):
        list(warc_reading.records(BytesIO(content)))


def read_whole(content):
    return [(each.record, each.body) for each in exchanges_of(BytesIO(content), lambda *_: None)]
