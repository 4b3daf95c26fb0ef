"""Five hundred cases drawn by a fixed seed, with real captures: nothing wrong, nothing missed.

What was played is kept in `.prove/`, so that a run that was stopped goes on.
"""

import json
from pathlib import Path

import pytest
from fakes import run_archiver

CASES = 500
STATE = Path(__file__).parents[2] / ".prove" / "selftest"
HOURS = 6


@pytest.mark.prove
def test_five_hundred_cases_nothing_wrong_and_nothing_missed(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    ran = run_archiver(
        "selftest",
        "--cases",
        CASES,
        "--json",
        folder=tmp_path,
        env={"XDG_STATE_HOME": str(STATE)},
        timeout=HOURS * 3600,
    )
    told = json.loads(ran.out)
    print(f"\n{told['cases']} cases, {told['seconds']:,.0f} s")
    assert (told["wrong"], told["missed"], told["cases"], ran.code) == ([], [], CASES, 0)
