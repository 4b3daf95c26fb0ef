"""Several real processes at once: one wins, and what it holds stays its own."""

import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from fakes import FrozenClock, environment

from archiver import archive as archives
from archiver.config import Settings
from archiver.machine import processes
from archiver.store import lock

ROOT = Path(__file__).parents[2]
ROUNDS = 400

TAKE_STALE = """
import json, sys, time
from pathlib import Path
from archiver.errors import BusyError
from archiver.store import lock
folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
start, won = float(sys.stdin.readline()), []
for number in range(rounds):
    while time.time() < start + number * 0.002:
        pass
    try:
        lock.take(folder / f"{number}.lock", "acme")
        won.append(number)
    except BusyError:
        pass
print(json.dumps(won), flush=True)
sys.stdin.readline()
"""

WRITE_ONCE = """
import json, sys, time
from pathlib import Path
from archiver.errors import StoreError
from archiver.store.writing import write_once
folder, rounds, mine = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode()
print("ready", flush=True)
start, won = float(sys.stdin.readline()), []
for number in range(rounds):
    while time.time() < start + number * 0.002:
        pass
    try:
        write_once(folder / str(number), mine)
        won.append(number)
    except StoreError:
        pass
print(json.dumps(won), flush=True)
sys.stdin.readline()
"""

APPEND = """
import json, sys
from pathlib import Path
from archiver import archive
from archiver.config import Settings
from archiver.model.refs import TargetRef
root, rounds = Path(sys.argv[1]), int(sys.argv[2])
opened = archive.opened(root, Settings(file=root / "archiver.toml", keys=root / "keys"))
def place(event):
    (opened.layout.pending / event.name).write_bytes(event.content)
print("ready", flush=True)
sys.stdin.readline()
for number in range(rounds):
    opened.custody.record_look(place, target=TargetRef("instagram", "acme"), slug="acme", capture=None,
                       kind="crawl", outcome="failed", reason="")
print(json.dumps(rounds), flush=True)
sys.stdin.readline()
"""


def at_once(script, *arguments, processes=2):
    """Start processes, let them go at the same instant, and give what each says; none ends before all have said it."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, *map(str, arguments), str(number)],
            env=environment(ROOT) | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    try:
        assert [process.stdout.readline() for process in started] == ["ready\n"] * processes
        for process in started:
            process.stdin.write(f"{time.time() + 0.05}\n")
            process.stdin.flush()
        return [json.loads(process.stdout.readline()) for process in started]
    finally:
        for process in started:
            process.communicate("\n", timeout=60)


def test_of_two_processes_that_find_a_stale_lock_exactly_one_takes_it_over(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    stale = {"pid": gone.pid, "started": 0.0, "boot": processes.boot_id(), "host": socket.gethostname()}
    for batch in map(str, range(2)):
        (tmp_path / batch).mkdir()
        for number in range(ROUNDS):
            (tmp_path / batch / f"{number}.lock").write_text(json.dumps(stale))
        winners = Counter(number for won in at_once(TAKE_STALE, tmp_path / batch, ROUNDS) for number in won)
        assert Counter(winners[number] for number in range(ROUNDS)) == {1: ROUNDS}
        assert len(list((tmp_path / batch).iterdir())) == ROUNDS


def test_of_two_processes_that_write_one_name_one_is_refused(tmp_path):
    said = at_once(WRITE_ONCE, tmp_path, ROUNDS)
    assert Counter(number for won in said for number in won) == dict.fromkeys(range(ROUNDS), 1)
    for process, won in enumerate(said):
        assert {(tmp_path / str(number)).read_text() for number in won} <= {str(process)}


def test_processes_that_append_to_one_slugs_ledger_make_one_chain(tmp_path):
    root = tmp_path / "evidence"
    settings = Settings(file=root / "archiver.toml", keys=tmp_path / "keys")
    archives.create(root, settings, clock=FrozenClock()).close()
    at_once(APPEND, root, 8, processes=3)
    events = sorted((root / "ledger" / "pending").iterdir())
    said = [json.loads(path.read_bytes()) for path in events]
    assert [each["number"] for each in said] == list(range(1, 25))
    leaves = [sha256(b"\x00" + path.read_bytes()).hexdigest() for path in events]
    assert [each["previous"] for each in said] == [None, *leaves[:-1]]
    assert os.listdir(root / "state" / "locks") == []  # noqa: PTH208 - a list of names is what is compared


SLOW = """
import sys
from pathlib import Path
from archiver.errors import BusyError
from archiver.store import lock
path = Path(sys.argv[1])
def watch(name, arguments):
    # Python says before each such step what it is about to do; here it waits to be told to go on.
    if name == "os.rename" and str(arguments[1]) == str(path):
        print("judged dead", flush=True)
        sys.stdin.readline()
if sys.argv[2] == "slowly":
    sys.addaudithook(watch)
try:
    lock.take(path, "acme")
    print("mine", flush=True)
except BusyError:
    print("busy", flush=True)
sys.stdin.readline()
"""


def taking(path, how):
    return subprocess.Popen(
        [sys.executable, "-c", SLOW, str(path), how],
        env=environment(ROOT) | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def stale(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    holder = {"pid": gone.pid, "started": 0.0, "boot": processes.boot_id(), "host": socket.gethostname()}
    path = tmp_path / "locks" / "acme.lock"
    path.parent.mkdir()
    path.write_text(json.dumps(holder))
    return path


def test_between_judging_a_lock_dead_and_taking_it_nobody_else_can(stale):
    slow = taking(stale, "slowly")
    others = []
    try:
        assert slow.stdout.readline() == "judged dead\n"
        others = [taking(stale, "at once") for _ in range(2)]
        time.sleep(1)
        slow.stdin.write("go on\n")
        slow.stdin.flush()
        said = [process.stdout.readline() for process in (slow, *others)]
        assert said == ["mine\n", "busy\n", "busy\n"]
    finally:
        for process in (slow, *others):
            process.communicate("\n", timeout=60)


def test_a_process_killed_while_it_takes_a_lock_over_leaves_it_to_the_next(stale):
    slow = taking(stale, "slowly")
    assert slow.stdout.readline() == "judged dead\n"
    slow.kill()
    slow.communicate()
    lock.take(stale, "acme")
    assert json.loads(stale.read_bytes())["pid"] == os.getpid()
    assert os.listdir(stale.parent) == [stale.name]  # noqa: PTH208 - a list of names is what is compared


FINISH = """
import json, sys
from pathlib import Path
from archiver.store import recovery
from archiver.store.layout import Layout
print("ready", flush=True)
sys.stdin.readline()
recovery.finish(Layout(Path(sys.argv[1])))
print(json.dumps("done"), flush=True)
sys.stdin.readline()
"""


def test_what_a_crash_left_may_be_finished_by_several_processes_at_once(tmp_path):
    slugs = [f"instagram/target{number % 7}" for number in range(120)]
    for number, slug in enumerate(slugs):
        waits = tmp_path / "state" / "work" / f"{number:04}" / "event"
        waits.mkdir(parents=True)
        (waits / f"{number:04}.json").write_text(json.dumps({"slug": slug, "capture": None}))
    assert at_once(FINISH, tmp_path, processes=3) == ["done"] * 3
    placed = sorted(path.name for path in (tmp_path / "ledger" / "pending").iterdir())
    assert placed == [f"{number:04}.json" for number in range(120)]
    assert list((tmp_path / "state" / "work").iterdir()) == []
