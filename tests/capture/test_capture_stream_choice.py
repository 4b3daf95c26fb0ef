"""Which of the formats that yt-dlp names are fetched."""

import pytest

from archiver.capture.asking_yt_dlp import NoStreamsError
from archiver.capture.stream_choice import candidates, film_of
from archiver.model.post import Candidate

HOST = "https://cdn.example"


def told(name, *, video="", audio="", **other):
    return {
        "id": name,
        "address": f"{HOST}/{name}",
        "protocol": "https",
        "ending": "mp4",
        "protected": False,
        "width": None,
        "height": None,
        "bits": None,
        "size": None,
        "video": video,
        "audio": audio,
    } | other


def film(*formats, name="1", seconds=9.0, live=False):
    return {"id": name, "seconds": seconds, "live": live, "formats": list(formats)}


def sized(side, **other):
    return {"width": side * 16 / 9, "height": side} | other


def names(found):
    return [(each.address.rpartition("/")[2], each.sound.rpartition("/")[2]) for each in found]


WHOLE = told("whole", **sized(360))
PICTURES = told("pictures", video="avc1", audio="none", **sized(720, bits=900))
SOUND = told("sound", video="none", audio="mp4a", ending="m4a", bits=128)


CHOSEN = {
    "one file alone": ([WHOLE], [("whole", "")]),
    "larger in parts": ([WHOLE, SOUND, PICTURES], [("pictures", "sound"), ("whole", "")]),
    "in parts no larger": ([told("small", video="avc1", audio="none", **sized(360)), WHOLE], [("whole", "")]),
    "pictures without any sound": ([PICTURES], [("pictures", "")]),
    "of one size the one with more bits": (
        [PICTURES, told("more", video="avc1", audio="none", **sized(720, bits=1200)), SOUND],
        [("more", "sound")],
    ),
    "the better sound": (
        [PICTURES, SOUND, told("loud", video="none", audio="mp4a", ending="m4a", bits=256)],
        [("pictures", "loud")],
    ),
    "each size of those in one file": (
        [WHOLE, told("large", **sized(1080))],
        [("large", ""), ("whole", "")],
    ),
    "of unknown size the last, which is the best": ([told("first"), told("last")], [("last", "")]),
    "parts in a container that is not put together": (
        [told("webm", video="vp9", audio="none", ending="webm", **sized(1080)), WHOLE],
        [("whole", "")],
    ),
    "pieces beside a file": ([told("list", protocol="m3u8_native", **sized(1080)), WHOLE], [("whole", "")]),
}


@pytest.mark.parametrize(("formats", "wanted"), CHOSEN.values(), ids=CHOSEN)
def test_the_largest_come_first_and_in_parts_only_where_they_are_larger(formats, wanted):
    assert names(candidates(film(*formats))) == wanted


def test_sizes_and_length_are_passed_on():
    assert candidates(film(PICTURES, SOUND)) == (
        Candidate(f"{HOST}/pictures", 1280, 720, f"{HOST}/sound", 9.0),
    )


NONE = {
    "nothing": ([], "yt-dlp finds no stream of the film"),
    "all protected": ([told("a", protected=True)], "all streams of the film are protected"),
    "all in pieces": (
        [told("a", protocol="m3u8_native")],
        "none of the film's 1 streams is a file of its own",
    ),
    "without TLS": ([told("a", address="http://cdn.example/a", protocol="http")], "none of the film's 1"),
    "an address that lies": ([told("a", address="file:///etc/passwd")], "none of the film's 1"),
    "an address with a line break": ([told("a", address=f"{HOST}/a\r\nx: y")], "none of the film's 1"),
    "an address without a host": ([told("a", address="https:///a")], "none of the film's 1"),
    "an address that is none": ([told("a", address="https://[/a")], "none of the film's 1"),
    "a very long address": ([told("a", address=f"{HOST}/{'a' * 9_000}")], "none of the film's 1"),
    "sound alone": ([SOUND], "none of the film's 1"),
}


@pytest.mark.parametrize(("formats", "why"), NONE.values(), ids=NONE)
def test_where_nothing_can_be_fetched_it_is_said_why(formats, why):
    with pytest.raises(NoStreamsError, match=why):
        candidates(film(*formats))


def test_of_several_films_the_named_one_is_meant():
    assert film_of([film(name="1"), film(name="2")], "2")["id"] == "2"


def test_of_one_film_it_is_meant_whatever_it_is_called():
    assert film_of([film(name="abc")], "2")["id"] == "abc"


UNCLEAR = {
    "no film": ([], "finds no film on the page"),
    "several, none of that name": ([film(name="1"), film(name="2")], "finds 2 films on the page"),
    "a live one": ([film(live=True)], "is live, and has no end"),
}


@pytest.mark.parametrize(("films", "why"), UNCLEAR.values(), ids=UNCLEAR)
def test_a_film_that_is_not_told_apart_is_not_guessed(films, why):
    with pytest.raises(NoStreamsError, match=why):
        film_of(films, "9")
