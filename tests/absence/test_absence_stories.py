"""Stories over several rounds that once led to a wrong removal, or to none where one is true."""

from dataclasses import replace

import pytest
from following import TARGET, begun, copied
from test_absence_cases import CODES, COMPANY, LISTING, LOW, MIDDLE, POST, TOP

from archiver.model import instant
from archiver.operations import absence
from archiver.operations.removals import removals
from archiver.simulator import conditions, happenings
from archiver.simulator.conditions import under

ABROAD = conditions.Locate(country="DE", who=conditions.SIGNED_IN)
HOME = conditions.Locate(country="DE", who=conditions.LOGGED_OUT)
CAROUSEL = next(post.code for post in COMPANY.posts if post.kind == "carousel")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return begun(tmp_path_factory.mktemp("stories"), COMPANY)


@pytest.fixture
def followed(first, tmp_path):
    return copied(first, tmp_path)


def removal(followed):
    (found,) = removals(followed.archive, TARGET, followed.clock.now().tzinfo)["removals"]
    return found


def only_answered_by_a_shell(followed, code):
    """Have one post's own page come without what it is about, each time."""
    answered = followed.network.answer

    def answer(request):
        if code not in request.path:
            return answered(request)
        before, followed.network.conditions = followed.network.conditions, under(conditions.Throttle())
        try:
            return answered(request)
        finally:
            followed.network.conditions = before

    followed.network.answer = answer


@pytest.mark.prove
def test_a_gate_is_not_lifted_by_an_incident_that_answers_everything_as_not_found(followed):
    gated = replace(
        COMPANY,
        posts=tuple(replace(post, gated=True) if post.code == LOW else post for post in COMPANY.posts),
    )
    followed.network.company = happenings.restrict(gated, LOW, "country:DE")
    for _ in range(2):
        followed.round(under(ABROAD), hours=25)
    assert followed.states() == {LOW: "contradicted"}
    incident = conditions.Incident(asked=POST, who=conditions.LOGGED_OUT)
    for _ in range(2):
        followed.round(under(ABROAD), probing=under(ABROAD, incident), hours=100)
    assert followed.states() == {LOW: "contradicted"}


@pytest.mark.prove
def test_a_post_hidden_from_the_grid_and_deleted_later_takes_three_visits_over_a_day(followed):
    followed.network.company = happenings.hide_from_grid(COMPANY, MIDDLE)
    for _ in range(3):
        followed.round(hours=13)
    followed.network.company = happenings.delete(followed.network.company, MIDDLE)
    asked = []
    while not followed.concluded() and len(asked) < 20:
        if followed.round(hours=13):
            asked.append(followed.clock.now())
    assert followed.concluded() == {MIDDLE}
    sound = [visit for visit in removal(followed)["visits"] if not visit["wanting"]]
    first, last = (instant.parsed(sound[place]["at"]) for place in (0, -1))
    assert (last - first).total_seconds() >= 24 * 3600


@pytest.mark.prove
@pytest.mark.parametrize(("rounds", "hours"), [(6, 36), (17, 12)])
def test_what_one_lane_newly_lacks_is_asked_for_at_once_though_another_lacked_it_for_long(
    followed, rounds, hours
):
    followed.network.company = happenings.restrict(COMPANY, TOP, "country:DE")
    for _ in range(rounds):
        followed.round(under(HOME), hours=hours)
    followed.network.company = happenings.delete(followed.network.company, TOP)
    assert [post.key for post in followed.round(under(HOME), hours=12)] == [TOP]
    followed.round(under(HOME), hours=12)
    assert followed.states() == {TOP: "concluded"}


@pytest.mark.prove
def test_what_came_back_and_went_again_is_asked_for_at_once_though_a_lane_nobody_looks_from_lacks_it(
    followed,
):
    followed.network.company = happenings.delete(COMPANY, TOP)
    followed.round()
    followed.round()
    assert followed.states() == {TOP: "concluded"}
    followed.network.company = COMPANY
    followed.without_session()
    for _ in range(6):
        followed.round(hours=24)
    followed.network.company = happenings.delete(COMPANY, TOP)
    assert [post.key for post in followed.round(hours=12)] == [TOP]
    followed.round(hours=12)
    assert followed.states() == {TOP: "concluded"}


@pytest.mark.prove
def test_a_slide_that_an_older_copy_showed_once_more_is_concluded_when_it_is_missed_everywhere(followed):
    followed.network.company = happenings.remove_slide(COMPANY, CAROUSEL, 1)
    followed.round(under(conditions.ServeCached(COMPANY, who=conditions.LOGGED_OUT)))
    assert set(followed.media().values()) == {"contradicted"}
    for _ in range(3):
        followed.round(hours=24)
    assert set(followed.media().values()) == {"concluded"}


def test_a_page_that_never_says_anything_keeps_no_other_post_from_being_asked_for(followed):
    silent, gone = min(CODES[5:20]), max(CODES[5:20])
    only_answered_by_a_shell(followed, silent)
    followed.network.company = happenings.delete(happenings.hide_from_grid(COMPANY, silent), gone)
    for _ in range(3):
        followed.round(hours=12)
    assert followed.concluded() == {gone}


@pytest.mark.prove
def test_two_pages_that_never_say_anything_keep_no_other_post_from_being_asked_for(followed):
    *silent, gone = sorted(CODES[5:20])[:3]
    company = COMPANY
    for code in silent:
        only_answered_by_a_shell(followed, code)
        company = happenings.hide_from_grid(company, code)
    followed.network.company = happenings.delete(company, gone)
    for _ in range(8):
        followed.round(hours=12)
    assert followed.concluded() == {gone}


@pytest.mark.prove
def test_a_page_that_never_says_anything_does_not_stop_the_sweep(followed):
    followed.round(under(conditions.DemandLogin(asked=LISTING, after=1)))
    turn = [post.key for post in absence.in_turn(followed.archive, TARGET, followed.at_hand)]
    only_answered_by_a_shell(followed, turn[0])
    followed.network.company = happenings.delete(COMPANY, turn[5])
    for _ in range(4):
        followed.sweep()
    assert followed.concluded() == {turn[5]}


def test_the_interval_holds_the_moment_at_which_a_post_went_amid_a_slow_crawl(followed):
    answered, deleted, asked = followed.network.answer, [], []

    def answer(request):
        followed.clock.advance(seconds=60)
        if request.method == "POST":
            asked.append(request)
        if len(asked) == 2 and not deleted:
            deleted.append(followed.clock.now())
            followed.network.company = happenings.delete(COMPANY, LOW)
        return answered(request)

    followed.network.answer = answer
    followed.round()
    followed.network.answer = answered
    followed.round()
    found = removal(followed)
    assert found["state"] == "concluded"
    first, last = (instant.parsed(found["interval"][name]) for name in ("last_shown", "first_not_shown"))
    assert first <= deleted[0] <= last
