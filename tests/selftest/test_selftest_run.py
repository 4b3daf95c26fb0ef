"""`archiver selftest`: drawn cases, real captures, and a report that others can check."""

import json
import os
import subprocess
from dataclasses import replace

import pytest
from fakes import Silent, call_archiver
from judges import needs_ssh_keygen

from archiver.errors import StoppedError
from archiver.model.removal import RemovalState
from archiver.rehearsal.selftest import results, running
from archiver.rehearsal.selftest.drawing import drawn
from archiver.rehearsal.selftest.results import Result
from archiver.rehearsal.selftest.running import Selftest
from archiver.rehearsal.selftest.told import NOTHING, Report
from archiver.rehearsal.selftest.verdicts import Verdict, is_over, verdicts

SEED = 189
FIRST_LINE = (
    "Measured on a simulator that was made together with this program. "
    "This is no error rate on the live platforms."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("selftest")
    (folder / "config").mkdir()
    (folder / "config" / "archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    yield folder
    if before is None:
        del os.environ["XDG_STATE_HOME"]
    else:
        os.environ["XDG_STATE_HOME"] = before


@pytest.fixture(scope="module")
def ran(folder):
    """Sixty cases, with a report that the archive there signs."""
    assert call_archiver("init", folder=folder).code == 0
    return call_archiver(
        "selftest", "--cases", 60, "--seed", SEED, "--report", "report.txt", "--json", folder=folder
    )


def test_sixty_cases_nothing_wrong_and_nothing_missed(ran):
    told = json.loads(ran.out)
    assert (told["wrong"], told["missed"]) == ([], [])
    assert (told["cases"], told["basis"], ran.code) == (60, "simulator", 0)
    assert told["seconds"] > 0


def test_the_report_s_first_line_says_what_it_is_and_is_not(ran, folder):
    lines = (folder / "report.txt").read_text().splitlines()
    assert lines[0] == FIRST_LINE
    assert f"again      archiver selftest --cases 60 --seed {SEED}" in lines
    assert "wrong      0" in lines
    assert "missed     0" in lines


@needs_ssh_keygen
def test_the_report_is_signed_so_that_ssh_keygen_takes_it(ran, folder):
    report = (folder / "report.txt").read_bytes()
    (signer,) = [line for line in report.decode().splitlines() if line.startswith("signed by")]
    (folder / "signers").write_text(signer.removeprefix("signed by").strip() + "\n")
    verify = "ssh-keygen -Y verify -f signers -I archiver -n archiver-selftest@v1 -s report.txt.sshsig"
    for content, code in ((report, 0), (report.replace(b"wrong      0", b"wrong      1"), 255)):
        done = subprocess.run(verify.split(), cwd=folder, input=content, capture_output=True, check=False)
        assert done.returncode == code


def test_nothing_is_kept_of_a_run_that_came_to_its_end(ran, folder):
    assert list((folder / "state").rglob("*.jsonl")) == []


def test_nothing_is_written_over_a_file(ran, folder):
    refused = call_archiver("selftest", "--cases", 1, "--report", "report.txt", folder=folder)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("report.txt exists already, and nothing is written over it.")


@pytest.mark.parametrize("given", [("--cases", "0"), ("--cases", "many"), ("--seed", "x")])
def test_a_number_that_is_none_is_told(folder, given):
    refused = call_archiver("selftest", *given, folder=folder)
    assert refused.code == 2
    assert given[0] in refused.err


WORLD = next(world for world in drawn(1, 60) if world.number == 0)


def silent_reports():
    """What an archive would tell that never says a word, until nothing is owed any more."""
    reports = []
    while not is_over(WORLD, reports):
        reports.append(Report({}, frozenset()))
    return reports


def test_a_program_that_said_nothing_would_be_told_so():
    seen = [
        Report({each: replace(NOTHING, seen_by=frozenset(WORLD.viewers)) for each in _refs(at)}, frozenset())
        for at in range(len(silent_reports()))
    ]
    found = verdicts(WORLD, seen)
    assert any(each.missed for each in found)
    assert not any(each.wrong for each in found)


def test_a_program_that_called_everything_gone_would_be_told_so():
    said = replace(
        NOTHING,
        state=RemovalState.CONCLUDED,
        looked=frozenset(WORLD.viewers),
        concluded=1,
        seen_by=frozenset(WORLD.viewers),
    )
    found = verdicts(WORLD, [Report(dict.fromkeys(_refs(0), said), frozenset())])
    assert all(each.wrong for each in found)


def _refs(at):
    state = WORLD.state(at)
    return [WORLD.place.ref(state, case.subject) for case in WORLD.cases if case.subject]


@pytest.fixture
def resumed(folder):
    kept = results.resumed(99, "a" * 64)
    yield kept
    kept.drop()


RESULT = Result(0, "a world", 1.5, (Verdict(0, "A", "deleted", (), ("round 1: nothing is said",)),))


def test_what_was_played_is_found_again(resumed):
    resumed.keep(RESULT)
    assert results.resumed(99, "a" * 64).of(0, 1) == RESULT
    assert results.resumed(98, "a" * 64).of(0, 1) is None
    assert results.resumed(99, "b" * 64).of(0, 1) is None
    assert results.resumed(99, "a" * 64).of(0, 2) is None


def test_a_line_that_was_cut_off_is_played_again(resumed):
    resumed.keep(RESULT)
    resumed.keep(replace(RESULT, world=1))
    resumed.file.write_bytes(resumed.file.read_bytes()[:-20])
    again = results.resumed(99, "a" * 64)
    assert (again.of(0, 1), again.of(1, 1)) == (RESULT, None)


class Asked:
    """The port `Stop`, requested from the beginning."""

    requested = True

    def when_requested(self, act):
        pass


def test_one_that_is_stopped_says_how_to_go_on(folder):
    with pytest.raises(StoppedError, match="the same command goes on"):
        running.selftest(1, 1, None, Silent(), Asked())


def test_what_was_wrong_is_told_by_world_and_case():
    found = Selftest(1, "a" * 64, (RESULT,))
    assert (found.cases, found.wrong) == (1, ())
    assert found.missed == ("world 0, a world: A (deleted): round 1: nothing is said",)
