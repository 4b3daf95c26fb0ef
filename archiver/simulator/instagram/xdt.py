"""The dialect of visitors with a session: `XDTMediaDict`, where what is absent is null rather than left out.

A slide has no code of its own here and no owner; `id` joins the numbers of the medium and of its owner.
"""

from archiver.simulator.company import Company, Medium, Person, Post
from archiver.simulator.hartmann import FRIEND
from archiver.simulator.instagram.fragments import (
    VIDEO_TYPES,
    Json,
    caption,
    epoch,
    manifest,
    place,
    plays,
    sound,
)
from archiver.simulator.instagram.listings import MEDIA_TYPES, PRODUCTS, TAGS
from archiver.simulator.instagram.signing import LARGEST, Signer

_SIDES = (750, 640, 480, 320, 240)
"""Shorter sides of the smaller renditions."""
_SQUARES = (640, 480, 320, 240, 150)
_NULL = (
    "ad_id boosted_status boost_unavailable_identifier boost_unavailable_reason feed_demotion_control "
    "feed_recs_demotion_control inventory_source sponsor_tags affiliate_info link story_cta group "
    "follow_hashtag_info title comments_disabled commenting_disabled_for_viewer preview view_count can_reshare "
    "photo_of_you media_overlay_info carousel_parent_id carousel_media_count carousel_media has_audio "
    "clips_metadata clips_attribution_info audience display_uri media_cropping_info thumbnails upcoming_event "
    "explore main_feed_carousel_starting_media_id is_seen previous_submitter all_previous_submitters headline "
    "comments fb_like_count saved_collection_ids has_viewer_saved media_level_comment_controls video_versions "
    "is_dash_eligible number_of_qualities video_dash_manifest logging_info_token"
).split()
_SLIDE_NULL = (
    "inventory_source user usertags organic_tracking_token saved_collection_ids has_viewer_saved "
    "media_overlay_info display_uri previous_submitter link story_cta has_liked like_count logging_info_token "
    "owner is_dash_eligible number_of_qualities video_dash_manifest video_versions"
).split()
_NO_FRICTION = {"bloks_app_url": None, "should_have_sharing_friction": False}


def media(company: Company, post: Post, signer: Signer) -> Json:
    """Give a post in full."""
    owner, first, carousel = company.owner_of(post), post.media[0], post.kind == "carousel"
    answer: Json = dict.fromkeys(_NULL) | {
        "code": post.code,
        "pk": str(post.pk),
        "id": identity(post.pk, owner),
        "caption": caption(post),
        "caption_is_edited": post.edited,
        "taken_at": epoch(post.taken_at),
        "image_versions2": {"candidates": candidates(first, TAGS[post.kind], signer)},
        "sharing_friction_info": _NO_FRICTION,
        "is_paid_partnership": False,
        "original_height": first.height,
        "original_width": first.width,
        "organic_tracking_token": signer.tracked(post.pk),
        "user": person(owner, signer) | {"latest_reel_media": None, "latest_besties_reel_media": None},
        "owner": person(owner, signer) | {"show_account_transparency_details": True},
        "coauthor_producers": [person(coauthor, signer) for coauthor in post.coauthors],
        "invited_coauthor_producers": [],
        "comment_count": post.comments,
        "like_and_view_counts_disabled": False,
        "has_liked": False,
        "top_likers": [],
        "facepile_top_likers": signer.known(FRIEND),
        "like_count": post.likes,
        "can_see_insights_as_brand": False,
        "social_context": [],
        "can_viewer_reshare": True,
        "ig_media_sharing_disabled": False,
        "product_type": PRODUCTS[post.kind],
        "media_type": MEDIA_TYPES[post.kind],
        "usertags": None if carousel else tags(first, signer),
        "location": _location(post),
        "accessibility_caption": None if carousel or first.is_video else first.alt,
        "profile_grid_thumbnail_fitting_style": "UNSET",
        "timeline_pinned_user_ids": [str(company.account.pk)] if post.pinned else [],
        "clips_tab_pinned_user_ids": [str(company.account.pk)] if post.pinned_in_reels else [],
        "open_carousel_submission_state": "closed",
        "__typename": "XDTMediaDict",
    }
    if carousel:
        answer["carousel_media_count"] = len(post.media)
        answer["carousel_media"] = [_slide(slide, post, owner, signer) for slide in post.media]
    if first.is_video and not carousel:
        answer |= moving(first, signer) | {
            "has_audio": not first.muted,
            "clips_metadata": sound(first, owner),
        }
    return answer


def clip(company: Company, post: Post, signer: Signer) -> Json:
    """Give a film as the reels tab lists it: without its time and caption, and with how often it was played."""
    owner, first = company.owner_of(post), post.media[0]
    short = {
        "pk": str(owner.pk),
        "id": str(owner.pk),
        "username": owner.username,
        "__typename": "XDTUserDict",
    }
    return {
        "pk": str(post.pk),
        "id": identity(post.pk, owner),
        "code": post.code,
        "media_type": MEDIA_TYPES[post.kind],
        "product_type": PRODUCTS[post.kind],
        "image_versions2": {"candidates": candidates(first, TAGS["video"], signer)},
        "original_height": first.height,
        "original_width": first.width,
        "user": short,
        "play_count": plays(post),
        "view_count": None,
        "like_count": post.likes,
        "comment_count": post.comments,
        "like_and_view_counts_disabled": False,
        "clips_tab_pinned_user_ids": [str(company.account.pk)] if post.pinned_in_reels else [],
        "has_views_fetching_on_clips": None,
        "boosted_status": None,
        "audience": None,
        "preview": None,
        "media_cropping_info": None,
        "thumbnails": None,
        "__typename": "XDTMediaDict",
    }


def person(who: Person, signer: Signer) -> Json:
    """Give somebody as nodes name them; here both ids are the same."""
    return {
        "pk": str(who.pk),
        "id": str(who.pk),
        "username": who.username,
        "full_name": who.name,
        "is_verified": who.is_verified,
        "is_private": False,
        "is_unpublished": False,
        "is_embeds_disabled": False,
        "profile_pic_url": signer.avatar(who),
        "friendship_status": {"following": False, "is_bestie": False, "is_restricted": False},
        "supervision_info": None,
        "__typename": "XDTUserDict",
    }


def identity(pk: int, owner: Person) -> str:
    """Give the id of a medium, which names its owner too."""
    return f"{pk}_{owner.pk}"


def candidates(medium: Medium, tag: str, signer: Signer) -> list[Json]:
    """Give a picture's renditions with their sizes: the whole, largest first, then squares out of its middle."""
    width, height = medium.width, medium.height
    edge = min(width, height)
    square = f"c{(width - edge) // 2}.{(height - edge) // 2}.{edge}.{edge}a_"
    forms = [(LARGEST, width, height)]
    for side in _SIDES:
        if side < edge:
            small = (round(width * side / edge), round(height * side / edge))
            forms.append((f"dst-jpg_e35_p{side}x{side}_tt6", *small))
    forms.append((f"{square}{LARGEST}", edge, edge))
    forms += [(f"{square}dst-jpg_e35_s{side}x{side}_tt6", side, side) for side in _SQUARES if side < edge]
    return [
        {"url": signer.picture(medium, form, tag), "height": high, "width": wide}
        for form, wide, high in forms
    ]


def tags(medium: Medium, signer: Signer) -> Json | None:
    """Give who is tagged; null where nobody is."""
    if not medium.tagged:
        return None
    tagged = enumerate(medium.tagged)
    return {"in": [{"user": person(who, signer), "position": [0.25 + at / 5, 0.5]} for at, who in tagged]}


def moving(medium: Medium, signer: Signer) -> Json:
    """Give what only a film has."""
    address, (width, height) = signer.video(medium), medium.in_one_file
    size = {"width": width, "height": height}
    return {
        "video_versions": [{**size, "url": address, "type": kind} for kind in VIDEO_TYPES],
        "is_dash_eligible": 1,
        "number_of_qualities": 1,
        "video_dash_manifest": manifest(medium, signer),
    }


def comments(post: Post, signer: Signer) -> Json:
    """Give the comments that stand with a post."""
    edges = [
        {
            "node": {
                "pk": str(comment.pk),
                "text": comment.text,
                "created_at": epoch(comment.at),
                "comment_like_count": comment.likes,
                "child_comment_count": 0,
                "user": person(comment.author, signer),
                "__typename": "XDTCommentDict",
            },
            "cursor": signer.token(24),
        }
        for comment in ([post.comment] if post.comment else [])
    ]
    return {"edges": edges, "page_info": {"end_cursor": None, "has_next_page": post.comments > len(edges)}}


def _location(post: Post) -> Json | None:
    found = place(post)
    return found and {**found, "short_name": found["name"].partition(",")[0], "profile_pic_url": None}


def _slide(slide: Medium, post: Post, owner: Person, signer: Signer) -> Json:
    answer: Json = dict.fromkeys(_SLIDE_NULL) | {
        "id": identity(slide.pk, owner),
        "pk": str(slide.pk),
        "accessibility_caption": slide.alt,
        "media_type": MEDIA_TYPES["video" if slide.is_video else "image"],
        "original_height": slide.height,
        "original_width": slide.width,
        "usertags": tags(slide, signer),
        "image_versions2": {"candidates": candidates(slide, TAGS["carousel"], signer)},
        "carousel_parent_id": identity(post.pk, owner),
        "sharing_friction_info": _NO_FRICTION,
        "preview": None,
        "taken_at": epoch(post.taken_at) - 1,
    }
    return answer | (moving(slide, signer) if slide.is_video else {})
