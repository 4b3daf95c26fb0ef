"""A Facebook page in a real Chromium: every kind of post, whole, and each of the four listings to its end."""

import json
import time

import pytest
from fakes import call_archiver, sound, write_settings

from archiver.simulator.facebook import aliases, truth
from archiver.simulator.facebook.aliases import Alias
from archiver.simulator.facebook.hartmann import hartmann
from archiver.simulator.facebook.ids import medium_id, post_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.server import StandIn

# The selftest looks at such in every test run, with a real browser too.
pytestmark = [pytest.mark.browser, pytest.mark.prove]
COMPANY = hartmann(older=4)
TARGET = f"facebook:{COMPANY.handle}"
POSTS = {post_id(post): post for post in COMPANY.posts}
OTHER_NAMES = ("facebook:100099000417203", f"facebook:{COMPANY.handle.replace('.', '')}")
HOSTS = ("www.facebook.com", "*.fbcdn.net")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Looked at once, logged out and with a session."""
    folder = tmp_path_factory.mktemp("facebook")
    network = FacebookNetwork(COMPANY, seed="e2e")
    (folder / "state.json").write_text(json.dumps(network.admit("liesl.sieht.nach")))
    with StandIn(network.answer) as server:
        session = f'\n[sessions.S]\nplatform = "facebook"\nstate = "{folder}/state.json"\n'
        write_settings(server, folder, session, hosts=HOSTS)
        watched = (f'[[target]]\nref = "{target}"\nsessions = ["S"]\n' for target in (TARGET, *OTHER_NAMES))
        (folder / "config" / "targets.toml").write_text("".join(watched))

        def archiver(*arguments):
            return call_archiver(*arguments, folder=folder)

        ran = archiver("crawl", TARGET, "--json")
        yield archiver, ran, folder


def manifest(folder, look):
    return json.loads((folder / "evidence/captures" / look["capture"] / "manifest.json").read_bytes())


def test_both_vantages_took_what_they_are_shown(house):
    _, ran, folder = house
    assert ran.code == 0, ran.err
    stranger, session = ran.json["captures"]
    assert (stranger["outcome"], stranger["reach"]["limit"]) == ("complete", "logged_out")
    assert (session["outcome"], session["reach"]) == (
        "complete",
        {"listed": len(POSTS), "claimed": None, "limit": "end"},
    )
    assert session["gaps"] == 0, manifest(folder, session)["gaps"]
    assert sound(folder)


def test_each_listing_is_told_to_its_end(house):
    _, ran, folder = house
    told = {each["surface"]: each for each in manifest(folder, ran.json["captures"][1])["surfaces"]}
    assert {surface: (each["listed"], each["broken"]) for surface, each in told.items()} == {
        surface: (len(truth.places(COMPANY, surface)), None)
        for surface in ("posts", "photos", "videos", "reels")
    }


@pytest.mark.parametrize("number", POSTS, ids=[f"{post.kind} {number}" for number, post in POSTS.items()])
def test_a_post_is_what_it_is_in_truth(house, number):
    archiver, _, _ = house
    post, shown = POSTS[number], archiver("show", f"facebook:{number}", "--json").json
    fields = shown["fields"]
    assert fields["caption"] == (post.caption or "")
    assert [medium["permanent_id"] for medium in fields["media"]] == [medium_id(one) for one in post.media]
    assert {medium.sha256 for medium in post.media} <= {each["sha256"] for each in shown["media"]}
    assert (fields["published_at"] or "").startswith(f"{(post.dated or post.taken_at):%Y-%m-%dT%H:%M:%S}")
    assert bool(fields.get("set_back")) == bool(post.dated)
    assert (fields["kind"] == "share") == (post.shared is not None and not post.shared.gone)
    if post.link:
        assert fields["links"][0] == post.link.url


def test_the_session_is_named_nowhere(house):
    _, _, folder = house
    state = json.loads((folder / "state.json").read_text())
    secrets = [cookie["value"].encode() for cookie in state["cookies"] if len(cookie["value"]) > 6]
    for file in (folder / "evidence").rglob("*"):
        if file.is_file() and file.name not in ("private.json", "capture.warc.gz"):
            assert not any(secret in file.read_bytes() for secret in secrets), file


ALIASED = next(post for post in COMPANY.posts if post.kind == "image")
LETTERS = aliases.written(Alias(post_id(ALIASED), int(time.time()), 0), b"a link of the reporter's")


@pytest.mark.some(of=2)
@pytest.mark.parametrize(
    "address",
    [f"/{COMPANY.handle}/posts/{LETTERS}", f"/{post_id(ALIASED)}"],
    ids=["letters that change", "its number"],
)
def test_whatever_address_a_post_is_asked_at_it_is_filed_under_its_number(house, address):
    archiver, _, folder = house
    ran = archiver("crawl", f"https://www.facebook.com{address}", "--json")
    (look,) = ran.json["captures"]
    assert (ran.code, look["outcome"], look["target"], look["posts"]) == (0, "complete", TARGET, 1), ran.err
    said = manifest(folder, look)
    assert said["post"] == f"facebook:{post_id(ALIASED)}"
    assert said["target"]["account_id"] == "100099000417203"


def test_an_alias_is_not_asked_again_as_proof_of_anything(house):
    archiver, _, _ = house
    ran = archiver("recheck", f"https://www.facebook.com/{COMPANY.handle}/posts/{LETTERS}")
    assert (ran.code, ran.out) == (2, "")
    assert "No capture in this archive shows" in ran.err


def test_what_a_page_shows_is_said_when_it_is_added(house):
    archiver, _, _ = house
    said = archiver("add", "https://www.facebook.com/another.page").err
    assert "Without a session Facebook shows about one post" in said


@pytest.mark.prove
@pytest.mark.parametrize("name", OTHER_NAMES, ids=["its number", "without points"])
def test_a_page_is_read_under_whichever_name_it_is_watched(house, name):
    archiver, _, folder = house
    ran = archiver("crawl", name, "--json")
    stranger, session = ran.json["captures"]
    assert (ran.code, stranger["outcome"], session["outcome"]) == (0, "complete", "complete"), ran.err
    assert session["posts"] == len(POSTS)
    assert {each["broken"] for each in manifest(folder, session)["surfaces"]} == {None}
    assert manifest(folder, session)["target"]["account_id"] == "100099000417203"
