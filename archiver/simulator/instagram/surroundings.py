"""What stands around an account on a visitor's pages: their own feed, an advertisement, accounts to follow.

None of it is the account's, and a reader must not take it for such. Everything is invented.
"""

from datetime import UTC, datetime, timedelta

from archiver.simulator.company import Company, Medium, Person, Post, number
from archiver.simulator.hartmann import DEALER, FRIEND, PARTNER
from archiver.simulator.instagram import xdt
from archiver.simulator.instagram.fragments import Json
from archiver.simulator.instagram.signing import Signer

_SPONSOR = Person(990_000_851_774, 17_841_999_000_851_902, "kuehlschmier.zentrale", "Kühlschmier Zentrale")
_SUGGESTED = (PARTNER, DEALER, _SPONSOR)
_AD_NUMBER = "120210009900417"


def _elsewhere(who: Person, *captions: str) -> Company:
    """Give another account, with a post a week."""
    posts = []
    for weeks, words in enumerate(captions):
        taken_at = datetime(2026, 11, 18, 6, 12, 40, tzinfo=UTC) - timedelta(weeks=weeks)
        pk = number(taken_at - timedelta(minutes=4), f"{who.username}/{weeks}")
        posts.append(Post(pk, taken_at, words, (Medium(pk, f"Photo by {who.name}."),), likes=311 - weeks))
    return Company(who, "", (), 1_204, 88, tuple(posts))


FEED = _elsewhere(DEALER, "Продаём токарный станок, самовывоз.", "Новое поступление оснастки #станки")
"""Whom the visitor follows."""
ADVERTISING = _elsewhere(_SPONSOR, "Kühlschmierstoffe ab Lager. Jetzt bestellen!")
"""Who pays to be seen."""
OTHERS = (FEED, ADVERTISING, _elsewhere(PARTNER), _elsewhere(FRIEND))
"""Whose pictures and faces stand around an account."""


def home_feed(signer: Signer) -> Json:
    """Give the first page of what a visitor's own feed shows, an advertisement in its midst."""
    shown = [xdt.media(FEED, post, signer) for post in FEED.posts]
    shown.insert(1, _advertisement(signer))
    nodes = [
        {"media": media, "ad": None, "suggested_users": None, "__typename": "XDTFeedItem"} for media in shown
    ]
    edges = [{"node": node, "cursor": signer.token(24)} for node in nodes]
    more = {"end_cursor": edges[-1]["cursor"], "has_next_page": True, "has_previous_page": False}
    return {"edges": edges, "page_info": more | {"start_cursor": None}}


def suggestions(signer: Signer) -> Json:
    """Give the accounts that a profile suggests beside itself."""
    users = [
        xdt.person(who, signer)
        | {"id": str(who.graph_id), "biography": f"{who.name}, seit 1921", "follower_count": 812}
        for who in _SUGGESTED
    ]
    return {"users": users, "is_recommend_account": False}


def _advertisement(signer: Signer) -> Json:
    media = xdt.media(ADVERTISING, ADVERTISING.posts[0], signer)
    return media | {
        "product_type": "ad",
        "ad_id": _AD_NUMBER,
        "link": f"https://www.facebook.com/ads/about/?id={_AD_NUMBER}",
        "is_paid_partnership": True,
    }
