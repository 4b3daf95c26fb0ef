"""What is held, is held in one folder of captures: what another target's captures hold is not held for this one."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from catalog_building import FOLDER, TARGET, Showing, company, dump, small_picture

from archiver.archive import TargetHoldings
from archiver.formats import warc_reading
from archiver.model.capture import CaptureKind
from archiver.model.digest import Digest
from archiver.model.post import Candidate, Medium, MediumKind
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.store import layout
from archiver.verify import archive as verifier

PLAIN = company()
POST = PLAIN.posts[0]
REF = PostRef("instagram", POST.code)
PARTNER = TargetRef("instagram", "hartmann.partner")
NOBODYS = TargetRef("instagram", layout.UNKNOWN_OWNER)
PICTURE = Digest.of(small_picture(POST))
MEDIUM = Medium(
    POST.media[0].picture_name, MediumKind.IMAGE, (Candidate("https://x.example/1.jpg", None, None),)
)


SHARED = replace(PLAIN, account=replace(PLAIN.account, pk=990_111, username=PARTNER.name))
"""The partner, whose posts these are as well."""


def answers(shown=PLAIN):
    return Showing(shown).all()


def kinds_and_holders(house, capture):
    """Give of a capture's answers whether each is a revisit, and which other captures they point at."""
    with (house.archive.layout.capture(capture) / "capture.warc.gz").open("rb") as file:
        heads = [
            (record.rec_type, record.rec_headers.get_header("Archiver-Refers-To-Capture"))
            for record in warc_reading.records(file)
            if record.rec_type in ("response", "revisit")
        ]
    return {kind for kind, _ in heads}, {holder for _, holder in heads if holder}


def test_a_second_target_s_capture_holds_itself_what_the_first_one_s_holds(house):
    first = house.seen(answers())
    other = house.seen(answers(), target=PARTNER)
    assert kinds_and_holders(house, other) == ({"response"}, set())
    mine, theirs = (house.archive.held(PICTURE, one.folder) for one in (first, other))
    assert (mine.capture, theirs.capture) == (str(first), str(other))
    assert house.archive.held(PICTURE, "instagram/nobody") is None


def test_what_broke_off_holds_nothing_though_its_bytes_are_all_there_were(house):
    whole = Showing(PLAIN).medium(POST)
    house.seen([Showing(PLAIN).profile(), replace(whole, truncated="disconnect")])
    assert house.archive.held(PICTURE, FOLDER) is None
    second = house.seen([Showing(PLAIN).profile(), whole])
    assert house.archive.held(PICTURE, FOLDER).capture == str(second)
    assert verifier.exit_code(verifier.verify(house.archive.layout.root)) != 1


def test_the_same_target_s_next_capture_points_at_its_first(house):
    first = house.seen(answers())
    house.seen(answers(), target=PARTNER)
    again = house.seen(answers())
    assert kinds_and_holders(house, again) == ({"revisit"}, {str(first)})


def test_a_target_may_point_at_a_post_alone_that_stands_in_its_folder(house):
    alone = house.seen(answers(), kind=CaptureKind.POST, post=REF)
    later = house.seen(answers())
    assert kinds_and_holders(house, later) == ({"revisit"}, {str(alone)})


def test_media_are_held_and_posts_known_whole_by_what_stands_in_the_folder(house):
    mine, theirs = (TargetHoldings(house.archive, target, Vantage()) for target in (TARGET, PARTNER))
    first = house.seen(answers())
    assert [held.held.capture for held in mine.media_of(REF)] == [str(first)]
    assert (theirs.media_of(REF), theirs.medium(REF, MEDIUM), theirs.payload(PICTURE)) == ((), None, None)
    # The other one has read the post as well, and received nothing of it.
    showing = Showing(SHARED)
    house.seen([showing.profile(), *map(showing.page, PLAIN.posts)], target=PARTNER)
    assert (mine.knows_whole(REF, Reading()), theirs.knows_whole(REF, Reading())) == (True, False)
    other = house.seen(answers(SHARED), target=PARTNER)
    assert theirs.knows_whole(REF, Reading())
    assert theirs.medium(REF, MEDIUM).held.capture == theirs.payload(PICTURE).capture == str(other)
    assert mine.medium(REF, MEDIUM).held.capture == str(first)


def test_posts_of_owners_that_nobody_named_hold_nothing_for_anybody(house):
    house.seen(answers(), kind=CaptureKind.POST, post=REF, target=NOBODYS)
    for target in (TARGET, NOBODYS):
        assert TargetHoldings(house.archive, target, Vantage()).media_of(REF) == ()


def test_a_medium_that_two_folders_hold_is_shown_once_as_it_was_first_received(house):
    first = house.seen(answers())
    house.seen(answers(), target=PARTNER)
    shown = house.archive.catalog.post(REF).media
    assert [(row["sha256"], row["capture"]) for row in shown] == [(PICTURE.hex, str(first))]
    pictures = list(house.archive.catalog.shown_pictures(TARGET))
    assert len(pictures) == len({each.picture for each in pictures}) == len(PLAIN.posts)
    assert {each.capture for each in pictures} == {str(first)}


@pytest.mark.parametrize("turned", [False, True])
def test_in_whatever_order_targets_are_indexed_the_rows_are_the_same(house, tmp_path, turned):
    taken = [house.look(answers(), target=target) for target in (TARGET, PARTNER, TARGET, PARTNER)]
    ordered = [*taken[1::2], *taken[::2]] if turned else taken
    alone = house.with_index(tmp_path / "alone.sqlite")
    alone.index(*ordered)
    alone.archive.close()
    house.index(*taken)
    grown = dump(tmp_path / "alone.sqlite")
    assert grown["payloads"] == dump(house.archive.layout.catalog)["payloads"]
    assert {folder for _, folder, *_ in grown["payloads"]} == {FOLDER, layout.folder_of(PARTNER)}


def test_what_is_held_is_asked_for_by_keys_alone(house):
    house.seen(answers())
    assert "SCAN" not in planned(house, "SELECT * FROM payloads WHERE sha256 = ? AND folder = ?")
    joined = "media JOIN payloads ON payloads.sha256 = media.sha256 AND payloads.folder = ?"
    assert "SCAN" not in planned(house, f"SELECT * FROM {joined} WHERE media.platform = ? AND media.key = ?")


def planned(house, statement):
    with closing(sqlite3.connect(house.archive.layout.catalog)) as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", ("",) * statement.count("?"))
        return " ".join(str(row) for row in rows)
