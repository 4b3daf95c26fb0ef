"""What is attached to a Story: a photo, an album, a video, a reel, a link; or words where a post is gone.

The same attachment stands twice in a Story, in short above and in full within its content.
"""

from copy import deepcopy
from urllib.parse import quote, urlsplit

from archiver.simulator.company import Company, Medium, Person, Post
from archiver.simulator.facebook import videos
from archiver.simulator.facebook.ids import (
    account_id,
    album_set,
    encoded,
    feedback_key,
    form_of,
    medium_id,
    post_id,
    story_key,
    timeline_set,
)
from archiver.simulator.facebook.pieces import Json, actor, epoch
from archiver.simulator.facebook.signing import FEED, SITE, Signer, photo

GONE = "This content isn't available right now"
GONE_SINCE = (
    "When this happens, it's usually because the owner only shared it with a small group of people, "
    "changed who can see it or it's been deleted."
)
ALBUM_SHOWS = 5
"""How many photos of an album stand in a Story, however many there are."""


def attachments(company: Company, post: Post, signer: Signer) -> list[Json]:
    """Give what is attached to a post, in full: one attachment or none."""
    owner, style = company.owner_of(post), "styles"
    match form_of(post):
        case "photo":
            told = _rendered("Photo", {"media": still(post.media[0], owner, post, signer)})
        case "album":
            told = _rendered("Album", _album(post, owner, signer))
        case "video":
            film = videos.node(post.media[0], owner, signer) | {"video_view_count": videos.plays(post)}
            told = _rendered("UnifiedLightweightVideo", {"media": film})
        case "reel":
            told = _rendered("FBReels", _reel(post, owner, signer))
        case "link":
            told = _rendered("Share", _link(post, signer))
        case "share" if post.shared and post.shared.gone:
            told = _rendered("Unavailable", _gone())
        case _:
            return []
    if company.older_layout:
        style = "style_type_renderer"
    media = _named(post.media[0]) if post.kind in ("image", "video") else None
    return [
        {
            "deduplication_key": signer.hexadecimal(16),
            "target": {"__typename": media["__typename"], "id": media["id"]} if media else None,
            "__typename": "StoryAttachment",
            "style_list": [form_of(post), "fallback"],
            style: told,
            "throwbackStyles": None,
            "comet_footer_renderer": None,
            "comet_footer_disclaimer_renderer": None,
            "media": media,
            "all_subattachments": {"nodes": []},
        }
    ]


def in_short(attachment: Json) -> Json:
    """Give an attachment as it stands above a Story's sections: whole there, whatever comes later below."""
    names = ("media", "styles", "style_type_renderer")
    return {name: deepcopy(attachment[name]) for name in names if name in attachment}


def still(medium: Medium, owner: Person, post: Post, signer: Signer, collection: str = "") -> Json:
    """Give a photo as it stands in a Story."""
    number = medium_id(medium)
    return {
        "__typename": "Photo",
        "__isMedia": "Photo",
        "accent_color": "FF4A4A4A",
        "viewer_image": {"height": medium.height, "width": medium.width},
        "photo_product_tags": [],
        "focus": {"x": 0.5, "y": 0.33},
        "photo_image": {"uri": signer.picture(medium), "height": medium.height, "width": medium.width},
        "accessibility_caption": medium.alt,
        "url": photo(medium, collection or timeline_set(owner)),
        "id": number,
        "feedback": {"can_viewer_comment": True, "id": feedback_key(number)},
        "__isNode": "Photo",
        "comet_product_tag_feed_overlay_renderer": None,
        "creation_story": {"target_group": None, "id": story_key(owner, post_id(post))},
    }


def _rendered(kind: str, attachment: Json) -> Json:
    name = f"StoryAttachment{kind}StyleRenderer"
    return {
        "__typename": name,
        "__isStoryAttachmentStyleRendererUnion": name,
        "is_prod_eligible": True,
        "attachment": attachment,
    }


def _named(medium: Medium) -> Json:
    kind = "Video" if medium.is_video else "Photo"
    return {"__typename": kind, "__isNode": kind, "id": medium_id(medium)}


def _album(post: Post, owner: Person, signer: Signer) -> Json:
    """Give an album: how many photos there are in all, and the first of them."""
    collection = album_set(post)
    nodes = [_subattachment(medium, owner, collection, signer) for medium in post.media[:ALBUM_SHOWS]]
    return {
        "mediaset_token": collection,
        "url": f"{SITE}/media/set/?set={collection}&type=1",
        "all_subattachments": {"count": len(post.media), "nodes": nodes},
        "comet_product_tag_feed_overlay_renderer": None,
    }


def _subattachment(medium: Medium, owner: Person, collection: str, signer: Signer) -> Json:
    kind = "Video" if medium.is_video else "Photo"
    url = videos.address(medium, owner, reel=False) if medium.is_video else photo(medium, collection)
    size = {"width": medium.width, "height": medium.height}
    media: Json = {
        "__typename": kind,
        "__isMedia": kind,
        "id": medium_id(medium),
        "image": {"uri": signer.picture(medium, FEED), **size},
        "viewer_image": {"uri": signer.picture(medium), **size},
        "accessibility_caption": medium.alt or None,
        "owner": {"__typename": "User", "id": account_id(owner)},
        "__isNode": kind,
    }
    if medium.is_video:
        media |= videos.node(medium, owner, signer)
    return {"deduplication_key": signer.hexadecimal(16), "url": url, "media": media}


def _reel(post: Post, owner: Person, signer: Signer) -> Json:
    (medium,) = post.media
    film = videos.node(medium, owner, signer, reel=True)
    short = {
        "id": story_key(owner, post_id(post)),
        "post_id": post_id(post),
        "creation_time": epoch(post.taken_at),
        "short_form_video_context": {
            "video": {"id": medium_id(medium)},
            "playback_video": film,
            "video_owner": actor(owner),
            "shareable_url": videos.address(medium, owner, reel=True),
        },
        "attachments": [{"media": film | {"video_view_count": videos.plays(post)}}],
    }
    return {"style_infos": [{"__typename": "FBShortsShareAttachmentStyleInfo", "fb_shorts_story": short}]}


def _link(post: Post, signer: Signer) -> Json:
    link = post.link
    if link is None:
        raise ValueError(f"{post.code} carries no link.")
    led = f"https://l.facebook.com/l.php?u={quote(link.url, safe='')}&h=AT{signer.token(24)}"
    target = {"__typename": "ExternalWebLink", "url": led, "external_url": link.url}
    image = link.picture and {
        "uri": signer.picture(link.picture),
        "width": link.picture.width,
        "height": link.picture.height,
    }
    return {
        "title_with_entities": {"text": link.title},
        "description": {"text": link.description} if link.description else None,
        "source": {"text": link.source or urlsplit(link.url).hostname},
        "story_attachment_link_renderer": {
            "__typename": "StoryAttachmentDefaultLinkRenderer",
            "attachment": {"web_link": target, "url": led},
        },
        "media": {
            "__typename": "GenericAttachmentMedia",
            "large_share_image": image,
            "id": encoded(f"share:{post_id(post)}"),
        },
        "target": {"__typename": "ExternalUrl", "external_url": link.url},
    }


def _gone() -> Json:
    return {"title_with_entities": {"text": GONE}, "description": {"text": GONE_SINCE}, "media": None}
