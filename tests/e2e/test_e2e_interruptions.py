"""What breaks off a capture half-way: it is sealed with its reason, no browser is left behind, the archive verifies."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from fakes import call_archiver, environment, looks_of, sound, start_archiver, write_settings

from archiver.simulator.server import StandIn

pytestmark = pytest.mark.browser
PROFILE = "https://www.instagram.com/hartmann.werkzeuge/"


@pytest.fixture
def pages():
    """How many pages are answered before the network holds its breath."""
    return 1


@pytest.fixture
def slow(network, tmp_path, pages):
    """A network that answers some pages, then takes its time, so that a crawl is surely under way."""

    def answer(request):
        if request.path.startswith(("/p/", "/reel/")):
            slow.asked += 1
            if slow.asked > pages:
                time.sleep(20)
        return network.answer(request)

    class Slow:
        asked = 0

    slow = Slow()
    with StandIn(answer) as server:
        write_settings(server, tmp_path)
        yield slow


def under_way(slow, process, pages=1):
    """Wait until the crawl waits for its next page."""
    deadline = time.monotonic() + 60
    while slow.asked <= pages and time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    assert slow.asked > pages


def browsers_of(process):
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes):
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and any(process.is_running() for process in processes):
        alive = [
            process
            for process in processes
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        ]
        if not alive:
            return True
        time.sleep(0.1)
    return not [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.some(of=2)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_stop_seals_what_was_seen(slow, tmp_path, number):
    process = start_archiver("crawl", PROFILE, "--json", folder=tmp_path)
    under_way(slow, process)
    children = browsers_of(process)
    assert children
    began = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - began < 15
    assert process.returncode == 3
    assert "Traceback" not in err
    (look,) = json.loads(out)["captures"]
    assert (look["outcome"], look["reason"], look["posts"]) == ("partial", "stopped", 12)
    assert gone(children)
    assert sound(tmp_path)


@pytest.mark.prove
def test_a_second_request_stops_at_once(slow, tmp_path):
    process = start_archiver("crawl", PROFILE, folder=tmp_path)
    under_way(slow, process)
    children = browsers_of(process)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "Traceback" not in err
    assert gone(children)
    assert call_archiver("verify", folder=tmp_path).code in (0, 3)


@pytest.mark.prove
def test_a_browser_that_dies_half_way(slow, tmp_path):
    process = start_archiver("crawl", PROFILE, "--json", folder=tmp_path)
    under_way(slow, process)
    children = browsers_of(process)
    for child in children:
        if "chrom" in child.name():
            child.kill()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "Traceback" not in err
    (look,) = json.loads(out)["captures"]
    assert (look["outcome"], look["reason"]) == ("partial", "browser_died")
    assert gone(children)
    assert sound(tmp_path)


@pytest.mark.prove
def test_a_killed_crawl_leaves_nothing_unlisted_and_the_next_one_says_so(slow, network, tmp_path):
    process = start_archiver("crawl", PROFILE, folder=tmp_path)
    under_way(slow, process)
    children = browsers_of(process)
    process.kill()
    process.communicate(timeout=30)
    assert gone(children)
    assert call_archiver("verify", folder=tmp_path).code == 3, "nothing failed, nothing was captured"

    slow.asked = -1000
    again = call_archiver("crawl", PROFILE, "--limit", "1", "--json", folder=tmp_path)
    assert again.code == 0, again.err
    events = looks_of(tmp_path)
    assert [(event["number"], event["outcome"], event["reason"]) for event in events] == [
        (1, "failed", "interrupted"),
        (2, "complete", ""),
    ]
    assert not list((tmp_path / "evidence/state/work").iterdir())
    assert sound(tmp_path)


@pytest.mark.prove
def test_two_crawls_of_one_target_at_once(slow, tmp_path):
    process = start_archiver("crawl", PROFILE, folder=tmp_path)
    under_way(slow, process)
    other = call_archiver("crawl", PROFILE, "--json", folder=tmp_path)
    assert other.code == 3
    (look,) = other.json["captures"]
    assert (look["outcome"], look["reason"], look["capture"]) == ("failed", "busy", None)
    assert f"by process {process.pid}" in other.err
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert sound(tmp_path)
    assert not list((tmp_path / "evidence/state/locks").iterdir())


@pytest.mark.prove
def test_a_lock_left_by_a_dead_process_is_taken_over(slow, tmp_path):
    slow.asked = -1000
    assert call_archiver("init", folder=tmp_path).code == 0
    locks = tmp_path / "evidence" / "state" / "locks"
    holder = {"pid": 2**22 - 1, "started": 1.0, "boot": "another boot", "host": os.uname().nodename}
    (locks / "instagram-hartmann.werkzeuge.lock").write_text(json.dumps(holder))
    ran = call_archiver("crawl", PROFILE, "--limit", "1", folder=tmp_path)
    assert ran.code == 0, ran.err


@pytest.mark.prove
@pytest.mark.parametrize("pages", [-1])
def test_a_stop_before_anything_was_seen(slow, tmp_path, pages):
    process = start_archiver("crawl", "https://www.instagram.com/p/Df7JZOznc9t/", "--json", folder=tmp_path)
    deadline = time.monotonic() + 60
    while slow.asked < 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "Traceback" not in err
    (look,) = json.loads(out)["captures"]
    assert (look["outcome"], look["reason"]) == ("failed", "stopped")
    assert call_archiver("verify", folder=tmp_path).code in (0, 3)


def test_an_interruption_within_a_command_has_the_code_of_what_could_not_be_completed(tmp_path):
    interrupted = (
        "import sys\n"
        "from archiver.cli.app import app, run\n"
        "@app.command()\n"
        "def interrupted():\n"
        "    raise KeyboardInterrupt\n"
        "sys.exit(run(['interrupted']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", interrupted],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "Stopped.\n")


@pytest.mark.prove
@pytest.mark.parametrize("older", [0])
def test_media_that_came_before_a_stop_are_kept_counted_and_never_asked_for_again(network, tmp_path):
    media = {medium.sha256 for post in network.company.posts for medium in post.media}
    fetched = []

    def answer(request):
        if request.header("accept-encoding") == "identity":
            fetched.append(request.path)
            if len(fetched) == 1:
                time.sleep(20)
        return network.answer(request)

    with StandIn(answer) as server:
        write_settings(server, tmp_path)
        process = start_archiver("crawl", PROFILE, "--json", folder=tmp_path)
        deadline = time.monotonic() + 60
        while len(fetched) < len(media) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(fetched) == len(media)
        time.sleep(1)  # for the last that were asked for to arrive
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        (look,) = json.loads(out)["captures"]
        came = fetched[1:]
        assert (look["outcome"], look["reason"], look["media"]) == ("partial", "stopped", len(came)), err
        assert look["reach"] == {"listed": 6, "claimed": len(network.company.grid), "limit": None}
        manifest = json.loads(
            (tmp_path / "evidence/captures" / look["capture"] / "manifest.json").read_bytes()
        )
        assert (manifest["media"], [gap["detail"] for gap in manifest["gaps"]]) == (
            len(came),
            ["the visit was stopped"],
        )
        again = call_archiver("crawl", PROFILE, "--json", folder=tmp_path)
    assert again.code == 0, again.err
    assert sound(tmp_path)
    once = [path for path in came if fetched.count(path) == 1]
    assert len(once) >= len(came) - 1, "all but the sample that is compared"
