"""Where posts stand, as intervals: a look that finds them where they were adds no row."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from catalog_building import TARGET, Showing, company, dump, new_house
from fakes import Silent
from hypothesis import given, settings
from hypothesis import strategies as st
from listed_building import BEGAN, LANE, look, post, ref, seen
from standing_building import LIVE, SESSION, grid, looked, posts, probe, probed

from archiver.derive.likeness import Likeness
from archiver.model.coverage import Break, Covered
from archiver.model.probe import Presence
from archiver.operations import rebuild
from archiver.simulator import happenings
from archiver.simulator.hartmann import hartmann

CUT = Break.UNFINISHED


def rows(path, key, lane=LANE, surface="grid"):
    """Give each interval of a post's place: first and last look, and how far it is missing."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT first_capture, last_capture, missing FROM places"
            " WHERE key = ? AND lane = ? AND surface = ? ORDER BY first_capture",
            (key, lane, surface),
        )
        return [(first[-2:], last[-2:], missing) for first, last, missing in found]


def after(catalog, *looks):
    for number, each in enumerate(looks, start=1):
        catalog.index(looked(number, *(each if isinstance(each, tuple) else (each,))))


ALL = grid("ABC", claimed=3)
WITHOUT_B = grid("AC", claimed=2)
LISTED = [("01", "01", None)]

STORIES = {
    "listed once": ([ALL], LISTED),
    "listed three times": ([ALL, ALL, ALL], [("01", "03", None)]),
    "in another order": ([ALL, grid("CBA", claimed=3)], [("01", "02", None)]),
    "missing": ([ALL, WITHOUT_B], [*LISTED, ("02", "02", "wholly")]),
    "missing still": ([ALL, WITHOUT_B, WITHOUT_B], [*LISTED, ("02", "02", "wholly")]),
    "listed again": (
        [ALL, WITHOUT_B, ALL, ALL],
        [*LISTED, ("02", "02", "wholly"), ("03", "04", None)],
    ),
    "missing twice": (
        [ALL, WITHOUT_B, ALL, WITHOUT_B],
        [*LISTED, ("02", "02", "wholly"), ("03", "03", None), ("04", "04", "wholly")],
    ),
    "a listing that holds fewer than are claimed": ([ALL, grid("AC", claimed=3)], LISTED),
    "a listing that broke off before it": ([ALL, grid("A", broken=CUT)], LISTED),
    "a listing that broke off before it, and one that did not": (
        [ALL, grid("A", broken=CUT), ALL],
        [("01", "03", None)],
    ),
    "an empty listing": ([ALL, grid("", claimed=0)], LISTED),
    "no listing": ([ALL, ()], LISTED),
    "missing, and then not reached": (
        [ALL, WITHOUT_B, grid("A", broken=CUT)],
        [*LISTED, ("02", "02", "wholly")],
    ),
    "first listed by the second look": ([WITHOUT_B, ALL], [("02", "02", None)]),
    "never listed": ([WITHOUT_B, WITHOUT_B], []),
    "listed by a listing that broke off behind it": (
        [ALL, grid("AB", broken=CUT)],
        [("01", "02", None)],
    ),
    "gone from the grid, shown by the reels tab, which nobody counts twice": (
        [(ALL, grid("B", surface="reels")), (grid("AC", claimed=3), grid("B", surface="reels"))],
        LISTED,
    ),
    "gone from the grid, and the reels tab shows what else is claimed": (
        [ALL, (grid("AC", claimed=3), grid("R", surface="reels"))],
        [*LISTED, ("02", "02", "wholly")],
    ),
}


@pytest.mark.parametrize(("looks", "expected"), STORIES.values(), ids=STORIES)
def test_where_a_post_stands(catalog, looks, expected):
    after(catalog, *looks)
    assert rows(catalog.path, "B") == expected


def test_unchanged_looks_add_no_row_at_all(catalog):
    after(catalog, ALL)
    before = catalog.row_counts()
    for number in range(2, 20):
        catalog.index(looked(number, ALL))
    counts = catalog.row_counts()
    assert {name for name, count in counts.items() if count != before[name]} == {"captures"}


def test_between_older_posts_a_gap_is_proven_by_the_order(catalog):
    after(catalog, grid("ABCDEFGHI"), grid("ABCDFGHI"), grid("ABCDGHI", broken=CUT))
    assert rows(catalog.path, "E") == [("01", "01", None), ("02", "02", "to_its_end")]
    assert rows(catalog.path, "F") == [("01", "02", None), ("03", "03", "in_order")]
    catalog.index(looked(4, grid("ABCDEGHIJ", claimed=9)))
    assert rows(catalog.path, "F") == [("01", "02", None), ("03", "04", "wholly")]


def test_surfaces_and_lanes_stand_each_for_itself(catalog):
    catalog.index(looked(1, ALL, grid("BC", surface="reels")))
    catalog.index(looked(2, ALL, vantage=SESSION))
    catalog.index(looked(3, WITHOUT_B, grid("BC", surface="reels")))
    assert rows(catalog.path, "B") == [*LISTED, ("03", "03", "wholly")]
    assert rows(catalog.path, "B", surface="reels") == [("01", "03", None)]
    assert rows(catalog.path, "B", lane=SESSION.lane) == [("02", "02", None)]


def test_targets_stand_each_for_itself(catalog):
    other = replace(TARGET, name="other.works")
    catalog.index(looked(1, ALL))
    catalog.index(looked(2, WITHOUT_B, target=other))
    assert rows(catalog.path, "B") == LISTED


def test_a_page_that_was_read_by_itself_moves_nothing(catalog):
    after(catalog, ALL, WITHOUT_B)
    catalog.index(probed(3, probe(3, "B", LIVE)))
    assert rows(catalog.path, "B") == [*LISTED, ("02", "02", "wholly")]
    assert rows(catalog.path, "A") == [("01", "02", None)]


def moved(catalog, start, end):
    names = [capture for capture, _, _ in catalog.captures(TARGET)]
    found = catalog.moved(TARGET, names[start - 1] if start else "", names[end - 1])
    return found, {
        (each.after["surface"], each.after["key"]): (
            each.before["missing"] if each.before else "not there",
            each.after["missing"],
        )
        for each in found.places
    }


def test_between_two_looks_only_what_moved_is_given_with_its_state_before(catalog):
    after(catalog, ALL, ALL, WITHOUT_B, grid("XAC", claimed=3), grid("XABC", claimed=4))
    assert moved(catalog, 1, 2)[1] == {}
    assert moved(catalog, 2, 3)[1] == {("grid", "B"): (None, "wholly")}
    assert moved(catalog, 3, 4)[1] == {("grid", "X"): ("not there", None)}
    assert moved(catalog, 4, 5)[1] == {("grid", "B"): ("wholly", None)}
    assert moved(catalog, 2, 5)[1] == {("grid", "B"): (None, None), ("grid", "X"): ("not there", None)}
    everything, first = moved(catalog, 0, 5)
    assert set(first) == {("grid", each) for each in "ABCX"}
    assert everything.last_covering == {}


def test_it_is_said_when_a_surface_was_last_listed_before(catalog):
    after(catalog, (ALL, grid("B", surface="reels")), ALL, WITHOUT_B)
    found, _ = moved(catalog, 2, 3)
    second = datetime(2026, 11, 2, tzinfo=UTC)
    assert found.last_covering == {(LANE, "grid"): second, (LANE, "reels"): BEGAN}
    assert list(found.started.values()) == [datetime(2026, 11, 3, tzinfo=UTC)]


REACHED = {
    "all listed": ([ALL, ALL], []),
    "one proven missing": ([ALL, WITHOUT_B], []),
    "one below a break": ([ALL, grid("AB", broken=CUT)], ["C"]),
    "one not covered, since more are claimed": ([ALL, grid("AC", claimed=3)], ["B"]),
    "two below a break, one missing before": ([ALL, WITHOUT_B, grid("A", broken=CUT)], ["C"]),
    "not reached by the look before, reached now": ([ALL, grid("A", broken=CUT), ALL], []),
    "a listing that lists none": ([ALL, grid("", broken=CUT)], list("ABC")),
    "no listing": ([ALL, ()], []),
}


@pytest.mark.parametrize(("looks", "keys"), REACHED.values(), ids=REACHED)
def test_which_posts_the_last_listing_did_not_reach(catalog, looks, keys):
    after(catalog, *looks)
    found, _ = moved(catalog, len(looks) - 1, len(looks))
    assert sorted(found.not_reached) == [(LANE, "grid", key) for key in keys]


def test_posts_of_another_lane_are_not_said_to_be_not_reached(catalog):
    catalog.index(looked(1, ALL, vantage=SESSION))
    catalog.index(looked(2, grid("A", broken=CUT)))
    assert moved(catalog, 1, 2)[0].not_reached == ()


def test_of_very_many_media_it_is_said_how_they_look(catalog):
    look_ = Likeness(8, 8, "0" * 16, "0" * 16, "full")
    shown = replace(seen(1, post("A", "a.jpg"), media={"a.jpg": "1" * 64}), pictures=(("1" * 64, look_),))
    catalog.index(shown)
    many = {f"{number}.jpg" for number in range(260_000)} | {"a.jpg"}
    assert catalog.likeness("instagram", many) == {"a.jpg": ("likeness/1/full", "0" * 16)}


# On real pages, a company with ten posts that are listed on its profile's first page.
TEN = replace(hartmann(older=8), posts=hartmann(older=8).posts[:10])


def test_on_real_pages_a_post_goes_and_comes_back(house):
    gone = TEN.grid[5]
    without = happenings.delete(TEN, gone.code)
    house.seen(Showing(TEN).all())
    house.seen([Showing(without).profile()])
    house.seen([Showing(without).profile()])
    house.seen([Showing(TEN).profile()])
    path = house.archive.layout.catalog
    found = [missing for _, _, missing in rows(path, gone.code)]
    assert [found[0], found[-1]] == [None, None]
    assert found[1:-1] == [Covered.TO_ITS_END.value]
    others = {each.code for each in TEN.posts} - {gone.code}
    assert all(len(rows(path, code)) == 1 for code in others)
    assert rebuild.check(house.archive, Silent()).differences == {}


states = st.lists(st.sets(st.integers(0, 7), max_size=3), min_size=2, max_size=4)


@settings(deadline=None, max_examples=3)
@given(states, st.randoms())
def test_in_whatever_order_captures_are_indexed_the_places_are_the_same(tmp_path_factory, states, drawn):
    house = new_house(tmp_path_factory.mktemp("places"))
    captures = [house.look([Showing(company(3)).profile()])]
    for gone in states:
        shown = TEN
        for place in gone:
            shown = happenings.delete(shown, TEN.grid[place + 1].code)
        captures.append(house.look([Showing(shown).profile()]))
    house.index(*random.Random(drawn.random()).sample(captures, len(captures)))
    grown = dump(house.archive.layout.catalog)["places"]
    assert grown
    assert rebuild.check(house.archive, Silent()).differences == {}
    house.archive.close()


def test_a_place_is_kept_however_the_account_stood(catalog):
    after(catalog, ALL)
    catalog.index(looked(2, presence=Presence.NOT_FOUND, account=None))
    catalog.index(looked(3, ALL))
    assert rows(catalog.path, "B") == [("01", "03", None)]
    assert [each.ref for each in posts("B")] == [ref("B")]
    assert look(1).snapshot.presence is Presence.UNKNOWN
