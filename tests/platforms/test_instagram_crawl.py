"""How a profile and a post are visited, through a visit that answers what the test laid out."""

import json
from dataclasses import replace

import pytest
from conftest import FakeHoldings
from instagram_answers import QUERY, SITE, answer, document

from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.gap import GapReason
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.platforms.instagram import PLATFORM
from archiver.platforms.instagram.crawl import owner
from archiver.ports import Limits
from archiver.simulator import listings, markup, pages
from archiver.simulator.company import Company, Person
from archiver.simulator.hartmann import hartmann
from archiver.simulator.signing import Signer

OTHER = Person(990_000_999_111, 17_841_999_000_999_111, "other.maker", "Other maker")
LOGIN = {
    "message": "Please wait a few minutes before you try again.",
    "require_login": True,
    "status": "fail",
}


def crawl(visit, site, holdings=None, limits=None):
    target = TargetRef("instagram", site.company.handle)
    return PLATFORM.crawl(visit, target, holdings or FakeHoldings(), limits or Limits())


def ref(post):
    return PostRef("instagram", post.code)


def profile_of(*blocks):
    """Write a profile page of answers to its queries."""
    signer = Signer("made", 1_795_000_000)
    made = [markup.answered(f"Query{place}", data, signer) for place, data in enumerate(blocks)]
    routed = markup.routed(pages.PROFILE_ROUTE, {}, {}, signer)
    return markup.document("Instagram", "", (routed, *made), "", signer)


def shown(company):
    """Give the two answers a profile is made of: the account and its posts."""
    signer = Signer("shown", 1_795_000_000)
    return (
        {"xig_user_by_username": listings.account(company, signer)},
        {"xig_user_by_username": listings.timeline(company, signer)},
    )


def suggested(*, more):
    """Give another account with a listing of its own, as a page may suggest it."""
    (post, *_) = hartmann(older=1).posts[-1:]
    company = Company(OTHER, "Tools", (), 5, 5, (post,))
    account, timeline = shown(company)
    timeline["xig_user_by_username"]["polaris_ordered_timeline_connection"]["page_info"]["has_next_page"] = (
        more
    )
    merged = account["xig_user_by_username"] | timeline["xig_user_by_username"]
    return post, {"xig_suggested": {"users": [merged]}}


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


def test_a_post_known_whole_is_neither_visited_nor_fetched_again(site):
    visit = site.visit()
    known = (site.codes[0], site.codes[3])
    crawled = crawl(visit, site, FakeHoldings(known))
    assert (crawled.outcome, crawled.reach.listed) == (Outcome.COMPLETE, 6)
    assert visit.asked == [site.home, *(site.address(post) for post in site.grid if post.code not in known)]
    assert not {f"instagram:{code}" for code in known} & set(visit.fetched_for)


def test_a_look_at_an_account_known_in_full_asks_for_its_profile_alone(site):
    visit = site.visit()
    crawled = crawl(visit, site, FakeHoldings(tuple(site.codes)))
    assert (crawled.outcome, crawled.reach.listed) == (Outcome.COMPLETE, 6)
    assert (visit.asked, visit.fetched) == ([site.home], [])


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


def test_a_suggested_account_s_listing_is_neither_counted_nor_visited(site):
    post, beside = suggested(more=False)
    site.put(site.home, profile_of(beside, *shown(site.company)))
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.reach.listed, crawled.reach.limit) == (6, Limit.END)
    assert visit.asked == [site.home, *map(site.address, site.grid)]
    assert f"instagram:{post.code}" not in visit.fetched_for


def test_a_suggested_account_s_listing_does_not_end_the_target_s(long_site):
    _, beside = suggested(more=False)
    long_site.put(long_site.home, profile_of(*shown(long_site.company), beside))
    assert crawl(long_site.visit(), long_site).reach.limit is Limit.LOGGED_OUT


def test_a_profile_whose_listing_did_not_come_is_not_complete(site):
    account, _ = shown(site.company)
    site.put(site.home, profile_of(account))
    crawled = crawl(site.visit(), site)
    assert crawled.outcome is not Outcome.COMPLETE


def test_a_profile_whose_listing_failed_is_not_complete(site):
    account, _ = shown(site.company)
    site.put(site.home, profile_of(account))
    failed = answer({"data": None, "errors": [{"message": "execution error"}]}, QUERY)
    site.answers[site.home].append(failed)
    assert crawl(site.visit(), site).outcome is not Outcome.COMPLETE


def test_a_session_s_listing_that_goes_on_and_was_not_followed_is_not_complete(long_site):
    visit = long_site.visit(vantage=Vantage("session", "salted"))
    crawled = crawl(visit, long_site)
    assert (crawled.outcome, crawled.reach.limit) != (Outcome.COMPLETE, None)


def test_an_empty_listing_that_says_it_is_the_end_is_a_complete_look(site):
    empty = replace(site.company, posts=())
    site.put(site.home, profile_of(*shown(empty)))
    crawled = crawl(site.visit(), site)
    assert (crawled.outcome, crawled.reach.listed, crawled.reach.limit) == (Outcome.COMPLETE, 0, Limit.END)


def test_a_listing_under_another_number_than_the_account_s_is_not_its_own(site):
    account, timeline = shown(site.company)
    timeline["xig_user_by_username"]["pk"] = "990000000001"
    site.put(site.home, profile_of(account, timeline))
    visit = site.visit()
    assert (crawl(visit, site).reach.listed, visit.asked) == (0, [site.home])


def test_an_account_found_under_another_number_is_read_as_what_it_is_now(site):
    person = replace(site.company.account, pk=990_000_777_001)
    renamed = replace(site.company, account=person)
    site.put(site.home, profile_of(*shown(renamed)))
    visit = site.visit()
    assert crawl(visit, site).reach.listed == 6
    assert {account.account_id for account in visit.reading.accounts} == {"990000777001"}


def test_another_account_at_the_target_s_address_is_not_told_as_live(site):
    company = replace(site.company, account=OTHER)
    site.answers[site.home] = [
        document(pages.profile_page(company, Signer("o", 0)), f"{SITE}/{OTHER.username}/")
    ]
    crawled = crawl(site.visit(), site)
    assert crawled.outcome is Outcome.BLOCKED
    assert crawled.reason != "live"


def test_a_handle_s_letters_may_be_large_on_the_page(site):
    person = replace(site.company.account, username=site.company.handle.upper())
    site.put(site.home, profile_of(*shown(replace(site.company, account=person))))
    assert crawl(site.visit(), site).reach.listed == 6


def test_a_joint_post_is_visited_though_its_owner_is_another(site):
    account, timeline = shown(site.company)
    edges = timeline["xig_user_by_username"]["polaris_ordered_timeline_connection"]["edges"]
    edges[0]["node"]["user"] = {"pk": str(OTHER.pk), "username": OTHER.username, "id": str(OTHER.graph_id)}
    site.put(site.home, profile_of(account, timeline))
    visit = site.visit()
    assert (crawl(visit, site).reach.listed, visit.asked[1]) == (6, site.address(site.grid[0]))


def test_an_edge_that_is_not_understood_keeps_no_other_from_being_visited(site):
    account, timeline = shown(site.company)
    timeline["xig_user_by_username"]["polaris_ordered_timeline_connection"]["edges"][1]["node"] = None
    site.put(site.home, profile_of(account, timeline))
    visit = site.visit()
    crawled = crawl(visit, site)
    assert crawled.reach.listed == 5
    assert visit.asked == [
        site.home,
        *(site.address(post) for place, post in enumerate(site.grid) if place != 1),
    ]


def alone(site, post, address=""):
    visit = site.visit()
    return visit, PLATFORM.crawl_post(visit, ref(post), address or PLATFORM.address(ref(post)))


def test_a_post_alone_is_read_pictured_and_its_media_fetched(site):
    post = site.grid[0]
    visit, crawled = alone(site, post)
    assert (crawled.outcome, crawled.reason) == (Outcome.COMPLETE, "")
    assert crawled.reach == Reach(listed=1, claimed=1, claimed_exactly=True, limit=Limit.END)
    assert visit.asked == visit.pictured == [f"/p/{post.code}/"]
    assert len(visit.fetched) == len(post.media)


@pytest.mark.parametrize(
    "form",
    [
        "https://www.instagram.com/reel/{}/?igsh=abc",
        "instagram.com/hartmann.werkzeuge/reel/{}",
        "http://instagram.com/reel/{}#x",
    ],
)
def test_a_post_alone_is_asked_at_the_kind_of_address_it_was_given_by(site, form):
    (reel,) = [post for post in site.grid if post.kind == "video"]
    visit, crawled = alone(site, reel, PLATFORM.page_address(form.format(reel.code), ref(reel)))
    assert (crawled.outcome, visit.asked) == (Outcome.COMPLETE, [f"/reel/{reel.code}/"])


@pytest.mark.parametrize(
    ("state", "reason"), [("walled", "walled"), ("not_found", "not_found"), ("throttled", "unknown")]
)
def test_a_post_alone_that_is_not_shown_blocks(site, state, reason):
    post = site.grid[0]
    getattr(site, state)(f"/p/{post.code}/")
    visit, crawled = alone(site, post)
    assert (crawled.outcome, crawled.reason, crawled.reach) == (Outcome.BLOCKED, reason, Reach())
    assert (visit.pictured, visit.fetched) == ([f"/p/{post.code}/"], [])


def test_another_post_on_the_page_is_not_the_one_that_was_asked_for(site):
    first, second = site.grid[1:3]
    site.put(f"/p/{first.code}/", pages.post_page(site.company, second, Signer("s", 0)))
    visit, crawled = alone(site, first)
    assert (crawled.outcome, crawled.reason, visit.fetched) == (Outcome.BLOCKED, "unknown", [])


def test_a_post_alone_whose_media_got_no_answer_is_partial(site):
    visit = site.visit(lost=2)
    crawled = PLATFORM.crawl_post(visit, ref(site.grid[0]), PLATFORM.address(ref(site.grid[0])))
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "media_not_received")
    assert crawled.reach.listed == 1


def test_only_the_asked_post_s_media_are_fetched(site):
    post = site.grid[0]
    site.answers[f"/p/{post.code}/"] += site.answers[site.address(site.grid[1])]
    visit, _ = alone(site, post)
    assert visit.fetched_for == [f"instagram:{post.code}"]


def test_the_owner_is_told_from_the_post_s_own_node(site):
    visit, _ = alone(site, site.grid[0])
    found = PLATFORM.owner(visit.reading, ref(site.grid[0]))
    assert (found.name, found.account_id) == (site.company.handle, str(site.company.account.pk))
    assert owner(visit.reading, PostRef("instagram", "Dnobody0000")) is None


def test_media_are_named_by_a_post_s_fullest_observation_whichever_came_last(site):
    post = site.grid[0]
    own, profile = site.answers[f"/p/{post.code}/"], site.answers[site.home]
    for order in ([*own, *profile], [*profile, *own]):
        site.answers[f"/p/{post.code}/"] = order
        visit, _ = alone(site, post)
        assert len(visit.fetched) == len(post.media) > 1


def test_what_a_visit_wants_fetched_can_be_written_down(site):
    visit = site.visit()
    crawl(visit, site)
    assert json.dumps([[candidate.address for candidate in wanted.candidates] for wanted in visit.fetched])
    assert all(wanted.candidates for wanted in visit.fetched)
