"""The pages a logged-out visitor is sent, each whole: what the platform's own script reads, and what is seen.

No page runs a script. The visible part is far plainer than the platform's, with the same words and pictures.
Every page comes with HTTP status 200, the missing ones and the walls too; its route tells them apart.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from archiver.simulator import listings, markup, permalinks
from archiver.simulator.company import Company, Post
from archiver.simulator.markup import attribute, tag, text
from archiver.simulator.signing import LARGEST, Signer

PROFILE_ROUTE = "PolarisLoggedOutDesktopWWWProfileRoute"
POST_ROUTE = "PolarisLoggedOutDesktopWWWPostRoute"
ERROR_ROUTE = "PolarisErrorRoute"
LOGIN_ROUTE = "PolarisCAAIGLoginHomepageRoute"

_SITE = "https://www.instagram.com"
_ROOT_QUERY = "PolarisLoggedOutDesktopWWWProfileRootContentQuery"
_POSTS_QUERY = "PolarisLoggedOutDesktopWWWProfilePostsTabContentQuery"
_POST_QUERY = "PolarisLoggedOutDesktopWWWPostRootContentQuery"


def profile_page(company: Company, signer: Signer) -> bytes:
    """Write the account's profile with the first page of its posts."""
    account, timeline = listings.account(company, signer), listings.timeline(company, signer)
    blocks = (
        _profile_route(company, signer),
        markup.answered(_ROOT_QUERY, {"xig_user_by_username": account}, signer),
        markup.answered(_POSTS_QUERY, {"xig_user_by_username": timeline}, signer),
    )
    main = _header(company, account) + _grid(company, timeline)
    return markup.document(_profile_title(company), profile_tags(company, signer), blocks, main, signer)


def private_profile_page(company: Company, signer: Signer) -> bytes:
    """Write the profile of an account that shows its posts to followers only: no error, and no posts."""
    return profile_page(replace(company, private=True), signer)


def post_page(company: Company, post: Post, signer: Signer) -> bytes:
    """Write a post's permalink."""
    subject = permalinks.permalink(company, post, signer)
    main = _article(company, post, subject["if_not_gated_logged_out"])
    blocks = (
        _post_route(company, post, signer),
        markup.answered(_POST_QUERY, {"xig_polaris_media": subject}, signer),
    )
    return markup.document("Instagram", post_tags(company, post, signer), blocks, main, signer)


def gated_page(company: Company, post: Post, signer: Signer) -> bytes:
    """Write a permalink that names the post and keeps its content back."""
    subject = permalinks.permalink(company, post, signer, gated=True)
    main = _note("Restricted content", "Log in to see this content.")
    blocks = (
        _post_route(company, post, signer),
        markup.answered(_POST_QUERY, {"xig_polaris_media": subject}, signer),
    )
    return markup.document("Instagram", "", blocks, main, signer)


def not_found_page(signer: Signer) -> bytes:
    """Write what stands where there is nothing, or nothing any more."""
    main = _note(
        "Sorry, this page isn't available.",
        "The link you followed may be broken, or the page may have been removed.",
    )
    return markup.document("Instagram", "", (markup.routed(ERROR_ROUTE, {}, {}, signer),), main, signer)


def login_wall_page(signer: Signer) -> bytes:
    """Write the demand to log in that stands in any page's place."""
    main = (
        '<div class="note"><h2>Log in to continue</h2><form><input name="username" placeholder="Username" />'
        '<input name="password" type="password" autocomplete="current-password" /></form></div>'
    )
    return markup.document("Instagram", "", (markup.routed(LOGIN_ROUTE, {}, {}, signer),), main, signer)


def throttled_page(route: str, signer: Signer, tags: str = "") -> bytes:
    """Write the shell a visitor is sent who asked too often: the right route, perhaps tags, and no data."""
    return markup.document("Instagram", tags, (markup.routed(route, {}, {}, signer),), "", signer)


def profile_tags(company: Company, signer: Signer) -> str:
    """Write the tags that link previews read from a profile."""
    account = company.account
    description = (
        f"{rounded(company.followers)} Followers, {rounded(company.following)} Following, "
        f"{rounded(len(company.posts))} Posts - See Instagram photos and videos from {account.name} "
        f"(@{account.username})"
    )
    address = f"{_SITE}/{account.username}/"
    shown = (
        ("og:type", "profile"),
        ("og:image", signer.avatar(account)),
        ("og:title", _profile_title(company)),
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
    account = company.account
    said = f': "{post.caption}"' if post.caption else ""
    description = (
        f"{rounded(post.likes)} likes, {rounded(post.comments)} comments - {account.username} on "
        f"{_day(post.taken_at)}{said}. "
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


def rounded(count: int) -> str:
    """Write a number as the platform does in its tags: exact below ten thousand, cut down to K or M above."""
    if count < 10_000:  # noqa: PLR2004 - said above
        return f"{count:,}"
    return f"{count // 1_000}K" if count < 1_000_000 else f"{count // 1_000_000}M"  # noqa: PLR2004


def _profile_title(company: Company) -> str:
    return f"{company.account.name} (@{company.handle}) • Instagram photos and videos"


def _profile_route(company: Company, signer: Signer) -> dict[str, Any]:
    pk = str(company.account.pk)
    logged = {"name": "profilePage", "params": {"page_id": f"profilePage_{pk}", "profile_id": pk}}
    return markup.routed(
        PROFILE_ROUTE, {"username": company.handle}, {"id": pk, "page_logging": logged}, signer
    )


def _post_route(company: Company, post: Post, signer: Signer) -> dict[str, Any]:
    props = {"media_id": str(post.pk), "media_owner_id": str(company.account.pk)}
    return markup.routed(POST_ROUTE, {"permalink_key": "p", "shortcode": post.code}, props, signer)


def _note(headline: str, words: str) -> str:
    return f'<div class="note"><h2>{text(headline)}</h2><p>{text(words)}</p></div>'


def _header(company: Company, account: dict[str, Any]) -> str:
    counts = (
        (len(company.posts), "posts"),
        (company.followers, "followers"),
        (company.following, "following"),
    )
    listed = "".join(f"<li><b>{rounded(count)}</b> {word}</li>" for count, word in counts)
    links = "".join(
        f'<p><a href="{attribute(url)}" rel="me nofollow noopener">{text(title or url)}</a></p>'
        for title, url in company.links
    )
    return (
        f"<header>{_image(account['profile_pic_url'], 'profile picture')}<section>"
        f"<h2>{text(company.handle)}</h2><ul>{listed}</ul><p><b>{text(company.account.name)}</b></p>"
        f"<p>{text(company.biography)}</p>{links}</section></header>"
    )


def _grid(company: Company, timeline: dict[str, Any]) -> str:
    edges = timeline["polaris_ordered_timeline_connection"]["edges"]
    if not edges:
        return _note("This account is private" if company.private else "No posts yet", "")
    cells = (
        f'<a href="/{company.handle}/{"reel" if node["media_type"] == 2 else "p"}/{node["code"]}/">'  # noqa: PLR2004
        f"{_image(node['display_uri'], node['accessibility_caption'])}</a>"
        for node in (edge["node"] for edge in edges)
    )
    return f'<div class="grid">{"".join(cells)}</div>'


def _image(address: str, alt: str) -> str:
    return f'<img src="{attribute(address)}" alt="{attribute(alt)}" />'


def _day(moment: datetime) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"


def _article(company: Company, post: Post, media: dict[str, Any]) -> str:
    # A video is seen by its cover: the stand-in's clips do not play.
    shown = zip(media.get("carousel_media") or [media], post.media, strict=True)
    images = "".join(
        _image(node["image_versions2"]["candidates"][0]["url"], medium.alt) for node, medium in shown
    )
    said = (
        f"<p><b>{text(post.comment.author.username)}</b> {text(post.comment.text)}</p>"
        if post.comment
        else ""
    )
    place = f"<p>{text(post.location.name)}</p>" if post.location else ""
    return (
        f'<article><figure class="{"many" if len(post.media) > 1 else "one"}">{images}</figure>'
        f'<section><h2><a href="/{company.handle}/">{text(company.handle)}</a></h2>{place}'
        f"<p>{text(post.caption or '')}</p>{said}<p><b>{post.likes:,} likes</b></p>"
        f'<time datetime="{post.taken_at:%Y-%m-%dT%H:%M:%S}.000Z">{_day(post.taken_at)}</time>'
        "</section></article>"
    )
