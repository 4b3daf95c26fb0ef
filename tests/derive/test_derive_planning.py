"""What a probe asks for, and that what is read back bears it out."""

from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sightings import ref
from visiting import TARGET, address, gone, read, shown, visits

from archiver.derive.conclude import judged
from archiver.derive.planning import Grounds, plan
from archiver.derive.probing import REACH
from archiver.model.step import Role

_MARKS = {Role.OWNER: "@", Role.CONTROL: "+", Role.NULL: "?", Role.POST: ""}


def planned(posts, controls):
    numbers = count(1)
    return plan(
        TARGET,
        [ref(key) for key in posts],
        [ref(key) for key in controls],
        Grounds(address, lambda _: ref(f"Z{next(numbers)}")),
    )


def written(steps):
    return " ".join(_MARKS[step.role] + (step.post.key if step.post else "") for step in steps)


ELEVEN = [f"P{number}" for number in range(1, 12)]
TEN = " ".join(ELEVEN[:10])

PLANS = {
    "one post": (["P"], "AB", "@ +A ?Z1 P +B"),
    "one post and one control": (["P"], "A", "@ +A ?Z1 P +A"),
    "no control": (["P", "Q"], "", "@ ?Z1 P Q"),
    "ten posts": (ELEVEN[:10], "AB", f"@ +A ?Z1 {TEN} +B"),
    "eleven posts": (ELEVEN, "AB", f"@ +A ?Z1 {TEN} +B ?Z2 P11 +A"),
    "eleven posts and three controls": (ELEVEN, "ABC", f"@ +A ?Z1 {TEN} +B ?Z2 P11 +C"),
    "eleven posts and no control": (ELEVEN, "", f"@ ?Z1 {TEN} ?Z2 P11"),
    "a post that is named twice": (["P", "Q", "P"], "AB", "@ +A ?Z1 P Q +B"),
    "a control that is in question": (["P", "A"], "ABC", "@ +B ?Z1 P A +C"),
}


@pytest.mark.parametrize(("posts", "controls", "text"), PLANS.values(), ids=PLANS)
def test_posts_stand_between_controls_that_are_taken_in_turn(posts, controls, text):
    assert written(planned(posts, controls)) == text


def test_each_step_names_the_address_it_asks():
    steps = planned(["P"], "AB")
    assert [step.address for step in steps] == [address(step.post or TARGET) for step in steps]
    assert [step.post is None for step in steps] == [True, False, False, False, False]


amounts = st.tuples(st.integers(1, 45), st.integers(1, 4))


def drawn(posts, controls):
    return [f"P{number}" for number in range(posts)], [f"C{number}" for number in range(controls)]


@settings(max_examples=150, deadline=None)
@given(amounts)
def test_every_post_stands_between_two_controls_at_most_ten_posts_apart_and_is_borne_out(amount):
    posts, controls = drawn(*amount)
    steps = planned(posts, controls)
    found = visits(steps, read(steps))
    assert [each.post.key for each in found] == posts
    assert all(judged(each).wanting == () for each in found)
    assert {each.before.post.key for each in found} | {each.after.post.key for each in found} <= set(controls)
    places = [place for place, step in enumerate(steps) if step.role is Role.CONTROL]
    gaps = pairwise(places)
    assert all(sum(step.role is Role.POST for step in steps[one:other]) <= REACH for one, other in gaps)
    nulls = [step.post for step in steps if step.role is Role.NULL]
    assert len(nulls) == len(set(nulls)) == len(places) - 1
    if len(controls) > 1:
        assert all(each.before.post != each.after.post for each in found)


@settings(max_examples=150, deadline=None)
@given(amounts, st.data())
def test_a_control_that_is_gone_spoils_the_posts_beside_it_and_no_others(amount, data):
    posts, controls = drawn(*amount)
    steps = planned(posts, controls)
    lost = data.draw(st.sampled_from(controls))
    for each in visits(steps, read(steps, {lost: (gone(lost),)})):
        beside = lost in (each.before.post.key, each.after.post.key)
        assert bool(judged(each).wanting) == beside


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 45), st.sets(st.integers(0, 44)))
def test_which_posts_are_shown_is_read_of_each_by_itself(posts, still):
    names = [f"P{number}" for number in range(posts)]
    steps = planned(names, "AB")
    found = visits(steps, read(steps, {name: (shown(name),) for name in names if int(name[1:]) in still}))
    assert {each.post.key for each in found if each.availability == "live"} == {
        name for name in names if int(name[1:]) in still
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 45))
def test_without_a_control_nothing_is_borne_out(posts):
    steps = planned(*drawn(posts, 0))
    found = visits(steps, read(steps))
    assert len(found) == posts
    assert all({"control_before", "control_after"} <= set(judged(each).wanting) for each in found)
