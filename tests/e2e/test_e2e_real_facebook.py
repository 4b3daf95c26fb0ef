"""Captured pages of the live Facebook, served on loopback under their own addresses and crawled unchanged."""

import json
from pathlib import Path

import pytest
from fakes import call_archiver, sound, write_settings

from archiver.simulator.films import Footage, whole
from archiver.simulator.messages import Answer, text
from archiver.simulator.pictures import picture
from archiver.simulator.server import StandIn

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "facebook"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not REAL.is_dir(), reason="the captured pages of the live platform are not beside the project"
    ),
]
SITE = "https://www.facebook.com"
HOSTS = ("www.facebook.com", "*.fbcdn.net")
PAGES = {
    "/heymeedan/": "page_2023-01.html",
    "/ironmaiden/posts/10157024746512051/": "post_permalink_2022-09.html",
    "/ironmaiden/": "login_wall_2022-08.html",
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
        write_settings(server, tmp_path, hosts=HOSTS)
        yield lambda *arguments: call_archiver(*arguments, folder=tmp_path)


@pytest.mark.prove
def test_a_page_of_2023_in_its_older_wrapper(archiver, tmp_path):
    ran = archiver("crawl", f"{SITE}/heymeedan", "--json")
    (look,) = ran.json["captures"]
    assert (ran.code, look["outcome"], look["posts"]) == (0, "complete", 1), ran.err
    assert look["reach"] == {"listed": 1, "claimed": None, "limit": "logged_out"}
    said = json.loads((tmp_path / "evidence" / "captures" / look["capture"] / "manifest.json").read_text())
    assert said["target"]["account_id"] == "100067935271247"
    shown = archiver("show", "facebook:1522700938072473", "--json").json
    assert shown["owner"] == {"id": "100067935271247", "name": "heymeedan"}
    assert (shown["fields"]["kind"], shown["fields"]["published_at"]) == (
        "video",
        "2021-05-03T13:32:01.000000Z",
    )
    assert [medium["mime"] for medium in shown["media"]] == ["video/mp4"]
    assert sound(tmp_path)


def test_a_post_of_2022_is_shown_though_a_login_form_stands_on_its_page(archiver, tmp_path):
    ran = archiver("crawl", f"{SITE}/ironmaiden/posts/10157024746512051", "--json")
    (look,) = ran.json["captures"]
    assert (ran.code, look["outcome"], look["reason"]) == (3, "partial", "post_not_understood"), ran.err
    said = json.loads((tmp_path / "evidence" / "captures" / look["capture"] / "manifest.json").read_text())
    # Its markup carries no data to read, which is said.
    assert [gap["detail"] for gap in said["gaps"] if gap["reason"] == "unknown_shape"] == [
        "in the markup of before 2023"
    ]
    assert sound(tmp_path)


def test_a_page_that_asks_to_log_in_is_a_wall(archiver, tmp_path):
    ran = archiver("crawl", f"{SITE}/ironmaiden/", "--json")
    (look,) = ran.json["captures"]
    assert (ran.code, look["outcome"], look["reason"], look["posts"]) == (3, "blocked", "walled", 0)
    assert sound(tmp_path)
