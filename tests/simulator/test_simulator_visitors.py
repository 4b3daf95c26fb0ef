"""Programs of others, as they are, take the stand-in for the platform."""

import json

import pytest
from connect_proxy import ConnectProxy
from shelves import Shelf

from archiver.simulator.hartmann import ACCOUNT, hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import HOSTS, StandIn

PROFILE = f"https://www.instagram.com/{ACCOUNT.username}/"
CALM = ["--config-ignore", "--sleep-request", "0", "--option", "videos=merged", "--cookies", "cookies.txt"]
PLAIN = "--no-sleep --quiet --no-captions --max-connection-attempts 1".split()


@pytest.fixture
def shelf(tmp_path):
    opened = []

    def start(older=0):
        company = hartmann(older)
        network = SocialNetwork(company, "visitors")
        stand_in = StandIn(network.answer).__enter__()
        proxy = ConnectProxy(stand_in.port, HOSTS).__enter__()
        opened.extend((proxy, stand_in))
        return Shelf(tmp_path, company, network, stand_in, proxy)

    yield start
    for one in opened:
        one.__exit__(None, None, None)


def numbered(company, *, single="_1"):
    """Give the truth: a digest for each medium, by its post's code and its place."""
    return {
        f"{post.code}{f'_{place}' if post.kind == 'carousel' else single}"
        f".{'mp4' if medium.is_video else 'jpg'}": medium.sha256
        for post in company.posts
        for place, medium in enumerate(post.media, start=1)
    }


def with_covers(company):
    """Give the truth as a program keeps it that fetches a film's cover too."""
    covers = {
        f"{post.code}.jpg": post.media[0].cover_sha256 for post in company.posts if post.kind == "video"
    }
    return numbered(company, single="") | covers


def gallery(shelf, address, *more):
    shelf.run("gallery_dl", *CALM, "-D", "files", "-f", "{post_shortcode}_{num}.{extension}", *more, address)


@pytest.mark.prove
def test_gallery_dl_lists_an_account_and_fetches_its_media(shelf):
    visited = shelf(older=54)
    visited.log_in("analyst")
    gallery(visited, f"{PROFILE}posts/")
    assert len({name[:11] for name in visited.found}) == 60
    assert visited.found == numbered(visited.company)
    assert visited.asked("/graphql/query") == 5


# Another program, or the same one, lists the account in a test run.
@pytest.mark.prove
def test_gallery_dl_finds_reels_and_a_single_post(shelf):
    visited = shelf()
    visited.log_in("analyst")
    carousel = next(post for post in visited.company.posts if post.kind == "carousel")
    gallery(visited, f"{PROFILE}reels/")
    gallery(visited, f"https://www.instagram.com/p/{carousel.code}/")
    wanted = {post.code for post in visited.company.posts if post.kind != "image"}
    truth = {name: digest for name, digest in numbered(visited.company).items() if name[:11] in wanted}
    assert visited.found == truth


def test_gallery_dl_is_turned_away_without_a_session(shelf):
    pytest.importorskip("gallery_dl")
    visited = shelf()
    (visited.folder / "cookies.txt").write_text("# Netscape HTTP Cookie File\n")
    with pytest.raises(AssertionError, match="401"):
        gallery(visited, f"https://www.instagram.com/p/{visited.company.posts[0].code}/")


# Another program, or the same one, lists the account in a test run.
@pytest.mark.prove
def test_instaloader_lists_an_account_and_fetches_its_media_logged_out(shelf):
    visited = shelf(older=54)
    visited.run(
        "instaloader", *PLAIN, "--no-metadata-json", "--no-profile-pic",
        "--dirname-pattern", "files", "--filename-pattern", "{shortcode}", ACCOUNT.username,
    )  # fmt: skip
    assert len({name[:11] for name in visited.found}) == 60
    assert visited.found == with_covers(visited.company)


def test_instaloader_lists_an_account_and_fetches_its_media_with_a_session(shelf):
    visited = shelf(older=10)
    visited.log_in("analyst")
    visited.run(
        "instaloader", *PLAIN, "--no-metadata-json", "--login", "analyst", "--sessionfile", "session",
        "--dirname-pattern", "files", "--filename-pattern", "{shortcode}", ACCOUNT.username,
    )  # fmt: skip
    fetched = visited.found
    (portrait,) = (name for name in fetched if name.endswith("_profile_pic.jpg"))
    del fetched[portrait]
    assert fetched == with_covers(visited.company)
    assert [request.host for request in visited.stand_in.seen("/api/v1/users/")] == ["i.instagram.com"]


@pytest.mark.parametrize("signed_in", [False, True])
def test_yt_dlp_fetches_a_reel(shelf, signed_in):
    visited = shelf()
    if signed_in:
        visited.log_in("analyst")
    reel = next(post for post in visited.company.posts if post.kind == "video")
    visited.run(
        "yt_dlp", "--ignore-config", "--no-cache-dir", "--compat-options", "no-certifi",
        *(("--cookies", "cookies.txt") if signed_in else ()), "--write-info-json",
        "--format", "best", "--output", "files/%(id)s.%(ext)s",
        f"https://www.instagram.com/reel/{reel.code}/",
    )  # fmt: skip
    assert visited.found == {f"{reel.code}.mp4": reel.media[0].sha256}
    assert visited.asked("/api/v1/media/") == int(signed_in)
    told = json.loads((visited.folder / "files" / f"{reel.code}.info.json").read_text())
    assert (told["description"], told["uploader_id"]) == (reel.caption, str(ACCOUNT.pk))
    assert told["timestamp"] == int(reel.taken_at.timestamp())
