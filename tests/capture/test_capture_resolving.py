"""Streams that no answer names, found by yt-dlp: in its own process, through the gate, nothing but addresses."""

import contextlib
import gzip
import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from fakes import Taken, sha256

from archiver.capture import resolving, yt_dlp_child
from archiver.capture.asking_yt_dlp import Asking, NoStreamsError
from archiver.capture.gate import Gate
from archiver.capture.resolving import Resolving
from archiver.capture.trust import own_trust
from archiver.capture.withholding import Withholding
from archiver.config import Network
from archiver.formats import found_streams
from archiver.formats.found_streams import FoundStreams
from archiver.model.gap import GapReason
from archiver.model.post import Candidate
from archiver.platforms.instagram import PLATFORM as INSTAGRAM
from archiver.ports import WrittenForm
from archiver.simulator.facebook import hartmann as facebook
from archiver.simulator.facebook import videos
from archiver.simulator.facebook.ids import medium_id
from archiver.simulator.facebook.manner import Manner
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.facebook.signing import Signer
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.messages import Answer, Trickle, redirect, text
from archiver.simulator.server import StandIn

PLAYER = "https://player.filmhaus.example/embed/7"
FILM = "https://player.filmhaus.example/7.mp4?token=film-secret"
SUBJECT = "web:https://www.hartmann-werkzeuge.example/film.html"
REEL = hartmann().posts[0]
ALLOWED = (
    "player.filmhaus.example",
    "www.instagram.com",
    "www.facebook.com",
    "*.cdninstagram.com",
    "*.fbcdn.net",
)


def page(film=FILM):
    return text(f'<html><title>Film</title><body><video src="{film}"></video></body></html>', "text/html")


@contextlib.contextmanager
def asked_at(answer, folder, *, cookies=(), seconds=60.0, stopped=lambda: False, sought=0):
    """Ask about pages that a stand-in answers for, through a gate that lets few hosts through."""
    with StandIn(answer) as server:
        ca = server.write_ca(folder / "ca.pem")
        work = folder / "work"
        work.mkdir()
        network = Network(ca_file=ca, hosts=(("*", server.address),))
        with Gate(network, ALLOWED, own_trust(network)) as gate:
            taken, gaps = Taken(), []
            withholding = Withholding(WrittenForm(), "")
            headers = {"User-Agent": "Our own agent"}
            asking = Asking(
                gate.url,
                vetted=True,
                headers=headers,
                cookies=lambda: cookies,
                folder=str(work),
                stopped=stopped,
                seconds=seconds,
            )
            for cookie in cookies:
                withholding.learn("cookie", cookie["value"])
            made = Resolving(asking, withholding, taken, INSTAGRAM.asset, gaps.append, sought)
            yield SimpleNamespace(
                resolving=made, taken=taken, gaps=gaps, server=server, gate=gate, work=work, asking=asking
            )


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A player asked once: to begin with, yt-dlp takes longer than for the rest."""
    with asked_at(lambda request: page(), tmp_path_factory.mktemp("once")) as now:
        now.found = now.resolving.streams(SUBJECT, f"{PLAYER}?visitor=visitor-secret", PLAYER)
    return now


def test_a_player_s_film_is_found_and_not_fetched(once):
    assert once.found.candidates == (Candidate(FILM, None, None),)
    assert (once.found.asset, once.found.record, once.gaps) == (PLAYER, "urn:test:made:1", [])
    assert {request.path for request in once.server.requests} == {"/embed/7"}


def test_how_it_was_found_is_noted_without_what_names_a_visitor(once):
    (made,) = once.taken.mades
    assert (made.kind, made.address) == ("metadata", f"urn:archiver:streams:{PLAYER}?visitor=__withheld__")
    written = FILM.replace("film-secret", "__withheld__")
    assert found_streams.read(made.content) == FoundStreams(SUBJECT, PLAYER, PLAYER, written, in_parts=False)
    said = json.loads(made.content)
    assert [each["address"] for each in said["formats"]] == [written]
    assert said["chosen"] == [said["formats"][0]["id"]]
    assert said["with"] == {"yt-dlp": once.resolving.version}
    assert b"secret" not in made.content


def test_it_asks_as_our_browser_does(once):
    assert {request.header("user-agent") for request in once.server.requests} == {"Our own agent"}


def test_with_a_session_its_cookies_are_sent_and_written_nowhere(tmp_path):
    network = SocialNetwork(hartmann(), seed="resolving")
    cookies = network.admit("liesl")["cookies"]
    address = f"https://www.instagram.com/reel/{REEL.code}/"
    with asked_at(network.answer, tmp_path, cookies=cookies) as now:
        found = now.resolving.streams(f"instagram:{REEL.code}", address, str(REEL.pk))
        assert now.gaps == []
        assert not list(now.work.iterdir())
    (named,) = {cookie["value"] for cookie in cookies if cookie["name"] == "sessionid"}
    assert {request.cookies.get("sessionid") for request in now.server.requests} == {named}
    film = REEL.media[0]
    assert found.candidates[0].address.partition("?")[0].endswith(film.track_name("progressive"))
    assert found.asset.endswith(film.track_name("progressive"))
    assert not any(cookie["value"].encode() in made.content for cookie in cookies for made in now.taken.mades)
    assert sha256(film.track("progressive")) == film.sha256


MANIFEST = "https://video.xx.fbcdn.net/film.mpd"


def test_a_film_whose_page_names_a_manifest_s_address_alone_is_found_in_parts(tmp_path):
    post = next(post for post in facebook.hartmann().posts if post.media and post.media[0].seconds == 31.0)
    film = post.media[0]
    network = FacebookNetwork(facebook.hartmann(), seed="resolving", manner=Manner(wrapper="scheduled"))

    def answer(request):
        if request.path == "/film.mpd":
            return text(videos.manifest(film, Signer("resolving", 1_795_000_000)), "application/dash+xml")
        found = network.answer(request)
        body = gzip.decompress(found.body)
        for name in (b"progressive_url", b"manifest_xml"):
            body = re.sub(rb'"' + name + rb'":"(?:[^"\\]|\\.)*"', b'"' + name + b'":null', body)
        body = body.replace(b'"manifest_url":null', f'"manifest_url":"{MANIFEST}"'.encode())
        return replace(found, body=gzip.compress(body))

    with asked_at(answer, tmp_path) as now:
        number = medium_id(film)
        found = now.resolving.streams("facebook:1", f"https://www.facebook.com/watch/?v={number}", number)
    (apart,) = found.candidates
    assert (apart.width, apart.height, apart.seconds) == (1280, 720, 31.0)
    names = [address.partition("?")[0].rpartition("/")[2] for address in (apart.address, apart.sound)]
    assert names == [film.track_name("video"), film.track_name("audio")]


@pytest.mark.prove
def test_a_host_that_is_not_let_through_is_not_reached(tmp_path):
    with asked_at(lambda request: redirect("https://elsewhere.example/"), tmp_path) as now:
        assert now.resolving.streams(SUBJECT, PLAYER, PLAYER) is None
    assert now.gate.refusals == {"elsewhere.example": "not a host of this platform"}
    assert {request.host for request in now.server.requests} == {"player.filmhaus.example"}
    assert [gap.reason for gap in now.gaps] == [GapReason.STREAMS_NOT_FOUND]


HLS = '<html><body><video><source src="https://player.filmhaus.example/l.m3u8"></video></body></html>'
LIST = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\na.ts\n#EXT-X-ENDLIST\n"

FAILING = {
    "a page without a film": (
        lambda request: text("<html><p>nothing</p></html>", "text/html"),
        "Unsupported URL",
    ),
    "a page that is not there": (lambda request: text("", status=404), "HTTP Error 404"),
    "a page that is cut": (
        lambda request: Answer(headers=(("content-type", "text/html"),), body=b"<html>" * 99, cut_after=50),
        "A network error has occurred",
    ),
    "bytes without sense": (
        lambda request: Answer(headers=(("content-type", "text/html"),), body=bytes(range(256)) * 40),
        "yt-dlp finds no stream",
    ),
    "a film in pieces alone": (
        lambda request: text(LIST) if request.path.endswith("m3u8") else text(HLS, "text/html"),
        "none of the film's 1 streams is a file of its own",
    ),
}


@pytest.mark.some(of=3)
@pytest.mark.parametrize(("answer", "why"), FAILING.values(), ids=FAILING)
def test_where_none_is_found_a_gap_says_why_in_one_sentence(tmp_path, answer, why):
    with asked_at(answer, tmp_path) as now:
        assert now.resolving.streams(SUBJECT, PLAYER, PLAYER) is None
    (gap,) = now.gaps
    assert (gap.reason, gap.subject) == (GapReason.STREAMS_NOT_FOUND, SUBJECT)
    assert why in gap.detail
    assert len(gap.detail) < 350
    assert "\n" not in gap.detail
    assert "https://" not in gap.detail
    assert now.taken.mades == []


# The first is the harder to end; the second the stop below is tried on, too.
WITHOUT_END = {
    "an endless body": lambda request: Answer(
        headers=(("content-type", "text/html"),),
        body=b"<html>",
        promised=1 << 40,
        trickle=Trickle(b"<p>more</p>" * 9_000, every=0.01, lasts=60.0),
    ),
    "an answer that never begins": lambda request: Answer(delay=60.0),
}


@pytest.mark.prove
@pytest.mark.some(of=2)
@pytest.mark.parametrize("answer", WITHOUT_END.values(), ids=WITHOUT_END)
def test_one_that_does_not_come_to_an_end_is_ended(tmp_path, answer):
    with asked_at(answer, tmp_path, seconds=4.0) as now:
        began = time.monotonic()
        assert now.resolving.streams(SUBJECT, PLAYER, PLAYER) is None
        assert time.monotonic() - began < 10
    assert [gap.detail for gap in now.gaps] == ["yt-dlp gave no answer within 4 seconds"]


def test_a_stop_ends_it_at_once(tmp_path):
    with asked_at(WITHOUT_END["an answer that never begins"], tmp_path, stopped=lambda: True) as now:
        began = time.monotonic()
        with pytest.raises(NoStreamsError, match="ended without an answer"):
            now.asking.about(PLAYER)
        assert time.monotonic() - began < 5


def test_a_visit_seeks_only_so_many(tmp_path):
    with asked_at(lambda request: page(), tmp_path, sought=resolving.MOST) as now:
        assert now.resolving.streams(SUBJECT, PLAYER, PLAYER) is None
    assert [gap.detail for gap in now.gaps] == ["this visit has sought the streams of 20 films already"]
    assert now.server.requests == ()


@pytest.mark.prove
def test_a_visit_seeks_only_so_long(tmp_path):
    with asked_at(lambda request: page(), tmp_path) as now:
        now.resolving.streams(SUBJECT, PLAYER, PLAYER)
        assert 0 < now.resolving.spent < 60
        now.resolving.spent = resolving.MOST_SECONDS
        assert now.resolving.streams(SUBJECT, PLAYER, PLAYER) is None
    assert [gap.detail for gap in now.gaps] == ["this visit has sought streams for 300 seconds already"]
    assert len(now.taken.mades) == 1


NOTES = {
    "no JSON": b"<html>",
    "no object": b"[]",
    "a part missing": b'{"subject": "a", "film": "b", "asset": "c"}',
    "no text": b'{"subject": 1, "film": "b", "asset": "c", "best": {"address": "d", "in_parts": false}}',
}


@pytest.mark.parametrize("content", NOTES.values(), ids=NOTES)
def test_a_note_that_is_none_of_ours_is_passed_over(content):
    assert found_streams.read(content) is None


BOUNDS = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("child", sys.argv[1])
child = importlib.util.module_from_spec(spec)
spec.loader.exec_module(child)
child._bounded()
try:
    with open("written", "w") as file:
        file.write("cookie")
except OSError as error:
    print("no file", error.errno is not None)
try:
    bytes(3 << 30)
except MemoryError:
    print("no memory")
print(sorted(name for name in sys.modules if name.startswith("archiver")))
"""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system bounds neither there")
def test_within_its_process_no_file_is_written_memory_is_bounded_and_nothing_of_ours_is_there(tmp_path):
    command = [sys.executable, "-I", "-c", BOUNDS, yt_dlp_child.__file__]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["no file True", "no memory", "[]"]
    assert not (tmp_path / "written").exists() or (tmp_path / "written").read_bytes() == b""


def test_a_process_that_ends_without_a_word_is_told(tmp_path):
    asking = Asking(
        "http://127.0.0.1:9",
        vetted=True,
        headers={},
        cookies=lambda: [{"no": "cookie"}],
        folder=str(tmp_path),
        stopped=lambda: False,
    )
    with pytest.raises(NoStreamsError, match="a fault of its own: KeyError"):
        asking.about(PLAYER)
