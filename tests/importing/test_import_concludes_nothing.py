"""An imported capture bears on no conclusion: it makes none, hinders none, and moves none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import Silent
from folder_building import COMPANY as FOLDERS
from following import begun, copied
from foreign_building import as_warc, seen_by_others
from wires import INSTAGRAM

from archiver.model.change import ChangeKind
from archiver.model.refs import PostRef
from archiver.operations import absence, rebuild
from archiver.operations.diff import diff
from archiver.operations.foreign_files import recognised
from archiver.operations.importing import importing
from archiver.operations.removals import account_states
from archiver.simulator import happenings
from archiver.simulator.hartmann import hartmann

COMPANY = hartmann(older=24)
TARGET = INSTAGRAM.target
GONE = COMPANY.grid[13].code
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return begun(tmp_path_factory.mktemp("first"), COMPANY)


@pytest.fixture
def followed(first, tmp_path):
    return copied(first, tmp_path)


def import_(followed, folder, company, at):
    file = as_warc(folder / f"{at:%H%M%S}.warc.gz", seen_by_others(company, at))
    (found,) = importing(followed.archive, [recognised(file)], TARGET, Silent())
    return found


def evidence(followed, code=GONE):
    (found,) = followed.archive.catalog.evidence(TARGET, [PostRef("instagram", code)])
    return found


def test_what_an_import_lacks_is_no_question(followed, tmp_path):
    now = followed.clock.now()
    import_(followed, tmp_path, COMPANY, now - HOUR)
    import_(followed, tmp_path, happenings.delete(COMPANY, GONE), now - HOUR / 2)
    assert followed.archive.catalog.in_question(TARGET) == set()
    assert absence.due(followed.archive, TARGET, followed.at_hand) == []
    assert followed.round() == []
    assert followed.states() == {}


def test_what_an_import_shows_is_no_sighting_of_ours(followed, tmp_path):
    before = evidence(followed)
    import_(followed, tmp_path, COMPANY, followed.clock.now() - HOUR)
    assert evidence(followed) == before


@pytest.mark.some(of=2)
@pytest.mark.parametrize("ago", [HOUR, timedelta(days=400)], ids=["later than all looks", "long ago"])
def test_a_removal_is_concluded_as_without_it(followed, tmp_path, ago):
    followed.network.company = happenings.delete(COMPANY, GONE)
    followed.round()
    import_(followed, tmp_path, COMPANY, followed.clock.now() - ago)
    followed.round()
    assert followed.states() == {GONE: "concluded"}
    import_(followed, tmp_path, replace(COMPANY, biography="Another"), followed.clock.now() - ago)
    assert followed.states() == {GONE: "concluded"}, "nor is one taken back"
    (question,) = absence.questions(followed.archive, TARGET, followed.at_hand)
    assert question.removal.last_shown.vantage != "imported"


def test_no_control_is_one_that_only_an_import_lists(followed, tmp_path):
    newest = happenings.publish(COMPANY, replace(COMPANY.grid[5], pk=COMPANY.grid[5].pk + (7 << 40)))
    import_(followed, tmp_path, newest, followed.clock.now() - HOUR)
    catalog, account = followed.archive.catalog, followed.archive.catalog.account_id(TARGET)
    (only,) = {post.code for post in newest.posts} - {post.code for post in COMPANY.posts}
    assert only in {row["key"] for row in catalog.posts_of(TARGET)}
    assert only not in {post.key for post in catalog.oldest_live(TARGET, account, 1_000)}
    for vantage in followed.at_hand:
        lane = catalog.lane(TARGET, vantage)
        assert only not in {post.key for post in catalog.live(TARGET, lane, account, 1_000)}


def test_another_account_under_the_handle_is_none_of_ours(followed, tmp_path):
    """Whoever writes a file does not say which account is watched."""
    ours = followed.archive.catalog.account_id(TARGET)
    forged = replace(COMPANY, account=replace(COMPANY.account, pk=5_000_000_001))
    import_(followed, tmp_path, forged, followed.clock.now() - timedelta(days=900))
    assert followed.archive.catalog.account_id(TARGET) == ours == str(COMPANY.account.pk)
    assert account_states(followed.archive, TARGET) == []
    followed.network.company = happenings.delete(COMPANY, GONE)
    followed.round()
    followed.round()
    assert followed.states() == {GONE: "concluded"}


def test_nobody_who_made_a_file_is_at_hand(followed, tmp_path):
    before = set(followed.at_hand)
    import_(followed, tmp_path, COMPANY, followed.clock.now() - HOUR)
    from archiver.operations.asking import at_hand_of

    assert at_hand_of(followed.archive, TARGET) == before


def test_our_looks_are_as_whole_as_without_it(followed, tmp_path):
    """No payload of an import stands for one of ours, and no post is passed over since an import shows it."""
    import_(followed, tmp_path, COMPANY, followed.clock.now() - timedelta(days=900))
    taken = followed.archive.sealed.ids()
    followed.round()
    later = [capture for capture in followed.archive.sealed.ids() if capture not in taken]
    imported = {
        str(capture) for capture in taken if followed.archive.sealed.read(capture).kind.value == "import"
    }
    assert len(imported) == 1
    for capture in later:
        pointed_at = {member.holder for member in followed.archive.sealed.members(capture)}
        assert not pointed_at & imported
    assert rebuild.check(followed.archive, Silent()).differences == {}


def test_a_picture_that_an_import_lacks_is_no_question(followed, tmp_path):
    album = next(post for post in COMPANY.posts if post.kind == "carousel")
    now = followed.clock.now()
    import_(followed, tmp_path, COMPANY, now - HOUR)
    import_(followed, tmp_path, happenings.remove_slide(COMPANY, album.code, 1), now - HOUR / 2)
    assert followed.media() == {}
    assert followed.round() == []


def test_what_only_a_file_names_is_asked_for_by_nobody(followed, tmp_path):
    """Or whoever writes one could have anything asked for, and use up what may be asked."""
    invented = hartmann(older=90)
    only = {post.code for post in invented.posts} - {post.code for post in COMPANY.posts}
    assert len(only) > 50
    import_(followed, tmp_path, invented, followed.clock.now() - HOUR)
    assert followed.archive.catalog.unlisted(TARGET, followed.at_hand, 100) == []
    assert followed.archive.catalog.unchecked_since(TARGET, followed.at_hand) is None
    assert not followed.archive.catalog.known_posts(TARGET) & only
    assert {row["key"] for row in followed.archive.catalog.posts_of(TARGET)} >= only, (
        "it is shown all the same"
    )


@pytest.mark.prove
def test_a_bare_diff_is_of_our_looks_and_what_others_saw_restores_nothing(followed, tmp_path):
    followed.network.company = happenings.delete(COMPANY, GONE)
    followed.round()
    followed.round()
    assert followed.states() == {GONE: "concluded"}
    ours = diff(followed.archive, TARGET)
    now = followed.clock.now()
    for place, company in enumerate((COMPANY, happenings.delete(COMPANY, GONE), COMPANY)):
        import_(followed, tmp_path, company, now - HOUR / (place + 2))
    assert diff(followed.archive, TARGET) == ours
    imports = [name for name, _, kind in followed.archive.catalog.captures(TARGET) if kind == "import"]
    told = diff(followed.archive, TARGET, *imports[-2:]).changes
    assert {each.kind for each in told if each.post.key == GONE} == {ChangeKind.RESURFACED}


def test_what_we_see_of_a_post_later_is_what_counts_of_it(followed, tmp_path):
    later = happenings.publish(COMPANY, replace(COMPANY.grid[5], pk=COMPANY.grid[5].pk + (7 << 40)))
    (only,) = {post.code for post in later.posts} - {post.code for post in COMPANY.posts}
    forged = replace(later, account=replace(COMPANY.account, pk=5_000_000_001))
    import_(followed, tmp_path, forged, followed.clock.now() - timedelta(days=3))
    followed.network.company = later
    followed.round()
    (row,) = (row for row in followed.archive.catalog.posts_of(TARGET) if row["key"] == only)
    assert row["owner_id"] == str(COMPANY.account.pk)
    assert rebuild.check(followed.archive, Silent()).differences == {}


def import_folder(followed, folder, made, name, at):
    (found,) = importing(followed.archive, [recognised(made.copy(name, folder / name, at))], TARGET, Silent())
    return found


@pytest.mark.some(of=2)
@pytest.mark.parametrize("name", ["instaloader", "gallery-dl"])
def test_what_a_folder_shows_is_no_sighting_of_ours_and_what_it_lacks_no_question(
    followed, tmp_path, made, name
):
    before = evidence(followed)
    found = import_folder(followed, tmp_path, made, name, followed.clock.now() - HOUR)
    assert found.posts > 5
    assert evidence(followed) == before
    assert followed.archive.catalog.in_question(TARGET) == set()
    assert absence.due(followed.archive, TARGET, followed.at_hand) == []
    assert account_states(followed.archive, TARGET) == []


@pytest.mark.some(of=2)
@pytest.mark.parametrize("name", ["instaloader", "gallery-dl"])
def test_a_folder_hinders_no_conclusion_and_takes_none_back(followed, tmp_path, made, name):
    """Whoever fills one could else keep a removal from being said."""
    shown = FOLDERS.grid[3].code
    assert shown in {post.code for post in COMPANY.posts}
    followed.network.company = happenings.delete(COMPANY, shown)
    followed.round()
    import_folder(followed, tmp_path, made, name, followed.clock.now() - HOUR)
    followed.round()
    assert followed.states() == {shown: "concluded"}
    import_folder(followed, tmp_path / "again", made, name, followed.clock.now() - HOUR)
    assert followed.states() == {shown: "concluded"}
    (question,) = absence.questions(followed.archive, TARGET, followed.at_hand)
    assert question.removal.last_shown.vantage != "imported"
    assert rebuild.check(followed.archive, Silent()).differences == {}


@pytest.mark.some(of=2)
@pytest.mark.parametrize("name", ["instaloader", "gallery-dl"])
def test_of_a_folder_no_post_is_asked_for_no_medium_passed_over_and_no_payload_pointed_at(
    followed, tmp_path, made, name
):
    only = {post.code for post in FOLDERS.posts} - {post.code for post in followed.network.company.posts}
    known = followed.archive.catalog.known_posts(TARGET)
    found = import_folder(followed, tmp_path, made, name, followed.clock.now() - HOUR)
    imported = str(found.capture)
    assert followed.archive.catalog.known_posts(TARGET) == known
    assert not known & only
    assert followed.archive.catalog.unlisted(TARGET, followed.at_hand, 100) == []
    taken = followed.archive.sealed.ids()
    followed.round()
    for capture in followed.archive.sealed.ids():
        if capture not in taken:
            assert imported not in {member.holder for member in followed.archive.sealed.members(capture)}
    assert rebuild.check(followed.archive, Silent()).differences == {}
