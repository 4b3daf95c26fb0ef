"""Films of which no answer names a stream, and films of websites: sought, fetched, kept, and in the index."""

import gzip
import json
import re
from dataclasses import replace

import pytest
from fakes import sha256, sound
from test_e2e_films import Wire

from archiver.capture.direct import BODY_LIMIT
from archiver.simulator import hartmann as social
from archiver.simulator.facebook import hartmann as facebook
from archiver.simulator.facebook.ids import medium_id, post_id
from archiver.simulator.facebook.manner import Manner
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.messages import text
from archiver.simulator.website import news, players
from archiver.simulator.website.addresses import DOMAIN, HOST, HOSTS
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.network import WebsiteNetwork
from archiver.simulator.website.site import Picture

pytestmark = pytest.mark.browser
SITE = f"web:https://{HOST}"
ALL = hartmann(films=True)
TOUR, PREMIERE = (
    next(page for page in ALL.pages if page.path == path) for path in (news.TOUR, news.PREMIERE)
)
HOME = replace(
    ALL.pages[0],
    paragraphs=(*ALL.pages[0].paragraphs[:1], f"{{Rundgang|{news.TOUR}}} und {{Film|{news.PREMIERE}}}."),
    pictures=(),
)
REEL = social.hartmann().posts[0]


def small_site():
    """The site, no larger than its home page and the two that show a film."""
    return replace(ALL, pages=(replace(HOME, menu=""), TOUR, PREMIERE), documents=(), shortcuts=())


@pytest.fixture
def website(tmp_path):
    network = WebsiteNetwork(small_site(), seed="films")
    with Wire(network, tmp_path, (*HOSTS, f"*.{DOMAIN}", players.HOST)) as wire:
        yield wire


def sought(wire, look):
    """How often streams were sought in a look, by the notes in its capture."""
    records = wire.records({"capture": look["capture"]}).values()
    return sum(
        head["WARC-Target-URI"].startswith("urn:archiver:streams:")
        for kind, head, _ in records
        if kind == "metadata"
    )


def media_of(wire, page):
    return {each["sha256"]: each for each in wire.shown(f"web:{page.address}")["media"]}


@pytest.mark.prove
def test_a_website_s_films_are_kept_its_own_and_those_in_a_player_and_asked_for_once(website):
    first = website.crawled(SITE)
    assert (first["outcome"], sought(website, first)) == ("complete", 1)
    assert [website.shown(f"web:{page.address}")["gaps"] for page in (TOUR, PREMIERE)] == [[], []]
    own, played = TOUR.films[0], PREMIERE.films[0]
    assert {own.sha256, own.poster.sha256} == set(media_of(website, TOUR))
    kept = media_of(website, PREMIERE)[played.sha256]
    assert (kept["asset"], kept["seconds"]) == (players.embedded(played), pytest.approx(12.0, abs=0.1))
    records = website.records(kept)
    kind, head, content = records[kept["record"]]
    assert (kind, sha256(content)) == ("response", played.sha256)
    note = records[head["Archiver-Found-In"].strip("<>")]
    assert json.loads(note[2])["page"] == players.embedded(played)
    again = website.crawled(SITE)
    # One of the three that are held is fetched again, to compare.
    assert (again["unchanged"], again["media"], sought(website, again)) == (True, 1, 0)
    assert again["held"] == 2
    assert sound(website.folder)


@pytest.mark.prove
def test_a_film_that_goes_from_a_page_is_a_medium_that_went(website):
    site = website.network.site
    shown = replace(PREMIERE, pictures=(Picture("hw-4020-premiere", "Die erste HW 4020"),))
    website.network.site = replace(site, pages=(*site.pages[:2], shown))
    website.crawled(SITE)
    website.network.site = replace(site, pages=(*site.pages[:2], replace(shown, films=())))
    website.crawled(SITE)
    (change,) = website.archiver("diff", SITE, "--json").json["changes"]
    assert (change["kind"], change["post"]) == ("media_removed", f"web:{PREMIERE.address}")
    assert change["fields"][0]["before"] == players.embedded(PREMIERE.films[0])


PLAYERS = {
    "one that is gone": (lambda answer: text("", status=404), "HTTP Error 404"),
    "one without a film": (lambda answer: text("<html><p>-</p></html>", "text/html"), "Unsupported URL"),
}


# That nothing is found is told in one way, whatever is amiss; a test run has it of a page that is not understood.
@pytest.mark.prove
@pytest.mark.parametrize(("spoil", "why"), PLAYERS.values(), ids=PLAYERS)
def test_where_a_player_shows_no_film_the_page_is_kept_and_it_is_said(website, spoil, why):
    website.spoiled = {"hw-4020": spoil}
    look = website.crawled(PREMIERE.address)
    assert (look["outcome"], look["media"]) == ("complete", 0)
    (gap,) = website.shown(f"web:{PREMIERE.address}")["gaps"]
    assert (gap["reason"], why in gap["detail"]) == ("streams_not_found", True), gap
    assert sound(website.folder)


BROKEN = {
    "stops half-way": (
        lambda answer: replace(answer, cut_after=len(answer.body) // 2),
        ("partial", "media_not_received", 3),
        ("not_received", "the connection was cut"),
        "Some media got no answer. Crawl again to fetch them.",
    ),
    "is above the limit": (
        lambda answer: replace(answer, promised=BODY_LIMIT + 1),
        ("complete", None, 0),
        ("too_large", f"more than {BODY_LIMIT} bytes"),
        "",
    ),
}


# That nothing is found is told in one way, and without a browser in `tests/capture`.
@pytest.mark.prove
@pytest.mark.some(of=3)
@pytest.mark.parametrize(("spoil", "ended", "gap", "said"), BROKEN.values(), ids=BROKEN)
def test_a_film_in_one_file_that_is_not_to_be_had_leaves_a_sealed_look_that_says_so(
    website, spoil, ended, gap, said
):
    website.spoiled = {"rundgang.mp4": spoil}
    ran = website.archiver("crawl", TOUR.address, "--json")
    (look,) = ran.json["captures"]
    assert (look["outcome"], look["reason"], ran.code) == ended
    assert said in ran.err
    assert [(each["reason"], each["detail"]) for each in website.shown(f"web:{TOUR.address}")["gaps"]] == [
        gap
    ]
    assert set(media_of(website, TOUR)) == {TOUR.films[0].poster.sha256}
    assert sound(website.folder)


def without_streams(answer):
    """Take from a page what it says of a film's files."""
    packed = ("content-encoding", "gzip") in answer.headers
    body = gzip.decompress(answer.body) if packed else answer.body
    body = re.sub(rb'"video_versions":\[[^\]]*\]', b'"video_versions":null', body)
    body = re.sub(rb'"video_dash_manifest":"(?:[^"\\]|\\.)*"', b'"video_dash_manifest":null', body)
    return replace(answer, body=gzip.compress(body) if packed else body)


@pytest.mark.prove
@pytest.mark.some(of=2)
@pytest.mark.parametrize("signed_in", [False, True], ids=["logged out", "with a session"])
def test_a_reel_whose_page_names_no_stream_is_found_by_yt_dlp(tmp_path, signed_in):
    with Wire(SocialNetwork(social.hartmann(), seed="sought"), tmp_path) as wire:
        wire.network, named = Spoiled(wire.network), ()
        if signed_in:
            (tmp_path / "state.json").write_text(json.dumps(wire.network.admit("liesl")))
            with (tmp_path / "config/archiver.toml").open("a") as settings:
                settings.write('\n[sessions.S]\nplatform = "instagram"\nstate = "../state.json"\n')
            named = ("--session", "S")
        look = wire.crawled(f"https://www.instagram.com/reel/{REEL.code}/", *named)
        assert sought(wire, look) == 1
        media = {each["sha256"]: each for each in wire.shown(REEL.code)["media"]}
        (film,) = [each for each in media.values() if each["mime"] == "video/mp4"]
        assert (film["codecs"], film["width"], film["height"]) == (["h264", "aac"], 720, 1280)
        # To one who is not signed in the page does not say how large the one file is: parts of known size come before.
        assert film["made"] is not signed_in
        kept = {sha256(content) for _, _, content in wire.records(film).values()}
        assert {REEL.media[0].digest(track) for track in parts(signed_in)} <= kept
        assert {gap["reason"] for gap in wire.shown(REEL.code)["gaps"]} <= {"no_address"}
        assert sound(wire.folder)


class SpoiledFacebook:
    """A network whose pages name no film's files where a browser asks for them."""

    def __init__(self, network):
        self.network = network

    def answer(self, request):
        found = self.network.answer(request)
        page = request.header("sec-ch-ua") and request.host == "www.facebook.com" and found.body
        return without_files(found) if page else found


def without_files(answer):
    packed = ("content-encoding", "gzip") in answer.headers
    body = gzip.decompress(answer.body) if packed else answer.body
    for name in (
        b"progressive_url",
        b"manifest_xml",
        b"browser_native_sd_url",
        b"playable_url",
        b"dash_manifest",
    ):
        body = re.sub(rb'"' + name + rb'":"(?:[^"\\]|\\.)*"', b'"' + name + b'":null', body)
    return replace(answer, body=gzip.compress(body) if packed else body)


FILM = next(post for post in facebook.hartmann().posts if post.media and post.media[0].seconds == 31.0)


def sought_on_facebook(folder, wrapper):
    """Look at a film's post; give the look, what is shown of it, and what yt-dlp asked for."""
    network = FacebookNetwork(facebook.hartmann(), seed="sought", manner=Manner(wrapper=wrapper))
    with Wire(SpoiledFacebook(network), folder, ("www.facebook.com", "*.fbcdn.net")) as wire:
        look = wire.crawled(f"https://www.facebook.com/{post_id(FILM)}")
        asked = [each for each in wire.server.requests if not each.header("sec-ch-ua")]
        shown = wire.shown(f"facebook:{post_id(FILM)}")
        assert sound(wire.folder)
        return look, shown, asked


@pytest.mark.prove
def test_on_facebook_it_is_sought_by_the_film_s_own_page(tmp_path):
    look, shown, asked = sought_on_facebook(tmp_path, "scheduled")
    (medium,) = shown["media"]
    assert (look["outcome"], medium["codecs"], medium["made"]) == ("complete", ["h264", "aac"], True)
    assert medium["seconds"] == pytest.approx(31.0, abs=0.1)
    assert ("/watch/", medium_id(FILM.media[0])) in {(each.path, each.parameter("v")) for each in asked}


# That nothing is found is told in one way, and without a browser in `tests/capture`.
@pytest.mark.prove
def test_where_yt_dlp_does_not_understand_the_page_it_is_said(tmp_path):
    # It does not read the wrapper that pages had three years ago.
    look, shown, _ = sought_on_facebook(tmp_path, "lazy")
    assert (look["outcome"], shown["media"]) == ("complete", [])
    assert [gap["reason"] for gap in shown["gaps"]] == ["streams_not_found"]
    assert shown["gaps"][0]["detail"].startswith("yt-dlp finds no stream: [facebook]")


def parts(signed_in):
    return ("progressive",) if signed_in else ("video", "audio")


class Spoiled:
    """A network whose pages of reels name no stream; what yt-dlp asks for is another page, or no page."""

    def __init__(self, network):
        self.network = network
        self.admit = network.admit

    def answer(self, request):
        found = self.network.answer(request)
        return without_streams(found) if request.path.startswith("/reel/") else found
