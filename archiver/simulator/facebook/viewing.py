"""The pages of one photo or video, and of a set of photos: what their answers tell."""

from collections.abc import Sequence

from archiver.simulator.company import Company, Medium, Post
from archiver.simulator.facebook import listings, videos
from archiver.simulator.facebook.ids import (
    account_id,
    album_set,
    encoded,
    feedback_key,
    medium_id,
    post_id,
    story_key,
    timeline_set,
)
from archiver.simulator.facebook.pieces import Json, actor, displayed, epoch, message
from archiver.simulator.facebook.signing import THUMBNAIL, Signer, photo
from archiver.simulator.facebook.stories import tracking


def set_of(company: Company, collection: str) -> Sequence[tuple[Post, Medium]] | None:
    """Give the photos of a set, in order; None where there is no such set."""
    if collection == timeline_set(company.account):
        return listings.photos(company)
    albums = (post for post in company.posts if not company.withheld and album_set(post) == collection)
    post = next(albums, None)
    return None if post is None else [(post, medium) for medium in post.media]


def opened(company: Company, post: Post, medium: Medium, collection: str, signer: Signer) -> Json:
    """Give what a photo's page tells, within a set; after the set's last photo comes the first again."""
    # The order of these keys is how some programs find them.
    owner, found = company.owner_of(post), set_of(company, collection)
    if found is None or all(one is not medium for _, one in found):
        collection = timeline_set(owner)
        found = listings.photos(company)
    shown = [one for _, one in found] or [medium]
    place = next((at for at, one in enumerate(shown) if one.pk == medium.pk), 0)
    size = {"width": medium.width, "height": medium.height}
    story = {
        "id": story_key(owner, post_id(post)),
        "post_id": post_id(post),
        "message": post.caption and message(post.caption),
        "actors": [actor(owner)],
        "creation_time": epoch(displayed(post)),
        "url": signer.post(owner, post),
    }
    current = {
        "__typename": "Photo",
        "__isNode": "Photo",
        "id": medium_id(medium),
        "image": {"uri": signer.picture(medium), **size},
        "created_time": epoch(post.taken_at),
        "accessibility_caption": medium.alt or None,
        "owner": {"__typename": "User", "id": account_id(owner), "name": owner.name},
        "url": photo(medium, collection),
        "container_story": story,
        "creation_story": story,
        "feedback": {"id": feedback_key(medium_id(medium))},
    }
    return {
        "currMedia": current,
        **_neighbours(shown, place),
        "mediasetToken": collection,
    }


def collected(company: Company, collection: str, signer: Signer) -> Json | None:
    """Give what the page of a set tells: whose it is, and its photos."""
    found = set_of(company, collection)
    if found is None:
        return None
    title = "Timeline photos"
    owner = company.owner_of(found[0][0]) if found else company.account
    edges = [{"node": _still(post, medium, company, signer)} for post, medium in found if not medium.is_video]
    return {
        "mediaset": {
            "__typename": "MediaSet",
            "mediasetToken": collection,
            "title": {"text": title},
            "owner": {"__typename": "User", "id": account_id(owner), "name": owner.name},
            "actors": [actor(owner)],
            "media": {"edges": edges, "page_info": {"has_next_page": False, "end_cursor": None}},
            "id": encoded(collection),
        }
    }


def watched(company: Company, post: Post, medium: Medium, signer: Signer, collection: str = "") -> Json:
    """Give what a video's page tells; within a set, what comes next in it too."""
    owner, reel = company.owner_of(post), post.reel
    shown = [one for _, one in set_of(company, collection) or ()]
    beside = _neighbours(shown, shown.index(medium)) if medium in shown else {}
    film = videos.node(medium, owner, signer, reel=reel)
    story = {
        "id": story_key(owner, post_id(post)),
        "post_id": post_id(post),
        "actors": [actor(owner)],
        "message": post.caption and message(post.caption),
        "creation_time": epoch(displayed(post)),
        "tracking": tracking(company, post),
        "attachments": [{"media": film}],
        "short_form_video_context": {"playback_video": film, "video_owner": actor(owner)},
    }
    return {
        "video": {
            "__typename": "Video",
            "id": medium_id(medium),
            "creation_story": story,
            "publish_time": epoch(post.taken_at),
            "owner": actor(owner),
            "video_view_count": videos.plays(post),
        },
        **beside,
    }


def _neighbours(shown: Sequence[Medium], place: int) -> Json:
    after = _named(shown[(place + 1) % len(shown)])
    return {
        "nextMediaAfterNodeId": after,
        "nextMedia": {"edges": [{"node": after}]},
        "prevMediaBeforeNodeId": _named(shown[place - 1]),
    }


def _named(medium: Medium) -> Json:
    return {"__typename": "Video" if medium.is_video else "Photo", "id": medium_id(medium)}


def _still(post: Post, medium: Medium, company: Company, signer: Signer) -> Json:
    owner = company.owner_of(post)
    return {
        "__typename": "Photo",
        "__isMedia": "Photo",
        "thumbnail": {"uri": signer.picture(medium, THUMBNAIL)},
        "url": photo(medium, timeline_set(owner)),
        "id": medium_id(medium),
        "creation_story": {"id": story_key(owner, post_id(post))},
    }
