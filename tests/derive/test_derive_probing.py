"""A probe capture as visits: what each post was answered, and what its controls were."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sightings import AT, OURS, THEIRS, account, capture, ref, whole
from visiting import (
    LIVE,
    NOT_FOUND,
    ROUTE,
    TARGET,
    UNKNOWN,
    WALLED,
    answer,
    gone,
    hop,
    ordinary,
    owner,
    plan,
    read,
    shown,
    visits,
    wall,
)

from archiver.derive.conclude import judged
from archiver.derive.probing import probes
from archiver.model.capture import CaptureKind
from archiver.model.reading import Availability
from archiver.model.step import Role
from archiver.model.vantage import SESSION, Vantage

PLAIN = "@ +A ?Z P +B"
ONE_IN_TURN = "@ +A ?Z P Q +A ?Y R S +A"
GATED, PRIVATE, LIMITED = Availability.GATED, Availability.PRIVATE, Availability.RATE_LIMITED


def told(probe):
    """What a visit says, in short: the post, control before, control after, null control, owner."""
    controls = (each and each.availability.value for each in (probe.before, probe.after, probe.null))
    return (probe.availability.value, *controls, probe.owner.value)


def of(text, changed=None, **more):
    steps = plan(text)
    known_as = more.pop("known_as", OURS)
    return {each.post.key: each for each in visits(steps, read(steps, changed, **more), known_as)}


SOUND = ("not_found", "live", "live", "not_found", "present")


def but(**changed):
    names = ("post", "before", "after", "null", "owner")
    return tuple(changed.get(name, usual) for name, usual in zip(names, SOUND, strict=True))


CASES = {
    "all is well": (PLAIN, {}, SOUND),
    "the post is shown": (PLAIN, {"P": (shown("P"),)}, but(post="live")),
    # The post's own answer.
    "a wall in the post's place": (PLAIN, {"P": (answer(ref("P"), WALLED, "login"),)}, but(post="walled")),
    "a gate": (PLAIN, {"P": (answer(ref("P"), GATED, "age"),)}, but(post="gated")),
    "a rate limit": (PLAIN, {"P": (answer(ref("P"), LIMITED, "HTTP 429"),)}, but(post="rate_limited")),
    "no answer to the post": (PLAIN, {"P": ()}, but(post="unknown")),
    "asked twice, walled and then not found": (
        PLAIN,
        {"P": (answer(ref("P"), WALLED, "login"), gone("P"))},
        SOUND,
    ),
    "asked twice, not found and then shown": (PLAIN, {"P": (gone("P"), shown("P"))}, but(post="live")),
    "asked twice, not found and then walled": (
        PLAIN,
        {"P": (gone("P"), answer(ref("P"), WALLED, "login"))},
        but(post="walled"),
    ),
    "redirected to a login page": (PLAIN, {"P": (hop("P"), wall())}, but(post="walled")),
    "redirected, and no more was answered": (PLAIN, {"P": (hop("P"),)}, but(post="unknown")),
    "redirected to its owner's profile": (PLAIN, {"P": (hop("P"), owner())}, but(post="unknown")),
    "redirected to another post": (PLAIN, {"P": (hop("P"), shown("W"))}, but(post="unknown")),
    "redirected to the control that is asked next": (
        PLAIN,
        {"P": (hop("P"), shown("B"))},
        but(post="unknown"),
    ),
    "redirected to another form of its own address": (
        PLAIN,
        {"P": (hop("P"), answer(ref("P"), LIVE, "content", at="https://x.example/reel/P/"))},
        but(post="live"),
    ),
    # The controls around it.
    "a control before that is not found": (PLAIN, {"A": (gone("A"),)}, but(before="not_found")),
    "a control after that is walled": (PLAIN, {"B": (hop("B"), wall())}, but(after="walled")),
    "no answer to the control before": (PLAIN, {"A": ()}, but(before=None)),
    "no answer to the control after": (PLAIN, {"B": ()}, but(after=None)),
    "no answer to either": (PLAIN, {"A": (), "B": ()}, but(before=None, after=None)),
    "a control that led to another post": (PLAIN, {"A": (hop("A"), shown("W"))}, but(before="unknown")),
    "a control that led to the owner's profile": (PLAIN, {"B": (hop("B"), owner())}, but(after="unknown")),
    "a control of another owner": (PLAIN, {"A": (shown("A", owner=THEIRS),)}, but(before="unknown")),
    "a control that is live with its content from elsewhere": (
        PLAIN,
        {"B": (shown("B", fresh=False),)},
        but(after="unknown"),
    ),
    "no control at all": ("@ ?Z P", {}, but(before=None, after=None)),
    "a control before alone": ("@ +A ?Z P", {}, but(after=None)),
    "a control after alone": ("@ ?Z P +B", {}, but(before=None)),
    "the same control before and after": ("@ +A ?Z P +A", {}, SOUND),
    "a control that is the post itself": ("@ +P ?Z P +B", {"P.1": (shown("P"),)}, but(before=None)),
    "the post itself as control after": ("@ +A ?Z P +P", {"P.2": (shown("P"),)}, but(after=None)),
    "a control at the very beginning of the plan": ("+A @ ?Z P +B", {}, SOUND),
    # The id that was never seen.
    "no null control": ("@ +A P +B", {}, but(null=None)),
    "no answer to the null control": (PLAIN, {"Z": ()}, but(null=None)),
    "a null control that is walled": (PLAIN, {"Z": (hop("Z"), wall())}, but(null="walled")),
    "a null control that is shown": (PLAIN, {"Z": (shown("Z"),)}, but(null="live")),
    "a null control that led to the owner's profile": (
        PLAIN,
        {"Z": (hop("Z"), owner())},
        but(null="unknown"),
    ),
    "a null control behind the post": ("@ +A P ?Z +B", {}, SOUND),
    "the nearer of two null controls, walled": (
        "@ ?Y +A ?Z P +B",
        {"Z": (answer(ref("Z"), WALLED, "login"),)},
        but(null="walled"),
    ),
    "the farther of two null controls, walled": (
        "@ ?Y +A ?Z P +B",
        {"Y": (answer(ref("Y"), WALLED, "login"),)},
        SOUND,
    ),
    # The owner.
    "the owner's page was not asked": ("+A ?Z P +B", {}, but(owner="unknown")),
    "no answer to the owner's page": (PLAIN, {"@": ()}, but(owner="unknown")),
    "a wall before the owner's page": (PLAIN, {"@": (owner(WALLED),)}, but(owner="unknown")),
    "the owner is not found": (PLAIN, {"@": (owner(NOT_FOUND),)}, but(owner="not_found")),
    "the owner is private": (PLAIN, {"@": (owner(PRIVATE),)}, but(owner="private")),
}


@pytest.mark.parametrize(("text", "changed", "expected"), CASES.values(), ids=CASES)
def test_what_a_visit_says_of_a_post_and_of_what_was_asked_beside_it(text, changed, expected):
    found = of(text, changed)["P"]
    assert told(found) == expected
    assert (not judged(found).wanting) == (expected == SOUND)


def test_another_account_under_the_handle_is_no_owner():
    assert told(of(PLAIN, accounts=[account(THEIRS)])["P"]) == but(owner="another_id")


def test_where_the_account_was_not_known_before_nothing_is_borne_out():
    found = of(PLAIN, known_as="")["P"]
    assert (found.owner.value, found.before.availability, found.after.availability) == (
        "unknown",
        UNKNOWN,
        UNKNOWN,
    )


def test_a_control_that_the_account_only_stands_for_with_another_is_not_its_own():
    steps = plan(PLAIN)
    reading = read(steps)
    joint = tuple(
        replace(seen, owner_id=THEIRS, coauthors=(OURS,)) if seen.ref == ref("A") else seen
        for seen in reading.observations
    )
    (found,) = visits(steps, replace(reading, observations=joint))
    assert (found.before.availability, found.before.signal) == (UNKNOWN, "a post of another account")


@pytest.mark.parametrize(("count", "near"), [(1, True), (9, True), (10, True), (11, False), (20, False)])
def test_a_control_counts_for_ten_posts_at_most(count, near):
    letters = [f"P{number}" for number in range(count)]
    found = of(f"@ +A ?Z {' '.join(letters)} +B")
    assert [(each.before is not None, each.after is not None) for each in found.values()] == [
        (near, near)
    ] * count


@pytest.mark.parametrize("text", ["@ ?Z {} +B", "@ +A ?Z {}"], ids=["after", "before"])
@pytest.mark.parametrize(("count", "near"), [(10, True), (11, False)])
def test_a_control_on_one_side_alone_counts_for_ten_posts_at_most_too(text, count, near):
    letters = " ".join(f"P{number}" for number in range(count))
    assert {(each.before or each.after) is not None for each in of(text.format(letters)).values()} == {near}


def test_each_of_two_lots_has_the_controls_around_it():
    found = of("@ +A ?Z P Q +B ?Y R +C")
    around = {
        key: (each.before.post.key, each.after.post.key, each.null.post.key) for key, each in found.items()
    }
    assert around == {"P": ("A", "B", "Z"), "Q": ("A", "B", "Z"), "R": ("B", "C", "Y")}


def test_where_the_visit_broke_off_at_a_wall_what_was_not_asked_any_more_was_not_answered():
    limit = answer(ref("Q"), LIMITED, "HTTP 429")
    found = of("@ +A ?Z P Q R +B", {"Q": (limit,), "R": (), "B": ()})
    assert {key: told(each) for key, each in found.items()} == {
        "P": but(after=None),
        "Q": but(post="rate_limited", after=None),
        "R": but(post="unknown", after=None),
    }
    assert found["R"].signal == "no page was answered"


def test_a_control_in_turn_that_was_not_answered_does_not_take_the_answer_it_got_later():
    found = of(ONE_IN_TURN, {"A.1": ()})
    assert {key: told(each) for key, each in found.items()} == {
        "P": but(before=None),
        "Q": but(before=None),
        "R": SOUND,
        "S": SOUND,
    }


def test_nor_where_it_was_not_answered_in_the_middle():
    found = of(ONE_IN_TURN, {"A.2": ()})
    assert {key: told(each)[1:3] for key, each in found.items()} == {
        "P": ("live", None),
        "Q": ("live", None),
        "R": (None, "live"),
        "S": (None, "live"),
    }


def test_a_visit_says_when_from_where_and_in_which_record_it_was_answered():
    steps = plan(PLAIN)
    (found,) = visits(steps, read(steps, {"P": (hop("P"), gone("P"))}))
    assert (found.at, found.record, found.lane) == (AT + timedelta(minutes=4), "urn:4", "logged_out/en-US")
    assert (found.vantage, found.country, found.signal) == ("logged_out", "unknown", ROUTE)


def test_a_visit_that_was_not_answered_is_dated_by_its_capture():
    assert of(PLAIN, {"P": ()})["P"].at == AT


def test_a_control_tells_when_it_was_published_and_one_not_found_does_not():
    found = of(PLAIN, {"B": (gone("B"),)})["P"]
    assert (found.before.published_at, found.after.published_at) == (AT, None)
    assert whole().published_at == AT


def test_requests_that_a_page_made_by_itself_are_no_answers_to_a_step():
    steps = plan(PLAIN)
    reading = read(steps)
    background = replace(
        answer(ref("P"), LIMITED, "HTTP 429").page,
        record="urn:b",
        document=False,
        address="https://x.example/api",
    )
    pages = (*reading.pages[:4], background, *reading.pages[4:])
    assert [told(each) for each in visits(steps, replace(reading, pages=pages))] == [SOUND]


def test_a_capture_without_a_plan_has_no_visits():
    assert visits((), read(plan(PLAIN))) == ()


def test_a_session_is_named_by_its_salt():
    steps = plan(PLAIN)
    asked = replace(
        capture(CaptureKind.PROBE),
        plan=steps,
        vantage=Vantage(SESSION, "salted", country="DE"),
        known_as=OURS,
    )
    (found,) = probes(asked, OURS, read(steps))
    assert (found.vantage, found.lane, found.country) == ("session:salted", "session/en-US", "DE")


@st.composite
def partly_answered(draw):
    """A plan whose controls are taken in turn, and which of its steps were answered, some of them twice."""
    posts = [f"P{number}" for number in range(draw(st.integers(1, 12)))]
    controls = draw(st.sampled_from([["A"], ["A", "B"], ["A", "B", "C"]]))
    words = ["@"]
    for lot, start in enumerate(range(0, len(posts), 3)):
        words += [f"+{controls[lot % len(controls)]}", f"?Z{lot}", *posts[start : start + 3]]
    words.append(f"+{controls[len(words) % len(controls)]}")
    answered = draw(st.lists(st.sampled_from([0, 1, 1, 1, 2]), min_size=len(words), max_size=len(words)))
    return words, answered


@settings(max_examples=400, deadline=None)
@given(partly_answered())
def test_whatever_was_not_answered_no_post_is_given_the_answer_of_another(drawn):
    words, answered = drawn
    steps = plan(" ".join(words))
    pages = [
        replace(each.page, signal=f"{place}.{turn}", record=f"urn:{place}.{turn}")
        for place, (step, turns) in enumerate(zip(steps, answered, strict=True))
        for turn in range(turns)
        for each in ordinary(step)
    ]
    found = iter(visits(steps, replace(read(steps), pages=tuple(pages))))
    for place, (step, turns) in enumerate(zip(steps, answered, strict=True)):
        if step.role is Role.POST:
            probe = next(found)
            assert probe.post == step.post
            assert probe.signal == (f"{place}.{turns - 1}" if turns else "no page was answered")
            assert (probe.availability is NOT_FOUND) == bool(turns)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([LIVE, NOT_FOUND, WALLED, UNKNOWN]), min_size=3, max_size=3))
def test_only_two_live_controls_around_a_post_bear_it_out(answers):
    before, after, null = answers
    changed = {
        "A": (answer(ref("A"), before, ROUTE),),
        "B": (answer(ref("B"), after, ROUTE),),
        "Z": (answer(ref("Z"), null, ROUTE),),
    }
    found = of(PLAIN, changed)["P"]
    assert found.post not in {found.before.post, found.after.post, TARGET}
    assert (not judged(found).wanting) == (before is LIVE and after is LIVE and null is NOT_FOUND)
