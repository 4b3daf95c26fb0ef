"""`crawl --due` as cron starts it: often, at once, and killed at any moment."""

import random
import time

import pytest
from fakes import ledger_of, sound
from watching import TARGETS, BothNetworks, Watching, ended, killed, orphans

from archiver.simulator.server import StandIn

pytestmark = pytest.mark.browser


@pytest.fixture
def network():
    return BothNetworks()


@pytest.fixture
def server(network):
    with StandIn(network.answer) as running:
        yield running


@pytest.fixture
def watching(server, tmp_path):
    return Watching.begun(server, tmp_path)


@pytest.mark.prove
def test_what_is_due_is_looked_at_once_and_then_nothing_is_written(watching):
    first = watching.run("crawl", "--due")
    assert (first.code, first.out, first.err) == (0, "", ""), "cron sends by mail what is printed"
    assert watching.captured() == dict.fromkeys(TARGETS, 1)
    before = ledger_of(watching.folder)
    again = watching.run("crawl", "--due", "--json")
    assert (again.code, again.json["captures"]) == (0, [])
    assert ledger_of(watching.folder) == before
    assert all(each["vantage"] == "logged_out" and each["pages"] > 1 for each in watching.looks())


@pytest.mark.some(of=20)
@pytest.mark.parametrize("turn", range(20))
def test_two_that_start_at_once_look_at_each_target_once(watching, turn):
    processes = [watching.started() for _ in range(2)]
    said = [ended(process) for process in processes]
    assert [code for code, _, _ in said] == [0, 0], said
    assert watching.captured() == dict.fromkeys(TARGETS, 1)
    assert len(watching.looks()) == len(TARGETS)
    aside = [told for _, told, _ in said if "stepped_aside" in told]
    assert all(told["captures"] == [] for told in aside)
    assert len(aside) <= 1
    assert sound(watching.folder)


@pytest.mark.some(of=10)
@pytest.mark.parametrize("batch", range(10))
def test_a_run_that_is_killed_is_made_good_by_the_next(server, network, tmp_path, batch):
    """Ten times in each batch, at a moment drawn with a fixed seed."""
    # Of a killed look nobody knows how often it asked, so that each counts as a usual one.
    budgets, drawn = "[budgets]\npages_per_hour = 100000\n", random.Random(batch)
    watching = Watching.begun(server, tmp_path, "1m", budgets)
    sealed, runs = set(), set()
    for _ in range(10):
        process = watching.started()
        time.sleep(drawn.uniform(0.2, 6.0))
        killed(process)
        runs.add(process.pid)
        assert sealed <= watching.sealed(), "nothing that was sealed is lost"
        sealed = watching.sealed()
    deadline, before = time.monotonic() + 150, watching.captured()
    while time.monotonic() < deadline and any(
        count <= before[ref] for ref, count in watching.captured().items()
    ):
        ran = watching.run("crawl", "--due", "--json")
        assert ran.code == 0, ran.err
        time.sleep(1)
    assert all(count > before[ref] for ref, count in watching.captured().items()), "no target is stuck"
    assert sealed <= watching.sealed()
    posts = watching.posts()
    assert posts[TARGETS[0]] == {f"instagram:{post.code}" for post in network.company.grid}, (
        "no post is missed"
    )
    assert posts[TARGETS[1]]
    assert not orphans(runs)
    assert sound(watching.folder)
