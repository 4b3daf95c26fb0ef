"""Write the golden answers and what is to be read in them: `python make.py [folder]`.

What is expected is told from the invented posts below, never from what the product makes of the answers.
"""

import json
import sys
from pathlib import Path

from golden_case import SITE, case, written
from golden_nodes import answered, gate, legacy, meta, page, polaris, polaris_listed, xdt
from golden_posts import BARE, BRANDT, IMAGE, JOINT, KOLBEN, LONG, LOTTE, PICTURES, REEL, SLIDES, STRANGE
from golden_stories import answers as stories

INFO = f"{SITE}/api/v1/users/web_profile_info/?username={BRANDT.username}"
PROFILE, PERMALINK = "PolarisLoggedOutDesktopWWWProfileRoute", "PolarisLoggedOutDesktopWWWPostRoute"


def seen(post, dialect, *, media=None, whole=True, **other):
    """Say what is to be read of a post, but for what it has not: `media` where not all its parts are shown."""
    sizes = {"polaris": 4, "slide": 1, "xdt": 3, "legacy": 3}[dialect]
    shown = post.parts if media is None else post.parts[:media]
    known = {
        "code": post.code,
        "pk": str(post.pk),
        "owner": [post.owner.pk, post.owner.username],
        "kind": post.kind,
        "product": "" if dialect == "legacy" else post.product,
        "at": post.at,
        "caption": post.caption or "",
        "media": [["video" if p.video else "image", p.asset, 1 if p.video else sizes] for p in shown],
        "coauthors": [person.pk for person in post.coauthors],
        "tagged": [person.username for person in post.tagged],
        "location": list(post.place) if post.place else None,
        "counts": {"likes": post.likes, "comments": post.comments},
        "whole": whole,
    } | other
    return {name: value for name, value in known.items() if value not in ([], {}, None)}


def abridged(post):
    """Say what is to be read of a post where a logged-out profile lists it."""
    hidden = {"at": None, "coauthors": [], "tagged": [], "location": None, "counts": {}}
    return seen(post, "polaris", whole=False, media=0, **hidden) | {
        "media": [["image", post.parts[0].file, 1]]
    }


def listing(owner, entries, **links):
    """Say what is to be read of a page of a listing."""
    codes = [entry and entry.code for entry in entries]
    chain = {"surface": "grid", "asked": "", "next": "", "more": None} | links
    return {"owner": owner, "entries": codes, **chain}


def account(person, *, posts, private=False):
    """Say what is to be read of an account: `posts` as number and whether it is exact."""
    return {"id": person.pk, "handle": person.username, "private": private, "posts": posts}


def post_address(post, kind="p"):
    return f"{SITE}/{kind}/{post.code}/"


def connection(posts, cursor="QVFB-next", *, more=True):
    return {
        "edges": [{"node": node, "cursor": f"c{place}"} for place, node in enumerate(posts)],
        "page_info": {"end_cursor": cursor, "has_next_page": more},
    }


def profile_node(person, *, private=False):
    return person.short | {
        "full_name": person.name,
        "biography": "Pumpen seit 1921",
        "bio_links": [{"title": "", "url": "https://brandt-pumpen.example/"}],
        "is_private": private,
        "is_verified": False,
        "follower_count": 812,
        "following_count": 3,
        "all_media_count": None,
        "latest_reel_media": 1_795_900_000,
    }


def profile_page(posts, *, private=False, more=True):
    words = f"812 Followers, 3 Following, 1,026 Posts - See Instagram photos from {BRANDT.name}"
    timeline = connection([polaris_listed(post) for post in posts], more=more)
    return page(
        answered(
            "PolarisProfileRootContentQuery", {"xig_user_by_username": profile_node(BRANDT, private=private)}
        ),
        answered(
            "PolarisProfilePostsTabContentQuery",
            {
                "xig_user_by_username": {
                    "pk": BRANDT.pk,
                    "polaris_ordered_timeline_connection": timeline,
                    "id": BRANDT.graph,
                }
            },
        ),
        route=PROFILE,
        head=meta("og:description", words),
    )


def permalink(post):
    answer = answered("PolarisPostRootContentQuery", gate(post, polaris(post, beside=(BARE, post))))
    return page(answer, route=PERMALINK)


def _pages():
    live = [["live", "content"]]
    home = f"{SITE}/{BRANDT.username}/"
    grid = (SLIDES, REEL, BARE)
    yield (
        "profile_logged_out.html",
        case(
            profile_page(grid),
            home,
            pages=live,
            accounts=[account(BRANDT, posts=[1026, False])],
            listings=[listing(BRANDT.pk, grid, next="QVFB-next", more=True)],
            observations=[abridged(post) for post in grid],
        ),
    )
    yield (
        "profile_private.html",
        case(
            profile_page((), private=True, more=False),
            home,
            pages=[["private", "content"]],
            accounts=[account(BRANDT, posts=[1026, False], private=True)],
            listings=[listing(BRANDT.pk, (), next="QVFB-next", more=False)],
        ),
    )
    for name, post, kind in (("image", IMAGE, "p"), ("reel", REEL, "reel")):
        found = seen(post, "polaris")
        yield (
            f"permalink_{name}.html",
            case(permalink(post), post_address(post, kind), pages=live, observations=[found]),
        )
    found = seen(PICTURES, "slide")
    address = f"{SITE}/{BRANDT.username}/p/{PICTURES.code}/"
    yield "permalink_carousel.html", case(permalink(PICTURES), address, pages=live, observations=[found])
    yield from _refusing_pages(home)


def _refusing_pages(home):
    ruling = {"gating_type": "RESTRICTED", "title": "Restricted content"}
    gated = page(answered("PolarisPostRootContentQuery", gate(IMAGE, None, ruling)), route=PERMALINK)
    gone = page(answered("PolarisPostRootContentQuery", {"xig_polaris_media": None}), route=PERMALINK)
    wrong = polaris(IMAGE) | {"pk": str(BARE.pk)}
    crossed = page(answered("PolarisPostRootContentQuery", gate(IMAGE, wrong)), route=PERMALINK)
    shell = f"{PERMALINK} without data"
    for name, content, address, said in (
        ("permalink_gated", gated, post_address(IMAGE), ["gated", "gating ruling RESTRICTED"]),
        ("permalink_null", gone, post_address(IMAGE), ["unknown", shell]),
        ("shell_without_data", page({}, route=PERMALINK), post_address(IMAGE), ["unknown", shell]),
        ("old_shell_without_data", page({}, {"a": []}), home, ["unknown", "a page without data"]),
        ("not_found", page(route="PolarisErrorRoute"), home, ["not_found", "PolarisErrorRoute"]),
        (
            "login_wall",
            page(route="PolarisCAAIGLoginHomepageRoute"),
            home,
            ["walled", "PolarisCAAIGLoginHomepageRoute"],
        ),
        ("login_redirect", page(), f"{SITE}/accounts/login/?next=/", ["walled", "accounts/login"]),
        ("challenge", page(), f"{SITE}/challenge/?next=/", ["walled", "challenge"]),
        (
            "age_wall",
            page(body="You must be 25 years old or over to see this profile", route=PROFILE),
            home,
            ["gated", "age wall"],
        ),
    ):
        yield f"{name}.html", case(content, address, pages=[said])
    yield "too_many.html", case(page(), home, status=429, pages=[["rate_limited", "HTTP 429"]])
    plain = case(
        "Too Many Requests\n", home, status=429, mime="text/plain", obtained="page/document",
        pages=[["rate_limited", "HTTP 429"]],
    )  # fmt: skip
    yield "too_many.txt", plain
    gap = ["id_mismatch", f"post {IMAGE.code}"]
    yield (
        "permalink_crossed_ids.html",
        case(crossed, post_address(IMAGE), pages=[["unknown", shell]], gaps=[gap], seen=1),
    )


def _timelines():
    asked = written({"after": "QVFB-asked", "first": 12})
    key = "xdt_api__v1__feed__user_timeline_graphql_connection"
    nodes = [xdt(JOINT, pinned=True), xdt(IMAGE), None, xdt(LONG, children=3), xdt(REEL), xdt(SLIDES)]
    where = [key, "edges", 0, "node", "location", "profile_pic_url"]
    partial = {"message": "A server error occurred", "severity": "ERROR", "path": where}
    yield (
        "timeline_xdt.json",
        case(
            written({"data": {key: connection(nodes)}, "errors": [partial], "status": "ok"}),
            variables=asked,
            listings=[
                listing(
                    "",
                    (JOINT, IMAGE, None, LONG, REEL, SLIDES),
                    asked="QVFB-asked",
                    next="QVFB-next",
                    more=True,
                )
            ],
            observations=[
                seen(JOINT, "xdt"),
                seen(IMAGE, "xdt"),
                seen(LONG, "xdt", media=3, whole=False),
                seen(REEL, "xdt"),
                seen(SLIDES, "xdt"),
            ],
            gaps=[["partial_error", "answer"], ["unknown_shape", "a post"]],
            seen=6,
        ),
    )
    advertised = xdt(STRANGE) | {"product_type": "ad", "ad_id": "990"}
    yield (
        "timeline_xdt_advertisement.json",
        case(
            written({"data": {key: connection([xdt(IMAGE), advertised, xdt(BARE)], None, more=False)}}),
            listings=[listing("", (IMAGE, BARE), more=False)],
            observations=[seen(IMAGE, "xdt"), seen(BARE, "xdt")],
        ),
    )
    old = {"id": BRANDT.pk, "edge_owner_to_timeline_media": {"count": 1026}}
    old["edge_owner_to_timeline_media"] |= connection([legacy(post) for post in (IMAGE, REEL, SLIDES)])
    views = {"likes": REEL.likes, "comments": REEL.comments, "views": 77}
    yield (
        "timeline_legacy.json",
        case(
            written({"data": {"user": old}, "status": "ok"}),
            listings=[listing(BRANDT.pk, (IMAGE, REEL, SLIDES), next="QVFB-next", more=True)],
            observations=[
                seen(IMAGE, "legacy"),
                seen(REEL, "legacy", counts=views),
                seen(SLIDES, "legacy"),
            ],
        ),
    )
    shown = {"id": BRANDT.pk, "username": BRANDT.username, "full_name": BRANDT.name, "biography": "Pumpen"}
    shown |= {"is_private": False, "edge_followed_by": {"count": 812}, **old}
    yield (
        "web_profile_info.json",
        case(
            written({"data": {"user": shown}, "status": "ok"}),
            INFO,
            accounts=[account(BRANDT, posts=[1026, True])],
            listings=[listing(BRANDT.pk, (IMAGE, REEL, SLIDES), next="QVFB-next", more=True)],
            observations=[
                seen(IMAGE, "legacy"),
                seen(REEL, "legacy", counts=views),
                seen(SLIDES, "legacy"),
            ],
        ),
    )
    clip = {
        key: value for key, value in xdt(REEL).items() if key not in ("taken_at", "caption", "comment_count")
    }
    clips = connection([{"media": clip | {"play_count": 4100}}], more=False)
    yield (
        "clips.json",
        case(
            written(
                {
                    "data": {
                        "fetch__XDTUserDict": {
                            "pk": BRANDT.pk,
                            "xdt_api__v1__clips__user__connection_v2": clips,
                        }
                    }
                }
            ),
            listings=[listing(BRANDT.pk, (REEL,), surface="reels", next="QVFB-next", more=False)],
            observations=[
                seen(REEL, "xdt", whole=False, at=None, caption=None, counts={"likes": 9, "plays": 4100})
            ],
        ),
    )


def _answers():
    info = f"{SITE}/api/v1/media/{IMAGE.pk}/info/"
    items = {"items": [xdt(IMAGE)], "num_results": 1, "more_available": False, "status": "ok"}
    image = [seen(IMAGE, "xdt")]
    yield "media_info.json", case(written(items), info, observations=image)
    yield "guarded.json", case("for (;;);" + written(items), info, observations=image)
    second = json.dumps({"data": {"xdt_shortcode_media": legacy(SLIDES, "XDTGraph")}})
    both = [*image, seen(SLIDES, "legacy")]
    yield "two_documents.json", case(f"{json.dumps(items)}\n{second}", observations=both)
    yield "two_documents_joined.json", case(f"for (;;);{json.dumps(items)}{second}\r\n", observations=both)
    web = {"data": {"xdt_api__v1__media__shortcode__web_info": {"items": [xdt(SLIDES)]}}}
    yield "permalink_web_info.json", case(written(web), observations=[seen(SLIDES, "xdt")])
    feed = {
        "data": {
            "xdt_api__v1__feed__timeline__connection": connection([{"media": xdt(STRANGE)}, xdt(STRANGE)])
        }
    }
    yield "home_feed.json", case(written(feed))
    users = [profile_node(LOTTE), profile_node(KOLBEN)]
    related = {"edges": [{"node": {"id": LOTTE.pk, "username": LOTTE.username, "biography": "x"}}]}
    beside = {"edges": [{"node": legacy(STRANGE)}]}
    suggestions = {"xdt_api__v1__discover__chaining": {"users": users}, "edge_related_profiles": related}
    yield (
        "suggestions.json",
        case(written({"data": suggestions | {"edge_web_media_to_related_media": beside}})),
    )
    yield from _refusals()


def _refusals():
    wait = {"message": "Please wait a few minutes before you try again.", "status": "fail"}
    for name, document, status, said in (
        (
            "challenge",
            {"message": "checkpoint_required", "checkpoint_url": "/challenge/1/x/", "status": "fail"},
            400,
            ["walled", "checkpoint_required"],
        ),
        (
            "require_login",
            wait | {"require_login": True, "igweb_rollout": True},
            401,
            ["walled", "Please wait a few minutes before you try again"],
        ),
        ("throttled", wait, 400, ["rate_limited", "Please wait a few minutes before you try again"]),
        (
            "not_authenticated",
            {"authenticated": False, "user": True, "status": "ok"},
            200,
            ["walled", "login required"],
        ),
        ("too_many", {"status": "fail"}, 429, ["rate_limited", "HTTP 429"]),
        ("failed", {"message": "Sorry", "status": "fail"}, 400, ["unknown", "Sorry"]),
    ):
        yield (
            f"{name}.json",
            case(written(document), f"{SITE}/api/v1/users/web_profile_info/", status=status, pages=[said]),
        )
    failed = {"errors": [{"message": "execution error", "code": 1675002}], "data": None, "status": "ok"}
    yield "graphql_failed.json", case(written(failed), gaps=[["partial_error", "answer"]])
    stale = {"__ar": 1, "error": 1357004, "errorSummary": "Sorry, something went wrong", "payload": None}
    yield "stale_token.json", case("for (;;);" + written(stale), pages=[["unknown", "error 1357004"]])


def main(folder):
    """Write all of it."""
    write(folder, "expected.json", (*_pages(), *_timelines(), *_answers()))
    write(folder, "expected_stories.json", stories())


def write(folder, name, answers):
    """Write answers, and beside them what is to be read in each."""
    expected = {}
    for answer, (content, known) in answers:
        (folder / answer).write_bytes(content.encode())
        expected[answer] = known
    tight = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = (f"{tight(answer)}: {tight(known)}" for answer, known in expected.items())
    (folder / name).write_bytes(("{\n" + ",\n".join(lines) + "\n}\n").encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
