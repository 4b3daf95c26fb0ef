"""Answers of Facebook of which a part lacks, failed or is strange: never a wrong post, nor a whole where it is none."""

import json
import time

import pytest
from facebook_answers import SITE, golden, posts, read, read_page
from facebook_stories import (
    CONNECTION,
    ENDS,
    LAST,
    album,
    entries,
    failed,
    film_page,
    lines,
    part,
    story,
    timeline,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.model.gap import GapReason
from archiver.model.merging import together
from archiver.model.reading import Availability
from archiver.platforms.facebook.extract import extract

GONE = '<script type="application/json" data-sjs>{"props":{"title":"This content isn\'t available right now"}}</script>'


FLAWED = {
    "the body breaks off behind what says where it ends": lines(
        timeline(story("111111")), LAST, b'{"label":"s","path":["node"'
    ),
    "an edge that is not there failed": lines(
        timeline(story("111111"), ends=ENDS, errors=[failed("edges", 1)])
    ),
    "a part without its data, and that it failed": lines(
        timeline(story("111111")),
        {"path": [*CONNECTION, "edges", 1], "errors": [failed("edges", 1)]},
        LAST,
    ),
    "a part whose path cannot be read": lines(
        timeline(story("111111")),
        {"path": [*CONNECTION, "edges", 1.0], "data": {"node": story("111112")}},
        LAST,
    ),
    "a part with more edges than are there": lines(
        timeline(story("111111")),
        {"path": CONNECTION, "data": {"edges": [{}, {}], "page_info": ENDS}},
    ),
}


@pytest.mark.parametrize("body", FLAWED.values(), ids=FLAWED)
def test_a_listing_of_which_something_may_be_lacking_says_so(body):
    reading = read(body)
    assert entries(reading) == (["111111"], True)
    assert reading.gaps


def test_on_a_page_one_of_whose_blocks_cannot_be_read_a_listing_may_lack_something():
    call = ["RelayPrefetchedStreamCache", "next", [], ["adp_Q_1", {"__bbox": {"result": {}}}]]
    call[3][1]["__bbox"]["result"] = {"data": timeline(story("111111"), ends=ENDS)["data"]}
    block = '<script type="application/json" data-sjs>{}</script>'
    page = block.format(json.dumps({"require": [call]})) + block.format('{"require":[')
    assert entries(read_page(page, f"{SITE}/brandt.pumpen/")) == (["111111"], True)


def test_parts_in_any_order_make_the_same_listing():
    parts = [part(1, story("111112")), part(2, story("111113")), LAST]
    told = [entries(read(lines(timeline(story("111111")), *order))) for order in (parts, parts[::-1])]
    assert told == [(["111111", "111112", "111113"], False)] * 2


def test_an_own_post_that_is_promoted_is_one_of_the_listing_wherever_its_author_stands():
    promoted = story("111112") | {"sponsored_data": {"ad_id": "1"}}
    authors = promoted.pop("actors")
    promoted["comet_sections"]["content"]["story"]["actors"] = authors
    nobodys = story("111113") | {"th_dat_spo": {"x": 1}}
    del nobodys["actors"]
    anothers = story("999999", owner="555555555") | {"th_dat_spo": {"x": 1}}
    reading = read(timeline(story("111111"), anothers, promoted, nobodys, ends=ENDS))
    assert entries(reading) == (["111111", "111112", None], False)


def test_a_failure_is_that_of_the_edge_it_names_though_an_advertisement_stands_before_it():
    advertisement = story("999999", owner="555555555") | {"th_dat_spo": {"x": 1}}
    broken = story("111112") | {"attachments": None}
    body = timeline(
        advertisement,
        story("111111"),
        broken,
        story("111113"),
        ends=ENDS,
        errors=[failed("edges", 2, "node", "attachments")],
    )
    assert entries(read(body)) == (["111111", None, "111113"], False)


def test_words_that_failed_are_not_none():
    path = ("node", "comet_sections", "content", "story", "message")
    reading = read(timeline(story("111111", words=None), ends=ENDS, errors=[failed("edges", 0, *path)]))
    (seen,) = reading.observations
    assert (seen.caption, seen.whole) == (None, False)
    (seen,) = read(timeline(story("111111", words=None), ends=ENDS)).observations
    assert (seen.caption, seen.whole) == ("", True)


HUNG = {
    "an album without its count": [album(["20001", "20002"], None)],
    "something that is none": [None],
    "of a kind that is not read": [{"styles": {"__typename": "StoryAttachmentPollStyleRenderer"}}],
}


@pytest.mark.parametrize("hung", HUNG.values(), ids=HUNG)
def test_a_post_with_something_that_is_not_known_is_not_whole(hung):
    (seen,) = read(timeline(story("111111", hung=hung), ends=ENDS)).observations
    assert not seen.whole


FILMS = {
    "a post whose address is the film's": (f"{SITE}/b/videos/30001/", f"{SITE}/b/videos/30001/", True),
    "a reel without an address of the post's": (f"{SITE}/reel/30001/", None, True),
    "one of an album, by a film's address within it": (
        f"{SITE}/b/videos/30001/",
        f"{SITE}/b/videos/pcb.111111/30001/",
        False,
    ),
    "one of an album, under a reel's address": (
        f"{SITE}/reel/30001/",
        f"{SITE}/b/posts/pfbid0aaaaaaaaaaaaaaa",
        False,
    ),
    "no address of the post's": (f"{SITE}/b/videos/30001/", None, False),
}


@pytest.mark.parametrize(("address", "own", "whole"), FILMS.values(), ids=FILMS)
def test_a_film_is_all_of_its_post_only_where_that_is_told(address, own, whole):
    assert film_page(address, own).whole is whole


def test_a_form_that_shows_fewer_media_than_another_promises_is_not_whole():
    (listed,) = read(timeline(story("111111", hung=[album(["20001"], 3)]), ends=ENDS)).observations
    for one, other in (
        (listed, film_page(f"{SITE}/reel/30001/")),
        (film_page(f"{SITE}/reel/30001/"), listed),
    ):
        merged = together(one, other)
        assert (merged.whole, merged.promised) == (False, 3)


@pytest.mark.parametrize(
    "shown",
    [
        {"currMedia": {"__typename": "Photo", "id": "20001"}},
        {"video": {"id": "30001", "creation_story": {"id": "x", "post_id": "111111"}}},
        {"node_v2": {"post_id": "111111"}},
    ],
    ids=["a photo", "a film", "a post"],
)
def test_where_something_stands_in_a_form_that_is_not_read_nothing_is_gone(shown):
    call = ["RelayPrefetchedStreamCache", "next", [], ["adp_Q_1", {"__bbox": {"result": {"data": shown}}}]]
    block = f'<script type="application/json" data-sjs>{json.dumps({"require": [call]})}</script>'
    (page,) = read_page(block + GONE, f"{SITE}/111111").pages
    assert page.availability is not Availability.NOT_FOUND
    (page,) = read_page(GONE, f"{SITE}/111111").pages
    assert page.availability is Availability.NOT_FOUND


LARGE = {
    "nested objects": b'{"data":' + b'{"a":' * 950 + b"1" + b"}" * 951,
    "nested lists": b'{"data":' + b"[" * 950 + b"]" * 950 + b"}",
    "the same depth twice": b'{"data":%(deep)s}{"data":%(deep)s,"path":["a"]}'
    % {b"deep": b'{"a":' * 950 + b"1" + b"}" * 950},
    "many listings and many failures": b'{"data":['
    + b",".join([b'{"timeline_list_feed_units":{}}'] * 4_000)
    + b'],"errors":['
    + b",".join([b'{"path":["edges"]}'] * 4_000)
    + b"]}",
    "lists made long by paths": b'{"data":{'
    + b",".join(b'"a%d":[]' % number for number in range(2_000))
    + b"}}"
    + b"".join(b'{"data":1,"path":["a%d",9999]}' % number for number in range(2_000)),
}


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE)
def test_what_is_made_to_be_hard_to_read_is_read_soon(body):
    began = time.process_time()
    read(body)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "page",
    [
        b"<html>userContentWrapper data-utime=<link " + b'rel="canonical" ' * 80_000,
        b"<script>RelayPrefetched "
        + (b'["RelayPrefetchedStreamCache",' + b"1," * 1_000) * 400
        + b"</script>",
    ],
    ids=["a tag that never ends", "calls that never end"],
)
def test_a_page_that_is_made_to_be_hard_to_read_is_read_soon(page):
    began = time.process_time()
    read_page(page)
    assert time.process_time() - began < 10


STORIES = (
    "timeline_in_parts.json",
    "timeline.json",
    "reels_next.json",
    "one_edge_failed.json",
    "post_page.html",
)
often = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@often
@given(st.sampled_from(STORIES), st.data())
def test_a_flipped_byte_and_a_cut_never_make_another_post(name, data):
    """A Story bears its number three times: one that was changed contradicts the others."""
    whole = golden(name)
    body = bytearray(whole.body)
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.just(len(body)) | st.integers(0, len(body)))
    reading = extract([golden(name, bytes(body[:cut]))])
    assert {ref for ref, _ in posts(reading)} <= {ref for ref, _ in posts(extract([whole]))}
    for listing in reading.listings:
        (told,) = (one for one in extract([whole]).listings if one.surface == listing.surface)
        known = [entry for entry in told.entries if entry is not None]
        assert [entry for entry in listing.entries if entry is not None] == [
            entry for entry in known if entry in listing.entries
        ]


@pytest.mark.parametrize("digit", range(6))
def test_a_digit_that_differs_in_one_of_the_places_of_a_number_is_a_mismatch(digit):
    changed = str((int("111111"[digit]) + 1) % 10)
    number = "111111"[:digit] + changed + "111111"[digit + 1 :]
    for crossed in (story("111111") | {"post_id": number}, story("111111") | {"id": story(number)["id"]}):
        reading = read(timeline(crossed, ends=ENDS))
        assert (reading.observations, [gap.reason for gap in reading.gaps]) == ((), [GapReason.ID_MISMATCH])


@often
@given(st.permutations(range(4)), st.sets(st.integers(0, 3)))
def test_documents_in_any_order_some_of_them_lost_give_posts_at_their_places_or_none(order, lost):
    told = ["111111", "111112", "111113"]
    documents = [timeline(story(told[0])), part(1, story(told[1])), part(2, story(told[2])), LAST]
    reading = read(lines(*(documents[place] for place in order if place not in lost)))
    for listing in reading.listings:
        for place, entry in enumerate(listing.entries):
            assert entry is None or entry.key == told[place]
    assert {seen.ref.key for seen in reading.observations} <= set(told)
