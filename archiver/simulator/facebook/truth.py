"""The truth about a page's posts in Facebook's own numbers, for tests to measure a capture against."""

from archiver.simulator.company import Company
from archiver.simulator.conditions import CALM, Conditions
from archiver.simulator.facebook import listings
from archiver.simulator.facebook.ids import medium_id, post_id
from archiver.simulator.facebook.listings import Surface
from archiver.simulator.truth import Truth, truth
from archiver.simulator.views import shown_to
from archiver.simulator.visitors import STRANGER, Visitor


def truths(company: Company, conditions: Conditions = CALM) -> dict[str, Truth]:
    """Give the truth about every post that ever was, by its number."""
    return {post_id(post): truth(company, post, conditions) for post in company.posts}


def places(
    company: Company, surface: Surface, visitor: Visitor = STRANGER, conditions: Conditions = CALM
) -> tuple[str, ...]:
    """Give the numbers of the posts that a listing would hold if it were told to its end, in order.

    Tabs of photos and videos name media, not posts: here stand the posts those belong to.
    """
    return tuple(map(post_id, listings.posts(_shown(company, visitor, conditions), surface)))


def media_places(
    company: Company, surface: Surface, visitor: Visitor = STRANGER, conditions: Conditions = CALM
) -> tuple[str, ...]:
    """Give the numbers of the photos or videos that a tab would hold if it were told to its end, in order."""
    shown = listings.media(_shown(company, visitor, conditions), surface)
    return tuple(medium_id(medium) for _, medium in shown)


def _shown(company: Company, visitor: Visitor, conditions: Conditions) -> Company:
    return listings.for_visitor(shown_to(company, conditions, visitor), visitor)
