from dataclasses import replace

import pytest

from archiver.simulator import happenings as owners
from archiver.simulator.conditions import (
    CALM,
    LOGGED_OUT,
    PAGES,
    SIGNED_IN,
    BlockViewer,
    DemandLogin,
    Flap,
    Incident,
    Locate,
    RateLimit,
    ServeCached,
    SlowDown,
    Speak,
    under,
)
from archiver.simulator.staalborg import joint, staalborg
from archiver.simulator.views import placed, shown_to
from archiver.simulator.visitors import STRANGER, Session, Visitor

LIESL = Visitor(Session("liesl", "salt"))
HANS = Visitor(Session("hans", "salt"))


def codes(company):
    return [post.code for post in company.posts]


@pytest.mark.parametrize(
    ("who", "meant"),
    [
        ("", [STRANGER, LIESL, HANS]),
        (LOGGED_OUT, [STRANGER]),
        (SIGNED_IN, [LIESL, HANS]),
        ("liesl", [LIESL]),
        ("nobody", []),
    ],
)
def test_a_condition_says_whom_it_meets(who, meant):
    condition = RateLimit(who=who)
    assert [visitor for visitor in (STRANGER, LIESL, HANS) if condition.means(visitor)] == meant


def test_a_condition_begins_after_some_requests_and_may_end():
    condition = DemandLogin(asked=PAGES, after=2, until=4)
    counts = [{}, {"profile": 1}, {"profile": 1, "post": 1}, {"post": 3}, {"post": 4}]
    assert [condition.meets(STRANGER, "post", count) for count in counts] == [False, False, True, True, False]


def test_a_condition_is_for_kinds_of_requests_and_counts_no_others():
    condition = RateLimit(asked=("listing",), after=1)
    assert not condition.meets(STRANGER, "profile", {"listing": 5})
    assert not condition.meets(STRANGER, "listing", {"profile": 5})
    assert condition.meets(STRANGER, "listing", {"listing": 1})
    assert not SlowDown().meets(STRANGER, "medium", {})
    assert SlowDown(asked=("medium",)).meets(STRANGER, "medium", {})


def test_what_faces_a_request_is_what_is_in_force_for_it():
    limit, wall, slow = RateLimit(who="liesl"), DemandLogin(after=1), SlowDown(2.0)
    conditions = under(limit, wall, slow)
    assert conditions.facing(LIESL, "post", {}).met == (limit, slow)
    assert conditions.facing(STRANGER, "post", {"post": 1}).met == (wall, slow)
    assert conditions.one(RateLimit, STRANGER) is None
    assert conditions.one(RateLimit, LIESL) is limit
    assert conditions.all(SlowDown) == (slow,)


def test_calm_shows_the_account_as_it_is(company):
    assert shown_to(company, CALM, STRANGER) == company
    assert shown_to(company, CALM, LIESL, turn=1) == company


@pytest.mark.parametrize("verb", [owners.delete, owners.hide_post, owners.take_down])
def test_withdrawn_posts_are_shown_to_nobody(company, verb):
    code = company.posts[0].code
    for visitor in (STRANGER, LIESL):
        assert codes(shown_to(verb(company, code), CALM, visitor)) == codes(company)[1:]


@pytest.mark.parametrize(
    ("scope", "shown"),
    [
        (owners.AGE, [LIESL, HANS, replace(HANS, country="DE")]),
        (owners.AUDIENCE, [LIESL]),
        (owners.country("DE"), [STRANGER, LIESL, HANS]),
    ],
)
def test_restricted_posts_are_shown_to_some(company, scope, shown):
    code = company.posts[1].code
    kept = owners.restrict(owners.admit(company, "liesl"), code, scope)
    asking = [STRANGER, LIESL, HANS, replace(HANS, country="DE")]
    assert [one for one in asking if shown_to(kept, CALM, one).post(code)] == shown


def test_a_gate_stands_before_those_without_an_account(company):
    first, *rest = company.posts
    gated = replace(company, posts=(replace(first, gated=True), *rest))
    assert shown_to(gated, CALM, STRANGER).posts[0].gated
    assert not shown_to(gated, CALM, LIESL).posts[0].gated


def test_a_private_account_opens_to_followers(company):
    private = owners.admit(owners.go_private(company), "liesl")
    assert [shown_to(private, CALM, one).withheld for one in (STRANGER, LIESL, HANS)] == [True, False, True]
    assert shown_to(private, CALM, LIESL).grid == company.grid
    assert shown_to(private, CALM, LIESL).private


def test_a_closed_account_shows_nothing(company):
    shown = shown_to(owners.close_account(company), CALM, LIESL)
    assert (shown.closed, shown.posts) == (True, ())


def test_a_partner_s_post_is_shown_while_its_owner_is_there(company):
    together = owners.publish(company, joint())
    withdrawn = owners.withdraw_collaborator(together, joint().code, company.account)
    assert shown_to(withdrawn, CALM, STRANGER).post(joint().code)
    assert not shown_to(owners.owner_of_collab_leaves(together, joint().code), CALM, STRANGER).post(
        joint().code
    )


def test_a_caption_is_translated_for_those_who_read_otherwise(company):
    code = company.posts[0].code
    other = owners.translate_caption(company, code, "de", "Spindel ohne Spiel")
    for visitor, conditions in (
        (replace(STRANGER, language="de-AT"), CALM),
        (STRANGER, under(Speak("de-DE"))),
    ):
        shown = shown_to(other, conditions, visitor).post(code)
        assert (shown.caption, shown.translated) == ("Spindel ohne Spiel", True)
    authored = shown_to(other, CALM, STRANGER).post(code)
    assert (authored.caption, authored.translated) == (company.posts[0].caption, False)


def test_a_visitor_is_placed_by_conditions():
    conditions = under(Locate("RU", who=LOGGED_OUT), Speak("de-DE", who="liesl"))
    assert (placed(STRANGER, conditions).country, placed(LIESL, conditions).country) == ("RU", "")
    assert (placed(STRANGER, conditions).language, placed(LIESL, conditions).language) == ("en-US", "de-DE")


def test_serve_cached_shows_the_account_as_it_was(company):
    after = owners.rename(owners.delete(company, company.posts[0].code), "hw")
    conditions = under(ServeCached(company, who=LOGGED_OUT))
    assert shown_to(after, conditions, STRANGER) == company
    assert shown_to(after, conditions, LIESL).handle == "hw"
    assert company.posts[0].code not in codes(shown_to(after, conditions, LIESL))


def test_flap_shows_a_post_by_turns(company):
    code = company.posts[0].code
    conditions = under(Flap(frozenset({code})))
    shown = [bool(shown_to(company, conditions, STRANGER, turn).post(code)) for turn in range(4)]
    assert shown == [True, False, True, False]
    assert len(shown_to(company, conditions, STRANGER, 1).posts) == 5


def test_block_viewer_finds_nothing_or_no_posts(company):
    whole = replace(company, neighbours=(staalborg(),))
    nothing = shown_to(whole, under(BlockViewer(who="liesl")), LIESL)
    assert (nothing.closed, nothing.posts, nothing.neighbours) == (True, (), whole.neighbours)
    empty = shown_to(whole, under(BlockViewer(shows_profile=True, who="liesl")), LIESL)
    assert (empty.closed, empty.posts, empty.followers) == (False, (), company.followers)
    assert shown_to(whole, under(BlockViewer(who="liesl")), HANS) == whole


def test_an_incident_takes_everybody(company):
    whole = replace(company, neighbours=(staalborg(),))
    shown = shown_to(whole, under(Incident()), STRANGER)
    (near,) = shown.neighbours
    assert (shown.closed, shown.posts, near.closed, near.posts) == (True, (), True, ())


def test_neighbours_are_shown_by_the_same_rules(company):
    code = staalborg().posts[0].code
    whole = replace(company, neighbours=(owners.delete(staalborg(), code),))
    (near,) = shown_to(whole, CALM, STRANGER).neighbours
    assert near.posts
    assert near.post(code) is None
