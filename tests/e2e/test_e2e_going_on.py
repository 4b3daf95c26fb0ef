"""A listing that was cut off is gone on with, by a real browser: the page itself asks on from where the last ended."""

import json
import sqlite3
from contextlib import closing
from urllib.parse import parse_qs

import pytest
from fakes import call_archiver, sound, write_settings
from warcio.archiveiterator import ArchiveIterator

from archiver.simulator.conditions import CALM, RateLimit, under
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork

pytestmark = pytest.mark.browser
HANDLE = "hartmann.werkzeuge"
HOSTS = {
    "instagram": ("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net"),
    "facebook": ("www.facebook.com", "*.facebook.com", "*.facebook.net", "*.fbcdn.net"),
}
NETWORKS = {"instagram": SocialNetwork, "facebook": FacebookNetwork}


@pytest.fixture(params=["instagram", pytest.param("facebook", marks=pytest.mark.prove)])
def platform(request):
    return request.param


@pytest.fixture
def network(platform):
    return NETWORKS[platform](hartmann(older=40), seed="going on")


@pytest.fixture
def crawl(platform, network, tmp_path, server):
    state = tmp_path / "state.json"
    state.write_text(json.dumps(network.admit("liesl.sieht.nach")))
    write_settings(
        server, tmp_path, f'\n[sessions.S]\nplatform = "{platform}"\nstate = "{state}"\n', HOSTS[platform]
    )

    def crawled():
        ran = call_archiver("crawl", f"{platform}:{HANDLE}", "--session", "S", "--json", folder=tmp_path)
        return next(look for look in ran.json["captures"] if look["kind"] == "crawl")

    return crawled


def manifest(folder, look):
    return json.loads((folder / "evidence/captures" / look["capture"] / "manifest.json").read_bytes())


def asked(folder, look):
    """Give the cursors that a capture's questions carried, as they were recorded."""
    with (folder / "evidence/captures" / look["capture"] / "capture.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "request" and record.http_headers.protocol == "POST":
                form = parse_qs(record.content_stream().read().decode())
                variables = json.loads(form["variables"][0])
                yield variables.get("after") or variables.get("cursor") or ""


@pytest.mark.prove
def test_the_page_asks_on_from_the_last_cursor_and_nothing_is_lost(platform, network, crawl, tmp_path):
    network.conditions = under(RateLimit(asked=("listing",), after=3))
    first = crawl()
    assert (first["outcome"], first["reason"]) == ("partial", "rate_limited")
    refused = list(asked(tmp_path, first))[-1]
    network.conditions = CALM
    second = crawl()
    assert (second["outcome"], second["gaps"]) == ("complete", 0), second
    said = manifest(tmp_path, second)
    assert said["continues"]["capture"] == first["capture"]
    assert any("ask with that one's last cursor" in each for each in said["alterations"])
    cursors = [each for each in asked(tmp_path, second) if each]
    # The very cursor with which the first was refused is the first that the second asks with.
    assert cursors[0] == refused
    assert len(cursors) == len(set(cursors))

    listed = said["surfaces"][0]
    assert (listed["listed"], listed["broken"]) == (second["reach"]["listed"], None)
    assert 0 < listed["listed_before"] < first["reach"]["listed"]
    catalog = call_archiver("show", f"{platform}:{HANDLE}", "--json", folder=tmp_path).json["posts"]
    assert len(catalog) == listed["listed"] == len(network.company.posts)
    wanted = {medium.sha256 for post in network.company.posts for medium in post.media}
    assert wanted <= received(tmp_path)
    assert sound(tmp_path)


def received(folder):
    with closing(sqlite3.connect(folder / "evidence/catalog.sqlite")) as catalog:
        return {sha256 for (sha256,) in catalog.execute("SELECT sha256 FROM media")}
