"""A look that takes too long is stopped, sealed as far as it came, and made again later; the others are not kept."""

import json
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import Never, Silent
from fleet import Fleet, account

from archiver.errors import DiskFullError
from archiver.model.budgets import Budgets
from archiver.operations.time_limit import within
from archiver.operations.unattended.due import crawl_due

SHORT = timedelta(seconds=0.3)


def test_the_end_of_its_time_asks_to_stop():
    called = threading.Event()
    with within(SHORT, Never(), lambda: None) as limit:
        limit.when_requested(called.set)
        assert not limit.requested
        assert called.wait(10)
        assert limit.requested


def test_what_hangs_all_the_same_loses_its_browser():
    gone = threading.Event()
    with within(SHORT, Never(), gone.set, grace=0.2):
        assert gone.wait(10)


def test_whoever_ends_in_time_is_left_alone():
    gone = threading.Event()
    with within(SHORT, Never(), gone.set, grace=0.1) as limit:
        pass
    time.sleep(0.6)
    assert not gone.is_set()
    assert not limit.requested


def test_the_operator_may_ask_before():
    class Asked(Never):
        requested = True

    with within(None, Asked(), lambda: None) as limit:
        assert limit.requested
        assert not limit.is_over


@pytest.fixture
def fleet(tmp_path):
    made = Fleet.of(tmp_path, [account(owner, 9) for owner in range(2)])
    yield made
    made.archive.close()


def test_a_look_that_hangs_is_ended_and_its_reason_sealed(fleet):
    usual = fleet.settings
    fleet.settings, fleet.hangs = replace(usual, budgets=Budgets(10_000, 4, SHORT)), True
    fleet.open()
    results = fleet.run()
    assert [result.reason for result in results] == ["time_limit"] * 2, "one does not keep the other"
    assert all("capture_at_most" in result.sentence for result in results)
    assert {look["reason"] for look in fleet.looks()} == {"time_limit"}
    fleet.settings, fleet.hangs = usual, False
    fleet.open()
    fleet.clock.advance(minutes=16)
    assert [result.complete for result in fleet.run()] == [True, True]


def test_what_runs_did_is_noted_a_line_each(fleet):
    fleet.run()
    fleet.run()
    lines = [json.loads(line) for line in fleet.archive.layout.journal.read_text().splitlines()]
    assert [line["what"] for line in lines] == ["look", "look", "run"], (
        "where nothing is due nothing is noted"
    )
    assert lines[-1] == {"at": lines[-1]["at"], "what": "run", "looks": 2, "incomplete": 0}
    assert lines[0]["target"] == "instagram:company.0"


class Full:
    """The port `Visiting`, on a disk that is full."""

    def __init__(self, fleet):
        self.fleet = fleet

    def __call__(self, *arguments):
        raise DiskFullError("There is no room left on the disk that holds /secret/place.")


def test_what_broke_off_is_noted_without_its_sentence(fleet):
    fleet.archive = replace(fleet.archive, visiting=Full(fleet))
    results = list(crawl_due(fleet.archive, Silent(), Never()))
    assert {result.reason for result in results} == {"disk_full"}
    assert "secret" not in fleet.archive.layout.journal.read_text()
