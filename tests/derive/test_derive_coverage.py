"""What a listing covers, clause by clause, and against accounts whose truth is known."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sightings import AT, OURS, THEIRS, account, listing, partial, ref, whole

from archiver.derive.coverage import coverage, covered
from archiver.model.coverage import Break, Coverage, Covered, Listed
from archiver.model.post import Count

LANE = "session/en-US"
POSTS = ("A", "B", "C", "D", "E", "F")


def day(number):
    return AT + timedelta(days=number)


def followed(*pages, posts=POSTS, more=(), claimed=None, surface="grid"):
    """Follow some pages; all posts are the account's own, unless `more` gives them otherwise."""
    known = {ref(code): whole(code) for code in posts} | {each.ref: each for each in more}
    return coverage(surface, LANE, account(posts=claimed), pages, known)


def codes(found):
    return "".join(entry.ref.key for entry in found.entries)


def page(text, **fields):
    """Give a page of posts that are called by one letter each; a dot is an edge that was not understood."""
    return listing(*(None if code == "." else code for code in text), **fields)


FIRST = page("AB", next="c1", more=True)
SECOND = page("CD", asked="c1", next="c2", more=True)
LAST = page("EF", asked="c2")

CHAINS = {
    "no page": ([], "", Break.UNFINISHED),
    "one page that says it is all": ([page("AB")], "AB", None),
    "three pages that lead to each other": ([FIRST, SECOND, LAST], "ABCDEF", None),
    "the same pages, answered in another order": ([LAST, SECOND, FIRST], "ABCDEF", None),
    "a page that was asked twice": ([FIRST, FIRST, SECOND, SECOND, LAST], "ABCDEF", None),
    "a post that moved from one page to the next meanwhile": (
        [FIRST, page("BC", asked="c1")],
        "ABC",
        None,
    ),
    "a last page that says there is more": ([FIRST, SECOND], "ABCD", Break.UNFINISHED),
    "a last page that does not say": ([FIRST, page("CD", asked="c1", more=None)], "ABCD", Break.UNFINISHED),
    "a last page that says there is more and not where": (
        [page("AB", more=True)],
        "AB",
        Break.UNFINISHED,
    ),
    "an end that gives a cursor all the same": ([page("AB", next="c1")], "AB", None),
    "a cursor that leads to its own page": (
        [FIRST, page("CD", asked="c1", next="c1", more=True)],
        "ABCD",
        Break.UNFINISHED,
    ),
    "no first page": ([SECOND, LAST], "", Break.CURSOR),
    "a second page asked with another cursor than the first gave": (
        [FIRST, replace(SECOND, asked="c7")],
        "AB",
        Break.CURSOR,
    ),
    "a page left out": ([FIRST, LAST], "AB", Break.CURSOR),
    "a page of another id": ([FIRST, replace(SECOND, owner_id=THEIRS)], "AB", Break.UNFINISHED),
    "a page of another id in the middle": (
        [FIRST, replace(SECOND, owner_id=THEIRS), LAST],
        "AB",
        Break.CURSOR,
    ),
    "only pages of another id": ([page("AB", owner=THEIRS)], "", Break.UNFINISHED),
    "a page that names nobody": ([page("AB", owner="")], "", Break.UNFINISHED),
    "a page that was asked for by the handle": (
        [page("AB", owner="", owner_name="Brandt.Pumpen")],
        "AB",
        None,
    ),
    "a page that was asked for by another handle": (
        [page("AB", owner="", owner_name="brandt.tools")],
        "",
        Break.UNFINISHED,
    ),
    "a page of another id that was asked for by the handle": (
        [page("AB", owner=THEIRS, owner_name="brandt.pumpen")],
        "",
        Break.UNFINISHED,
    ),
    "a page of another surface": ([FIRST, replace(SECOND, surface="reels")], "AB", Break.UNFINISHED),
    "a null edge": ([page("AB.C")], "AB", Break.EDGE),
    "a null edge in front": ([page(".ABC")], "", Break.EDGE),
    "a null edge at the end": ([page("ABC.")], "ABC", Break.EDGE),
    "a null edge, and pages behind it": ([replace(FIRST, entries=(ref("A"), None)), SECOND], "A", Break.EDGE),
    "a null edge on the second page": ([FIRST, page("C.D", asked="c1")], "ABC", Break.EDGE),
    "an unknown node": ([page("AXB")], "A", Break.EDGE),
    "a partial error": ([page("ABC", flawed=True)], "", Break.PARTIAL_ERROR),
    "a partial error on the second page": (
        [FIRST, replace(SECOND, flawed=True), LAST],
        "AB",
        Break.PARTIAL_ERROR,
    ),
    "an empty page that says it is all": ([page("")], "", None),
    "an empty page that says there is more": ([page("", more=True)], "", Break.UNFINISHED),
}


@pytest.mark.parametrize(("pages", "entries", "broken"), CHAINS.values(), ids=CHAINS)
def test_a_chain_is_followed_as_far_as_it_holds(pages, entries, broken):
    found = followed(*pages)
    assert (codes(found), found.broken) == (entries, broken)
    assert (found.surface, found.lane) == ("grid", LANE)


OWNERS = {
    "another's post": (whole("X", owner_id=THEIRS, coauthors=()), {}, False),
    "another's post on a page that names the account": (
        whole("X", owner_id=THEIRS, coauthors=()),
        {"owner": OURS},
        False,
    ),
    "a post made with the account": (whole("X", owner_id=THEIRS, coauthors=("7", OURS)), {}, True),
    "another's abridged post on a page asked for by the handle": (partial("X", owner_id=THEIRS), {}, False),
    # An abridged form names no co-authors; that the platform lists it under the account's own id is what there is.
    "another's abridged post on a page that names the account": (
        partial("X", owner_id=THEIRS),
        {"owner": OURS},
        True,
    ),
}


@pytest.mark.parametrize(("post", "named", "taken"), OWNERS.values(), ids=OWNERS)
def test_a_post_is_listed_where_the_account_owns_it_or_made_it_with_its_owner(post, named, taken):
    by_handle = {"owner": "", "owner_name": "brandt.pumpen"}
    found = followed(page("AXB", **(named or by_handle)), more=[post])
    expected = ("AXB", None) if taken else ("A", Break.ANOTHER_OWNER)
    assert (codes(found), found.broken) == expected


def test_entries_carry_times_and_the_pins_of_their_own_surface():
    posts = [whole("A", published_at=day(1), pinned_on=("grid",)), partial("B", pinned_on=("reels",))]
    grid, reels = (followed(page("AB", surface=name), more=posts, surface=name) for name in ("grid", "reels"))
    assert grid.entries == (Listed(ref("A"), day(1), pinned=True), Listed(ref("B"), None, pinned=False))
    assert [entry.pinned for entry in reels.entries] == [False, True]


@pytest.mark.parametrize(
    ("surface", "count", "claimed"),
    [
        ("grid", Count(60), 60),
        ("grid", Count(60, exact=False), None),
        ("grid", Count(0), 0),
        ("grid", None, None),
        ("reels", Count(60), None),
    ],
)
def test_only_the_grid_has_a_count_and_only_an_exact_one(surface, count, claimed):
    found = followed(page("AB", surface=surface), claimed=count, surface=surface)
    assert found.claimed == claimed


def listed(*days, broken=None, claimed=None, pinned=(), surface="grid"):
    """A listing of posts of these days, in this order; None for one without a date. `pinned` are places."""
    entries = (
        Listed(ref(f"P{place}"), None if each is None else day(each), pinned=place in pinned)
        for place, each in enumerate(days)
    )
    return Coverage(surface, LANE, tuple(entries), broken, claimed)


def of(found, *days, **more):
    """Say how far a listing proves the absence of posts of these days; None for one without a date."""
    missing = {ref(f"M{place}"): None if each is None else day(each) for place, each in enumerate(days)}
    return [how.value for how in covered(found, missing, **more).values()]


WHOLLY, ENDED, IN_ORDER, NOT = (each.value for each in Covered)
SIX = (9, 8, 7, 6, 5, 4)
END = {
    "as many as are claimed": (listed(*SIX, claimed=6), [2, None, -900], {}, WHOLLY),
    "more than are claimed": (listed(*SIX, claimed=5), [2, None], {}, WHOLLY),
    "one more claimed than listed, which is missing above an older one": (
        listed(*SIX, claimed=7),
        [5.5],
        {},
        ENDED,
    ),
    "one more claimed than listed, which would be the oldest": (listed(*SIX, claimed=7), [3], {}, NOT),
    "one more claimed than listed, which has no date": (listed(*SIX, claimed=7), [None], {}, NOT),
    "as many more as are missing, all above an older one": (
        listed(*SIX, claimed=8),
        [5.5, 7.5],
        {},
        ENDED,
    ),
    "more claimed than is listed and missing": (listed(*SIX, claimed=9), [5.5, 7.5], {}, ENDED),
    "a reels tab that ended": (listed(*SIX, surface="reels"), [5.5], {}, ENDED),
    "one more, known to be shown and not here": (listed(*SIX, claimed=7), [3], {"elsewhere": 1}, WHOLLY),
    "two more, one known to be shown and not here": (listed(*SIX, claimed=8), [3], {"elsewhere": 1}, NOT),
    "no count": (listed(*SIX), [3], {}, NOT),
    "a reels tab, which has no count": (listed(*SIX, surface="reels"), [3], {}, NOT),
    "a broken chain": (listed(*SIX, claimed=6, broken=Break.UNFINISHED), [3], {}, NOT),
    "nothing where nothing is claimed": (listed(claimed=0), [3, None], {}, WHOLLY),
    "nothing beside a count": (listed(claimed=2), [3, 2], {}, NOT),
    "nothing and no count": (listed(), [3], {}, NOT),
}


@pytest.mark.parametrize(("found", "days", "more", "how"), END.values(), ids=END)
def test_a_listing_to_its_end_covers_every_place_where_the_count_agrees(found, days, more, how):
    assert of(found, *days, **more) == [how] * len(days)


def test_where_the_oldest_are_missing_too_the_count_lends_nothing_to_the_others():
    # Of eight claimed six are listed: the two may be those that are missing, or the feed was cut short.
    assert of(listed(*SIX, claimed=8), 7.5, 3) == [ENDED, NOT]


def test_nothing_missing_needs_nothing_covered():
    assert of(listed(*SIX, claimed=60)) == []


BROKEN = Break.UNFINISHED
RUNS = {
    "an older post is listed, and one below it": (listed(20, 19, 18, 17, 15, 14, broken=BROKEN), 16, True),
    "the same, of a chain that went to its end": (listed(20, 19, 18, 17, 15, 14), 16, True),
    "the same on the reels tab": (listed(20, 19, 18, 17, 15, 14, surface="reels"), 16, True),
    "nothing older is listed": (listed(20, 19, 18, 17, 16, 15, broken=BROKEN), 14, False),
    "none older, but one of the same instant": (listed(20, 19, 18, 17, 16, 15, broken=BROKEN), 16, False),
    "the only older one is the last, which may have been moved up": (
        listed(20, 19, 18, 17, 16, 3, broken=BROKEN),
        14,
        False,
    ),
    "a post without a date": (listed(20, 19, 18, 17, 15, 14, broken=BROKEN), None, False),
    "a listing of a head alone": (listed(20, 2, 1, broken=BROKEN), 16, False),
    "the first behind the head, and one below it": (listed(9, 8, 7, 6, 5, broken=BROKEN), 7, True),
    "pins without a flag are head": (listed(3, 2, 1, 20, 19, 18, broken=BROKEN), 10, False),
    "pins by flag prove nothing": (listed(3, 2, 1, 20, 19, 18, broken=BROKEN, pinned=(0, 1, 2)), 10, False),
    "behind three pins by flag the run begins": (
        listed(3, 2, 1, 20, 19, 18, broken=BROKEN, pinned=(0, 1, 2)),
        19.5,
        True,
    ),
    "behind one pin by flag two more are head": (
        listed(1, 20, 19, 18, 17, 16, broken=BROKEN, pinned=(0,)),
        19,
        True,
    ),
    "behind one pin by flag two moved up are head": (
        listed(1, 3, 2, 18, 17, 16, broken=BROKEN, pinned=(0,)),
        10,
        False,
    ),
    "a pin by flag further down proves nothing either": (
        listed(20, 19, 18, 17, 2, 16, 15, broken=BROKEN, pinned=(4,)),
        10,
        False,
    ),
    "a post that was moved up ends the run": (
        listed(20, 19, 18, 17, 3, 16, 15, 14, broken=BROKEN),
        10,
        False,
    ),
    "above a post that was moved up the run holds": (
        listed(20, 19, 18, 17, 3, 16, 15, 14, broken=BROKEN),
        17.5,
        True,
    ),
    "a post that was moved down leaves nothing that is in order": (
        listed(20, 18, 17, 16, 15, 19, 14, 13, broken=BROKEN),
        16.5,
        False,
    ),
    "a run in the wrong order": (listed(1, 2, 3, 4, 5, 6, 7, broken=BROKEN), 4, False),
    "a date that is not known ends the run": (listed(20, 19, 18, 17, None, 2, 1, broken=BROKEN), 10, False),
    "dates of the head are not asked for": (
        listed(None, None, None, 17, 15, 14, broken=BROKEN),
        16,
        True,
    ),
    "no listing": (listed(broken=BROKEN), 10, False),
}


@pytest.mark.parametrize(("found", "at", "proves"), RUNS.values(), ids=RUNS)
def test_an_older_post_further_down_covers_what_was_published_after_it(found, at, proves):
    proven = IN_ORDER if found.broken else ENDED
    assert of(found, at) == [proven if proves else NOT]


UNDATED = listed(*[None] * 6, broken=BROKEN)
TIMES = {ref(f"P{place}"): day(20 - place) for place in range(6)}


def test_logged_out_a_listing_without_dates_covers_nothing():
    assert of(UNDATED, 17.5) == [NOT]


def test_dates_that_permalinks_showed_make_a_run_of_a_listing_without_any():
    assert of(UNDATED, 17.5, 15.5, times=TIMES) == [IN_ORDER, NOT]


def test_where_a_permalink_showed_no_date_the_run_ends():
    some = {post: at for post, at in TIMES.items() if post != ref("P4")}
    assert of(UNDATED, 16.5, times=some) == [NOT]


def test_a_date_in_the_listing_goes_before_one_from_elsewhere():
    found = listed(20, 19, 18, 17, 16, 15, broken=BROKEN)
    assert of(found, 10, times=dict.fromkeys(TIMES, day(1))) == [NOT]


@dataclass(frozen=True)
class Told:
    """An account whose truth is known, and what was read of it."""

    found: Coverage
    removed: tuple[int, ...]
    """Days of the posts that are shown no more."""
    unread: tuple[int, ...]
    """Days of the posts that are shown, and were not listed."""
    times: dict
    moved_down: int | None
    """Day of a post that its owner moved further down, where there is one."""

    def covered(self, found=None):
        """Give, by day, how far the listing proves that each post it lacks would have been in it."""
        missing = {ref(f"D{each}"): day(each) for each in (*self.removed, *self.unread)}
        proven = covered(found or self.found, missing, times=self.times)
        return {each: proven[ref(f"D{each}")] for each in (*self.removed, *self.unread)}


@st.composite
def accounts(draw, *, to_the_end=False, flagged=None):
    """Draw an account in order of time, its pins, at most one post moved, what was removed, how far was read."""
    size = draw(st.integers(3, 30))
    days = list(range(size, 0, -1))
    pins = draw(st.lists(st.sampled_from(days), max_size=3, unique=True))
    grid = [each for each in days if each not in pins]
    moved_down = None
    if grid and draw(st.booleans()):
        place = draw(st.integers(0, len(grid) - 1))
        to = draw(st.integers(0, len(grid) - 1))
        moved_down = grid[place] if to > place else None
        grid.insert(to, grid.pop(place))
    removed = draw(st.sets(st.sampled_from(days), max_size=size - 1))
    shown = [each for each in (*pins, *grid) if each not in removed]
    read = len(shown) if to_the_end else draw(st.integers(0, len(shown)))
    signed_in = draw(st.booleans()) if flagged is None else flagged
    known = set(days) if signed_in else draw(st.sets(st.sampled_from(days)))
    stale = draw(st.integers(0, len(removed)))
    entries = tuple(
        Listed(ref(f"D{each}"), day(each) if signed_in else None, pinned=signed_in and each in pins)
        for each in shown[:read]
    )
    # A feed may be cut short and call that its end.
    broken = None if read == len(shown) else draw(st.sampled_from([None, *Break]))
    return Told(
        Coverage("grid", LANE, entries, broken, len(shown) + stale),
        tuple(removed),
        tuple(shown[read:]),
        {ref(f"D{each}"): day(each) for each in known},
        moved_down,
    )


@given(accounts())
@settings(max_examples=600, deadline=None)
def test_no_post_that_is_shown_is_ever_said_to_be_absent(told):
    says_none_is_absent(told)


@pytest.mark.prove
@given(accounts())
@settings(max_examples=10_000, deadline=None)
def test_no_post_that_is_shown_is_said_to_be_absent_in_very_many_accounts(told):
    says_none_is_absent(told)


def says_none_is_absent(told):
    proven = told.covered()
    # Of one that its owner moved down the order alone may speak, which no more than asks for its own page.
    assert all(proven[each] is Covered.NOT for each in told.unread if each != told.moved_down)
    assert Covered.WHOLLY not in {proven[each] for each in told.unread}


@given(accounts(to_the_end=True))
@settings(max_examples=300, deadline=None)
def test_every_removed_post_is_covered_where_the_end_was_reached_and_counted(told):
    assert told.unread == ()
    counted = replace(told.found, claimed=len(told.found.entries))
    assert set(told.covered(counted).values()) <= {Covered.WHOLLY}


@given(accounts(flagged=True))
@settings(max_examples=300, deadline=None)
def test_every_removed_post_above_two_listed_ones_is_covered_where_nothing_was_moved(told):
    run = [entry.published_at for entry in told.found.entries if not entry.pinned]
    head = max(0, 3 - sum(entry.pinned for entry in told.found.entries[:3]))
    if run != sorted(run, reverse=True) or len(run) < head + 2:
        return
    proven = told.covered(replace(told.found, claimed=None))
    in_order = Covered.IN_ORDER if told.found.broken else Covered.TO_ITS_END
    assert all(proven[each] is in_order for each in told.removed if day(each) > run[-2])


def test_a_listing_cut_short_that_says_it_has_ended_covers_nothing_of_its_tail():
    # Sixty shown and claimed; the feed was cut after 48 and calls that its end.
    cut = listed(*range(60, 12, -1), claimed=60)
    assert of(cut, *range(12, 0, -1)) == [NOT] * 12


def test_of_a_post_that_was_moved_down_below_what_was_read_the_order_alone_speaks():
    # The post of day 19 was moved to the end of the grid, of which only the beginning was read.
    assert of(listed(20, 18, 17, 16, 15, 14, 13, broken=BROKEN), 19) == [IN_ORDER]


def test_a_post_that_was_moved_down_is_not_said_to_be_off_a_listing_that_was_cut_short():
    # The same, where the feed calls that its end: the oldest are missing as well.
    assert of(listed(20, 18, 17, 16, 15, 14, 13, claimed=20), 19, *range(12, 0, -1)) == [ENDED] + [NOT] * 12


def test_posts_moved_to_the_end_and_cut_off_there_are_not_said_to_be_off_the_listing():
    # Twelve of sixty were moved to the end of the grid; the feed was cut before them and calls that its end.
    moved = range(50, 38, -1)
    found = listed(*(each for each in range(60, 0, -1) if each not in moved), claimed=60)
    assert of(found, *moved) == [ENDED] * 12
