"""Manifests of films: what they offer, best first, and each thing that makes one none."""

from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.formats import dash
from archiver.formats.dash import Manifest, NotAManifestError, Stream

BASE = "https://video.xx.fbcdn.net/o1/v/t2"
LARGE = (
    '<Representation id="1" mimeType="video/mp4" codecs="avc1.64001f" width="1080" height="1920" bandwidth="900">'
    f"<BaseURL>{BASE}/large.mp4?a=1&amp;b=2</BaseURL></Representation>"
)
SMALL = LARGE.replace("1080", "360").replace("1920", "640").replace("900", "100").replace("large", "small")
SOUND = (
    '<Representation id="2" mimeType="audio/mp4" codecs="mp4a.40.2" bandwidth="64">'
    f"<BaseURL>{BASE}/sound.mp4</BaseURL></Representation>"
)


def mpd(*sets, span="PT24.061000S", head="", period="", more=""):
    inner = "".join(f"<AdaptationSet>{each}</AdaptationSet>" for each in sets)
    return (
        f'{head}<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="{span}" {more}>'
        f"<Period {period}>{inner}</Period></MPD>"
    )


def test_the_best_stands_first_whatever_the_order():
    found = dash.read(mpd(SMALL + LARGE, SOUND))
    assert found == Manifest(
        seconds=24.061,
        pictures=(
            Stream(f"{BASE}/large.mp4?a=1&b=2", "video/mp4", "avc1.64001f", 900, 1080, 1920),
            Stream(f"{BASE}/small.mp4?a=1&b=2", "video/mp4", "avc1.64001f", 100, 360, 640),
        ),
        sounds=(Stream(f"{BASE}/sound.mp4", "audio/mp4", "mp4a.40.2", 64),),
    )


def test_of_two_alike_in_size_the_one_with_more_bits_stands_first():
    richer = LARGE.replace('"900"', '"901"').replace("large", "richer")
    assert dash.read(mpd(LARGE + richer)).pictures[0].address.startswith(f"{BASE}/richer")


def test_what_a_set_says_holds_for_its_renditions():
    told = (
        f'<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>{BASE}/</BaseURL><Period><BaseURL>films/</BaseURL>'
        '<AdaptationSet contentType="video" codecs="vp09" width="720" height="1280">'
        '<Representation id="1" bandwidth="5"><BaseURL>a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>'
    )
    assert dash.read(told) == Manifest(
        None, (Stream(f"{BASE}/films/a.mp4", "video/mp4", "vp09", 5, 720, 1280),), ()
    )


SPANS = {
    "PT24.061000S": 24.061,
    "PT0H0M28.793S": 28.793,
    "PT1H3M57.756S": 3837.756,
    "P1DT1S": 86_401.0,
    "PT0S": 0.0,
    "P": None,
    "PT": None,
    "": None,
    "24": None,
    "PT-1S": None,
    "PT1e3S": None,
    "PT99999999999S": None,
    "P1M": None,
    "PTinfS": None,
}


@pytest.mark.parametrize(("span", "seconds"), SPANS.items(), ids=[span or "nothing" for span in SPANS])
def test_how_long_it_is(span, seconds):
    assert dash.read(mpd(LARGE, span=span)).seconds == seconds


BOMB = "<!DOCTYPE MPD [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
NONE = {
    "nothing": ("", "not XML"),
    "no XML": ("not at all", "not XML"),
    "broken off": (mpd(LARGE)[:-20], "not XML"),
    "half a letter": ("\ud800", "not XML"),
    "something else": ("<svg/>", "not an MPD"),
    "of no namespace": ("<MPD><Period/></MPD>", "not an MPD"),
    "of another namespace": ('<MPD xmlns="urn:else"><Period/></MPD>', "not an MPD"),
    "too long": (mpd(LARGE) + " " * dash.TEXT_LIMIT, "longer than"),
    "entities": (mpd(LARGE, head=BOMB), "document type"),
    "a document type alone": (mpd(LARGE, head="<!DOCTYPE MPD>"), "document type"),
    "a file of the machine": (
        mpd(LARGE, head='<!DOCTYPE MPD SYSTEM "file:///etc/passwd">'),
        "document type",
    ),
    "too deep": (mpd("<a>" * 40 + "</a>" * 40), "too deep"),
    "too many elements": (mpd("<a/>" * 6_000), "too many"),
    "a live film": (mpd(LARGE, more='type="dynamic"'), "live"),
    "no period": ('<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>', "of 0 periods"),
    "two periods": (mpd(LARGE).replace("</Period>", "</Period><Period/>"), "of 2 periods"),
    "a period elsewhere": (
        mpd(LARGE, period='xmlns:x="http://www.w3.org/1999/xlink" x:href="https://evil.example/p"'),
        "elsewhere",
    ),
}


@pytest.mark.parametrize(("text", "why"), NONE.values(), ids=NONE)
def test_what_is_no_manifest_is_refused_with_its_reason(text, why):
    with pytest.raises(NotAManifestError, match=why):
        dash.read(text)


PASSED_OVER = {
    "in pieces by a template": LARGE.replace("<BaseURL>", '<SegmentTemplate media="$Number$.m4s"/><BaseURL>'),
    "in pieces by a list": LARGE.replace("<BaseURL>", "<SegmentList/><BaseURL>"),
    "protected": LARGE.replace("<BaseURL>", '<ContentProtection schemeIdUri="urn:x"/><BaseURL>'),
    "without an address": LARGE.replace(f"{BASE}/large.mp4?a=1&amp;b=2", ""),
    "in the clear": LARGE.replace("https:", "http:"),
    "a file": LARGE.replace(f"{BASE}/large.mp4?a=1&amp;b=2", "file:///etc/passwd"),
    "a relative address with nothing around it": LARGE.replace(f"{BASE}/", ""),
    "an address that is none": LARGE.replace(BASE, "https://[x"),
    "a line within the address": LARGE.replace("large", "la\nrge"),
    "an address of nine thousand letters": LARGE.replace("large", "l" * 9_000),
}


@pytest.mark.parametrize("one", PASSED_OVER.values(), ids=PASSED_OVER)
def test_a_rendition_that_is_no_file_of_its_own_is_counted_and_left_out(one):
    found = dash.read(mpd(one + SMALL, SOUND))
    assert ([each.side for each in found.pictures], len(found.sounds), found.passed_over) == ([360], 1, 1)


def test_subtitles_are_no_rendition():
    words = LARGE.replace("video/mp4", "text/vtt")
    assert dash.read(mpd(words)) == Manifest(24.061, (), ())


@pytest.mark.parametrize("value", ["", "0", "-5", "1e9", "²", "99999999999", "wide"])
def test_a_size_that_is_none_is_not_told(value):
    (stream,) = dash.read(mpd(LARGE.replace('"1080"', f'"{value}"'))).pictures
    assert (stream.width, stream.height, stream.side) == (None, 1920, 0)


SIZES = st.integers(1, 9_999)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(SIZES, SIZES, st.integers(0, 10**9), st.text("abcXYZ019-_%&=?", min_size=1)), max_size=9
    ),
    st.floats(0, 10**6).map(lambda seconds: round(seconds, 3)),
)
def test_whatever_is_offered_is_read_and_ordered(offered, seconds):
    told = "".join(
        f"<Representation mimeType='video/mp4' width='{width}' height='{height}' bandwidth='{bits}'>"
        f"<BaseURL>{escape(f'{BASE}/{name}')}</BaseURL></Representation>"
        for width, height, bits, name in offered
    )
    found = dash.read(mpd(told, span=f"PT{seconds:.3f}S"))
    assert found.seconds == pytest.approx(seconds)
    assert found.passed_over == 0
    assert sorted(
        (each.width, each.height, each.bandwidth, each.address) for each in found.pictures
    ) == sorted((width, height, bits, f"{BASE}/{name}") for width, height, bits, name in offered)
    ranks = [(each.side, each.bandwidth) for each in found.pictures]
    assert ranks == sorted(ranks, reverse=True)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_text_is_a_manifest_or_is_refused(data):
    whole = mpd(SMALL + LARGE, SOUND)
    start, size = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 60))
    spoiled = whole[:start] + data.draw(st.text(max_size=20)) + whole[start + size :]
    try:
        found = dash.read(spoiled)
    except NotAManifestError:
        return
    assert all(each.address.startswith("https://") for each in (*found.pictures, *found.sounds))


def test_an_attribute_may_hold_anything():
    strange = LARGE.replace('codecs="avc1.64001f"', f"codecs={quoteattr('<&>' * 100)}")
    assert dash.read(mpd(strange)).pictures[0].codecs == ("<&>" * 100)[:100]
