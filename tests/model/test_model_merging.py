"""Several answers that show one post: the fuller leads, and none takes away what another showed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.model.merging import by_post, merged, together
from archiver.model.post import Candidate, Count, Medium, MediumKind, Observation
from archiver.model.reading import ListingPage, Reading
from archiver.model.refs import PostRef

DAY = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
POST = PostRef("facebook", "900")
SHARED = PostRef("facebook", "17")


def medium(number, width=None, address="https://scontent.example/"):
    offered = (Candidate(f"{address}{number}_{width}.jpg", width, width),) if width else ()
    return Medium(f"{number}_n.jpg", MediumKind.IMAGE, offered, permanent_id=number)


def abridged(*media, promised=None, **told):
    """Give an abridged form that tells nothing but what is named."""
    bare = Observation(
        ref=POST,
        permanent_id="900",
        owner_id="",
        owner_name="",
        kind="text",
        product="",
        published_at=None,
        caption=None,
        alt=None,
        location=None,
        tagged=(),
        coauthors=None,
        media=media,
        counts=(),
        whole=False,
        record="urn:a",
        promised=promised,
    )
    return replace(bare, **told)


def whole(*media, **told):
    known = {
        "owner_id": "1",
        "published_at": DAY,
        "caption": "words",
        "coauthors": (),
        "location": (),
        "links": (),
    }
    return abridged(*media, **known | {"whole": True, "promised": len(media)} | told)


FIELDS = {
    "owner_id": "1",
    "owner_name": "Brandt",
    "product": "feed",
    "published_at": DAY,
    "caption": "words",
    "alt": "a hall",
    "location": ("5", "Jena"),
    "tagged": ("kolben",),
    "coauthors": ("2",),
    "media": (medium("1", 900),),
    "links": ("https://example.org/",),
    "made_at": DAY,
    "set_back": True,
    "shared": SHARED,
    "promised": 1,
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_what_one_abridged_form_tells_the_other_does_not_take_away(field, first):
    telling = abridged(**{field: FIELDS[field]})
    pair = (telling, abridged()) if first else (abridged(), telling)
    assert getattr(together(*pair), field) == FIELDS[field]


@pytest.mark.parametrize("field", ["location", "tagged", "coauthors", "links"])
@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_a_whole_form_that_shows_none_is_believed(field, first):
    telling, having = abridged(**{field: FIELDS[field]}), whole()
    pair = (telling, having) if first else (having, telling)
    assert not getattr(together(*pair), field)


@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_an_abridged_text_never_overwrites_the_whole_one(first):
    pair = (abridged(caption="wor…"), whole(caption="words at length"))
    assert together(*(pair if first else pair[::-1])).caption == "words at length"


def test_an_empty_text_is_a_text_and_one_not_shown_is_none():
    assert together(abridged(caption=""), abridged()).caption == ""


def test_counts_are_put_together_and_the_leading_ones_lead():
    few = abridged(counts=(("likes", Count(3)), ("views", Count(90, exact=False))))
    assert together(few, whole(counts=(("likes", Count(4)),))).counts == (
        ("likes", Count(4)),
        ("views", Count(90, exact=False)),
    )


def test_marks_of_being_pinned_are_those_of_all_surfaces():
    both = together(abridged(pinned_on=("posts",)), abridged(pinned_on=("reels", "posts")))
    assert both.pinned_on == ("posts", "reels")


def test_pages_of_an_album_each_add_the_media_they_name():
    first = abridged(medium("1", 900), medium("2"), promised=3, published_at=DAY, caption="words")
    second = abridged(medium("2", 900), medium("3"), promised=3)
    both = together(first, second)
    assert [each.permanent_id for each in both.media] == ["1", "2", "3"]
    assert not both.whole
    all_of_them = together(both, abridged(medium("3", 900)))
    assert all_of_them.whole
    assert all(each.candidates for each in all_of_them.media)


def test_the_larger_form_of_a_medium_is_kept():
    for pair in ((medium("1", 400), medium("1", 900)), (medium("1", 900), medium("1", 400))):
        both = together(*(abridged(each, promised=2) for each in pair))
        assert [each.candidates[0].width for each in both.media] == [900]


@pytest.mark.parametrize("without", ["published_at", "caption"])
def test_all_media_without_date_or_words_make_no_whole(without):
    told = {"published_at": DAY, "caption": "words"} | {without: None}
    both = together(abridged(medium("1", 900), promised=1, **told), abridged())
    assert (both.whole, len(both.media)) == (False, 1)


def test_a_post_is_not_whole_beside_an_answer_that_promises_more():
    both = together(whole(medium("1", 900)), abridged(medium("1"), promised=2))
    assert (both.whole, both.promised) == (False, 2)


def test_a_whole_form_s_media_stand_even_where_an_abridged_one_names_another():
    """It may be an older answer; whichever is right, one that shows all is not added to."""
    both = together(whole(medium("1", 900)), abridged(medium("1"), medium("2"), promised=None))
    assert [each.permanent_id for each in both.media] == ["1"]


def test_each_post_is_given_once():
    other = replace(abridged(), ref=SHARED)
    seen = merged([abridged(caption="words"), other, abridged(published_at=DAY)])
    assert list(seen) == [POST, SHARED]
    assert (seen[POST].caption, seen[POST].published_at) == ("words", DAY)


PARTS = st.lists(
    st.builds(
        lambda numbers, promised, caption, at: abridged(
            *(medium(str(number), width) for number, width in numbers.items()),
            promised=promised,
            caption=caption,
            published_at=at,
        ),
        st.dictionaries(st.integers(1, 5), st.none() | st.integers(100, 900), max_size=5),
        st.just(5),
        st.none() | st.just("words"),
        st.none() | st.just(DAY),
    ),
    min_size=1,
    max_size=5,
)


@given(PARTS, st.randoms())
@settings(max_examples=200, deadline=None)
def test_in_whichever_order_parts_of_an_album_come_they_show_the_same(parts, chance):
    def shown(observations):
        (post,) = merged(observations).values()
        offered = {each.permanent_id: bool(each.candidates) for each in post.media}
        return offered, post.caption, post.published_at, post.whole

    shuffled = list(parts)
    chance.shuffle(shuffled)
    assert shown(parts) == shown(shuffled)


def listing(*keys):
    entries = tuple(key and PostRef("facebook", key) for key in keys)
    return ListingPage("photos", "1", entries, "", "", more=False, record="urn:b")


def test_a_listing_of_pictures_names_the_posts_they_belong_to():
    read = by_post(
        Reading(listings=(listing("1", None, "2", "7"),), observations=(abridged(medium("1"), medium("2")),))
    )
    assert read.listings[0].entries == (POST, None, POST, PostRef("facebook", "7"))


def test_what_a_tab_shows_of_a_picture_is_no_post_of_its_own():
    tile = replace(abridged(medium("1")), ref=PostRef("facebook", "1"))
    read = by_post(Reading(listings=(listing("1"),), observations=(tile, abridged(medium("1")))))
    assert [seen.ref for seen in read.observations] == [POST]


def test_a_reading_without_pictures_of_posts_is_left_as_it_is():
    read = Reading(listings=(listing("7"),), observations=(abridged(medium("1")),))
    assert by_post(read) is read
