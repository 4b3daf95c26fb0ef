"""Documents as instaloader saved them through the years: written by itself, and held against its own word."""

import json
from pathlib import Path

import pytest
from folder_building import THEN, date, write

instaloader = pytest.importorskip("instaloader")

GOLDEN = Path(__file__).parents[1] / "golden" / "instagram"
REAL = Path(__file__).parents[2].parent / "shared" / "real" / "instagram"
PACKED = (".json", ".json.xz")
CONTEXT = instaloader.InstaloaderContext(sleep=False, quiet=True)


def every(told, key):
    if isinstance(told, dict):
        if key in told:
            yield told[key]
        told = list(told.values())
    for value in told if isinstance(told, list) else ():
        yield from every(value, key)


def nodes(path, connection):
    (found, *_) = every(json.loads(path.read_bytes()), connection)
    return [edge["node"] for edge in found["edges"]]


def legacy(path):
    """Give posts as they were answered until 2024, where they are whole."""
    return [
        instaloader.Post(CONTEXT, node)
        for node in nodes(path, "edge_owner_to_timeline_media")
        if "__typename" in node and node.get("owner", {}).get("username")
    ]


OF_USER = {"is_private": False, "full_name": "", "profile_pic_url": ""}
OF_POST = {"has_liked": False, "like_count": 0, "caption": None}


def of_programs(*names):
    """Give posts as signed-in programs are answered them, in either dialect, where they are whole."""
    for name in names:
        for node in media(json.loads((GOLDEN / name).read_bytes())):
            told = OF_POST | node | {"user": OF_USER | node["user"]}
            yield instaloader.Post.from_iphone_struct(CONTEXT, told)


def media(told):
    """Find all media that stand by themselves."""
    if isinstance(told, dict):
        user = told.get("user")
        if (
            {"code", "pk", "taken_at"} <= set(told)
            and told.get("media_type") in (1, 2, 8)
            and isinstance(user, dict)
        ):
            yield told
            return
        told = list(told.values())
    for value in told if isinstance(told, list) else ():
        yield from media(value)


def saved(posts, folder, suffix):
    folder.mkdir()
    for post in posts:
        instaloader.save_structure_to_file(post, str(folder / f"{post.shortcode}{suffix}"))
    date(folder, THEN)
    return folder


def held_against(archiver, folder, target):
    """Import a folder, and hold each post against what instaloader itself reads in its document."""
    ran = archiver("import", folder, "--target", target, "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    assert found["understood"][0] == found["understood"][1] == found["documents"]
    for path in folder.iterdir():
        post = instaloader.load_structure_from_file(CONTEXT, str(path))
        shown = archiver("show", f"instagram:{post.shortcode}", "--json")
        assert (shown.code == 0) is (f"instagram:{post.owner_username}" == target), (
            "others' posts are kept alone"
        )
        if shown.code != 0:
            continue
        told = shown.json
        assert told["fields"]["published_at"] == f"{post.date_utc:%Y-%m-%dT%H:%M:%S}.000000Z"
        assert told["fields"]["caption"] == (post.caption or "")
        assert told["permanent_id"] == str(post.mediaid)
        assert told["owner"]["id"] == str(post.owner_id)
        kinds = {"GraphImage": "image", "GraphVideo": "video", "GraphSidecar": "carousel"}
        assert told["fields"]["kind"] == kinds[post.typename.removeprefix("XDT")]
        if post.typename == "GraphSidecar" and "edge_sidecar_to_children" in post._node:
            assert len(told["fields"]["media"]) == post.mediacount
    return found


@pytest.mark.parametrize("suffix", PACKED)
def test_posts_as_they_were_answered_until_2024(archiver, folder, suffix):
    posts = legacy(GOLDEN / "timeline_legacy.json")
    assert posts
    found = held_against(
        archiver, saved(posts, folder / "given", suffix), f"instagram:{posts[0].owner_username}"
    )
    assert found["posts"] == len(
        {post.shortcode for post in posts if post.owner_username == posts[0].owner_username}
    )


@pytest.mark.parametrize("suffix", PACKED)
def test_posts_as_signed_in_programs_are_answered_them(archiver, folder, suffix):
    posts = list(of_programs("timeline_xdt.json", "media_info.json"))
    assert len(posts) > 3
    target = "instagram:brandt.pumpen"
    found = held_against(archiver, saved(posts, folder / "given", suffix), target)
    assert found["posts"] == 4


@pytest.mark.skipif(not REAL.is_dir(), reason="no captured payloads are here")
def test_captured_posts_of_2020(archiver, folder):
    posts = legacy(REAL / "timeline_legacy_2020.json")
    assert len(posts) == 12
    found = held_against(
        archiver, saved(posts, folder / "given", ".json.xz"), f"instagram:{posts[0].owner_username}"
    )
    assert found["posts"] == 12


CODE, NUMBER = "BNvYG6GB_aT", "1399804806543013523"
OF_2016 = {
    "code": CODE,
    "id": NUMBER,
    "date": 1481118000,
    "caption": "Zwölf Jahre Werk II",
    "comments": {"count": 3},
    "likes": {"count": 71},
    "owner": {"id": "990000417203", "username": "hartmann.werkzeuge"},
    "is_video": False,
    "display_src": "https://scontent.cdninstagram.com/t51.2885-15/e35/15306_n.jpg",
    "dimensions": {"width": 1080, "height": 1350},
}


def code_of(number):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    found = ""
    while number:
        number, digit = divmod(number, 64)
        found = letters[digit] + found
    return found


@pytest.mark.parametrize("wrapped", [True, False], ids=["of version 4", "of version 3"])
def test_a_post_in_the_names_of_2016(archiver, folder, wrapped):
    node = OF_2016 | {"code": code_of(int(NUMBER))}
    told = {"node": node, "instaloader": {"version": "4.0", "node_type": "Post"}} if wrapped else node
    write(folder / "given/1.json", told)
    ran = archiver("import", folder / "given", "--target", "instagram:hartmann.werkzeuge", "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    assert (found["posts"], found["software"]) == (1, "instaloader 4.0" if wrapped else "instaloader")
    shown = archiver("show", f"instagram:{node['code']}", "--json").json
    assert shown["fields"]["caption"] == OF_2016["caption"]
    assert shown["fields"]["published_at"] == "2016-12-07T13:40:00.000000Z"
    assert shown["counts"] == {
        "likes": {"value": 71, "exact": True},
        "comments": {"value": 3, "exact": True},
    }
    assert [each["asset"] for each in shown["fields"]["media"]] == ["15306_n.jpg"]


OTHERS = {
    "a story": (
        "StoryItem",
        {"id": "3854725323932873634", "taken_at_timestamp": 1773739801, "owner": {"id": "1"}},
        1,
    ),
    "a hashtag": ("Hashtag", {"name": "fraesen"}, 0),
    "where it broke off": ("FrozenNodeIterator", {"context_username": "analyst"}, 0),
}


@pytest.mark.parametrize(("kind", "node", "kept"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_post_is_no_post(archiver, folder, kind, node, kept):
    write(folder / "given/1.json", OF_2016 | {"code": code_of(int(NUMBER))})
    write(folder / "given/2.json", {"node": node, "instaloader": {"version": "4.16", "node_type": kind}})
    ran = archiver("import", folder / "given", "--target", "instagram:hartmann.werkzeuge", "--json")
    (found,) = ran.json["imports"]
    assert (found["documents"], found["understood"]) == (1 + kept, [1, 1])
