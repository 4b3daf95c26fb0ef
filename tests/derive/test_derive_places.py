"""Where posts stand on a surface after one more listing."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sightings import AT, ref

from archiver.derive.places import changed, raised
from archiver.model.coverage import Break, Coverage, Covered, Listed

WHOLLY, TO_ITS_END, IN_ORDER = Covered.WHOLLY, Covered.TO_ITS_END, Covered.IN_ORDER
AGE = {letter: AT - timedelta(days=place) for place, letter in enumerate("ABCDEFGHIJ")}
"""A is the newest."""
DATES = {ref(letter): at for letter, at in AGE.items()}


def listed(letters, claimed=None, broken=None, pinned=""):
    entries = (Listed(ref(each), AGE.get(each), pinned=each in pinned) for each in letters)
    return Coverage("grid", "session/en-US", tuple(entries), broken, claimed)


def stood(letters, **missing):
    return {ref(each): None for each in letters} | {ref(key): how for key, how in missing.items()}


def moved(known, found, others="", dates=DATES):
    result = changed(known, found, dates, frozenset(map(ref, others)))
    return {post.key: how for post, how in result.items()}


CASES = {
    "a first listing": ({}, listed("ABC"), "", {"A": None, "B": None, "C": None}),
    "the same again": (stood("ABC"), listed("ABC", claimed=3), "", {}),
    "another order": (stood("ABC"), listed("CAB", claimed=3), "", {}),
    "one more": (stood("BC"), listed("ABC"), "", {"A": None}),
    "one fewer, and all that are claimed": (stood("ABC"), listed("AC", claimed=2), "", {"B": WHOLLY}),
    "one fewer, and more claimed": (stood("ABC"), listed("AC", claimed=3), "", {}),
    "one fewer, and no count": (stood("ABC"), listed("AC"), "", {}),
    "one fewer among many, no count, and older ones below": (
        stood("ABCDEFGHI"),
        listed("ABCDFGHI"),
        "",
        {"E": TO_ITS_END},
    ),
    "one fewer among many, and the listing broke off behind": (
        stood("ABCDEFGHIJ"),
        listed("ABCDFGH", broken=Break.UNFINISHED),
        "",
        {"E": IN_ORDER},
    ),
    "what stands behind where the listing broke off": (
        stood("ABCDEFGHIJ"),
        listed("ABCDEF", broken=Break.UNFINISHED),
        "",
        {},
    ),
    "the last that was read before a break, gone": (
        stood("ABCDEFG"),
        listed("ABCDEF", broken=Break.EDGE),
        "",
        {},
    ),
    "gone without a date": (stood("ABCDEXFGH"), listed("ABCDEFGH"), "", {}),
    "an empty listing of an account that claims none": (stood("ABC"), listed("", claimed=0), "", {}),
    "an empty listing that broke off": (stood("ABC"), listed("", broken=Break.PARTIAL_ERROR), "", {}),
    "shown again": (stood("AC", B=WHOLLY), listed("ABC", claimed=3), "", {"B": None}),
    "missing still": (stood("AC", B=IN_ORDER), listed("AC", claimed=2), "", {}),
    "missing still, and not covered now": (
        stood("AC", B=WHOLLY),
        listed("A", broken=Break.UNFINISHED),
        "",
        {},
    ),
    "one in another's place": (stood("BC"), listed("AC", claimed=2), "", {"A": None, "B": WHOLLY}),
    # Posts that are shown elsewhere count towards the claim, those that are missing never.
    "one fewer, one claimed more, which the reels tab alone shows": (
        stood("ABC"),
        listed("AC", claimed=3),
        "R",
        {"B": WHOLLY},
    ),
    "one fewer, which the reels tab shows still": (stood("ABC"), listed("AC", claimed=3), "B", {}),
    "one fewer, and what both surfaces show counts once": (stood("ABC"), listed("AC", claimed=3), "AC", {}),
    "one fewer, and one missing long since that the reels tab shows": (
        stood("AC", B=WHOLLY) | stood("D"),
        listed("AC", claimed=3),
        "B",
        {"D": WHOLLY},
    ),
    "two fewer, of which the reels tab shows one": (
        stood("ABCD"),
        listed("AD", claimed=3),
        "B",
        {},
    ),
}


@pytest.mark.parametrize(("known", "found", "others", "expected"), CASES.values(), ids=CASES)
def test_what_a_listing_changes(known, found, others, expected):
    assert moved(known, found, others) == expected


def test_dates_known_from_elsewhere_serve_a_listing_that_shows_none():
    bare = Coverage("grid", "l", tuple(Listed(ref(each), None) for each in "ABCDFGHI"), None, None)
    assert moved(stood("ABCDEFGHI"), bare) == {"E": TO_ITS_END}
    assert moved(stood("ABCDEFGHI"), bare, dates={}) == {}


letters = st.sets(st.sampled_from("ABCDEFGHIJ"))
standings = st.dictionaries(
    st.sampled_from("ABCDEFGHIJ").map(ref), st.sampled_from([None, WHOLLY, TO_ITS_END, IN_ORDER])
)
listings = st.builds(
    listed,
    st.permutations("ABCDEFGHIJ").flatmap(lambda order: st.integers(0, 10).map(lambda end: order[:end])),
    claimed=st.none() | st.integers(0, 12),
    broken=st.none() | st.sampled_from(list(Break)),
)


@settings(max_examples=600, deadline=None)
@given(standings, listings, letters)
def test_only_what_changed_is_given_and_only_in_the_one_direction_it_can_go(known, found, others):
    result = changed(known, found, DATES, frozenset(map(ref, others)))
    shown = {entry.ref for entry in found.entries}
    for post, how in result.items():
        assert how is not Covered.NOT
        if how is None:
            assert post in shown
            assert post not in known or known[post] is not None
        else:
            assert post not in shown
            assert known[post] is None
    if not shown:
        assert result == {}
    else:
        assert {post for post in shown if post not in known or known[post] is not None} <= result.keys()
    if found.broken is not None:
        assert set(result.values()) <= {None, IN_ORDER}


@settings(max_examples=600, deadline=None)
@given(standings, listings, letters)
def test_the_same_listing_again_changes_nothing(known, found, others):
    elsewhere = frozenset(map(ref, others))
    after = known | changed(known, found, DATES, elsewhere)
    again = changed(after, found, DATES, elsewhere)
    # What was missing counts as shown elsewhere only once its place was given up: then others may follow.
    assert all(how is not None for how in again.values())
    assert not again.keys() & {entry.ref for entry in found.entries}


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_a_post_that_is_still_shown_is_never_wholly_missing(data):
    """An account in order of time; some posts go, the listing is cut anywhere and may call that its end."""
    there = "ABCDEFGHIJ"
    gone = data.draw(st.sets(st.sampled_from(there), max_size=9), label="gone")
    shown = [each for each in there if each not in gone]
    read = data.draw(st.integers(0, len(shown)), label="read")
    broken = (
        None if read == len(shown) else data.draw(st.none() | st.sampled_from(list(Break)), label="broken")
    )
    reels = "".join(sorted(data.draw(st.sets(st.sampled_from(shown)), label="reels")))
    result = moved(stood(there), listed(shown[:read], claimed=len(shown), broken=broken), reels)
    assert not {each for each, how in result.items() if how} & set(shown)


RAISED = {
    "in order, then to its end": (stood("ABCDFGHI", E=IN_ORDER), listed("ABCDFGHI"), {"E": TO_ITS_END}),
    "in order, then wholly": (stood("ABCDFGHI", E=IN_ORDER), listed("ABCDFGHI", claimed=8), {"E": WHOLLY}),
    "to its end, then wholly": (stood("AB", J=TO_ITS_END), listed("AB", claimed=2), {"J": WHOLLY}),
    "wholly, then in order": (stood("ABCDFGHI", E=WHOLLY), listed("ABCDFGH", broken=Break.UNFINISHED), {}),
    "no further": (stood("ABCDFGHI", E=TO_ITS_END), listed("ABCDFGHI"), {}),
    "listed again": (stood("ABCD", E=IN_ORDER), listed("ABCDE", claimed=5), {}),
    "listed until now": (stood("ABC"), listed("AC", claimed=2), {}),
    "nothing is listed": (stood("A", E=IN_ORDER), listed("", claimed=0), {}),
}


@pytest.mark.parametrize(("known", "found", "expected"), RAISED.values(), ids=RAISED)
def test_what_is_missing_already_may_be_proven_further(known, found, expected):
    assert {post.key: how for post, how in raised(known, found, DATES).items()} == expected
