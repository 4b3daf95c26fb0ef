"""Whether a sight of a target is as the index knows it: each field of account, listing and post by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from catalog_building import TARGET
from listed_building import ACCOUNT, BEGAN, LANE, listed, look, post, sight

from archiver.catalog.catalog import Catalog
from archiver.model.capture import Outcome
from archiver.model.coverage import Break
from archiver.model.post import Count, MediumKind
from archiver.model.vantage import Vantage

A, B = post("A"), post("B")
GRID = listed("AB", claimed=2)
REELS = listed("B", surface="reels")
SEEN = sight(A, B, coverages=[GRID, REELS])
SESSION = Vantage("session", "s1")


@pytest.fixture
def catalog(tmp_path):
    """An index that one look has told of an account with two posts."""
    made = Catalog(tmp_path / "catalog.sqlite")
    made.index(look(1, GRID, REELS, posts=(A, B)))
    yield made
    made.close()


def is_known(catalog, seen, *, target=TARGET, lane=LANE):
    return catalog.unchanged.is_as_known(target, replace(seen, lane=lane))


def test_what_the_last_look_left_is_known(catalog):
    assert is_known(catalog, SEEN)


def test_an_empty_index_knows_nothing(tmp_path):
    empty = Catalog(tmp_path / "empty.sqlite")
    assert not is_known(empty, SEEN)
    empty.close()


def test_what_only_a_look_that_broke_off_has_shown_is_not_known(catalog):
    edited = replace(B, caption="other words")
    catalog.index(look(2, GRID, REELS, posts=(A, edited), outcome=Outcome.PARTIAL))
    seen = sight(A, edited, coverages=[GRID, REELS])
    assert not is_known(catalog, seen)
    catalog.index(look(3, GRID, REELS, posts=(A, edited)))
    assert is_known(catalog, seen)


def test_a_look_that_broke_off_leaves_known_what_was_known(catalog):
    catalog.index(look(2, GRID, REELS, posts=(A, B), outcome=Outcome.PARTIAL))
    assert is_known(catalog, SEEN)


def test_without_an_account_or_a_listing_nothing_is_as_it_was(catalog):
    assert not is_known(catalog, replace(SEEN, account=None))
    assert not is_known(catalog, replace(SEEN, coverages=()))
    assert not is_known(catalog, sight(account=None, coverages=[]))


def test_another_lane_or_target_knows_it_not(catalog):
    assert not is_known(catalog, SEEN, lane=SESSION.lane)
    assert not is_known(catalog, SEEN, lane=Vantage(locale="de-DE").lane)
    assert not is_known(catalog, SEEN, target=replace(TARGET, name="other.works"))


def test_what_two_sessions_see_alike_is_as_it_was(catalog):
    catalog.index(look(2, GRID, REELS, posts=(A, B), vantage=SESSION))
    assert is_known(catalog, SEEN, lane=Vantage("session", "s2").lane)


def test_only_the_latest_state_counts(catalog):
    catalog.index(look(2, GRID, REELS, posts=(replace(A, caption="other"), B)))
    assert not is_known(catalog, SEEN)
    catalog.index(look(3, GRID, REELS, posts=(A, B)))
    assert is_known(catalog, SEEN)


ACCOUNTS = {
    "account_id": "990000417204",
    "handle": "hartmann.tools",
    "name": "Hartmann & Co",
    "biography": "Machines.",
    "links": (),
    "private": True,
    "verified": False,
    "category": "Industrial Company",
    "picture": "7_0_n.jpg",
}


@pytest.mark.parametrize("field", ACCOUNTS)
def test_each_field_of_the_account_counts(catalog, field):
    changed = replace(ACCOUNT, **{field: ACCOUNTS[field]})
    assert not is_known(catalog, replace(SEEN, account=changed))


@pytest.mark.parametrize("field", ["name", "biography", "links", "private", "verified"])
def test_what_an_answer_leaves_out_of_the_account_is_not_known_to_have_changed(catalog, field):
    left_out = replace(ACCOUNT, **{field: None})
    assert is_known(catalog, replace(SEEN, account=left_out))


@pytest.mark.parametrize("field", ["posts", "followers"])
def test_counts_of_the_account_do_not_count(catalog, field):
    changed = replace(ACCOUNT, **{field: Count(9, exact=False)}, record="urn:uuid:another")
    assert is_known(catalog, replace(SEEN, account=changed))


LISTINGS = {
    "another order": listed("BA", claimed=2),
    "one fewer": listed("A", claimed=2),
    "one more": listed("ABC", claimed=2),
    "none": listed("", claimed=2),
    "a pin": listed("AB", pinned="A", claimed=2),
    "another count": listed("AB", claimed=3),
    "no count": listed("AB"),
    "a break": listed("AB", claimed=2, broken=Break.UNFINISHED),
}


@pytest.mark.parametrize("grid", LISTINGS.values(), ids=LISTINGS)
def test_each_part_of_a_listing_counts(catalog, grid):
    assert not is_known(catalog, replace(SEEN, coverages=(grid, REELS)))
    assert not is_known(catalog, replace(SEEN, coverages=(grid,)))


def test_every_listing_counts(catalog):
    assert not is_known(catalog, replace(SEEN, coverages=(GRID, listed("BA", surface="reels"))))
    assert not is_known(catalog, replace(SEEN, coverages=(GRID, REELS, listed("A", surface="tagged"))))


def test_a_grid_alone_is_as_it_was_before_the_reels_are_read(catalog):
    assert is_known(catalog, sight(A, B, coverages=[GRID]))


POSTS = {
    "kind": "carousel",
    "product": "clips",
    "published_at": BEGAN + timedelta(seconds=1),
    "caption": "words ",
    "alt": "a mill",
    "location": ("2", "Werk II"),
    "tagged": (),
    "coauthors": ("7", "8"),
    "media": (),
}


@pytest.mark.parametrize("field", POSTS)
@pytest.mark.parametrize("place", [0, 1])
def test_each_field_of_each_post_counts(catalog, field, place):
    posts = [A, B]
    posts[place] = replace(posts[place], **{field: POSTS[field]})
    assert not is_known(catalog, replace(SEEN, posts=tuple(posts)))


MEDIA = {
    "asset": "other.jpg",
    "kind": MediumKind.VIDEO,
    "permanent_id": "9",
    "alt": "another text",
}


@pytest.mark.parametrize("field", MEDIA)
def test_each_field_of_a_medium_counts(catalog, field):
    other = replace(A.media[0], **{field: MEDIA[field]})
    assert not is_known(catalog, replace(SEEN, posts=(replace(A, media=(other,)), B)))


def test_the_order_of_media_counts(tmp_path):
    carousel = post("A", "1.jpg", "2.jpg")
    made = Catalog(tmp_path / "catalog.sqlite")
    made.index(look(1, listed("A"), posts=(carousel,)))
    assert is_known(made, sight(carousel))
    assert not is_known(made, sight(replace(carousel, media=carousel.media[::-1])))
    made.close()


@pytest.mark.parametrize(
    "changed",
    [
        {"counts": (("likes", Count(9_000)),)},
        {"record": "urn:uuid:other"},
        {"owner_name": "renamed.since"},
        {"pinned_on": ("reels",)},
    ],
    ids=["counts", "record", "owner's name", "pins, which are the listing's"],
)
def test_what_is_no_state_of_a_post_does_not_count(catalog, changed):
    assert is_known(catalog, replace(SEEN, posts=(replace(A, **changed), B)))


def test_signed_addresses_and_renditions_do_not_count(catalog):
    other = replace(A.media[0], candidates=())
    assert is_known(catalog, replace(SEEN, posts=(replace(A, media=(other,)), B)))


def test_a_post_that_was_never_seen_is_not_as_it_was(catalog):
    assert not is_known(catalog, replace(SEEN, posts=(A, B, post("C"))))


def abridged(of, **fields):
    """Give a post as listings show it logged out."""
    short = {"published_at": None, "location": None, "tagged": (), "coauthors": (), "media": (), "alt": None}
    return replace(of, whole=False, **short | fields)


def test_an_abridged_form_of_what_is_known_whole_is_as_it_was(catalog):
    assert is_known(catalog, replace(SEEN, posts=(abridged(A), abridged(B))))


@pytest.mark.parametrize(
    "shown",
    [{"caption": "other"}, {"alt": "other"}, {"product": "clips"}, {"published_at": BEGAN - timedelta(1)}],
)
def test_what_an_abridged_form_does_show_counts(catalog, shown):
    assert not is_known(catalog, replace(SEEN, posts=(abridged(A, **shown), B)))


def test_a_whole_form_of_what_was_known_abridged_is_not_as_it_was(tmp_path):
    made = Catalog(tmp_path / "catalog.sqlite")
    made.index(look(1, listed("A"), posts=(abridged(A),)))
    assert is_known(made, sight(abridged(A)))
    assert not is_known(made, sight(A))
    made.close()


def test_asking_changes_nothing(catalog):
    before = catalog.row_counts()
    is_known(catalog, replace(SEEN, posts=(post("C"),)))
    assert catalog.row_counts() == before
