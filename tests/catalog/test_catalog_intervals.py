"""Interval-shaped: a changed state begins a row, an unchanged one only extends the row it has."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from catalog_building import (
    FOLDER,
    ROWS,
    SITE,
    TARGET,
    Answer,
    Showing,
    captioned,
    company,
    new_house,
    small_picture,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.catalog.indexing import Indexable
from archiver.derive.snapshot import Snapshot
from archiver.model.capture import Capture, CaptureId, CaptureKind, Outcome, Reach
from archiver.model.digest import Digest
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Candidate, Count, Medium, MediumKind, Observation
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.simulator.instagram.signing import Signer

PLAIN = company()
POST = PLAIN.posts[0]
GERMAN = Vantage(locale="de-DE")


def signed(shown, seed):
    return Showing(shown, Signer(seed, 1_795_000_000))


def captions(house, post=POST):
    return [json.loads(row["fields"])["caption"] for row in house.versions(post)]


def spans(house, post=POST):
    return [(row["first_capture"], row["last_capture"]) for row in house.versions(post)]


def test_one_look_gives_each_post_a_version_and_each_picture_a_payload(house):
    house.seen(Showing(PLAIN).all())
    assert house.rows(*ROWS) == {
        "versions": 2,
        "posts": 2,
        "media": 2,
        "accounts": 1,
        "payloads": 5,
        "pictures": 2,
    }
    (version,) = house.versions(POST)
    fields = json.loads(version["fields"])
    assert fields["caption"] == POST.caption
    assert fields["published_at"] == "2026-11-09T07:41:13.000000Z"
    assert fields["location"] == [str(POST.location.pk), POST.location.name]
    assert fields["tagged"] == [person.username for person in POST.media[0].tagged]
    assert version["whole"]


def test_an_unchanged_look_adds_no_row_and_extends_every_interval(house):
    first = house.seen(signed(PLAIN, "one").all())
    before = house.rows("versions", "posts", "media", "accounts", "pictures")
    second = house.seen(signed(PLAIN, "two").all())
    assert house.rows(*before) == before
    assert spans(house) == [(str(first), str(second))]
    (row,) = house.archive.catalog.post(PostRef("instagram", POST.code)).rows
    assert (row["first_capture"], row["last_capture"]) == (str(first), str(second))


def test_an_unchanged_picture_is_stored_once_and_named_by_its_first_capture(house):
    first = house.seen(signed(PLAIN, "one").all())
    payloads = house.rows("payloads")["payloads"]
    house.seen(signed(PLAIN, "one").all())
    assert house.rows("payloads")["payloads"] == payloads
    held = house.archive.held(Digest.of(small_picture(POST)), FOLDER)
    assert held.capture == str(first)


def test_a_record_that_only_points_at_a_payload_is_named_for_none(house, tmp_path):
    house.seen(signed(PLAIN, "one").all())
    second = house.look(signed(PLAIN, "one").all())
    alone = house.with_index(tmp_path / "alone.sqlite")
    alone.index(second)
    assert alone.rows("payloads", "media") == {"payloads": 0, "media": 2}
    alone.archive.close()


def test_a_changed_caption_begins_a_row_and_ends_none(house):
    first = house.seen(Showing(PLAIN).all())
    second = house.seen(Showing(captioned(PLAIN, "Other words")).all())
    assert captions(house) == [POST.caption, "Other words"]
    assert spans(house) == [(str(first), str(first)), (str(second), str(second))]
    assert spans(house, PLAIN.posts[1]) == [(str(first), str(second))]


@pytest.mark.parametrize("other", ["", None, POST.caption + " ", POST.caption.replace("ä", "a\u0308")])
def test_captions_differ_by_exact_code_points_and_none_is_none(house, other):
    house.seen(Showing(PLAIN).all())
    house.seen(Showing(captioned(PLAIN, other)).all())
    assert captions(house) == [POST.caption, other or ""]


def test_a_state_that_comes_back_is_a_third_row(house):
    looks = [house.seen(Showing(shown).all()) for shown in (PLAIN, captioned(PLAIN, "B"), PLAIN)]
    assert captions(house) == [POST.caption, "B", POST.caption]
    assert spans(house) == [(str(look), str(look)) for look in looks]


def test_an_abridged_answer_after_a_whole_one_begins_no_row_and_takes_nothing_away(house):
    first = house.seen(Showing(PLAIN).all())
    second = house.seen([Showing(PLAIN).profile()])
    (version,) = house.versions(POST)
    assert (version["first_capture"], version["last_capture"]) == (str(first), str(second))
    assert version["whole"]
    assert json.loads(version["fields"])["location"] is not None


def test_a_whole_answer_after_an_abridged_one_begins_a_row(house):
    house.seen([Showing(PLAIN).profile()])
    (abridged,) = house.versions(POST)
    house.seen(Showing(PLAIN).all())
    before, after = house.versions(POST)
    assert before["fields"] == abridged["fields"]
    assert (before["whole"], after["whole"]) == (False, True)
    assert json.loads(before["fields"])["published_at"] is None
    assert json.loads(after["fields"])["published_at"] is not None


def test_what_an_abridged_answer_shows_is_compared_and_the_rest_stays_as_it_was_known(house):
    first = house.seen(Showing(PLAIN).all())
    second = house.seen([Showing(captioned(PLAIN, "Edited")).profile()])
    assert spans(house) == [(str(first), str(first)), (str(second), str(second))]
    before, after = (json.loads(row["fields"]) for row in house.versions(POST))
    assert after == before | {"caption": "Edited"}
    assert house.versions(POST)[1]["whole"]


def test_lanes_do_not_touch_each_other(house):
    one = house.seen(Showing(PLAIN).all())
    translated = Showing(captioned(PLAIN, "Übersetzt"), language="de-DE")
    other = house.seen(translated.all(), vantage=GERMAN)
    last = house.seen(Showing(PLAIN).all())
    found = {(row["lane"], json.loads(row["fields"])["caption"]): row for row in house.versions(POST)}
    assert set(found) == {("logged_out/en-US", POST.caption), ("logged_out/de-DE", "Übersetzt")}
    assert found["logged_out/en-US", POST.caption]["last_capture"] == str(last)
    assert found["logged_out/de-DE", "Übersetzt"]["last_capture"] == str(other)
    assert found["logged_out/en-US", POST.caption]["first_capture"] == str(one)


def test_what_one_lane_knows_whole_the_other_does_not(house):
    house.seen(Showing(PLAIN).all())
    ref, knows = PostRef("instagram", POST.code), house.archive.catalog.knows_whole
    assert knows(ref, TARGET, Vantage().lane, FOLDER)
    assert not knows(ref, TARGET, GERMAN.lane, FOLDER)
    assert not knows(ref, TargetRef("instagram", "other"), Vantage().lane, FOLDER)


def test_a_post_is_known_whole_only_when_its_media_were_received(house):
    showing = Showing(PLAIN)
    house.seen([showing.profile(), *map(showing.page, PLAIN.posts)])
    ref, lane = PostRef("instagram", POST.code), Vantage().lane
    assert not house.archive.catalog.knows_whole(ref, TARGET, lane, FOLDER)
    house.seen([showing.profile(), showing.page(POST), showing.medium(POST)])
    assert house.archive.catalog.knows_whole(ref, TARGET, lane, FOLDER)


def test_likes_are_no_part_of_a_version_and_the_last_seen_stand_with_the_post(house):
    house.seen(Showing(PLAIN).all())
    liked = replace(PLAIN, posts=(replace(POST, likes=7_777), *PLAIN.posts[1:]))
    house.seen(Showing(liked).all())
    house.seen([Showing(liked).profile()])
    assert len(house.versions(POST)) == 1
    (row,) = house.archive.catalog.post(PostRef("instagram", POST.code)).rows
    assert json.loads(row["counts"])["likes"] == [7_777, True]


def test_an_account_has_intervals_too_and_neither_followers_nor_posts_get_any_by_it(house):
    for shown, rows in (
        (PLAIN, 1),
        (replace(PLAIN, followers=1), 1),
        (replace(PLAIN, biography="Other"), 2),
        (PLAIN, 3),
    ):
        house.seen([Showing(shown).profile()])
        assert house.rows("accounts", "versions") == {"accounts": rows, "versions": len(PLAIN.posts)}


def test_a_post_gone_from_a_listing_keeps_its_interval_where_it_was(house):
    first = house.seen(Showing(PLAIN).all())
    second = house.seen(Showing(replace(PLAIN, posts=PLAIN.posts[1:])).all())
    assert spans(house) == [(str(first), str(first))]
    assert spans(house, PLAIN.posts[1]) == [(str(first), str(second))]
    assert house.archive.catalog.known_posts(TARGET) == {post.code for post in PLAIN.posts}


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"{"])
def test_a_look_that_showed_nothing_adds_itself_and_nothing_else(house, body):
    house.seen(Showing(PLAIN).all())
    before = house.rows("versions", "posts", "media", "accounts")
    empty = house.seen([Answer(f"{SITE}/{PLAIN.handle}/", body)], outcome=Outcome.BLOCKED)
    assert house.rows(*before) == before
    assert house.archive.catalog.latest_capture(TARGET)["capture"] == str(empty)
    assert house.archive.catalog.latest_capture(TARGET)["outcome"] == "blocked"


def test_a_post_captured_alone_stands_under_its_owner(house):
    ref = PostRef("instagram", POST.code)
    showing = Showing(PLAIN)
    house.seen([showing.page(POST), showing.medium(POST)], kind=CaptureKind.POST, post=ref)
    assert house.rows("posts", "versions", "media", "accounts") == {
        "posts": 1,
        "versions": 1,
        "media": 1,
        "accounts": 0,
    }
    assert house.archive.catalog.keys_named(POST.code) == [ref]


def test_gaps_of_the_visit_stay_and_those_of_extraction_are_found_anew(house):
    met = Gap(GapReason.NOT_RECEIVED, f"instagram:{POST.code}", "HTTP 500", "urn:uuid:1")
    found_then = Gap(GapReason.UNKNOWN_SHAPE, "a post", "by an older reader", "urn:uuid:2")
    house.seen(Showing(PLAIN).all(), gaps=(met, found_then))
    assert house.rows("gaps") == {"gaps": 1}
    (row,) = house.archive.catalog.post(PostRef("instagram", POST.code)).gaps
    assert (row["reason"], row["detail"], row["record"]) == ("not_received", "HTTP 500", "urn:uuid:1")


def test_a_picture_that_is_none_is_a_gap_and_a_payload_all_the_same(house):
    showing = Showing(PLAIN)
    house.seen([showing.profile(), showing.page(POST), showing.medium(POST, b"no picture" * 100)])
    assert house.rows("pictures", "media", "gaps") == {"pictures": 0, "media": 1, "gaps": 1}


def test_an_answer_that_is_no_success_is_never_a_posts_medium(house):
    showing = Showing(PLAIN)
    refused = replace(showing.medium(POST), status=404)
    house.seen([showing.profile(), showing.page(POST), refused])
    assert house.rows("media", "pictures") == {"media": 0, "pictures": 0}


looks = st.lists(
    st.tuples(st.sampled_from(["A", "B"]), st.booleans(), st.sampled_from([Vantage(), GERMAN])),
    min_size=3,
    max_size=5,
)


def expected_rows(taken):
    """How many rows a slow reading of the rule gives one post."""
    known, rows = {}, 0
    for caption, whole, vantage in taken:
        before = known.get(vantage.lane)
        rows += before is None or caption != before[0] or (whole and not before[1])
        known[vantage.lane] = (caption, whole or (before is not None and before[1]))
    return rows


@settings(deadline=None, max_examples=7)
@given(looks)
def test_any_run_of_looks_gives_as_many_rows_as_there_were_changes(tmp_path_factory, taken):
    house = new_house(tmp_path_factory.mktemp("looks"))
    for caption, whole, vantage in taken:
        showing = Showing(captioned(PLAIN, caption))
        house.seen(showing.all() if whole else [showing.profile()], vantage=vantage)
    assert len(house.versions(POST)) == expected_rows(taken)
    house.archive.close()


def seen_once(number, *, whole):
    """A capture that showed one post, with no page behind it."""
    at = datetime(2026, 11, 24, number, tzinfo=UTC)
    capture = Capture(
        id=CaptureId("instagram", "acme", f"20261124T{number:02}0000Z-00000000"),
        target=TargetRef("instagram", "acme"),
        kind=CaptureKind.CRAWL,
        post=None,
        vantage=Vantage(),
        started_at=at,
        ended_at=at,
        outcome=Outcome.COMPLETE,
        reason="",
        reach=Reach(),
        gaps=(),
        bytes_fetched=0,
        seal=Digest.of(b""),
    )
    medium = Medium("1_n.jpg", MediumKind.IMAGE, (Candidate("https://x.example/1_n.jpg", None, None),))
    post = Observation(
        ref=PostRef("instagram", "Dabc"),
        permanent_id="1",
        owner_id="2",
        owner_name="acme",
        kind="image",
        product="feed",
        published_at=at.replace(hour=0),
        caption="words",
        alt=None,
        location=None,
        tagged=(),
        coauthors=(),
        media=(medium,),
        counts=(("likes", Count(number)),),
        whole=whole,
        record=f"urn:uuid:{number}",
    )
    return Indexable(
        Snapshot(capture, capture.vantage.lane, None, (post,), 1, 1), "instagram/1", (), (), (), ()
    )


def test_a_whole_sighting_of_fields_known_from_an_abridged_one_makes_the_post_whole(house):
    house.archive.catalog.index(seen_once(1, whole=False))
    house.archive.catalog.index(seen_once(2, whole=True))
    found = house.archive.catalog.post(PostRef("instagram", "Dabc"))
    assert found.versions[-1]["whole"]
