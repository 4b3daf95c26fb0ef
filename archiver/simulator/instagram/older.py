"""The layout before the present one, which some sessions are still sent: the same posts under other names."""

from typing import Any

from archiver.simulator.company import Company, Post
from archiver.simulator.instagram import api_v1, connections, legacy, markup
from archiver.simulator.instagram.signing import Signer


def profile(company: Company, signer: Signer) -> dict[str, Any]:
    """Give what a profile carries of its account and first posts for a visitor without a session."""
    user = {"user": legacy.profile(company, signer)}
    return markup.answered("PolarisProfilePageContentDirectQuery", user, signer)


def timeline(company: Company, signer: Signer) -> dict[str, Any]:
    """Give the first posts that a profile carries for a visitor with a session, before its script asks."""
    page = connections.grid(company, "", 0)
    posts = page.posts if page else ()
    items = company.spoiling.items([api_v1.media(company, post, signer) for post in posts])
    preload = {"xdt_api__v1__profile_timeline": {"num_results": len(items), "items": items}}
    return markup.answered("PolarisProfilePostsTabContentDirectQuery", preload, signer)


def permalink(company: Company, post: Post, signer: Signer) -> dict[str, Any]:
    """Give what a permalink carries of its post."""
    media = legacy.media(company, post, signer)
    subject = {"xdt_shortcode_media": media | {"__typename": f"XDT{media['__typename']}"}}
    return markup.answered("PolarisPostActionLoadPostQueryQuery", subject, signer)
