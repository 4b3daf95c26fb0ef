"""What is seen of a page: far plainer than the platform's, with the same words and pictures."""

from datetime import datetime
from typing import Any

from archiver.simulator.company import Company, Post
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.markup import attribute, text
from archiver.simulator.visitors import Session


def rounded(count: int) -> str:
    """Write a number as the platform does in its tags: exact below ten thousand, cut down to K or M above."""
    if count < 10_000:  # noqa: PLR2004 - said above
        return f"{count:,}"
    return f"{count // 1_000}K" if count < 1_000_000 else f"{count // 1_000_000}M"  # noqa: PLR2004


def title(company: Company) -> str:
    """Write what stands in the window's title bar above a profile."""
    return f"{company.account.name} (@{company.handle}) • Instagram photos and videos"


def note(headline: str, words: str) -> str:
    """Write the few words that stand where there is nothing to show."""
    return f'<div class="note"><h2>{text(headline)}</h2><p>{text(words)}</p></div>'


def header(company: Company, account: dict[str, Any]) -> str:
    """Write what stands above an account's posts."""
    counts = (
        (company.claimed, "posts"),
        (company.followers, "followers"),
        (company.following, "following"),
    )
    listed = "".join(f"<li><b>{rounded(count)}</b> {word}</li>" for count, word in counts)
    links = "".join(
        f'<p><a href="{attribute(url)}" rel="me nofollow noopener">{text(words or url)}</a></p>'
        for words, url in company.links
    )
    return (
        f"<header>{image(account['profile_pic_url'], 'profile picture')}<section>"
        f"<h2>{text(company.handle)}</h2><ul>{listed}</ul><p><b>{text(company.account.name)}</b></p>"
        f"<p>{text(company.biography)}</p>{links}</section></header>"
    )


def grid(company: Company, timeline: dict[str, Any]) -> str:
    """Write the posts that a listing holds."""
    edges = timeline["polaris_ordered_timeline_connection"]["edges"]
    if not edges:
        return note("This account is private" if company.withheld else "No posts yet", "")
    cells = (
        f'<a href="/{company.handle}/{"reel" if node["media_type"] == 2 else "p"}/{node["code"]}/">'  # noqa: PLR2004
        f"{image(node['display_uri'], node['accessibility_caption'])}</a>"
        for node in (edge["node"] for edge in edges if edge and "code" in edge["node"])
    )
    return f'<div class="grid">{"".join(cells)}</div>'


def image(address: str, alt: str) -> str:
    """Write a picture."""
    return f'<img src="{attribute(address)}" alt="{attribute(alt)}" />'


def composer(session: Session, signer: Signer) -> str:
    """Write the place for a comment of the visitor's own, who is shown beside it."""
    name, face = (
        session.name,
        image(signer.face(session, "dst-jpg_s100x100_tt6"), f"{session.name}'s profile picture"),
    )
    return (
        f'<form class="composer">{face}<span>Comment as <b>{text(name)}</b></span>'
        f'<textarea aria-label="Add a comment as {attribute(name)}" '
        f'placeholder="Add a comment as {attribute(name)}…"></textarea></form>'
    )


def day(moment: datetime) -> str:
    """Write a date as the platform does."""
    return f"{moment:%B} {moment.day}, {moment.year}"


def article(company: Company, post: Post, media: dict[str, Any]) -> str:
    """Write a post."""
    # A video is seen by its cover: nobody plays it.
    shown = zip(media.get("carousel_media") or [media], post.media, strict=True)
    images = "".join(
        image(node["image_versions2"]["candidates"][0]["url"], medium.alt) for node, medium in shown
    )
    said = (
        f"<p><b>{text(post.comment.author.username)}</b> {text(post.comment.text)}</p>"
        if post.comment
        else ""
    )
    place = f"<p>{text(post.location.name)}</p>" if post.location else ""
    handle = company.owner_of(post).username
    return (
        f'<article><figure class="{"many" if len(post.media) > 1 else "one"}">{images}</figure>'
        f'<section><h2><a href="/{handle}/">{text(handle)}</a></h2>{place}'
        f"<p>{text(post.caption or '')}</p>{said}<p><b>{post.likes:,} likes</b></p>"
        f'<time datetime="{post.taken_at:%Y-%m-%dT%H:%M:%S}.000Z">{day(post.taken_at)}</time>'
        "</section></article>"
    )
