import io
from dataclasses import replace
from datetime import UTC, datetime

import imagehash
import pytest
from PIL import Image

from archiver.simulator import happenings as owners
from archiver.simulator.hartmann import ACCOUNT, PARTNER, VISITOR, hartmann
from archiver.simulator.signing import asset
from archiver.simulator.staalborg import joint, staalborg


@pytest.fixture
def partnered(company):
    return owners.publish(company, joint())


def codes(posts):
    return [post.code for post in posts]


def of_kind(company, kind):
    return next(post for post in company.posts if post.kind == kind)


def changed(before, after):
    """Give what is not the same of the one post that is not the same."""
    ((was, now),) = [pair for pair in zip(before.posts, after.posts, strict=True) if pair[0] != pair[1]]
    return {name for name in was.__slots__ if getattr(was, name) != getattr(now, name)}


def test_publish_puts_a_post_at_its_place_in_time(company):
    (new,) = hartmann(older=1).posts[6:]
    after = owners.publish(company, new)
    assert after.posts == hartmann(older=1).posts
    assert new.code in codes(after.grid)
    with pytest.raises(ValueError, match="there already"):
        owners.publish(after, new)


def test_edit_caption_marks_the_post_and_changes_nothing_else(company):
    code = of_kind(company, "image").code
    after = owners.edit_caption(company, code, "Nichts mehr von Russland")
    assert changed(company, after) == {"caption", "edited"}
    assert after.post(code).edited
    assert owners.edit_caption(after, code, None).post(code).caption is None


def test_an_edit_ends_translations(company):
    code = company.posts[0].code
    after = owners.translate_caption(company, code, "de", "Spindel")
    assert owners.edit_caption(after, code, "new").post(code).translations == ()


def test_translate_caption_keeps_the_author_s_words(company):
    code = company.posts[0].code
    after = owners.translate_caption(owners.translate_caption(company, code, "de", "x"), code, "fr", "y")
    after = owners.translate_caption(after, code, "de", "z")
    assert after.post(code).caption == company.posts[0].caption
    assert dict(after.post(code).translations) == {"de": "z", "fr": "y"}


def test_remove_slide_keeps_the_others_in_order(company):
    post = of_kind(company, "carousel")
    after = owners.remove_slide(company, post.code, 2).post(post.code)
    assert after.media == (post.media[0], *post.media[2:])
    assert after.removed == (post.media[1],)
    assert after.kind == "carousel"


@pytest.mark.parametrize("place", [0, 5])
def test_only_a_slide_that_is_there_is_removed(company, place):
    with pytest.raises(ValueError, match="cannot be taken out"):
        owners.remove_slide(company, of_kind(company, "carousel").code, place)


def test_two_slides_stay(company):
    code = of_kind(company, "carousel").code
    after = owners.remove_slide(owners.remove_slide(company, code, 1), code, 1)
    with pytest.raises(ValueError, match="cannot be taken out of 2"):
        owners.remove_slide(after, code, 1)


@pytest.mark.parametrize(
    ("verb", "how"),
    [(owners.delete, "deleted"), (owners.hide_post, "archived"), (owners.take_down, "taken_down")],
)
def test_a_withdrawn_post_is_listed_nowhere_and_not_forgotten(company, verb, how):
    post = company.posts[0]
    after = verb(company, post.code)
    assert after.post(post.code).withdrawn == how
    assert post.code not in codes((*after.grid, *after.reels))
    assert len(after.posts) == len(company.posts)
    assert owners.restore(after, post.code) == company
    with pytest.raises(ValueError, match="already"):
        verb(after, post.code)


def test_restore_is_for_what_was_withdrawn(company):
    with pytest.raises(ValueError, match="not withdrawn"):
        owners.restore(company, company.posts[0].code)


def test_pin_puts_a_post_first_and_unpin_back(company):
    code = company.posts[3].code
    after = owners.pin(company, code)
    assert codes(after.grid) == [code, *(one for one in codes(company.grid) if one != code)]
    assert owners.unpin(after, code) == company


def test_three_posts_are_pinned_at_most_and_the_first_of_them_gives_way(company):
    first, (one, two, three) = company.grid[0].code, codes(company.posts[:3])
    after = owners.pin(owners.pin(owners.pin(company, one), two), three)
    assert codes(after.grid)[:3] == [three, two, one]
    assert not after.post(first).pinned
    assert codes(owners.pin(after, one).grid)[:3] == [one, three, two]


def test_the_reels_tab_has_pins_of_its_own(company):
    early = replace(
        of_kind(company, "video"),
        pk=company.posts[-1].pk - 1,
        taken_at=company.posts[-1].taken_at,
        pinned=False,
    )
    both = owners.publish(company, early)
    late = both.posts[0].code
    assert codes(both.reels) == [late, early.code]
    after = owners.pin(both, early.code, "reels")
    assert codes(after.reels) == [early.code, late]
    assert after.grid[0].code == both.grid[0].code
    assert owners.unpin(after, early.code, "reels") == both


def test_reorder_grid_keeps_pins_first_and_new_posts_above(company):
    pinned, *others = codes(company.grid)
    after = owners.reorder_grid(company, others[::-1])
    assert codes(after.grid) == [pinned, *others[::-1]]
    assert after.reels == company.reels
    (new,) = hartmann(older=1).posts[6:]
    assert codes(owners.publish(after, new).grid)[1] == new.code


def test_reorder_grid_leaves_what_it_does_not_name_behind(company):
    pinned, *others = codes(company.grid)
    assert codes(owners.reorder_grid(company, [others[3]]).grid) == [
        pinned,
        others[3],
        *others[:3],
        *others[4:],
    ]


def test_hide_from_grid_and_reels_only(company):
    video, image = of_kind(company, "video").code, of_kind(company, "image").code
    hidden = owners.hide_from_grid(owners.hide_from_grid(company, video), image)
    assert not {video, image} & set(codes((*hidden.grid, *hidden.reels)))
    only = owners.reels_only(company, video)
    assert video not in codes(only.grid)
    assert codes(only.reels) == [video]
    assert owners.show_in_grid(owners.show_in_grid(hidden, video), image) == company
    with pytest.raises(ValueError, match="no video"):
        owners.reels_only(company, image)


def test_a_collaborator_joins_and_withdraws_from_the_account_s_own_post(company):
    code = company.posts[2].code
    after = owners.add_collaborator(company, code, VISITOR)
    assert after.post(code).coauthors == (VISITOR,)
    assert after.grid != company.grid
    assert owners.withdraw_collaborator(after, code, VISITOR) == company
    with pytest.raises(ValueError, match="author"):
        owners.add_collaborator(after, code, VISITOR)
    with pytest.raises(ValueError, match="co-author"):
        owners.withdraw_collaborator(company, code, VISITOR)


def test_a_partner_s_post_is_listed_while_the_account_stands_for_it(partnered):
    code = joint().code
    assert code in codes(partnered.grid)
    after = owners.withdraw_collaborator(partnered, code, ACCOUNT)
    assert code not in codes(after.grid)
    assert after.post(code).owner == PARTNER
    assert owners.add_collaborator(after, code, ACCOUNT) == partnered
    assert code in codes(staalborg().grid)


def test_a_partner_s_post_goes_with_its_owner(partnered):
    after = owners.owner_of_collab_leaves(partnered, joint().code)
    assert joint().code not in codes(after.grid)
    assert len(after.grid) == len(partnered.grid) - 1
    with pytest.raises(ValueError, match="own"):
        owners.owner_of_collab_leaves(partnered, partnered.posts[0].code)


def test_what_becomes_of_a_shared_post_is_seen_at_either_account(partnered):
    both, code = replace(partnered, neighbours=(staalborg(),)), joint().code
    (near,) = owners.delete(both, code).neighbours
    assert near.post(code).withdrawn == "deleted"
    (near,) = owners.hide_from_grid(both, code).neighbours
    assert code in codes(near.grid)
    (near,) = owners.owner_of_collab_leaves(both, code).neighbours
    assert near.closed


def test_rename_keeps_the_number_and_the_posts(partnered):
    after = owners.rename(owners.rename(partnered, "hartmann.hw"), "hw")
    assert (after.handle, after.former) == ("hw", ("hartmann.werkzeuge", "hartmann.hw"))
    assert (after.account.pk, after.account.graph_id) == (ACCOUNT.pk, ACCOUNT.graph_id)
    assert codes(after.grid) == codes(partnered.grid)
    assert after.post(joint().code).coauthors == (after.account,)
    assert owners.rename(staalborg(), "sb").post(joint().code).owner.username == "sb"


def test_a_handle_is_taken_by_another_id_once_it_is_free(company):
    with pytest.raises(ValueError, match="not free"):
        owners.handle_taken_by_other_id(company, staalborg())
    for freed in (owners.rename(company, "hw"), owners.close_account(company)):
        after = owners.handle_taken_by_other_id(freed, staalborg())
        (other,) = after.neighbours
        assert (other.handle, other.account.pk) == (company.handle, PARTNER.pk)
        with pytest.raises(ValueError, match="one other"):
            owners.handle_taken_by_other_id(after, staalborg())


def test_a_private_account_lists_its_posts_to_followers(company):
    after = owners.go_private(company)
    assert (after.grid, after.reels) == ((), ())
    assert replace(after, admits=True).grid == company.grid
    assert owners.admit(after, "liesl").followed_by == {"liesl"}
    assert owners.go_public(after) == company


def test_a_closed_account_lists_nothing_and_may_come_back(company):
    after = owners.close_account(company)
    assert (after.grid, after.reels, len(after.posts)) == ((), (), 6)
    assert owners.reopen_account(after) == company


@pytest.mark.parametrize("scope", [owners.AGE, owners.AUDIENCE, owners.country("de")])
def test_restrictions_add_up_and_are_lifted(company, scope):
    code = company.posts[0].code
    after = owners.restrict(owners.restrict(company, code, owners.country("FR")), code, scope)
    assert after.post(code).kept_from == {"country:FR", scope}
    assert owners.lift(owners.lift(after, code, scope), code, "country:FR") == company


def test_a_restriction_is_for_somebody(company):
    with pytest.raises(ValueError, match="Nobody"):
        owners.restrict(company, company.posts[0].code, "mondays")


def test_reencode_keeps_the_picture_and_its_asset(company):
    post = of_kind(company, "image")
    first, again = post.media[0], owners.reencode(company, post.code).post(post.code).media[0]
    assert first.sha256 != again.sha256
    assert (first.pk, first.picture_name) == (again.pk, again.picture_name)
    seen = [imagehash.phash(Image.open(io.BytesIO(medium.picture))) for medium in (first, again)]
    assert seen[0] - seen[1] <= 2
    third = owners.reencode(owners.reencode(company, post.code), post.code).post(post.code).media[0]
    assert len({first.sha256, again.sha256, third.sha256}) == 3


def test_reencode_gives_a_video_other_files_under_the_same_asset(company):
    post = of_kind(company, "video")
    first, again = post.media[0], owners.reencode(company, post.code).post(post.code).media[0]
    assert first.sha256 != again.sha256
    assert first.track_name("audio") != again.track_name("audio")
    assert asset(first) == asset(again)


def test_regenerate_alt_text_leaves_the_author_s_own(company):
    after = owners.regenerate_alt_text(company)
    for was, now in zip(company.posts, after.posts, strict=True):
        for before, medium in zip(was.media, now.media, strict=True):
            guessed = "May be an image of" in before.alt
            assert (before.alt != medium.alt) is guessed
            assert before.alt.partition("May be")[0] == medium.alt.partition("May be")[0]
    assert owners.regenerate_alt_text(after) != after


@pytest.mark.parametrize(
    "verb", [owners.delete, owners.pin, owners.reencode, owners.hide_from_grid, owners.restore]
)
def test_verbs_are_about_posts_that_were(company, verb):
    with pytest.raises(ValueError, match="never had"):
        verb(company, "nothing")


def test_repost_shows_the_same_pictures_under_another_code_in_other_bytes(company):
    at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    post = next(each for each in company.posts if each.media and not any(one.is_video for one in each.media))
    after = owners.repost(owners.delete(company, post.code), post.code, at)
    (again,) = [each for each in after.posts if each.code not in codes(company.posts)]
    assert (again.taken_at, again.caption, again.withdrawn) == (at, post.caption, "")
    assert again.code in codes(after.grid)
    for old, new in zip(post.media, again.media, strict=True):
        assert (new.pk != old.pk, new.content != old.content) == (True, True)
        hashes = [imagehash.phash(Image.open(io.BytesIO(each.content))) for each in (old, new)]
        assert hashes[0] - hashes[1] <= 4


def test_a_film_is_not_reposted(company):
    film = of_kind(company, "video")
    with pytest.raises(ValueError, match="pictures alone"):
        owners.repost(company, film.code, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
