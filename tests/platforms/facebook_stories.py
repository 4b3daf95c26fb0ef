"""Stories, timelines and pages of films, each as short as one is understood."""

import base64
import json

from facebook_answers import SITE, read_page

OWNER = "100064000000001"
ENDS = {"has_next_page": True, "end_cursor": "CUR2"}
CONNECTION = ["node", "timeline_list_feed_units"]
LAST = {"label": "x", "path": CONNECTION, "data": {"page_info": ENDS}}


def story(number, owner=OWNER, words="words", hung=()):
    told = {"story": {"message": {"text": words} if words is not None else None}}
    when = {
        "__typename": "CometFeedStoryMinimizedTimestampStrategy",
        "story": {"creation_time": 1_700_000_000},
    }
    return {
        "__typename": "Story",
        "__isFeedUnit": "Story",
        "id": base64.b64encode(f"S:_I{owner}:{number}:{number}".encode()).decode(),
        "post_id": number,
        "actors": [{"__typename": "User", "id": owner, "name": "B", "url": f"{SITE}/brandt.pumpen"}],
        "attachments": list(hung),
        "comet_sections": {"content": told, "timestamp": when},
    }


def album(shown, count):
    nodes = [
        {
            "media": {
                "__typename": "Photo",
                "id": number,
                "image": {"uri": f"https://scontent.xx.fbcdn.net/v/t39/{number}_n.jpg", "width": 900},
            }
        }
        for number in shown
    ]
    attachment = {"all_subattachments": {"count": count, "nodes": nodes}}
    return {"styles": {"__typename": "StoryAttachmentAlbumStyleRenderer", "attachment": attachment}}


def timeline(*nodes, ends=None, errors=()):
    edges = [{"node": node, "cursor": "c"} for node in nodes]
    connection = {"edges": edges} | ({"page_info": ends} if ends else {})
    user = {"__typename": "User", "id": OWNER, "timeline_list_feed_units": connection}
    return {"data": {"node": user}} | ({"errors": list(errors)} if errors else {})


def part(place, node):
    return {"label": "s", "path": [*CONNECTION, "edges", place], "data": {"node": node}}


def failed(*path):
    return {"message": "A server error occurred.", "path": [*CONNECTION, *path]}


def lines(*documents):
    return b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in documents)


def entries(reading):
    (listing,) = reading.listings
    return [entry and entry.key for entry in listing.entries], listing.flawed


def film(address):
    return {
        "__typename": "Video",
        "id": "30001",
        "permalink_url": address,
        "playable_url": "https://video.xx.fbcdn.net/o1/v/t2/30001.mp4",
    }


def film_page(address, own=None):
    hung = [{"media": film(address)}]
    told = story("111111", hung=hung) | ({"wwwURL": own} if own else {})
    call = ["RelayPrefetchedStreamCache", "next", [], ["adp_Q_1", {"__bbox": {"result": {}}}]]
    call[3][1]["__bbox"]["result"] = {"data": {"video": {"creation_story": told}}}
    block = f'<script type="application/json" data-sjs>{json.dumps({"require": [call]})}</script>'
    return read_page(block, f"{SITE}/{OWNER}/videos/pcb.111111/30001/").observations[0]
