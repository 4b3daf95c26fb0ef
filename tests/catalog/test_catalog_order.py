"""One set of captures gives one index: in whatever order they came, and made afresh."""

import itertools
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from catalog_building import FOLDER, TARGET, Showing, captioned, company, dump, new_house, small_picture
from fakes import Silent, sha256
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver import archive
from archiver.catalog.catalog import Catalog
from archiver.errors import DamagedError
from archiver.model.capture import CaptureKind
from archiver.model.gap import Gap, GapReason
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.operations import indexing, rebuild, verify
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.signing import Signer

PLAIN = company()
POST = PLAIN.posts[0]
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
OTHER = TargetRef("instagram", "other.works")


def under_other_name(shown):
    return replace(shown, account=replace(shown.account, pk=990_111, username=OTHER.name))


def other_company():
    whole = hartmann()
    return under_other_name(replace(whole, posts=whole.posts[1:2]))


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """An archive with captures of every sort, none of them in the index: in the order they were taken."""
    house = new_house(tmp_path_factory.mktemp("watched"))
    first, edited, again = (
        Showing(shown, Signer(seed, 1_795_000_000))
        for shown, seed in ((PLAIN, "one"), (captioned(PLAIN, "Edited"), "two"), (PLAIN, "three"))
    )
    other = Showing(other_company())
    post = PostRef("instagram", POST.code)
    captures = [
        house.look([first.profile()]),
        house.look(first.all()),
        house.look(other.all(), target=OTHER),
        house.look([edited.page(POST), edited.medium(POST)], kind=CaptureKind.POST, post=post),
        house.look(edited.all(), at=NOON.replace(microsecond=5)),
        house.look(again.all(), at=NOON.replace(microsecond=900_000)),
        house.look([again.profile()], vantage=Vantage(locale="de-DE"), at=NOON.replace(hour=13)),
    ]
    yield house, captures
    house.archive.close()


@pytest.fixture(scope="module")
def one_index(watched, tmp_path_factory):
    """Every row of the index that they give, taken in order."""
    return rows_after(watched, watched[1], tmp_path_factory.mktemp("index"))


def rows_after(watched, captures, folder):
    house = watched[0].with_index(folder / "index.sqlite")
    house.index(*captures)
    house.archive.close()
    return dump(folder / "index.sqlite")


def test_the_archive_of_these_tests_verifies(watched):
    findings = verify.verify(watched[0].archive.layout.root, Silent().step).findings
    assert [finding for finding in findings if finding.status == "failed"] == []


def test_there_is_something_to_compare(one_index):
    counts = {table: len(rows) for table, rows in one_index.items()}
    assert counts["captures"] == 7
    assert counts["versions"] == 2 + 2 + 1 + 2 + 2
    assert (counts["posts"], counts["media"], counts["accounts"]) == (3, 3, 3)


@settings(deadline=None, max_examples=4)
@given(st.permutations(range(7)))
def test_captures_indexed_in_any_order_give_an_equal_index(watched, one_index, tmp_path_factory, order):
    captures = [watched[1][place] for place in order]
    assert rows_after(watched, captures, tmp_path_factory.mktemp("order")) == one_index


def test_the_last_come_first_gives_an_equal_index(watched, one_index, tmp_path):
    assert rows_after(watched, watched[1][::-1], tmp_path) == one_index


ONE, EDITED = Showing(PLAIN), Showing(captioned(PLAIN, "Edited"))
LOOKS = {
    "an edit seen abridged between two whole looks": [
        (ONE.all(), {}),
        ([EDITED.profile()], {}),
        (ONE.all(), {}),
    ],
    "one picture under two targets": [
        (ONE.all(), {}),
        (Showing(under_other_name(PLAIN)).all(), {"target": OTHER}),
        (EDITED.all(), {}),
    ],
    "a post alone, then gaps": [
        ([ONE.profile()], {}),
        (
            [ONE.page(POST), ONE.medium(POST)],
            {"kind": CaptureKind.POST, "post": PostRef("instagram", POST.code)},
        ),
        (EDITED.all(), {"gaps": (Gap(GapReason.NO_BODY, "https://x.example/"),)}),
    ],
}


@pytest.mark.some(of=3)
@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS)
def test_three_looks_give_one_index_in_each_of_their_six_orders(house, tmp_path, looks):
    captures = [house.look(answers, **more) for answers, more in looks]
    with indexing.made_afresh(house.archive, Silent()) as fresh:
        expected = dump(fresh.path)
    assert len(expected["captures"]) == 3
    empty = tmp_path / "empty.sqlite"
    Catalog(empty).close()
    for number, order in enumerate(itertools.permutations(captures)):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(empty, folder / "index.sqlite")
        assert rows_after((house, captures), order, folder) == expected, order


def test_an_index_made_afresh_is_equal_row_by_row(watched, one_index):
    with indexing.made_afresh(watched[0].archive, Silent()) as fresh:
        assert dump(fresh.path) == one_index


def test_two_captures_of_one_second_keep_their_order(watched, one_index):
    earlier, later = watched[1][4], watched[1][5]
    assert earlier.name[:16] == later.name[:16]
    captions = sorted(
        (row[4], "Edited" in row[6])
        for row in one_index["versions"]
        if row[1] == POST.code and row[3].endswith("en-US")
    )
    assert [(capture.rpartition("/")[2], edited) for capture, edited in captions[-2:]] == [
        (watched[1][3].name, True),
        (later.name, False),
    ]


def test_a_payload_that_several_captures_hold_is_named_by_the_earliest(watched, one_index):
    (row,) = [row for row in one_index["payloads"] if row[0] == sha256(small_picture(POST))]
    assert row[1:3] == (FOLDER, str(watched[1][1]))


def test_captures_are_given_in_the_order_of_their_time_over_all_targets(watched):
    assert watched[0].archive.sealed.ids() == watched[1]
    assert watched[0].archive.sealed.of("instagram", TARGET.name) == [
        capture for capture in watched[1] if capture.slug == TARGET.name
    ]


def test_indexing_a_capture_that_is_in_already_changes_nothing(watched, one_index, tmp_path):
    house = watched[0].with_index(tmp_path / "index.sqlite")
    house.index(*watched[1])
    try:
        indexing.index_capture(house.archive, watched[1][-1], Silent())
    finally:
        house.archive.close()
    assert dump(tmp_path / "index.sqlite") == one_index


def test_what_a_crash_kept_out_of_the_index_is_caught_up_with(watched, one_index, tmp_path):
    house = watched[0].with_index(tmp_path / "index.sqlite")
    house.index(*watched[1][1:3])
    for target in (TARGET, OTHER, TARGET):
        indexing.catch_up(house.archive, "instagram", target.name, Silent())
    indexing.catch_up(house.archive, "instagram", "never.seen", Silent())
    house.archive.close()
    assert dump(tmp_path / "index.sqlite") == one_index


def change(path, statement, *values, rows=1):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(statement, values).rowcount == rows
        connection.commit()


CHANGES = {
    "changed counts": ("UPDATE posts SET counts = '{}' WHERE key = ?", (POST.code,), {"posts": (1, 1)}),
    "a changed version": (
        "UPDATE versions SET fields = '{}' WHERE rowid = (SELECT min(rowid) FROM versions WHERE key = ?)",
        (POST.code,),
        {"versions": (1, 1)},
    ),
    "a changed outcome": (
        "UPDATE captures SET outcome = 'failed' WHERE target = ?",
        (str(OTHER),),
        {"captures": (1, 1)},
    ),
    "a changed likeness": (
        "UPDATE pictures SET phash = '0' WHERE sha256 = ?",
        (sha256(small_picture(POST)),),
        {"pictures": (1, 1)},
    ),
    "a deleted post": ("DELETE FROM posts WHERE key = ?", (POST.code,), {"posts": (0, 1)}),
    "a deleted medium": (
        "DELETE FROM media WHERE rowid = (SELECT min(rowid) FROM media WHERE key = ?)",
        (POST.code,),
        {"media": (0, 1)},
    ),
    "an added medium": ("INSERT INTO media VALUES ('x', 'x', 'x', ?, 1)", ("y",), {"media": (1, 0)}),
    "an added gap": ("INSERT INTO gaps VALUES ('x', 0, 'not_json', ?, '', '')", ("y",), {"gaps": (1, 0)}),
    "a changed key": (
        "UPDATE captures SET capture = 'x' WHERE target = ?",
        (str(OTHER),),
        {"captures": (1, 1)},
    ),
}


@pytest.fixture
def grown(watched, tmp_path):
    """The same captures, with an index of its own that grew with them."""
    house = watched[0].with_index(tmp_path / "index.sqlite")
    house.index(*watched[1])
    yield house
    house.archive.close()


def test_a_check_finds_an_index_equal_that_grew_with_the_looks(grown, tmp_path):
    before = dump(tmp_path / "index.sqlite")
    checked = rebuild.check(grown.archive, Silent())
    assert checked.differences == {}
    assert checked.rows == grown.archive.catalog.row_counts()
    assert dump(tmp_path / "index.sqlite") == before


@pytest.mark.some(of=3)
@pytest.mark.parametrize(("statement", "values", "found"), CHANGES.values(), ids=CHANGES)
def test_a_check_finds_what_somebody_did_to_the_index(grown, tmp_path, statement, values, found):
    change(tmp_path / "index.sqlite", statement, *values)
    before = dump(tmp_path / "index.sqlite")
    assert rebuild.check(grown.archive, Silent()).differences == found
    assert dump(tmp_path / "index.sqlite") == before


def test_a_check_finds_a_table_that_was_emptied(grown, one_index, tmp_path):
    count = len(one_index["payloads"])
    change(tmp_path / "index.sqlite", "DELETE FROM payloads", rows=count)
    assert rebuild.check(grown.archive, Silent()).differences == {"payloads": (0, count)}


def test_a_check_leaves_nothing_behind(grown):
    state = grown.archive.layout.work.parent
    rebuild.check(grown.archive, Silent())
    assert {path.name for path in state.iterdir()} == {"work", "locks", "locks.guard"}


class Told:
    """The port `Progress`, remembering."""

    def __init__(self):
        self.steps = []

    def step(self, what, done, of=None):
        self.steps.append((what, done, of))


def test_a_rebuild_replaces_the_index_and_says_how_far_it_has_come(tmp_path):
    house = new_house(tmp_path)
    house.seen(Showing(PLAIN).all())
    house.seen(Showing(captioned(PLAIN, "Edited")).all())
    path = house.archive.layout.catalog
    before = dump(path)
    change(path, "DELETE FROM versions", rows=len(before["versions"]))
    change(path, "UPDATE posts SET counts = '{}' WHERE key = ?", POST.code)
    assert house.versions(POST) == ()
    told = Told()
    rebuilt = rebuild.rebuild(house.archive, told)
    assert told.steps == [("captures", 1, 2), ("captures", 2, 2)]
    assert rebuilt.differences == {}
    assert rebuilt.rows == {table: len(rows) for table, rows in before.items() if table != "alembic_version"}
    assert dump(path) == before
    assert house.archive.catalog.known_posts(TARGET) == {post.code for post in PLAIN.posts}
    assert len(house.versions(POST)) == 2
    house.archive.close()


def test_what_a_process_adds_after_another_made_the_index_afresh_is_in_it(tmp_path):
    house = new_house(tmp_path)
    house.seen(Showing(PLAIN).all())
    other = archive.opened(house.archive.layout.root, house.archive.settings, house.clock)
    rebuild.rebuild(other, Silent())
    house.seen(Showing(captioned(PLAIN, "Edited")).all())
    assert other.catalog.row_counts()["captures"] == 2
    assert rebuild.check(other, Silent()).differences == {}
    other.close()
    house.archive.close()


def test_an_index_is_not_made_afresh_while_another_process_adds_to_it(tmp_path):
    house = new_house(tmp_path)
    house.seen(Showing(PLAIN).all())
    done = threading.Event()
    with house.archive.indexing():
        made = threading.Thread(target=lambda: (rebuild.rebuild(house.archive, Silent()), done.set()))
        made.start()
        assert not done.wait(0.5)
    assert done.wait(10)
    made.join()
    house.archive.close()


@pytest.mark.parametrize("verb", [rebuild.rebuild, rebuild.check])
def test_an_index_can_be_made_afresh_where_state_was_lost(tmp_path, verb):
    house = new_house(tmp_path)
    house.seen([Showing(PLAIN).profile()])
    shutil.rmtree(house.archive.layout.work.parent)
    try:
        assert verb(house.archive, Silent()).rows["captures"] == 1
    finally:
        house.archive.close()


def test_a_deleted_index_is_made_again_by_opening_and_filled_by_a_rebuild(tmp_path):
    house = new_house(tmp_path)
    house.seen(Showing(PLAIN).all())
    path = house.archive.layout.catalog
    house.archive.close()
    before = dump(path)
    path.unlink()
    again = archive.opened(house.archive.layout.root, house.archive.settings, house.clock)
    assert set(again.catalog.row_counts().values()) == {0}
    rebuild.rebuild(again, Silent())
    again.close()
    assert dump(path) == before


def test_a_damaged_capture_stops_a_rebuild_and_leaves_the_index_as_it_was(tmp_path):
    house = new_house(tmp_path)
    captures = [house.seen(Showing(PLAIN).all()) for _ in range(2)]
    path = house.archive.layout.catalog
    before = dump(path)
    manifest = house.archive.layout.capture(captures[1]) / "manifest.json"
    manifest.chmod(0o600)
    manifest.write_bytes(manifest.read_bytes().replace(b'"kind":"crawl"', b'"kind":"crowd"'))
    for verb in (rebuild.rebuild, rebuild.check):
        with pytest.raises(DamagedError, match="archiver verify"):
            verb(house.archive, Silent())
    assert dump(path) == before
    house.archive.close()
