"""`archiver rebuild --explain`: what a newer version of the program reads otherwise in the same captures.

An older version is played by the index that it would have left: the captures are as they were sealed.
"""

import json
import sqlite3
from contextlib import closing

import pytest
from catalog_building import TARGET, company, dump

from archiver.cli import rereading
from archiver.model.rereading import ReadOtherwise

OLDER = "instagram/0"
READ = ("versions", "accounts", "presences", "listings", "places", "probes", "abouts", "trays")
FIRST, SECOND = (post.code for post in company().posts)


@pytest.fixture
def index(house):
    house.archive.close()
    return house.archive.layout.catalog


def left_by_an_older_version(index, *statements):
    """Have the index be as another version had read the captures."""
    with closing(sqlite3.connect(index)) as connection:
        for table in READ:
            connection.execute(f"UPDATE {table} SET extractor = ?", (OLDER,))
        for statement in statements:
            connection.execute(statement)
        connection.commit()


CAPTION = f"UPDATE versions SET fields = json_set(fields, '$.caption', 'Half of it') WHERE key = '{FIRST}'"
NO_PLACE = f"UPDATE versions SET fields = json_remove(fields, '$.location') WHERE key = '{SECOND}'"
NOT_READ = f"DELETE FROM versions WHERE key = '{SECOND}'"
TOO_MUCH = (
    "INSERT INTO versions SELECT platform, 'Invented', target, lane, first_capture, last_capture, fields, whole, "
    f"whole_from, whole_until, extractor, record FROM versions WHERE key = '{FIRST}' LIMIT 1"
)


def explained(archiver, *more, code=0):
    ran = archiver("rebuild", "--explain", "--json", *more)
    assert ran.code == code, ran.err
    return ran.json["reread"]


def of_posts(reread):
    (platform,) = reread["platforms"]
    return {(each["of"], each["field"]) for each in platform["otherwise"] if each["what"] == "post"}


def test_where_no_other_version_ever_read_that_is_said(archiver, index):
    ran = archiver("rebuild", "--explain")
    assert "No capture here was ever read by another version" in ran.out
    assert explained(archiver) is None


def test_each_field_that_is_read_otherwise_is_listed_with_what_it_was_and_is(archiver, index):
    caption = company().posts[0].caption
    left_by_an_older_version(index, CAPTION)
    (platform,) = explained(archiver)["platforms"]
    assert (platform["platform"], platform["before"], platform["captures"]) == ("instagram", [OLDER], 2)
    told = [(each["of"], each["field"], each["before"], each["after"]) for each in platform["otherwise"]]
    # The second look met an edited caption, which the older version read no better.
    assert told == [
        (FIRST, "caption", "Half of it", caption),
        (FIRST, "caption", "Half of it", "Edited"),
    ]
    assert {each["target"] for each in platform["otherwise"]} == {str(TARGET)}


def test_what_was_not_read_and_what_is_read_no_more_is_listed_as_a_whole(archiver, index):
    left_by_an_older_version(index, NOT_READ, TOO_MUCH)
    reread = explained(archiver)
    assert of_posts(reread) == {(SECOND, ""), ("Invented", "")}
    of = {each["of"]: each for each in reread["platforms"][0]["otherwise"]}
    assert of[SECOND]["before"] is None
    assert of[SECOND]["after"]["kind"] == "image"
    assert of["Invented"]["after"] is None


def test_a_version_that_reads_all_alike_reads_nothing_otherwise(archiver, index):
    left_by_an_older_version(index)
    (platform,) = explained(archiver)["platforms"]
    assert platform["otherwise"] == []
    assert platform["understood_before"] == platform["understood_now"]


def test_it_can_be_read_before_anything_is_replaced(archiver, index):
    left_by_an_older_version(index, NO_PLACE)
    before = dump(index)
    assert of_posts(explained(archiver, "--check", code=1)) == {(SECOND, "location")}
    assert dump(index) == before
    ran = archiver("rebuild", "--check", "--explain")
    assert f"post {SECOND}" in ran.out
    assert ", location: nothing -> " in ran.out


def test_the_first_command_that_asks_reads_all_again_says_so_and_the_list_is_kept(archiver, index):
    left_by_an_older_version(index, NO_PLACE)
    ran = archiver("show", str(TARGET))
    assert ran.code == 0
    assert f"and was by {OLDER}" in ran.err
    assert "1 things are read otherwise" in ran.err
    assert "archiver rebuild --explain" in ran.err
    assert archiver("show", str(TARGET)).err == ""
    assert of_posts(explained(archiver)) == {(SECOND, "location")}


def test_a_crawl_too_reads_what_an_older_version_read_again_first(archiver, index, no_browser):
    left_by_an_older_version(index, NO_PLACE)
    ran = archiver("crawl", str(TARGET))
    assert ran.code == 3, "no browser starts"
    assert f"and was by {OLDER}" in ran.err
    with closing(sqlite3.connect(index)) as connection:
        assert connection.execute(
            "SELECT count(*) FROM versions WHERE extractor = ?", (OLDER,)
        ).fetchone() == (0,)


KEPT = (b"", b"[]", b"{}", b'{"at": 5, "platforms": []}', b'{"at": "", "platforms": [1]}', b"[" * 100_000)


@pytest.mark.parametrize("kept", KEPT, ids=range(len(KEPT)))
def test_a_list_that_cannot_be_read_is_as_good_as_none(archiver, index, kept):
    (index.parent / "state" / "reread.json").write_bytes(kept)
    assert explained(archiver) is None


def test_a_caption_of_any_kind_is_one_line_that_steers_no_terminal(archiver, index):
    hostile = json.dumps("\x1b[2J\u0436\u0438\u0437\u043d\u044c\n\u202e " + "x" * 400)
    left_by_an_older_version(
        index,
        f"UPDATE versions SET fields = json_set(fields, '$.caption', json('{hostile}')) WHERE key = '{FIRST}'",
    )
    lines = [line for line in archiver("rebuild", "--explain").out.splitlines() if f"post {FIRST}" in line]
    assert len(lines) == 2
    assert all("\u0436\u0438\u0437\u043d\u044c" in line for line in lines), "not escaped beyond recognition"
    assert not [line for line in lines if "\x1b" in line or "\u202e" in line or len(line) > 400]


def test_a_difference_far_behind_the_beginning_is_in_the_line():
    long = (
        "The spring catalogue is out now, with all that you asked us for in the last year. Prices begin at 4"
    )
    told = rereading._line(ReadOtherwise("t", "post", "p", "l", "c", "caption", f"{long}0", f"{long}5"))
    before, _, after = told.partition(" -> ")
    assert before.endswith('begin at 40"')
    assert after.endswith('begin at 45"')
    assert len(told) < 160


def test_several_older_versions_are_all_named(archiver, index):
    left_by_an_older_version(index, "UPDATE accounts SET extractor = 'instagram/00'")
    (platform,) = explained(archiver)["platforms"]
    assert platform["before"] == ["instagram/0", "instagram/00"]
    assert platform["now"].startswith("instagram/")


def test_an_emptied_index_has_nothing_to_compare_with(archiver, index):
    index.unlink()
    assert explained(archiver) is None
