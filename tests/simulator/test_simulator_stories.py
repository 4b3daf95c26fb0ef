"""Stories as the simulated network shows them: to whom, how long, and who was told as having seen them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from archiver.simulator import happenings
from archiver.simulator import story_happenings as happen
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.instagram.seen import Seen
from archiver.simulator.messages import Request
from archiver.simulator.stories import current, held

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ROOT = "xdt_api__v1__feed__reels_media__connection"


def two():
    company = happen.publish_story(hartmann(), NOW - timedelta(hours=5))
    return happen.publish_story(company, NOW - timedelta(hours=1), seconds=4.0)


def shown(company, **later):
    return [story.pk for story in current(company, (NOW + timedelta(**later)).timestamp())]


def test_a_story_is_shown_from_when_it_was_published_and_for_a_day():
    first, second = (story.pk for story in two().stories)
    assert shown(two(), hours=-2) == [first]
    assert shown(two()) == [first, second]
    assert shown(two(), hours=19) == [second]
    assert shown(two(), hours=24) == []


def test_one_that_is_withdrawn_is_shown_nowhere():
    company = happen.keep_in_highlight(two(), two().stories[0].pk, "Messen")
    company = happen.withdraw_story(company, company.stories[0].pk)
    assert shown(company) == [company.stories[1].pk]
    assert held(company, company.highlights[0]) == ()


def test_one_that_is_kept_is_shown_beyond_its_day_and_one_put_aside_only_there():
    company = happen.keep_in_highlight(two(), two().stories[0].pk, "Messen")
    assert [story.pk for story in held(company, company.highlights[0])] == [company.stories[0].pk]
    company = happen.put_aside(company, company.stories[0].pk)
    assert shown(company) == [company.stories[1].pk]
    assert held(company, company.highlights[0])


def test_a_highlight_ends_with_the_last_story_it_keeps():
    company = happen.keep_in_highlight(two(), two().stories[0].pk, "Messen")
    company = happen.keep_in_highlight(company, company.stories[1].pk, "Messen")
    company = happen.take_out_of_highlight(company, company.stories[0].pk, "Messen")
    assert [len(each.stories) for each in company.highlights] == [1]
    assert happen.take_out_of_highlight(company, company.stories[1].pk, "Messen").highlights == ()
    assert happen.end_highlight(company, "Messen").highlights == ()


IMPOSSIBLE = {
    "withdrawing what never was": lambda company: happen.withdraw_story(company, 1),
    "withdrawing twice": lambda company: happen.withdraw_story(
        happen.withdraw_story(company, company.stories[0].pk), company.stories[0].pk
    ),
    "keeping what never was": lambda company: happen.keep_in_highlight(company, 1, "x"),
    "keeping twice": lambda company: happen.keep_in_highlight(
        happen.keep_in_highlight(company, company.stories[0].pk, "x"), company.stories[0].pk, "x"
    ),
    "taking out of no highlight": lambda company: happen.take_out_of_highlight(
        company, company.stories[0].pk, "x"
    ),
    "taking out what is not in it": lambda company: happen.take_out_of_highlight(
        happen.keep_in_highlight(company, company.stories[0].pk, "x"), company.stories[1].pk, "x"
    ),
    "ending no highlight": lambda company: happen.end_highlight(company, "x"),
}


@pytest.mark.parametrize("verb", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_happen_is_refused(verb):
    with pytest.raises(ValueError, match=r"never had|already|no highlight|not kept"):
        verb(two())


class Asker:
    """Somebody who asks without a browser, signed in or not."""

    def __init__(self, company, name="liesl"):
        self.network = SocialNetwork(company, seed="stories", clock=NOW.timestamp)
        cookies = self.network.admit(name)["cookies"] if name else []
        self.cookies = {cookie["name"]: cookie["value"] for cookie in cookies}

    def ask(self, method, path, query=(), body=b""):
        headers = (
            ("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items())),
            ("x-csrftoken", self.cookies.get("csrftoken", "")),
        )
        return self.network.answer(Request(method, "www.instagram.com", path, query, headers, body))

    def query(self, **variables):
        body = f"variables={json.dumps(variables)}".encode()
        return json.loads(self.ask("POST", "/graphql/query", body=body).body)["data"]


def test_a_reel_is_told_by_the_page_by_a_query_and_by_rest_alike():
    company = two()
    asker, pk = Asker(company), str(company.account.pk)
    page = asker.ask("GET", "/stories/hartmann.werkzeuge/").body
    (edge,) = asker.query(reel_ids_arr=[pk])[ROOT]["edges"]
    rest = json.loads(asker.ask("GET", "/api/v1/feed/reels_media/", (("reel_ids", pk),)).body)
    for story in company.stories:
        assert f'"pk":"{story.pk}"'.encode() in page
    numbers = [str(story.pk) for story in company.stories]
    assert [item["pk"] for item in edge["node"]["items"]] == numbers
    assert [item["pk"] for item in rest["reels"][pk]["items"]] == numbers
    assert edge["node"]["items"][0]["expiring_at"] - edge["node"]["items"][0]["taken_at"] == 86_400
    assert "__typename" not in rest["reels"][pk]


def test_a_profile_says_when_its_last_story_was_or_that_there_is_none():
    company = two()
    latest = int(company.stories[1].taken_at.timestamp())
    for shown_now, said in ((company, latest), (happen.withdraw_story(company, company.stories[1].pk), None)):
        page = Asker(shown_now).ask("GET", "/hartmann.werkzeuge/").body
        earlier = int(company.stories[0].taken_at.timestamp())
        assert f'"latest_reel_media":{said or earlier}'.encode() in page
    gone = company
    for story in company.stories:
        gone = happen.withdraw_story(gone, story.pk)
    assert b'"latest_reel_media":0' in Asker(gone).ask("GET", "/hartmann.werkzeuge/").body


def test_strangers_are_asked_to_log_in_and_told_nothing():
    asker = Asker(two(), name="")
    assert b"PolarisCAAIGLoginHomepageRoute" in asker.ask("GET", "/stories/hartmann.werkzeuge/").body
    assert asker.ask("GET", "/api/v1/feed/reels_media/", (("reel_ids", "1"),)).status == 401


def test_a_private_account_shows_its_stories_to_nobody_who_does_not_follow():
    company = happen.keep_in_highlight(two(), two().stories[0].pk, "Messen")
    asker = Asker(happenings.go_private(company))
    assert (
        asker.query(reel_ids_arr=[str(company.account.pk), company.highlights[0].name])[ROOT]["edges"] == []
    )
    assert asker.query(user_id=str(company.account.pk))["highlights"]["edges"] == []


def test_whoever_tells_that_a_story_was_seen_is_taken_down_whichever_way_it_is_told():
    company = two()
    asker, pk = Asker(company), str(company.stories[0].pk)
    form = f"reelMediaId={pk}&viewSeenAt=1".encode()
    asker.ask("POST", "/api/v1/stories/reel/seen/", body=form)
    asker.ask("POST", "/stories/reel/seen/", body=form)
    asker.ask("GET", "/stories/reel/seen/", (("reelMediaId", pk),))
    asker.query(reelMediaId=pk, viewSeenAt=1)
    ways = ["/api/v1/stories/reel/seen/", "/stories/reel/seen/", "/stories/reel/seen/", "/graphql/query"]
    assert asker.network.seen == [Seen("liesl", pk, way) for way in ways]


def test_whoever_only_asks_has_seen_nothing():
    company = two()
    asker = Asker(company)
    asker.ask("GET", "/stories/hartmann.werkzeuge/")
    asker.query(reel_ids_arr=[str(company.account.pk)])
    asker.cookies.clear()
    asker.ask("POST", "/stories/reel/seen/", body=f"reelMediaId={company.stories[0].pk}".encode())
    assert asker.network.seen == []
