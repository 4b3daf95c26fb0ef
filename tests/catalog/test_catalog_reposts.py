"""Which posts came after one was last shown, and how the media of either look, as the index tells it."""

from dataclasses import replace
from datetime import UTC, datetime

from listed_building import TARGET, post, ref, seen

from archiver.derive.alike import Bytes
from archiver.derive.likeness import Likeness

LOOK = Likeness(8, 8, "0" * 16, "0" * 16, "full")


def day(number):
    return datetime(2026, 11, number, tzinfo=UTC)


def later(catalog, key="A"):
    return [each.key for each in catalog.reposts.later(TARGET, [ref(key)])[ref(key)]]


def test_what_came_after_a_post_was_last_shown_is_later(catalog):
    catalog.index(seen(1, post("A"), post("B")))
    catalog.index(seen(2, post("B"), post("C", published_at=None)))
    assert later(catalog) == ["C"]
    assert later(catalog, "B") == []


def test_what_came_while_it_was_still_shown_is_not(catalog):
    catalog.index(seen(1, post("A")))
    catalog.index(seen(2, post("A"), post("B")))
    assert later(catalog) == []


def test_what_was_published_before_it_and_met_later_is_not(catalog):
    catalog.index(seen(1, post("A", published_at=day(9))))
    catalog.index(seen(2, post("B", published_at=day(8)), post("C", published_at=day(10))))
    assert later(catalog) == ["C"]


def test_a_post_that_was_never_met_has_none_later(catalog):
    catalog.index(seen(1, post("B")))
    assert later(catalog) == []


def test_media_are_told_by_their_hash_where_there_is_one_and_by_their_bytes_else(catalog):
    shown = seen(1, post("A", "a.jpg", "b.svg"), media={"a.jpg": "1" * 64, "b.svg": "2" * 64})
    catalog.index(replace(shown, pictures=(("1" * 64, LOOK),)))
    looks = catalog.reposts.looks("instagram", [ref("A"), ref("B")])
    assert {post: set(each) for post, each in looks.items()} == {
        ref("A"): {("likeness/1/full", "0" * 16), Bytes("2" * 64)}
    }
