import itertools
import json
import shutil
import sqlite3
from dataclasses import replace

import pytest
from fakes import Silent
from operations_building import under_name, with_caption

from archiver.catalog.catalog import Catalog
from archiver.errors import AddressError, DamagedError
from archiver.model.gap import Gap, GapReason
from archiver.model.refs import PostRef, TargetRef
from archiver.operations import rebuild, verify
from archiver.operations.indexing import catch_up, index_capture, rebuild_into
from archiver.operations.show import show


def versions(archive, post):
    found = archive.catalog.post(PostRef("instagram", post.code)).versions
    return [
        (row["first_capture"], row["last_capture"], json.loads(row["fields"])["caption"]) for row in found
    ]


def test_a_first_look_adds_a_row_for_each_post(archive, look, account):
    first = look(account)
    counts = archive.catalog.row_counts()
    assert (counts["captures"], counts["posts"], counts["versions"], counts["accounts"]) == (1, 2, 2, 1)
    for post in account.posts:
        assert versions(archive, post) == [(first, first, post.caption)]
        assert archive.catalog.post(PostRef("instagram", post.code)).versions[0]["whole"]


def test_the_archive_that_these_tests_make_verifies(archive, look, account):
    look(account, pictures=True)
    look(account, pictures=True)
    failed = [
        finding for finding in verify.verify(archive.layout.root, Silent().step) if finding.status == "failed"
    ]
    assert failed == []


def test_an_unchanged_second_look_adds_no_row_and_extends_the_interval(archive, look, account):
    first, second = look(account), look(account)
    counts = archive.catalog.row_counts()
    assert (counts["captures"], counts["posts"], counts["versions"], counts["accounts"]) == (2, 2, 2, 1)
    assert versions(archive, account.posts[0]) == [(first, second, account.posts[0].caption)]


def test_counts_that_change_are_no_new_version_and_the_last_stand_with_the_post(archive, look, account):
    look(account)
    post = replace(account.posts[0], likes=account.posts[0].likes + 1000)
    look(replace(account, posts=(post, account.posts[1]), followers=1))
    assert archive.catalog.row_counts()["versions"] == 2
    assert archive.catalog.row_counts()["accounts"] == 1
    assert show(archive, post.code)["counts"]["likes"]["value"] == post.likes


def test_a_changed_caption_begins_a_row_for_its_post_alone(archive, look, account):
    first, second = look(account), look(with_caption(account, "other"))
    assert versions(archive, account.posts[0]) == [
        (first, first, account.posts[0].caption),
        (second, second, "other"),
    ]
    assert versions(archive, account.posts[1]) == [(first, second, account.posts[1].caption)]


def test_a_changed_biography_begins_a_row_for_the_account_alone(archive, look, account):
    look(account)
    look(replace(account, biography="other"))
    counts = archive.catalog.row_counts()
    assert (counts["accounts"], counts["versions"]) == (2, 2)


def test_an_abridged_look_after_a_whole_one_adds_no_row_and_takes_nothing_away(archive, look, account):
    first, second = look(account), look(account, whole=False)
    assert versions(archive, account.posts[0]) == [(first, second, account.posts[0].caption)]
    fields = show(archive, account.posts[0].code)["fields"]
    assert fields["published_at"] is not None


def test_an_abridged_look_that_shows_another_caption_begins_a_row(archive, look, account):
    first, second = look(account), look(with_caption(account, "other"), whole=False)
    assert [row[::2] for row in versions(archive, account.posts[0])] == [
        (first, account.posts[0].caption),
        (second, "other"),
    ]
    fields = show(archive, account.posts[0].code)["fields"]
    assert (fields["caption"], fields["published_at"] is not None) == ("other", True)


def test_a_whole_look_after_an_abridged_one_fills_what_was_missing(archive, look, account):
    look(account, whole=False)
    assert show(archive, account.posts[0].code)["fields"]["published_at"] is None
    look(account)
    assert show(archive, account.posts[0].code)["fields"]["published_at"] is not None


def test_a_state_that_comes_back_is_a_third_row(archive, look, account):
    looks = [look(each) for each in (account, with_caption(account, "other"), account)]
    said = account.posts[0].caption
    assert versions(archive, account.posts[0]) == [
        (each, each, caption) for each, caption in zip(looks, (said, "other", said), strict=True)
    ]


def test_a_caption_taken_away_is_a_change(archive, look, account):
    look(account)
    look(with_caption(account, None))
    assert [row[2] for row in versions(archive, account.posts[0])] == [account.posts[0].caption, ""]


def test_a_post_that_is_gone_keeps_its_last_sighting(archive, look, account):
    first, second = look(account), look(replace(account, posts=account.posts[1:]))
    assert versions(archive, account.posts[0]) == [(first, first, account.posts[0].caption)]
    assert versions(archive, account.posts[1])[0][:2] == (first, second)


def test_pictures_are_held_once_and_known_as_received(archive, look, account):
    post = PostRef("instagram", account.posts[0].code)
    target = TargetRef("instagram", account.handle)
    look(account)
    assert not archive.catalog.knows_whole(post, target, "logged_out/en-US")
    first = look(account, pictures=True)
    look(account, pictures=True)
    assert archive.catalog.knows_whole(post, target, "logged_out/en-US")
    (medium,) = show(archive, post.key)["media"]
    assert medium["sha256"] == account.posts[0].media[0].sha256
    assert (medium["capture"], medium["width"], medium["height"]) == (first, 120, 150)
    assert rebuild.check(archive, Silent()).differences == {}


SCENES = {
    "changes": lambda account: [
        (account, {}),
        (with_caption(account, "other"), {"whole": False}),
        (account, {}),
    ],
    "two targets with one picture": lambda account: [
        (account, {"pictures": True}),
        (under_name(account, "zweite.firma"), {"pictures": True}),
        (with_caption(account, "other"), {"pictures": True}),
    ],
    "a post alone": lambda account: [
        (account, {"whole": False}),
        (account, {"profile": False, "post": account.posts[0].code, "pictures": True}),
        (with_caption(account, "other"), {"gaps": [Gap(GapReason.NO_BODY, "https://x.example/")]}),
    ],
}


@pytest.mark.parametrize("scene", SCENES)
def test_in_whatever_order_captures_are_indexed_the_index_is_the_same(
    archive, captures, account, tmp_path, scene
):
    written = [captures.write(each, **more) for each, more in SCENES[scene](account)]
    empty, afresh = tmp_path / "empty.sqlite", tmp_path / "afresh.sqlite"
    Catalog(empty).close()
    rebuild_into(archive, afresh, Silent())
    expected = Catalog(afresh)
    assert expected.row_counts()["captures"] == 3
    for number, order in enumerate(itertools.permutations(written)):
        path = tmp_path / f"{number}.sqlite"
        shutil.copy(empty, path)
        other = replace(archive, catalog=Catalog(path))
        for capture in order:
            if not other.catalog.holds(other.sealed.read(capture)):
                index_capture(other, capture, Silent())
        assert other.catalog.differences(expected) == {}, order
        other.close()
    expected.close()


def test_what_the_index_lost_is_caught_up_with(archive, captures, account):
    written = [captures.write(account) for _ in range(2)]
    assert archive.catalog.row_counts()["captures"] == 0
    catch_up(archive, "instagram", written[0].slug, Silent())
    catch_up(archive, "instagram", written[0].slug, Silent())
    assert archive.catalog.row_counts()["captures"] == 2
    assert rebuild.check(archive, Silent()).differences == {}


CHANGES = [
    ("UPDATE versions SET fields = '{}' WHERE rowid = 1", {"versions": (1, 1)}),
    ("UPDATE captures SET outcome = 'failed'", {"captures": (2, 2)}),
    ("DELETE FROM posts WHERE rowid = 1", {"posts": (0, 1)}),
    ("DELETE FROM payloads", None),
    ("INSERT INTO gaps VALUES ('a', 0, 'no_body', 'b', '', '')", {"gaps": (1, 0)}),
    ("INSERT INTO media VALUES ('a', 'b', 'c', 'd')", {"media": (1, 0)}),
    ("UPDATE pictures SET phash = '0' WHERE rowid = 1", {"pictures": (1, 1)}),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_check_finds_rows_that_were_changed_deleted_or_added(archive, look, account, change, expected):
    look(account, pictures=True)
    look(account, pictures=True)
    assert rebuild.check(archive, Silent()).differences == {}
    with sqlite3.connect(archive.layout.catalog) as connection:
        connection.execute(change)
    connection.close()
    found = rebuild.check(archive, Silent()).differences
    if expected is None:
        assert found["payloads"][0] == 0
        assert found["payloads"][1] > 0
    else:
        assert found == expected
    assert rebuild.check(archive, Silent()).differences == found, "a check changes nothing"
    assert not list((archive.layout.root / "state").glob("check*"))


def test_a_rebuild_makes_the_index_right_again(archive, look, account):
    look(account)
    before = archive.catalog.row_counts()
    with sqlite3.connect(archive.layout.catalog) as connection:
        connection.execute("DELETE FROM versions")
    connection.close()
    assert rebuild.rebuild(archive, Silent()).rows == before
    assert rebuild.check(archive, Silent()).differences == {}
    assert archive.catalog.row_counts() == before


def test_a_rebuild_over_a_damaged_capture_says_so_and_keeps_the_index(archive, look, account):
    first = look(account)
    file = archive.layout.captures / first / "manifest.json"
    file.chmod(0o644)
    file.write_bytes(b"{}")
    before = archive.catalog.row_counts()
    with pytest.raises(DamagedError):
        rebuild.rebuild(archive, Silent())
    assert archive.catalog.row_counts() == before


def test_a_post_is_shown_by_code_reference_and_address(archive, look, account):
    first, second = look(account), look(account)
    post = account.posts[0]
    shown = [
        show(archive, text)
        for text in (post.code, f"instagram:{post.code}", f"https://www.instagram.com/p/{post.code}/")
    ]
    assert shown[0] == shown[1] == shown[2]
    assert (shown[0]["first_capture"], shown[0]["last_capture"]) == (first, second)
    assert shown[0]["owner"] == {"id": str(account.account.pk), "name": account.handle}
    assert shown[0]["permanent_id"] == str(post.pk)


def test_a_target_is_shown_with_its_posts(archive, look, account):
    look(account)
    last = look(account)
    shown = show(archive, f"instagram:{account.handle}")
    assert shown["latest"]["capture"] == last
    assert {post["ref"] for post in shown["posts"]} == {f"instagram:{post.code}" for post in account.posts}


@pytest.mark.parametrize("text", ["instagram:nobody", "https://www.instagram.com/p/DdG4RIxIPyf/", "rubbish"])
def test_what_was_never_captured_is_not_shown(archive, look, account, text):
    look(account)
    with pytest.raises(AddressError):
        show(archive, text)
