import os

import pytest
from fakes import Never

from archiver.capture import direct
from archiver.model.exchange import Fidelity
from archiver.model.gap import GapReason
from archiver.model.post import Candidate
from archiver.ports import Wanted
from archiver.simulator.messages import Answer, gzipped, text

pytestmark = pytest.mark.browser
CDN = "https://scontent.cdninstagram.com"
CONTENT = os.urandom(300_000)


def jpeg(body=CONTENT, **how):
    return Answer(headers=(("content-type", "image/jpeg"),), body=body, **how)


def wanted(*paths):
    return Wanted("instagram:CODE1", tuple(Candidate(CDN + path, None, None) for path in paths))


def test_bytes_are_kept_exactly_as_sent(visit):
    with visit(lambda request: jpeg()) as now:
        assert now.visit.fetch([wanted("/v/1_n.jpg?stp=a&oh=signature-secret")]) == 0
    exchange, body = now.taken.of("/v/1_n.jpg")
    assert body == CONTENT
    assert (exchange.fidelity, exchange.obtained, exchange.truncated) == (Fidelity.WIRE, "direct", "")
    assert "secret" not in repr(exchange)
    assert now.visit.received == 1


def test_a_content_encoding_is_left_on(visit):
    with visit(lambda request: gzipped(jpeg(b"plain" * 100))) as now:
        now.visit.fetch([wanted("/v/1_n.jpg")])
    exchange, body = now.taken.of("/v/1_n.jpg")
    assert body[:2] == b"\x1f\x8b"
    assert dict(exchange.response_headers)["content-encoding"] == "gzip"


def test_chunks_are_put_together(visit):
    with visit(lambda request: jpeg(chunked=True)) as now:
        now.visit.fetch([wanted("/v/1_n.jpg")])
    exchange, body = now.taken.of("/v/1_n.jpg")
    assert body == CONTENT
    assert "transfer-encoding" not in {name.lower() for name, _ in exchange.response_headers}


def test_a_smaller_rendition_is_kept_where_the_largest_is_refused(visit):
    answers = {"/v/large_n.jpg": text("", status=404), "/v/small_n.jpg": jpeg()}
    with visit(lambda request: answers[request.path]) as now:
        assert now.visit.fetch([wanted("/v/large_n.jpg", "/v/small_n.jpg")]) == 0
    assert now.visit.received == 1
    (gap,) = now.visit.gaps
    assert gap.reason is GapReason.REFUSED_BY_SERVER
    assert "HTTP 404; a smaller rendition" in gap.detail


def test_a_connection_that_is_cut_is_tried_again(visit):
    turns = iter([jpeg(cut_after=1000), jpeg()])
    with visit(lambda request: next(turns)) as now:
        assert now.visit.fetch([wanted("/v/1_n.jpg")]) == 0
    assert [
        (exchange.truncated, len(body))
        for exchange, body in zip(now.taken.exchanges, now.taken.bodies, strict=True)
    ][-1] == ("", len(CONTENT))
    assert "disconnect" in {exchange.truncated for exchange in now.taken.exchanges}


def test_what_never_arrives_whole_is_lost_and_named(visit):
    with visit(lambda request: jpeg(cut_after=1000)) as now:
        assert now.visit.fetch([wanted("/v/1_n.jpg")]) == 1
    assert [gap.reason for gap in now.visit.gaps] == [GapReason.NOT_RECEIVED]


def test_hosts_that_are_no_cdn_are_refused_by_the_gate(visit):
    stranger = Wanted("instagram:CODE1", (Candidate("https://evil.example/x.jpg", None, None),))
    with visit(lambda request: jpeg()) as now:
        now.visit.fetch([stranger])
    (gap,) = now.visit.gaps
    assert gap.reason is GapReason.REFUSED_BY_GATE
    assert "evil.example" in gap.detail


def test_many_are_fetched_side_by_side_and_recorded_in_order(visit):
    with visit(lambda request: jpeg(request.path.encode())) as now:
        now.visit.fetch([wanted(f"/v/{number}_n.jpg") for number in range(40)])
    assert now.taken.bodies == [f"/v/{number}_n.jpg".encode() for number in range(40)]


def test_a_body_above_the_limit_is_cut_and_said(visit, monkeypatch):
    monkeypatch.setattr(direct, "BODY_LIMIT", 100_000)
    with visit(lambda request: jpeg(), stop=Never()) as now:
        now.visit.fetch([wanted("/v/1_n.jpg")])
    assert [gap.reason for gap in now.visit.gaps] == [GapReason.TOO_LARGE]
    assert now.taken.of("/v/1_n.jpg")[0].truncated == "length"
