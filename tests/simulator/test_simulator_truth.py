from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.simulator import happenings as owners
from archiver.simulator.conditions import (
    CALM,
    LOGGED_OUT,
    SIGNED_IN,
    AnswerEmpty,
    BlockViewer,
    BreakShape,
    Challenge,
    ConsentDialog,
    CutConnection,
    DemandLogin,
    Flap,
    Incident,
    Locate,
    NullEdge,
    RateLimit,
    ServeCached,
    SlowDown,
    Speak,
    SplitBySession,
    Throttle,
    TruncateFeed,
    under,
)
from archiver.simulator.hartmann import VISITOR, hartmann
from archiver.simulator.staalborg import joint, staalborg
from archiver.simulator.truth import Truth, places, presence, truth, truths
from archiver.simulator.views import shown_to
from archiver.simulator.visitors import STRANGER, Session, Visitor

LIESL = Visitor(Session("liesl", "salt"))
HANS = Visitor(Session("hans", "salt"))
WHOLE = replace(owners.publish(hartmann(), joint()), neighbours=(staalborg(),))
CODES = [post.code for post in WHOLE.posts]
VIDEO = next(post.code for post in WHOLE.posts if post.kind == "video")
CAROUSEL = next(post.code for post in WHOLE.posts if post.kind == "carousel")
FIRST = CODES[1]


def standing(company, code=FIRST, conditions=CALM):
    return truth(company, company.post(code), conditions).standing


# Each verb, and how it leaves the post it is about.
HAPPENINGS = {
    "publish": (lambda one: owners.publish(one, hartmann(older=1).posts[-1]), "shown"),
    "edit_caption": (lambda one: owners.edit_caption(one, FIRST, "x"), "shown"),
    "remove_slide": (lambda one: owners.remove_slide(one, CAROUSEL, 1), "shown"),
    "delete": (lambda one: owners.delete(one, FIRST), "absent_for_all"),
    "hide_post": (lambda one: owners.hide_post(one, FIRST), "absent_for_all"),
    "take_down": (lambda one: owners.take_down(one, FIRST), "absent_for_all"),
    "restore": (lambda one: owners.restore(owners.delete(one, FIRST), FIRST), "shown"),
    "pin": (lambda one: owners.pin(one, FIRST), "shown"),
    "reorder_grid": (lambda one: owners.reorder_grid(one, CODES[::-1]), "shown"),
    "hide_from_grid": (lambda one: owners.hide_from_grid(one, FIRST), "shown"),
    "reels_only": (lambda one: owners.reels_only(one, VIDEO), "shown"),
    "add_collaborator": (lambda one: owners.add_collaborator(one, FIRST, VISITOR), "shown"),
    "withdraw_collaborator": (
        lambda one: owners.withdraw_collaborator(one, joint().code, one.account),
        "shown",
    ),
    "rename": (lambda one: owners.rename(one, "hw"), "shown"),
    "handle_taken_by_other_id": (
        lambda one: owners.handle_taken_by_other_id(owners.rename(one, "hw"), staalborg()),
        "shown",
    ),
    "go_private": (owners.go_private, "unknown"),
    "close_account": (owners.close_account, "unknown"),
    "restrict_country": (lambda one: owners.restrict(one, FIRST, owners.country("DE")), "absent_for_some"),
    "restrict_age": (lambda one: owners.restrict(one, FIRST, owners.AGE), "absent_for_some"),
    "restrict_audience": (lambda one: owners.restrict(one, FIRST, owners.AUDIENCE), "absent_for_some"),
    "reencode": (lambda one: owners.reencode(one, FIRST), "shown"),
    "regenerate_alt_text": (owners.regenerate_alt_text, "shown"),
    "translate_caption": (lambda one: owners.translate_caption(one, FIRST, "de", "x"), "shown"),
}
ABOUT = {"remove_slide": CAROUSEL, "reels_only": VIDEO, "withdraw_collaborator": joint().code}


@pytest.mark.parametrize("verb", HAPPENINGS)
def test_what_happens_leaves_a_truth(verb):
    happen, expected = HAPPENINGS[verb]
    after = happen(WHOLE)
    assert standing(after, ABOUT.get(verb, FIRST)) == expected
    others = {code: one.standing for code, one in truths(after).items() if code != ABOUT.get(verb, FIRST)}
    assert set(others.values()) == ({"unknown"} if expected == "unknown" else {"shown"})


def test_a_partner_that_leaves_takes_only_their_posts_out_of_knowledge():
    after = owners.owner_of_collab_leaves(WHOLE, joint().code)
    assert truth(after, joint()) == Truth("unknown", because="its owner is gone")
    assert {one.standing for code, one in truths(after).items() if code != joint().code} == {"shown"}


def test_nothing_is_said_of_what_was_withdrawn_once_its_owner_is_away():
    gone = owners.delete(WHOLE, FIRST)
    for away in (owners.go_private, owners.close_account):
        assert standing(away(gone)) == "unknown"


def test_a_restriction_is_named():
    after = owners.restrict(owners.restrict(WHOLE, FIRST, owners.AGE), FIRST, owners.country("ru"))
    assert truths(after)[FIRST].scopes == {"age", "country:RU"}


def test_a_gate_is_a_restriction_of_those_without_an_account():
    post = replace(WHOLE.posts[1], gated=True)
    assert truth(WHOLE, post).scopes == {LOGGED_OUT}


@pytest.mark.parametrize(
    "condition",
    [
        DemandLogin(),
        RateLimit(),
        Challenge(),
        Throttle(),
        TruncateFeed(3),
        BreakShape(),
        NullEdge(),
        AnswerEmpty(),
        Speak(),
        ConsentDialog(),
        SplitBySession(),
        SlowDown(),
        CutConnection(),
        Locate(),
    ],
    ids=lambda condition: type(condition).__name__,
)
def test_how_the_platform_answers_is_no_truth_about_posts(condition):
    after = owners.delete(WHOLE, FIRST)
    assert truths(after, under(condition)) == truths(after)


@pytest.mark.parametrize(
    "condition",
    [Incident, BlockViewer, lambda **more: Flap(frozenset({FIRST}), **more)],
    ids=["Incident", "BlockViewer", "Flap"],
)
def test_what_hides_a_post_from_some_leaves_a_scope_and_from_all_nothing_known(condition):
    assert truths(WHOLE, under(condition(who="liesl")))[FIRST] == Truth(
        "absent_for_some", frozenset({"liesl"}), "kept from some"
    )
    assert standing(WHOLE, conditions=under(condition())) == "unknown"
    everybody = under(condition(who=LOGGED_OUT), condition(who=SIGNED_IN))
    assert standing(WHOLE, conditions=everybody) == "unknown"


def test_a_flapping_post_that_was_deleted_is_absent():
    conditions = under(Flap(frozenset({FIRST})))
    assert standing(owners.delete(WHOLE, FIRST), conditions=conditions) == "absent_for_all"
    assert standing(WHOLE, CODES[3], conditions) == "shown"


def test_what_is_out_of_date_may_still_show_a_post():
    after = owners.delete(WHOLE, FIRST)
    assert standing(after, conditions=under(ServeCached(WHOLE))) == "unknown"
    some = truths(after, under(ServeCached(WHOLE, who="liesl")))[FIRST]
    assert (some.standing, some.scopes) == ("absent_for_some", {"all but liesl"})


def test_what_is_out_of_date_may_not_yet_show_a_post():
    before = replace(WHOLE, posts=WHOLE.posts[2:])
    assert truths(WHOLE, under(ServeCached(before, who="liesl")))[FIRST].scopes == {"liesl"}
    assert standing(owners.delete(WHOLE, FIRST), conditions=under(ServeCached(before))) == "absent_for_all"


@pytest.mark.parametrize("condition", [Incident(), BlockViewer(), ServeCached(owners.close_account(WHOLE))])
def test_nothing_is_said_of_what_was_withdrawn_while_nobody_is_shown_its_owner(condition):
    gone = owners.delete(WHOLE, FIRST)
    assert standing(gone, conditions=under(condition)) == "unknown"
    assert standing(gone, conditions=under(replace(condition, who="liesl"))) == "absent_for_all"


def test_what_is_out_of_date_may_still_be_kept_from_some():
    before = owners.restrict(WHOLE, FIRST, owners.AGE)
    assert truths(WHOLE, under(ServeCached(before, who="liesl")))[FIRST].scopes == {"liesl"}


def test_an_account_is_present_empty_private_or_closed():
    empty = WHOLE
    for code in CODES:
        empty = owners.delete(empty, code)
    assert presence(WHOLE) == "present"
    assert presence(empty) == "empty"
    assert presence(owners.go_private(WHOLE)) == "private"
    assert presence(owners.close_account(WHOLE)) == "closed"


def test_places_are_those_of_the_whole_listing():
    pinned, rest = CAROUSEL, [code for code in CODES if code != CAROUSEL]
    assert places(WHOLE, "grid") == (pinned, *rest)
    assert places(WHOLE, "reels") == (VIDEO,)
    assert places(owners.delete(WHOLE, FIRST), "grid") == (pinned, *(one for one in rest if one != FIRST))
    kept = owners.restrict(WHOLE, FIRST, owners.AGE)
    assert FIRST not in places(kept, "grid", STRANGER)
    assert FIRST in places(kept, "grid", LIESL)
    assert places(owners.go_private(WHOLE), "grid") == ()
    assert places(WHOLE, "grid", LIESL, under(BlockViewer(who="liesl"))) == ()


# Sequences of whatever may happen: a verb that cannot happen at a time does not.
codes = st.sampled_from(CODES)
verbs = st.one_of(
    st.builds(
        lambda verb, code: lambda one: verb(one, code),
        st.sampled_from(
            [
                owners.delete,
                owners.hide_post,
                owners.take_down,
                owners.restore,
                owners.pin,
                owners.unpin,
                owners.hide_from_grid,
                owners.reels_only,
                owners.show_in_grid,
                owners.reencode,
                owners.owner_of_collab_leaves,
            ]
        ),
        codes,
    ),
    st.builds(
        lambda verb, code, scope: lambda one: verb(one, code, scope),
        st.sampled_from([owners.restrict, owners.restrict, owners.lift]),
        codes,
        st.sampled_from([owners.AGE, owners.AUDIENCE, owners.country("DE")]),
    ),
    st.builds(
        lambda verb, code: lambda one: verb(one, code, one.account),
        st.sampled_from([owners.withdraw_collaborator, owners.add_collaborator]),
        codes,
    ),
    st.builds(lambda order: lambda one: owners.reorder_grid(one, order), st.permutations(CODES)),
    st.builds(lambda code: lambda one: owners.edit_caption(one, code, "x"), codes),
    st.builds(lambda code: lambda one: owners.translate_caption(one, code, "de", "y"), codes),
    st.builds(lambda place: lambda one: owners.remove_slide(one, CAROUSEL, place), st.integers(1, 4)),
    st.sampled_from(
        [
            owners.go_private,
            owners.go_public,
            owners.go_public,
            owners.close_account,
            owners.reopen_account,
            owners.reopen_account,
            owners.regenerate_alt_text,
            lambda one: owners.rename(one, one.handle + "x"),
            lambda one: owners.handle_taken_by_other_id(replace(one, neighbours=()), staalborg()),
            lambda one: owners.admit(one, "liesl"),
        ]
    ),
)


def happened(steps):
    states = [WHOLE]
    for step in steps:
        try:
            states.append(step(states[-1]))
        except ValueError:
            continue
    return states


whose = st.sampled_from(["", LOGGED_OUT, SIGNED_IN, "liesl", "hans"])
visitors = st.sampled_from(
    [STRANGER, LIESL, HANS, replace(STRANGER, country="DE"), replace(HANS, country="DE", language="de")]
)


@st.composite
def circumstances(draw):
    states = happened(draw(st.lists(verbs, max_size=12)))
    met = draw(
        st.lists(
            st.one_of(
                st.builds(lambda who: BlockViewer(who=who), whose),
                st.builds(lambda who: BlockViewer(shows_profile=True, who=who), whose),
                st.builds(lambda who: Incident(who=who), whose),
                st.builds(lambda some, who: Flap(frozenset(some), who=who), st.sets(codes), whose),
                st.builds(lambda older, who: ServeCached(older, who=who), st.sampled_from(states), whose),
                st.builds(lambda who: Locate("DE", who=who), whose),
                st.builds(lambda who: AnswerEmpty(who=who), whose),
            ),
            max_size=3,
        )
    )
    return states[-1], under(*met)


@given(circumstances(), visitors, st.integers(0, 3))
def test_what_is_absent_for_all_is_in_no_view(where, visitor, turn):
    company, conditions = where
    shown = shown_to(company, conditions, visitor, turn)
    for code, one in truths(company, conditions).items():
        if one.standing == "absent_for_all":
            assert shown.post(code) is None
            assert code not in {post.code for post in (*shown.grid, *shown.reels)}


@given(circumstances(), visitors, st.integers(0, 3))
def test_what_is_shown_is_in_every_view(where, visitor, turn):
    company, conditions = where
    calm = shown_to(company, CALM, visitor, turn)
    shown = shown_to(company, conditions, visitor, turn)
    for code, one in truths(company, conditions).items():
        if one.standing == "shown":
            assert calm.post(code) is not None
            assert shown.post(code) is not None


@given(circumstances(), visitors)
def test_what_nobody_is_kept_from_is_absent_for_all_or_unknown_where_it_is_not_shown(where, visitor):
    company, _ = where
    shown = shown_to(company, CALM, visitor)
    for code, one in truths(company).items():
        if shown.post(code) is None:
            assert one.standing != "shown"
            assert one.standing != "absent_for_some" or one.scopes


@given(circumstances())
def test_listings_hold_only_what_is_in_the_view_and_each_once(where):
    company, _ = where
    for visitor in (STRANGER, LIESL):
        known = {post.code for post in shown_to(company, CALM, visitor).posts}
        for surface in ("grid", "reels"):
            listed = places(company, surface, visitor)
            assert len(listed) == len(set(listed))
            assert set(listed) <= known


@given(st.lists(verbs, max_size=12))
def test_no_post_is_ever_forgotten(steps):
    for state in happened(steps):
        assert [post.code for post in state.posts] == CODES
        assert truths(state).keys() == set(CODES)
