"""How a profile and a post are visited, through a visit that answers what the test laid out."""

import json
from dataclasses import replace

import pytest
from instagram_answers import SITE, answer, document
from instagram_visits import FakeHoldings

from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.gap import GapReason
from archiver.model.refs import TargetRef
from archiver.platforms.instagram import PLATFORM
from archiver.ports import Limits
from archiver.simulator.instagram import pages
from archiver.simulator.instagram.signing import Signer

LOGIN = {
    "message": "Please wait a few minutes before you try again.",
    "require_login": True,
    "status": "fail",
}


def crawl(visit, site, holdings=None, limits=None):
    target = TargetRef("instagram", site.company.handle)
    return PLATFORM.crawl(visit, target, holdings or FakeHoldings(), limits or Limits())


def test_a_profile_is_read_and_then_each_listed_post_in_its_order(site):
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reason) == (Outcome.COMPLETE, "")
    assert visit.asked == [site.home, *map(site.address, site.grid)]
    assert visit.gaps == []


def test_profile_and_posts_are_pictured_each_once(site):
    visit = site.visit()
    crawl(visit, site)
    assert visit.pictured == visit.asked


def test_a_listing_that_goes_on_behind_the_login_is_limited_by_it(long_site):
    crawled = crawl(long_site.visit(), long_site)
    assert crawled.outcome is Outcome.COMPLETE
    assert crawled.reach == Reach(listed=12, claimed=26, claimed_exactly=False, limit=Limit.LOGGED_OUT)


def test_a_listing_that_says_it_has_no_more_was_read_to_its_end(site):
    assert crawl(site.visit(), site).reach == Reach(
        listed=6, claimed=6, claimed_exactly=False, limit=Limit.END
    )


def test_the_media_that_are_fetched_are_those_of_the_posts_by_their_largest_first(site):
    visit = site.visit()
    crawl(visit, site)
    media = [medium for post in site.grid for medium in post.media]
    assert visit.fetched_for == [f"instagram:{code}" for code in site.codes]
    assert len(visit.fetched) == len(media)
    for wanted, medium in zip(visit.fetched, media, strict=True):
        name = medium.track_name("progressive") if medium.is_video else medium.picture_name
        assert f"/{name}?" in wanted.candidates[0].address
        assert medium.is_video or "s640x640" in wanted.candidates[-1].address


def test_a_limit_stops_after_that_many_posts_of_the_listing_s_head(site):
    visit = site.visit()
    crawled = crawl(visit, site, limits=Limits(posts=2))
    assert (crawled.outcome, crawled.reason) == (Outcome.COMPLETE, "")
    assert (crawled.reach.listed, crawled.reach.limit) == (2, Limit.BUDGET)
    assert visit.asked == [site.home, *map(site.address, site.grid[:2])]
    assert visit.fetched_for == [f"instagram:{code}" for code in site.codes[:2]]


def test_a_limit_that_the_listing_just_meets_is_no_limit(site):
    assert crawl(site.visit(), site, limits=Limits(posts=6)).reach.limit is Limit.END


def test_a_post_known_whole_is_neither_visited_nor_fetched_again_but_for_the_sample(site):
    visit = site.visit()
    known = (site.codes[0], site.codes[3])
    crawled = crawl(visit, site, FakeHoldings(known))
    assert (crawled.outcome, crawled.reach.listed) == (Outcome.COMPLETE, 6)
    new = [site.address(post) for post in site.grid if post.code not in known]
    *first, sampled = visit.asked
    assert first == [site.home, *new]
    assert sampled in {site.address(post) for post in site.grid if post.code in known}
    assert visit.pictured == [site.home, *new]
    again = [subject for subject in visit.fetched_for if subject.partition(":")[2] in known]
    assert len(again) == 1
    assert again[0].partition(":")[2] in sampled


def test_a_post_that_the_listing_words_otherwise_is_read_on_its_own_page_though_it_is_known_whole(site):
    """Which says whether its author edited it, or the platform shows other words in the place of theirs."""
    visit, reworded = site.visit(), site.codes[2]
    crawl(visit, site, FakeHoldings(tuple(site.codes), reworded=(reworded,)))
    (address,) = (site.address(post) for post in site.grid if post.code == reworded)
    assert visit.asked[:2] == [site.home, address]
    assert visit.pictured[:2] == [site.home, address]


def test_a_look_at_an_account_known_in_full_asks_for_its_profile_and_one_post_of_fifty(site):
    visit = site.visit()
    crawled = crawl(visit, site, FakeHoldings(tuple(site.codes), as_before=True))
    assert (crawled.outcome, crawled.reach.listed) == (Outcome.COMPLETE, 6)
    assert visit.asked[0] == site.home
    assert (len(visit.asked), len(visit.fetched), visit.pictured) == (2, 1, [])
    assert len(visit.passed_over) >= len(site.codes) - 1


def test_of_a_post_known_whole_its_abridged_form_s_preview_is_not_fetched(site):
    reel = next(post.code for post in site.grid if post.kind == "video")
    for _ in range(6):
        visit = site.visit()
        crawl(visit, site, FakeHoldings(tuple(site.codes)))
        assert all(
            "video" in wanted.candidates[0].address or ".mp4" in wanted.candidates[0].address
            for wanted in visit.fetched
            if wanted.subject.endswith(reel)
        )


def test_a_private_account_blocks_and_is_asked_for_nothing_more(site):
    site.put(site.home, pages.private_profile_page(site.company, Signer("p", 0)))
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reason) == (Outcome.BLOCKED, "private")
    assert crawled.reach == Reach(listed=0, claimed=6, claimed_exactly=False, limit=None)
    assert (visit.asked, visit.pictured, visit.fetched) == ([site.home], [site.home], [])


@pytest.mark.parametrize(
    ("state", "reason"), [("walled", "walled"), ("not_found", "not_found"), ("throttled", "unknown")]
)
def test_a_profile_that_is_not_shown_blocks_with_the_platform_s_own_answer(site, state, reason):
    getattr(site, state)(site.home)
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reason, crawled.reach) == (Outcome.BLOCKED, reason, Reach())
    assert (visit.asked, visit.pictured, visit.fetched) == ([site.home], [site.home], [])


def test_a_redirect_to_the_login_blocks_as_a_wall(site):
    login = document(b"<html></html>", f"{SITE}/accounts/login/?next={site.home}")
    site.answers[site.home] = [document(None or b"", SITE + site.home, status=302), login]
    assert crawl(site.visit(), site).reason == "walled"


def test_too_many_requests_block_as_such(site):
    site.put(site.home, b"<html>Too Many Requests</html>", status=429)
    assert crawl(site.visit(), site).reason == "rate_limited"


def test_too_many_requests_in_plain_text_block_as_such(site):
    site.put(site.home, b"Too Many Requests", status=429, mime="text/plain")
    assert crawl(site.visit(), site).reason == "rate_limited"


def test_a_wall_at_the_second_post_ends_the_visit_and_is_told(site):
    second = site.grid[1]
    site.walled(site.address(second))
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "walled")
    assert crawled.reach == Reach(listed=6, claimed=6, claimed_exactly=False, limit=None)
    assert visit.asked == [site.home, *map(site.address, site.grid[:2])]
    (gap,) = visit.gaps
    assert (gap.reason, gap.subject) == (GapReason.PAGE_WITHOUT_CONTENT, f"instagram:{second.code}")
    assert gap.detail.startswith("walled: ")
    assert gap.record


def test_a_shell_without_data_ends_the_visit_like_a_wall(site):
    throttled = site.grid[2]
    site.throttled(site.address(throttled))
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reason, crawled.reach.limit) == (Outcome.PARTIAL, "unknown", None)
    assert visit.asked == [site.home, *map(site.address, site.grid[:3])]
    assert [gap.subject for gap in visit.gaps] == [f"instagram:{throttled.code}"]


def test_too_many_requests_at_a_post_end_the_visit(site):
    site.put(site.address(site.grid[1]), b"<html></html>", status=429)
    visit = site.visit()
    assert crawl(visit, site).reason == "rate_limited"
    assert len(visit.asked) == 3


def test_too_many_requests_in_plain_text_at_a_post_end_the_visit(site):
    site.put(site.address(site.grid[1]), b"Too Many Requests", status=429, mime="text/plain")
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, len(visit.asked), len(visit.gaps)) == (Outcome.PARTIAL, 3, 1)


def test_a_post_whose_page_was_not_answered_at_all_is_a_gap(site):
    site.answers[site.address(site.grid[2])] = []
    visit = site.visit()
    crawl(visit, site)
    assert [gap.subject for gap in visit.gaps] == [f"instagram:{site.grid[2].code}"]


def test_media_of_posts_read_before_a_wall_are_still_fetched(site):
    site.walled(site.address(site.grid[1]))
    visit = site.visit()
    crawl(visit, site)
    first = [wanted for wanted in visit.fetched if wanted.subject == f"instagram:{site.codes[0]}"]
    assert len(first) == len(site.grid[0].media)


def test_a_post_that_is_not_found_is_a_gap_and_the_visit_goes_on(site):
    gone = site.grid[2]
    site.not_found(site.address(gone))
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reason) == (Outcome.COMPLETE, "")
    assert visit.asked == [site.home, *map(site.address, site.grid)]
    (gap,) = visit.gaps
    assert (gap.subject, gap.detail) == (f"instagram:{gone.code}", "not_found: PolarisErrorRoute")
    assert site.address(gone) not in visit.pictured


def test_a_gated_post_is_a_gap_and_the_visit_goes_on(site):
    gated = site.grid[3]
    site.put(site.address(gated), pages.gated_page(site.company, gated, Signer("g", 0)))
    visit = site.visit()
    assert crawl(visit, site).outcome is Outcome.COMPLETE
    assert [gap.detail.partition(":")[0] for gap in visit.gaps] == ["gated"]
    assert len(visit.asked) == 7


def test_a_reel_without_content_at_its_own_address_is_asked_at_the_plain_one(site):
    (reel,) = [post for post in site.grid if post.kind == "video"]
    site.not_found(f"/reel/{reel.code}/")
    site.put(f"/p/{reel.code}/", pages.post_page(site.company, reel, Signer("r", 0)))
    visit = site.visit()
    crawled = crawl(visit, site)
    place = visit.asked.index(f"/reel/{reel.code}/")
    assert visit.asked[place + 1] == f"/p/{reel.code}/"
    assert (crawled.outcome, visit.gaps) == (Outcome.COMPLETE, [])
    assert f"/p/{reel.code}/" in visit.pictured


def test_a_reel_that_is_a_shell_at_both_addresses_ends_the_visit(site):
    (reel,) = [post for post in site.grid if post.kind == "video"]
    for path in (f"/reel/{reel.code}/", f"/p/{reel.code}/"):
        site.throttled(path)
    visit = site.visit()
    assert crawl(visit, site).reason == "unknown"
    assert visit.asked[-2:] == [f"/reel/{reel.code}/", f"/p/{reel.code}/"]
    assert len(visit.gaps) == 1


def test_a_reel_behind_a_wall_is_not_asked_at_another_address(site):
    (reel,) = [post for post in site.grid if post.kind == "video"]
    site.walled(f"/reel/{reel.code}/")
    visit = site.visit()
    assert crawl(visit, site).reason == "walled"
    assert f"/p/{reel.code}/" not in visit.asked


def test_media_that_got_no_answer_make_the_look_partial(site):
    crawled = crawl(site.visit(lost=1), site)
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "media_not_received")
    assert crawled.reach.limit is Limit.END


def test_a_wall_is_the_reason_even_where_media_were_lost_too(site):
    site.walled(site.address(site.grid[5]))
    assert crawl(site.visit(lost=3), site).reason == "walled"


def test_a_background_request_that_is_refused_says_nothing_of_the_post_s_own_page(site):
    refused = answer(LOGIN, f"{SITE}/api/v1/web/anything/", status=401)
    for post in site.grid:
        site.answers[site.address(post)].append(refused)
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, len(visit.asked), visit.gaps) == (Outcome.COMPLETE, 7, [])


def test_a_background_request_that_is_refused_does_not_block_a_profile_that_is_shown(site):
    site.answers[site.home].append(answer(LOGIN, f"{SITE}/api/v1/web/anything/", status=401))
    assert crawl(site.visit(), site).outcome is Outcome.COMPLETE


def test_what_a_visit_wants_fetched_can_be_written_down(site):
    visit = site.visit()
    crawl(visit, site)
    assert json.dumps([[candidate.address for candidate in wanted.candidates] for wanted in visit.fetched])
    assert all(wanted.candidates for wanted in visit.fetched)


def test_a_post_whose_page_was_cut_leaves_the_capture_partial(site):
    cut = site.grid[2]
    (page,) = site.answers[site.address(cut)]
    site.answers[site.address(cut)] = [replace(page, body=None)]
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "posts_not_received")
    assert [(gap.reason, gap.subject) for gap in visit.gaps] == [
        (GapReason.NOT_RECEIVED, f"instagram:{cut.code}")
    ]
    assert site.address(site.grid[-1]) in visit.asked
