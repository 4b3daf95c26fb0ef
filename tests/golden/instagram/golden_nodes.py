"""How each dialect writes a post, and how answers and pages carry it (shapes as captured in 2020 to 2026)."""

import json
from html import escape

from golden_posts import code

FORMS = ("dst-jpg_e35_tt6", "dst-jpg_e35_p720x720_tt6", "c0.135.1080.1080a_dst-jpg_e35_s150x150_tt6")
SIZES = ((1080, 1350), (720, 900), (150, 150))


def candidates(part, *, sized):
    sizes = SIZES if sized else (None,) * len(SIZES)
    return [
        {"url": part.picture(form)} | ({"width": size[0], "height": size[1]} if size else {})
        for form, size in zip(FORMS, sizes, strict=True)
    ]


def films(part, **size):
    return [{"type": kind, "url": part.film, **size} for kind in (101, 102, 103)]


def tags(post):
    return {"in": [{"user": {"username": person.username}, "position": [0.5, 0.5]} for person in post.tagged]}


def place(post):
    return {"pk": post.place[0], "name": post.place[1], "lat": 51.3, "lng": 12.3} if post.place else None


def polaris_listed(post):
    """Write a post as a logged-out profile lists it."""
    node = {
        "__typename": post.typename,
        "__isXIGPolarisMedia": post.typename,
        "pk": str(post.pk),
        "code": post.code,
        "accessibility_caption": "May be an image of a pump.",
        "caption": None if post.caption is None else {"text": post.caption},
        "display_uri": post.parts[0].picture("dst-jpg_e35_s640x640_tt6"),
        "media_type": post.number,
        "product_type": post.product,
        "user": post.owner.short,
    }
    if post.kind == "carousel":
        node["carousel_media_count"] = len(post.parts)
    return node | {"id": f"POLARIS_{post.pk}"}


def polaris(post, beside=()):
    """Write a post as its own logged-out page does, its owner's other posts `beside` it."""
    listed = {"edges": [{"node": polaris_listed(other)} for other in beside]}
    owner = post.owner.short | {"full_name": post.owner.name, "is_private": False, "is_verified": False}
    node = {
        "__typename": post.typename,
        "user": owner | {"polaris_ordered_timeline_connection": listed},
        "pk": str(post.pk),
        "code": post.code,
        "id": f"POLARIS_{post.pk}",
        "location": place(post),
        "like_and_view_counts_disabled": False,
        "taken_at": post.at,
        "media_type": post.number,
        "product_type": post.product,
        "coauthor_producers": [person.short | {"full_name": person.name} for person in post.coauthors],
        "like_count": post.likes,
        "comment_count": post.comments,
        "caption": None if post.caption is None else {"text": post.caption, "created_at": post.at + 2},
        "display_uri": post.parts[0].picture("dst-jpg_e35_s640x640_tt6"),
    }
    if post.kind == "carousel":
        return node | {"carousel_media": [_polaris_slide(post, part) for part in post.parts]}
    (part,) = post.parts
    pictures = {"candidates": candidates(part, sized=part.video), "additional_candidates": None}
    node |= {"image_versions2": pictures, "usertags": tags(post)}
    return node | ({"video_versions": films(part)} if part.video else {})


def _polaris_slide(post, part):
    return {
        "pk": str(part.pk),
        "code": code(part.pk),
        "id": f"POLARIS_{part.pk}",
        "media_type": 1,
        "taken_at": post.at,
        "like_count": 0,
        "image_versions2": {"candidates": candidates(part, sized=False)[:1]},
        "user": {"username": post.owner.username, "id": post.owner.graph},
    }


def gate(post, media, ruling=None):
    """Write what a logged-out post page holds: a post, or the ruling that keeps it back."""
    node = {"__typename": post.typename, "pk": str(post.pk), "code": post.code, "id": f"POLARIS_{post.pk}"}
    comments = {"edges": [], "page_info": {"end_cursor": None, "has_next_page": False}}
    node |= {"if_not_gated_logged_out": media, "gating_ruling": ruling, "comments_connection": comments}
    return {"xig_polaris_media": node}


def xdt(post, *, children=None, pinned=False):
    """Write a post as signed-in answers do, with its first `children` slides only."""
    owner = {
        "pk": post.owner.pk,
        "id": post.owner.pk,
        "username": post.owner.username,
        "full_name": post.owner.name,
    }
    node = {
        "__typename": "XDTMediaDict",
        "pk": str(post.pk),
        "id": f"{post.pk}_{post.owner.pk}",
        "code": post.code,
        "ad_id": None,
        "link": None,
        "taken_at": post.at,
        "caption": None
        if post.caption is None
        else {"pk": "1799", "text": post.caption, "created_at": post.at},
        "user": owner,
        "owner": owner,
        "coauthor_producers": [{"pk": person.pk, "username": person.username} for person in post.coauthors],
        "media_type": post.number,
        "product_type": post.product,
        "location": place(post),
        "usertags": tags(post) if post.tagged else None,
        "like_count": post.likes,
        "comment_count": post.comments,
        "view_count": None,
        "like_and_view_counts_disabled": False,
        "timeline_pinned_user_ids": [post.owner.pk] if pinned else [],
        "display_uri": None,
        "carousel_media_count": len(post.parts) if post.kind == "carousel" else None,
        "carousel_media": None,
        "image_versions2": {"candidates": candidates(post.parts[0], sized=True)},
        "video_versions": None,
    }
    if post.kind == "carousel":
        node["carousel_media"] = [_xdt_slide(post, part) for part in post.parts[:children]]
    elif post.parts[0].video:
        node["video_versions"] = films(post.parts[0], width=1080, height=1920)
    return node


def _xdt_slide(post, part):
    return {
        "pk": str(part.pk),
        "id": f"{part.pk}_{post.owner.pk}",
        "media_type": 2 if part.video else 1,
        "carousel_parent_id": f"{post.pk}_{post.owner.pk}",
        "image_versions2": {"candidates": candidates(part, sized=True)},
        "video_versions": films(part, width=1080, height=1350) if part.video else None,
        "user": None,
        "owner": None,
    }


def legacy(post, prefix="Graph"):
    """Write a post as answers did before 2025, and embeds do."""
    parts = [_legacy_part(part, prefix) for part in post.parts]
    node = {
        **parts[0],
        "__typename": prefix + {"image": "Image", "video": "Video", "carousel": "Sidecar"}[post.kind],
        "id": str(post.pk),
        "shortcode": post.code,
        "taken_at_timestamp": post.at,
        "owner": {"id": post.owner.pk, "username": post.owner.username},
        "edge_media_to_caption": {
            "edges": [] if post.caption is None else [{"node": {"text": post.caption}}]
        },
        "edge_media_to_comment": {"count": post.comments},
        "edge_media_preview_like": {"count": post.likes},
        "edge_media_to_tagged_user": {
            "edges": [
                {"node": {"user": {"id": person.pk, "username": person.username}}} for person in post.tagged
            ]
        },
        "location": {"id": post.place[0], "name": post.place[1], "slug": "x"} if post.place else None,
        "coauthor_producers": [{"id": person.pk, "username": person.username} for person in post.coauthors],
    }
    if post.kind == "carousel":
        node["edge_sidecar_to_children"] = {"edges": [{"node": part} for part in parts]}
        node["is_video"] = False
    return node


def _legacy_part(part, prefix):
    resources = zip(FORMS[::-1], SIZES[::-1], strict=True)
    film = {"video_url": part.film, "video_view_count": 77} if part.video else {}
    return {
        "__typename": f"{prefix}{'Video' if part.video else 'Image'}",
        "id": str(part.pk),
        "shortcode": code(part.pk),
        "dimensions": {"width": 1080, "height": 1350},
        "display_url": part.picture(FORMS[0]),
        "display_resources": [
            {"src": part.picture(form), "config_width": size[0], "config_height": size[1]}
            for form, size in resources
        ],
        "is_video": part.video,
        **film,
    }


def answered(query, data, errors=()):
    """Write the scheduler call that carries an answer to one of a page's own queries."""
    result = {"data": data, "extensions": {"is_final": True}} | ({"errors": list(errors)} if errors else {})
    call = [
        "RelayPrefetchedStreamCache",
        "next",
        [],
        [f"adp_{query}RelayPreloader_6a", {"__bbox": {"result": result}}],
    ]
    box = {"__bbox": {"require": [call, ["CometResourceScheduler", "registerHighPriHashes", None, []]]}}
    return {"require": [["ScheduledServerJS", "handle", None, [box, {"__bbox": None}]]]}


def page(*blocks, route="", head="", body=""):
    """Write a page of data-sjs blocks."""
    routed = [{"canonicalRouteName": f"comet.igweb.{route}"}] if route else []
    scripts = (
        json.dumps(block, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003C")
        for block in (*routed, *blocks)
    )
    lines = (f'<script type="application/json" data-sjs>{script}</script>' for script in scripts)
    return "\n".join(
        ("<!DOCTYPE html><html><head>", head, "</head><body>", body, *lines, "</body></html>", "")
    )


def meta(name, content):
    return f'<meta property="{name}" content="{escape(content)}" />'
