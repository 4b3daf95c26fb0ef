"""`archiver demo` where it cannot be played to its end: it says why, and claims nothing of what it did not look at."""

import signal

import pytest
from fakes import Silent, start_archiver

from archiver.errors import StoppedError
from archiver.rehearsal.demo import demo

REFUSED = "does not start"


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["for people", "for scripts"])
def test_where_no_browser_starts_the_demo_ends_at_its_first_look_and_says_why(no_browser, archiver, more):
    ran = archiver("demo", *more)
    assert ran.code == 3
    last = ran.err.splitlines()[-1]
    assert f"{no_browser} {REFUSED}" in last
    assert "or set [browser] executable" in last
    told = ran.out + ran.err
    assert told.count(REFUSED) == 1
    assert "A reporter calls" not in told
    assert "missed" not in told
    assert not more or ran.out == ""


@pytest.mark.parametrize("place", ["mine", "mine/below"])
def test_a_file_is_no_place_to_keep_the_demo(archiver, folder, place):
    (folder / "mine").write_text("mine")
    ran = archiver("demo", "--keep", place)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{place} is no folder and cannot be made one: ")
    assert ran.err.endswith(" Name a new folder with --keep.\n")
    assert (folder / "mine").read_text() == "mine"


def test_a_folder_that_holds_something_is_no_place_to_keep_the_demo_and_is_left_alone(archiver, folder):
    (folder / "mine").mkdir()
    (folder / "mine" / "notes.txt").write_text("mine")
    ran = archiver("demo", "--keep", "mine")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "mine holds something already. Name a new folder with --keep.\n"
    assert [path.name for path in (folder / "mine").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    "made", [True, False], ids=["an empty folder", "a folder below one that is not there"]
)
def test_the_demo_is_kept_in_a_new_folder_though_it_broke_off(no_browser, archiver, folder, made):
    kept = folder / "new" / "demo"
    if made:
        kept.mkdir(parents=True)
    assert archiver("demo", "--keep", kept).code == 3
    assert archiver("--archive", kept / "evidence", "verify").code == 3
    assert (kept / "config" / "archiver.toml").is_file()


class Asked:
    """The port `Stop`, requested once a chapter of the story is told."""

    def __init__(self, words):
        self.words, self.told = words, []

    @property
    def requested(self):
        return any(self.words in chapter for chapter in self.told)

    def when_requested(self, act):
        pass


def test_a_demo_that_is_asked_to_stop_tells_no_more_of_its_story(tmp_path):
    stop = Asked("They are captured")
    with pytest.raises(StoppedError, match="The demo was stopped before its end") as caught:
        demo(tmp_path / "kept", None, Silent(), stop, stop.told.append)
    assert caught.value.exit_code == 3
    assert len(stop.told) == 2, stop.told


@pytest.mark.some(of=2)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_says_that_it_was_stopped(no_browser, folder, number):
    # A browser that takes its time to fail, so that the demo is surely under way.
    no_browser.write_text("#!/bin/sh\nsleep 2\nexit 1\n")
    process = start_archiver("demo", "--json", folder=folder)
    while "They are captured" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 3, err
    assert out == ""
    assert err.endswith("The demo was stopped before its end. Play it again: archiver demo\n")
    assert "Traceback" not in err
