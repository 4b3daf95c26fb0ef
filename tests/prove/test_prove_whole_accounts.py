"""Whole accounts of 300 and of 1,000 posts with a session: all understood, in truth's order, every digest equal."""

import json
import sqlite3
from contextlib import closing

import pytest
from fakes import run_archiver, write_settings

from archiver.catalog.fields import order
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
