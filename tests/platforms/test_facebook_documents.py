"""Documents of other programs about Facebook's posts: photos by their numbers, and downloads that name no post."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats.json_values import time
from archiver.model.foreign import Document, Form
from archiver.model.gap import GapReason
from archiver.platforms.facebook import PLATFORM

PHOTO = {
    "category": "facebook",
    "subcategory": "photo",
    "id": "1220006181770581",
    "set_id": "a.1210567787814325",
    "username": "Hartmann Werkzeuge GmbH",
    "user_id": "100099000417203",
    "caption": "Words",
    "date": "2026-08-28 13:20:11",
    "url": "https://scontent-fra3-1.xx.fbcdn.net/v/t39.30808-6/841_186_045_n.jpg?stp=dst-jpg",
}


def read(*told, path="1.json"):
    return PLATFORM.read_documents(
        [Document(f"urn:{place}", path, json.dumps(each).encode()) for place, each in enumerate(told)]
    )


def one(told):
    (found,) = read(told).observations
    return found


def test_a_photo_by_itself_has_its_number_its_words_and_when_it_was_made():
    post = one(PHOTO)
    assert (post.ref.key, post.caption, post.whole) == ("1220006181770581", "Words", False)
    assert post.made_at == time(1787923211)
    assert post.published_at is None, "which is shown, and may have been set back"
    assert [medium.asset for medium in post.media] == ["841_186_045_n.jpg"]


def test_a_photo_of_a_post_s_own_set_is_of_that_post_whose_words_and_date_it_does_not_tell():
    post = one(PHOTO | {"set_id": "pcb.1219999999999999"})
    assert (post.ref.key, post.permanent_id) == ("1219999999999999",) * 2
    assert (post.caption, post.made_at, post.published_at) == (None, None, None)
    assert [medium.permanent_id for medium in post.media] == ["1220006181770581"]


def test_an_empty_caption_may_be_one_that_was_not_found():
    assert one(PHOTO | {"caption": ""}).caption is None


def test_an_account_is_known_by_number_and_never_by_the_name_that_people_read():
    (account,) = read(PHOTO).accounts
    assert (account.account_id, account.handle) == ("100099000417203",) * 2
    assert account.name == "Hartmann Werkzeuge GmbH"
    assert one(PHOTO).owner_name == ""


def test_a_film_s_sound_is_no_post():
    film = PHOTO | {"type": "video", "url": "ytdl:https://www.facebook.com/1/videos/2"}
    assert one(film).media[0].candidates == ()
    assert read(PHOTO | {"type": "audio"}).seen == 0


@pytest.mark.parametrize("owner", ["", None, "pfbid02abc", 0])
def test_a_photo_of_nobody_is_a_gap(owner):
    found = read(PHOTO | {"user_id": owner})
    assert (found.observations, [gap.reason for gap in found.gaps]) == ((), [GapReason.UNKNOWN_SHAPE])


ENTRY = {
    "timestamp": 1714552200,
    "data": [{"post": "Gr\u00c3\u00bc\u00c3\u009fe"}],
    "title": "Hartmann hat etwas gepostet.",
}
NAMES = {
    "posts/profile_posts_1.json": [ENTRY],
    "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json": [ENTRY],
    "posts/your_posts_1.json": [ENTRY],
    "posts/album/3.json": {
        "name": "Werk",
        "photos": [{"uri": "posts/media/1.jpg", "creation_timestamp": 1714552200}],
    },
    "posts/videos.json": {"videos_v2": [{"uri": "posts/media/1.mp4", "creation_timestamp": 1714552200}]},
}


@pytest.mark.parametrize(("path", "told"), NAMES.items(), ids=NAMES)
def test_a_download_is_one_by_its_shape_under_names_of_posts(path, told):
    kind = PLATFORM.document_kind(told, path)
    assert (kind.form, kind.newest) == (Form.DOWNLOAD, time(1714552200))
    (post,) = read(told, path=path).untied
    assert post.published_at == time(1714552200)
    assert post.text == ("Grüße" if told == [ENTRY] else "")


@pytest.mark.parametrize(
    "path",
    ["messages/inbox/message_1.json", "comments/comments.json", "search/your_search_history.json", "3.json"],
)
def test_other_files_of_a_download_are_none_of_posts(path):
    assert PLATFORM.document_kind([ENTRY], path) is None
    assert PLATFORM.document_kind({"photos": [{"uri": "1.jpg", "creation_timestamp": 1}]}, path) is None


@pytest.mark.parametrize("told", [[], [{}], {}, None, 7, "x", [{"timestamp": 1714552200}], {"videos_v2": 3}])
def test_a_name_alone_makes_no_download(told):
    assert PLATFORM.document_kind(told, "posts/profile_posts_1.json") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@st.composite
def bent(draw):
    plain = draw(st.sampled_from([PHOTO, ENTRY, {"videos_v2": [], "photos": []}]))
    told = dict(plain) | {draw(st.sampled_from(sorted(plain))): draw(JSON)}
    return draw(st.sampled_from([told, [told]]))


@given(
    told=st.lists(bent() | JSON, max_size=4),
    path=st.sampled_from(["1.json", "profile_posts_1.json", "album/1.json"]),
)
def test_any_document_is_read_or_is_a_gap(told, path):
    found = read(*told, path=path)
    assert found.understood == len(found.observations)
    assert found.seen == found.understood + len(found.untied) + sum(
        gap.subject.startswith(("post ", "a post")) for gap in found.gaps
    )
    assert all(post.owner_id and post.ref.key for post in found.observations)
