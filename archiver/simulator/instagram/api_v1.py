"""The dialect of REST answers: the names of `xdt`, without its type names, and some of the apps' own."""

from archiver.simulator.company import Company, Post
from archiver.simulator.instagram import xdt
from archiver.simulator.instagram.fragments import Json, epoch, plays
from archiver.simulator.instagram.signing import Signer


def media(company: Company, post: Post, signer: Signer) -> Json:
    """Give a post in full."""
    found, first, taken_at = xdt.media(company, post, signer), post.media[0], epoch(post.taken_at)
    own: Json = {
        "strong_id__": found["id"],
        "taken_at": taken_at,
        "device_timestamp": taken_at * 1_000_000 - 7_000_000,
        "client_cache_key": signer.token(14),
        "filter_type": 0,
        "caption": _caption(found),
        "comment_likes_enabled": True,
        "comment_threading_enabled": True,
        "preview_comments": [],
        "deleted_reason": 0,
        "integrity_review_decision": "pending",
        "gen_ai_detection_method": {"detection_method": "NONE"},
        "community_notes_info": None,
        "commerciality_status": "not_commercial",
        "has_shared_to_fb": 0,
        "music_metadata": None,
        "is_in_profile_grid": False,
    }
    if post.kind == "video":
        own |= {"video_duration": first.seconds, "play_count": plays(post), "ig_play_count": plays(post)}
    answer = untyped(found | own)
    for slide, medium in zip(answer["carousel_media"] or (), post.media, strict=False):
        slide |= {"code": medium.code, "strong_id__": slide["id"], "commerciality_status": "not_commercial"}
    # Here absent is absent: the apps' answers leave out what the site's write as null.
    return {name: value for name, value in answer.items() if value is not None or name in _ALWAYS}


def clip(company: Company, post: Post, signer: Signer) -> Json:
    """Give a film as the apps' reels tab lists it."""
    return {"media": media(company, post, signer) | {"play_count": plays(post)}}


def untyped(node: Json) -> Json:
    """Leave out the names of types, at every depth."""
    return {name: _inner(value) for name, value in node.items() if name != "__typename"}


_ALWAYS = ("caption", "carousel_media", "location", "usertags", "title", "view_count")


def _inner(value: object) -> object:
    if isinstance(value, dict):
        return untyped(value)
    return [_inner(one) for one in value] if isinstance(value, list) else value


def _caption(found: Json) -> Json | None:
    written: Json | None = found["caption"]
    return written and {
        **written,
        "user_id": found["user"]["pk"],
        "user": found["user"],
        "media_id": found["pk"],
        "created_at_utc": written["created_at"],
        "content_type": "comment",
        "status": "Active",
        "type": 1,
        "bit_flags": 0,
        "did_report_as_spam": False,
    }
