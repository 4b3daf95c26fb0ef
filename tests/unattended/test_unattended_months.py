"""Three days in fast time with faults drawn at random; `make prove` has months of it."""

import pytest
from months import Months


@pytest.mark.some(of=3)
@pytest.mark.parametrize("seed", range(3))
def test_three_days_in_which_platform_and_machine_fail(tmp_path, seed):
    months = Months.begun(tmp_path, targets=3, seed=seed)
    for _ in range(3):
        months.pass_day()
    assert months.runs > 40
    assert not months.silent, "every run that had something due is in the ledger"
    assert not months.wrong
    assert months.fleet.looks()
    months.fleet.archive.close()


@pytest.mark.prove
def test_it_goes_on_where_it_was_stopped(tmp_path):
    months = Months.begun(tmp_path / "one", targets=1, seed=7)
    months.pass_day()
    months.save(tmp_path / "kept")
    as_kept = months.fleet.clock.now(), len(months.fleet.looks()), dict(months.withdrawn)
    months.pass_day()  # and it is killed before that is kept
    months.fleet.archive.close()
    again = Months.read(tmp_path / "kept", tmp_path / "one")
    assert (again.fleet.clock.now(), len(again.fleet.looks()), again.withdrawn) == as_kept
    again.pass_day()
    assert again.withdrawn == months.withdrawn
    assert again.fleet.looks()
    again.fleet.archive.close()
