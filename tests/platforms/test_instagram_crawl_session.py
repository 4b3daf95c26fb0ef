"""A whole account with a session: the grid scrolled to its end, then the reels tab, and what only that lists."""

import json
from dataclasses import replace

import pytest
from instagram_answers import QUERY, answer
from instagram_visits import GRID_ROOT, FakeHoldings, MemberSite, refused

from archiver.derive.snapshot import sight
from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.gap import GapReason
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.platforms.instagram import PLATFORM
from archiver.ports import Limits
from archiver.simulator.hartmann import hartmann
from archiver.simulator.spoiling import Spoiling

SCROLLS_PER_60 = 4


def crawl(visit, site, holdings=None, limits=None):
    target = TargetRef("instagram", site.company.handle)
    return PLATFORM.crawl(visit, target, holdings or FakeHoldings(), limits or Limits())


def with_first(site, **changed):
    """Give the company with its first post, which is a reel, put otherwise."""
    company = site.company
    reel = next(post for post in company.posts if post.kind == "video")
    other = replace(reel, **changed)
    return MemberSite(
        replace(company, posts=tuple(other if post is reel else post for post in company.posts))
    )


def page_that_goes_on(site, after, *, more=True):
    """Give an empty page of the grid that was asked behind `after`."""
    connection = {"edges": [], "page_info": {"end_cursor": "QVFI-next", "has_next_page": more}}
    asked = {"username": site.company.handle, "after": after}
    return answer({"data": {GRID_ROOT: connection}}, QUERY, fields=[("variables", json.dumps(asked))])


def test_the_grid_is_scrolled_until_it_says_that_there_is_no_more(member_site):
    visit = member_site.visit()
    crawled = crawl(visit, member_site)
    assert visit.asked == [member_site.home, *["scroll"] * SCROLLS_PER_60, member_site.tab]
    assert (crawled.outcome, crawled.reason) == (Outcome.COMPLETE, "")
    assert crawled.reach == Reach(listed=60, claimed=60, claimed_exactly=True, limit=Limit.END)


def test_what_was_scrolled_through_is_one_chain_in_the_order_of_the_grid(member_site):
    visit = member_site.visit()
    crawl(visit, member_site)
    grid, reels = sight(
        TargetRef("instagram", member_site.company.handle), Vantage(), visit.reading
    ).coverages
    assert [entry.ref.key for entry in grid.entries] == [post.code for post in member_site.company.grid]
    assert [entry.published_at for entry in grid.entries] == [
        post.taken_at for post in member_site.company.grid
    ]
    assert [entry.ref.key for entry in reels.entries] == [post.code for post in member_site.company.reels]
    assert (grid.broken, grid.claimed, reels.broken, reels.claimed) == (None, 60, None, None)
    assert [entry.ref.key for entry in grid.entries if entry.pinned] == [
        post.code for post in member_site.company.grid if post.pinned
    ]


def test_posts_that_the_listing_tells_whole_are_not_visited_and_their_media_are_fetched(member_site):
    visit = member_site.visit()
    crawl(visit, member_site)
    posts = member_site.company.grid
    assert visit.fetched_for == [f"instagram:{post.code}" for post in posts]
    assert len(visit.fetched) == sum(len(post.media) for post in posts)
    assert all(wanted.largest for wanted in visit.fetched)


def test_grid_and_reels_are_pictured_once_scrolled(member_site):
    visit = member_site.visit()
    crawl(visit, member_site)
    assert visit.pictured == [member_site.home, member_site.tab]


def test_a_listing_as_the_last_look_left_it_is_not_pictured_and_says_so(member_site):
    visit = member_site.visit()
    crawled = crawl(visit, member_site, FakeHoldings(as_before=True))
    assert (visit.pictured, crawled.unchanged, crawled.outcome) == ([], True, Outcome.COMPLETE)


def test_a_look_that_broke_off_is_never_said_to_be_unchanged(member_site):
    visit = member_site.visit(more=[[refused()]])
    crawled = crawl(visit, member_site, FakeHoldings(as_before=True))
    assert (crawled.outcome, crawled.unchanged) == (Outcome.PARTIAL, False)


def test_three_scrolls_that_bring_nothing_break_a_listing_off(member_site):
    visit = member_site.visit(more=member_site.more[:1])
    crawled = crawl(visit, member_site)
    assert visit.asked == [member_site.home, *["scroll"] * 4, member_site.tab]
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "listing_unfinished")
    assert (crawled.reach.listed, crawled.reach.limit) == (24, None)
    assert len(visit.fetched_for) == 24


def test_patience_begins_anew_with_every_page(member_site):
    slow = [page for each in member_site.more for page in ([], [], each)]
    visit = member_site.visit(more=slow)
    crawled = crawl(visit, member_site)
    assert visit.asked.count("scroll") == 3 * SCROLLS_PER_60
    assert (crawled.outcome, crawled.reach.listed) == (Outcome.COMPLETE, 60)


def test_empty_pages_that_promise_more_are_followed_as_pages(member_site):
    empty = [[page_that_goes_on(member_site, f"QVFI-{place}")] for place in range(7)]
    last = [page_that_goes_on(member_site, "QVFI-last", more=False)]
    visit = member_site.visit(more=[*empty, last])
    assert crawl(visit, member_site).reach.listed == 12
    assert visit.asked.count("scroll") == 8


def test_another_account_s_pages_count_for_nothing(member_site):
    strange = json.loads(member_site.more[0][0].body)
    elsewhere = [("variables", json.dumps({"username": "other.maker", "after": "QVFI"}))]
    visit = member_site.visit(more=[[answer(strange, QUERY, fields=elsewhere)]] * 5)
    crawled = crawl(visit, member_site)
    assert (visit.asked.count("scroll"), crawled.reach.listed) == (3, 12)


WAIT = {"message": "Please wait a few minutes before you try again.", "status": "fail"}
REFUSALS = {
    "to log in": (refused(), "walled"),
    "to wait": (answer(WAIT, QUERY, status=429), "rate_limited"),
    "to wait, in plain text": (
        answer("Too Many Requests", QUERY, mime="text/plain", status=429),
        "rate_limited",
    ),
    "to wait, in a page": (
        answer("<html>Too many</html>", QUERY, mime="text/html", status=429),
        "rate_limited",
    ),
    "to wait, without a word": (answer("", QUERY, mime="text/plain", status=429), "rate_limited"),
}


@pytest.mark.parametrize(("said", "reason"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_amid_the_listing_ends_the_visit(member_site, said, reason):
    visit = member_site.visit(more=[member_site.more[0], [said], *member_site.more[1:]])
    crawled = crawl(visit, member_site)
    assert visit.asked == [member_site.home, "scroll", "scroll"]
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, reason)
    assert (crawled.reach.listed, crawled.reach.limit) == (24, None)


def test_a_refusal_of_the_first_page_is_not_scrolled_after(member_site):
    member_site.answers[member_site.home][1:] = [refused()]
    visit = member_site.visit()
    crawled = crawl(visit, member_site)
    assert visit.asked == [member_site.home]
    assert (crawled.outcome, crawled.reason, crawled.reach.claimed) == (Outcome.PARTIAL, "walled", 60)


def test_a_wall_in_the_place_of_the_reels_tab_is_not_scrolled_after(member_site):
    member_site.walled(member_site.tab)
    visit = member_site.visit()
    crawled = crawl(visit, member_site)
    assert visit.asked[-1] == member_site.tab
    assert (crawled.outcome, crawled.reason, crawled.reach.listed) == (Outcome.PARTIAL, "walled", 60)


def test_a_background_request_that_is_refused_beside_a_listing_does_not_end_the_visit(member_site):
    for path in (member_site.home, member_site.tab):
        member_site.answers[path].append(refused())
    crawled = crawl(member_site.visit(), member_site)
    assert (crawled.outcome, crawled.reach.listed) == (Outcome.COMPLETE, 60)


def test_media_of_what_was_listed_before_a_refusal_are_fetched(member_site):
    visit = member_site.visit(more=[member_site.more[0], [refused()]])
    crawl(visit, member_site)
    assert len(visit.fetched_for) == 24


def test_a_refusal_amid_the_listing_is_pictured(member_site):
    visit = member_site.visit(more=[[refused()]])
    crawl(visit, member_site)
    assert visit.pictured == [member_site.home]


def test_a_refusal_on_the_reels_tab_leaves_the_grid_read(member_site):
    member_site.answers[member_site.tab] = member_site.answers[member_site.tab][:1]
    visit = member_site.visit(more=[*member_site.more, [refused()]])
    crawled = crawl(visit, member_site)
    assert (crawled.outcome, crawled.reason, crawled.reach.listed) == (Outcome.PARTIAL, "walled", 60)
    assert len(visit.fetched_for) == 60


@pytest.mark.parametrize(("most", "scrolls"), [(5, 0), (12, 0), (13, 1), (20, 1), (24, 1), (25, 2)])
def test_a_limit_scrolls_no_further_than_it_needs(member_site, most, scrolls):
    visit = member_site.visit()
    crawled = crawl(visit, member_site, limits=Limits(posts=most))
    assert visit.asked == [member_site.home, *["scroll"] * scrolls, member_site.tab]
    assert (crawled.outcome, crawled.reason) == (Outcome.COMPLETE, "")
    assert crawled.reach == Reach(listed=most, claimed=60, claimed_exactly=True, limit=Limit.BUDGET)
    assert visit.fetched_for == [f"instagram:{post.code}" for post in member_site.company.grid[:most]]


@pytest.mark.parametrize(("most", "limit"), [(59, Limit.BUDGET), (60, Limit.END), (61, Limit.END)])
def test_a_limit_that_the_account_does_not_exceed_is_none(member_site, most, limit):
    crawled = crawl(member_site.visit(), member_site, limits=Limits(posts=most))
    assert crawled.reach.limit is limit


def test_a_reel_that_the_grid_lacks_is_visited_for_what_its_tab_does_not_tell(member_site):
    site = with_first(member_site, in_grid=False)
    (reel,) = site.company.reels
    visit = site.visit()
    crawled = crawl(visit, site)
    assert visit.asked[-2:] == [site.tab, site.address(reel)]
    assert (crawled.outcome, crawled.reach.listed, crawled.reach.claimed) == (Outcome.COMPLETE, 59, 60)
    assert visit.fetched_for[-1] == f"instagram:{reel.code}"
    assert site.address(reel) in visit.pictured


def test_a_reel_that_the_grid_tells_whole_is_not_visited(member_site):
    visit = member_site.visit()
    crawl(visit, member_site)
    assert not [path for path in visit.asked if path.startswith(("/reel/", "/p/"))]


def test_a_reel_that_the_grid_lacks_and_that_is_known_whole_is_not_visited(member_site):
    site = with_first(member_site, in_grid=False)
    (reel,) = site.company.reels
    visit = site.visit()
    crawled = crawl(visit, site, FakeHoldings(whole=(reel.code,)))
    assert visit.asked[-1] == site.tab
    assert crawled.outcome is Outcome.COMPLETE


def test_an_account_without_reels_is_read_to_both_ends(member_site):
    site = with_first(member_site, in_reels=False)
    crawled = crawl(site.visit(), site)
    assert (crawled.outcome, crawled.reach.limit) == (Outcome.COMPLETE, Limit.END)


def test_a_reels_tab_that_did_not_come_makes_the_look_partial(member_site):
    member_site.answers[member_site.tab] = member_site.answers[member_site.tab][:1]
    visit = member_site.visit()
    crawled = crawl(visit, member_site)
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "listing_unfinished")
    assert visit.asked[-4:] == [member_site.tab, "scroll", "scroll", "scroll"]


def test_an_account_without_posts_is_complete(member_site):
    site = MemberSite(replace(member_site.company, posts=()))
    crawled = crawl(site.visit(), site)
    assert crawled.reach == Reach(listed=0, claimed=0, claimed_exactly=True, limit=Limit.END)
    assert crawled.outcome is Outcome.COMPLETE


def test_a_private_account_is_not_scrolled(member_site):
    site = MemberSite(replace(member_site.company, private=True))
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reason, visit.asked) == (Outcome.BLOCKED, "private", [site.home])


def test_logged_out_nothing_is_scrolled_and_no_reels_are_asked_for(long_site):
    visit = long_site.visit()
    crawl(visit, long_site)
    assert "scroll" not in visit.asked
    assert f"{long_site.home}reels/" not in visit.asked


def test_a_company_of_few_posts_needs_no_scroll():
    site = MemberSite(hartmann())
    visit = site.visit()
    assert crawl(visit, site).reach == Reach(listed=6, claimed=6, claimed_exactly=True, limit=Limit.END)
    assert visit.asked == [site.home, site.tab]


SESSION = Vantage("session", "salted")


def test_a_session_that_has_ended_is_no_vantage(long_site):
    visit = long_site.visit(vantage=SESSION)
    crawled = crawl(visit, long_site)
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "session_ended")
    assert (crawled.reach.listed, crawled.reach.limit) == (12, None)
    assert (visit.asked, visit.fetched) == ([long_site.home], [])


def test_that_a_session_has_ended_is_no_word_about_the_account(long_site):
    long_site.not_found(long_site.home)
    crawled = crawl(long_site.visit(vantage=SESSION), long_site)
    assert (crawled.outcome, crawled.reason) == (Outcome.BLOCKED, "session_ended")


def test_a_login_wall_before_a_session_does_not_say_that_it_has_ended(long_site):
    long_site.walled(long_site.home)
    crawled = crawl(long_site.visit(vantage=SESSION), long_site)
    assert (crawled.outcome, crawled.reason) == (Outcome.BLOCKED, "walled")


def test_a_session_that_ends_between_grid_and_reels_leaves_what_was_listed(member_site, long_site):
    member_site.answers[member_site.tab] = long_site.page(
        member_site.tab, long_site.answers[long_site.home][0].body
    )
    visit = member_site.visit()
    crawled = crawl(visit, member_site)
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "session_ended")
    assert (crawled.reach.listed, crawled.reach.limit) == (60, None)
    assert visit.fetched == []


def test_a_private_account_that_admits_the_session_is_partial_since_its_posts_were_seen(member_site):
    site = MemberSite(replace(member_site.company, private=True, admits=True))
    crawled = crawl(site.visit(), site)
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "private")
    assert crawled.reach.listed == 12


def test_a_listing_without_a_post_beside_a_count_is_never_complete(member_site):
    company = member_site.company
    site = MemberSite(replace(company, spoiling=Spoiling(ends_after=0)))
    visit = site.visit()
    crawled = crawl(visit, site, FakeHoldings(as_before=True))
    assert (crawled.outcome, crawled.reason, crawled.unchanged) == (Outcome.PARTIAL, "listing_empty", False)
    assert [gap.reason for gap in visit.gaps] == [GapReason.LISTING_SHORT]


def test_a_listing_that_ends_short_of_the_count_says_so(member_site):
    site = MemberSite(replace(member_site.company, spoiling=Spoiling(ends_after=13)))
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reach.listed, crawled.reach.claimed) == (Outcome.COMPLETE, 13, 60)
    (gap,) = visit.gaps
    assert (gap.reason, gap.detail.partition(",")[0]) == (GapReason.LISTING_SHORT, "13 listed")


def test_a_question_about_cookies_that_keeps_the_page_from_going_on_is_named(member_site):
    member_site.more = []
    crawled = crawl(member_site.visit(dialogs_shown=1), member_site)
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "consent_dialog")


def test_a_post_alone_is_no_answer_to_a_session_that_has_ended(long_site):
    post = long_site.company.posts[0]
    visit = long_site.visit(vantage=SESSION)
    ref = PostRef("instagram", post.code)
    crawled = PLATFORM.crawl_post(visit, ref, long_site.address(post))
    assert (crawled.outcome, crawled.reason, visit.fetched) == (Outcome.BLOCKED, "session_ended", [])
