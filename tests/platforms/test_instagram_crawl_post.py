"""How one post alone is visited, through a visit that answers what the test laid out."""

import pytest

from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.refs import PostRef
from archiver.platforms.instagram import PLATFORM
from archiver.simulator.instagram import pages
from archiver.simulator.instagram.signing import Signer
from archiver.visiting.crawl import owner


def ref(post):
    return PostRef("instagram", post.code)


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
