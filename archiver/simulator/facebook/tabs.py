"""The tabs of photos, videos and reels, page by page."""

from collections.abc import Sequence

from archiver.simulator import cursors
from archiver.simulator.company import Company, Medium, Post
from archiver.simulator.facebook import listings, videos
from archiver.simulator.facebook.accounts import TABS, Tab
from archiver.simulator.facebook.ids import account_id, encoded, medium_id, post_id, story_key, timeline_set
from archiver.simulator.facebook.pieces import Json, actor, epoch
from archiver.simulator.facebook.signing import THUMBNAIL, Signer, photo
from archiver.simulator.facebook.streams import unheard_of

USUAL = 8


def named(word: str) -> Tab | None:
    """Find a tab by how its address ends."""
    other = {"photos_by": "photos", "reels_tab": "reels"}.get(word, word)
    return next((tab for tab in TABS if tab.word == other), None)


def collected(company: Company, key: str) -> Tab | None:
    """Find the tab whose collection has a key."""
    return next((tab for tab in TABS if tab.collection_id(company) == key), None)


def hydrated(company: Company, tab: Tab, signer: Signer) -> Json:
    """Give what a tab's page carries of what it lists."""
    collection = {"id": tab.collection_id(company), **_page(company, tab, "", USUAL, signer)}
    node = {
        "tab_key": tab.key,
        "id": tab.collection_id(company),
        "style_renderer": {
            "__typename": f"TimelineAppCollection{tab.name}Renderer",
            "collection": collection,
        },
    }
    section = {"__typename": "TimelineAppSection", "name": tab.name, "section_type": tab.section}
    return {
        "node": {**section, "all_collections": {"nodes": [node]}, "id": encoded(f"app_section:{tab.key}")}
    }


def following(company: Company, tab: Tab, after: str, count: int, signer: Signer) -> Json | None:
    """Give the page behind a cursor; None for one that was never given."""
    found = _page(company, tab, after, count, signer)
    if not found:
        return None
    return {"node": {"__typename": "TimelineAppCollection", "id": tab.collection_id(company), **found}}


def _page(company: Company, tab: Tab, after: str, count: int, signer: Signer) -> Json:
    """Give a page under the name that the tab's answers have for it; nothing where there is none."""
    every, name = listings.media(company, tab.surface), f"{tab.surface}/{company.account.pk}"
    spoiling = company.spoiling
    rest = _behind(spoiling.kept(every), after, name)
    more = spoiling.pretends(every)
    if rest is None or (more and not rest):
        return {}
    shown = rest[: max(1, min(count, USUAL))]
    edges = [
        {
            "node": _node(company, tab, post, medium, signer),
            "cursor": cursors.cursor(post, f"{name}/{medium.pk}", signer) + f".{medium.pk}",
        }
        for post, medium in shown
    ]
    onward = {
        "end_cursor": edges[-1]["cursor"] if edges else None,
        "has_next_page": more or len(shown) < len(rest),
    }
    written = spoiling.edges(edges, unheard_of)
    if tab.surface == "reels":
        written = [edge and {"profile_reel_node": {"node": edge["node"]}, **edge} for edge in written]
        for edge in filter(None, written):
            del edge["node"]
        return {"aggregated_fb_shorts": {"edges": written, "page_info": onward}}
    return {"pageItems": {"edges": written, "page_info": onward}}


def _behind(
    shown: Sequence[tuple[Post, Medium]], after: str, name: str
) -> Sequence[tuple[Post, Medium]] | None:
    """Give what follows the medium that a cursor names."""
    if not after:
        return shown
    letters, _, pk = after.rpartition(".")
    if not letters or not pk.isdecimal() or cursors.following((), letters, f"{name}/{pk}") is None:
        return None
    for place, (_, medium) in enumerate(shown):
        if str(medium.pk) == pk:
            return shown[place + 1 :]
    return [pair for pair in shown if pair[1].pk < int(pk)]


def _node(company: Company, tab: Tab, post: Post, medium: Medium, signer: Signer) -> Json:
    owner = company.owner_of(post)
    if tab.surface == "reels":
        return _reel(company, post, medium, signer)
    number, kind = medium_id(medium), "Video" if medium.is_video else "Photo"
    url = videos.address(medium, owner, reel=False) if medium.is_video else photo(medium, timeline_set(owner))
    inner: Json = {
        "__typename": kind,
        "__isNode": kind,
        "id": number,
        "viewer_image": {
            "uri": signer.picture(medium),
            "width": medium.width,
            "height": medium.height,
        },
        "accessibility_caption": medium.alt or None,
    }
    if medium.is_video:
        inner["playable_duration"] = int(medium.seconds)
    return {
        "id": encoded(f"app_item:{account_id(owner)}:{tab.collection}:{number}"),
        "url": url if medium.is_video else f"{url}&type=3",
        "image": {"uri": signer.picture(medium, THUMBNAIL)},
        "title": {"text": post.caption} if medium.is_video and post.caption else None,
        "node": inner,
    }


def _reel(company: Company, post: Post, medium: Medium, signer: Signer) -> Json:
    owner = company.owner_of(post)
    film = videos.node(medium, owner, signer, reel=True)
    told = {"created_time": epoch(post.taken_at), "play_count_reduced": f"{videos.plays(post):,}"}
    return {
        "__typename": "Story",
        "id": story_key(owner, post_id(post)),
        "post_id": post_id(post),
        "creation_time": epoch(post.taken_at),
        "actors": [actor(owner)],
        "message": {"text": post.caption} if post.caption else None,
        "attachments": [{"media": film | told}],
        "short_form_video_context": {"playback_video": film, "video_owner": actor(owner)},
    }
