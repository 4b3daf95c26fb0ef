"""What is said of a picture that went from a post which is still shown: the same rounds as of a post."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.derive.conclude_media import conclude_media, next_reading
from archiver.model.media_removal import MediaReading
from archiver.model.refs import PostRef
from archiver.model.removal import Rule

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
POST = PostRef("instagram", "P")
RULE = Rule(confirm_after=timedelta(hours=1))
OUT, IN = "logged_out", "session:salted"


def at(hours):
    return NOON + timedelta(hours=hours)


def read(hours, media, vantage=IN, lane=None, **more):
    return MediaReading(at(hours), vantage, lane or f"{vantage}/en-US", tuple(media), **more)


def page(hours, media):
    return read(hours, media, may_have_none=True)


CASES = {
    "never with other media": ([read(0, "AB"), read(1, "AB")], {}),
    "gone once": ([read(0, "AB"), read(1, "A")], {"B": ("pending", ["second_visit"])}),
    "gone twice, soon": ([read(0, "AB"), read(1, "A"), read(1.9, "A")], {"B": ("pending", ["second_visit"])}),
    "gone twice, an hour apart": ([read(0, "AB"), read(1, "A"), read(2, "A")], {"B": ("concluded", [])}),
    "told in another order": ([read(2, "A"), read(0, "AB"), read(1, "A")], {"B": ("concluded", [])}),
    "two gone": ([read(0, "ABC"), read(1, "A"), read(2, "A")], {m: ("concluded", []) for m in "BC"}),
    "one gone later than the other": (
        [read(0, "ABC"), read(1, "AB"), read(2, "A")],
        {"C": ("concluded", []), "B": ("pending", ["second_visit"])},
    ),
    "shown again": ([read(0, "AB"), read(1, "A"), read(2, "A"), read(3, "AB")], {}),
    "gone, back, and gone again": (
        [read(0, "AB"), read(1, "A"), read(2, "AB"), read(4, "A")],
        {"B": ("pending", ["second_visit"])},
    ),
    "another order of the same": ([read(0, "AB"), read(1, "BA"), read(2, "BA")], {}),
    "one more": ([read(0, "A"), read(1, "AB"), read(2, "AB")], {}),
    "no media were read": ([read(0, "AB"), read(1, ""), read(3, "")], {}),
    "a page without any now": ([page(0, "A"), page(1, ""), page(3, "")], {"A": ("concluded", [])}),
    "a page that had none and has one": ([page(0, ""), page(1, "A"), page(3, "A")], {}),
    "a medium without its id": ([read(0, "AB"), read(1, ["A", ""]), read(3, ["A", ""])], {}),
    "the other vantage shows it later": (
        [read(0, "AB"), read(0, "AB", OUT), read(1, "A"), read(2, "A"), read(2, "AB", OUT)],
        {"B": ("contradicted", [])},
    ),
    "the other vantage showed it before, and was not asked since": (
        [read(0, "AB"), read(0, "AB", OUT), read(1, "A"), read(2, "A")],
        {"B": ("pending", ["other_vantage"])},
    ),
    "the other vantage was shown an older copy once more, and lacks it too since": (
        [
            *(read(hours, "AB", who) for hours in (0,) for who in (IN, OUT)),
            read(1, "A"),
            read(1.1, "AB", OUT),
            read(2, "A"),
            read(2, "A", OUT),
            read(3.5, "A"),
            read(3.5, "A", OUT),
        ],
        {"B": ("concluded", [])},
    ),
    "the other vantage was shown an older copy once more, and lacks it too once": (
        [
            read(0, "AB"),
            read(0, "AB", OUT),
            read(1, "A"),
            read(2, "AB", OUT),
            read(2.5, "A", OUT),
            read(2.6, "A"),
        ],
        {"B": ("pending", ["second_visit"])},
    ),
    "the other vantage lacks it too": (
        [read(0, "AB"), read(0, "AB", OUT), read(1, "A"), read(1, "A", OUT), read(2, "A")],
        {"B": ("concluded", [])},
    ),
    "the other vantage never showed it": (
        [read(0, "AB"), read(0, "A", OUT), read(1, "A"), read(2, "A")],
        {"B": ("concluded", [])},
    ),
    "in another language nothing is compared": (
        [read(0, "AB"), read(1, "A", IN, "session/de-DE"), read(3, "A", IN, "session/de-DE")],
        {},
    ),
}


@pytest.mark.parametrize(("readings", "expected"), CASES.values(), ids=CASES)
def test_a_medium_that_is_not_shown(readings, expected):
    found = conclude_media(POST, readings, [IN, OUT], RULE)
    assert {
        each.medium: (each.state.value, [want.value for want in each.wanting]) for each in found
    } == expected


def test_a_vantage_that_is_no_longer_at_hand_is_not_waited_for():
    readings, _ = CASES["the other vantage showed it before, and was not asked since"]
    (found,) = conclude_media(POST, readings, [IN], RULE)
    assert (found.state.value, found.looked) == ("concluded", (IN,))
    assert (found.last_shown, found.first_not_shown, found.last_checked) == (at(0), at(1), at(2))


def test_a_vantage_that_may_have_read_the_same_in_between_is_waited_for():
    shown, *later = CASES["gone twice, an hour apart"][0]
    (found,) = conclude_media(POST, [replace(shown, others=frozenset([OUT])), *later], [IN, OUT], RULE)
    assert [want.value for want in found.wanting] == ["other_vantage"]


def test_it_is_not_said_to_have_gone_before_the_look_ended_that_lacked_it_first():
    shown, lacking, later = CASES["gone twice, an hour apart"][0]
    (found,) = conclude_media(POST, [shown, replace(lacking, until=at(1.5)), later], [IN], RULE)
    assert (found.last_shown, found.first_not_shown) == (at(0), at(1.5))


CONTRADICTED_DUE = {
    "never": ([], None),
    "at once": ([1], 25),
    "after a day": ([1, 25], 1 + 3 * 24),
    "after a month": ([1, 1 + 30 * 24], 1 + 60 * 24),
}


@pytest.mark.parametrize(("asked", "expected"), CONTRADICTED_DUE.values(), ids=CONTRADICTED_DUE)
def test_what_is_contradicted_is_read_again_ever_more_seldom(asked, expected):
    removals = conclude_media(POST, CASES["the other vantage shows it later"][0], [IN], RULE)
    found = next_reading(removals, [at(hours) for hours in asked], RULE)
    assert found == (None if expected is None else at(expected))


READINGS = st.lists(
    st.builds(
        read, st.floats(0, 9), st.lists(st.sampled_from("ABC"), unique=True), st.sampled_from([IN, OUT])
    ),
    max_size=9,
)


@given(READINGS)
def test_nothing_is_concluded_of_what_anybody_was_shown_since_or_read_without_once_only(readings):
    for found in conclude_media(POST, readings, [IN, OUT], RULE):
        if found.state.value != "concluded":
            continue
        assert found.last_shown <= found.first_not_shown
        without = [
            one
            for one in readings
            if one.at >= found.first_not_shown and one.media and found.medium not in one.media
        ]
        assert max(one.at for one in without) - min(one.at for one in without) >= RULE.confirm_after
        assert not any(found.medium in one.media for one in readings if one.at >= found.first_not_shown)


DUE = {
    "not asked since it went": ([], None),
    "asked before it went alone": ([0.5], None),
    "asked at once": ([1], 2),
    "asked once more, without an answer": ([1, 3], 4),
}


@pytest.mark.parametrize(("asked", "expected"), DUE.values(), ids=DUE)
def test_when_the_post_is_read_again(asked, expected):
    removals = conclude_media(POST, CASES["gone once"][0], [IN], RULE)
    found = next_reading(removals, [at(hours) for hours in asked], RULE)
    assert found == (None if expected is None else at(expected))
