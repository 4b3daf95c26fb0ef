"""What a killed run left is cleared away, and nothing else: no other's browser, no link, no folder of somebody else."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from archiver.capture import leftovers
from archiver.machine import processes

LIVING = "import sys, time; time.sleep(60)"


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """A folder for files that are kept for a while, of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def started():
    """Start a process that was given words, and end it in the end."""
    running = []

    def start(*words):
        process = subprocess.Popen([sys.executable, "-c", LIVING, *map(str, words)])
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


def left(folder, name="archiver-browser-abcd1234", **changed):
    """A folder whose owner is gone."""
    gone = subprocess.run([sys.executable, "-c", ""], check=True) and processes.myself() | {"pid": 2**22 - 3}
    place = folder / name
    place.mkdir()
    (place / "owner.json").write_text(json.dumps(gone | changed))
    (place / "profile").mkdir()
    (place / "profile" / "cookies").write_text("some")
    return place


def is_running(process):
    return psutil.pid_exists(process.pid) and psutil.Process(process.pid).status() != psutil.STATUS_ZOMBIE


def test_a_browser_whose_driver_is_gone_is_ended_with_all_it_kept(shared, started):
    place = left(shared)
    browser = started(f"--user-data-dir={place}/profile")
    time.sleep(0.3)
    assert leftovers.clear() == leftovers.Cleared(1, 1)
    assert not place.exists()
    assert not is_running(browser)


def test_what_lives_is_left_alone(shared, started):
    place = leftovers.folder()
    browser = started(f"--user-data-dir={place}/profile")
    other = started(f"--user-data-dir={place}-of-another/profile")
    left(shared)
    assert leftovers.clear() == leftovers.Cleared(0, 1)
    assert place.is_dir()
    assert is_running(browser)
    assert is_running(other)


@pytest.mark.parametrize("name", ["archiver-browser-", "archiver-browser-abc", "archiver-browser-abcd1234x"])
def test_what_is_called_otherwise_is_nobody_of_ours(shared, started, name):
    place = left(shared, name)
    browser = started(f"--user-data-dir={shared}/archiver-browser-living12/profile")
    assert leftovers.clear() == leftovers.Cleared(0, 0)
    assert place.is_dir()
    assert is_running(browser)


def test_a_link_is_not_followed(shared, tmp_path_factory):
    victim = left(tmp_path_factory.mktemp("victim"))
    (shared / "archiver-browser-abcd1234").symlink_to(victim)
    assert leftovers.clear() == leftovers.Cleared(0, 0)
    within = left(shared, "archiver-browser-wxyz1234")
    (within / "link").symlink_to(victim)
    assert leftovers.clear() == leftovers.Cleared(0, 1)
    assert (victim / "profile" / "cookies").exists()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away"
)
def test_a_folder_of_somebody_else_is_left_alone(shared):
    place = left(shared)
    os.chown(place, 65534, 65534)
    assert leftovers.clear() == leftovers.Cleared(0, 0)
    assert place.is_dir()


@pytest.mark.parametrize("owner", ["", "[]", "{}", "[" * 100_000, '{"pid": "x"}'])
def test_who_owns_it_may_be_anything(shared, owner):
    place = left(shared)
    (place / "owner.json").write_text(owner)
    assert leftovers.clear() == leftovers.Cleared(0, 0)


@pytest.mark.parametrize("changed", [{"pid": "7"}, {"pid": -1}, {"pid": True}, {"started": "noon"}])
def test_an_owner_of_another_kind_tells_nothing(shared, changed):
    left(shared, **changed)
    assert leftovers.clear() == leftovers.Cleared(0, 0)


def test_where_nothing_is_kept_there_is_nothing_to_clear(shared):
    Path(shared).joinpath("other").mkdir()
    assert leftovers.clear() == leftovers.Cleared(0, 0)
