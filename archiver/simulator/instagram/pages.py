"""The pages a logged-out visitor is sent, each whole: what the platform's own script reads, and what is seen.

No page but the demand to log in runs a script. Every page comes with HTTP status 200, the missing ones and
the walls too; its route tells them apart.
"""

from dataclasses import replace
from typing import Any

from archiver.simulator.company import Company, Post
from archiver.simulator.instagram import listings, markup, older, permalinks, script
from archiver.simulator.instagram.signing import LARGEST, Signer
from archiver.simulator.instagram.visible import article, day, grid, header, note, rounded, title
from archiver.simulator.markup import tag
from archiver.simulator.visitors import Session

PROFILE_ROUTE = "PolarisLoggedOutDesktopWWWProfileRoute"
POST_ROUTE = "PolarisLoggedOutDesktopWWWPostRoute"
ERROR_ROUTE = "PolarisErrorRoute"
LOGIN_ROUTE = "PolarisCAAIGLoginHomepageRoute"
CHALLENGE_ROUTE = "PolarisChallengeRoute"
"""Invented: only where a challenge is sent to is known."""

_SITE = "https://www.instagram.com"
_ROOT_QUERY = "PolarisLoggedOutDesktopWWWProfileRootContentQuery"
_POSTS_QUERY = "PolarisLoggedOutDesktopWWWProfilePostsTabContentQuery"
_POST_QUERY = "PolarisLoggedOutDesktopWWWPostRootContentQuery"


def profile_page(company: Company, signer: Signer) -> bytes:
    """Write the account's profile with the first page of its posts."""
    account, timeline = listings.account(company, signer), listings.timeline(company, signer)
    told: tuple[dict[str, Any], ...] = (
        markup.answered(_ROOT_QUERY, {"xig_user_by_username": account}, signer),
        markup.answered(_POSTS_QUERY, {"xig_user_by_username": timeline}, signer),
    )
    if company.older_layout:
        told = (older.profile(company, signer),)
    blocks = (_profile_route(company, signer), *told)
    main = header(company, account) + grid(company, timeline)
    return markup.document(title(company), profile_tags(company, signer), blocks, main, signer)


def private_profile_page(company: Company, signer: Signer) -> bytes:
    """Write the profile of an account that shows its posts to followers only: no error, and no posts."""
    return profile_page(replace(company, private=True), signer)


def post_page(company: Company, post: Post, signer: Signer) -> bytes:
    """Write a post's permalink."""
    subject = permalinks.permalink(company, post, signer)
    main = article(company, post, subject["if_not_gated_logged_out"])
    told = markup.answered(_POST_QUERY, {"xig_polaris_media": subject}, signer)
    if company.older_layout:
        told = older.permalink(company, post, signer)
    blocks = (_post_route(company, post, signer), told)
    return markup.document("Instagram", post_tags(company, post, signer), blocks, main, signer)


def gated_page(company: Company, post: Post, signer: Signer) -> bytes:
    """Write a permalink that names the post and keeps its content back."""
    subject = permalinks.permalink(company, post, signer, gated=True)
    main = note("Restricted content", "Log in to see this content.")
    blocks = (
        _post_route(company, post, signer),
        markup.answered(_POST_QUERY, {"xig_polaris_media": subject}, signer),
    )
    return markup.document("Instagram", "", blocks, main, signer)


def not_found_page(signer: Signer, session: Session | None = None) -> bytes:
    """Write what stands where there is nothing, or nothing any more."""
    main = note(
        "Sorry, this page isn't available.",
        "The link you followed may be broken, or the page may have been removed.",
    )
    blocks = (markup.routed(ERROR_ROUTE, {}, {}, signer, session),)
    return markup.document("Instagram", "", blocks, main, signer, session)


def login_wall_page(signer: Signer) -> bytes:
    """Write the demand to log in that stands in any page's place."""
    main = (
        '<div class="note"><h2>Log in to continue</h2><form method="post" action="/accounts/login/ajax/">'
        '<input name="username" placeholder="Username" autocomplete="username" required />'
        '<input name="password" type="password" autocomplete="current-password" />'
        '<button type="submit">Log in</button><p></p></form></div>'
    )
    blocks = (markup.routed(LOGIN_ROUTE, {}, {}, signer),)
    return markup.document("Instagram", "", blocks, main, signer, script_name=script.LOGIN)


def challenge_page(signer: Signer) -> bytes:
    """Write the question who one is."""
    main = note("Confirm it's you", "We noticed unusual activity from your account.")
    return markup.document("Instagram", "", (markup.routed(CHALLENGE_ROUTE, {}, {}, signer),), main, signer)


def throttled_page(route: str, signer: Signer, tags: str = "", session: Session | None = None) -> bytes:
    """Write the shell a visitor is sent who asked too often: the right route, perhaps tags, and no data."""
    blocks = (markup.routed(route, {}, {}, signer, session),)
    return markup.document("Instagram", tags, blocks, "", signer, session)


def profile_tags(company: Company, signer: Signer) -> str:
    """Write the tags that link previews read from a profile."""
    account = company.account
    description = (
        f"{rounded(company.followers)} Followers, {rounded(company.following)} Following, "
        f"{rounded(company.claimed)} Posts - See Instagram photos and videos from {account.name} "
        f"(@{account.username})"
    )
    address = f"{_SITE}/{account.username}/"
    shown = (
        ("og:type", "profile"),
        ("og:image", signer.avatar(account)),
        ("og:title", title(company)),
        ("og:description", description),
        ("og:url", address),
        ("og:site_name", "Instagram"),
        ("al:ios:url", f"instagram://user?username={account.username}"),
        ("description", description),
    )
    return f'<link rel="canonical" href="{address}" />' + "".join(
        tag(name, content) for name, content in shown
    )


def post_tags(company: Company, post: Post, signer: Signer) -> str:
    """Write the tags that link previews read from a permalink."""
    account = company.owner_of(post)
    said = f': "{post.caption}"' if post.caption else ""
    description = (
        f"{rounded(post.likes)} likes, {rounded(post.comments)} comments - {account.username} on "
        f"{day(post.taken_at)}{said}. "
    )
    address = f"{_SITE}/{account.username}/{'reel' if post.kind == 'video' else 'p'}/{post.code}/"
    shown = (
        ("og:type", "article"),
        ("og:site_name", "Instagram"),
        ("og:title", f"{account.name} on Instagram{said}"),
        ("og:image", signer.picture(post.media[0], LARGEST, "FEED")),
        ("og:url", address),
        ("og:description", description),
        ("instapp:owner_user_id", str(account.pk)),
        ("al:ios:url", f"instagram://media?id={post.pk}"),
        ("description", description),
        ("twitter:title", f"{account.name} (@{account.username}) • Instagram photo"),
    )
    return f'<link rel="canonical" href="{address}" />' + "".join(
        tag(name, content) for name, content in shown
    )


def _profile_route(company: Company, signer: Signer) -> dict[str, Any]:
    pk = str(company.account.pk)
    logged = {"name": "profilePage", "params": {"page_id": f"profilePage_{pk}", "profile_id": pk}}
    return markup.routed(
        PROFILE_ROUTE, {"username": company.handle}, {"id": pk, "page_logging": logged}, signer
    )


def _post_route(company: Company, post: Post, signer: Signer) -> dict[str, Any]:
    props = {"media_id": str(post.pk), "media_owner_id": str(company.owner_of(post).pk)}
    return markup.routed(POST_ROUTE, {"permalink_key": "p", "shortcode": post.code}, props, signer)
