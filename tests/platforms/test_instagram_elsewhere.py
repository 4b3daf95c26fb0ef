"""Addresses that lead elsewhere: what then stands there is not what was asked for."""

import json

import pytest
from instagram_answers import SITE, document, medium, read_page
from instagram_visits import FakeHoldings

from archiver.model.capture import Outcome
from archiver.model.gap import GapReason
from archiver.model.reading import Availability
from archiver.model.refs import PostRef, TargetRef
from archiver.platforms.instagram import PLATFORM
from archiver.ports import Limits
from archiver.simulator.instagram import pages
from archiver.simulator.instagram.signing import Signer


def answering(node):
    """Give the call of a page that carries one post."""
    return [
        "RelayPrefetchedStreamCache",
        "next",
        [],
        ["A", {"__bbox": {"result": {"data": {"items": [node]}}}}],
    ]


POPULAR = f"<html><script data-sjs>{json.dumps(answering(medium()))}</script></html>"
"""A page that shows somebody's post."""


def crawl(visit, site):
    target = TargetRef("instagram", site.company.handle)
    return PLATFORM.crawl(visit, target, FakeHoldings(), Limits())


def redirected(site, path, to, content):
    """Let a path lead to another address."""
    site.answers[path] = [document(b"", SITE + path, status=302), document(content, SITE + to)]


@pytest.mark.parametrize("path", ["/accounts/login/?next=%2Fp%2Fx%2F", "/challenge/AbC/"])
def test_a_login_page_that_shows_somebody_s_post_is_a_wall(path):
    (page,) = read_page(POPULAR, SITE + path).pages
    assert page.availability is Availability.WALLED


@pytest.mark.parametrize("path", ["/", "/explore/", "/accounts/suspended/"])
def test_a_page_of_nobody_in_particular_is_not_live(path):
    (page,) = read_page(POPULAR, SITE + path).pages
    assert page.availability is not Availability.LIVE


def test_a_post_that_leads_to_a_login_with_popular_posts_ends_the_visit(site):
    redirected(site, site.address(site.grid[2]), "/accounts/login/?next=%2Fx%2F", POPULAR)
    visit = site.visit()
    crawled = crawl(visit, site)
    assert (crawled.outcome, crawled.reason, len(visit.asked)) == (Outcome.PARTIAL, "walled", 4)


def test_a_post_that_leads_to_another_post_is_a_gap(site):
    asked, other = site.grid[2], site.grid[3]
    content = pages.post_page(site.company, other, Signer("o", 0))
    redirected(site, site.address(asked), site.address(other), content)
    visit = site.visit()
    crawl(visit, site)
    assert [gap.subject for gap in visit.gaps] == [f"instagram:{asked.code}"]


def test_a_post_that_leads_back_to_its_profile_is_a_gap(site):
    asked = site.grid[2]
    redirected(site, site.address(asked), site.home, pages.profile_page(site.company, Signer("h", 0)))
    visit = site.visit()
    crawl(visit, site)
    assert [gap.subject for gap in visit.gaps] == [f"instagram:{asked.code}"]


def test_a_post_that_leads_to_its_own_page_under_the_account_s_name_is_read(site):
    asked = site.grid[2]
    content = pages.post_page(site.company, asked, Signer("own", 0))
    redirected(site, site.address(asked), f"/{site.company.handle}/p/{asked.code}/", content)
    visit = site.visit()
    assert (crawl(visit, site).outcome, visit.gaps) == (Outcome.COMPLETE, [])


def test_a_profile_that_leads_to_a_login_with_popular_posts_is_walled(site):
    redirected(site, site.home, "/accounts/login/?next=%2Fx%2F", POPULAR)
    assert crawl(site.visit(), site).reason == "walled"


@pytest.mark.parametrize("mark", [{"ad_id": "990"}, {"product_type": "ad"}])
def test_a_promoted_post_is_read_at_its_own_address(mark):
    page = f"<html><script data-sjs>{json.dumps(answering(medium(**mark)))}</script></html>"
    reading = read_page(page, f"{SITE}/p/{medium()['code']}/")
    assert [page.availability for page in reading.pages] == [Availability.LIVE]


def test_a_post_alone_that_leads_back_to_its_profile_is_not_complete(site):
    asked = site.grid[2]
    redirected(site, f"/p/{asked.code}/", site.home, pages.profile_page(site.company, Signer("h", 0)))
    post = PostRef("instagram", asked.code)
    crawled = PLATFORM.crawl_post(site.visit(), post, PLATFORM.address(post))
    assert crawled.outcome is not Outcome.COMPLETE


@pytest.mark.parametrize("films", [..., None, []])
def test_a_film_without_an_address_is_a_gap(films):
    page = f"<html><script data-sjs>{json.dumps(answering(medium(media_type=2, video_versions=films)))}</script></html>"
    reading = read_page(page, f"{SITE}/reel/{medium()['code']}/")
    assert [gap.reason for gap in reading.gaps] == [GapReason.NO_ADDRESS]
