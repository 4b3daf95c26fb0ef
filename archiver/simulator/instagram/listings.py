"""What a profile tells a logged-out visitor: the account, and its posts in short form.

The short form has no time, no counts and one small picture. What it lacks is left out, as in life, not null.
"""

from archiver.simulator import cursors
from archiver.simulator.company import Company, Person, Post, invented
from archiver.simulator.instagram.fragments import Json
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.stories import current

GRID_LIMIT = 12
"""Posts that one answer of a listing holds."""
ABRIDGED = "abridged"
"""Kind of listing that such a page's cursors lead on in."""

CLASSES = {
    "image": "XIGPolarisImageMedia",
    "video": "XIGPolarisVideoMedia",
    "carousel": "XIGPolarisCarouselMedia",
}
MEDIA_TYPES = {"image": 1, "video": 2, "carousel": 8}
PRODUCTS = {"image": "feed", "video": "clips", "carousel": "carousel_container"}
TAGS = {"image": "FEED", "video": "CLIPS", "carousel": "CAROUSEL_ITEM"}


def account(company: Company, signer: Signer) -> Json:
    """Give the account as its profile shows it, without its posts."""
    person = company.account
    return {
        "pk": str(person.pk),
        "username": person.username,
        "is_private": company.private,
        "is_unpublished": False,
        "latest_reel_media": _story_time(company, signer.now),
        "biography": company.biography,
        "full_name": person.name,
        "is_verified": person.is_verified,
        "account_badges": [],
        "bio_links": [_link(place, title, url) for place, (title, url) in enumerate(company.links)],
        "linked_fb_info": None,
        "is_memorialized": False,
        "pronouns": [],
        "follower_count": company.followers,
        "following_count": company.following,
        "all_media_count": None,
        "profile_pic_url": signer.avatar(person),
        "id": str(person.graph_id),
        "lox_highlights_connection": {"edges": [], "page_info": {"end_cursor": None, "has_next_page": False}},
        "is_coppa_enforced": False,
        "has_any_clips": any(post.kind == "video" for post in company.posts),
    }


def timeline(company: Company, signer: Signer) -> Json:
    """Give the first page of the account's posts, as the profile orders them."""
    all_posts = () if company.withheld else company.grid
    listed_posts = company.spoiling.kept(all_posts)
    shown, name = listed_posts[:GRID_LIMIT], f"{ABRIDGED}/{company.account.pk}"
    edges = [
        {
            "node": listed(post, company.owner_of(post), signer),
            "cursor": cursors.cursor(post, name, signer),
        }
        for post in shown
    ]
    more = len(shown) < len(listed_posts) or company.spoiling.pretends(all_posts)
    connection = {
        "edges": company.spoiling.edges(edges),
        "page_info": {"end_cursor": edges[-1]["cursor"] if edges else None, "has_next_page": more},
    }
    identity = company.account
    return {
        "pk": str(identity.pk),
        "polaris_ordered_timeline_connection": connection,
        "id": str(identity.graph_id),
    }


def listed(post: Post, owner: Person, signer: Signer) -> Json:
    """Give a post as listings show it."""
    first = post.media[0]
    node = {
        "__typename": CLASSES[post.kind],
        "__isXIGPolarisMedia": CLASSES[post.kind],
        "pk": str(post.pk),
        "code": post.code,
        "accessibility_caption": first.alt,
        "caption": None if post.caption is None else {"text": post.caption},
        "seo_canonical_url": None,
        "display_uri": signer.display(first, TAGS[post.kind]),
        "media_type": MEDIA_TYPES[post.kind],
        "product_type": PRODUCTS[post.kind],
        "user": {"pk": str(owner.pk), "username": owner.username, "id": str(owner.graph_id)},
    }
    if post.kind == "carousel":
        node["carousel_media_count"] = len(post.media)
    return {**node, "id": f"POLARIS_{post.pk}"}


def _story_time(company: Company, now: int) -> int:
    if company.stories:
        return max((int(story.taken_at.timestamp()) for story in current(company, now)), default=0)
    # Of the last story, not of any post; readers are not to take it for one.
    return max((int(post.taken_at.timestamp()) + 5_417 for post in company.posts), default=0)


def _link(place: int, title: str, url: str) -> Json:
    return {
        "image_url": "",
        "is_pinned": False,
        "link_id": str(17_900_000_000_000_000 + invented(url, 10**14)),
        "link_type": "external",
        "title": title,
        "url": url,
        "creation_source": "NONE" if place else "BIO",
    }
