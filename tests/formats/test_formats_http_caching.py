"""Headers by which an intermediary says that it answered with a copy it had kept."""

import pytest

from archiver.formats.http_caching import kept_copy

KEPT = {
    "an age": [("Age", "86400")],
    "an age among others": [("Content-Type", "text/html"), ("age", "3")],
    "a cache's status": [("Cache-Status", "ExampleCache; hit")],
    "a network's own word": [("X-Cache", "HIT from edge")],
    "another's": [("CF-Cache-Status", "HIT")],
}
FRESH = {
    "nothing said": [],
    "no age": [("Age", "0")],
    "an age that is none": [("Age", "soon")],
    "a miss": [("X-Cache", "MISS, MISS"), ("CF-Cache-Status", "DYNAMIC")],
    "forwarded": [("Cache-Status", "ExampleCache; fwd=uri-miss")],
    "another header": [("X-Hit", "HIT")],
}


@pytest.mark.parametrize("headers", KEPT.values(), ids=KEPT)
def test_a_kept_copy_is_told_by_what_says_so(headers):
    assert kept_copy(headers)


@pytest.mark.parametrize("headers", FRESH.values(), ids=FRESH)
def test_an_answer_of_the_site_s_own_is_none(headers):
    assert kept_copy(headers) == ""
