"""The command line over a simulated Instagram with a real Chromium."""

import gzip
import json
import stat
from collections import Counter

import pytest
from fakes import run_archiver, sound

from archiver.model import instant
from archiver.simulator.conditions import Challenge, CutConnection, DemandLogin, RateLimit, Throttle, under

pytestmark = pytest.mark.browser
SITE = "https://www.instagram.com"
PROFILE = f"{SITE}/hartmann.werkzeuge/"
KEYS = (
    "target capture kind vantage outcome reason reach posts new edited missing media gaps bytes_fetched bytes_stored"
).split()


def captures(ran):
    return ran.json["captures"]


def manifest(folder, capture):
    return json.loads((folder / "evidence" / "captures" / capture / "manifest.json").read_text())


def kept(folder, capture):
    return json.loads((folder / "evidence" / "captures" / capture / "private.json").read_text())


def inflated(folder):
    """Everything the archive holds, gzip undone."""
    for file in sorted((folder / "evidence").rglob("*")):
        if file.is_file() and "state" not in file.parts:
            content = file.read_bytes()
            yield file, gzip.decompress(content) if file.suffix == ".gz" else content


@pytest.mark.prove
def test_a_profile_is_captured_by_its_address_alone(archiver, started, folder, network):
    ran = started("crawl", PROFILE, "--json")
    assert ran.code == 0, ran.err
    (look,) = captures(ran)
    assert list(look)[: len(KEYS)] == KEYS
    assert look["target"] == "instagram:hartmann.werkzeuge"
    assert (look["kind"], look["vantage"], look["outcome"], look["reason"]) == (
        "crawl",
        "logged_out",
        "complete",
        None,
    )
    assert look["reach"] == {"listed": 12, "claimed": 26, "limit": "logged_out"}
    assert (look["posts"], look["new"], look["gaps"]) == (12, 12, 0)
    assert (look["edited"], look["missing"]) == (None, None)
    assert look["bytes_fetched"] > look["media"] * 10_000
    assert "Made the archive evidence; its signing key is" in ran.err

    # Every medium of every shown post, as the simulator knows it to be.
    for post in network.company.grid[:6]:
        shown = archiver("show", post.code, "--json").json
        assert {medium["sha256"] for medium in shown["media"]} == {medium.sha256 for medium in post.media}
        assert shown["post"] == {"ref": f"instagram:{post.code}", "url": f"{SITE}/p/{post.code}/"}
        assert shown["owner"]["id"] == str(network.company.account.pk)
        assert shown["fields"]["caption"] == (post.caption or "")
        assert shown["fields"]["published_at"] == instant.written(post.taken_at)
        assert not shown["gaps"]
    assert sound(folder, run_archiver)

    said = manifest(folder, look["capture"])
    assert said["not_authenticated"] == "stand-in"
    assert said["target"]["account_id"] == str(network.company.account.pk)
    assert said["understood"] == [24, 24]
    assert said["hosts"]["www.instagram.com"]["certificates"]
    for file in (folder / "evidence" / "captures" / look["capture"]).iterdir():
        mode = stat.S_IMODE(file.stat().st_mode)
        assert mode == (0o600 if file.name == "private.json" else 0o444), file
    assert Counter(found["class"] for found in kept(folder, look["capture"])["finders"])["salt"] == 1
    (key,) = (folder / "keys").glob("*.key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.prove
@pytest.mark.parametrize("older", [0])
def test_a_second_look_points_at_what_is_held(archiver, folder, network):
    first = captures(archiver("crawl", PROFILE, "--json"))[0]
    second = captures(archiver("crawl", PROFILE, "--json"))[0]
    assert (second["new"], second["posts"], second["outcome"]) == (0, 6, "complete")
    assert second["bytes_stored"] < first["bytes_stored"] / 3
    shown = archiver("show", network.company.grid[0].code, "--json").json
    assert len(shown["versions"]) == 1
    assert shown["versions"][0]["first_capture"] == first["capture"]
    assert shown["versions"][0]["last_capture"] == second["capture"]
    assert sound(folder)


@pytest.mark.some(of=5)
@pytest.mark.parametrize("form", ["/p/{}/", "/reel/{}/?igsh=x#y", "/hartmann.werkzeuge/p/{}/"])
def test_a_post_alone_is_filed_under_its_owner(archiver, folder, network, form):
    post = network.company.posts[0]
    ran = archiver("crawl", SITE + form.format(post.code), "--json")
    (look,) = captures(ran)
    assert ran.code == 0, ran.err
    assert (look["kind"], look["target"], look["posts"], look["new"]) == (
        "post",
        "instagram:hartmann.werkzeuge",
        1,
        1,
    )
    assert look["capture"].startswith("instagram/hartmann.werkzeuge/")
    assert look["media"] == len(post.media)
    others = archiver("show", network.company.posts[1].code)
    assert others.code == 2
    assert sound(folder)


def test_a_post_whose_answer_names_no_owner_is_filed_as_unknown(archiver, folder):
    (look,) = captures(archiver("crawl", f"{SITE}/p/Zz0123456789/", "--json"))
    assert look["capture"].startswith("instagram/_unknown/")
    assert (look["outcome"], look["reason"]) == ("blocked", "not_found")
    assert sound(folder)


@pytest.mark.some(of=5)
@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (DemandLogin(), "walled"),
        (DemandLogin(elsewhere=True), "walled"),
        (Challenge(), "walled"),
        (Throttle(), "unknown"),
        (RateLimit(), "rate_limited"),
    ],
    ids=["wall", "redirect", "challenge", "throttled", "rate limited"],
)
def test_what_the_platform_answers_instead_is_sealed_and_named(archiver, folder, network, condition, reason):
    network.conditions = under(condition)
    ran = archiver("crawl", PROFILE, "--json")
    (look,) = captures(ran)
    assert ran.code == 3
    assert (look["outcome"], look["reason"], look["posts"]) == ("blocked", reason, 0)
    assert look["reach"]["limit"] is None
    assert sound(folder)


@pytest.mark.some(of=3)
@pytest.mark.parametrize(
    ("asked", "received"),
    [(PROFILE, 0), (PROFILE, 4_000), (f"{SITE}/p/Zz0123456789/", 100)],
    ids=["profile at once", "profile", "post"],
)
def test_an_answer_that_broke_off_is_no_answer_of_the_platform(archiver, folder, network, asked, received):
    network.conditions = under(CutConnection(after_bytes=received))
    ran = archiver("crawl", asked, "--json")
    (look,) = captures(ran)
    assert ran.code == 3
    assert (look["outcome"], look["reason"], look["posts"]) == ("failed", "not_received", 0)
    assert "The answer of Instagram broke off on its way. Crawl again." in ran.err
    assert look["gaps"] >= 1
    assert sound(folder)


@pytest.mark.prove
def test_a_wall_half_way_leaves_a_partial_capture(archiver, folder, network):
    network.conditions = under(DemandLogin(after=3))
    ran = archiver("crawl", PROFILE, "--json")
    (look,) = captures(ran)
    assert ran.code == 3
    assert (look["outcome"], look["reason"], look["posts"]) == ("partial", "walled", 12)
    assert look["reach"] == {"listed": 12, "claimed": 26, "limit": None}
    assert sound(folder)
    again = archiver("crawl", PROFILE, "--json")
    assert again.code == 3


@pytest.mark.prove
def test_a_limit_is_said_as_a_budget(archiver, folder):
    (look,) = captures(archiver("crawl", PROFILE, "--limit", "2", "--json"))
    assert look["reach"] == {"listed": 2, "claimed": 26, "limit": "budget"}
    assert look["outcome"] == "complete"


@pytest.mark.prove
def test_people_read_first_how_much_was_seen(started):
    ran = started("crawl", PROFILE, "--limit", "1")
    assert (
        ran.out.splitlines()[0] == "instagram:hartmann.werkzeuge: 1 of about 26 posts: the limit that was set"
    )
    assert "not authenticated" in ran.out


def test_watched_targets_are_crawled_without_being_named(archiver, folder, network):
    assert archiver("init").code == 0
    added = archiver("add", PROFILE, "--label", "Hartmann", "--json")
    assert added.json["target"]["ref"] == "instagram:hartmann.werkzeuge"
    listed = archiver("targets", "--json").json["targets"]
    assert [target["label"] for target in listed] == ["Hartmann"]
    network.conditions = under(DemandLogin())
    assert [look["target"] for look in captures(archiver("crawl", "--json"))] == [
        "instagram:hartmann.werkzeuge"
    ]


def test_options_stand_before_or_after_the_verb_or_in_the_environment(archiver, started, folder):
    assert archiver("--archive", "before", "init").code == 0
    assert archiver("init", "--archive", "after").code == 0
    assert started("init", env={"ARCHIVER_ARCHIVE": "environment"}).code == 0
    for name in ("before", "after", "environment"):
        assert (folder / name / "archive.json").is_file()


@pytest.mark.prove
def test_the_index_may_be_deleted(archiver, folder, network):
    archiver("crawl", PROFILE, "--limit", "2")
    before = archiver("show", network.company.grid[0].code, "--json").json
    for file in (folder / "evidence").glob("catalog.sqlite*"):
        file.unlink()
    assert archiver("show", network.company.grid[0].code, "--json").json == before
    assert archiver("rebuild", "--check").code == 0
    assert archiver("rebuild").code == 0
    assert archiver("show", network.company.grid[0].code, "--json").json == before
    assert sound(folder)


@pytest.mark.prove
def test_an_index_that_was_changed_is_found_out(archiver, folder):
    import sqlite3

    archiver("crawl", PROFILE, "--limit", "1")
    with sqlite3.connect(folder / "evidence" / "catalog.sqlite") as index:
        index.execute("UPDATE posts SET owner_id = '1'")
    index.close()
    checked = archiver("rebuild", "--check", "--json")
    assert checked.code == 1
    assert "posts" in checked.json["differences"]


def test_no_credential_is_in_any_byte_of_ours(started, folder, network, server):
    """Values of the cookies that the platform sets are in no file of the archive and on no screen."""
    ran = started("crawl", PROFILE, "--limit", "2", "--json")
    sent = {
        value.partition("=")[2].partition(";")[0]
        for request in server.requests
        for value in request.header("cookie").split("; ")
        if value
    }
    assert sent, "the browser sent cookies back"
    for file, content in inflated(folder):
        for secret in sent:
            assert secret.encode() not in content, (file, secret)
    assert not any(secret in ran.out + ran.err for secret in sent)


@pytest.mark.prove
def test_doctor_says_what_this_machine_has(started):
    ran = started("doctor", "--json")
    checks = {check["name"]: check["state"] for check in ran.json["checks"]}
    assert ran.code == 0
    assert checks["browser"] == "fine"
    assert checks["network"] == "warning"
