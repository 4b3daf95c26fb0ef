"""A whole account with a session: scrolled to its end, nothing fetched twice, the session shown nowhere."""

import gzip
import json
import sqlite3
from collections import Counter
from contextlib import closing
from math import ceil

import pytest
from fakes import call_archiver, looks_of, run_archiver, sound, write_settings
from warcio.archiveiterator import ArchiveIterator

from archiver.catalog.fields import order
from archiver.simulator.conditions import CutConnection, DemandLogin, NullEdge, under
from archiver.simulator.happenings import reencode
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.visiting.media_wanted import SAMPLE

pytestmark = pytest.mark.browser
PROFILE = "https://www.instagram.com/hartmann.werkzeuge/"
SIZE = 30


@pytest.fixture
def size():
    """How many posts the account has."""
    return SIZE


@pytest.fixture
def network(size):
    return SocialNetwork(hartmann(older=size - 6), seed="whole")


@pytest.fixture
def state(network, tmp_path):
    file = tmp_path / "state.json"
    file.write_text(json.dumps(network.admit("liesl.sieht.nach")))
    return file


@pytest.fixture
def folder(tmp_path, server, state):
    sessions = f'\n[sessions.nachtschicht]\nplatform = "instagram"\nstate = "{state}"\n'
    write_settings(server, tmp_path, sessions)
    return tmp_path


@pytest.fixture
def crawl(folder):
    def crawled(*more, run=call_archiver):
        ran = run("crawl", PROFILE, "--session", "nachtschicht", "--json", *more, folder=folder)
        (look,) = ran.json["captures"]
        return ran, look

    return crawled


def manifest(folder, look):
    return json.loads((folder / "evidence/captures" / look["capture"] / "manifest.json").read_bytes())


def records(folder, look):
    with (folder / "evidence/captures" / look["capture"] / "capture.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            yield record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""


# The selftest looks at whole accounts in every test run.
@pytest.mark.prove
def test_a_whole_account_and_then_nothing_twice(crawl, folder, network, server, state):
    ran, first = crawl(run=run_archiver)
    assert ran.code == 0, ran.err
    assert (first["outcome"], first["posts"], first["new"], first["gaps"]) == ("complete", SIZE, SIZE, 0)
    assert first["reach"] == {"listed": SIZE, "claimed": SIZE, "limit": "end"}
    wanted = {medium.sha256 for post in network.company.posts for medium in post.media}
    assert first["media"] == len(wanted) == sum(len(post.media) for post in network.company.posts)

    before, again = len(server.requests), ceil(len(wanted) / SAMPLE)
    ran, second = crawl(run=run_archiver)
    assert ran.code == 0, ran.err
    assert (second["outcome"], second["posts"], second["new"], second["media"]) == (
        "complete",
        SIZE,
        0,
        again,
    )
    asked = server.requests[before:]
    assert sum(request.path.endswith((".jpg", ".mp4")) for request in asked) == again
    assert (first["unchanged"], first["held"]) == (False, 0)
    assert (second["unchanged"], second["held"]) == (True, len(wanted) - again)
    assert manifest(folder, second)["unchanged"] is True
    assert manifest(folder, second)["held"] == len(wanted) - again
    assert not [name for _, name in records(folder, second) if name.startswith("urn:archiver:picture")]
    assert second["bytes_stored"] < 0.03 * first["bytes_stored"]

    assert in_order(folder, network)
    assert received(folder) == wanted
    assert shows_no_session(folder, server, state, (first, second), ran)
    assert sound(folder)


@pytest.mark.prove
@pytest.mark.parametrize("size", [48])
def test_held_media_that_come_again_with_other_bytes_are_told(crawl, folder, network):
    crawl()
    company = network.company
    for post in company.posts:
        company = reencode(company, post.code)
    network.company = company
    ran, second = crawl()
    assert (ran.code, second["outcome"], second["edited"]) == (0, "complete", 0)
    compared, differing = manifest(folder, second)["compared"]
    assert compared == differing == 2
    assert sum(name.startswith("urn:archiver:compared:") for _, name in records(folder, second)) == 2
    assert sound(folder)


@pytest.mark.parametrize("size", [6])
def test_a_session_that_the_platform_no_longer_knows_is_said_and_counts_for_none(crawl, folder, network):
    network.expel("liesl.sieht.nach")
    ran, look = crawl()
    assert (ran.code, look["outcome"], look["reason"]) == (3, "partial", "session_ended")
    assert "Sign in again: archiver login instagram --session nachtschicht" in ran.err
    assert rows(folder, "SELECT lane FROM captures") == ["session_ended/en-US"]
    assert rows(folder, "SELECT DISTINCT lane FROM versions") == ["session_ended/en-US"]
    assert sound(folder)


def rows(folder, statement):
    with closing(sqlite3.connect(folder / "evidence/catalog.sqlite")) as connection:
        return [row for (row,) in connection.execute(statement)]


def in_order(folder, network):
    """Whether the grid that was indexed is the truth's, in its order, in one interval for both looks."""
    (fields,) = rows(folder, "SELECT fields FROM listings WHERE surface = 'grid'")
    return json.loads(fields)["order"] == order([post.code for post in network.company.grid])


def received(folder):
    return set(rows(folder, "SELECT sha256 FROM media"))


def tokens(server):
    """Give what the site's own script says again of the session in each of its requests."""
    forms = [request.form for request in server.requests if request.method == "POST"]
    said = {form[name] for form in forms for name in ("fb_dtsg", "lsd")}
    said |= {request.header(name) for request in server.requests for name in ("x-csrftoken", "x-fb-lsd")}
    return said - {""}


def shows_no_session(folder, server, state, looks, ran):
    """Whether the session is in no request, no header, no log, and its name in nothing that may be shown."""
    cookies = {cookie["name"]: cookie["value"] for cookie in json.loads(state.read_text())["cookies"]}
    assert len(tokens(server)) >= 3, "the site's script sent its tokens"
    secrets = [*cookies.values(), *tokens(server)]
    for look in looks:
        warc = folder / "evidence/captures" / look["capture"] / "capture.warc.gz"
        with warc.open("rb") as file:
            for record in ArchiveIterator(file):
                head = record.http_headers.to_str() if record.http_headers else ""
                body = record.content_stream().read() if record.rec_type == "request" else b""
                written = str(record.rec_headers) + head + body.decode("utf-8", "replace")
                assert not [secret for secret in secrets if secret in written]
        shown = (warc.parent / "manifest.json").read_text()
        assert not [word for word in (*secrets, "nachtschicht", "liesl.sieht.nach") if word in shown]
        # The site's own pages repeat its tokens, and are kept as they came; the session's cookie is in none of it.
        assert cookies["sessionid"].encode() not in gzip.decompress(warc.read_bytes())
    # Who looked is kept in the house: the viewer's number stands in private.json.
    hidden = [secret.encode() for secret in secrets if secret != cookies["ds_user_id"]]
    for file in (folder / "evidence").rglob("*"):
        if file.is_file() and file.suffix != ".gz":
            content = file.read_bytes()
            assert not [secret for secret in hidden if secret in content], file
    assert not [secret for secret in secrets if secret in ran.out + ran.err]
    return True


@pytest.mark.prove
@pytest.mark.parametrize("size", [14])
def test_a_targets_entry_names_its_vantages(folder, size):
    (folder / "config/targets.toml").write_text(
        '[[target]]\nref = "instagram:hartmann.werkzeuge"\nsessions = ["nachtschicht"]\nlogged_out = true\n'
    )
    assert call_archiver("init", folder=folder).code == 0
    ran = call_archiver("crawl", "--json", folder=folder)
    assert ran.code == 0, ran.err
    looks = ran.json["captures"]
    assert [(look["vantage"].partition(":")[0], look["posts"]) for look in looks] == [
        ("logged_out", 12),
        ("session", size),
    ]
    assert [look["reach"]["limit"] for look in looks] == ["logged_out", "end"]
    assert sound(folder)


@pytest.mark.prove
def test_a_limit_ends_the_scrolling(crawl, server):
    ran, look = crawl("--limit", "20")
    assert ran.code == 0, ran.err
    assert look["reach"] == {"listed": 20, "claimed": SIZE, "limit": "budget"}
    asked = Counter(request.path for request in server.requests)
    assert asked["/graphql/query"] <= 4


BROKEN = {
    "walled": (DemandLogin(asked=("listing",), after=2), "walled"),
    "cut": (CutConnection(asked=("listing",), after=2), "listing_unfinished"),
    "null edge": (NullEdge(asked=("listing",), after=1), "listing_not_understood"),
}


@pytest.mark.prove
@pytest.mark.some(of=3)
@pytest.mark.parametrize("size", [40])
@pytest.mark.parametrize(("condition", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_chain_that_breaks_is_sealed_as_partial_with_its_reason(crawl, folder, network, condition, reason):
    network.conditions = under(condition)
    ran, look = crawl()
    assert (ran.code, look["outcome"], look["reason"]) == (3, "partial", reason)
    assert look["reach"]["limit"] is None
    assert look["posts"] >= 12
    assert "Traceback" not in ran.err
    assert call_archiver("verify", folder=folder).code == 0


@pytest.mark.parametrize("size", [6])
def test_a_login_wall_met_with_a_session_advises_to_sign_in_again(crawl, network):
    network.conditions = under(DemandLogin())
    ran, look = crawl()
    assert (ran.code, look["reason"]) == (3, "walled")
    assert "Sign in again: archiver login instagram --session nachtschicht" in ran.err


@pytest.mark.prove
@pytest.mark.parametrize("size", [6])
def test_a_session_that_is_not_there_keeps_no_other_look_from_being_made_and_leaves_its_event(folder):
    entries = (
        'ref = "instagram:hartmann.werkzeuge"\nsessions = ["gone"]\n',
        'ref = "instagram:another.one"\nsessions = ["gone"]\nlogged_out = false\n',
    )
    (folder / "config/targets.toml").write_text("".join(f"[[target]]\n{entry}" for entry in entries))
    assert call_archiver("init", folder=folder).code == 0
    ran = call_archiver("crawl", "--json", folder=folder)
    assert ran.code == 3
    assert [(look["vantage"], look["outcome"], look["reason"]) for look in ran.json["captures"]] == [
        ("logged_out", "complete", None),
        ("session", "failed", "session_unusable"),
        ("session", "failed", "session_unusable"),
    ]
    assert "archiver login instagram --session gone" in ran.err
    events = looks_of(folder)
    failed = [(event["target"], event["reason"]) for event in events if event["outcome"] == "failed"]
    assert sorted(failed) == [
        ("instagram:another.one", "session_unusable"),
        ("instagram:hartmann.werkzeuge", "session_unusable"),
    ]
    assert call_archiver("verify", folder=folder).code == 0
    assert call_archiver("rebuild", "--check", folder=folder).code == 0


COOKIE = {"name": "sessionid", "value": "secret-5", "domain": ".instagram.com", "path": "/"}
UNUSABLE = {
    "half a cookie": [{"name": "sessionid", "value": "secret-5"}],
    "a word that no browser knows": [COOKIE | {"sameSite": "bogus"}],
    "what only the browser knows that it does not take": [COOKIE, COOKIE | {"name": "__Host-x"}],
    "expired": [COOKIE | {"expires": 1}],
    "not here": None,
}


@pytest.mark.parametrize("wrong", UNUSABLE.values(), ids=UNUSABLE)
def test_a_state_that_cannot_be_used_is_named_so_and_never_a_browser_that_died(crawl, folder, state, wrong):
    state.unlink() if wrong is None else state.write_text(json.dumps({"cookies": wrong}))
    ran, look = crawl()
    assert (ran.code, look["outcome"], look["reason"]) == (3, "failed", "session_unusable")
    assert "Sign in again: archiver login instagram --session nachtschicht" in ran.err
    assert "secret-5" not in ran.err
    (event,) = looks_of(folder)
    assert event["reason"] == "session_unusable"


@pytest.mark.prove
@pytest.mark.parametrize("size", [6])
def test_a_state_that_others_could_read_is_warned_of_by_a_crawl(crawl, state, network):
    network.expel("liesl.sieht.nach")
    state.chmod(0o644)
    assert "Others on this machine could read the session's state" in crawl()[0].err
    assert "Others on this machine" not in crawl()[0].err
