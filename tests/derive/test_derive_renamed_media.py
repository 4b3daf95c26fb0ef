"""Media of a page that were renamed: told apart from those that went and those that came."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archiver.derive.alike import Bytes, alike
from archiver.derive.renamed_media import as_before, under_one_name
from archiver.model.media_removal import MediaReading

BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


def state(**media):
    return {
        "caption": "words",
        "media": [{"permanent_id": name, "asset": asset} for name, asset in media.items()],
    }


def names(told):
    return [medium["permanent_id"] for medium in told["media"]]


def same_letter(one, other):
    return one[0] == other[0]


def unknown(_one, _other):
    return None


def readings(*shown):
    return [
        MediaReading(
            BEGAN + timedelta(hours=hour), "logged_out", "logged_out/de", tuple(media), tuple(media.values())
        )
        for hour, media in enumerate(shown)
    ]


def shown_by(told):
    return [reading.media for reading in told]


def test_what_came_in_and_looks_as_what_went_keeps_its_name():
    assert names(as_before(state(old="a1", other="b1"), state(other="b1", new="a2"), same_letter)) == [
        "other",
        "old",
    ]


def test_of_two_that_look_alike_and_stood_side_by_side_one_may_go():
    assert names(as_before(state(one="a1", two="a2"), state(two="a2"), same_letter)) == ["two"]
    told = under_one_name(readings({"one": "a1", "two": "a2"}, {"two": "a2"}), same_letter)
    assert shown_by(told) == [("one", "two"), ("two",)]


def test_one_that_went_stands_for_one_that_came():
    after = state(first="a2", second="a3")
    assert names(as_before(state(old="a1"), after, same_letter)) == ["old", "second"]


def test_what_cannot_be_compared_is_another():
    after = state(new="a2")
    assert as_before(state(old="a1"), after, unknown) is after
    assert shown_by(under_one_name(readings({"old": "a1"}, {"new": "a2"}), unknown)) == [("old",), ("new",)]


def test_one_renamed_again_and_again_is_known_by_its_first_name():
    told = under_one_name(readings({"a": "x1"}, {"b": "x2"}, {"c": "x3"}, {"a": "x1"}), same_letter)
    assert shown_by(told) == [("a",)] * 4


def test_one_that_went_and_came_back_under_another_name_is_the_same():
    told = under_one_name(readings({"a": "x1", "k": "k"}, {"k": "k"}, {"b": "x2", "k": "k"}), same_letter)
    assert shown_by(told) == [("a", "k"), ("k",), ("a", "k")]


def test_media_without_a_look_are_known_by_their_bytes():
    assert alike(Bytes("00"), Bytes("00")) is True
    assert alike(Bytes("00"), Bytes("01")) is None
    assert alike(Bytes("00"), ("likeness/1/full", "0" * 16)) is None


SHOWN = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(("x", "y", "z")), max_size=4), max_size=6
)


@given(SHOWN)
def test_no_reading_gains_or_loses_a_medium(shown):
    told = under_one_name(readings(*shown), same_letter)
    assert [len(reading.media) for reading in told] == [len(media) for media in shown]
    assert [reading.assets for reading in told] == [tuple(media.values()) for media in shown]


@given(SHOWN)
def test_where_nothing_looks_alike_every_name_stays(shown):
    told = under_one_name(readings(*shown), unknown)
    assert shown_by(told) == [tuple(media) for media in shown]
