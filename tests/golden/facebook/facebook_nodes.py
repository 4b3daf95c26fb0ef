"""How the platform writes Stories, what hangs on them, tabs and answers (shapes as captured in 2023 to 2026)."""

import base64

from facebook_posts import BRANDT, Film

RENDERERS = {
    "reactions": ("UFIStoryReactActionRenderer", "reaction_count"),
    "comments": ("UFICommentActionRenderer", ""),
    "shares": ("XFBUFIAdaptiveShareActionRenderer", "share_count"),
}
COLLECTIONS = {"photos": "2305272732:5", "videos": "1560653304174514:133", "reels": "168684841768375:260"}
TIMESTAMP, BACKDATED = (f"CometFeedStory{kind}TimestampStrategy" for kind in ("Longer", "Backdated"))


def packed(words):
    return base64.b64encode(words.encode()).decode()


def story_id(post, owner=""):
    return packed(f"S:_I{owner or post.owner.number}:{post.number}:{post.number}")


def collection_id(surface, owner=BRANDT):
    return packed(f"app_collection:{owner.number}:{COLLECTIONS[surface]}")


def actor(person):
    return {"__typename": "User", "id": person.number, "name": person.name, "url": person.address}


def photo(picture):
    return {
        "__typename": "Photo",
        "id": picture.number,
        "photo_image": {"uri": picture.address(), "width": 1440, "height": 1800},
        "viewer_image": {"width": 1440, "height": 1800},
        "accessibility_caption": picture.alt,
    }


def photo_in_album(picture):
    return {
        "__typename": "Photo",
        "id": picture.number,
        "image": {"uri": picture.address("dst-jpg_s600x600"), "width": 600, "height": 750},
        "viewer_image": {"uri": picture.address(), "width": 1440, "height": 1800},
        "accessibility_caption": picture.alt,
    }


def film(shot):
    offered = [
        {"progressive_url": shot.address(quality), "failure_reason": None, "metadata": {"quality": quality}}
        for quality in ("SD", "HD")
    ]
    return {
        "__typename": "Video",
        "id": shot.number,
        "preferred_thumbnail": {"image": {"uri": f"https://scontent.xx.fbcdn.net/v/t15/{shot.number}_n.jpg"}},
        "videoDeliveryLegacyFields": None,
        "videoDeliveryResponseFragment": {"videoDeliveryResponseResult": {"progressive_urls": offered}},
    }


def medium(part):
    return film(part) if isinstance(part, Film) else photo(part)


def styled(kind, inner):
    return {
        "styles": {"__typename": f"StoryAttachment{kind}StyleRenderer", "attachment": inner},
        "media": {key: inner["media"][key] for key in ("__typename", "id")} if "media" in inner else None,
    }


def attachments(post):
    if post.product == "reel":
        inner = {"attachments": [{"media": film(post.parts[0])}]}
        return [styled("FBReels", {"style_infos": [{"fb_shorts_story": inner}]})]
    if post.product == "unavailable":
        return [styled("Unavailable", {"title": "This content isn't available right now"})]
    if post.kind == "carousel":
        nodes = [
            {"media": film(part) if isinstance(part, Film) else photo_in_album(part)} for part in post.parts
        ]
        found = {"count": post.promised or len(nodes), "nodes": nodes}
        return [styled("Album", {"mediaset_token": f"pcb.{post.number}", "all_subattachments": found})]
    if post.link:
        way_round = (
            f"https://l.facebook.com/l.php?u={post.link.replace('?', '%3F')}%26fbclid%3DIwsynthetic&h=AT"
        )
        rendered = {"attachment": {"web_link": {"url": way_round}}}
        return [styled("Share", {"story_attachment_link_renderer": rendered})]
    kinds = {"image": "Photo", "video": "Video"}
    return [styled(kinds[part.kind], {"media": medium(part)}) for part in post.parts]


def message(post):
    if post.text in ("", None):
        return None
    entity = {"__typename": "ExternalUrl", "external_url": post.mentioned}
    ranges = [{"offset": 7, "length": 21, "entity": entity}] if post.mentioned else []
    return {"__typename": "TextWithEntities", "text": post.text, "ranges": ranges}


def counted(post, variant):
    """Write how often a post was reacted to: `A` each at its own place, `B` with its button alone."""
    comments = {"comment_rendering_instance": {"comments": {"total_count": post.counts.get("comments")}}}
    plain = {name: {"count": post.counts.get(key)} for key, (_, name) in RENDERERS.items() if name}
    if variant == "A":
        return plain | {"comments_count_summary_renderer": {"feedback": comments}}
    buttons = [
        {"__typename": kind, "feedback": {name: plain[name]} if name else comments}
        for kind, name in RENDERERS.values()
    ]
    return {"adaptive_ufi_action_renderers": buttons}


def below(post, variant, era=2026):
    """Write what stands below a post, one level deeper in 2026 than in 2023."""
    summary = {"comet_ufi_summary_and_actions_renderer": {"feedback": counted(post, variant)}}
    if era == 2023:
        inner = {"feedback_target_with_context": {"ufi_renderer": {"feedback": summary}}}
        return {"story": {"feedback_context": inner}}
    inner = {"feedback_context": {"feedback_target_with_context": summary}}
    return {"story": {"story_ufi_container": {"story": inner}}}


def metadata(post):
    told = [(TIMESTAMP, post.at)] if post.made is None else [(TIMESTAMP, post.made), (BACKDATED, post.at)]
    dated = [{"__typename": kind, "story": {"creation_time": at}} for kind, at in told]
    audience = {"privacy_scope": {"description": "Public"}}
    return [{"__typename": "CometFeedStoryAudienceStrategy", "story": audience}, *dated]


def passed_on(post):
    """Write the post of somebody else's within one that shares it: abridged, with nothing of it to see."""
    original = {"__typename": "Story", "id": story_id(post), "post_id": post.number}
    return original | {"actors": [actor(post.owner)], "comet_sections": {"attached_story_layout": None}}


def story(post, *, variant="B", era=2026, **fields):
    """Write a post as timelines and pages do, with some fields otherwise."""
    shared = passed_on(post.shared) if post.shared else None
    hung = attachments(post)
    content = {
        "post_id": post.number,
        "actors": [actor(post.owner)],
        "message": message(post),
        "attached_story": shared,
        "attachments": [{"media": one["media"]} for one in hung],
    }
    title = {"story": {"post_id": post.number, "actors": [actor(post.owner)], "collaborators": []}}
    layout = {"comet_sections": {"metadata": metadata(post), "title": title}}
    node = {
        "__typename": "Story",
        "__isFeedUnit": "Story",
        "id": story_id(post),
        "th_dat_spo": None,
        "feedback": {"id": packed(f"feedback:{post.number}")},
        "attachments": hung,
        "post_id": post.number,
        "attached_story": shared,
        "comet_sections": {
            "content": {"story": content},
            "context_layout": {"story": layout},
            "feedback": below(post, variant, era),
        },
        "actors": [actor(post.owner)],
    }
    return node | fields


def edge(node, cursor="AQH-edge"):
    return {"node": node, "cursor": cursor}


def ends(cursor="AQH-next", *, more=True):
    return {"end_cursor": cursor, "has_next_page": more}


def timeline(*nodes, owner=BRANDT, **connection):
    """Write an account with its posts, as the answer to a scroll has it."""
    held = {"edges": [edge(node) for node in nodes]} | connection
    return {"__typename": "User", "id": owner.number, "timeline_list_feed_units": held}


def tile(part, surface="photos"):
    """Write a photo or film as a tab lists it: no time, no post."""
    inner = film(part) if isinstance(part, Film) else photo_in_album(part)
    small = {"uri": f"https://scontent.xx.fbcdn.net/v/t39.30808-6/{part.number}_small.jpg"}
    return edge({"id": packed(f"{surface}:{part.number}"), "image": small, "node": inner})


def short(post):
    """Write a reel as its tab lists it."""
    alone = {"__typename": "Story", "id": story_id(post), "post_id": post.number, "creation_time": post.at}
    hung = {
        "actors": [actor(post.owner)],
        "message": message(post),
        "attachments": [{"media": film(post.parts[0])}],
    }
    return {"profile_reel_node": {"node": alone | hung}, "cursor": "AQH-reel"}


def tabs(surface, connection, owner=BRANDT):
    """Write a tab as the page that shows it holds it."""
    key = "aggregated_fb_shorts" if surface == "reels" else "pageItems"
    collection = {"id": collection_id(surface, owner), key: connection}
    return {"all_collections": {"nodes": [{"style_renderer": {"collection": collection}}]}}


def head(owner=BRANDT):
    """Write the head of an account's page."""
    followers = {"content": [{"text": {"text": "3.7K followers"}}, {"text": {"text": "12 following"}}]}
    user = actor(owner) | {"is_verified": False, "profile_social_context": followers}
    private = {"private_sharing_control_model_for_user": {"private_sharing_enabled": False}}
    return {"user": {"profile_header_renderer": {"user": user | {"wem_private_sharing_bundle": private}}}}
