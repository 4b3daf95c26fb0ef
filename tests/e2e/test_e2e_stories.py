"""Stories and highlights from a simulated Instagram to the archive: read where it was agreed to, and nobody is told."""

import json
import sqlite3
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from fakes import Never, Silent, Taken, call_archiver, sha256, sound, stand_in_network, write_settings

from archiver.capture.means import Means
from archiver.capture.setting_out import visiting
from archiver.model.vantage import Vantage
from archiver.platforms.instagram import PLATFORM
from archiver.simulator import story_happenings as happen
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork

pytestmark = pytest.mark.browser
REF = "instagram:hartmann.werkzeuge"
WAYS = {"/graphql/query", "/api/v1/stories/reel/seen/", "/stories/reel/seen/"}


def told_stories():
    """A picture and a film of today, and an older picture that is kept."""
    now = datetime.now(UTC)
    company = happen.publish_story(hartmann(), now - timedelta(days=40))
    company = happen.keep_in_highlight(company, company.stories[0].pk, "Messen")
    company = happen.publish_story(company, now - timedelta(hours=3))
    return happen.publish_story(company, now - timedelta(hours=2), seconds=4.0)


@pytest.fixture
def network():
    return SocialNetwork(told_stories(), seed="stories")


@pytest.fixture
def folder(tmp_path, server, network):
    state = tmp_path / "state.json"
    state.write_text(json.dumps(network.admit("liesl")))
    write_settings(server, tmp_path, f'\n[sessions.S]\nplatform = "instagram"\nstate = "{state}"\n')
    (tmp_path / "config/targets.toml").write_text(
        f'# mine\n[[target]]\nref = "{REF}"\nsessions = ["S"]\nlogged_out = false\n\n# the end\n'
    )
    assert call_archiver("init", folder=tmp_path).code == 0
    return tmp_path


def crawled(archiver):
    ran = archiver("crawl", REF, "--json")
    (look,) = ran.json["captures"]
    return ran, look


def manifest(folder, look):
    return json.loads((folder / "evidence/captures" / look["capture"] / "manifest.json").read_bytes())


@pytest.mark.prove
def test_stories_are_read_where_it_was_agreed_to_and_nobody_is_told(archiver, folder, network):
    ran = archiver("add", REF, "--stories", "--i-understand")
    assert ran.code == 0, ran.err
    ran, look = crawled(archiver)
    said = manifest(folder, look)
    assert said["gaps"] == []
    assert (ran.code, look["outcome"], look["gaps"]) == (0, "complete", 0), ran.err
    assert (look["stories"], look["highlights"]) == (2, 1)
    assert network.seen == []

    assert said["stories"] == "read, as the operator said"
    (stopped,) = [line for line in said["alterations"] if "stopped-calls" in line]
    # Each story of the page and of the highlight tells in six ways, one of them as its page is left.
    assert "18 calls" in stopped

    wanted = {sha256(story.medium.content) for story in network.company.stories}
    with closing(sqlite3.connect(folder / "evidence/catalog.sqlite")) as rows:
        held = rows.execute("SELECT DISTINCT sha256 FROM media WHERE key LIKE 'story/%' AND whole")
        assert {sha256 for (sha256,) in held} == wanted
    shown = archiver("show", REF, "--json").json
    assert len(shown["posts"]) == 6
    assert sorted(story["state"] for story in shown["stories"]) == ["listed", "listed", "listed"]
    assert [story["highlights"] for story in shown["stories"] if story["highlights"]] == [["Messen"]]

    network.company = happen.withdraw_story(network.company, network.company.stories[1].pk)
    ran, look = crawled(archiver)
    # One of the held media of posts, and one of stories, is fetched again to be compared.
    assert (look["stories"], look["media"], look["missing"], look["unchanged"]) == (1, 2, 0, True), ran.err
    assert network.seen == []
    changed = archiver("diff", REF, "--json").json
    assert changed["changes"] == []
    (story,) = changed["stories"]
    assert (story["state"], story["story"]) == (
        "went_before",
        f"instagram:story/{network.company.stories[1].pk}",
    )
    assert "no removal" in story["sentence"]
    assert "went before" in archiver("diff", REF).out
    alone = archiver("show", story["story"])
    assert "(a story has no address of its own)" in alone.out
    assert story["sentence"] in alone.out
    assert story["sentence"] in archiver("show", REF).out
    assert "stories too" in archiver("targets").out
    removals = archiver("removals", REF, "--json").json
    assert removals == {"removals": [], "media": [], "account_states": []}
    assert archiver("recheck", story["story"]).code == 2
    assert sound(folder)


def test_without_an_agreement_no_story_is_asked_for_and_it_is_said_why(archiver, folder, server, network):
    file = folder / "config/targets.toml"
    file.write_text(file.read_text().replace("logged_out", "stories = true\nlogged_out"))
    ran, look = crawled(archiver)
    assert (ran.code, look["stories"], look["highlights"]) == (0, None, None)
    assert f"archiver add {REF} --stories --i-understand" in ran.err
    assert "stories" not in manifest(folder, look)
    assert not server.seen("/stories/")


@pytest.mark.prove
@pytest.mark.parametrize("unseen", [False, True], ids=["as a browser does", "unseen"])
def test_a_page_of_stories_tells_that_they_were_seen_unless_that_is_stopped(folder, server, network, unseen):
    """Else nothing would show that the block does anything."""
    means = Means(
        stand_in_network(server, folder), None, str(folder), Never(), Silent(), folder / "state.json"
    )
    address = "https://www.instagram.com/stories/hartmann.werkzeuge/"
    with visiting(PLATFORM, Vantage("session", "s"), means, Taken(), address) as visit:
        with visit.unseen() if unseen else nullcontext():
            visit.read(address)
            visit.browser.page.wait_for_timeout(300)
        visit.read("https://www.instagram.com/hartmann.werkzeuge/")
    told = {seen.way for seen in network.seen}
    assert told == (set() if unseen else WAYS)
