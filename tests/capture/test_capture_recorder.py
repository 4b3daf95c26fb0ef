import json
import threading
import time
from dataclasses import replace

import pytest
from fakes import Taken
from playwright.sync_api import Error as PlaywrightError

from archiver.capture import testimony
from archiver.capture.recorder import Recorder
from archiver.capture.withholding import PLACEHOLDER, Withholding
from archiver.errors import BrowserDiedError, NetworkError, RecordingError, StoppedError
from archiver.model.exchange import Fidelity
from archiver.model.gap import GapReason
from archiver.ports import WrittenForm
from archiver.simulator.messages import Answer, gzipped, redirect, text
from archiver.simulator.server import StandIn

pytestmark = pytest.mark.browser
SITE = "https://www.instagram.com"

FRAMED = {
    "on its own host": f"{SITE}/frame",
    "on another": "https://scontent.cdninstagram.com/frame",
}


BODIES = {
    "/windows-1251": ("text/html; charset=windows-1251", "<p>Собрание акционеров №".encode("cp1251")),
    "/gbk": ("text/html; charset=gbk", "<p>机床".encode("gbk")),
    "/byte-order-mark": ("text/html; charset=utf-8", b"\xef\xbb\xbf<p>mark"),
    "/broken-utf-8": ("text/html; charset=utf-8", b"<p>\xff\xfe\xc3(\x00"),
    "/json": ("application/json", '{"caption":"«Встреча» 🚀"}'.encode()),
    "/empty": ("text/html", b""),
}


def plain(request):
    mime, body = BODIES.get(request.path, ("text/plain", b""))
    return Answer(headers=(("content-type", mime),), body=body)


def served(table):
    """Serve a table of answers by path."""
    return lambda request: table.get(request.path, text("nothing here", status=404))


@pytest.fixture
def pages():
    return served


@pytest.fixture(scope="module")
def bodies(recorded):
    return recorded(plain, *(SITE + path for path in BODIES))


@pytest.mark.parametrize("path", BODIES)
def test_bodies_are_kept_to_the_byte(bodies, path):
    exchange, body = bodies.of(path)
    assert body == BODIES[path][1]
    assert (exchange.status, exchange.fidelity, exchange.obtained) == (200, Fidelity.WIRE, "page/document")


LARGE = bytes(range(256)) * (30 << 12)
WELL = {
    "/packed": gzipped(text("<p>packed" * 50, "text/html")),
    "/old": replace(redirect("/middle"), body=b"<p>It has moved to another address.</p>"),
    "/middle": redirect("/new"),
    "/new": text("<p>new", "text/html"),
    "/asking": text("<script>fetch('/large').then(answer => answer.arrayBuffer())</script>", "text/html"),
    "/large": Answer(headers=(("content-type", "application/octet-stream"),), body=LARGE),
    "/watched": text('<img src="https://tracker.example/pixel?u=tracking-secret-6">', "text/html"),
}


@pytest.fixture(scope="module")
def well(visited, tmp_path_factory):
    """One visit, as each begins with a browser, to pages of which each is about something else and none amiss."""
    with StandIn(served(WELL)) as server, visited(server, tmp_path_factory.mktemp("well")) as now:
        for path in ("/packed", "/old", "/asking", "/watched"):
            now.visit.read(SITE + path)
    return now


def test_nothing_that_came_whole_leaves_a_gap(well):
    assert well.visit.gaps == []


def test_what_the_browser_decoded_says_so(well):
    exchange, body = well.taken.of("/packed")
    names = {name.lower(): value for name, value in exchange.response_headers}
    assert body == b"<p>packed" * 50
    assert exchange.fidelity is Fidelity.DECODED
    assert names["x-orig-content-encoding"] == "gzip"
    assert int(names["x-orig-content-length"]) < len(body)
    assert "content-encoding" not in names


def test_a_redirect_is_recorded_hop_by_hop(well):
    hops = [well.taken.of(path)[0] for path in ("/old", "/middle", "/new")]
    assert [hop.status for hop in hops] == [302, 302, 200]
    assert [hop.truncated for hop in hops] == ["unspecified", "unspecified", ""]
    assert dict(hops[0].response_headers)["location"] == "/middle"


def test_what_a_script_asks_is_recorded_with_its_form_by_allow_list(visit, pages):
    script = """<script>fetch('/api/graphql', {method: 'POST', credentials: 'include',
        headers: {'X-CSRFToken': 'header-secret-1', 'Content-Type': 'application/x-www-form-urlencoded'},
        body: 'fb_dtsg=form-secret-22&variables=%7B%22after%22%3A%22QVFB%22%2C%22x%22%3A%22json-secret-3%22%7D'})
        </script>"""
    page = Answer(
        headers=(("content-type", "text/html"), ("set-cookie", "sessionid=cookie-secret-4; Path=/; Secure")),
        body=script.encode(),
    )
    with visit(pages({"/page": page, "/api/graphql": text('{"ok":1}', "application/json")})) as now:
        now.visit.read(f"{SITE}/page?token=address-secret-5")
    exchange, body = now.taken.of("/api/graphql")
    assert body == b'{"ok":1}'
    assert exchange.method == "POST"
    assert b"QVFB" in exchange.request_body
    assert "secret" not in repr(now.taken.exchanges)
    assert PLACEHOLDER in dict(exchange.request_headers)["Cookie"]
    assert now.visit.withholding.counts["set-cookie"] >= 1
    assert {secret.kind for secret in now.visit.withholding.secrets()} >= {
        "set-cookie",
        "header",
        "field",
        "parameter",
    }


def test_what_breaks_off_is_marked_and_a_page_without_its_body_leaves_a_gap(visit, pages):
    picture = Answer(headers=(("content-type", "image/png"),), body=b"x" * 5000, cut_after=100)
    page = Answer(headers=(("content-type", "text/html"),), body=b"<p>" * 5000, cut_after=60)
    table = {"/page": text('<img src="/cut.png">', "text/html"), "/cut.png": picture, "/cut": page}
    with visit(pages(table)) as now:
        now.visit.read(f"{SITE}/page")
        assert not [gap.reason for gap in now.visit.gaps if gap.reason is GapReason.NO_BODY]
        now.visit.read(f"{SITE}/cut")
    assert now.taken.of("/cut.png")[0].truncated == "disconnect"
    assert [gap.reason for gap in now.visit.gaps if gap.reason is GapReason.NO_BODY]


def test_a_large_answer_is_kept_whole(well):
    exchange, body = well.taken.of("/large")
    assert (exchange.truncated, len(body), well.visit.gaps) == ("", len(LARGE), [])
    assert body == LARGE


def test_a_service_worker_does_not_come_between(visit, pages):
    worker = text(
        "self.addEventListener('fetch', e => e.respondWith(new Response('forged')))", "text/javascript"
    )
    page = text("<script>navigator.serviceWorker.register('/worker.js').catch(() => 0)</script>", "text/html")
    with visit(
        pages({"/page": page, "/worker.js": worker, "/json": text("true", "application/json")})
    ) as now:
        now.visit.read(f"{SITE}/page")
        now.visit.read(f"{SITE}/json")
    assert now.taken.of("/json")[1] == b"true"


def test_requests_without_an_answer_are_named(well):
    (made,) = [made for made in well.taken.mades if made.address == "urn:archiver:unanswered:requests"]
    # The browser may still be asking for an icon when the visit ends.
    found = json.loads(made.content)
    (unanswered,) = [each for each in found if not each["address"].endswith("/favicon.ico")]
    assert unanswered["address"].startswith("https://tracker.example/pixel?u=")
    assert "secret" not in made.content.decode()


def test_certificates_are_kept_for_each_host(well):
    (made,) = [
        made for made in well.taken.mades if made.address == "urn:archiver:certificates:www.instagram.com"
    ]
    assert made.content.startswith(b"-----BEGIN CERTIFICATE-----")
    assert well.visit.servers.shown()["www.instagram.com"]["certificates"]
    assert "127.0.0.1" not in repr(well.visit.servers.shown())
    assert well.visit.servers.kept()["www.instagram.com"]["address"].startswith("127.0.0.1:")


def test_the_clock_is_held_against_the_servers(well):
    clock = testimony.shown(well.visit)["clock"]
    assert clock["compared"] >= 1
    assert abs(clock["offset_ms"]) < 60_000


def test_a_host_that_cannot_be_reached_is_an_error_that_says_why(visit, pages):
    with (
        visit(pages({})) as now,
        pytest.raises(NetworkError, match=r"example\.org could not be reached: not a host"),
    ):
        now.visit.read("https://example.org/")


def test_a_download_is_recorded_and_no_error(visit, pages):
    file = Answer(headers=(("content-type", "application/zip"),), body=b"PK\x03\x04" * 10)
    with visit(pages({"/file.zip": file})) as now:
        now.visit.read(f"{SITE}/file.zip")
    assert now.taken.of("/file.zip")[0].status == 200


def test_a_browser_that_dies_is_an_error_and_what_was_seen_stays(visit, pages):
    import psutil

    with pytest.raises(BrowserDiedError), visit(pages({"/page": text("<p>seen", "text/html")})) as now:
        now.visit.read(f"{SITE}/page")
        for process in psutil.Process().children(recursive=True):
            if "chrom" in process.name():
                process.kill()
        now.visit.read(f"{SITE}/again")
    assert now.taken.of("/page")[1] == b"<p>seen"


@pytest.mark.prove
def test_a_stop_ends_a_wait_within_a_moment(visit):
    class Stop:
        requested = False
        act = None

        def when_requested(self, act):
            Stop.act = act

    stop = Stop()

    def slow(request):
        def ask():
            stop.requested = True
            Stop.act()

        threading.Timer(0.3, ask).start()
        threading.Event().wait(8)
        return text("late")

    with visit(slow, stop=stop) as now:
        began = time.monotonic()
        with pytest.raises(StoppedError):
            now.visit.read(f"{SITE}/slow")
        assert time.monotonic() - began < 5


class OldBrowser:
    """A page whose DevTools do not know durable messages."""

    class Session:
        def send(self, method, parameters=None):
            if method == "Network.configureDurableMessages":
                raise PlaywrightError("'Network.configureDurableMessages' wasn't found")
            return {}

    @property
    def context(self):
        return self

    def on(self, event, handler):
        pass

    def new_cdp_session(self, page):
        return self.Session()


def test_a_browser_without_durable_messages_is_refused():
    with pytest.raises(RecordingError, match="cannot keep response bodies exactly"):
        Recorder(OldBrowser(), Withholding(WrittenForm()), Taken())


STEPS = {
    "a page pictured": lambda visit: visit.picture(),
    "a page scrolled": lambda visit: visit.scroll(),
}


@pytest.mark.some(of=3)
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_browser_that_is_gone_is_told_in_our_own_words_at_whatever_step(visit, pages, step):
    with pytest.raises(BrowserDiedError), visit(pages({"/page": text("<p>seen", "text/html")})) as now:
        now.visit.read(f"{SITE}/page")
        now.visit.browser.page.context.browser.close()
        step(now.visit)


@pytest.mark.some(of=2)
@pytest.mark.parametrize("address", FRAMED.values(), ids=FRAMED)
def test_the_document_of_a_frame_stands_in_no_page_s_place_and_holds_up_none(recorded, address):
    framing = text(f'<p>page</p><iframe src="{address}"></iframe>', "text/html")
    answers = {"/page": framing, "/frame": text("<p>frame</p>", "text/html")}
    began = time.monotonic()
    taken = recorded(lambda request: answers.get(request.path, text("", status=404)), f"{SITE}/page")
    assert time.monotonic() - began < 12
    page, frame = taken.of("/page")[0], taken.of("/frame")[0]
    assert (page.obtained, frame.obtained) == ("page/document", "page/frame")
