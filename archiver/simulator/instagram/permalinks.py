"""What a permalink tells a logged-out visitor: one post in full, unless it is kept from them.

Only what a video has stands with a video; a picture's forms come without their sizes; the owner's listing
stands within the post, though it is not what was asked for.
"""

from archiver.simulator.company import Comment, Company, Medium, Person, Post
from archiver.simulator.instagram.fragments import VIDEO_TYPES, Json, caption, epoch, manifest, place, sound
from archiver.simulator.instagram.listings import CLASSES, GRID_LIMIT, MEDIA_TYPES, PRODUCTS, TAGS, listed
from archiver.simulator.instagram.signing import LARGEST, Signer

_RULING = {
    "__typename": "XIGGatingRuling",
    "gating_type": "RESTRICTED",
    "title": "Restricted content",
    "description": "Log in to see this content.",
}
"""Invented: that a ruling stands there is known, what is written in it is not."""


def permalink(company: Company, post: Post, signer: Signer, *, gated: bool = False) -> Json:
    """Give what a permalink says of its post; `gated` keeps the content back."""
    return {
        "__typename": CLASSES[post.kind],
        "pk": str(post.pk),
        "code": post.code,
        "if_not_gated_logged_out": None if gated else media(company, post, signer),
        "gating_ruling": _RULING if gated else None,
        "id": f"POLARIS_{post.pk}",
        "comments_connection": {
            "edges": [] if gated or post.comment is None else [{"node": _comment(post.comment, signer)}],
            "page_info": {"end_cursor": None, "has_next_page": post.comments > 1},
        },
    }


def media(company: Company, post: Post, signer: Signer) -> Json:
    """Give a post's content in full."""
    first, owner = post.media[0], company.owner_of(post)
    taken_at = epoch(post.taken_at)
    answer = {
        "__typename": CLASSES[post.kind],
        "user": _owner(company.host_of(post), signer),
        "__isXIGPolarisMedia": CLASSES[post.kind],
        "pk": str(post.pk),
        "code": post.code,
        "ai_label_info": None,
        "location": place(post),
        "seo_canonical_url": None,
        "like_and_view_counts_disabled": False,
        "commenting_disabled_for_viewer": None,
        "caption_is_edited": post.edited,
        "id": f"POLARIS_{post.pk}",
        "taken_at": taken_at,
        "media_type": MEDIA_TYPES[post.kind],
        "product_type": PRODUCTS[post.kind],
        "coauthor_producers": [_person(person) for person in post.coauthors],
        "like_count": post.likes,
        "comment_count": post.comments,
        "caption": caption(post),
        "original_height": first.height,
        "original_width": first.width,
    }
    match post.kind:
        case "carousel":
            answer["carousel_media"] = [_slide(slide, owner, taken_at, signer) for slide in post.media]
        case "video":
            answer |= _moving(first, owner, signer) | _pictures(first, TAGS["video"], signer)
        case _:
            answer["accessibility_caption"] = first.alt
            answer |= _pictures(first, TAGS["image"], signer)
    return {**answer, "related_topic_pills": None, "if_is_crawler": None}


def _owner(company: Company, signer: Signer) -> Json:
    # A permalink invites to stay with the owner's listing: other posts, and this one once more in short form.
    edges = [{"node": listed(post, company.owner_of(post), signer)} for post in company.grid[:GRID_LIMIT]]
    return {
        "pk": str(company.account.pk),
        "username": company.account.username,
        "id": str(company.account.graph_id),
        "seo_canonical_url": None,
        "polaris_ordered_timeline_connection": {"edges": edges},
        "is_unpublished": False,
        "full_name": company.account.name,
        "is_verified": company.account.is_verified,
        "is_private": company.private,
        "profile_pic_url": signer.avatar(company.account),
        "__typename": "User",
    }


def _pictures(medium: Medium, tag: str, signer: Signer) -> Json:
    """Give a medium's pictures, largest first; only a video's say how large they are."""
    smaller = 720 if medium.width > 720 else 480  # noqa: PLR2004 - the sizes that were seen
    top, edge = (medium.height - medium.width) // 2, medium.width
    forms = (
        (LARGEST, medium.width, medium.height),
        (f"dst-jpg_e35_p{smaller}x{smaller}_tt6", smaller, round(medium.height * smaller / medium.width)),
        (f"c0.{top}.{edge}.{edge}a_dst-jpg_e35_s150x150_tt6", 150, 150),
    )
    candidates: list[Json] = []
    for form, width, height in forms:
        size = {"height": height, "width": width} if medium.is_video else {}
        candidates.append({"url": signer.picture(medium, form, tag), **size})
    return {
        "display_uri": signer.display(medium, tag),
        "image_versions2": {"candidates": candidates, "additional_candidates": None},
        "usertags": {"in": [_tag(person, index) for index, person in enumerate(medium.tagged)]},
    }


def _moving(medium: Medium, owner: Person, signer: Signer) -> Json:
    address = signer.video(medium)
    return {
        "clips_metadata": sound(medium, owner),
        "has_audio": not medium.muted,
        "is_dash_eligible": 1,
        "number_of_qualities": 1,
        "video_versions": [{"type": kind, "url": address} for kind in VIDEO_TYPES],
        "video_dash_manifest": manifest(medium, signer),
    }


def _slide(slide: Medium, owner: Person, taken_at: int, signer: Signer) -> Json:
    return {
        "__typename": CLASSES["image"],
        "accessibility_caption": slide.alt,
        "code": slide.code,
        "original_height": slide.height,
        "original_width": slide.width,
        **_pictures(slide, TAGS["carousel"], signer),
        "id": f"POLARIS_{slide.pk}",
        "pk": str(slide.pk),
        "media_type": MEDIA_TYPES["image"],
        "__isXIGPolarisMedia": CLASSES["image"],
        "taken_at": taken_at,
        "like_count": 0,
        "user": {"username": owner.username, "id": str(owner.graph_id)},
    }


def _comment(comment: Comment, signer: Signer) -> Json:
    author = {**_person(comment.author), "profile_pic_url": signer.avatar(comment.author)}
    return {
        "pk": str(comment.pk),
        "text": comment.text,
        "created_at": epoch(comment.at),
        "comment_like_count": comment.likes,
        "user": author,
    }


def _person(person: Person) -> Json:
    return {
        "__typename": "User",
        "id": str(person.graph_id),
        "username": person.username,
        "pk": str(person.pk),
        "is_unpublished": False,
        "full_name": person.name,
        "is_verified": person.is_verified,
    }


def _tag(person: Person, index: int) -> Json:
    return {"user": {"username": person.username}, "position": [0.25 + index / 5, 0.5]}
