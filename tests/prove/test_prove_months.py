"""Months in fast time: 300 accounts for one, 15 for all eighteen, with faults drawn at random.

Resumable: some days are kept in `.prove/`; delete that folder to begin anew.
"""

import shutil
import sys
from pathlib import Path
from statistics import fmean, median

import pytest

ROOT = Path(__file__).parents[2]
sys.path.extend(str(ROOT / "tests" / room) for room in ("absence", "unattended"))
KEPT = ROOT / ".prove"
KEPT_EVERY = {300: 1, 15: 10}
"""Days, by the number of accounts."""


@pytest.mark.prove
@pytest.mark.parametrize(("targets", "days"), [(300, 30), (15, 548)])
def test_months_in_which_platform_and_machine_fail(targets, days):
    from months import Months

    folder, kept = KEPT / f"months-{targets}", KEPT / f"months-{targets}-kept"
    if kept.exists():
        months = Months.read(kept, folder)
    else:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        months = Months.begun(folder, targets=targets, seed=targets)
    while months.day < days:
        months.pass_day()
        if months.day % KEPT_EVERY[targets] == 0:
            months.save(kept)
        print(f"\rday {months.day} of {days}: {months.memory[-1]:.0f} MB", end="", flush=True)
    assert not months.silent
    assert not months.wrong
    assert not months.overdue(days=14)
    beside = months.beside_the_listing()
    print(
        f"\n{targets} accounts, {days} days: {months.runs} runs, {len(months.fleet.looks())} looks, "
        f"{len(months.concluded)} of {len(months.withdrawn)} withdrawn posts concluded, none wrongly; memory "
        f"{months.memory[0]:.0f} MB at first, {max(months.memory):.0f} at most, {months.memory[-1]:.0f} last; "
        f"handles {months.handles[0]} and {months.handles[-1]}; bytes beside the listing of an unchanged look: "
        f"{fmean(beside):,.0f} on average, {median(beside):,.0f} in the middle, {max(beside):,.0f} at most"
    )
    assert months.handles[-1] <= months.handles[0] + 5
    months.fleet.archive.close()
