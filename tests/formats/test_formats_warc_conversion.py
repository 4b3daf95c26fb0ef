"""What was made of other records: a record of its own that names them, read back beside the answers."""

from io import BytesIO

import pytest
from exchange_building import AT, exchange, opening, payloads_of
from formats_building import PICTURE, file_of, records, sha256, warcio_check, written

from archiver.formats import warc_reading
from archiver.model.exchange import ConvertedRecord, MadeRecord

FILM = PICTURE[::-1]
ADDRESS = "https://video.xx.fbcdn.net/o1/v/pictures.mp4"


def film(of, mime="video/mp4"):
    return ConvertedRecord(ADDRESS, of, mime, BytesIO(FILM), AT)


def part(kind):
    how = {"address": ADDRESS.replace("pictures", kind), "obtained": "direct"}
    return exchange(PICTURE + kind.encode(), response_headers=(("content-type", "video/mp4"),), **how)


@pytest.fixture
def whole():
    """Two parts, what was made of them, what is said of that, and an answer behind it."""

    def parts(writer):
        opening(writer)
        of = tuple(writer.exchange(part(kind)) for kind in ("pictures", "sound"))
        made = writer.converted(film(of))
        note = MadeRecord("urn:archiver:merged:1", "metadata", "application/json", b"{}", AT, made)
        writer.made(note)
        writer.exchange(exchange())

    return written(parts)[0]


def test_it_names_what_it_was_made_of(whole):
    _, pictures, _, sound, _, made, note, *_ = records(whole)
    assert (made.type, made.get("Content-Type"), made.get("WARC-Target-URI")) == (
        "conversion",
        "video/mp4",
        ADDRESS,
    )
    assert made.get("WARC-Refers-To") == f"<{pictures.id}>"
    assert made.get("Archiver-Refers-To-Also") == f"<{sound.id}>"
    assert made.get("Archiver-Fidelity") == "transcoded"
    assert made.block == FILM
    assert made.get("WARC-Block-Digest") == made.get("WARC-Payload-Digest") == sha256(FILM)
    assert note.get("WARC-Refers-To") == f"<{made.id}>"


def test_media_are_stored_and_not_deflated(whole):
    made = next(each for each in records(whole) if each.type == "conversion")
    assert made.size > len(FILM)


def test_of_one_record_alone_nothing_more_is_named():
    content, _ = written(opening, lambda writer: writer.converted(film(("urn:uuid:1",))))
    (_, made) = records(content)
    assert made.get("WARC-Refers-To") == "<urn:uuid:1>"
    assert made.get("Archiver-Refers-To-Also") is None


def test_it_is_read_back_in_its_place_with_no_answer(whole):
    found = list(warc_reading.answers(BytesIO(whole), lambda *_: None))
    assert [answer is None for _, answer in found] == [False, False, True, False]
    payload = found[2][0]
    assert (payload.made, payload.address, payload.mime, payload.size) == (
        True,
        ADDRESS,
        "video/mp4",
        len(FILM),
    )
    assert (payload.status, payload.obtained, payload.revisit, payload.truncated) == (0, "", False, False)
    assert not any(each.made for each, answer in found if answer is not None)


def test_its_bytes_are_read_from_where_it_stands(whole):
    assert [
        content for payload, content in payloads_of(BytesIO(whole), lambda each: each.made) if content
    ] == [FILM]


def test_bodies_are_read_piece_by_piece(whole):
    payloads = [payload for payload, _ in warc_reading.answers(BytesIO(whole), lambda *_: None)]
    read = {}
    for payload, body in warc_reading.bodies(BytesIO(whole), payloads[:3]):
        pieces = list(iter(lambda body=body: body.read(1000), b""))
        assert max(map(len, pieces)) <= 1000
        read[payload.address.rpartition("/")[2], payload.made] = b"".join(pieces)
    assert read == {
        ("pictures.mp4", False): PICTURE + b"pictures",
        ("sound.mp4", False): PICTURE + b"sound",
        ("pictures.mp4", True): FILM,
    }


def test_another_reader_takes_it(whole, tmp_path):
    path = tmp_path / "capture.warc.gz"
    path.write_bytes(whole)
    checked = warcio_check(path)
    assert checked.returncode == 0, checked.stdout
    assert "no digest to check" not in checked.stdout


def test_a_file_without_any_is_read_as_before():
    assert [each.made for each, _ in warc_reading.answers(BytesIO(file_of(exchange())), lambda *_: None)] == [
        False
    ]
