"""What `archiver recheck` asks for, and what it passes over."""

import json

import pytest
from catalog_building import TARGET
from ledger_building import new_archive

from archiver.cli.looks import told
from archiver.cli.speaking import TerminalProgress
from archiver.errors import BusyError, NetworkError
from archiver.operations import crawl
from archiver.operations.asking import asked_for


def watch(folder, *refs):
    entries = "".join(f'[[target]]\nref = "{ref}"\n' for ref in refs)
    (folder / "config" / "targets.toml").write_text(entries)


def test_where_nothing_is_watched_and_nothing_named_both_verbs_say_so(house, archiver):
    crawled, rechecked = archiver("crawl"), archiver("recheck")
    assert (rechecked.code, rechecked.out, rechecked.err) == (crawled.code, crawled.out, crawled.err)
    assert rechecked.code == 2
    assert "There is no target in config/targets.toml" in rechecked.err


def test_where_nothing_is_in_question_of_what_is_watched_it_is_said(house, archiver, folder):
    watch(folder, TARGET)
    ran = archiver("recheck")
    assert (ran.code, ran.out, ran.err) == (0, "Nothing is in question.\n", "")


def test_a_watched_target_that_was_never_captured_is_passed_over(house, archiver, folder):
    watch(folder, "instagram:never", TARGET)
    ran = archiver("recheck")
    assert (ran.code, ran.out) == (0, "Nothing is in question.\n")
    assert ran.err == (
        "Passed over: No capture in this archive is of instagram:never. "
        "Capture it with: archiver crawl instagram:never\n"
    )


def test_the_targets_beside_one_that_was_never_captured_are_asked_for(gone, no_browser, archiver, folder):
    watch(folder, "instagram:never", "instagram:hartmann.werkzeuge", "instagram:nor.this")
    ran = archiver("recheck", "--json")
    assert ran.code == 3
    # From both vantages it was ever looked at from, though its entry names no session.
    asked = [(look["vantage"].partition(":")[0], look["reason"]) for look in ran.json["captures"]]
    assert asked == [("logged_out", "browser_missing"), ("session", "browser_missing")]
    passed_over = [line for line in ran.err.splitlines() if line.startswith("Passed over: ")]
    assert ["never" in line for line in passed_over] == [True, False]


@pytest.mark.parametrize("text", ["instagram:never", "https://www.instagram.com/p/Nowhere0001/", "nonsense"])
def test_one_named_that_was_never_captured_is_said_before_anything_is_asked(gone, no_browser, archiver, text):
    ran = archiver("recheck", TARGET, gone, text, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1


def test_what_is_named_twice_is_asked_for_once(gone, no_browser, archiver):
    ran = archiver("recheck", gone, gone.partition(":")[2], gone, "--json")
    assert ran.code == 3
    vantages = [look["vantage"] for look in ran.json["captures"]]
    assert len(vantages) == len(set(vantages)) == 2


def test_what_was_looked_at_before_an_error_is_told_to_scripts_beside_it(capsys, tmp_path):
    def looks():
        yield crawl._failed(asked_for("instagram:first"), NetworkError("It could not be reached."))
        raise BusyError("Another process works on instagram:second.")

    with pytest.raises(BusyError):
        told(looks(), new_archive(tmp_path), TerminalProgress(), json=True)
    said = json.loads(capsys.readouterr().out)
    (look,) = said["captures"]
    assert (look["target"], look["reason"]) == ("instagram:first", "unreachable")
    assert said["ledger"]["size"] == 0
