"""Headers by which an intermediary says that it answered with a copy it had kept."""

import pytest

from archiver.formats.http_caching import kept_copy

KEPT = {
    "an age": [("Age", "86400")],
    "an age among others": [("Content-Type", "text/html"), ("age", "3")],
    "a cache's status": [("Cache-Status", "ExampleCache; hit")],
    "a network's own word": [("X-Cache", "HIT from edge")],
    "another's": [("CF-Cache-Status", "HIT")],
    "one that is out of date": [("CF-Cache-Status", "STALE")],
    "one that is being renewed": [("X-Nextjs-Cache", "UPDATING")],
    "one within a word": [("X-Cache", "TCP_MEM_HIT from a23")],
    "one within another": [("X-Cache", "RefreshHit from cloudfront")],
    "a hit behind a miss": [("X-Cache", "HIT, MISS")],
    "a host's own header": [("X-Kinsta-Cache", "HIT")],
    "two requests of Varnish's": [("X-Varnish", "32770 3")],
    "a number of hits": [("X-Cache-Hits", "0, 2")],
    "a warning": [("Warning", '110 - "Response is Stale"')],
}
FRESH = {
    "nothing said": [],
    "no age": [("Age", "0")],
    "an age that is none": [("Age", "soon")],
    "a miss": [("X-Cache", "MISS, MISS"), ("CF-Cache-Status", "DYNAMIC")],
    "forwarded": [("Cache-Status", "ExampleCache; fwd=uri-miss")],
    "another header": [("X-Hit", "HIT")],
    "no hits": [("X-Cache-Hits", "0, 0")],
    "one request of Varnish's": [("X-Varnish", "32770")],
    "what a cache is told": [("Cache-Control", "stale-while-revalidate=30")],
    "a word that only holds it": [("X-Cache-Name", "white")],
}


@pytest.mark.parametrize("headers", KEPT.values(), ids=KEPT)
def test_a_kept_copy_is_told_by_what_says_so(headers):
    assert kept_copy(headers)


@pytest.mark.parametrize("headers", FRESH.values(), ids=FRESH)
def test_an_answer_of_the_site_s_own_is_none(headers):
    assert kept_copy(headers) == ""
