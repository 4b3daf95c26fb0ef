"""Documents of other programs about Instagram's posts: each field as far as its program tells it, and no further."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats.json_values import time
from archiver.model.foreign import Document, Form
from archiver.model.gap import GapReason
from archiver.model.post import MediumKind
from archiver.platforms.instagram import PLATFORM

# Computed once by hand: base 64 of the number, most significant first.
NUMBER, CODE = "3854729199473606741", "DV-v8if80BV"
FILE = {
    "category": "instagram",
    "subcategory": "posts",
    "post_id": NUMBER,
    "post_shortcode": CODE,
    "owner_id": "990000417203",
    "username": "hartmann.werkzeuge",
    "fullname": "Hartmann",
    "description": "Words",
    "post_date": "2026-03-17 09:30:02",
    "date": "2026-03-17 09:30:01",
    "likes": 2210,
    "count": 1,
    "num": 1,
    "media_id": NUMBER,
    "display_url": "https://scontent.cdninstagram.com/v/t51.82787-15/80_18_57_n.jpg?stp=x",
    "video_url": None,
    "tagged_users": [{"id": "5", "username": "a.tagged"}],
}
ALBUM = FILE | {"sidecar_media_id": NUMBER, "sidecar_shortcode": CODE, "count": 2}


def read(*told, path="1.json"):
    return PLATFORM.read_documents(
        [Document(f"urn:{place}", path, json.dumps(each).encode()) for place, each in enumerate(told)]
    )


def one(*told):
    (found,) = read(*told).observations
    return found


def of(number):
    return ALBUM | {
        "num": number,
        "media_id": str(3854729199473606750 + number),
        "display_url": f"https://scontent.cdninstagram.com/v/t51.82787-15/8{number}_18_57_n.jpg",
    }


def test_a_file_s_fields_are_its_post_s():
    post = one(FILE)
    assert (post.ref.key, post.permanent_id, post.owner_id, post.owner_name) == (
        CODE,
        NUMBER,
        "990000417203",
        "hartmann.werkzeuge",
    )
    assert (post.kind, post.caption, post.whole) == ("image", "Words", True)
    assert post.published_at == time(1773739802)
    assert (post.tagged, post.tagged_ids) == (("a.tagged",), ("5",))
    assert dict(post.counts)["likes"].value == 2210


def test_files_of_one_post_are_put_together_in_their_order_whichever_comes_first():
    post = one(of(2), of(1))
    assert [medium.asset for medium in post.media] == ["81_18_57_n.jpg", "82_18_57_n.jpg"]
    assert (post.kind, post.whole) == ("carousel", True)
    assert post.record == "urn:1", "of its first file"


def test_an_album_of_which_a_file_is_lacking_is_not_whole():
    assert not one(of(2)).whole
    assert [medium.asset for medium in one(of(2)).media] == ["82_18_57_n.jpg"]


def test_whom_an_album_tags_is_told_of_its_files_and_not_of_the_post():
    assert (one(of(1), of(2)).tagged, one(of(1), of(2)).tagged_ids) == ((), None)


NOT_TOLD = {
    "no likes, or likes that are hidden": ({"likes": 0}, lambda post: post.counts == ()),
    "no place": ({}, lambda post: post.location is None),
    "nobody who made it too": ({}, lambda post: post.coauthors is None),
    "no text beside it": ({}, lambda post: post.alt is None),
    "no description at all": ({"description": None}, lambda post: post.caption is None and not post.whole),
    "no date at all": (
        {"post_date": None, "date": None},
        lambda post: post.published_at is None and not post.whole,
    ),
}


@pytest.mark.parametrize(("changed", "holds"), NOT_TOLD.values(), ids=NOT_TOLD)
def test_what_may_only_not_have_been_told_is_not_known(changed, holds):
    assert holds(one(FILE | changed))


def test_what_is_told_is_read():
    told = {
        "location_id": "990001556672",
        "location_name": "Werk II",
        "coauthors": [{"id": "7", "username": "other"}],
        "description": "",
    }
    post = one(FILE | told)
    assert (post.location, post.coauthors, post.caption) == (("990001556672", "Werk II"), ("7",), "")


def test_a_film_is_a_film_and_its_cover_and_its_music_are_no_medium_of_their_own():
    film = FILE | {
        "count": 2,
        "video_url": "https://scontent.cdninstagram.com/o1/v/t2/f2/m86/A.mp4",
        "type": "reel",
    }
    cover = film | {"media_id": f"{NUMBER}p"}
    music = film | {"num": 2, "audio_url": "https://scontent.cdninstagram.com/o1/v/a.m4a", "video_url": None}
    post = one(film, cover, music)
    assert (post.kind, post.whole) == ("video", True)
    assert [medium.kind for medium in post.media] == [MediumKind.VIDEO]
    assert not one(film).whole


@pytest.mark.parametrize("kind", ["story", "highlight"])
def test_a_story_is_no_post(kind):
    found = read(FILE | {"type": kind})
    assert (found.observations, found.seen, found.gaps) == ((), 0, ())


NONE_OF_ITS = {
    "another network's": FILE | {"category": "twitter"},
    "a picture of the account": FILE | {"subcategory": "avatar"},
    "without a shortcode": {key: value for key, value in FILE.items() if key != "post_shortcode"},
    "a HAR": {"log": {"entries": []}},
    "a list": [FILE],
    "a hashtag's": {"node": {"name": "x"}, "instaloader": {"version": "4", "node_type": "Hashtag"}},
    "a list of comments": [{"id": 1, "created_at": 1773739802, "text": "…", "owner": {}}],
}


@pytest.mark.parametrize("told", NONE_OF_ITS.values(), ids=NONE_OF_ITS)
def test_what_is_no_document_of_a_post_is_none(told):
    assert PLATFORM.document_kind(told, "1.json") is None
    assert [gap.reason for gap in read(told).gaps] == [GapReason.UNKNOWN_SHAPE]


def test_of_an_account_that_many_name_the_fullest_is_told():
    user = {"pk": "990000417203", "biography": "Seit 1952", "follower_count": 12480}
    found = read(FILE, FILE | {"user": user}, FILE)
    (account,) = found.accounts
    assert (account.handle, account.biography, account.followers.value) == (
        "hartmann.werkzeuge",
        "Seit 1952",
        12480,
    )


def test_an_account_that_was_visited_is_not_taken_for_whose_post_it_is():
    visited = {"pk": "1", "username": "another", "biography": "Another's"}
    (account,) = read(FILE | {"user": visited}).accounts
    assert (account.account_id, account.handle, account.biography) == (
        "990000417203",
        "hartmann.werkzeuge",
        None,
    )


DOWNLOADED = [
    {
        "media": [
            {
                "uri": "media/posts/1.jpg",
                "creation_timestamp": 1714552200,
                "title": "Gr\u00c3\u00bc\u00c3\u009fe",
            }
        ]
    }
]


@pytest.mark.parametrize(
    "path",
    ["your_instagram_activity/media/posts_1.json", "content/posts_12.json", "posts.json", "a/b/reels_2.json"],
)
def test_a_download_is_one_by_its_shape_under_names_of_what_was_published(path):
    kind = PLATFORM.document_kind(DOWNLOADED, path)
    assert (kind.form, kind.newest, kind.media) == (Form.DOWNLOAD, time(1714552200), ("media/posts/1.jpg",))
    (post,) = read(DOWNLOADED, path=path).untied
    assert (post.text, post.published_at, post.media) == ("Grüße", time(1714552200), ("media/posts/1.jpg",))


@pytest.mark.parametrize(
    "path",
    [
        "archived_posts.json",
        "recently_deleted_content.json",
        "liked_posts.json",
        "messages/message_1.json",
        "posts_1.html",
    ],
)
def test_what_nobody_else_was_shown_is_none(path):
    assert PLATFORM.document_kind(DOWNLOADED, f"your_instagram_activity/media/{path}") is None


@pytest.mark.parametrize("told", [[], [{}], {"media": []}, [{"media": [{"uri": "1.jpg"}]}], "posts", None, 7])
def test_a_name_alone_makes_no_download(told):
    assert PLATFORM.document_kind(told, "posts_1.json") is None


def test_posts_of_a_download_are_counted_as_not_named():
    found = read(DOWNLOADED, path="posts_1.json")
    assert (found.seen, found.understood, found.observations) == (1, 0, ())
    assert [(gap.reason, gap.detail) for gap in found.gaps] == [(GapReason.NOT_NAMED, "posts: 1")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
POST = {
    "node": FILE
    | {"shortcode": CODE, "id": NUMBER, "display_url": "x", "owner": {"id": "1", "username": "a"}}
}


@st.composite
def bent(draw):
    """Draw a document with any value in the place of one of its own."""
    plain = draw(st.sampled_from([FILE, ALBUM, DOWNLOADED[0], POST["node"]]))
    told = dict(plain) | {draw(st.sampled_from(sorted(plain))): draw(JSON)}
    wrap = draw(st.sampled_from(["flat", "node", "list"]))
    if wrap == "node":
        return {
            "node": told,
            "instaloader": {"version": "4", "node_type": draw(st.sampled_from(["Post", "Profile"]))},
        }
    return [told] if wrap == "list" else told


@given(
    told=st.lists(bent() | JSON, max_size=4), path=st.sampled_from(["1.json", "posts_1.json", "reels.json"])
)
def test_any_document_is_read_or_is_a_gap(told, path):
    found = read(*told, path=path)
    assert found.understood == len(found.observations) <= found.seen
    assert all(post.owner_id and post.ref.key for post in found.observations)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_gap(content):
    found = PLATFORM.read_documents([Document("urn:1", "1.json", content)])
    assert len(found.gaps) == 1 or found.seen
