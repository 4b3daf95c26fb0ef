"""A small account on Facebook as it answers one who is signed in, written by hand, and what is true of it."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

from conformance import Recording, TruePost, answered

from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import SESSION, Vantage

SITE = "https://www.facebook.com"
HANDLE = "brandt.pumpen"
HOME = f"{SITE}/{HANDLE}/"
QUERY = f"{SITE}/api/graphql/"
ACCOUNT, PARTNER = ("100090000000077", "Brandt Pumpen", HANDLE), ("100090000000088", "Kolben", "kolben")
_TABS = {
    "photos": ("2305272732:5", "pageItems"),
    "videos": ("1560653304174514:133", "pageItems"),
    "reels": ("168684841768375:260", "aggregated_fb_shorts"),
}


def dense(document):
    """Write JSON without spaces, as the platform does."""
    return json.dumps(document, separators=(",", ":"))


def encoded(words):
    return base64.b64encode(words.encode()).decode()


def photo(number):
    address = f"https://scontent.xx.fbcdn.net/v/t39.30808-6/{number}_1_n.jpg?stp=dst-jpg&oh=1&oe=2"
    image = {"uri": address, "width": 1200, "height": 900}
    return {"__typename": "Photo", "id": str(number), "photo_image": image, "viewer_image": image}


def film(number):
    efg = encoded(json.dumps({"xpv_asset_id": number + 1}))
    address = f"https://video.xx.fbcdn.net/o1/v/t2/f2/m366/AQ{number}.mp4?efg={efg}&oh=1"
    offered = [{"progressive_url": address, "metadata": {"quality": "HD"}}]
    result = {"videoDeliveryResponseResult": {"progressive_urls": offered}}
    cover = {"image": {"uri": f"https://scontent.xx.fbcdn.net/v/t15.5256-10/{number}_2_n.jpg"}}
    return {
        "__typename": "Video",
        "id": str(number),
        "preferred_thumbnail": cover,
        "videoDeliveryResponseFragment": result,
    }


def attachment(*media):
    if len(media) > 1:
        album = {"all_subattachments": {"count": len(media), "nodes": [{"media": one} for one in media]}}
        return {"styles": {"__typename": "StoryAttachmentAlbumStyleRenderer", "attachment": album}}
    kind = "Video" if media[0]["__typename"] == "Video" else "Photo"
    return {
        "styles": {"__typename": f"StoryAttachment{kind}StyleRenderer", "attachment": {"media": media[0]}}
    }


def actor(person):
    return {"__typename": "User", "id": person[0], "name": person[1], "url": f"{SITE}/{person[2]}"}


def story(number, day, words, *media, by=ACCOUNT, together=()):
    at = int(datetime(2026, 11, day, 9, 30, tzinfo=UTC).timestamp())
    message = {"text": words, "ranges": []} if words else None
    title = {"actors": [actor(by)], "collaborators": [actor(one) for one in together]}
    return {
        "__typename": "Story",
        "__isFeedUnit": "Story",
        "id": encoded(f"S:_I{by[0]}:{number}:{number}"),
        "post_id": str(number),
        "actors": [actor(by)],
        "feedback": {"id": encoded(f"feedback:{number}")},
        "attachments": [attachment(*media)] if media else [],
        "attached_story": None,
        "comet_sections": {
            "content": {"story": {"message": message, "actors": [actor(by)]}},
            "context_layout": {"story": {"comet_sections": {"title": {"story": title}, "metadata": []}}},
            "timestamp": {
                "__typename": "CometFeedStoryMinimizedTimestampStrategy",
                "story": {"creation_time": at},
            },
        },
    }


GONE = {
    "styles": {
        "__typename": "StoryAttachmentUnavailableStyleRenderer",
        "attachment": {"title": "This content isn't available right now"},
    }
}
"""What stands in the place of somebody else's post that was shared and is gone."""


def sharing_what_is_gone(told):
    return told | {"attachments": [GONE]}


STORIES = (
    story(122000000000901, 20, "Unsere neue Halle", photo(122000000000911), photo(122000000000912)),
    story(122000000000801, 18, "Zusammen", photo(122000000000811), by=PARTNER, together=(ACCOUNT,)),
    sharing_what_is_gone(story(122000000000701, 15, "Насосы & «Ventile»")),
    story(122000000000601, 11, "", film(122000000000611)),
    story(122000000000501, 3, "Heute gegründet", photo(122000000000511)),
)
HEAD = {
    "id": ACCOUNT[0],
    "name": ACCOUNT[1],
    "url": HOME,
    "profile_social_context": {"content": [{"text": {"text": "812 followers"}}]},
    "wem_private_sharing_bundle": {
        "private_sharing_control_model_for_user": {"private_sharing_enabled": False}
    },
}


def page(*answers, address=HOME, status=200, words=""):
    """Give a page that carries some answers to its own queries."""
    blocks = [
        [
            "RelayPrefetchedStreamCache",
            "next",
            [],
            [f"adp_QueryRelayPreloader_{place}", {"__bbox": {"complete": True, "result": {"data": data}}}],
        ]
        for place, data in enumerate(answers)
    ]
    blocks.append(["CurrentUserInitialData", [], {"USER_ID": "100090000000099"}])
    scripts = "".join(
        f'<script type="application/json" data-sjs>{dense({"require": [block]})}</script>' for block in blocks
    )
    html = f'<!DOCTYPE html><html lang="en"><head></head><body>{scripts}{words}</body></html>'
    return answered(html, address, status=status)


def script(*documents, cursor, owner=ACCOUNT[0]):
    """Give an answer in parts to what a page's script asks."""
    body = "\r\n".join(dense(each) for each in documents)
    asked = (("variables", json.dumps({"cursor": cursor, "id": owner, "count": 3})),)
    return answered(body, QUERY, obtained="page/xhr", fields=asked)


def connection(edges, cursor, *, more):
    return {"edges": edges, "page_info": {"end_cursor": cursor, "has_next_page": more}}


def timeline(stories):
    return [{"node": one, "cursor": f"c-{place}"} for place, one in enumerate(stories)]


def streamed(stories):
    """Give the timeline's second page: the first Story, each further one by itself, and last what ends it."""
    first, *others = timeline(stories)
    path = ["node", "timeline_list_feed_units"]
    yield {"data": {"node": {"id": ACCOUNT[0], "timeline_list_feed_units": {"edges": [first]}}}}
    for place, edge in enumerate(others, start=1):
        yield {"label": "q$stream$edges", "path": [*path, "edges", place], "data": edge}
    ends = {"page_info": {"end_cursor": "", "has_next_page": False}}
    yield {"label": "q$defer$page_info", "path": path, "data": ends, "extensions": {"is_final": True}}


def tab(surface, edges):
    names, key = _TABS[surface]
    holder = {
        "id": encoded(f"app_collection:{ACCOUNT[0]}:{names}"),
        key: connection(edges, "", more=False),
    }
    return page({"user": HEAD}, {"node": holder}, address=f"{HOME}{surface}/")


def tile(medium):
    return {"node": {"id": encoded(medium["id"]), "node": {key: medium[key] for key in ("__typename", "id")}}}


def reel(told):
    return {"profile_reel_node": {"node": told}}


def own_page(told):
    return page({"node_v2": told}, address=f"{SITE}/{told['post_id']}")


def visited(first=STORIES[:2], second=STORIES[2:], listed=None):
    """Record a visit: the timeline in two pages, each tab, each post's own page."""
    numbers = [PostRef("facebook", one["post_id"]) for one in STORIES]
    edges = listed or timeline(first)
    shown = {"id": ACCOUNT[0], "timeline_list_feed_units": connection(edges, "more", more=True)}
    photos = [photo(122000000000911), photo(122000000000912), photo(122000000000511)]
    return Recording(
        exchanges=(
            page({"user": HEAD}, {"user": shown}),
            script(*streamed(second), cursor="more"),
            tab("photos", [tile(one) for one in photos]),
            tab("videos", [tile(film(122000000000611))]),
            tab("reels", [reel(STORIES[3])]),
            *map(own_page, STORIES),
        ),
        target=TargetRef("facebook", HANDLE),
        account_id=ACCOUNT[0],
        posts=tuple(map(true, STORIES)),
        listings={
            "posts": tuple(numbers),
            "photos": (numbers[0], numbers[4]),
            "videos": (numbers[3],),
            "reels": (numbers[3],),
        },
        vantage=Vantage(SESSION, "salted"),
    )


TRUE = {
    "122000000000901": (ACCOUNT, 20, "Unsere neue Halle", (122000000000911, 122000000000912)),
    "122000000000801": (PARTNER, 18, "Zusammen", (122000000000811,)),
    "122000000000701": (ACCOUNT, 15, "Насосы & «Ventile»", ()),
    "122000000000601": (ACCOUNT, 11, "", (122000000000611,)),
    "122000000000501": (ACCOUNT, 3, "Heute gegründet", (122000000000511,)),
}


def true(told):
    owner, day, words, media = TRUE[told["post_id"]]
    films = {122000000000611: "122000000000612"}
    return TruePost(
        ref=PostRef("facebook", told["post_id"]),
        owner_id=owner[0],
        published_at=datetime(2026, 11, day, 9, 30, tzinfo=UTC),
        caption=words,
        assets=tuple(films.get(one, f"{one}_1_n.jpg") for one in media),
        parts=tuple(map(str, media)),
    )


def failed(recording):
    """Have the platform say beside the timeline's second page that a Story of it failed."""
    body = recording.exchanges[1].body
    error = {"message": "A server error", "path": ["node", "timeline_list_feed_units", "edges", 1]}
    spoiled = body.replace(b'"extensions"', b'"errors":[%s],"extensions"' % json.dumps(error).encode())
    spoiled = spoiled.replace(b'"creation_time"', b'"creation_time_"')
    exchanges = list(recording.exchanges)
    exchanges[1] = replace(exchanges[1], body=spoiled)
    return replace(recording, exchanges=tuple(exchanges))


def without_end(recording):
    """Have the timeline's second page end before the part that says that there is no more."""
    exchanges = list(recording.exchanges)
    body = exchanges[1].body
    exchanges[1] = replace(exchanges[1], body=body[: body.rindex(b"\r\n")])
    return replace(recording, exchanges=tuple(exchanges))
