"""A listing that was cut off is gone on with by the next look, where the two join."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import Silent
from fleet import Fleet, account, post

from archiver.model.capture import CaptureId
from archiver.model.refs import PostRef, TargetRef
from archiver.operations import verify
from archiver.operations.diff import diff
from archiver.operations.indexing import indexable, made_afresh
from archiver.simulator import happenings
from archiver.verify.report import exit_code

HANDLE = "company.1"
TARGET = TargetRef("instagram", HANDLE)


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """An account of five pages that was looked at whole."""
    made = Fleet.of(tmp_path_factory.mktemp("watched"), [account(1, 50)], sessions=("S",))
    made.run()
    made.clock.advance(hours=7)
    made.archive.close()
    return made


@pytest.fixture
def fleet(watched, tmp_path):
    made = watched.copied(tmp_path)
    yield made
    made.archive.close()


def cut_off(fleet, pages=5):
    """Let the signed-in look break off where it asks for one page more than some."""
    fleet.breaks_at = pages
    return last_crawl(fleet)


def go_on(fleet, minutes=20):
    fleet.clock.advance(minutes=minutes)
    return last_crawl(fleet)


def last_crawl(fleet):
    return [look for look in fleet.run() if look.kind == "crawl"][-1]


def said(fleet, look):
    folder = fleet.archive.layout.capture(CaptureId.parse(look.capture))
    return json.loads((folder / "manifest.json").read_bytes())


def pages_asked(fleet, look):
    return next(told["pages"] for told in fleet.looks() if told["capture"] == look.capture)


def grid(look):
    return next(found for found in look.surfaces if found.surface == "grid")


def missing(fleet):
    """Give how the posts stand that a listing lacks, by code and lane."""
    found = fleet.archive.catalog.evidence(TARGET, fleet.archive.catalog.in_question(TARGET))
    return {each.post.key for each in found}


def code(fleet, place):
    return fleet.networks[HANDLE].company.posts[place].code


def test_the_next_look_goes_on_where_the_last_was_cut_off_and_names_it(fleet):
    first = cut_off(fleet)
    assert (first.reason, first.reach.listed, grid(first).broken) == ("unreachable", 36, "unfinished")
    second = go_on(fleet)
    seal = fleet.archive.sealed.read(CaptureId.parse(first.capture)).seal
    assert said(fleet, second)["continues"] == {"capture": first.capture, "seal": str(seal)}
    assert second.complete
    assert (second.reach.listed, second.reach.claimed, second.reach.limit) == (50, 50, "end")
    assert grid(second).broken is None
    assert len(grid(second).before) == 24  # its own first page lists the others again
    assert (len(grid(second).entries), second.posts) == (50, 26)


@pytest.mark.prove
def test_less_is_asked_than_for_the_whole_listing(fleet):
    cut_off(fleet)
    second = go_on(fleet)
    fleet.clock.advance(hours=7)
    whole = last_crawl(fleet)
    assert pages_asked(fleet, second) == pages_asked(fleet, whole) - 2


@pytest.mark.prove
def test_a_look_that_went_to_its_end_is_not_gone_on_with(fleet):
    cut_off(fleet)
    go_on(fleet)
    fleet.clock.advance(hours=1)
    fleet.clock.advance(hours=6)
    assert "continues" not in said(fleet, last_crawl(fleet))


def test_what_only_the_first_part_listed_is_neither_listed_by_the_second_nor_lacking(fleet):
    first = cut_off(fleet)
    gone = code(fleet, 15)
    fleet.change(HANDLE, happenings.delete, gone)
    second = go_on(fleet)
    assert PostRef("instagram", gone) in grid(second).before
    assert gone not in missing(fleet)
    last_seen = [
        row["last_capture"] for row in fleet.archive.catalog.post(PostRef("instagram", gone)).versions
    ]
    assert max(last_seen) == first.capture
    fleet.clock.advance(hours=7)
    fleet.run()
    assert gone in missing(fleet)


def test_what_neither_part_lists_is_missing_as_from_one_listing(fleet):
    gone = code(fleet, 20), code(fleet, 40)
    for each in gone:
        fleet.change(HANDLE, happenings.delete, each)
    cut_off(fleet)
    assert missing(fleet) == set(gone[:1])
    second = go_on(fleet)
    assert missing(fleet) == set(gone)
    assert grid(second).claimed == 48


def test_the_two_together_prove_no_more_than_an_order(fleet):
    """A count that agrees may be one that changed twice meanwhile."""
    fleet.change(HANDLE, happenings.delete, code(fleet, 40))
    cut_off(fleet)
    second = go_on(fleet)
    assert (grid(second).claimed, second.reach.listed) == (49, 49)
    assert set(found_missing(fleet).values()) == {"in_order"}


def found_missing(fleet):
    catalog = fleet.archive.catalog
    found = catalog.evidence(TARGET, catalog.in_question(TARGET))
    return {
        each.post.key: standing.missing
        for each in found
        for standing in each.standings
        if standing.missing is not None and standing.lane.startswith("session")
    }


def ordered(fleet, gone):
    """The grid with one of its posts in the midst of what the first part read."""
    codes = [each.code for each in fleet.networks[HANDLE].company.posts]
    codes.remove(gone)
    return (*codes[:15], gone, *codes[15:])


def test_a_post_that_moves_to_where_only_the_first_part_looked_is_not_called_missing(fleet):
    cut_off(fleet)
    moved = code(fleet, 40)
    fleet.change(HANDLE, happenings.reorder_grid, ordered(fleet, moved))
    second = go_on(fleet)
    assert moved not in {each.ref.key for each in grid(second).entries}
    assert moved not in missing(fleet)


def test_a_post_that_is_shown_again_where_only_the_first_part_looked_is_missing_no_further(fleet):
    back = code(fleet, 15)
    fleet.change(HANDLE, happenings.hide_post, back)
    cut_off(fleet)
    known = found_missing(fleet)
    assert known == {back: "in_order"}
    fleet.change(HANDLE, happenings.restore, back)
    go_on(fleet)
    assert found_missing(fleet) == known


def test_where_more_was_published_than_the_first_page_shows_the_listing_is_begun_anew(fleet):
    cut_off(fleet)
    for place in range(13):
        now = fleet.clock.now() + timedelta(seconds=place)
        fleet.change(HANDLE, happenings.publish, post(1, 900 + place, now))
    second = go_on(fleet)
    assert second.complete
    assert not grid(second).before
    assert second.reach.listed == 63


@pytest.mark.prove
def test_a_cursor_that_is_hours_old_is_not_asked_with(fleet):
    cut_off(fleet)
    second = go_on(fleet, minutes=181)
    assert second.complete
    assert "continues" not in said(fleet, second)


@pytest.mark.prove
def test_where_all_listings_had_ended_they_are_begun_anew(fleet):
    """Whatever else was cut off: what is held is not asked for again, and what went since is to be noticed."""
    fleet.change(HANDLE, happenings.publish, post(1, 900, fleet.clock.now()))
    first = cut_off(fleet, pages=8)
    assert {found.broken for found in first.surfaces} == {None}
    assert first.outcome == "partial"
    gone = code(fleet, 20)
    fleet.change(HANDLE, happenings.delete, gone)
    assert "continues" not in said(fleet, go_on(fleet))
    assert gone in missing(fleet)


def test_a_listing_may_be_cut_off_more_than_once(fleet):
    cut_off(fleet)
    fleet.clock.advance(minutes=20)
    second = cut_off(fleet, pages=2)
    assert (second.reach.listed, len(grid(second).before)) == (48, 24)
    third = go_on(fleet, minutes=40)
    assert said(fleet, third)["continues"]["capture"] == second.capture
    assert third.complete
    assert third.reach.listed == 50


@pytest.mark.prove
def test_a_listing_whose_first_part_began_long_ago_is_begun_anew(fleet):
    cut_off(fleet)
    for minutes in (100, 100, 100):
        fleet.clock.advance(minutes=minutes)
        assert "continues" in said(fleet, cut_off(fleet, pages=1))
    look = go_on(fleet, minutes=125)
    assert (look.complete, grid(look).before) == (True, frozenset())


@pytest.mark.prove
def test_a_page_that_asks_in_another_way_lists_all_by_itself(fleet):
    cut_off(fleet)
    fleet.leads_on = False
    second = go_on(fleet)
    assert second.complete
    assert (second.reach.listed, len(grid(second).before)) == (50, 0)


def test_a_first_look_that_was_cut_off_loses_no_medium(tmp_path):
    fleet = Fleet.of(tmp_path, [account(1, 50)], sessions=("S",))
    (target,) = fleet.settings.targets
    fleet.settings = replace(fleet.settings, targets=(replace(target, logged_out=False),))
    fleet.open()
    first = cut_off(fleet)
    assert first.media == 0
    assert go_on(fleet).complete
    for each in fleet.networks[HANDLE].company.posts:
        assert fleet.archive.catalog.post(PostRef("instagram", each.code)).media
    fleet.archive.close()


def test_an_index_made_afresh_is_the_same(fleet):
    fleet.change(HANDLE, happenings.delete, code(fleet, 40))
    cut_off(fleet)
    go_on(fleet)
    with made_afresh(fleet.archive, Silent()) as fresh:
        assert fleet.archive.catalog.differences(fresh) == {}


def test_without_its_first_part_a_capture_stands_for_what_it_listed_itself(fleet):
    first = cut_off(fleet)
    second = go_on(fleet)
    (fleet.archive.layout.capture(CaptureId.parse(first.capture)) / "capture.warc.gz").unlink()
    found = indexable(fleet.archive.sealed, CaptureId.parse(second.capture)).snapshot
    assert [(each.broken, len(each.entries)) for each in found.coverages if each.surface == "grid"] == [
        ("cursor", 12)
    ]


def test_nothing_is_called_out_of_reach_that_the_two_reached_together(fleet):
    whole = fleet.looks()[-1]["capture"]
    cut_off(fleet)
    second = go_on(fleet)
    assert not diff(fleet.archive, TARGET, start=whole, end=second.capture).changes


def test_what_was_cut_off_and_gone_on_with_verifies(fleet):
    cut_off(fleet)
    go_on(fleet)
    found = verify.verify(fleet.archive.layout.root, lambda *_: None)
    assert exit_code(found.findings) == 0
