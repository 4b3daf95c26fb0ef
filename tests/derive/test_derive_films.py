"""What a film is and looks like: read from its bytes, compared by its key frames."""

import contextlib
import io

import pytest

from archiver.derive.alike import FilmLook, alike
from archiver.derive.films import VERSION, NotAFilmError, film
from archiver.simulator import films
from archiver.simulator.boxes import box
from archiver.simulator.films import Footage

FOOTAGE = Footage("one", 720, 1280, 13.4)


def look_of(content):
    found = film(io.BytesIO(content))
    return FilmLook(found.version, found.seconds, tuple((each.seconds, each.phash) for each in found.frames))


def test_a_film_is_told_by_length_size_and_codecs():
    found = film(io.BytesIO(films.whole(FOOTAGE)))
    assert (found.width, found.height, found.codecs, found.version) == (720, 1280, ("h264", "aac"), VERSION)
    assert found.seconds == pytest.approx(13.4, abs=0.02)
    assert [each.seconds for each in found.frames] == [0.0, 4.0, 8.0, 12.0]
    assert all(len(each.phash) == 16 for each in found.frames)


def test_without_sound_there_is_one_codec():
    assert film(io.BytesIO(films.pictures(FOOTAGE))).codecs == ("h264",)


def test_sound_that_nobody_knows_is_named_so():
    strange = films.whole(FOOTAGE).replace(b"mp4a", b"zzzz").replace(b"esds", b"zzzz")
    assert film(io.BytesIO(strange)).codecs == ("h264", "unknown")


def test_of_a_long_film_few_frames_are_taken():
    found = film(io.BytesIO(films.pictures(Footage("long", 64, 64, 600.0))))
    assert found.seconds == pytest.approx(600.0)
    assert len(found.frames) == 16


BAD = {
    "empty": b"",
    "a page": b"<!doctype html>" * 40,
    "a playlist": b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
    "a picture": b"\xff\xd8\xff\xe0" + bytes(500),
    "sound alone": films.sound(FOOTAGE),
    "boxes without a film": box(b"ftyp", b"isom") + box(b"mdat", b"x" * 99),
    "a codec that nobody knows": films.whole(FOOTAGE).replace(b"avc1", b"zzzz"),
    "a film without its beginning": films.whole(FOOTAGE)[5_000:],
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_is_no_film_is_refused(content):
    with pytest.raises(NotAFilmError):
        film(io.BytesIO(content))


@pytest.mark.parametrize("cut", range(0, 100_000, 7_001))
def test_one_that_breaks_off_is_read_as_far_as_it_goes_or_refused(cut):
    whole = films.whole(FOOTAGE)
    with contextlib.suppress(NotAFilmError):
        assert len(film(io.BytesIO(whole[: cut % len(whole)])).frames) <= 4


SAME = {
    "itself": films.whole(FOOTAGE),
    "its sound taken away": films.pictures(FOOTAGE),
    "half as large": films.whole(Footage("one", 360, 640, 13.4)),
    "in other bytes": films.whole(FOOTAGE, "named"),
    "a little shorter": films.whole(Footage("one", 720, 1280, 13.2)),
}
OTHER = {
    "something else": films.whole(Footage("two", 720, 1280, 13.4)),
    "something else, half as large": films.whole(Footage("two", 360, 640, 13.4)),
    "shorter by two seconds": films.whole(Footage("one", 720, 1280, 11.4)),
}


@pytest.mark.parametrize("content", SAME.values(), ids=SAME)
def test_another_rendition_looks_alike(content):
    assert alike(look_of(films.whole(FOOTAGE)), look_of(content)) is True


@pytest.mark.parametrize("content", OTHER.values(), ids=OTHER)
def test_another_film_does_not(content):
    assert alike(look_of(films.whole(FOOTAGE)), look_of(content)) is False


ZERO, ONES = "0" * 16, "f" * 16
HASHED = FilmLook(VERSION, 10.0, ((0.0, ZERO), (4.0, ZERO), (8.0, ZERO)))
COMPARED = {
    "with a picture": (("likeness/1/full", ZERO), None),
    "with nothing": (None, None),
    "hashed by another version": (FilmLook("films/2", 10.0, HASHED.frames), None),
    "without a frame": (FilmLook(VERSION, 10.0, ()), None),
    "at no same moment": (FilmLook(VERSION, 10.0, ((2.0, ZERO), (6.0, ZERO))), None),
    "of other lengths": (FilmLook(VERSION, 12.0, HASHED.frames), False),
    "one of three differing": (FilmLook(VERSION, 10.0, ((0.0, ONES), (4.0, ZERO), (8.1, ZERO))), True),
    "two of three differing": (FilmLook(VERSION, 10.0, ((0.0, ONES), (4.0, ONES), (8.0, ZERO))), False),
}


@pytest.mark.parametrize(("other", "expected"), COMPARED.values(), ids=COMPARED)
def test_how_films_are_compared(other, expected):
    assert alike(HASHED, other) is expected
    assert alike(other, HASHED) is expected


def test_a_picture_of_one_colour_says_nothing():
    import av

    sink = io.BytesIO()
    with av.open(sink, "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=1)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame(64, 64, "yuv420p")
        for plane in frame.planes:
            plane.update(b"\x80" * plane.buffer_size)
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert film(io.BytesIO(sink.getvalue())).frames == ()
