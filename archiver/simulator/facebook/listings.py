"""What the listings of a page hold, in order: its posts, and the photos, videos and reels of its tabs.

A page has one pinned post, which stands apart from the others. Those come by the date they are shown under.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from archiver.simulator.company import Company, Medium, Post
from archiver.simulator.facebook.ids import form_of
from archiver.simulator.facebook.pieces import displayed
from archiver.simulator.visitors import Visitor

Surface = Literal["posts", "photos", "videos", "reels"]
SURFACES: tuple[Surface, ...] = ("posts", "photos", "videos", "reels")


def for_visitor(company: Company, visitor: Visitor) -> Company:
    """Give the account as one visitor is shown it here: what is kept from strangers is as if it were not."""
    if visitor.signed_in:
        return company
    posts = tuple(post for post in company.posts if not post.gated)
    near = tuple(for_visitor(other, visitor) for other in company.neighbours)
    return replace(company, posts=posts, neighbours=near)


def pinned(company: Company) -> Post | None:
    """Give the post that stands above all others."""
    return next((post for post in _held(company) if post.pinned), None)


def timeline(company: Company) -> Sequence[Post]:
    """Give the posts below it."""
    first, places = pinned(company), {pk: place for place, pk in enumerate(company.order, start=1)}
    others = [post for post in _held(company) if post is not first]
    ordered = sorted(others, key=displayed, reverse=True)
    return sorted(ordered, key=lambda post: places.get(post.pk, 0))


def posts(company: Company, surface: Surface) -> Sequence[Post]:
    """Give the posts that a listing shows, or whose media it shows."""
    match surface:
        case "posts":
            first = pinned(company)
            return (*((first,) if first else ()), *timeline(company))
        case "photos":
            return list(dict.fromkeys(post for post, _ in photos(company)))
        case _:
            return [post for post, _ in media(company, surface)]


def media(company: Company, surface: Surface) -> Sequence[tuple[Post, Medium]]:
    """Give the photos or videos that a tab shows, each with its post."""
    if surface == "photos":
        return photos(company)
    wanted = "reel" if surface == "reels" else "video"
    shown = () if company.withheld else company.reels
    return [(post, post.media[0]) for post in shown if form_of(post) == wanted]


def photos(company: Company) -> Sequence[tuple[Post, Medium]]:
    """Give the photos of all posts, newest first, those of an album one after another."""
    held = sorted(_held(company), key=lambda post: post.taken_at, reverse=True)
    return [(post, medium) for post in held for medium in post.media if not medium.is_video]


def _held(company: Company) -> Sequence[Post]:
    return () if company.withheld else company.grid
