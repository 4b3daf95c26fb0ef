"""`archiver selftest` where it cannot be played: it says why, and claims nothing."""

import pytest


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["for people", "for scripts"])
def test_where_no_browser_starts_it_says_so_and_counts_nothing(no_browser, archiver, more):
    ran = archiver("selftest", "--cases", 1, *more)
    assert (ran.code, ran.out) == (3, "")
    assert f"{no_browser} does not start" in ran.err


def test_a_report_within_an_archive_is_refused_before_anything_is_played(house, archiver):
    ran = archiver("selftest", "--cases", 1, "--report", "evidence/report.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "lies within the archive" in ran.err


@pytest.mark.parametrize("where", ["before the verb", "after it"])
def test_an_archive_that_is_named_and_is_none_is_told_before_anything_is_played(archiver, folder, where):
    named, verb = ("--archive", "nowhere"), ("selftest", "--cases", 1, "--report", "report.txt")
    ran = archiver(*named, *verb) if where == "before the verb" else archiver(*verb, *named)
    assert (ran.code, ran.out) == (2, "")
    assert "nowhere" in ran.err
    assert not (folder / "report.txt").exists()
