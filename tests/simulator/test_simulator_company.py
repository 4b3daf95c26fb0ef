import io
import time
from datetime import UTC, datetime, timedelta

import imagehash
import pytest
from PIL import Image

from archiver.simulator import pictures
from archiver.simulator.company import EPOCH, code, number
from archiver.simulator.hartmann import hartmann

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def value(letters):
    total = 0
    for letter in letters:
        total = total * 64 + LETTERS.index(letter)
    return total


@pytest.mark.parametrize("pk", [1, 63, 64, 2**24 - 1, 2**24, 2**61, 2**62 + 12345, 4033859207544295277])
def test_a_code_is_its_number_in_base_64(pk):
    assert value(code(pk)) == pk
    assert not code(pk).startswith("A")
    assert "=" not in code(pk)


def test_zero_has_a_code():
    assert code(0) == "A"


def test_every_medium_and_post_has_its_own_number_code_and_name(company):
    media = [medium for post in company.posts for medium in post.media]
    for bearer in (*media, *company.posts):
        assert value(bearer.code) == bearer.pk
        assert len(bearer.code) == 11
    slides = [medium.pk for post in company.posts if post.kind == "carousel" for medium in post.media]
    numbers = [*slides, *(post.pk for post in company.posts)]
    assert len(slides) == 4
    assert len(set(numbers)) == len(numbers)
    assert len({medium.picture_name for medium in media}) == len(media)
    assert all(post.media[0].pk == post.pk for post in company.posts if post.kind != "carousel")


def test_numbers_tell_of_an_upload_some_minutes_before_the_post(company):
    for post in hartmann(older=5).posts:
        for bearer in (post, *post.media):
            uploaded = datetime.fromtimestamp(((bearer.pk >> 23) + EPOCH) / 1000, UTC)
            assert timedelta(minutes=2) < post.taken_at - uploaded < timedelta(minutes=13)


def test_a_number_keeps_the_millisecond():
    at = datetime(2026, 11, 1, 12, 30, 0, 123_000, tzinfo=UTC)
    assert (number(at, "x") >> 23) + EPOCH == int(at.timestamp() * 1000)
    assert number(at, "x") != number(at, "y")


def test_the_account_has_two_ids(company):
    assert company.account.pk != company.account.graph_id


def test_the_posts_are_of_every_kind_and_script(company):
    kinds = [post.kind for post in company.posts]
    words = "".join(post.caption or "" for post in company.posts)
    assert (kinds.count("image"), kinds.count("carousel"), kinds.count("video")) == (4, 1, 1)
    for hostile in ("ß", "станки", "数控", "ماكينات", "🔩", '"', "&", "</script>", "\\u003C", "\n"):
        assert hostile in words
    assert any(post.caption is None for post in company.posts)
    assert any(post.location and post.edited and post.comment for post in company.posts)
    assert any(post.coauthors for post in company.posts)
    assert any(medium.tagged for post in company.posts for medium in post.media)


def test_the_grid_has_pinned_posts_first(company):
    times = [post.taken_at for post in company.posts]
    assert times == sorted(times, reverse=True)
    assert company.grid[0].pinned
    assert company.grid[0] is company.posts[-1]
    assert company.grid[1:] == company.posts[:-1]
    assert company.post(company.grid[0].code) is company.grid[0]
    assert company.post("nothing") is None


def test_truth_is_the_same_each_time(company, digest):
    for post, again in zip(company.posts, hartmann().posts, strict=True):
        assert post == again
        for medium in post.media:
            assert digest(medium.content) == medium.sha256
            assert (medium.cover_sha256 == medium.sha256) is not medium.is_video


def test_pictures_are_the_same_for_the_same_seed_only():
    first = pictures.picture("a")
    pictures.picture.cache_clear()
    assert pictures.picture("a") == first != pictures.picture("b")


def test_pictures_are_photograph_sized_and_unlike_each_other():
    drawn = [pictures.picture(str(seed), *size) for seed in range(5) for size in ((1080, 1350), (1080, 1080))]
    seen = [imagehash.phash(Image.open(io.BytesIO(content))) for content in drawn]
    assert all(60_000 < len(content) < 200_000 for content in drawn)
    assert all(one - other > 10 for place, one in enumerate(seen) for other in seen[:place])


def test_drawing_is_quick():
    pictures.picture("warm")
    begun = time.process_time()
    for seed in range(10):
        pictures.picture(f"quick/{seed}")
    assert (time.process_time() - begun) / 10 < 0.1


@pytest.mark.parametrize(
    ("form", "size"),
    [
        ("dst-jpg_e35_tt6", (1080, 1350)),
        ("dst-jpg_e35_p720x720_tt6", (720, 900)),
        ("dst-jpg_e35_s640x640_tt6", (512, 640)),
        ("c0.135.1080.1080a_dst-jpg_e35_s150x150_tt6", (150, 150)),
        ("c0.135.1080.1080a_dst-jpg_e35_tt6", (1080, 1080)),
        ("dst-jpg_s4000x4000_tt6", (1080, 1350)),
    ],
)
def test_renditions(form, size):
    original = pictures.picture("renditions")
    (content,) = pictures.renditions(original, (form,))
    assert Image.open(io.BytesIO(content)).size == size
    assert (content == original) is (form == "dst-jpg_e35_tt6")
