"""How an account stands where it is not simply present: named for the account, and for none of its posts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.derive.account_states import named, standing
from archiver.model.presence_span import PresenceSpan
from archiver.model.probe import Presence
from archiver.model.removal import Rule

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OUT, IN = "logged_out/en-US", "session/en-US"
PRESENT, EMPTY, NOT_FOUND = Presence.PRESENT, Presence.EMPTY, Presence.NOT_FOUND


def span(presence, first=0.0, last=None, target="instagram:acme", lane=OUT):
    last = first if last is None else last
    return PresenceSpan(target, lane, presence, NOON + timedelta(hours=first), NOON + timedelta(hours=last))


def other(name, presence, first=0.0, last=None, lane=OUT):
    return span(presence, first, last, f"instagram:{name}", lane)


CASES = {
    "present": (span(PRESENT), [], ""),
    "not known": (span(Presence.UNKNOWN), [], ""),
    "private": (span(Presence.PRIVATE), [], "private"),
    "another account under the handle": (span(Presence.ANOTHER_ID), [], "another_id"),
    # Not found, alone or with many others.
    "not found": (span(NOT_FOUND), [], "not_found"),
    "not found, another shown": (span(NOT_FOUND), [other("b", PRESENT)], "not_found"),
    "not found, one other too": (span(NOT_FOUND), [other("b", NOT_FOUND)], "not_found"),
    "not found, two others too": (
        span(NOT_FOUND),
        [other("b", NOT_FOUND, 0.5), other("c", NOT_FOUND, -1)],
        "incident",
    ),
    "not found, two others long before": (
        span(NOT_FOUND),
        [other("b", NOT_FOUND, -2), other("c", NOT_FOUND, -90)],
        "not_found",
    ),
    "not found, two others later": (
        span(NOT_FOUND),
        [other("b", NOT_FOUND, 1.1), other("c", NOT_FOUND, 2)],
        "not_found",
    ),
    "not found, two others in another lane": (
        span(NOT_FOUND),
        [other("b", NOT_FOUND, lane=IN), other("c", NOT_FOUND, lane=IN)],
        "not_found",
    ),
    "not found, one other told of twice": (
        span(NOT_FOUND),
        [other("b", NOT_FOUND, 0.1), other("b", NOT_FOUND, 0.2)],
        "not_found",
    ),
    "not found, two others private": (
        span(NOT_FOUND),
        [other("b", Presence.PRIVATE), other("c", Presence.PRIVATE)],
        "not_found",
    ),
    # Empty once, and twice with another shown in between.
    "empty once": (span(EMPTY), [other("b", PRESENT, -5, 5)], "empty"),
    "empty twice, another shown in between": (span(EMPTY, 0, 1), [other("b", PRESENT, -5, 0.5)], "emptied"),
    "empty twice, another shown throughout": (span(EMPTY, 0, 1), [other("b", PRESENT, -5, 9)], "emptied"),
    "empty twice, another shown for the first time in between": (
        span(EMPTY, 0, 1),
        [other("b", PRESENT, 0.5)],
        "emptied",
    ),
    "empty twice, too soon": (span(EMPTY, 0, 0.9), [other("b", PRESENT, -5, 5)], "empty"),
    "empty twice, no other watched": (span(EMPTY, 0, 30), [], "empty"),
    "empty twice, another shown before alone": (span(EMPTY, 0, 1), [other("b", PRESENT, -5, -1)], "empty"),
    "empty twice, another shown afterwards alone": (span(EMPTY, 0, 1), [other("b", PRESENT, 2, 5)], "empty"),
    "empty twice, another shown in another lane": (
        span(EMPTY, 0, 1),
        [other("b", PRESENT, -5, 5, lane=IN)],
        "empty",
    ),
    "empty twice, another empty as well": (span(EMPTY, 0, 1), [other("b", EMPTY, 0, 1)], "empty"),
    "empty twice, one empty and one shown": (
        span(EMPTY, 0, 1),
        [other("b", EMPTY, 0, 1), other("c", PRESENT, 0, 1)],
        "emptied",
    ),
}


@pytest.mark.parametrize(("mine", "others", "state"), CASES.values(), ids=CASES)
def test_how_an_account_stands(mine, others, state):
    assert named(mine, others, Rule(), {each.target for each in others}) == state


def test_another_account_that_nobody_looked_at_in_between_says_nothing_of_that_time():
    others = [other("b", PRESENT, -90, 90)]
    assert named(span(EMPTY, 0, 1), others, Rule(), {"instagram:b"}) == "emptied"
    assert named(span(EMPTY, 0, 1), others, Rule(), {"instagram:c"}) == "empty"
    assert named(span(EMPTY, 0, 1), others, Rule()) == "empty"


def test_how_far_apart_two_empty_visits_must_lie_is_set():
    others = [other("b", PRESENT, -5, 9)]
    rule, looked_at = Rule(confirm_after=timedelta(hours=2)), {"instagram:b"}
    assert named(span(EMPTY, 0, 1), others, rule, looked_at) == "empty"
    assert named(span(EMPTY, 0, 2), others, rule, looked_at) == "emptied"


spans = st.builds(
    lambda presence, first, more, name, lane: other(name, presence, first, first + more, lane),
    st.sampled_from(list(Presence)),
    st.integers(-5, 5),
    st.integers(0, 5),
    st.sampled_from("bcd"),
    st.sampled_from([OUT, IN]),
)


@settings(max_examples=400, deadline=None)
@given(spans, st.lists(spans, max_size=5))
def test_nothing_is_named_emptied_or_an_incident_without_others_that_show_it(mine, others):
    looked_at = {each.target for each in others}
    found = named(mine, others, Rule(), looked_at)
    assert (found == "") == (mine.presence in (PRESENT, Presence.UNKNOWN))
    here = [each for each in others if each.lane == mine.lane]
    if found == "emptied":
        within = [each for each in here if each.first <= mine.last and each.last >= mine.first]
        assert any(each.presence is PRESENT for each in within)
    if found == "incident":
        assert sum(each.presence is NOT_FOUND for each in here) >= 2
    assert found == named(mine, others[::-1], Rule(), looked_at)


GERMAN = "logged_out/de"
OVERTAKEN = {
    "shown later to the same class of vantage, in another language": (span(PRESENT, 1, lane=GERMAN), True),
    "shown before and after": (span(PRESENT, -1, 1, lane=GERMAN), True),
    "private later": (span(Presence.PRIVATE, 1, lane=GERMAN), True),
    "shown before alone": (span(PRESENT, -1, lane=GERMAN), False),
    "nothing known later": (span(Presence.UNKNOWN, 1, lane=GERMAN), False),
    "shown later with a session": (span(PRESENT, 1, lane=IN), False),
}


@pytest.mark.parametrize(("other", "is_overtaken"), OVERTAKEN.values(), ids=OVERTAKEN)
def test_a_refusal_stands_until_the_same_class_of_vantage_was_answered_otherwise(other, is_overtaken):
    refused = span(NOT_FOUND)
    assert (refused not in standing([refused, other])) == is_overtaken
    assert other in standing([refused, other]) or not other.last > refused.last
