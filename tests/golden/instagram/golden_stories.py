"""Invented stories, as answers to those who are signed in hold them, and what is to be read of them."""

from golden_case import SITE, case, written
from golden_nodes import answered, candidates, films, page
from golden_posts import BRANDT, FIRST, LOTTE, Post, parts

DAY = 86_400
PICTURE = Post(FIRST + 8_000, 1_795_600_000, None, parts(FIRST + 8_000))
FILM = Post(FIRST + 8_100, 1_795_603_600, None, parts(FIRST + 8_100, "v"))
ANOTHERS = Post(FIRST + 8_200, 1_795_607_200, None, parts(FIRST + 8_200), owner=LOTTE)
MESSEN = "highlight:17990000000000001"


def story(post, **other):
    """Write a story; its code is none that a page stands at, and its owner is told by number alone."""
    node = {
        "__typename": "XDTMediaDict",
        "pk": str(post.pk),
        "id": f"{post.pk}_{post.owner.pk}",
        "code": "opensNothing",
        "taken_at": post.at,
        "expiring_at": post.at + DAY,
        "media_type": post.number,
        "product_type": "story",
        "caption": None,
        "image_versions2": {"candidates": candidates(post.parts[0], sized=True)[:1]},
        "video_versions": None,
        "user": {"pk": post.owner.pk, "id": post.owner.pk},
    }
    if post.kind == "video":
        node["video_versions"] = films(post.parts[0], width=720, height=1280)
    return node | other


def reel(owner, items, *, name="", title=None, **other):
    """Write what holds stories: an account's of the day, or a highlight."""
    return {
        "id": name or owner.pk,
        "reel_type": "highlight_reel" if name else "user_reel",
        "title": title,
        "items": items,
        "user": {"pk": owner.pk, "id": owner.pk, "username": owner.username},
        "__typename": "XDTReelDict",
    } | other


def seen(post):
    """Say what is to be read of a story."""
    (part,) = post.parts
    return {
        "key": f"story/{post.pk}",
        "owner": [post.owner.pk, post.owner.username],
        "kind": post.kind,
        "at": post.at,
        "expires": post.at + DAY,
        "media": [["video" if part.video else "image", part.asset, 1]],
        "whole": True,
    }


def tray(owner, entries, name="stories", title="", *, flawed=False):
    """Say what is to be read of a tray."""
    keys = [entry and f"story/{entry.pk}" for entry in entries]
    return {"owner": owner.pk, "name": name, "title": title, "entries": keys, "flawed": flawed}


def named(owner, name, title):
    """Write a highlight as a shelf names it, without what it holds."""
    return {"node": {"id": name, "title": title, "user": {"pk": owner.pk, "username": owner.username}}}


def answers():
    """Give the golden answers that hold stories."""
    picture, film, anothers = PICTURE, FILM, ANOTHERS
    reels = [
        reel(BRANDT, [story(picture), story(film)]),
        reel(LOTTE, [story(anothers)]),
    ]
    day = {
        "stories": [seen(post) for post in (picture, film, anothers)],
        "trays": [tray(BRANDT, (picture, film)), tray(LOTTE, (anothers,))],
    }
    root = "xdt_api__v1__feed__reels_media"
    counted = {"understood": 3, "seen": 3}
    yield "reels_media.json", case(written({"data": {root: {"reels_media": reels}}}), **counted, **day)
    yield (
        "reels_preloaded.html",
        case(
            page(answered("PolarisStoriesV3ReelPageStandaloneQuery", {root: {"reels_media": reels[:1]}})),
            f"{SITE}/stories/{BRANDT.username}/",
            pages=[["unknown", "a page without data"]],
            understood=2,
            seen=2,
            stories=day["stories"][:2],
            trays=day["trays"][:1],
        ),
    )
    by_id = {BRANDT.pk: reels[0] | {"media_count": 3}}
    yield (
        "reels_media_rest.json",
        case(
            written({"reels": by_id, "reels_media": [reels[0]], "status": "ok"}),
            f"{SITE}/api/v1/feed/reels_media/?reel_ids={BRANDT.pk}",
            understood=4,
            seen=4,
            stories=day["stories"][:2] * 2,
            trays=[tray(BRANDT, (picture, film), flawed=True), tray(BRANDT, (picture, film))],
        ),
    )
    yield from _highlights(root)
    home = {"tray": [reels[1], reels[0] | {"items": [story(film)]}], "status": "ok"}
    yield "reels_tray.json", case(written({"data": {"xdt_api__v1__feed__reels_tray": home}}))


def _highlights(root):
    name, picture = MESSEN, PICTURE
    spoiled = [
        story(picture),
        None,
        story(FILM, media_type=9),
        story(ANOTHERS),
        story(picture, pk=None),
    ]
    held = reel(BRANDT, spoiled, name=name, title="Messen")
    nobodys = reel(BRANDT, [story(picture)], name=name) | {"user": None}
    edges = [{"node": held}, {"node": nobodys}, {"node": {"id": "highlight:x", "user": {"pk": BRANDT.pk}}}]
    yield (
        "reels_highlight.json",
        case(
            written({"data": {f"{root}__connection": {"edges": edges}}}),
            understood=1,
            seen=5,
            stories=[seen(picture)],
            trays=[tray(BRANDT, (picture, None, None, None, None), name, "Messen")],
            gaps=sorted(
                [
                    ["unknown_shape", "a story"],
                    ["unknown_shape", "a story"],
                    ["unknown_shape", f"story {FILM.pk}"],
                    ["id_mismatch", f"story {ANOTHERS.pk}"],
                    ["unknown_shape", "a tray of stories"],
                    ["unknown_shape", "a tray of stories"],
                ]
            ),
        ),
    )
    shown = [named(BRANDT, name, "Messen"), {"node": None}]
    shelf = {"highlights": {"edges": shown, "page_info": {"has_next_page": False}}}
    read = {"owner": BRANDT.pk, "highlights": [name, None], "more": False}
    yield "highlights.json", case(written({"data": shelf}), shelves=[read])
    none = {"data": {"highlights": {"edges": [], "page_info": {"has_next_page": False}}}}
    asked = written({"user_id": BRANDT.pk})
    empty = {"owner": BRANDT.pk, "highlights": [], "more": False}
    yield "highlights_none.json", case(written(none), variables=asked, shelves=[empty])
    yield "highlights_nobodys.json", case(written(none))
