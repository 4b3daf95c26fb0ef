"""The numbers that Facebook calls things by, each a pure function of the company's own.

A post's number is another one than those of its media, and none of them tells a time.
"""

import base64
from collections.abc import Iterable
from typing import Literal

from archiver.simulator.company import Company, Medium, Person, Post, invented

Form = Literal["text", "coloured", "link", "share", "photo", "album", "video", "reel"]


def account_id(person: Person) -> str:
    """Give the number of somebody's account."""
    return str(100_099_000_000_000 + person.pk % 10**9)


def delegate_id(person: Person) -> str:
    """Give the number that the account had as a page of the older kind."""
    return str(199_099_000_000_000 + person.pk % 10**9)


def post_id(post: Post) -> str:
    """Give a post's permanent number: fifteen digits or sixteen."""
    drawn = invented(f"{post.pk}/story", 10**12)
    return str((122_000_000_000_000 if drawn % 3 else 1_320_000_000_000_000) + drawn)


def shared_id(number: int) -> str:
    """Give the number of a post of somebody else's that was passed on."""
    return str(1_330_000_000_000_000 + invented(f"{number}/shared", 10**12))


def medium_id(medium: Medium) -> str:
    """Give the number of a photo or video."""
    return str(1_220_000_000_000_000 + invented(f"{medium.pk}/medium", 10**12))


def post_ids(company: Company) -> dict[str, str]:
    """Give the number of every post that ever was, by its code."""
    return {post.code: post_id(post) for post in company.posts}


def story_key(owner: Person, number: str) -> str:
    """Give the key of a post as a node of the graph."""
    return encoded(f"S:_I{account_id(owner)}:{number}:{number}")


def feedback_key(number: str) -> str:
    """Give the key under which reactions and comments are kept."""
    return encoded(f"feedback:{number}")


def encoded(words: str) -> str:
    """Give a key in base64."""
    return base64.b64encode(words.encode()).decode()


def album_set(post: Post) -> str:
    """Give the set of the photos of one post."""
    return f"pcb.{post_id(post)}"


def timeline_set(person: Person) -> str:
    """Give the set of all photos that an account published."""
    return f"a.{1_210_000_000_000_000 + invented(f'{person.pk}/photos', 10**12)}"


def form_of(post: Post) -> Form:
    """Give what kind of post it is."""
    if post.kind == "carousel":
        return "album"
    if post.kind == "video":
        return "reel" if post.reel else "video"
    if post.kind == "image":
        return "photo"
    if post.shared:
        return "share"
    if post.link:
        return "link"
    return "coloured" if post.ground else "text"


def by_number(companies: Iterable[Company], number: str) -> tuple[Company, Post] | None:
    """Find a post by its own number."""
    posts = ((one, post) for one in companies for post in one.posts)
    return next((pair for pair in posts if post_id(pair[1]) == number), None)


def by_medium(companies: Iterable[Company], number: str) -> tuple[Company, Post, Medium] | None:
    """Find a photo or video by its number, with the post that holds it."""
    media = ((one, post, medium) for one in companies for post in one.posts for medium in post.media)
    return next((found for found in media if medium_id(found[2]) == number), None)
