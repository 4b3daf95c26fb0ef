"""A million inputs of strangers: each is read or refused, within a second of a processor and 500 MB of memory.

They are fed to processes of their own. How far it came is kept in `.prove/`, and so is any that did what none may.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from judging import MEGABYTES, SECONDS
from readers import ENGINES, READERS, share

HOSTILE = Path(__file__).parents[1] / "hostile"
KEPT = HOSTILE.parents[1] / ".prove" / "hostile"
AT_A_TIME = 10_000
FEEDS = [(name, engine) for name in READERS for engine in ENGINES]


@pytest.mark.prove
@pytest.mark.parametrize(("name", "engine"), FEEDS)
def test_of_a_million_inputs_none_does_what_none_may(name, engine):
    if engine == "led" and find_spec("atheris") is None:
        pytest.skip("there is no atheris here: tests/hostile/atheris.txt")
    state = KEPT / f"{engine}, {name}.json"
    told = json.loads(state.read_bytes()) if state.exists() else {"inputs": 0, "slowest": 0.0, "megabytes": 0}
    while told["inputs"] < share(name, engine):
        # Seeded by how far it came, so that one that is gone on with draws others.
        fed = feed(name, engine, min(AT_A_TIME, share(name, engine) - told["inputs"]), told["inputs"])
        told = {
            "inputs": told["inputs"] + fed["inputs"],
            "slowest": max(told["slowest"], fed["slowest"]),
            "megabytes": max(told["megabytes"], fed["megabytes"]),
        }
        state.write_text(json.dumps(told))
    print(
        f"\n{name}, {engine}: {told['inputs']:,}, {told['slowest']} s at most, {told['megabytes']} MB at most"
    )
    assert told["slowest"] <= SECONDS
    assert told["megabytes"] <= MEGABYTES


def feed(name, engine, inputs, number):
    """Feed a reader in a process of its own; give what it took."""
    (KEPT / "failed").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, HOSTILE / "feeding.py", name, engine, str(inputs), str(number), KEPT]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stderr[-6_000:]
    return json.loads(done.stdout.splitlines()[-1])
