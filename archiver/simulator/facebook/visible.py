"""What is seen of a page: far plainer than the platform's, with the same words and pictures."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from archiver.simulator.company import Company, Medium, Post
from archiver.simulator.facebook.accounts import TABS, Tab
from archiver.simulator.facebook.attachments import ALBUM_SHOWS, GONE, GONE_SINCE
from archiver.simulator.facebook.frame import image, note
from archiver.simulator.facebook.ids import account_id
from archiver.simulator.facebook.pieces import Json, displayed
from archiver.simulator.facebook.signing import Signer, profile
from archiver.simulator.markup import attribute, tag, text

if TYPE_CHECKING:
    from archiver.simulator.facebook.pages import Writing


def head(company: Company, signer: Signer) -> str:
    """Write what stands above an account's posts."""
    person = company.account
    links = (("Posts", profile(person)), *((tab.name, tab.address(company)) for tab in TABS))
    written = "".join(f'<a role="tab" href="{attribute(url)}">{name}</a>' for name, url in links)
    return (
        f"<header>{image(signer.avatar(person, 'dst-jpg_s320x320_tt6'), person.name)}<section>"
        f"<h1>{text(person.name)}</h1><p>{company.followers:,} followers</p><p>{text(company.biography)}</p>"
        f"</section></header><nav>{written}</nav>"
    )


def feed(company: Company, posts: Sequence[Post], writing: "Writing", onward: Json) -> str:
    """Write the first posts, where the page's script goes on."""
    if company.withheld:
        return note("This profile is private", "Only its followers see what is posted.")
    if not posts:
        return note("No posts available", "")
    written = "".join(
        article(company, post, writing.signer, place=place) for place, post in enumerate(posts, start=1)
    )
    return f'<div role="feed"{_told("posts", "", company, writing, onward)}>{written}</div>'


def grid(company: Company, tab: Tab, found: Json | None, writing: "Writing") -> str:
    """Write the first of what a tab lists, where the page's script goes on."""
    edges = [edge for edge in (found or {}).get("edges", ()) if edge]
    nodes = [edge.get("node") or edge["profile_reel_node"]["node"] for edge in edges]
    if not nodes or found is None:
        return note(f"No {tab.name.lower()} to show", "")
    cells = "".join(map(_cell, nodes))
    told = _told(tab.surface, tab.collection_id(company), company, writing, found["page_info"])
    return f'<div class="grid"{told}>{cells}</div>'


def article(
    company: Company, post: Post, signer: Signer, medium: Medium | None = None, place: int = 0
) -> str:
    """Write a post."""
    # A video is seen by its frame: nobody plays it.
    owner, media = company.owner_of(post), (medium,) if medium else post.media[:ALBUM_SHOWS]
    images = "".join(image(signer.picture(one), one.alt) for one in media)
    if post.link:
        picture = image(signer.picture(post.link.picture), "") if post.link.picture else ""
        link = post.link
        images = f'<a href="{attribute(link.url)}">{picture}<b>{text(link.title)}</b></a>'
    if post.shared:
        gone = f"<b>{GONE}</b><p>{text(GONE_SINCE)}</p>"
        images = f"<blockquote>{gone if post.shared.gone else text(post.shared.author.name)}</blockquote>"
    numbered = f' aria-posinset="{place}"' if place else ""
    said = f"<p><b>{text(post.comment.author.name)}</b> {text(post.comment.text)}</p>" if post.comment else ""
    return (
        f'<div role="article"{numbered}><h2><a href="{attribute(profile(owner))}">{text(owner.name)}</a></h2>'
        f'<a href="{attribute(signer.post(owner, post))}">{_day(displayed(post))}</a>'
        f"<p{' class=coloured' if post.ground else ''}>{text(post.caption or '')}</p>{images}"
        f"<p><b>{post.likes:,} reactions · {post.comments:,} comments</b></p>{said}</div>"
    )


def tags(company: Company, signer: Signer) -> str:
    """Write the tags that link previews read from an account; there are none where it is not public."""
    if company.private:
        return ""
    person, first = company.account, (company.biography or "").partition("\n")[0]
    told = (
        ("og:title", person.name),
        ("og:description", f"{person.name}. {company.followers:,} likes. {first}"),
        ("og:url", profile(person)),
        ("og:image", signer.avatar(person, "dst-jpg_s320x320_tt6")),
        ("og:type", "video.other"),
        ("og:locale", "en_US"),
        ("al:android:url", f"fb://profile/{account_id(person)}"),
        ("description", f"{person.name}. {company.followers:,} likes. {first}"),
    )
    return "".join(tag(name, content) for name, content in told)


def post_tags(company: Company, post: Post, signer: Signer) -> str:
    """Write the tags that link previews read from a post."""
    owner = company.owner_of(post)
    told = (
        ("og:title", owner.name),
        ("og:description", (post.caption or "")[:200]),
        ("og:url", signer.post(owner, post)),
        ("og:type", "article"),
        *((("og:image", signer.picture(post.media[0])),) if post.media else ()),
    )
    return "".join(tag(name, content) for name, content in told)


def _told(surface: str, collection: str, company: Company, writing: "Writing", onward: Json) -> str:
    """Write what the page's script needs to go on."""
    told = {
        "surface": surface,
        "owner": account_id(company.account),
        "collection": collection,
        "viewer": str(writing.session.pk) if writing.session else "0",
        "cursor": onward.get("end_cursor") or "",
        "more": "true" if onward.get("has_next_page") else "false",
    }
    return "".join(f' data-{name}="{attribute(value)}"' for name, value in told.items())


def _cell(node: Json) -> str:
    if "image" not in node and "attachments" not in node:
        return ""
    film = node["attachments"][0]["media"] if "attachments" in node else {}
    url = node.get("url") or film["url"]
    picture = node["image"]["uri"] if "image" in node else film["preferred_thumbnail"]["image"]["uri"]
    return f'<a href="{attribute(url)}">{image(picture, "")}</a>'


def _day(moment: datetime) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"
