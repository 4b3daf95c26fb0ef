"""Captured pages of the live platform, served on loopback under their own addresses and crawled unchanged."""

import json
from pathlib import Path

import pytest
from fakes import call_archiver, sound, write_settings

from archiver.simulator.films import Footage, whole
from archiver.simulator.messages import Answer, text
from archiver.simulator.pictures import picture
from archiver.simulator.server import StandIn

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "instagram"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not REAL.is_dir(), reason="the captured pages of the live platform are not beside the project"
    ),
]
SITE = "https://www.instagram.com"
PAGES = {
    "/natgeo/": "profile_logged_out_2026-10.html",
    "/p/DeAZ0uAgNuA/": "post_image_2026-10.html",
    "/reel/DdG4RIxIPyf/": "post_reel_2026-10.html",
    "/p/DeBJRyaDIyP/": "post_carousel_2026-10.html",
    "/gone/": "not_found_2026-10.html",
    "/wall/": "login_wall_2026-10.html",
    "/p/Throttled01/": "throttled_post_2026-10.html",
    "/p/Shell000001/": "post_shell_no_data_2024-12.html",
}


def answer(request):
    if request.path in PAGES:
        html = (REAL / PAGES[request.path]).read_bytes()
        return Answer(headers=(("content-type", "text/html; charset=utf-8"),), body=html)
    if request.path.endswith(".mp4"):
        return Answer(
            headers=(("content-type", "video/mp4"),), body=whole(Footage(request.path, 640, 360, 2.0))
        )
    if request.path.endswith(".jpg"):
        return Answer(headers=(("content-type", "image/jpeg"),), body=picture(request.path, 640, 640))
    return text("", status=404)


@pytest.fixture
def archiver(tmp_path):
    with StandIn(answer) as server:
        write_settings(server, tmp_path)
        yield lambda *arguments: call_archiver(*arguments, folder=tmp_path)


def test_the_profile_and_its_posts(archiver, tmp_path):
    ran = archiver("crawl", f"{SITE}/natgeo/", "--json")
    assert ran.code == 0, ran.err
    (look,) = ran.json["captures"]
    assert (look["outcome"], look["posts"], look["gaps"]) == ("complete", 3, 0)
    assert look["reach"] == {"listed": 3, "claimed": None, "limit": "logged_out"}
    said = json.loads((tmp_path / "evidence" / "captures" / look["capture"] / "manifest.json").read_text())
    assert said["target"]["account_id"] == "787132"
    assert said["understood"] == [6, 6]
    kinds = {}
    for code in ("DeAZ0uAgNuA", "DdG4RIxIPyf", "DeBJRyaDIyP"):
        shown = archiver("show", f"instagram:{code}", "--json").json
        kinds[code] = (shown["fields"]["kind"], [medium["mime"] for medium in shown["media"]])
        assert shown["owner"] == {"id": "787132", "name": "natgeo"}
        assert shown["fields"]["published_at"]
        assert shown["fields"]["caption"]
    assert kinds == {
        "DeAZ0uAgNuA": ("image", ["image/jpeg"]),
        "DdG4RIxIPyf": ("video", ["video/mp4"]),
        "DeBJRyaDIyP": ("carousel", ["image/jpeg", "image/jpeg"]),
    }
    assert sound(tmp_path)


@pytest.mark.some(of=3)
@pytest.mark.parametrize("path", ["/p/DeAZ0uAgNuA/", "/reel/DdG4RIxIPyf/", "/p/DeBJRyaDIyP/"])
def test_a_post_alone(archiver, tmp_path, path):
    ran = archiver("crawl", SITE + path, "--json")
    (look,) = ran.json["captures"]
    assert ran.code == 0, ran.err
    assert (look["kind"], look["target"], look["posts"]) == ("post", "instagram:natgeo", 1)
    assert sound(tmp_path)


@pytest.mark.some(of=2)
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone/", "not_found"),
        ("/wall/", "walled"),
        ("/p/Throttled01/", "unknown"),
        ("/p/Shell000001/", "unknown"),
    ],
)
def test_answers_without_content(archiver, tmp_path, path, reason):
    ran = archiver("crawl", SITE + path, "--json")
    (look,) = ran.json["captures"]
    assert ran.code == 3
    assert (look["outcome"], look["reason"], look["posts"]) == ("blocked", reason, 0)
    assert sound(tmp_path)
