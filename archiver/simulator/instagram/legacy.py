"""The dialect of the platform's first web pages, which a few answers still speak: `shortcode`, `edge_…`."""

from archiver.simulator.company import Company, Medium, Person, Post
from archiver.simulator.instagram import connections
from archiver.simulator.instagram.fragments import Json, epoch, manifest, plays
from archiver.simulator.instagram.listings import PRODUCTS, TAGS
from archiver.simulator.instagram.profiles import user
from archiver.simulator.instagram.signing import LARGEST, Signer

_KINDS = {"image": "Image", "video": "Video", "carousel": "Sidecar"}
_WIDTHS = (640, 750)
_SAME = (
    "biography bio_links full_name is_private is_verified username profile_pic_url pronouns fbid_v2 eimu_id"
)
_NOBODY: Json = {"count": 0, "page_info": {"has_next_page": False, "end_cursor": None}, "edges": []}


def profile(company: Company, signer: Signer) -> Json:
    """Give the account with the first page of its posts."""
    own = user(company, signer)
    return {name: own[name] for name in _SAME.split()} | {
        "id": own["pk"],
        "profile_pic_url_hd": own["hd_profile_pic_url_info"]["url"],
        "external_url": own["external_url"],
        "edge_followed_by": {"count": company.followers},
        "edge_follow": {"count": company.following},
        "followed_by_viewer": company.admits,
        "follows_viewer": False,
        "blocked_by_viewer": False,
        "has_blocked_viewer": False,
        "requested_by_viewer": False,
        "has_requested_viewer": False,
        "is_business_account": True,
        "is_professional_account": True,
        "business_category_name": "Industrial Company",
        "category_name": "Industrial Company",
        "highlight_reel_count": 0,
        "edge_mutual_followed_by": {"count": 0, "edges": []},
        "edge_felix_video_timeline": _NOBODY,
        "edge_saved_media": _NOBODY,
        "edge_media_collections": _NOBODY,
        "edge_owner_to_timeline_media": {"count": own["media_count"]} | _timeline(company, signer),
    }


def media(company: Company, post: Post, signer: Signer) -> Json:
    """Give a post in full."""
    owner, said = company.owner_of(post), post.caption
    node = _part(post.media[0], TAGS[post.kind], signer) | {
        "__typename": f"Graph{_KINDS[post.kind]}",
        "id": str(post.pk),
        "shortcode": post.code,
        "product_type": PRODUCTS[post.kind],
        "owner": {"id": str(owner.pk), "username": owner.username},
        "edge_media_to_caption": {"edges": [] if said is None else [{"node": {"text": said}}]},
        "edge_media_to_comment": {"count": post.comments},
        "edge_media_preview_like": {"count": post.likes},
        "edge_liked_by": {"count": post.likes},
        "comments_disabled": False,
        "taken_at_timestamp": epoch(post.taken_at),
        "location": _location(post),
        "coauthor_producers": [_person(person) for person in post.coauthors],
        "pinned_for_users": [_person(company.account)] if post.pinned else [],
        "thumbnail_src": signer.display(post.media[0], TAGS[post.kind]),
        "viewer_can_reshare": True,
    }
    if post.kind == "video":
        node |= {"video_view_count": plays(post) // 2, "video_play_count": plays(post)}
    if post.kind == "carousel":
        slides = [{"node": _part(slide, TAGS["carousel"], signer)} for slide in post.media]
        node |= {"is_video": False, "edge_sidecar_to_children": {"edges": slides}}
    return node


def _timeline(company: Company, signer: Signer) -> Json:
    page = connections.grid(company, "", 0)
    if page is None:
        return _NOBODY
    return {
        "page_info": {"has_next_page": page.more, "end_cursor": page.end(signer)},
        "edges": page.spoiling.edges([{"node": media(company, post, signer)} for post in page.posts]),
    }


def _part(medium: Medium, tag: str, signer: Signer) -> Json:
    """Give what slides and whole posts have alike."""
    height, width = medium.height, medium.width
    sized = [
        (f"dst-jpg_e35_p{side}x{side}_tt6", side, round(height * side / width))
        for side in _WIDTHS
        if side < width
    ]
    resources = [*sized, (LARGEST, width, height)]
    part: Json = {
        "__typename": "GraphVideo" if medium.is_video else "GraphImage",
        "id": str(medium.pk),
        "shortcode": medium.code,
        "dimensions": {"height": height, "width": width},
        "display_url": signer.picture(medium, LARGEST, tag),
        "display_resources": [
            {"src": signer.picture(medium, form, tag), "config_width": wide, "config_height": high}
            for form, wide, high in resources
        ],
        "is_video": medium.is_video,
        "accessibility_caption": medium.alt,
        "edge_media_to_tagged_user": {
            "edges": [{"node": {"user": _person(person), "x": 0.25, "y": 0.5}} for person in medium.tagged]
        },
        "media_preview": None,
        "gating_info": None,
        "fact_check_overall_rating": None,
    }
    if medium.is_video:
        dash = {"is_dash_eligible": True, "number_of_qualities": 1}
        part["dash_info"] = dash | {"video_dash_manifest": manifest(medium, signer)}
        part |= {
            "video_url": signer.video(medium),
            "has_audio": not medium.muted,
            "video_duration": medium.seconds,
        }
    return part


def _person(person: Person) -> Json:
    return {
        "id": str(person.pk),
        "username": person.username,
        "full_name": person.name,
        "is_verified": person.is_verified,
    }


def _location(post: Post) -> Json | None:
    place = post.location
    if place is None:
        return None
    slug = "-".join(place.name.lower().replace(",", "").split())
    return {"id": str(place.pk), "name": place.name, "slug": slug, "has_public_page": True}
