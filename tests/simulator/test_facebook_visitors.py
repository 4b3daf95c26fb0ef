"""Programs of others, as they are, take the stand-in for Facebook."""

import json

import pytest
from connect_proxy import ConnectProxy
from shelves import Shelf
from wired_page import ALBUM, FILM, POST, REEL

from archiver.simulator.conditions import DemandLogin, RateLimit, under
from archiver.simulator.facebook.hartmann import hartmann
from archiver.simulator.facebook.ids import account_id, album_set, medium_id, post_id, timeline_set
from archiver.simulator.facebook.manner import Manner
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import ACCOUNT
from archiver.simulator.server import HOSTS, StandIn

SITE = "https://www.facebook.com"
CALM = ["--config-ignore", "--sleep-request", "0", "--sleep-429", "0", "--retries", "0"]


@pytest.fixture
def shelf(tmp_path):
    opened = []

    def start(older=0, **manner):
        company = hartmann(older)
        network = FacebookNetwork(company, "visitors", manner=Manner(**manner))
        stand_in = StandIn(network.answer).__enter__()
        proxy = ConnectProxy(stand_in.port, HOSTS).__enter__()
        opened.extend((proxy, stand_in))
        return Shelf(tmp_path, company, network, stand_in, proxy)

    yield start
    for one in opened:
        one.__exit__(None, None, None)


def gallery(shelf, address, *more):
    return shelf.run("gallery_dl", *CALM, "-D", "files", "-f", "{id}.{extension}", *more, address)


def stills(*media):
    """Give the truth: a digest for each photo, by its number."""
    return {f"{medium_id(medium)}.jpg": medium.sha256 for medium in media if not medium.is_video}


@pytest.mark.parametrize("wrapper", ["scheduled", "lazy"])
def test_gallery_dl_fetches_a_photo(shelf, wrapper):
    visited = shelf(wrapper=wrapper)
    gallery(visited, f"{SITE}/photo/?fbid={medium_id(POST.media[0])}", "--write-metadata")
    assert visited.found == stills(POST.media[0])
    (said,) = (visited.folder / "files").glob("*.jpg.json")
    told = json.loads(said.read_text())
    assert (told["user_id"], told["username"]) == (account_id(ACCOUNT), ACCOUNT.name)
    assert told["date"] == f"{POST.taken_at:%Y-%m-%d %H:%M:%S}"
    assert told["set_id"] == timeline_set(ACCOUNT)


@pytest.mark.parametrize("wrapper", ["scheduled", "lazy"])
def test_gallery_dl_fetches_the_photos_of_a_post_beyond_those_it_shows(shelf, wrapper):
    visited = shelf(wrapper=wrapper)
    gallery(visited, f"{SITE}/media/set/?set={album_set(ALBUM)}", "--option", "videos=false")
    assert visited.found == stills(*ALBUM.media)
    assert len(visited.found) == 7


def test_gallery_dl_fetches_all_photos_of_an_account(shelf):
    visited = shelf(older=10)
    gallery(visited, f"{SITE}/media/set/?set={timeline_set(ACCOUNT)}")
    assert visited.found == stills(*(medium for post in visited.company.posts for medium in post.media))


def test_gallery_dl_finds_the_photos_of_an_account_by_its_name(shelf):
    visited = shelf(older=4)
    visited.log_in("analyst")
    gallery(visited, f"{SITE}/{ACCOUNT.username}/photos", "--cookies", "cookies.txt")
    assert visited.found == stills(*(medium for post in visited.company.posts for medium in post.media))


def test_gallery_dl_finds_a_post_by_its_own_page(shelf):
    visited = shelf()
    small = next(post for post in visited.company.posts if len(post.media) == 3)
    gallery(visited, f"{SITE}/{ACCOUNT.username}/posts/{post_id(small)}")
    assert visited.found == stills(*small.media)


def test_gallery_dl_knows_when_it_is_turned_away(shelf):
    pytest.importorskip("gallery_dl")
    visited = shelf()
    address = f"{SITE}/photo/?fbid={medium_id(POST.media[0])}"
    visited.network.conditions = under(DemandLogin(elsewhere=True))
    with pytest.raises(AssertionError, match="logged in"):
        gallery(visited, address)
    visited.network.conditions = under(RateLimit(in_words=True))
    with pytest.raises(AssertionError, match="temporarily blocked"):
        gallery(visited, address)


def test_gallery_dl_knows_what_is_not_there(shelf):
    pytest.importorskip("gallery_dl")
    visited = shelf()
    visited.log_in("analyst")
    with pytest.raises(AssertionError, match="content isn't available right now"):
        gallery(visited, f"{SITE}/nobody.here/photos", "--cookies", "cookies.txt")


@pytest.mark.some(of=4)
@pytest.mark.parametrize("post", [REEL, FILM], ids=["reel", "video"])
@pytest.mark.parametrize("form", ["/reel/{}", "/watch/?v={}", "/hartmann.werkzeuge/videos/{}/"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_yt_dlp_fetches_a_video(shelf, form, post, signed_in):
    visited = shelf(wrapper="scheduled")
    if signed_in:
        visited.log_in("analyst")
    number = medium_id(post.media[0])
    visited.run(
        "yt_dlp", "--ignore-config", "--no-cache-dir", "--compat-options", "no-certifi",
        *(("--cookies", "cookies.txt") if signed_in else ()), "--write-info-json",
        "--format", "sd", "--output", "files/%(id)s.%(ext)s", SITE + form.format(number),
    )  # fmt: skip
    assert visited.found == {f"{number}.mp4": post.media[0].sha256}
    told = json.loads((visited.folder / "files" / f"{number}.info.json").read_text())
    assert (told["uploader_id"], told["duration"]) == (account_id(ACCOUNT), post.media[0].seconds)
    ways = {one["format_id"] for one in told["formats"]}
    assert len(ways) == 3
