"""Which rendition of a film is asked for first: in one file, or as pictures and sound apart."""

import base64
import json
from urllib.parse import quote

import pytest
from test_formats_dash import BASE, LARGE, SMALL, SOUND, mpd

from archiver.formats import meta_cdn, meta_films
from archiver.model.post import Candidate

BOTH = mpd(SMALL + LARGE, SOUND)
APART = Candidate(f"{BASE}/large.mp4?a=1&b=2", 1080, 1920, f"{BASE}/sound.mp4", 24.061)
SMALLER = Candidate(f"{BASE}/small.mp4?a=1&b=2", 360, 640, f"{BASE}/sound.mp4", 24.061)


def one_file(quality=None, width=None, height=None):
    packed = base64.b64encode(json.dumps({"vencode_tag": f"xpv_progressive.X.C3.{quality}.v1"}).encode())
    efg = f"?efg={quote(packed.decode())}" if quality else ""
    return Candidate(f"https://video.xx.fbcdn.net/o1/v/t2/one.mp4{efg}", width, height)


CASES = {
    "larger in parts": (one_file(720), (APART, one_file(720))),
    "as large in one file": (one_file(1080), (one_file(1080),)),
    "larger in one file": (one_file(1440), (one_file(1440),)),
    "its size beside it": (one_file(None, 1920, 1080), (one_file(None, 1920, 1080),)),
    "its own size before the one beside it": (
        one_file(360, 1080, 1920),
        (APART, one_file(360, 1080, 1920)),
    ),
    "of unknown size": (one_file(), (APART, SMALLER, one_file())),
}


@pytest.mark.parametrize(("one", "expected"), CASES.values(), ids=CASES)
def test_the_best_is_asked_for_first(one, expected):
    assert meta_films.offered([one], [BOTH]) == expected


def test_without_one_file_each_size_is_offered():
    assert meta_films.offered([], [BOTH]) == (APART, SMALLER)


def test_without_sound_the_pictures_are_the_film():
    (found,) = meta_films.offered([one_file(720)], [mpd(LARGE)])[:1]
    assert (found.address, found.sound) == (APART.address, "")


def test_sound_alone_is_no_rendition():
    assert meta_films.offered([one_file(720)], [mpd(SOUND)]) == (one_file(720),)


def test_of_several_manifests_all_are_read():
    assert meta_films.offered([], [mpd(SMALL, SOUND), mpd(LARGE, SOUND)]) == (APART, SMALLER)


def test_one_that_is_none_leaves_what_stands_beside_it_and_is_said():
    assert meta_films.offered([one_file(720)], ["<MPD", BOTH]) == (APART, one_file(720))
    said = meta_films.flaws(["<svg/>", BOTH, mpd(LARGE.replace("https:", "http:"))])
    assert said == [
        "a film's manifest: not an MPD",
        "1 of a film's renditions: protected, in pieces or nowhere",
    ]


TAGS = {
    "xpv_progressive.INSTAGRAM.CLIPS.C3.720.dash_baseline_1_v1": 720,
    "xpv_progressive.FACEBOOK..C3.360.sve_sd": 360,
    "vts_vod_urlgen.1080.feed.default": 1080,
    "ig-xpvds.carousel_item.c2-C3.dash_r2evevp9-r1gen2vp9_q80": 0,
    "dash_live_md_frag_2_video": 0,
    "": 0,
    "a.0720.b": 0,
}


@pytest.mark.parametrize(("tag", "side"), TAGS.items(), ids=[tag or "nothing" for tag in TAGS])
def test_how_large_a_file_is_its_address_says(tag, side):
    packed = base64.b64encode(json.dumps({"vencode_tag": tag}).encode()).decode()
    assert meta_cdn.quality(f"https://x.fbcdn.net/a.mp4?efg={quote(packed)}") == side


@pytest.mark.parametrize("tag", [7, None, [], {"a": ".720."}])
def test_a_tag_that_is_no_text_says_nothing(tag):
    packed = base64.b64encode(json.dumps({"vencode_tag": tag}).encode()).decode()
    assert meta_cdn.quality(f"https://x.fbcdn.net/a.mp4?efg={quote(packed)}") == 0
