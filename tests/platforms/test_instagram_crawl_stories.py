"""A crawl that reads stories: which pages it asks for, hidden from their owner, and what it makes of each answer."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from instagram_answers import QUERY, answer
from instagram_visits import FakeHoldings, MemberSite

from archiver.model.capture import Outcome
from archiver.model.gap import GapReason
from archiver.model.refs import TargetRef
from archiver.model.vantage import Vantage
from archiver.platforms.instagram import PLATFORM
from archiver.ports import Limits
from archiver.simulator import story_happenings as happen
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram import members, pages, reels
from archiver.simulator.visitors import Session

TARGET = TargetRef("instagram", "hartmann.werkzeuge")
NOW = datetime.fromtimestamp(1_795_000_000, UTC)
DAY = "/stories/hartmann.werkzeuge/"
LIESL = Session("liesl", "1")


def company():
    shown = happen.publish_story(hartmann(), NOW - timedelta(days=9))
    shown = happen.keep_in_highlight(shown, shown.stories[0].pk, "Messen")
    return happen.publish_story(shown, NOW - timedelta(hours=2))


class StorySite(MemberSite):
    """The company's pages, with those of its stories."""

    def __init__(self, shown):
        super().__init__(shown)
        shelf = {"data": {"highlights": reels.shelf(shown, self._signer)}}
        asked = (("variables", json.dumps({"user_id": str(shown.account.pk)})),)
        self.answers[self.home].append(answer(shelf, QUERY, fields=asked))
        self.put(DAY, members.stories_page(shown, LIESL, self._signer))
        for highlight in shown.highlights:
            path = f"/stories/highlights/{highlight.pk}/"
            self.put(path, members.highlight_page(shown, highlight, LIESL, self._signer))
            found = {"edges": [{"node": reels.kept(shown, highlight, self._signer)}]}
            root = "xdt_api__v1__feed__reels_media__connection"
            self.answers[path].append(answer({"data": {root: found}}))


def crawl(site, limits=Limits(stories=True), **more):  # noqa: B008
    visit = site.visit(**more)
    crawled = PLATFORM.crawl(visit, TARGET, FakeHoldings(), limits)
    return visit, crawled


def stories_asked(visit):
    return [path for path in visit.asked if path.startswith("/stories/")]


def subjects(visit):
    return {wanted.subject for wanted in visit.fetched if "story/" in wanted.subject}


def kept(shown):
    return f"/stories/highlights/{shown.highlights[0].pk}/"


def test_the_day_s_stories_and_each_highlight_are_read_unseen_and_their_media_wanted():
    shown = company()
    visit, crawled = crawl(StorySite(shown))
    assert (crawled.outcome, crawled.reason) == (Outcome.COMPLETE, "")
    assert stories_asked(visit) == visit.hidden == [DAY, kept(shown)]
    assert subjects(visit) == {f"instagram:story/{story.pk}" for story in shown.stories}
    assert visit.gaps == []


@pytest.mark.parametrize(
    ("limits", "vantage"),
    [(Limits(), Vantage("session", "salted")), (Limits(stories=True), Vantage())],
    ids=["not agreed to", "without a session"],
)
def test_nothing_is_asked_that_is_not_to_be_or_would_not_be_shown(limits, vantage):
    visit, _ = crawl(StorySite(company()), limits, vantage=vantage)
    assert stories_asked(visit) == visit.hidden == []
    assert subjects(visit) == set()


def test_an_account_that_says_it_has_no_story_today_is_not_asked_for_one():
    shown = happen.withdraw_story(company(), company().stories[1].pk)
    visit, crawled = crawl(StorySite(shown))
    assert stories_asked(visit) == [kept(shown)]
    assert crawled.outcome is Outcome.COMPLETE


def test_a_wall_in_the_place_of_stories_makes_an_end_of_it():
    site = StorySite(company())
    site.walled(DAY)
    visit, crawled = crawl(site)
    assert stories_asked(visit) == [DAY]
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "walled")


def test_a_session_that_ends_within_them_is_said():
    site = StorySite(company())
    site.put(DAY, pages.profile_page(company(), site._signer))
    visit, crawled = crawl(site)
    assert stories_asked(visit) == [DAY]
    assert crawled.reason == "session_ended"


def test_a_page_that_shows_no_tray_leaves_a_gap_and_the_others_are_read():
    site, shown = StorySite(company()), company()
    site.put(DAY, pages.not_found_page(site._signer, LIESL))
    visit, crawled = crawl(site)
    assert stories_asked(visit) == [DAY, kept(shown)]
    (gap,) = visit.gaps
    assert (gap.reason, gap.subject) == (GapReason.PAGE_WITHOUT_CONTENT, f"https://www.instagram.com{DAY}")
    assert crawled.outcome is Outcome.COMPLETE


def test_a_page_that_leads_to_the_account_s_own_says_nothing_and_leaves_no_gap():
    site, shown = StorySite(company()), company()
    profile = members.profile_page(shown, LIESL, site._signer)
    site.answers[DAY] = [*site.page(DAY, b"", status=302), *site.page(site.home, profile)]
    visit, crawled = crawl(site)
    assert stories_asked(visit) == [DAY, kept(shown)]
    assert visit.gaps == []
    assert [tray.name for tray in visit.reading.trays] == [shown.highlights[0].name]
    assert crawled.outcome is Outcome.COMPLETE


def test_highlights_that_are_said_to_follow_leave_a_gap():
    site = StorySite(company())
    (shelf,) = [one for one in site.answers[site.home] if b'"highlights":{' in one.body.replace(b" ", b"")]
    at = site.answers[site.home].index(shelf)
    more = shelf.body.replace(b'"has_next_page": false', b'"has_next_page": true')
    site.answers[site.home][at] = replace(shelf, body=more)
    visit, _ = crawl(site)
    assert [(gap.reason, gap.subject) for gap in visit.gaps] == [
        (GapReason.NOT_FOLLOWED, "the highlights of hartmann.werkzeuge")
    ]


def test_media_of_stories_that_got_no_answer_make_the_look_partial():
    _, crawled = crawl(StorySite(company()), lost=1)
    assert crawled.reason == "media_not_received"


def test_media_of_stories_that_are_held_are_passed_over():
    shown = company()
    site = StorySite(shown)
    visit = site.visit()
    names = tuple(story.medium.picture_name for story in shown.stories)
    PLATFORM.crawl(visit, TARGET, FakeHoldings(assets=names), Limits(stories=True))
    assert len(subjects(visit)) == 1, "one of them is fetched again, to compare"
    assert len({held.subject for held in visit.passed_over if "story/" in held.subject}) == 1
