"""Pages, timelines and tabs: what lists posts."""

import json

from expecting import SITE, account, alone, case, listing, live, seen
from facebook_nodes import collection_id, edge, ends, head, short, story, tabs, tile, timeline
from facebook_pages import block, call, lazily, line, page, viewer
from facebook_posts import (
    BRANDT,
    CLIP,
    FILM,
    LOTTE,
    NAMELESS,
    OF_NAMELESS,
    OTHER_FILM,
    PAID_POST,
    PHOTO,
    PICTURES,
    PLAIN,
    REEL,
)

GUARD = "for (;;);"
HOME = f"{SITE}/brandt.pumpen/"
UNITS = ("node", "timeline_list_feed_units")
FEED = "adp_ProfileCometTimelineFeedQueryRelayPreloader_6920f"
HEAD = "adp_ProfileCometHeaderQueryRelayPreloader_6920f"
SCROLL = json.dumps({"count": 3, "cursor": "AQH-asked", "id": BRANDT.number})
ON = {"asked": "AQH-asked", "next": "AQH-next", "more": True}


def answer(*nodes, owner=BRANDT, **connection):
    return line({"data": {"node": timeline(*nodes, owner=owner, **connection)}, "extensions": {}})


def streamed(place, node):
    label = "ProfileCometTimelineFeed_user$stream$ProfileCometTimelineFeed_user_timeline_list_feed_units"
    return {"label": label, "path": [*UNITS, "edges", place], "data": edge(node), "extensions": {}}


def deferred(data, *path, label="page_info"):
    return {"label": f"ProfileCometTimelineFeed_user$defer$_{label}", "path": [*UNITS, *path], "data": data}


def without_its_film():
    """Give the Story of a film whose addresses come later, and those."""
    node = story(CLIP)
    later = node["attachments"][0]["styles"]["attachment"]["media"].pop("videoDeliveryResponseFragment")
    return node, {"videoDeliveryResponseFragment": later}


def parts():
    node, later = without_its_film()
    first = {"data": {"node": timeline(story(PLAIN))}, "extensions": {"is_final": False}}
    media = ("edges", 1, "node", "attachments", 0, "styles", "attachment", "media")
    return (
        first,
        streamed(1, node),
        deferred(later, *media, label="VideoPlayer_video"),
        streamed(2, story(PHOTO)),
        # Reels within a post bring ends of their own, which are not the listing's.
        deferred({"page_info": ends("AQH-trap", more=False)}, "edges", 0, "node", label="reels"),
        deferred({"page_info": ends()}),
    )


def _pages():
    pinned = timeline(story(PHOTO)) | {"profile_pinned_post": story(PLAIN)}
    ending = call(FEED, {"page_info": ends()}, ("user", "timeline_list_feed_units"), "q$defer$page_info")
    known = {
        "pages": live("brandt.pumpen"),
        "accounts": [account(BRANDT)],
        "listings": [listing(PLAIN, PHOTO, next="AQH-next", more=True)],
        "observations": [seen(PLAIN, pinned=["posts"]), seen(PHOTO)],
    }
    content = page(block(viewer(), call(HEAD, head())), block(call(FEED, {"user": pinned})), block(ending))
    yield "page_logged_out.html", case(content, HOME, **known)
    old = call(FEED, {"user": timeline(story(CLIP, variant="A", era=2023))})
    content = page(lazily(call(HEAD, head())), lazily(old, viewer()), lazily(ending))
    known |= {"listings": [listing(CLIP, next="AQH-next", more=True)], "observations": [seen(CLIP)]}
    yield "page_of_2023.html", case(content, HOME, **known)
    feed = call(FEED, {"user": timeline(story(OF_NAMELESS), owner=NAMELESS)})
    known = {
        "pages": live(NAMELESS.number),
        "accounts": [account(NAMELESS)],
        "listings": [listing(OF_NAMELESS, owner=NAMELESS)],
        "observations": [seen(OF_NAMELESS)],
    }
    content = page(block(call(HEAD, head(NAMELESS)), feed))
    yield "page_without_a_name.html", case(content, NAMELESS.address, **known)


def _timelines():
    known = {
        "listings": [listing(PLAIN, PHOTO, **ON)],
        "observations": [seen(PLAIN), seen(PHOTO)],
        "variables": SCROLL,
    }
    yield "timeline.json", case(answer(story(PLAIN), story(PHOTO), page_info=ends()), **known)
    known |= {
        "listings": [listing(PLAIN, CLIP, PHOTO, **ON)],
        "observations": [seen(PLAIN), seen(CLIP), seen(PHOTO)],
    }
    lines = (line(one, GUARD) for one in parts())
    yield "timeline_in_parts.json", case("\r\n".join(lines), mime="application/json", **known)
    first, *later = parts()
    yield "timeline_out_of_order.json", case("".join(map(line, (first, *reversed(later)))), **known)
    yield "timeline_before_its_first.json", case("\n".join(map(line, (*later, first))), **known)
    lost = deferred({"text": "whose?"}, "edges", 0, "node", "nothing", "here", label="lost")
    known = {
        "listings": [listing(PLAIN, asked="AQH-asked", flawed=True)],
        "observations": [seen(PLAIN)],
        "gaps": [["unknown_shape", "answer"]],
    }
    content = answer(story(PLAIN)) + "\n" + line(lost)
    yield "timeline_with_a_lost_part.json", case(content, variables=SCROLL, **known)
    last = answer(story(PHOTO), page_info=ends("", more=False))
    ended = listing(PHOTO, asked="AQH-asked", more=False)
    yield "timeline_end.json", case(last, variables=SCROLL, listings=[ended], observations=[seen(PHOTO)])


def _beside_posts():
    bought = {"client_token": "synthetic"}
    own = story(PLAIN, sponsored_data=bought)
    content = answer(story(PAID_POST, th_dat_spo=bought), own, page_info=ends())
    known = {"listings": [listing(PLAIN, next="AQH-next", more=True)], "observations": [seen(PLAIN)]}
    yield "advertisement.json", case(content, **known)
    units = [{"__typename": kind, "id": "x"} for kind in ("GroupsYouShouldJoinFeedUnit", "EndOfFeedUnit")]
    content = answer(units[0], story(PLAIN), units[1], page_info=ends())
    yield "units_that_are_no_posts.json", case(content, **known)
    known = {
        "listings": [listing(PLAIN, None, next="AQH-next", more=True)],
        "observations": [seen(PLAIN)],
        "gaps": [["unknown_shape", "a post"]],
        "seen": 2,
    }
    strange = {"__typename": "HoloFeedUnit", "id": "x"}
    yield "unit_unknown.json", case(answer(story(PLAIN), strange, page_info=ends()), **known)
    tiles = {"nodes": [{"__typename": "ProfileTileSection", "title": "Photos"}]}
    composer = {"id": LOTTE.number, "feed_comet_composer": {"id": "x"}, "profile_tile_sections": tiles}
    yield "no_listing.json", case(line({"data": {"user": composer}}))
    home = {"viewer": {"news_feed": {"edges": [edge(story(PAID_POST))], "page_info": ends()}}}
    yield "home_feed.json", case(line({"data": home}))


def _tabs():
    def next_page(surface, connection):
        key = "aggregated_fb_shorts" if surface == "reels" else "pageItems"
        node = {"__typename": "TimelineAppCollection", "id": collection_id(surface), key: connection}
        return line({"data": {"node": node}})

    photos = {"edges": [tile(picture) for picture in PICTURES[:2]], "page_info": ends("AQH-p")}
    tab = call("adp_ProfileCometTopAppSectionQueryRelayPreloader_69", {"node": tabs("photos", photos)})
    known = {
        "pages": live("brandt.pumpen"),
        "accounts": [account(BRANDT)],
        "listings": [listing(*PICTURES[:2], surface="photos", next="AQH-p", more=True)],
        "observations": [alone(picture) for picture in PICTURES[:2]],
    }
    yield "photos_tab.html", case(page(block(call(HEAD, head()), tab)), f"{HOME}photos/", **known)
    asked = json.dumps({"count": 8, "cursor": "AQH-p", "id": collection_id("photos")})
    known = {
        "listings": [listing(PICTURES[2], surface="photos", asked="AQH-p", more=False)],
        "observations": [alone(PICTURES[2])],
        "variables": asked,
    }
    more = {"edges": [tile(PICTURES[2])], "page_info": ends("", more=False)}
    yield "photos_next.json", case(next_page("photos", more), **known)
    films = {"edges": [tile(FILM, "videos")], "page_info": ends("AQH-v")}
    listed = [listing(FILM, surface="videos", next="AQH-v", more=True)]
    yield "videos_next.json", case(next_page("videos", films), listings=listed, observations=[alone(FILM)])
    reels = {"edges": [short(REEL)], "page_info": ends("AQH-r")}
    known = {
        "listings": [listing(REEL, surface="reels", next="AQH-r", more=True)],
        "observations": [seen(REEL, links=None, at=None, made=REEL.at)],
    }
    yield "reels_next.json", case(next_page("reels", reels), **known)
    other = {"edges": [tile(OTHER_FILM)], "page_info": ends()}
    strange = {"id": "YXBwX2NvbGxlY3Rpb246MTox", "pageItems": other}
    yield "tab_unknown.json", case(line({"data": {"node": strange}}))


def cases():
    """Give each golden's name with the answer and what is to be read in it."""
    yield from _pages()
    yield from _timelines()
    yield from _beside_posts()
    yield from _tabs()
