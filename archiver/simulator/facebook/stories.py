"""A post as the graph knows it: a Story, with its text, time, attachments and counts each in a section."""

import json

from archiver.simulator.company import Company, Post
from archiver.simulator.facebook import attachments, feedback
from archiver.simulator.facebook.feedback import Counts
from archiver.simulator.facebook.ids import account_id, encoded, feedback_key, post_id, shared_id, story_key
from archiver.simulator.facebook.pieces import Json, actor, displayed, epoch, faced, message, strategy
from archiver.simulator.facebook.signing import Signer

_PUBLIC = {"icon_image": {"name": "everyone"}, "description": "Public"}
_TIMES = ("CometFeedStoryLongerTimestampStrategy", "CometFeedStoryMinimizedTimestampStrategy")
_BACK_DATED = "CometFeedStoryBackdatedTimestampStrategy"


def story(company: Company, post: Post, signer: Signer, counts: Counts) -> Json:
    """Give a post as timelines list it."""
    owner, number = company.owner_of(post), post_id(post)
    attached, address = attachments.attachments(company, post, signer), signer.post(owner, post)
    key = story_key(owner, number)
    return {
        "__typename": "Story",
        "__isFeedUnit": "Story",
        "debug_info": None,
        "id": key,
        "th_dat_spo": None,
        "feedback": {
            "associated_group": None,
            "id": feedback_key(number),
            "owning_profile": {
                "__typename": "User",
                "name": owner.name,
                "short_name": owner.name,
                "id": account_id(owner),
            },
        },
        "is_story_civic": None,
        "attachments": [attachments.in_short(one) for one in attached],
        "cache_id": signer.token(16),
        "matched_terms": [],
        "post_id": number,
        "cix_screen": None,
        "future_of_feed_info": {"should_reverse_message_and_attachment_position": False},
        "attached_story": _passed_on(post),
        "bumpers": None,
        "comet_sections": _sections(company, post, signer, attached, counts),
        "encrypted_tracking": signer.token(60),
        "should_host_actor_link_in_watch": False,
        "permalink_url": address,
        "whatsapp_ad_context": None,
        "click_tracking_linkshim_cb": signer.token(24),
        "can_viewer_see_menu": True,
        "actors": [actor(owner)],
        "to": None,
        "work_is_repost": None,
        "__isTrackableFeedUnit": "Story",
        "trackingdata": {"id": key},
        "__isNode": "Story",
    }


def subject(company: Company, post: Post, signer: Signer, counts: Counts) -> Json:
    """Give a post as its own page tells of it, which says the time above all sections too."""
    return story(company, post, signer, counts) | {"creation_time": epoch(post.taken_at)}


def tracking(company: Company, post: Post) -> str:
    """Give what is counted when a post is looked at: JSON within a string, with the hour of publication."""
    owner, number = account_id(company.owner_of(post)), post_id(post)
    context = {"object_fbtype": 266, "publish_time": epoch(post.taken_at), "story_fbid": [number]}
    insights = {owner: {"page_id": owner, "actor_id": owner, "post_context": context, "role": 1, "sl": 4}}
    told = {
        "mf_story_key": number,
        "top_level_post_id": number,
        "content_owner_id_new": owner,
        "page_insights": insights,
    }
    return json.dumps(told, separators=(",", ":"))


def _sections(company: Company, post: Post, signer: Signer, attached: list[Json], counts: Counts) -> Json:
    when = _time(company, post, signer)
    key = story_key(company.owner_of(post), post_id(post))
    return {
        "__typename": "CometStorySections",
        "content": _content(company, post, signer, attached),
        "layout": strategy("CometStoryDefaultLayoutStrategy"),
        "copyright_violation_header": None,
        "header": None,
        "context_layout": _context(company, post, signer, when),
        "aymt_footer": None,
        "footer": None,
        "feedback": feedback.section(company, post, signer, counts),
        "outer_footer": None,
        "call_to_action": strategy(
            "CometStoryDefaultCallToActionStrategy",
            story={"bumpers": None, "tracking": tracking(company, post), "id": key},
        ),
        "post_inform_treatment": None,
        "timestamp": when,
    }


def _content(company: Company, post: Post, signer: Signer, attached: list[Json]) -> Json:
    owner, number = company.owner_of(post), post_id(post)
    key = story_key(owner, number)
    told = {
        "feedback": {"id": feedback_key(number)},
        "comet_sections": _texts(post, key),
        "encrypted_tracking": signer.token(60),
        "attachments": attached,
        "future_of_feed_info": {"dominant_readable_color": "#4A4A4A"},
        "th_dat_spo": None,
        "text_format_metadata": {"__typename": "TextFormatMetadata"} if post.ground else None,
        "post_id": number,
        "actors": [
            {"profile_picture": {"uri": signer.avatar(owner)}, **actor(owner)},
        ],
        "message": post.caption and {"__typename": "TextWithEntities", "text": post.caption},
        "wwwURL": signer.post(owner, post),
        "target_group": None,
        "attached_story": _passed_on(post),
        "id": key,
    }
    return strategy("CometFeedStoryDefaultContentStrategy", story=told)


def _texts(post: Post, key: str) -> Json:
    """Give the text, which stands at more than one place; nowhere where a post has none."""
    names = ("above_message", "info_icon", "attachment_overlay", "attached_story", "message_suffix")
    sections: Json = dict.fromkeys(names)
    if post.caption is None:
        return sections | dict.fromkeys(("message", "message_container", "message_sticker"))
    said = message(post.caption)
    inner: Json = {"message": said, "id": key}
    kind = "Default"
    if post.ground:
        kind = "FormattedBackground"
        inner["text_format_metadata"] = {
            "background_color": post.ground.colour,
            "background_gradient_color": post.ground.colour,
            "background_image": None,
            "color": post.ground.letters,
            "font_weight": "BOLD",
        }
    else:
        inner["is_text_only_story"] = not post.media
    container = {"message": {"text": post.caption}, "referenced_sticker": None, "id": key}
    return sections | {
        "message": strategy(f"CometFeedStory{kind}MessageRenderingStrategy", story=inner),
        "message_container": strategy("CometFeedStoryMessageContainerRenderingStrategy", story=container),
        "message_sticker": None,
    }


def _time(company: Company, post: Post, signer: Signer) -> Json:
    owner = company.owner_of(post)
    told = {
        "creation_time": epoch(displayed(post)),
        "url": signer.post(owner, post),
        "ghl_label": None,
        "id": story_key(owner, post_id(post)),
    }
    name = _BACK_DATED if post.dated else signer.either(_TIMES)
    return strategy(name, override_url=None, video_override_url=None, story=told)


def _context(company: Company, post: Post, signer: Signer, when: Json) -> Json:
    owner = company.owner_of(post)
    key = story_key(owner, post_id(post))
    audience = strategy("CometFeedStoryAudienceStrategy", story={"privacy_scope": _PUBLIC, "id": key})
    title = {
        "id": key,
        "post_id": post_id(post),
        "actors": [actor(owner)],
        "collaborators": [actor(person) for person in post.coauthors],
        "title": None,
        "to": None,
    }
    photo = {"actors": [faced(owner, signer)], "id": key}
    sections = {
        "actor_photo": strategy("CometFeedStoryActorPhotoStrategy", story=photo),
        "metadata": signer.shuffled([when, audience]),
        "title": strategy("CometFeedStoryTitleWithActorStrategy", story=title),
    }
    told = {"id": key, "debug_info": None, "can_viewer_see_menu": True, "comet_sections": sections}
    return strategy("CometFeedStoryDefaultContextLayoutStrategy", story=told)


def _passed_on(post: Post) -> Json | None:
    """Give what is said of a post that was passed on: whose it is, and neither text nor media of it."""
    shared = post.shared
    if shared is None or shared.gone:
        return None
    number = shared_id(shared.pk)
    return {
        "__typename": "Story",
        "id": encoded(f"S:_I{account_id(shared.author)}:{number}:{number}"),
        "post_id": number,
        "actors": [actor(shared.author)],
        "target_group": None,
        "attached_story": None,
    }
