"""What is handed over, opened in ReplayWeb.page: a removed post is shown with its picture, and not after its time."""

import io
import json
import time
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

import numpy as np
import pytest
import replaying
from fakes import Silent, call_archiver, write_settings
from PIL import Image

from archiver import archive, config
from archiver.export.bag import Bag
from archiver.operations.bundle import captures
from archiver.operations.bundle.bundling import Bundling
from archiver.operations.bundle.choosing import Selection, chosen
from archiver.operations.bundle.rules import Rules
from archiver.simulator import happenings
from archiver.simulator.hartmann import GERMAN, hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn

pytestmark = [pytest.mark.browser, pytest.mark.prove, replaying.needs_viewer]
COMPANY = hartmann()
POST = next(post for post in COMPANY.posts if post.caption == GERMAN)
ADDRESS = f"https://www.instagram.com/p/{POST.code}/"
PROFILE = "https://www.instagram.com/hartmann.werkzeuge/"
TARGET = "instagram:hartmann.werkzeuge"
WHO = "liesl.sieht.nach"
CONFIRM = '\n[rule]\nconfirm_after = "1s"\n'
SMALL = 250_000
"""Bytes: less than the capture of a post alone."""


@dataclass(frozen=True)
class Listed:
    url: str
    at: datetime
    title: str


def pages(wacz):
    with zipfile.ZipFile(wacz) as file:
        told = map(json.loads, file.read("pages/pages.jsonl").splitlines()[1:])
        return [Listed(each["url"], datetime.fromisoformat(each["ts"]), each["title"]) for each in told]


@pytest.fixture(scope="module")
def removed(tmp_path_factory):
    """A post looked at alone and in its listing, and then no longer shown: what was captured, and its bundle."""
    folder = tmp_path_factory.mktemp("removed")
    network = SocialNetwork(COMPANY, seed="replay")
    with StandIn(network.answer) as server:
        write_settings(server, folder, CONFIRM)
        call_archiver("crawl", ADDRESS, folder=folder)
        call_archiver("crawl", TARGET, folder=folder)
        network.company = happenings.delete(COMPANY, POST.code)
        call_archiver("crawl", TARGET, folder=folder)
        time.sleep(1)
        call_archiver("recheck", TARGET, folder=folder)
        ran = call_archiver("export", "--removals", "--offline", "--out", "bundle", "--json", folder=folder)
    assert ran.code == 0, ran.err
    assert ran.json["posts"] == [f"instagram:{POST.code}"]
    return SimpleNamespace(folder=folder, wacz=folder / "bundle/data/captures.wacz")


@pytest.fixture(scope="module")
def signed_in(tmp_path_factory):
    """The bundle of a post that was looked at with a session."""
    folder = tmp_path_factory.mktemp("signed-in")
    network = SocialNetwork(COMPANY, seed="replay")
    (folder / "state.json").write_text(json.dumps(network.admit(WHO)))
    session = f'\n[sessions.S]\nplatform = "instagram"\nstate = "{folder}/state.json"\n'
    with StandIn(network.answer) as server:
        write_settings(server, folder, session)
        call_archiver("crawl", ADDRESS, "--session", "S", folder=folder)
        ran = call_archiver("export", "--offline", "--out", "bundle", folder=folder)
    assert ran.code == 0, ran.err
    return folder / "bundle/data/captures.wacz"


@pytest.fixture(scope="module")
def split(removed, tmp_path_factory):
    """The same captures in files that are full early."""
    folder = tmp_path_factory.mktemp("split")
    (work := folder / "work").mkdir()
    (folder / "bag/data").mkdir(parents=True)
    settings = config.load(removed.folder / "config/archiver.toml", must_exist=True)
    with closing(archive.opened(removed.folder / "evidence", settings)) as opened:
        choice = chosen(opened, Selection())
        bag = Bag(folder / "bag")
        captures.add(Bundling(opened, choice, Rules(), bag, work, Silent(), limit=SMALL), {})
    return sorted((folder / "bag/data").glob("*.wacz"), key=lambda path: (len(path.name), path.name))


@pytest.fixture(scope="module")
def viewer(removed, signed_in, split, tmp_path_factory):
    """A viewer, opened once all captures are made."""
    with replaying.viewer(tmp_path_factory.mktemp("viewer")) as viewer:
        yield viewer


@pytest.fixture(autouse=True)
def nothing_beyond(viewer):
    yield
    assert viewer.beyond == []


def as_written(text):
    """Read what the viewer shows of a page whose header quotes its charset, as Instagram's does: it takes it twice."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def shows_the_post(frame):
    said = [as_written(text) for text in frame.locator("article p").all_text_contents()]
    drawn = Image.open(io.BytesIO(frame.locator("article figure img").screenshot())).convert("RGB")
    own = Image.open(io.BytesIO(POST.media[0].picture)).convert("RGB").resize(drawn.size)
    unlike = np.abs(np.asarray(drawn, np.int16) - np.asarray(own, np.int16)).mean()
    return GERMAN in said and unlike < 6


def test_a_removed_post_s_page_is_shown_with_its_caption_and_its_picture(viewer, removed):
    first = next(page for page in pages(removed.wacz) if page.url == ADDRESS)
    assert shows_the_post(viewer.replayed(removed.wacz, ADDRESS, first.at))


def test_the_same_address_shows_later_that_there_is_nothing(viewer, removed):
    last = [page for page in pages(removed.wacz) if page.url == ADDRESS][-1]
    frame = viewer.replayed(removed.wacz, ADDRESS, last.at)
    assert "isn't available" in frame.locator("main").text_content()
    assert frame.locator("main img").count() == 0


def test_a_later_listing_is_drawn_from_earlier_captures_and_without_the_post(viewer, removed):
    (earlier, later, *_) = (page for page in pages(removed.wacz) if page.url == PROFILE)
    shown = [listing(viewer.replayed(removed.wacz, PROFILE, page.at)) for page in (earlier, later)]
    assert [len(each) for each in shown] == [len(COMPANY.posts), len(COMPANY.posts) - 1]
    assert [f"/p/{POST.code}/" in each for each in shown] == [True, False]


def listing(frame):
    """Give the addresses of the posts whose pictures a profile shows."""
    links = frame.locator("main a:has(img)")
    found = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return {f"/p/{address.strip('/').split('/')[-1]}/" for address in found}


def test_a_reader_sees_which_page_is_of_what_and_when(viewer, removed):
    told = [(page.title, page.url) for page in pages(removed.wacz)]
    assert viewer.listed(removed.wacz) == told[::-1]
    first = pages(removed.wacz)[0]
    assert (first.url, first.title) == (
        ADDRESS,
        f"www.instagram.com/p/{POST.code}/, {first.at:%Y-%m-%d %H:%M:%S} UTC",
    )


def test_each_of_several_files_shows_its_pages_by_itself(viewer, split, removed):
    assert len(split) > 3
    assert [page for file in split for page in pages(file)] == pages(removed.wacz)
    (first, *_) = split
    assert shows_the_post(viewer.replayed(first, ADDRESS, pages(first)[0].at))
    (_, (file, later), *_) = ((file, page) for file in split for page in pages(file) if page.url == PROFILE)
    assert "archive/held.warc.gz" in zipfile.ZipFile(file).namelist()
    assert len(listing(viewer.replayed(file, PROFILE, later.at))) == len(COMPANY.posts) - 1


def test_with_a_session_the_post_is_shown_and_nobody_who_looked(viewer, signed_in):
    (page,) = pages(signed_in)
    frame = viewer.replayed(signed_in, ADDRESS, page.at)
    assert shows_the_post(frame)
    assert WHO not in frame.content()
    (own, *frames) = frame.locator("img").evaluate_all(
        "all => all.map(image => image.naturalWidth).sort().reverse()"
    )
    assert own > 0
    assert set(frames) == {0}
