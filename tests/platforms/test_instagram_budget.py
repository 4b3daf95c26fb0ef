"""What an operator's own limit on posts does to a visit."""

import pytest
from instagram_visits import FakeHoldings

from archiver.model.capture import Limit, Outcome
from archiver.model.refs import TargetRef
from archiver.platforms.instagram import PLATFORM
from archiver.ports import Limits


def crawled(site, visit, most, whole=()):
    target = TargetRef("instagram", site.company.handle)
    return PLATFORM.crawl(visit, target, FakeHoldings(tuple(whole)), Limits(posts=most))


@pytest.mark.parametrize("most", [1, 2, 5])
def test_the_limit_is_named_and_nothing_behind_it_is_asked_or_fetched(site, most):
    visit = site.visit()
    said = crawled(site, visit, most)
    assert said.outcome is Outcome.COMPLETE
    assert (said.reach.listed, said.reach.claimed, said.reach.limit) == (most, 6, Limit.BUDGET)
    assert visit.asked == [site.home, *(site.address(post) for post in site.grid[:most])]
    assert visit.fetched_for == [f"instagram:{code}" for code in site.codes[:most]]


@pytest.mark.parametrize("most", [6, 7, 1000])
def test_a_limit_that_is_not_used_up_is_not_named(site, most):
    reach = crawled(site, site.visit(), most).reach
    assert (reach.listed, reach.limit) == (6, Limit.END)


def test_posts_known_whole_count_against_the_limit(site):
    visit = site.visit()
    said = crawled(site, visit, 2, whole=site.codes[:2])
    assert (visit.asked[0], len(visit.asked), len(visit.fetched)) == (site.home, 2, 1)  # one is the sample
    assert (said.reach.listed, said.reach.limit) == (2, Limit.BUDGET)


def test_a_limit_of_no_posts_lists_none(site):
    visit = site.visit()
    said = crawled(site, visit, 0)
    assert visit.asked == [site.home]
    assert (said.reach.listed, said.reach.limit) == (0, Limit.BUDGET)
