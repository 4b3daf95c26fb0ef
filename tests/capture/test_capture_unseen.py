"""While stories are read nothing but questions leaves the page: each way in which a page can tell, with and without."""

import json
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from archiver.capture import testimony
from archiver.model.exchange import Fidelity
from archiver.simulator.messages import gzipped, text
from archiver.simulator.server import StandIn

pytestmark = pytest.mark.browser
SITE = "https://www.instagram.com"
WAYS = {
    "fetch": "fetch('/seen/fetch', {method: 'POST', body: 'told'})",
    "xhr": "const x = new XMLHttpRequest(); x.open('POST', '/seen/xhr'); x.send('told')",
    "beacon": "navigator.sendBeacon('/seen/beacon', 'told')",
    "blob": "navigator.sendBeacon('/seen/blob', new Blob(['told'], {type: 'text/plain'}))",
    "keepalive": "fetch('/seen/keepalive', {method: 'POST', body: 'told', keepalive: true})",
    "picture": "new Image().src = '/seen/picture.gif?of=990000417203'",
    "named otherwise": "fetch('/api', {method: 'POST', body: 'name=SeenMutation'})",
    "put": "fetch('/seen/put', {method: 'PUT', body: 'told'})",
    "frame": "document.querySelector('iframe').contentWindow.fetch('/seen/frame', {method: 'POST'})",
    "form": "document.querySelector('form').submit()",
    "socket": "new WebSocket('wss://www.instagram.com/seen/socket')",
    "stream": "new EventSource('/seen/stream')",
    "window": "open('/telling')",
    "shared": """new SharedWorker(URL.createObjectURL(new Blob(
        ["fetch('https://www.instagram.com/seen/shared', {method: 'POST'})"])))""",
    "worker": """new Worker(URL.createObjectURL(new Blob(
        ["fetch('https://www.instagram.com/seen/worker', {method: 'POST'})"])))""",
    "as it is left, beacon": "addEventListener('pagehide', () => navigator.sendBeacon('/seen/left-beacon', 'told'))",
    "as it is left, keepalive": """addEventListener('pagehide', () =>
        fetch('/seen/left-keepalive', {method: 'POST', body: 'told', keepalive: true}))""",
    "as it is hidden": """addEventListener('visibilitychange', () => navigator.sendBeacon('/seen/hidden', 'told'))""",
}
PAGE = """<!doctype html><iframe src="/empty"></iframe><iframe src="/empty" name="other"></iframe>
<form method="post" action="/seen/form" target="other"></form>
<script>addEventListener("load", async () => {
  window.asked = (await fetch("/api", { method: "POST", body: "name=StoriesQuery" })).status;
  %s
});</script>"""
ASKED = json.dumps({"data": {"words": "Größe, Maße & «Ventile» " * 4000}}, ensure_ascii=False)
LEFT = {"/seen/left-beacon", "/seen/left-keepalive", "/seen/hidden"}
EVERY = LEFT | {
    f"/seen/{word}"
    for word in "fetch xhr beacon blob keepalive picture.gif put frame form socket stream window worker shared".split()
}
NAMED_OTHERWISE = "/api"


def site(request):
    if request.path == "/page":
        return text(PAGE % "\n".join(f"try {{ {way} }} catch {{}}" for way in WAYS.values()), "text/html")
    if request.path == "/telling":
        return text("<script>fetch('/seen/window', {method: 'POST'})</script>", "text/html")
    if request.path == "/api":
        return gzipped(text(ASKED, "application/json"))
    return text("<p>nothing</p>", "text/html")


def told(server):
    """Give by which ways the site was told that something was seen."""
    return {
        request.path
        for request in server.requests
        if "/seen/" in request.path or b"SeenMutation" in request.body
    }


@pytest.fixture(scope="module", params=[False, True], ids=["seen", "unseen"])
def looked(request, tmp_path_factory, visited):
    """Read the page in one way or the other, and then another page.

    A busy browser may leave out a worker that several pages could share: the page is then read once more.
    """
    times = 0
    with StandIn(site) as server:
        with visited(server, tmp_path_factory.mktemp("look")) as now:
            while times == 0 or (times < 4 and not request.param and not told(server) >= EVERY):
                times += 1
                with now.visit.unseen() if request.param else nullcontext():
                    now.visit.read(f"{SITE}/page")
                    wait(now, lambda: told(server) >= EVERY - LEFT, request.param)
                now.visit.read(f"{SITE}/empty")
                wait(now, lambda: told(server) >= EVERY, request.param)
            yielded = SimpleNamespace(
                server=server, taken=now.taken, visit=now.visit, unseen=request.param, times=times
            )
        yield yielded


def wait(now, until, unseen):
    """Give the page time: up to six seconds where it tells, and half a second where it must not."""
    for _ in range(10 if unseen else 120):
        now.visit.browser.page.wait_for_timeout(50)
        if until():
            return


def test_each_way_to_tell_tells_unless_it_is_stopped(looked):
    assert told(looked.server) == (set() if looked.unseen else {*EVERY, NAMED_OTHERWISE})


def test_what_was_stopped_is_named_without_what_it_carried(looked):
    made = [record for record in looked.taken.mades if record.address == "urn:archiver:stopped-calls"]
    said = [line for line in testimony.shown(looked.visit)["alterations"] if "stopped-calls" in line]
    if not looked.unseen:
        assert (made, said) == ([], [])
        return
    (record,) = made
    stopped = json.loads(record.content)
    assert record.kind == "metadata"
    assert {"method": "POST", "address": f"{SITE}/seen/beacon", "times": 1} in stopped
    assert {"method": "GET", "address": f"{SITE}/seen/picture.gif", "times": 1} in stopped
    assert {tuple(call) for call in stopped} == {("method", "address", "times")}
    assert b"told" not in record.content
    assert "990000417203" not in {secret.value.decode() for secret in looked.visit.withholding.secrets()}
    assert f"{sum(call['times'] for call in stopped)} calls" in said[0]


def test_what_is_stopped_is_no_gap_and_no_answer_that_did_not_come(looked):
    assert looked.visit.gaps == []
    assert not [one for one in looked.visit.recorder.unanswered if "seen" in one.address]
    assert looked.unseen is not any("/seen/" in one.address for one in looked.taken.exchanges)


def test_a_question_passes_and_its_answer_is_kept_exactly(looked):
    found = [
        (exchange, body)
        for exchange, body in zip(looked.taken.exchanges, looked.taken.bodies, strict=True)
        if exchange.address == f"{SITE}/api" and exchange.status == 200
    ]
    assert len(found) == looked.times * (1 if looked.unseen else 2)
    for exchange, body in found:
        assert body == ASKED.encode()
        assert exchange.fidelity is Fidelity.DECODED
