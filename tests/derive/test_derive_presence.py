"""How an account stood, by the last answer to its own address."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sightings import NAME, OURS, THEIRS, account, listing, ref, whole
from visiting import LIVE, NOT_FOUND, TARGET, UNKNOWN, WALLED, answer, hop, owner, shown, wall

from archiver.derive.presence import presence
from archiver.model.post import Count
from archiver.model.probe import Presence
from archiver.model.reading import Availability, Reading
from archiver.model.refs import TargetRef

HERE, ANOTHER = account(), account(THEIRS)
EMPTIED = account(posts=Count(0))
RENAMED = TargetRef("instagram", "brandt.new")


def stood(*answers, known_as=OURS, target=TARGET, **read):
    pages = tuple(each.page for each in answers)
    return presence(target, known_as, Reading(pages=pages, **{"accounts": (HERE,)} | read)).value


CASES = {
    "shown": ((owner(),), {}, "present"),
    "shown, and it was not known before": ((owner(),), {"known_as": ""}, "present"),
    "its own page was not asked": ((shown("A"),), {}, "unknown"),
    "nothing was answered": ((), {}, "unknown"),
    "shown without saying who it is": ((owner(),), {"accounts": ()}, "unknown"),
    "another account's data alone": (
        (owner(),),
        {"accounts": (account(THEIRS, "somebody.else"),)},
        "unknown",
    ),
    "another account under the handle": ((owner(),), {"accounts": (ANOTHER,)}, "another_id"),
    "another account under the handle, written with a capital": (
        (owner(),),
        {"accounts": (account(THEIRS, NAME.title()),)},
        "another_id",
    ),
    "another account under the handle, private": (
        (owner(Availability.PRIVATE),),
        {"accounts": (replace(ANOTHER, private=True),)},
        "another_id",
    ),
    "not found": ((owner(NOT_FOUND),), {"accounts": ()}, "not_found"),
    "not found, and a post of it under another name": (
        (owner(NOT_FOUND), shown("A")),
        {"accounts": (), "observations": (replace(whole("A"), owner_name="brandt.new"),)},
        "renamed",
    ),
    "not found, and a post of it under its own name": (
        (owner(NOT_FOUND), shown("A")),
        {"accounts": (), "observations": (replace(whole("A"), owner_name=NAME.title()),)},
        "not_found",
    ),
    "not found, and another account's post": (
        (owner(NOT_FOUND), shown("A")),
        {"accounts": (), "observations": (replace(whole("A"), owner_name="brandt.new", owner_id=THEIRS),)},
        "not_found",
    ),
    "not found, and it was never known": (
        (owner(NOT_FOUND), shown("A")),
        {
            "accounts": (),
            "known_as": "",
            "observations": (replace(whole("A"), owner_name="brandt.new", owner_id=""),),
        },
        "not_found",
    ),
    "private": ((owner(Availability.PRIVATE),), {"accounts": ()}, "private"),
    "private by its data": ((owner(),), {"accounts": (replace(HERE, private=True),)}, "private"),
    "walled": ((owner(WALLED),), {"accounts": ()}, "unknown"),
    "walled, though a post names it": ((owner(WALLED),), {}, "unknown"),
    "an empty shell": ((owner(UNKNOWN),), {"accounts": ()}, "unknown"),
    "a rate limit": ((owner(Availability.RATE_LIMITED),), {"accounts": ()}, "unknown"),
    "a gate": ((owner(Availability.GATED),), {"accounts": ()}, "unknown"),
    "redirected to a login page": (
        (answer(TARGET, UNKNOWN, "HTTP 302"), wall()),
        {"accounts": ()},
        "unknown",
    ),
    "redirected to its new handle": (
        (answer(TARGET, UNKNOWN, "HTTP 302"), answer(RENAMED, LIVE, "content")),
        {"accounts": (account(OURS, RENAMED.name),)},
        "unknown",
    ),
    "no post by its count": ((owner(),), {"accounts": (EMPTIED,)}, "empty"),
    "no post by a count that is rounded": (
        (owner(),),
        {"accounts": (account(posts=Count(0, exact=False)),)},
        "empty",
    ),
    "no post by its count, and an empty listing": (
        (owner(),),
        {"accounts": (EMPTIED,), "listings": (listing(),)},
        "empty",
    ),
    "no post by its count, but one is listed": (
        (owner(),),
        {"accounts": (EMPTIED,), "listings": (listing("A"),)},
        "present",
    ),
    "no post by its count, but an edge that was not understood": (
        (owner(),),
        {"accounts": (EMPTIED,), "listings": (listing(None),)},
        "present",
    ),
    "no post by its count, and another account's listing": (
        (owner(),),
        {"accounts": (EMPTIED,), "listings": (listing("A", owner=THEIRS),)},
        "empty",
    ),
    "posts by its count, and an empty listing": (
        (owner(),),
        {"accounts": (account(posts=Count(60)),), "listings": (listing(),)},
        "present",
    ),
    "no count, and an empty listing": ((owner(),), {"listings": (listing(),)}, "present"),
    "asked twice, walled and then shown": ((owner(WALLED), owner()), {}, "present"),
    "asked twice, shown and then walled": ((owner(), owner(WALLED)), {}, "unknown"),
    "asked twice, not found and then shown": ((owner(NOT_FOUND), owner()), {}, "present"),
    "a post that led to it": ((owner(NOT_FOUND), hop("P"), owner()), {}, "present"),
}


@pytest.mark.parametrize(("answers", "more", "expected"), CASES.values(), ids=CASES)
def test_how_an_account_stood(answers, more, expected):
    assert stood(*answers, **more) == expected


def test_a_request_that_a_page_made_by_itself_says_nothing_of_the_account():
    background = replace(owner(NOT_FOUND), page=replace(owner(NOT_FOUND).page, document=False))
    assert stood(owner(), background) == "present"
    assert stood(background) == "unknown"


def test_a_post_that_bears_the_account_s_name_is_not_its_page():
    assert stood(answer(ref(NAME), NOT_FOUND, "route")) == "unknown"


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([each for each in Availability if each is not NOT_FOUND]),
    st.sampled_from([(), (HERE,), (ANOTHER,), (EMPTIED,), (replace(HERE, private=True),)]),
    st.sampled_from(["", OURS]),
)
def test_nothing_but_a_page_that_says_so_makes_an_account_not_found(availability, accounts, known_as):
    found = stood(owner(availability), accounts=accounts, known_as=known_as)
    assert found != Presence.NOT_FOUND
    if availability not in (LIVE, Availability.PRIVATE):
        assert found in ("unknown", "another_id", "private")
    if found == "present":
        assert availability is LIVE
