"""What is concluded after each thing that owners and the platform do, at each moment, and that nothing else is."""

from dataclasses import replace

import pytest
from fakes import Silent
from following import TARGET, begun, copied

from archiver.operations import absence, rebuild
from archiver.operations import verify as verifying
from archiver.operations.removals import account_states
from archiver.rehearsal.selftest.troubles import FAULTS, LISTING, MOMENTS, POST, WHO, shapes
from archiver.simulator import conditions, happenings
from archiver.simulator.conditions import CALM, under
from archiver.simulator.hartmann import hartmann
from archiver.simulator.staalborg import staalborg
from archiver.simulator.truth import truths
from archiver.verify.archive import exit_code

SIZE = 30
COMPANY = hartmann(older=SIZE - 6, mixed=True)
CODES = [post.code for post in COMPANY.grid]
NEWEST = max(COMPANY.posts, key=lambda post: post.taken_at).code
TOP, MIDDLE, LOW, OLDEST = CODES[4], CODES[13], CODES[20], CODES[-1]
REEL = next(
    post.code
    for post in COMPANY.posts
    if post.kind == "video" and post.code not in (NEWEST, TOP, MIDDLE, LOW)
)
PARTNERS = next(post for post in staalborg().posts if post.owner is not None)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return begun(tmp_path_factory.mktemp("first"), COMPANY)


@pytest.fixture
def followed(first, tmp_path):
    return copied(first, tmp_path)


@pytest.fixture(scope="module")
def one_gone(first, tmp_path_factory):
    """Followed once more, since when one post is gone."""
    followed = copied(first, tmp_path_factory.mktemp("one gone"))
    followed.network.company = happenings.delete(COMPANY, MIDDLE)
    followed.round()
    assert followed.states() == {MIDDLE: "pending"}
    return followed


def removed(network, platform=CALM):
    """Give the posts that are in truth shown to nobody while their owner is there."""
    return {
        code
        for code, truth in truths(network.company, platform).items()
        if truth.standing == "absent_for_all"
    }


def test_the_first_round_puts_nothing_in_question(followed):
    assert followed.states() == {}
    assert followed.round() == []


REMOVALS = {
    "deleted": happenings.delete,
    "archived by its owner": happenings.hide_post,
    "taken down": happenings.take_down,
}


@pytest.mark.some(of=12)
@pytest.mark.parametrize("code", [TOP, MIDDLE, LOW, REEL], ids=["top", "middle", "low", "a reel"])
@pytest.mark.parametrize("verb", REMOVALS.values(), ids=REMOVALS)
def test_what_is_gone_for_all_is_pending_once_and_concluded_at_the_next_visit(followed, verb, code):
    followed.network.company = verb(COMPANY, code)
    followed.round()
    assert followed.states() == {code: "pending"}
    followed.round()
    assert followed.states() == {code: "concluded"}
    assert followed.concluded() == removed(followed.network)
    (event,) = followed.archive.catalog.events(TARGET, "conclusion")
    inputs = {each["capture"] for each in event["inputs"]}
    kinds = {capture: kind for capture, _, kind in followed.archive.catalog.captures(TARGET)}
    first_round, later = list(kinds)[:2], list(kinds)[2:]
    # The look that showed it last, the listing that lacked it first, and every visit.
    assert inputs & set(first_round)
    assert any(kinds[capture] == "crawl" for capture in inputs & set(later))
    assert {capture for capture in later if kinds[capture] == "probe"} <= inputs


@pytest.mark.prove
def test_many_are_concluded_at_once_between_controls_and_the_archive_verifies(followed):
    company = COMPANY
    for code in CODES[3:-3]:
        company = happenings.delete(company, code)
    followed.network.company = company
    followed.round()
    followed.round()
    assert followed.concluded() == set(CODES[3:-3]) == removed(followed.network)
    assert exit_code(verifying.verify(followed.archive.layout.root, lambda *_: None).findings) == 0
    assert rebuild.check(followed.archive, Silent()).differences == {}


def test_the_newest_post_is_concluded_at_the_third_visit_since_nothing_later_is_shown_beside_it(followed):
    followed.network.company = happenings.delete(COMPANY, NEWEST)
    for expected in ("pending", "pending", "pending", "pending", "concluded"):
        followed.round()
        assert followed.states() == {NEWEST: expected}


# The next one begins with the same.
@pytest.mark.prove
def test_what_comes_back_is_withdrawn_and_stays_in_the_ledger(followed):
    followed.network.company = happenings.delete(COMPANY, MIDDLE)
    followed.round()
    followed.round()
    followed.network.company = happenings.restore(followed.network.company, MIDDLE)
    followed.round()
    assert followed.states() == {MIDDLE: "withdrawn"}
    said = followed.archive.catalog.events(TARGET, "conclusion")
    assert [event["state"] for event in said] == ["concluded", "withdrawn"]


@pytest.mark.prove
def test_what_came_back_and_went_again_is_concluded_anew(followed):
    gone = happenings.delete(COMPANY, MIDDLE)
    for company in (gone, gone, COMPANY, gone, gone):
        followed.network.company = company
        followed.round()
    assert followed.states() == {MIDDLE: "concluded"}
    said = followed.archive.catalog.events(TARGET, "conclusion")
    assert [event["state"] for event in said] == ["concluded", "withdrawn", "concluded"]


NO_REMOVALS = {
    "nothing happens": lambda: COMPANY,
    "published": lambda: happenings.publish(replace(COMPANY, neighbours=(staalborg(),)), PARTNERS),
    "caption edited": lambda: happenings.edit_caption(COMPANY, MIDDLE, "Other words"),
    "slide removed": lambda: happenings.remove_slide(
        COMPANY, next(post.code for post in COMPANY.posts if post.kind == "carousel"), 1
    ),
    "pinned": lambda: happenings.pin(COMPANY, LOW),
    "grid put in another order": lambda: happenings.reorder_grid(COMPANY, [OLDEST, LOW, MIDDLE]),
    "hidden from the grid": lambda: happenings.hide_from_grid(COMPANY, MIDDLE),
    "the oldest hidden from the grid": lambda: happenings.hide_from_grid(COMPANY, OLDEST),
    "a reel kept to the reels tab": lambda: happenings.reels_only(COMPANY, REEL),
    "renamed": lambda: happenings.rename(COMPANY, "hartmann.neu"),
    "handle taken by another": lambda: happenings.handle_taken_by_other_id(
        happenings.rename(COMPANY, "hartmann.neu"),
        replace(staalborg(), account=replace(staalborg().account, username="staalborg.neu")),
    ),
    "private": lambda: happenings.go_private(COMPANY),
    "closed": lambda: happenings.close_account(COMPANY),
    "limited by country": lambda: happenings.restrict(COMPANY, TOP, "country:DE"),
    "limited by age": lambda: happenings.restrict(COMPANY, TOP, happenings.AGE),
    "written anew": lambda: happenings.reencode(COMPANY, MIDDLE),
    "alternative texts guessed anew": lambda: happenings.regenerate_alt_text(COMPANY),
    "translated": lambda: happenings.translate_caption(COMPANY, MIDDLE, "en", "Other words"),
}


@pytest.mark.some(of=10)
@pytest.mark.parametrize("happens", NO_REMOVALS.values(), ids=NO_REMOVALS)
def test_nothing_is_concluded_of_what_is_no_removal(followed, happens):
    followed.network.company = happens()
    for _ in range(3):
        followed.round()
        assert followed.concluded() == set()


@pytest.mark.prove
def test_another_account_under_the_session_s_name_is_another_vantage(tmp_path):
    """What was shown to one follower alone is not gone since somebody else signed in."""
    company = happenings.admit(happenings.restrict(COMPANY, TOP, happenings.AUDIENCE), "liesl")
    followed = begun(tmp_path, company)
    assert TOP in followed.archive.catalog.known_posts(TARGET)
    followed.sign_in_as("a.stranger")
    for _ in range(4):
        followed.round()
        assert followed.concluded() == set()


@pytest.mark.prove
def test_a_vantage_that_only_walls_have_answered_still_counts_as_one_that_may_show_it(followed):
    followed.network.company = happenings.delete(COMPANY, TOP)
    session = {"who": conditions.SIGNED_IN}
    for _ in range(4):
        followed.round(under(conditions.DemandLogin(asked=POST, **session)))
        assert followed.states() == {TOP: "pending"}
    followed.round()
    followed.round()
    assert followed.concluded() == {TOP}


@pytest.mark.prove
def test_what_was_shown_again_between_two_crawls_that_nobody_followed_up_ends_the_first_interval(followed):
    followed.network.company = happenings.delete(COMPANY, MIDDLE)
    followed.round()
    followed.round()
    followed.network.company = COMPANY
    wall = conditions.DemandLogin(asked=LISTING, after=2)
    followed.round(under(wall))
    followed.network.company = happenings.delete(COMPANY, MIDDLE)
    followed.round()
    followed.round(hours=25)
    followed.round()
    events = followed.archive.catalog.events(TARGET, "conclusion")
    assert [event["state"] for event in events] == ["concluded", "withdrawn", "concluded"]
    first, _, last = events
    assert first["first_not_shown"] < last["first_not_shown"]


@pytest.mark.prove
def test_a_session_that_is_answered_in_another_language_is_given_controls_all_the_same(tmp_path):
    german = under(conditions.Speak("de-DE", who=conditions.SIGNED_IN))
    followed = begun(tmp_path, COMPANY, german)
    followed.network.company = happenings.delete(COMPANY, LOW)
    followed.round(german)
    followed.round(german)
    assert followed.states() == {LOW: "concluded"}


def test_what_a_lane_that_nobody_looks_from_now_once_listed_has_its_turn(followed):
    wall = under(conditions.DemandLogin(who=conditions.SIGNED_IN))
    followed.round(wall)
    turn = {post.key for post in absence.in_turn(followed.archive, TARGET, followed.at_hand)}
    assert LOW in turn
    assert not turn & {post.code for post in COMPANY.grid[:12]}


def test_a_renamed_account_is_told_with_its_new_name_and_its_posts_are_no_removals(followed):
    followed.network.company = happenings.rename(COMPANY, "hartmann.neu")
    followed.round()
    states = account_states(followed.archive, TARGET)
    assert {(state["state"], state["now_named"], state["lane"]) for state in states} == {
        ("renamed", "hartmann.neu", "logged_out/en-US"),
        ("renamed", "hartmann.neu", "session/en-US"),
    }
    assert len(states[0]["posts"]) == SIZE
    assert followed.states() == {}
    followed.network.company = COMPANY
    followed.round()
    assert account_states(followed.archive, TARGET) == []


def test_what_is_shown_to_one_vantage_and_not_to_the_other_is_contradicted(followed):
    followed.network.company = happenings.restrict(COMPANY, TOP, happenings.AGE)
    for _ in range(3):
        followed.round()
    assert followed.states() == {TOP: "contradicted"}


def test_a_slide_that_went_is_pending_once_and_concluded_when_it_was_not_shown_again(followed):
    carousel = next(post for post in COMPANY.posts if post.kind == "carousel")
    followed.network.company = happenings.remove_slide(COMPANY, carousel.code, 1)
    left = next(post for post in followed.network.company.posts if post.code == carousel.code).media
    (gone,) = {str(medium.pk) for medium in carousel.media} - {str(medium.pk) for medium in left}
    assert [post.key for post in followed.round()] == [carousel.code]
    assert followed.media() == {(carousel.code, gone): "pending"}
    followed.round()
    assert followed.media() == {(carousel.code, gone): "concluded"}
    assert followed.round() == []
    assert followed.states() == {}
    followed.network.company = COMPANY
    followed.round()
    # With the session it is shown; logged out it was read again only where it is the one that a look draws.
    assert followed.media() in ({}, {(carousel.code, gone): "contradicted"})


@pytest.mark.prove
def test_what_no_listing_speaks_of_is_asked_for_in_turn(followed):
    """Behind the wall that ends every later page nobody would look, were it not for the sweep."""
    followed.round(under(conditions.DemandLogin(asked=LISTING, after=1)))
    behind = set(CODES[12:])
    assert len(behind) < absence.SWEPT
    assert set(followed.sweep()) == behind
    followed.network.company = happenings.delete(COMPANY, LOW)
    for _ in range(5):
        followed.sweep()
    assert followed.states() == {LOW: "concluded"}


# By make prove; the selftest draws some of them in every test run.
MATRIX = [
    pytest.param(fault, *moment, id=f"{name} {when}", marks=pytest.mark.prove)
    for name, fault in FAULTS.items()
    for when, moment in MOMENTS.items()
]


@pytest.mark.parametrize(("fault", "looking", "probing"), MATRIX)
def test_a_fault_never_leads_to_a_removal_that_is_none(followed, fault, looking, probing):
    """With nothing gone at all, three rounds under the fault leave nothing pending and nothing concluded."""
    met = under(fault(**looking)) if looking is not None else CALM
    asked = under(fault(**probing)) if probing is not None else None
    followed.network.company = happenings.hide_from_grid(COMPANY, MIDDLE)  # so that something is asked for
    for _ in range(3):
        followed.round(met, probing=asked)
        assert followed.concluded() == set()


@pytest.mark.parametrize(("fault", "looking", "probing"), MATRIX)
def test_a_fault_at_the_second_visit_leaves_a_true_removal_pending_or_concluded_and_no_other(
    one_gone, tmp_path, fault, looking, probing
):
    followed = copied(one_gone, tmp_path)
    met = under(fault(**looking)) if looking is not None else CALM
    followed.round(met, probing=under(fault(**probing)) if probing is not None else None)
    assert followed.concluded() <= {MIDDLE}
    followed.round()
    followed.round()
    assert followed.concluded() == {MIDDLE}


SHAPES = shapes(COMPANY, (MIDDLE, LOW), cut=14)
# By make prove; the selftest draws some of them in every test run.
SHAPED = [
    pytest.param(replace(shape, who=who), id=f"{name}, for {who or 'all'}", marks=pytest.mark.prove)
    for name, shape in SHAPES.items()
    for who in WHO
]


@pytest.mark.parametrize("condition", SHAPED)
def test_what_the_platform_does_to_its_answers_is_no_removal(followed, condition):
    for _ in range(3):
        followed.round(under(condition))
        assert followed.concluded() <= removed(followed.network)
