"""Whole accounts of many posts with a session: all understood, in truth's order, every digest equal."""

import json
import sqlite3
from contextlib import closing

import pytest
from fakes import run_archiver, write_settings

from archiver.catalog.fields import order
from archiver.simulator.facebook import truth
from archiver.simulator.facebook.hartmann import hartmann as facebook_page
from archiver.simulator.facebook.ids import medium_id, post_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn

pytestmark = [pytest.mark.prove, pytest.mark.browser]


@pytest.mark.parametrize("size", [300, 1_000])
def test_an_account_of_many_posts_is_captured_whole(tmp_path, size):
    network = SocialNetwork(hartmann(older=size - 6), seed=f"prove {size}")
    with StandIn(network.answer) as server:
        (tmp_path / "state.json").write_text(json.dumps(network.admit("liesl")))
        write_settings(server, tmp_path, '\n[sessions.S]\nplatform = "instagram"\nstate = "../state.json"\n')
        address = "https://www.instagram.com/hartmann.werkzeuge/"
        ran = run_archiver("crawl", address, "--session", "S", "--json", folder=tmp_path, timeout=1800)
    assert ran.code == 0, ran.err
    (look,) = ran.json["captures"]
    assert (look["posts"], look["reach"]["listed"], look["gaps"]) == (size, size, 0)
    posts = network.company.grid
    with closing(sqlite3.connect(tmp_path / "evidence/catalog.sqlite")) as connection:
        ((fields,),) = connection.execute("SELECT fields FROM listings WHERE surface = 'grid'")
        received = set(connection.execute("SELECT key, sha256 FROM media"))
        ((seen, understood),) = connection.execute("SELECT seen, understood FROM captures")
    assert json.loads(fields)["order"] == order([post.code for post in posts])
    assert received == {(post.code, medium.sha256) for post in posts for medium in post.media}
    assert seen == understood
    print(f"\n{size} posts: {len(received)} media equal, understood {understood} of {seen}")


def test_a_facebook_page_of_300_posts_of_all_kinds_is_captured_whole(tmp_path):
    company = facebook_page(older=288)
    network = FacebookNetwork(company, seed="prove")
    hosts = ("www.facebook.com", "*.fbcdn.net")
    with StandIn(network.answer) as server:
        (tmp_path / "state.json").write_text(json.dumps(network.admit("liesl")))
        session = '\n[sessions.S]\nplatform = "facebook"\nstate = "../state.json"\n'
        write_settings(server, tmp_path, session, hosts=hosts)
        address = "https://www.facebook.com/hartmann.werkzeuge/"
        ran = run_archiver("crawl", address, "--session", "S", "--json", folder=tmp_path, timeout=1800)
    assert ran.code == 0, ran.err
    (look,) = ran.json["captures"]
    assert (look["posts"], look["reach"]["listed"], look["gaps"]) == (300, 300, 0)
    with closing(sqlite3.connect(tmp_path / "evidence/catalog.sqlite")) as connection:
        listings = dict(connection.execute("SELECT surface, fields FROM listings"))
        received = set(connection.execute("SELECT key, sha256 FROM media"))
        media = dict(connection.execute("SELECT key, fields FROM versions"))
    for surface in ("posts", "photos", "videos", "reels"):
        assert json.loads(listings[surface])["order"] == order(list(truth.places(company, surface))), surface
    true = {(post_id(post), medium.sha256) for post in company.posts for medium in post.media}
    assert true <= received
    assert {
        key: [each["permanent_id"] for each in json.loads(fields)["media"]] for key, fields in media.items()
    } == {post_id(post): [medium_id(medium) for medium in post.media] for post in company.posts}
    print(f"\n300 posts on Facebook: {len(true)} media equal, four listings in truth's order")
