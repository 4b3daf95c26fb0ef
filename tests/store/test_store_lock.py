import json
import os
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from archiver.errors import BusyError, StoreError
from archiver.machine import processes
from archiver.store import lock


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def path(tmp_path):
    return tmp_path / "locks" / "instagram-acme.lock"


def myself(**changes):
    return {
        "pid": os.getpid(),
        "started": psutil.Process().create_time(),
        "boot": processes.boot_id(),
        "host": socket.gethostname(),
    } | changes


def leave(path, holder):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(holder if isinstance(holder, str) else json.dumps(holder))


def test_a_lock_says_who_holds_it_and_is_gone_afterwards(path):
    with lock.held(path, "acme"):
        assert json.loads(path.read_bytes()) == myself()
        assert names(path.parent) == [path.name]
    assert names(path.parent) == []


def test_a_lock_is_let_go_of_when_the_block_fails(path):
    with pytest.raises(KeyError):
        with lock.held(path, "acme"):
            raise KeyError
    assert not path.exists()


def test_a_held_lock_says_who_is_busy_and_stays_as_it_is(path):
    with lock.held(path, "instagram:acme"):
        before = path.read_bytes()
        with pytest.raises(BusyError, match=f"instagram:acme is .* by process {os.getpid()} on "):
            lock.take(path, "instagram:acme")
        assert path.read_bytes() == before
        assert names(path.parent) == [path.name]


@pytest.fixture
def dead():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_lock_of_a_dead_process_is_taken_over(path, dead):
    leave(path, myself(pid=dead))
    lock.take(path, "acme")
    assert json.loads(path.read_bytes()) == myself()
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize(
    "holder",
    [
        pytest.param(lambda: myself(boot="an earlier boot"), id="earlier boot"),
        pytest.param(lambda: myself(started=psutil.Process().create_time() - 60), id="number used again"),
        pytest.param(lambda: "", id="empty"),
        pytest.param(lambda: "not json", id="not json"),
        pytest.param(lambda: "[]", id="no object"),
        pytest.param(lambda: {"pid": 1}, id="half of it"),
    ],
)
def test_a_lock_that_nobody_can_hold_is_taken_over(path, holder):
    leave(path, holder())
    lock.take(path, "acme")
    assert json.loads(path.read_bytes()) == myself()


@pytest.mark.parametrize("changes", [{}, {"pid": 1, "boot": "x", "started": 0.0}])
def test_the_lock_of_another_machine_stands_whatever_it_says(path, changes):
    leave(path, myself(host="another.example", **changes))
    with pytest.raises(BusyError, match=r"on another\.example"):
        lock.take(path, "acme")
    assert path.exists()


def test_a_corrected_clock_does_not_free_a_lock(path):
    leave(path, myself(started=psutil.Process().create_time() + 2))
    with pytest.raises(BusyError):
        lock.take(path, "acme")


def test_waiting_ends_when_the_lock_is_free_and_not_before(path):
    lock.take(path, "acme")
    timer = threading.Timer(0.3, path.unlink)
    timer.start()
    began = time.monotonic()
    with lock.held(path, "acme", wait_seconds=10):
        assert 0.2 < time.monotonic() - began < 5
    timer.join()


def test_waiting_has_an_end(path):
    lock.take(path, "acme")
    began = time.monotonic()
    with pytest.raises(BusyError), lock.held(path, "acme", wait_seconds=0.2):
        pass
    assert 0.2 <= time.monotonic() - began < 5


RACER = """
import sys, time
from pathlib import Path
from archiver.errors import BusyError
from archiver.store import lock
print("ready", flush=True)
sys.stdin.readline()
try:
    with lock.held(Path(sys.argv[1]), "acme"):
        print("mine", flush=True)
        sys.stdin.readline()
except BusyError:
    print("busy", flush=True)
"""


def race(path, number):
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(number)
    ]
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = sorted(racer.stdout.readline().strip() for racer in racers)
    for racer in racers:
        racer.communicate()
    return said


def test_of_processes_that_race_for_a_lock_exactly_one_gets_it(path):
    for _ in range(3):
        assert race(path, 2) == ["busy", "mine"]
        assert not path.exists()


def test_a_lock_that_another_took_meanwhile_is_not_let_go_of(path):
    with lock.held(path, "acme"):
        leave(path, myself(host="another.example"))
    assert json.loads(path.read_bytes())["host"] == "another.example"


def test_a_place_that_cannot_hold_a_lock_is_an_error_of_ours(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        lock.take(tmp_path / "file" / "a.lock", "acme")


def test_a_lock_is_held_where_it_is_free_and_left_where_it_is_not(path):
    with lock.held_if_free(path, "The alerts") as mine, lock.held_if_free(path, "The alerts") as theirs:
        assert (mine, theirs) == (True, False)
        assert lock.is_held(path)
    assert not lock.is_held(path)


def test_a_lock_that_is_held_because_it_was_free_is_let_go_of_when_the_block_fails(path):
    with pytest.raises(BusyError, match="something else"), lock.held_if_free(path, "The alerts"):
        raise BusyError("something else")
    assert not lock.is_held(path)
