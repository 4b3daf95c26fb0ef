import os
import threading
import time

import pytest
from fakes import Never, Silent

from archiver.capture import direct
from archiver.errors import StoppedError
from archiver.model.exchange import Fidelity
from archiver.model.gap import GapReason
from archiver.model.post import Candidate
from archiver.ports import Wanted
from archiver.simulator.messages import Answer, gzipped, text

CDN = "https://scontent.cdninstagram.com"
CONTENT = os.urandom(300_000)


def jpeg(body=CONTENT, **how):
    return Answer(headers=(("content-type", "image/jpeg"),), body=body, **how)


def wanted(*paths):
    return Wanted("instagram:CODE1", tuple(Candidate(CDN + path, None, None) for path in paths))


def test_bytes_are_kept_exactly_as_sent(fetching):
    with fetching(lambda request: jpeg()) as now:
        assert now.media.fetch([wanted("/v/1_n.jpg?stp=a&oh=signature-secret")]) == 0
    exchange, body = now.taken.of("/v/1_n.jpg")
    assert body == CONTENT
    assert (exchange.fidelity, exchange.obtained, exchange.truncated) == (Fidelity.WIRE, "direct", "")
    assert "secret" not in repr(exchange)
    assert now.media.received == 1


def test_a_content_encoding_is_left_on(fetching):
    with fetching(lambda request: gzipped(jpeg(b"plain" * 100))) as now:
        now.media.fetch([wanted("/v/1_n.jpg")])
    exchange, body = now.taken.of("/v/1_n.jpg")
    assert body[:2] == b"\x1f\x8b"
    assert dict(exchange.response_headers)["content-encoding"] == "gzip"


def test_chunks_are_put_together(fetching):
    with fetching(lambda request: jpeg(chunked=True)) as now:
        now.media.fetch([wanted("/v/1_n.jpg")])
    exchange, body = now.taken.of("/v/1_n.jpg")
    assert body == CONTENT
    assert "transfer-encoding" not in {name.lower() for name, _ in exchange.response_headers}


def test_a_smaller_rendition_is_kept_where_the_largest_is_refused(fetching):
    answers = {"/v/large_n.jpg": text("", status=404), "/v/small_n.jpg": jpeg()}
    with fetching(lambda request: answers[request.path]) as now:
        assert now.media.fetch([wanted("/v/large_n.jpg", "/v/small_n.jpg")]) == 0
    assert now.media.received == 1
    (gap,) = now.gaps
    assert gap.reason is GapReason.REFUSED_BY_SERVER
    assert "HTTP 404; a smaller rendition" in gap.detail


def test_a_connection_that_is_cut_is_tried_again(fetching):
    turns = iter([jpeg(cut_after=1000), jpeg()])
    with fetching(lambda request: next(turns)) as now:
        assert now.media.fetch([wanted("/v/1_n.jpg")]) == 0
    assert [
        (exchange.truncated, len(body))
        for exchange, body in zip(now.taken.exchanges, now.taken.bodies, strict=True)
    ][-1] == ("", len(CONTENT))
    assert "disconnect" in {exchange.truncated for exchange in now.taken.exchanges}


def test_what_never_arrives_whole_is_lost_and_named(fetching):
    with fetching(lambda request: jpeg(cut_after=1000)) as now:
        assert now.media.fetch([wanted("/v/1_n.jpg")]) == 1
    assert [gap.reason for gap in now.gaps] == [GapReason.NOT_RECEIVED]


def test_hosts_that_are_no_cdn_are_refused_by_the_gate(fetching):
    stranger = Wanted("instagram:CODE1", (Candidate("https://evil.example/x.jpg", None, None),))
    with fetching(lambda request: jpeg()) as now:
        now.media.fetch([stranger])
    (gap,) = now.gaps
    assert gap.reason is GapReason.REFUSED_BY_GATE
    assert "evil.example" in gap.detail


def test_many_are_fetched_side_by_side_and_each_is_recorded_once(fetching):
    with fetching(lambda request: jpeg(request.path.encode())) as now:
        now.media.fetch([wanted(f"/v/{number}_n.jpg") for number in range(40)])
    assert sorted(now.taken.bodies) == sorted(f"/v/{number}_n.jpg".encode() for number in range(40))
    assert now.media.received == 40


class Slow:
    """Answers the first medium only once so many others were asked for, as one slow server of many does."""

    def __init__(self, others, more=None):
        self.others, self.more = others, more or {}
        self.asked, self.in_time = set(), None
        self.all_asked = threading.Event()

    def __call__(self, request):
        if request.path == "/v/0_n.jpg":
            self.in_time = self.all_asked.wait(10)
            self.then()
            return jpeg(b"slow")
        self.asked.add(request.path)
        if len(self.asked) >= self.others:
            self.all_asked.set()
        return self.more.get(request.path, jpeg(request.path.encode()))

    def then(self):
        pass


def test_one_slow_medium_keeps_no_other_waiting(fetching):
    slow = Slow(39)
    with fetching(slow) as now:
        assert now.media.fetch([wanted(f"/v/{number}_n.jpg") for number in range(40)]) == 0
    assert slow.in_time
    assert now.media.received == 40


def test_a_smaller_rendition_is_asked_for_while_another_medium_is_slow(fetching):
    slow = Slow(2, {"/v/large_n.jpg": text("", status=404)})
    with fetching(slow) as now:
        assert now.media.fetch([wanted("/v/0_n.jpg"), wanted("/v/large_n.jpg", "/v/small_n.jpg")]) == 0
    assert slow.in_time
    assert now.taken.of("/v/small_n.jpg")[1] == b"/v/small_n.jpg"


def test_few_are_fetched_ahead_of_the_one_that_is_written(fetching):
    asked, ahead = [], []

    class SlowDisk(Silent):
        def step(self, what, done, of=None):
            if what == "media" and not ahead:
                time.sleep(1)
                ahead.append(len(asked))

    def answer(request):
        asked.append(request.path)
        return jpeg(b"content")

    with fetching(answer, progress=SlowDisk()) as now:
        now.media.fetch([wanted(f"/v/{number}_n.jpg") for number in range(60)])
    assert ahead[0] <= 2 * direct.WORKERS
    assert now.media.received == 60


class Requested:
    """The port `Stop`, requested by the test."""

    def __init__(self):
        self.requested, self._acts = False, []

    def when_requested(self, act):
        self._acts.append(act)

    def request(self):
        self.requested = True
        for act in self._acts:
            act()


def test_what_came_before_a_stop_is_recorded_though_an_earlier_one_is_still_awaited(fetching):
    stop = Requested()

    class StoppedWhile(Slow):
        def then(self):
            time.sleep(1)  # so that the others have come
            stop.request()

    with pytest.raises(StoppedError):
        with fetching(StoppedWhile(11), stop=stop) as now:
            now.media.fetch(
                [wanted("/v/0_n.jpg", "/v/0_small.jpg"), *(wanted(f"/v/{n}_n.jpg") for n in range(1, 12))]
            )
    assert sorted(now.taken.bodies) == sorted(f"/v/{number}_n.jpg".encode() for number in range(1, 12))
    assert now.media.received == 11
    assert [(gap.reason, gap.detail) for gap in now.gaps] == [
        (GapReason.NOT_RECEIVED, "the visit was stopped")
    ]


def test_none_is_begun_after_a_stop(fetching):
    stop, asked = Requested(), []

    def answer(request):
        asked.append(request.path)
        if len(asked) == 3:
            stop.request()
        return jpeg(b"content")

    with pytest.raises(StoppedError):
        with fetching(answer, stop=stop) as now:
            now.media.fetch([wanted(f"/v/{number}_n.jpg") for number in range(60)])
    assert len(asked) < 2 * direct.WORKERS


def test_what_is_under_way_is_recorded_when_something_is_raised(fetching):
    asked = []

    class Interrupting(Silent):
        def step(self, what, done, of=None):
            if what == "media" and done == 3:
                raise KeyboardInterrupt

    def answer(request):
        asked.append(request.path)
        return jpeg(request.path.encode())

    with pytest.raises(KeyboardInterrupt):
        with fetching(answer, progress=Interrupting()) as now:
            now.media.fetch([wanted(f"/v/{number}_n.jpg") for number in range(40)])
    assert len(asked) < 40
    assert sorted(now.taken.bodies) == sorted(path.encode() for path in asked)
    assert now.media.received == len(asked)


def test_a_body_above_the_limit_is_cut_and_said(fetching, monkeypatch):
    monkeypatch.setattr(direct, "BODY_LIMIT", 100_000)
    with fetching(lambda request: jpeg(), stop=Never()) as now:
        now.media.fetch([wanted("/v/1_n.jpg")])
    assert [gap.reason for gap in now.gaps] == [GapReason.TOO_LARGE]
    assert now.taken.of("/v/1_n.jpg")[0].truncated == "length"
