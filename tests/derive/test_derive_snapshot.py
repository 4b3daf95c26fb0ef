"""What one capture says of its target: each post once, and nobody else's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.derive.snapshot import snapshot, together
from archiver.model.account import Account
from archiver.model.capture import Capture, CaptureId, CaptureKind, Outcome, Reach
from archiver.model.digest import Digest
from archiver.model.post import Candidate, Count, Medium, MediumKind, Observation
from archiver.model.reading import ListingPage, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OURS, THEIRS = "990000111222", "990000333444"


def ref(code):
    return PostRef("instagram", code)


def medium(name):
    return Medium(name, MediumKind.IMAGE, (Candidate(f"https://x.fbcdn.net/{name}", 1080, 1350),))


def whole(code="AAAAA", **fields):
    """A post as its own page shows it."""
    shown = Observation(
        ref=ref(code),
        permanent_id="1",
        owner_id=OURS,
        owner_name="brandt.pumpen",
        kind="image",
        product="feed",
        published_at=AT,
        caption="all the words",
        alt="a pump",
        location=("1", "Werk Nord"),
        tagged=("lotte.dreht",),
        coauthors=(THEIRS,),
        media=(medium("large.jpg"),),
        counts=(("comments", Count(4)), ("likes", Count(120))),
        whole=True,
        record="urn:whole",
    )
    return replace(shown, **fields)


def partial(code="AAAAA", **fields):
    """The same post as its profile lists it: cut words, small picture, no time, but one count more."""
    shown = replace(
        whole(code),
        published_at=None,
        caption="all the",
        alt=None,
        location=None,
        tagged=(),
        coauthors=(),
        media=(medium("small.jpg"),),
        counts=(("likes", Count(100, exact=False)), ("plays", Count(7))),
        whole=False,
        record="urn:partial",
    )
    return replace(shown, **fields)


def capture(kind=CaptureKind.CRAWL, post=None, name="brandt.pumpen"):
    return Capture(
        id=CaptureId("instagram", name, "20261124T030000Z-00000000"),
        target=TargetRef("instagram", name),
        kind=kind,
        post=post,
        vantage=Vantage(),
        started_at=AT,
        ended_at=AT + timedelta(minutes=2),
        outcome=Outcome.COMPLETE,
        reason="",
        reach=Reach(),
        gaps=(),
        bytes_fetched=0,
        seal=Digest.of(b""),
    )


def account(account_id=OURS, handle="brandt.pumpen"):
    return Account(
        platform="instagram",
        account_id=account_id,
        handle=handle,
        name=None,
        biography=None,
        links=(),
        private=False,
        verified=False,
        posts=None,
        followers=None,
        record="urn:a",
    )


def listing(*codes, owner=OURS):
    return ListingPage(
        "grid", owner, tuple(code and ref(code) for code in codes), "", "", more=False, record="urn:l"
    )


TARGET = account()


def reading(*observations, listings=(), accounts=(TARGET,)):
    return Reading(
        accounts=tuple(accounts),
        listings=tuple(listings),
        observations=tuple(observations),
        seen=9,
        understood=8,
    )


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
    lacking = whole(owner_name="", product="", published_at=None, caption=None, alt=None, media=())
    filling = partial(published_at=AT, alt="from the grid")
    merged = together(lacking, filling) if first is whole else together(filling, lacking)
    assert (merged.owner_name, merged.product) == ("brandt.pumpen", "feed")
    assert (merged.published_at, merged.caption, merged.alt) == (AT, "all the", "from the grid")
    assert [each.asset for each in merged.media] == ["small.jpg"]
    assert merged.whole
    assert merged.record == "urn:whole"


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
