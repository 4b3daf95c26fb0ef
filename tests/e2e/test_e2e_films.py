"""Films offered at their best as pictures and sound apart: captured, put together, played, compared."""

import functools
import gzip
import http.server
import threading
from dataclasses import replace

import lending
import pytest
from fakes import call_archiver, sha256, sound, write_settings
from playwright.sync_api import sync_playwright
from warcio.archiveiterator import ArchiveIterator

from archiver.capture import chromium
from archiver.capture.direct import BODY_LIMIT
from archiver.simulator import happenings
from archiver.simulator.facebook import hartmann as facebook
from archiver.simulator.facebook.ids import post_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.messages import text
from archiver.simulator.server import StandIn

pytestmark = [pytest.mark.browser, pytest.mark.prove]
REEL = hartmann().posts[0]
TARGET = "instagram:hartmann.werkzeuge"


def offered_apart(company, *posts):
    for post in posts:
        company = happenings.offer_apart(company, post.code)
    return company


class Wire:
    """A network on loopback, and an archive that looks at it."""

    def __init__(self, network, folder, hosts=("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net")):
        self.network, self.folder, self.hosts = network, folder, hosts
        self.spoiled = {}

    def __enter__(self):
        self.server = StandIn(self.answer).__enter__()
        write_settings(self.server, self.folder, hosts=self.hosts)
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)

    def answer(self, request):
        found = self.network.answer(request)
        name = request.path.rpartition("/")[2]
        return self.spoiled[name](found) if name in self.spoiled else found

    def archiver(self, *arguments):
        return call_archiver(*arguments, folder=self.folder)

    def crawled(self, *arguments):
        ran = self.archiver("crawl", *arguments, "--json")
        assert ran.code == 0, ran.err
        return ran.json["captures"][0]

    def shown(self, ref):
        return self.archiver("show", ref, "--json").json

    def records(self, medium):
        """The records of the capture that a medium stands in, by their ids: type, header, and bytes."""
        warc = self.folder / "evidence" / "captures" / medium["capture"] / "capture.warc.gz"
        with warc.open("rb") as file:
            return {
                record.rec_headers.get_header("WARC-Record-ID").strip("<>"): (
                    record.rec_type,
                    dict(record.rec_headers.headers),
                    record.content_stream().read(),
                )
                for record in ArchiveIterator(file)
            }


@pytest.fixture(scope="module")
def instagram(tmp_path_factory):
    """Looked at once: its reel is offered apart."""
    network = SocialNetwork(offered_apart(hartmann(), REEL), seed="films")
    with Wire(network, tmp_path_factory.mktemp("films")) as wire:
        wire.first = wire.crawled(TARGET)
        yield wire


@pytest.fixture
def fresh(tmp_path):
    with Wire(SocialNetwork(offered_apart(hartmann(), REEL), seed="films"), tmp_path) as wire:
        yield wire


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


PLAY = """async () => {
    const film = document.querySelector('video')
    if (!film.canPlayType('video/mp4; codecs="avc1.42c028"')) return null
    if (film.readyState < 2) await new Promise((done, failed) => {
        film.onloadeddata = done
        film.onerror = () => failed(film.error.message)
    })
    await film.play()
    while (film.currentTime < 0.5) await new Promise(done => setTimeout(done, 20))
    return {seconds: film.duration, width: film.videoWidth, height: film.videoHeight,
            heard: film.webkitAudioDecodedByteCount, seen: film.webkitVideoDecodedByteCount}
}"""


def played(folder, content):
    """Play a film in a page on loopback; give what a real browser says of it after a moment."""
    lending.BROWSER.end()
    (folder / "film.mp4").write_bytes(content)
    (folder / "page.html").write_text("<!doctype html><video src=film.mp4></video>")
    handler = functools.partial(Quiet, directory=folder)
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=chromium.find(None),
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/page.html")
        said = page.evaluate(PLAY)
        browser.close()
        server.shutdown()
    if said is None:
        pytest.skip("this browser plays no H.264")
    return said


def test_both_parts_and_the_film_are_in_the_capture(instagram):
    film = REEL.media[0]
    shown = instagram.shown(REEL.code)
    (medium,) = shown["media"]
    assert shown["gaps"] == []
    assert (medium["made"], medium["mime"], medium["codecs"]) == (True, "video/mp4", ["h264", "aac"])
    assert (medium["width"], medium["height"]) == (720, 1280)
    assert medium["seconds"] == pytest.approx(film.seconds, abs=0.1)
    records = instagram.records(medium)
    kind, head, content = records[medium["record"]]
    assert (kind, sha256(content)) == ("conversion", medium["sha256"])
    of = [head["WARC-Refers-To"], *head["Archiver-Refers-To-Also"].split()]
    parts = [records[each.strip("<>")] for each in of]
    assert [part[0] for part in parts] == ["response", "response"]
    truth = replace(film, apart=True)
    assert [part[2] for part in parts] == [truth.track("video"), truth.track("audio")]
    bodies = [body for _, _, body in records.values()]
    assert truth.track("progressive") not in bodies, "the smaller one is not asked for"


def test_all_of_it_verifies_and_is_made_afresh_alike(instagram):
    assert sound(instagram.folder)


def test_the_film_plays_with_its_sound(instagram, tmp_path):
    (medium,) = instagram.shown(REEL.code)["media"]
    said = played(tmp_path, instagram.records(medium)[medium["record"]][2])
    assert said["seconds"] == pytest.approx(REEL.media[0].seconds, abs=0.1)
    assert (said["width"], said["height"]) == (720, 1280)
    assert said["seen"] > 0
    assert said["heard"] > 0


def test_show_says_how_long_and_large_it_is(instagram):
    (medium,) = instagram.shown(REEL.code)["media"]
    said = instagram.archiver("show", REEL.code).out
    assert (
        f"sha256:{medium['sha256']} video/mp4 720x1280 24.1 s h264+aac (put together of pictures and sound)"
        in said
    )


def test_the_addresses_of_the_parts_are_written_by_allow_list(instagram):
    (medium,) = instagram.shown(REEL.code)["media"]
    warc = instagram.folder / "evidence" / "captures" / medium["capture"] / "capture.warc.gz"
    heads = [line for line in gzip.decompress(warc.read_bytes()).split(b"\r\n") if b"WARC-Target-URI" in line]
    films = [line for line in heads if b".mp4" in line]
    assert len(films) == 5
    assert all(b"oh=__withheld__" in line for line in films)


@pytest.mark.prove
def test_one_that_is_held_is_not_fetched_again(fresh):
    first = fresh.crawled(TARGET)
    again = fresh.crawled(TARGET)
    assert (first["media"] > 0, again["unchanged"]) == (True, True)
    assert len(fresh.shown(REEL.code)["media"]) == 1
    assert sound(fresh.folder)


HAPPENING = {
    "its sound is taken away": (lambda company: happenings.mute(company, REEL.code), False, 2, ["h264"]),
    "it is written anew": (
        lambda company: happenings.reencode(company, REEL.code),
        False,
        1,
        ["h264", "aac"],
    ),
    "it is offered in one file": (
        lambda company: happenings.offer_apart(company, REEL.code, apart=False),
        False,
        2,
        ["h264", "aac"],
    ),
    "it shows something else": (
        lambda company: happenings.cut_anew(company, REEL.code, "other"),
        True,
        2,
        ["h264", "aac"],
    ),
}


# What is another film is told without a browser in `tests/derive`.
@pytest.mark.prove
@pytest.mark.some(of=4)
@pytest.mark.parametrize(("happens", "edited", "kept", "codecs"), HAPPENING.values(), ids=HAPPENING)
def test_only_a_film_that_shows_something_else_is_edited(fresh, happens, edited, kept, codecs):
    address = f"https://www.instagram.com/reel/{REEL.code}/"
    first = fresh.crawled(address)["capture"]
    fresh.network.company = happens(fresh.network.company)
    second = fresh.crawled(address)["capture"]
    media = fresh.shown(REEL.code)["media"]
    # Written anew, the parts are other files of the same packets, which make the same film.
    assert [each["capture"] for each in media] == [first, second][: len(media)]
    assert (len({each["sha256"] for each in media}), media[-1]["codecs"]) == (kept, codecs)
    said = fresh.archiver("diff", TARGET, "--from", first, "--to", second, "--json").json["changes"]
    assert [(change["kind"], [field["field"] for field in change["fields"]]) for change in said] == (
        [("edited", [f"media.{REEL.pk}.file"])] if edited else []
    )
    assert sound(fresh.folder)


def cut(answer):
    return replace(answer, cut_after=len(answer.body) // 2)


SPOILED = {
    "its pictures stop half-way": ("video", cut, "not_received", "the connection was cut"),
    "its sound stops half-way": ("audio", cut, "not_received", "the connection was cut"),
    "its pictures are above the limit": (
        "video",
        lambda answer: replace(answer, promised=BODY_LIMIT + 1),
        "too_large",
        f"more than {BODY_LIMIT} bytes",
    ),
    "its pictures are no film": (
        "video",
        lambda answer: replace(answer, body=b"<html>" * 99),
        "not_merged",
        "pictures: no film",
    ),
    "its sound is gone": ("audio", lambda _: text("", status=404), "refused_by_server", "HTTP 404"),
}


# Here once; each by make prove, and without a browser in tests/capture.
WHERE_SPOILED = [
    pytest.param(*how, id=name, marks=() if number == 4 else pytest.mark.prove)
    for number, (name, how) in enumerate(SPOILED.items())
]


@pytest.mark.prove
@pytest.mark.parametrize(("track", "spoil", "reason", "why"), WHERE_SPOILED)
def test_where_a_part_fails_the_smaller_film_is_kept_and_it_is_said(fresh, track, spoil, reason, why):
    film = replace(REEL.media[0], apart=True)
    fresh.spoiled = {film.track_name(track): spoil}
    fresh.crawled(TARGET)
    shown = fresh.shown(REEL.code)
    (medium,) = shown["media"]
    assert (medium["sha256"], medium["made"]) == (sha256(film.track("progressive")), False)
    (gap,) = shown["gaps"]
    assert gap["reason"] == reason
    assert gap["detail"].startswith(why)
    assert "a smaller rendition was asked for instead" in gap["detail"]
    other = film.track({"video": "audio", "audio": "video"}[track])
    assert other in [body for _, _, body in fresh.records(medium).values()], "what came is kept"
    assert sound(fresh.folder)


@pytest.mark.prove
def test_a_manifest_that_cannot_be_read_is_said_and_the_film_is_taken_in_one_file(fresh):
    whole = fresh.answer

    def spoiled(request):
        answer = whole(request)
        bomb = b"<MPD xmlns", b'<!DOCTYPE x [<!ENTITY a \\"b\\">]><MPD xmlns'
        return answer if request.path.endswith(".mp4") else replace_body(answer, *bomb)

    with StandIn(spoiled) as server:
        write_settings(server, fresh.folder)
        fresh.crawled(TARGET)
    (medium,) = fresh.shown(REEL.code)["media"]
    assert medium["sha256"] == sha256(replace(REEL.media[0], apart=True).track("progressive"))
    said = {gap["reason"]: gap["detail"] for gap in fresh.shown(REEL.code)["gaps"]}
    assert said == {"unknown_shape": "a film's manifest: with a document type"}


def replace_body(answer, old, new):
    if ("content-encoding", "gzip") not in answer.headers:
        return replace(answer, body=answer.body.replace(old.replace(b"<", b"\\u003C"), new))
    spoiled = gzip.decompress(answer.body)
    for form in (old, old.replace(b"<", b"\\u003C")):
        spoiled = spoiled.replace(form, new)
    return replace(answer, body=gzip.compress(spoiled))


@pytest.mark.prove
def test_a_film_on_facebook_is_put_together_too(tmp_path):
    company = facebook.hartmann()
    film = next(post for post in company.posts if post.media and post.media[0].seconds == 31.0)
    network = FacebookNetwork(offered_apart(company, film), seed="films")
    (tmp_path / "archive").mkdir()
    with Wire(network, tmp_path / "archive", ("www.facebook.com", "*.fbcdn.net")) as wire:
        wire.crawled(f"https://www.facebook.com/{post_id(film)}")
        (medium,) = wire.shown(f"facebook:{post_id(film)}")["media"]
        assert (medium["made"], medium["codecs"]) == (True, ["h264", "aac"])
        assert (medium["width"], medium["height"]) == (1280, 720)
        content = wire.records(medium)[medium["record"]][2]
        assert sound(wire.folder)
    said = played(tmp_path, content)
    assert said["seconds"] == pytest.approx(31.0, abs=0.1)
    assert said["heard"] > 0
