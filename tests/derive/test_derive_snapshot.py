"""What one capture says of its target: each post once, and nobody else's."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sightings import (
    AT,
    OURS,
    THEIRS,
    account,
    capture,
    listing,
    medium,
    partial,
    reading,
    ref,
    whole,
)

from archiver.derive.snapshot import sight, snapshot
from archiver.model.capture import CaptureKind
from archiver.model.coverage import Break
from archiver.model.merging import together
from archiver.model.post import Count
from archiver.model.refs import TargetRef
from archiver.model.vantage import Vantage


def codes(made):
    return [post.ref.key for post in made.posts]


@pytest.mark.parametrize("first", [whole, partial])
def test_a_partial_never_overwrites_what_a_whole_one_shows_in_either_order(first):
    second = partial if first is whole else whole
    merged = together(first(), second())
    assert replace(merged, counts=()) == replace(whole(), counts=())
    assert dict(merged.counts) == {"comments": Count(4), "likes": Count(120), "plays": Count(7)}


@pytest.mark.parametrize("first", [whole, partial])
def test_a_partial_fills_what_a_whole_one_does_not_show_in_either_order(first):
    lacking = whole(owner_name="", product="", published_at=None, caption=None, alt=None)
    filling = partial(published_at=AT, alt="from the grid")
    merged = together(lacking, filling) if first is whole else together(filling, lacking)
    assert (merged.owner_name, merged.product) == ("brandt.pumpen", "feed")
    assert (merged.published_at, merged.caption, merged.alt) == (AT, "all the", "from the grid")
    assert merged.whole
    assert merged.record == "urn:whole"


@pytest.mark.parametrize("first", [whole, partial])
def test_a_whole_one_without_media_takes_none_from_a_partial_in_either_order(first):
    text = whole(media=())
    merged = together(text, partial()) if first is whole else together(partial(), text)
    assert (merged.whole, merged.media) == (True, ())


@pytest.mark.parametrize("first", [whole, partial])
def test_no_caption_shown_as_none_stays_none_beside_older_words(first):
    bare, worded = whole(caption="", alt=""), partial(caption="words", alt="words")
    merged = together(bare, worded) if first is whole else together(worded, bare)
    assert (merged.caption, merged.alt) == ("", "")


@pytest.mark.parametrize("form", [whole, partial])
def test_of_two_equally_full_ones_the_later_leads(form):
    earlier, later = form(caption="earlier", record="urn:1"), form(caption="later", record="urn:2")
    merged = together(earlier, later)
    assert (merged.caption, merged.record, merged.whole) == ("later", "urn:2", form is whole)


@given(st.permutations([whole(), partial(caption=None), partial(caption="cut"), partial(media=())]))
@settings(max_examples=24, deadline=None)
def test_the_order_of_looks_does_not_change_what_the_whole_one_says(order):
    (post,) = snapshot(capture(), reading(*order)).posts
    assert replace(post, counts=()) == replace(whole(), counts=())


@pytest.mark.parametrize("name", ["location", "tagged", "coauthors"])
def test_what_only_the_first_of_two_abridged_ones_shows_is_not_lost(name):
    shown = getattr(whole(), name)
    assert getattr(together(partial(**{name: shown}), partial()), name) == shown


def test_of_two_abridged_ones_the_media_are_those_of_the_one_that_shows_more():
    fuller, preview = partial(media=(medium("1.jpg"), medium("2.jpg"))), partial(media=(medium("1.jpg"),))
    assert together(preview, fuller).media == fuller.media
    assert together(fuller, preview).media == fuller.media


def test_a_post_of_another_account_is_set_aside():
    made = snapshot(capture(), reading(whole("OURS1"), whole("OTHER", owner_id=THEIRS)))
    assert codes(made) == ["OURS1"]


def test_a_post_of_another_account_that_the_target_lists_is_kept():
    made = snapshot(
        capture(),
        reading(whole("JOINT", owner_id=THEIRS), whole("OURS1"), listings=[listing("JOINT", "OURS1")]),
    )
    assert codes(made) == ["JOINT", "OURS1"]
    assert made.posts[0].owner_id == THEIRS


def test_a_listing_of_another_account_makes_nothing_the_targets():
    made = snapshot(
        capture(),
        reading(
            whole("OTHER", owner_id=THEIRS),
            listings=[listing("OTHER", owner=THEIRS), listing("OTHER", owner="")],
        ),
    )
    assert codes(made) == []


def test_an_account_of_the_same_owner_name_but_another_number_is_another():
    made = snapshot(capture(), reading(whole("OTHER", owner_id=THEIRS, owner_name="brandt.pumpen")))
    assert codes(made) == []


def test_posts_stand_in_the_order_of_the_listing_and_unlisted_ones_behind():
    made = snapshot(
        capture(),
        reading(
            *(partial(code) for code in ("LOOSE", "THIRD", "FIRST", "SECON")),
            listings=[listing("FIRST", None, "SECON"), listing("SECON", "THIRD")],
        ),
    )
    assert codes(made) == ["FIRST", "SECON", "THIRD", "LOOSE"]


def test_each_post_is_there_once():
    made = snapshot(capture(), reading(partial("AAAAA"), whole("BBBBB"), whole("AAAAA"), partial("BBBBB")))
    assert codes(made) == ["AAAAA", "BBBBB"]
    assert all(post.whole for post in made.posts)


def test_the_account_is_found_by_its_handle_in_any_case():
    made = snapshot(
        capture(name="brandt.pumpen"),
        reading(whole(), accounts=[account(THEIRS, "kolben_partner"), account(OURS, "Brandt.Pumpen")]),
    )
    assert made.account.account_id == OURS
    assert codes(made) == ["AAAAA"]


def test_without_the_account_nothing_is_taken_for_its_own():
    made = snapshot(capture(), reading(whole(), listings=[listing("AAAAA")], accounts=[]))
    assert (made.account, made.posts) == (None, ())


def test_the_capture_of_one_post_keeps_only_this_post():
    made = snapshot(
        capture(CaptureKind.POST, ref("AAAAA")),
        reading(whole("AAAAA"), whole("BBBBB"), listings=[listing("BBBBB", "AAAAA")]),
    )
    assert codes(made) == ["AAAAA"]


def test_the_capture_of_one_post_needs_no_account():
    made = snapshot(
        capture(CaptureKind.POST, ref("AAAAA")), reading(whole("AAAAA", owner_id=THEIRS), accounts=[])
    )
    assert codes(made) == ["AAAAA"]


def test_how_much_was_understood_is_handed_on():
    made = snapshot(capture(), reading(whole()))
    assert (made.seen, made.understood) == (9, 8)


def seen_from(*observations, only=None, **more):
    return sight(
        TargetRef("instagram", "brandt.pumpen"),
        Vantage("session", "salted"),
        reading(*observations, **more),
        only,
    )


def test_each_surface_that_was_listed_has_a_coverage_in_the_order_they_were_read():
    made = seen_from(
        *(whole(code) for code in ("FIRST", "CLIPS")),
        listings=[listing("FIRST", "CLIPS"), listing("CLIPS", surface="reels")],
    )
    assert [(each.surface, [entry.ref.key for entry in each.entries]) for each in made.coverages] == [
        ("grid", ["FIRST", "CLIPS"]),
        ("reels", ["CLIPS"]),
    ]
    assert {each.lane for each in made.coverages} == {"session/en-US"}


def test_a_coverage_is_in_the_lane_of_the_capture():
    made = snapshot(capture(), reading(whole("FIRST"), listings=[listing("FIRST")]))
    (covered,) = made.coverages
    assert covered.lane == capture().vantage.lane
    assert covered.broken is None


def test_a_surface_that_only_another_account_listed_has_none():
    made = seen_from(
        whole("FIRST"),
        whole("OTHER", owner_id=THEIRS),
        listings=[listing("FIRST"), listing("OTHER", owner=THEIRS, surface="reels")],
    )
    assert [each.surface for each in made.coverages] == ["grid"]


def test_without_the_account_nothing_is_covered():
    assert seen_from(whole(), listings=[listing("AAAAA")], accounts=[]).coverages == ()


def test_an_account_that_was_not_listed_covers_nothing():
    assert seen_from(whole()).coverages == ()


def test_a_coverage_takes_times_and_owners_from_whatever_answer_shows_them():
    made = seen_from(
        partial("JOINT", owner_id=THEIRS),
        whole("JOINT", owner_id=THEIRS, coauthors=(OURS,)),
        listings=[listing("JOINT", owner="", owner_name="Brandt.Pumpen")],
    )
    (covered,) = made.coverages
    assert [(entry.ref.key, entry.published_at) for entry in covered.entries] == [("JOINT", AT)]
    assert covered.broken is None


def test_one_post_s_edge_that_was_not_understood_stands_in_the_coverage_as_a_break():
    (covered,) = seen_from(
        whole("FIRST"), whole("THIRD"), listings=[listing("FIRST", None, "THIRD")]
    ).coverages
    assert ([entry.ref.key for entry in covered.entries], covered.broken) == (["FIRST"], Break.EDGE)


def test_a_sight_of_one_post_alone_holds_that_post_and_covers_nothing():
    made = seen_from(
        whole("AAAAA"),
        whole("BBBBB"),
        listings=[listing("BBBBB", "AAAAA")],
        only=ref("AAAAA"),
    )
    assert (codes(made), made.coverages) == (["AAAAA"], ())
    assert made.account is not None


def test_a_sight_of_one_post_alone_needs_neither_account_nor_listing():
    made = seen_from(whole("AAAAA", owner_id=THEIRS), accounts=[], only=ref("AAAAA"))
    assert (codes(made), made.account, made.coverages) == (["AAAAA"], None, ())


def test_a_sight_of_a_post_that_no_answer_shows_is_empty():
    assert seen_from(whole("BBBBB"), listings=[listing("AAAAA")], only=ref("AAAAA")).posts == ()


def test_pins_seen_in_either_answer_are_kept():
    merged = together(whole(pinned_on=("grid",)), partial(pinned_on=("reels",)))
    assert merged.pinned_on == ("grid", "reels")
