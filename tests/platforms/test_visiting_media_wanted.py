"""Which media are fetched: those not held; of those held one in fifty, from an address that leads to the same."""

from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instagram_visits import FakeHoldings, FakeVisit

from archiver.model.post import Candidate, Medium, MediumKind, Observation
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.visiting import media_wanted


def ref(number):
    return PostRef("instagram", f"POST{number}")


def observed(number, *assets, whole=True, width=1080):
    media = (
        Medium(asset, MediumKind.IMAGE, (Candidate(f"https://x.fbcdn.net/{asset}?w={width}", width, None),))
        for asset in assets
    )
    return Observation(
        ref=ref(number),
        permanent_id=str(number),
        owner_id="7",
        owner_name="acme",
        kind="image",
        product="feed",
        published_at=None,
        caption="",
        alt=None,
        location=None,
        tagged=(),
        coauthors=(),
        media=tuple(media),
        counts=(),
        whole=whole,
        record="urn:r",
    )


def received(*posts, held=(), lost=0):
    """Receive the media of some posts, of which the archive holds those of the assets given."""
    visit = FakeVisit({}, reading=Reading(observations=posts), lost=lost)
    told = media_wanted.receive(
        visit, list(dict.fromkeys(post.ref for post in posts)), FakeHoldings(assets=held)
    )
    return visit, told


def assets_fetched(visit):
    return [wanted.candidates[0].address.partition("net/")[2].partition("?")[0] for wanted in visit.fetched]


def assets_passed_over(visit):
    return [medium.asset for medium in visit.passed_over]


def numbered(count, **more):
    return [observed(number, f"{number}.jpg", **more) for number in range(count)]


def names(count):
    return tuple(f"{number}.jpg" for number in range(count))


def test_what_is_not_held_is_fetched_in_the_order_of_the_posts():
    visit, _ = received(observed(1, "a.jpg", "b.jpg"), observed(2, "c.jpg"))
    assert (assets_fetched(visit), visit.passed_over) == (["a.jpg", "b.jpg", "c.jpg"], [])
    assert visit.fetched_for == ["instagram:POST1", "instagram:POST2"]


def test_how_many_got_no_answer_is_handed_on():
    assert received(observed(1, "a.jpg"), lost=3)[1] == 3


@pytest.mark.parametrize("count", [0, 1, 2, 49, 50, 51, 99, 100, 101, 150, 151])
def test_of_what_is_held_one_in_fifty_is_fetched_and_the_rest_is_taken_down(count):
    visit, _ = received(*numbered(count), held=names(count))
    assert len(visit.fetched) == ceil(count / 50)
    assert sorted([*assets_fetched(visit), *assets_passed_over(visit)]) == sorted(names(count))


def test_the_sample_is_drawn_anew_each_time():
    drawn = {tuple(assets_fetched(received(*numbered(60), held=names(60))[0])) for _ in range(30)}
    assert len(drawn) > 5


def test_what_is_taken_down_names_the_post_the_asset_and_where_it_is_held():
    visit, _ = received(*numbered(60), held=names(60))
    first = visit.passed_over[0]
    number = first.asset.removesuffix(".jpg")
    assert (first.subject, first.held.capture) == (f"instagram:POST{number}", "instagram/a/1")
    assert str(first.digest).startswith("sha256:")


def test_only_what_is_not_held_of_a_post_is_fetched_whole():
    visit, _ = received(observed(1, *names(70)), held=names(69))
    assert assets_fetched(visit)[0] == "69.jpg"
    assert len(visit.fetched) == 1 + ceil(69 / 50)


def test_what_only_an_abridged_form_shows_is_never_compared_with_what_is_held():
    # Its address leads to a small rendition, whose bytes would differ from those that are held.
    visit, _ = received(*numbered(120, whole=False, width=640), held=names(120))
    assert visit.fetched == []
    assert assets_passed_over(visit) == list(names(120))


def test_the_sample_is_drawn_from_whole_forms_where_there_are_both():
    posts = [*numbered(100, whole=False), observed(100, "100.jpg"), observed(101, "101.jpg")]
    visit, _ = received(*posts, held=names(102))
    assert assets_fetched(visit) == ["100.jpg", "101.jpg"]
    assert len(visit.passed_over) == 100


def test_a_medium_not_held_is_fetched_though_only_an_abridged_form_shows_it():
    visit, _ = received(observed(1, "a.jpg", whole=False))
    (wanted,) = visit.fetched
    assert not wanted.largest


@pytest.mark.parametrize("order", [1, -1])
def test_a_post_is_taken_by_its_fullest_form(order):
    forms = [observed(1, "a.jpg", whole=False, width=640), observed(1, "a.jpg", "b.jpg")][::order]
    visit, _ = received(*forms)
    assert [wanted.candidates[0].width for wanted in visit.fetched] == [1080, 1080]


def test_of_two_forms_alike_the_later_is_taken_since_its_addresses_last_longer():
    visit, _ = received(observed(1, "a.jpg", width=750), observed(1, "a.jpg", width=1080))
    assert [wanted.candidates[0].width for wanted in visit.fetched] == [1080]


def test_a_post_that_no_answer_showed_has_nothing_to_fetch():
    visit = FakeVisit({}, reading=Reading())
    assert media_wanted.receive(visit, [ref(1)], FakeHoldings()) == 0
    assert (visit.fetched, visit.passed_over) == ([], [])


def test_of_a_post_alone_all_is_fetched_held_or_not():
    visit = FakeVisit({}, reading=Reading(observations=tuple(numbered(3))))
    media_wanted.fetch_all(visit, [ref(0), ref(1)])
    assert assets_fetched(visit) == ["0.jpg", "1.jpg"]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=130))
@settings(max_examples=150, deadline=None)
def test_each_medium_is_either_fetched_or_taken_down_as_held(told):
    posts = [observed(number, f"{number}.jpg", whole=whole) for number, (whole, _) in enumerate(told)]
    held = [f"{number}.jpg" for number, (_, is_held) in enumerate(told) if is_held]
    visit, _ = received(*posts, held=tuple(held))
    fetched, passed = assets_fetched(visit), assets_passed_over(visit)
    assert sorted([*fetched, *passed]) == sorted(names(len(told)))
    assert set(passed) <= set(held)
    again = set(fetched) & set(held)
    whole_and_held = {f"{number}.jpg" for number, (whole, is_held) in enumerate(told) if whole and is_held}
    assert again <= whole_and_held
    assert len(again) == min(len(whole_and_held), ceil(len(held) / 50))
