"""Whose listing a profile shows, where it ends, and what is not told of it."""

from dataclasses import replace

import pytest
from instagram_answers import QUERY, SITE, answer, document
from instagram_visits import FakeHoldings

from archiver.derive.presence import now_named
from archiver.derive.snapshot import sight
from archiver.model.capture import Limit, Outcome
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage
from archiver.platforms.instagram import PLATFORM
from archiver.ports import Limits
from archiver.simulator import happenings
from archiver.simulator.company import Company, Person
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram import listings, markup, pages
from archiver.simulator.instagram.signing import Signer

OTHER = Person(990_000_999_111, 17_841_999_000_999_111, "other.maker", "Other maker")


def crawl(visit, site, holdings=None, limits=None):
    target = TargetRef("instagram", site.company.handle)
    return PLATFORM.crawl(visit, target, holdings or FakeHoldings(), limits or Limits())


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


def test_a_session_s_listing_that_goes_on_and_brings_no_more_is_not_complete(member_site):
    member_site.more = []
    visit = member_site.visit()
    crawled = crawl(visit, member_site)
    assert (crawled.outcome, crawled.reason) == (Outcome.PARTIAL, "listing_unfinished")
    assert (crawled.reach.listed, crawled.reach.limit) == (12, None)


def scrolled(site, surface, *, more):
    """Give the answer that a further page of the account's own listing comes in, without posts."""
    connection = {"edges": [], "page_info": {"end_cursor": None, "has_next_page": more}}
    return answer({"data": {"user": {"pk": str(site.company.account.pk), surface: connection}}}, QUERY)


@pytest.mark.parametrize(("more", "limit"), [(True, Limit.LOGGED_OUT), (False, Limit.END)])
def test_of_several_pages_of_the_listing_the_last_tells_whether_there_is_more(long_site, more, limit):
    long_site.answers[long_site.home].append(
        scrolled(long_site, "polaris_ordered_timeline_connection", more=more)
    )
    assert crawl(long_site.visit(), long_site).reach.limit is limit


def test_the_end_of_the_reels_is_not_the_end_of_the_grid(long_site):
    reels = scrolled(long_site, "xdt_api__v1__clips__user__connection_v2", more=False)
    long_site.answers[long_site.home].append(reels)
    assert crawl(long_site.visit(), long_site).reach.limit is Limit.LOGGED_OUT


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


def test_a_joint_post_that_is_known_and_listed_in_short_form_breaks_no_listing(site):
    account, timeline = shown(site.company)
    edges = timeline["xig_user_by_username"]["polaris_ordered_timeline_connection"]["edges"]
    edges[0]["node"]["user"] = {"pk": str(OTHER.pk), "username": OTHER.username, "id": str(OTHER.graph_id)}
    site.put(site.home, profile_of(account, timeline))
    visit = site.visit()
    crawl(visit, site, FakeHoldings(tuple(site.codes)))
    (covered,) = sight(TargetRef("instagram", site.company.handle), Vantage(), visit.reading).coverages
    assert ([entry.ref.key for entry in covered.entries], covered.broken) == (site.codes, None)


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


def test_where_a_known_account_is_not_found_a_post_of_it_says_by_which_name_it_goes(site):
    post = site.company.posts[0]
    renamed = happenings.rename(site.company, "hartmann.neu")
    told = next(each for each in renamed.posts if each.code == post.code)
    site.not_found(site.home)
    site.put(f"/p/{post.code}/", pages.post_page(renamed, told, Signer("r", 1_795_000_000)))
    known = FakeHoldings(account_id=str(site.company.account.pk), known=PostRef("instagram", post.code))
    visit = site.visit()
    crawled = crawl(visit, site, known)
    assert (crawled.outcome, crawled.reason) == (Outcome.BLOCKED, "renamed")
    assert visit.asked == [site.home, f"/p/{post.code}/"]
    assert (
        now_named(TargetRef("instagram", site.company.handle), known.account_id, visit.reading)
        == "hartmann.neu"
    )


WHY_NOT = {
    "no post is known": lambda site, post: {},
    "the account was not known": lambda site, post: {"known": post},
    "the post is not found either": lambda site, post: (
        site.not_found(f"/p/{post.key}/") or {"known": post, "account_id": str(site.company.account.pk)}
    ),
    "the post is another account's": lambda site, post: {"known": post, "account_id": "990000000007"},
}


@pytest.mark.parametrize("held", WHY_NOT.values(), ids=WHY_NOT)
def test_nothing_but_a_post_of_its_own_says_that_an_account_has_another_name(site, held):
    site.not_found(site.home)
    photo = next(post for post in site.company.posts if post.kind == "image")
    crawled = crawl(site.visit(), site, FakeHoldings(**held(site, PostRef("instagram", photo.code))))
    assert crawled.reason == "not_found"
