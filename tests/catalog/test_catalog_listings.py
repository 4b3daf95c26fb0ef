"""Listings as intervals: what is as it was adds no row; another order, pin, count or break begins one."""

import itertools
import json
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from catalog_building import FOLDER, TARGET, Showing, company, dump, new_house
from fakes import Silent
from hypothesis import given, settings
from hypothesis import strategies as st
from listed_building import LANE, listed, look, post, seen

from archiver.catalog.fields import order
from archiver.model.coverage import Break
from archiver.model.refs import PostRef
from archiver.model.vantage import Vantage
from archiver.operations import rebuild

PLAIN = company(3)
A, B, C = (each.code for each in PLAIN.posts)


def rows(catalog, surface="grid"):
    """Give each interval of a listing as its first and last look and its state, in their order."""
    found = [row for row in dump(catalog.path)["listings"] if row[3] == surface]
    return [(row[4][-2:], row[5][-2:], json.loads(row[6])) for row in sorted(found, key=lambda row: row[4])]


def spans(catalog, surface="grid"):
    return [(first, last) for first, last, _ in rows(catalog, surface)]


def test_a_listing_is_kept_as_its_order_its_pins_its_end_and_its_count(catalog):
    catalog.index(look(1, listed("CAB", pinned="C", claimed=3)))
    assert rows(catalog) == [
        (
            "01",
            "01",
            {"listed": 3, "order": order(["C", "A", "B"]), "pinned": ["C"], "broken": None, "claimed": 3},
        )
    ]
    (row,) = dump(catalog.path)["listings"]
    assert row[:4] == ("instagram", str(TARGET), LANE, "grid")


def test_an_unchanged_listing_adds_no_row_and_extends_the_one_there_is(catalog):
    for number in range(1, 6):
        catalog.index(look(number, listed("ABC", claimed=3), listed("B", surface="reels")))
    assert (spans(catalog), spans(catalog, "reels")) == ([("01", "05")], [("01", "05")])


CHANGES = {
    "another order": listed("ACB"),
    "one fewer": listed("AB"),
    "one more": listed("ABCD"),
    "none": listed(""),
    "one that is pinned": listed("ABC", pinned="A"),
    "a count": listed("ABC", claimed=3),
    "a break": listed("ABC", broken=Break.UNFINISHED),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_a_listing_that_changed_begins_a_row_and_ends_none(catalog, changed):
    for number, shown in enumerate((listed("ABC"), listed("ABC"), changed, changed, listed("ABC")), start=1):
        catalog.index(look(number, shown))
    assert spans(catalog) == [("01", "02"), ("03", "04"), ("05", "05")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (listed("ABC", claimed=3), listed("ABC", claimed=4)),
        (listed("ABC", pinned="A"), listed("ABC", pinned="B")),
        (listed("ABC", broken=Break.EDGE), listed("ABC", broken=Break.CURSOR)),
    ],
    ids=["count", "pin", "break"],
)
def test_each_part_of_its_state_is_compared_by_itself(catalog, before, after):
    catalog.index(look(1, before))
    catalog.index(look(2, after))
    assert spans(catalog) == [("01", "01"), ("02", "02")]


def test_dates_that_were_learned_are_no_change_of_a_listing(catalog):
    dated = listed("ABC")
    undated = replace(dated, entries=tuple(replace(each, published_at=None) for each in dated.entries))
    catalog.index(look(1, undated))
    catalog.index(look(2, dated))
    assert spans(catalog) == [("01", "02")]


def test_a_surface_that_was_not_listed_keeps_its_interval_where_it_was(catalog):
    catalog.index(look(1, listed("ABC"), listed("B", surface="reels")))
    catalog.index(look(2, listed("ABC")))
    assert (spans(catalog), spans(catalog, "reels")) == ([("01", "02")], [("01", "01")])


def test_lanes_and_targets_do_not_touch_each_other(catalog):
    catalog.index(look(1, listed("ABC")))
    catalog.index(look(2, listed("AB"), vantage=Vantage("session", "s1")))
    catalog.index(look(3, listed("A"), target=replace(TARGET, name="other.works")))
    catalog.index(look(4, listed("ABC")))
    assert sorted(spans(catalog)) == [("01", "04"), ("02", "02"), ("03", "03")]


def test_two_sessions_are_one_class_of_vantage(catalog):
    catalog.index(look(1, listed("ABC"), vantage=Vantage("session", "s1")))
    catalog.index(look(2, listed("ABC"), vantage=Vantage("session", "s2")))
    assert spans(catalog) == [("01", "02")]


def test_what_two_versions_of_the_extractor_read_is_never_one_interval(catalog):
    catalog.index(look(1, listed("ABC")))
    catalog.index(replace(look(2, listed("ABC")), extractor="instagram/2"))
    assert spans(catalog) == [("01", "01"), ("02", "02")]


def test_a_look_without_a_listing_adds_none(catalog):
    catalog.index(look(1))
    assert rows(catalog) == []


def test_real_pages_give_the_grid_as_it_stands(house):
    house.seen(Showing(PLAIN).all())
    turned = replace(PLAIN, order=tuple(each.pk for each in reversed(PLAIN.posts)))
    house.seen(Showing(turned).all())
    house.seen(Showing(turned).all())
    path = house.archive.layout.catalog
    states = [json.loads(row[6]) for row in sorted(dump(path)["listings"], key=lambda row: row[4])]
    grids = [[each.code for each in shown.grid] for shown in (PLAIN, turned)]
    assert [state["order"] for state in states] == [order(grid) for grid in grids]
    assert [(state["broken"], state["claimed"]) for state in states] == [(None, None)] * 2
    assert rebuild.check(house.archive, Silent()).differences == {}


STATES = ["ABC", "ACB", "AB"]


@settings(deadline=None, max_examples=6)
@given(st.lists(st.sampled_from(STATES), min_size=3, max_size=5), st.randoms())
def test_in_whatever_order_captures_are_indexed_the_listings_are_the_same(tmp_path_factory, states, drawn):
    house = new_house(tmp_path_factory.mktemp("order"))
    shown = {"A": PLAIN.posts[0], "B": PLAIN.posts[1], "C": PLAIN.posts[2]}
    captures = []
    for state in states:
        posts = tuple(shown[letter] for letter in state)
        ordered = replace(PLAIN, posts=posts, order=tuple(each.pk for each in posts))
        captures.append(house.look([Showing(ordered).profile()]))
    shuffled = random.Random(drawn.random()).sample(captures, len(captures))
    house.index(*shuffled)
    grown = dump(house.archive.layout.catalog)
    assert rebuild.check(house.archive, Silent()).differences == {}
    changes = 1 + sum(before != after for before, after in itertools.pairwise(states))
    assert len(grown["listings"]) == changes
    house.archive.close()


def test_what_a_post_was_fetched_as_is_held_by_its_asset(catalog):
    catalog.index(seen(1, post("A", "a.jpg", "b.jpg"), media={"a.jpg": "1" * 64}))
    digest, held = catalog.media_of(post("A").ref, FOLDER).get("a.jpg")
    assert (digest.hex, held.capture[-2:], held.at) == ("1" * 64, "01", datetime(2026, 11, 1, tzinfo=UTC))
    assert catalog.media_of(post("A").ref, FOLDER).get("b.jpg") is None
    assert catalog.media_of(post("B").ref, FOLDER).get("a.jpg") is None
    assert catalog.media_of(replace(post("A").ref, platform="facebook"), FOLDER).get("a.jpg") is None


def test_of_several_forms_of_a_medium_the_latest_is_given(catalog):
    for number in (1, 2, 3):
        catalog.index(seen(number, post("A", "a.jpg"), media={"a.jpg": str(number) * 64}))
    digest, held = catalog.media_of(post("A").ref, FOLDER).get("a.jpg")
    assert (digest.hex, held.capture[-2:]) == ("3" * 64, "03")


def test_a_form_that_came_back_is_given_as_it_was_first_held(catalog):
    for number, content in ((1, "a"), (2, "a")):
        catalog.index(seen(number, post("A", "a.jpg"), media={"a.jpg": content * 64}))
    assert catalog.media_of(post("A").ref, FOLDER).get("a.jpg")[1].capture[-2:] == "01"


def test_what_a_page_only_drew_small_is_not_held_as_the_post_s_medium(house):
    showing, posts = Showing(PLAIN), PLAIN.posts
    thumbnail = replace(
        showing.medium(posts[0], b"a thumbnail", "dst-jpg_e35_s640x640_tt6"), obtained="page/image"
    )
    fetched = showing.medium(posts[1])
    house.seen([showing.profile(), *map(showing.page, posts), thumbnail, fetched])
    catalog = house.archive.catalog
    asset = posts[0].media[0].picture_name
    assert catalog.media_of(replace(post("A").ref, key=A), FOLDER).get(asset) is None
    assert not catalog.knows_whole(replace(post("A").ref, key=A), TARGET, Vantage().lane, FOLDER)
    assert (
        catalog.media_of(replace(post("A").ref, key=B), FOLDER).get(posts[1].media[0].picture_name)
        is not None
    )


def test_a_thumbnail_drawn_later_does_not_take_the_place_of_what_was_fetched(house):
    showing, first = Showing(PLAIN), PLAIN.posts[0]
    house.seen([showing.profile(), showing.page(first), showing.medium(first)])
    asset, ref = first.media[0].picture_name, replace(post("A").ref, key=A)
    before = house.archive.catalog.media_of(ref, FOLDER).get(asset)
    thumbnail = replace(
        showing.medium(first, b"a thumbnail", "dst-jpg_e35_s640x640_tt6"), obtained="page/image"
    )
    house.seen([showing.profile(), thumbnail])
    assert house.archive.catalog.media_of(ref, FOLDER).get(asset) == before


def test_a_preview_that_was_fetched_in_the_place_of_a_picture_is_not_the_picture(house):
    posts = company().posts
    showing = Showing(company())
    ref, asset = PostRef("instagram", posts[0].code), posts[0].media[0].picture_name
    small = showing.medium(posts[0], b"a preview", "dst-jpg_e35_s640x640_tt6")
    house.seen([showing.profile(), small])
    assert house.archive.catalog.media_of(ref, FOLDER).get(asset) is None
    house.seen([showing.profile(), showing.page(posts[0]), small])
    assert house.archive.catalog.media_of(ref, FOLDER).get(asset) is None
    assert not house.archive.catalog.knows_whole(ref, TARGET, LANE, FOLDER)
    house.seen([showing.profile(), showing.page(posts[0]), showing.medium(posts[0])])
    assert house.archive.catalog.media_of(ref, FOLDER).get(asset) is not None
    assert house.archive.catalog.knows_whole(ref, TARGET, LANE, FOLDER)
