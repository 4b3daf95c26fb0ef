"""A story that is not there any more: what is said of it, and each way in which more could be said than is known.

A story is never a removal, whatever becomes of it.
"""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import FrozenClock, Silent
from following import begun, copied
from twisting import Twisted
from wires import INSTAGRAM

from archiver.operations import absence, removals
from archiver.operations.diff import diff
from archiver.operations.rebuild import check
from archiver.operations.stories import stories_of
from archiver.ports import Limits
from archiver.simulator import happenings
from archiver.simulator import story_happenings as happen
from archiver.simulator.conditions import CALM, DemandLogin, NullEdge, RateLimit, Speak, under
from archiver.simulator.hartmann import hartmann
from archiver.simulator.staalborg import staalborg

ALONE = Limits(stories=True)
NOW = FrozenClock().now()
KEPT, TODAY, OTHER = 0, 1, 2
"""The stories: an older one in a highlight, and two of today."""


def company():
    shown = happen.publish_story(hartmann(), NOW - timedelta(days=30))
    shown = happen.keep_in_highlight(shown, shown.stories[KEPT].pk, "Messen")
    shown = happen.publish_story(shown, NOW - timedelta(hours=2))
    return happen.publish_story(shown, NOW - timedelta(hours=1))


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Follow the account through one round, in which all is shown."""
    return begun(tmp_path_factory.mktemp("stories"), company(), limits=ALONE)


@pytest.fixture
def followed(first, tmp_path):
    return copied(first, tmp_path)


def story(followed, which=TODAY):
    return followed.network.company.stories[which].pk


def said(followed, which=TODAY):
    """Say how a story stands, with a session and in English."""
    key = f"story/{story(followed, which)}"
    (found,) = [
        each
        for each in stories_of(followed.archive, INSTAGRAM.target)
        if each.story.key == key and each.lane == "session/en-US"
    ]
    return found


def happens(followed, verb, *named):
    followed.network.company = verb(followed.network.company, *named)


def withdraw(followed, which=TODAY):
    happens(followed, happen.withdraw_story, story(followed, which))


@pytest.fixture(autouse=True)
def never_a_removal(followed):
    """Whatever a test does, no story is ever in question, due, in turn, named by removals or concluded."""
    yield
    archive, target = followed.archive, INSTAGRAM.target
    asked = absence.due(archive, target, followed.at_hand)
    asked += absence.in_turn(archive, target, followed.at_hand)
    asked += [each.post for each in absence.questions(archive, target, followed.at_hand)]
    assert not [post for post in asked if post.is_story]
    assert "story/" not in json.dumps(removals.removals(archive, target, NOW.tzinfo), default=str)
    probed = [
        step
        for capture in archive.sealed.ids()
        for step in archive.sealed.read(capture).plan
        if step.post is not None and step.post.is_story
    ]
    assert probed == []
    assert check(archive, Silent()).differences == {}


def missed_only_later(followed):
    """Tell that a look does not miss a story, and that the next one, in which nothing is amiss, does."""
    before = (said(followed).state.value, said(followed).first_lacked)
    followed.network.conditions, followed.limits = CALM, ALONE
    followed.round(hours=1)
    return before == ("listed", None) and said(followed).state.value == "went_before"


def test_stories_that_are_shown_are_listed(followed):
    assert [said(followed, which).state.value for which in (KEPT, TODAY, OTHER)] == ["listed"] * 3
    assert said(followed, KEPT).highlights == ("Messen",)


def test_one_that_was_withdrawn_before_its_end_went_before(followed):
    withdraw(followed)
    followed.round()
    found = said(followed)
    assert (found.state.value, found.expires_at) == ("went_before", NOW + timedelta(hours=22))
    assert found.first_lacked is not None
    assert found.last_listed < found.first_lacked < found.expires_at
    assert said(followed, OTHER).state.value == "listed"


def test_the_last_one_of_the_day_is_missed_too(followed):
    withdraw(followed, TODAY)
    withdraw(followed, OTHER)
    followed.round()
    assert [said(followed, which).state.value for which in (TODAY, OTHER)] == ["went_before"] * 2


def test_one_that_ended_by_its_own_clock_expired(followed):
    followed.clock.advance(hours=25)
    followed.round()
    assert said(followed).state.value == "expired"


def test_one_that_nobody_looked_for_until_its_end_expired(followed):
    withdraw(followed)
    followed.clock.advance(hours=25)
    assert said(followed).state.value == "expired"


def test_of_one_that_is_missed_just_before_its_end_nothing_is_known(followed):
    withdraw(followed)
    followed.clock.at = NOW + timedelta(hours=22) - timedelta(minutes=9)
    followed.round(hours=0)
    assert said(followed).state.value == "not_known"


def test_one_whose_tray_was_not_wholly_read_is_not_missed(followed):
    withdraw(followed)
    followed.round(under(NullEdge(place=0, asked=("profile",))))
    assert missed_only_later(followed)


def test_one_that_another_lane_lacks_is_not_missed(followed):
    withdraw(followed)
    followed.round(under(Speak(language="de")))
    assert missed_only_later(followed)


def test_one_that_another_account_s_session_is_not_shown_is_not_missed(followed):
    withdraw(followed)
    followed.sign_in_as("somebody.else")
    followed.round()
    other = said(followed)
    followed.sign_in_as("liesl")
    assert (other.state.value, other.first_lacked) == ("listed", None)
    assert missed_only_later(followed)


def test_one_is_not_missed_by_a_session_that_has_ended(followed):
    withdraw(followed)
    followed.network.expel("liesl")
    followed.round()
    ended = said(followed)
    followed.sign_in_as("liesl")
    assert (ended.state.value, ended.first_lacked) == ("listed", None)
    assert missed_only_later(followed)


@pytest.mark.some(of=3)
@pytest.mark.parametrize(
    "condition",
    [RateLimit(asked=("profile",), after=2), RateLimit(), DemandLogin()],
    ids=lambda one: str(one)[:30],
)
def test_one_is_not_missed_by_a_look_that_failed(followed, condition):
    withdraw(followed)
    followed.round(under(condition))
    assert missed_only_later(followed)


def test_one_is_not_missed_where_another_account_s_tray_stands_in_its_place(followed):
    own, other = str(hartmann().account.pk).encode(), str(staalborg().account.pk).encode()

    def twist(request, body):
        return body.replace(own, other) if request.path == "/stories/hartmann.werkzeuge/" else body

    withdraw(followed)
    followed.network = Twisted(followed.network, twist)
    followed.round()
    keys = {each.story.key for each in stories_of(followed.archive, INSTAGRAM.target)}
    assert keys == {f"story/{one.pk}" for one in followed.network.company.stories}
    elsewhere = said(followed)
    followed.network = followed.network.inner
    assert (elsewhere.state.value, elsewhere.first_lacked) == ("listed", None)
    assert missed_only_later(followed)


@pytest.mark.some(of=9)
@pytest.mark.parametrize(
    "lost", ["highlights", "xdt_api__v1__feed__reels_media__connection", "items", "user"]
)
def test_one_is_not_missed_where_a_highlight_that_may_hold_it_was_not_read(followed, lost):
    def twist(request, body):
        if request.path == "/graphql/query" and (
            b"reel_ids_arr" in request.body or b"user_id" in request.body
        ):
            return body.replace(f'"{lost}":'.encode(), f'"{lost}_v2":'.encode())
        return body

    withdraw(followed)
    followed.network = Twisted(followed.network, twist)
    followed.round()
    lacking = said(followed)
    followed.network = followed.network.inner
    assert (lacking.state.value, lacking.first_lacked) == ("listed", None)
    assert missed_only_later(followed)


def test_one_that_a_highlight_holds_still_is_listed(followed):
    happens(followed, happen.keep_in_highlight, story(followed), "Drehen")
    happens(followed, happen.put_aside, story(followed))
    followed.round()
    found = said(followed)
    assert (found.state.value, found.highlights, found.first_lacked) == ("listed", ("Drehen",), None)


def test_one_that_left_its_highlight_before_its_end_went_before(followed):
    happens(followed, happen.keep_in_highlight, story(followed), "Drehen")
    happens(followed, happen.put_aside, story(followed))
    followed.round()
    happens(followed, happen.take_out_of_highlight, story(followed), "Drehen")
    followed.round()
    found = said(followed)
    assert (found.state.value, [title for title, _ in found.left]) == ("went_before", ["Drehen"])


@pytest.mark.some(of=2)
@pytest.mark.parametrize("verb", ["taken out", "ended"])
def test_one_that_is_no_longer_in_a_highlight_is_said_to_be(followed, verb):
    happens(followed, happen.keep_in_highlight, story(followed, OTHER), "Messen")
    followed.round()
    if verb == "ended":
        happens(followed, happen.end_highlight, "Messen")
    else:
        happens(followed, happen.take_out_of_highlight, story(followed, KEPT), "Messen")
    followed.round()
    found = said(followed, KEPT)
    assert (found.state.value, found.highlights) == ("expired", ())
    assert [title for title, _ in found.left] == ["Messen"]


@pytest.mark.parametrize(
    "wrong", [timedelta(hours=18), timedelta(hours=-18)], ids=["ours is late", "ours is early"]
)
def test_one_is_not_said_to_have_gone_before_where_our_clock_is_wrong(followed, wrong):
    """The look is made when the story has ended by the platform's clock, or might have."""
    clock = followed.clock
    followed.network._clock = lambda: (clock.now() + wrong).timestamp()  # noqa: PLW0108 - it goes on
    followed.offset = wrong
    if wrong < timedelta():
        withdraw(followed)
    followed.round(hours=0)
    assert said(followed).state.value == "not_known"


def test_one_of_a_renamed_account_is_not_missed(followed):
    withdraw(followed)
    happens(followed, happenings.rename, "hartmann.neu")
    followed.round()
    assert (said(followed).state.value, said(followed).first_lacked) == ("listed", None)
    happens(followed, happenings.rename, "hartmann.werkzeuge")
    assert missed_only_later(followed)


@pytest.mark.parametrize("verb", [happenings.go_private, happenings.close_account])
def test_one_of_an_account_that_shows_nothing_is_not_missed(followed, verb):
    happens(followed, verb)
    followed.round()
    assert (said(followed).state.value, said(followed).first_lacked) == ("listed", None)


def test_one_is_not_missed_by_a_look_that_reads_no_stories(followed):
    withdraw(followed)
    followed.limits = Limits()
    followed.round()
    assert missed_only_later(followed)


def test_one_that_is_shown_again_is_listed_again(followed):
    shown = followed.network.company
    withdraw(followed)
    followed.round(hours=1)
    assert said(followed).state.value == "went_before"
    followed.network.company = shown
    followed.round(hours=1)
    assert (said(followed).state.value, said(followed).first_lacked) == ("listed", None)


def test_what_is_said_up_to_an_earlier_look_knows_nothing_of_later_ones(followed):
    before = str(followed.archive.sealed.ids()[-1])
    withdraw(followed)
    followed.round()
    archive, target = followed.archive, INSTAGRAM.target
    (story_now,) = diff(archive, target).stories
    assert story_now.state.value == "went_before"
    assert {each.state.value for each in diff(archive, target, end=before).stories} == {"listed"}
    assert diff(archive, target, start=before, end=before).stories == ()
    assert [change for change in diff(archive, target).changes if change.post and change.post.is_story] == []


def test_one_that_is_told_with_other_words_is_no_edit(followed):
    shown = followed.network.company
    told = replace(shown.stories[TODAY], medium=replace(shown.stories[TODAY].medium, alt="Die neue Halle"))
    stories = tuple(told if each.pk == told.pk else each for each in shown.stories)
    followed.network.company = replace(shown, stories=stories)
    followed.round()
    assert diff(followed.archive, INSTAGRAM.target).changes == ()
    assert said(followed).state.value == "listed"
