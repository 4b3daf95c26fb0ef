"""Marks: the operator's own word in the ledger, of a target or of none, said and covered."""

from datetime import UTC, datetime

import pytest
from fakes import call_archiver, ledger_of

from archiver.verify.archive import verify
from archiver.verify.finding import Status


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/archiver.toml").write_text(
        '[keys]\nfolder = "../keys"\n\n[operator]\nname = "Vera"\n'
    )
    assert call_archiver("init", folder=tmp_path).code == 0
    return tmp_path


def faults(folder):
    return [found for found in verify(folder / "evidence") if found.status is Status.FAILED]


def test_a_mark_is_kept_with_when_it_happened_and_covered_at_once(folder):
    ran = call_archiver(
        "mark", "called the  press office", "--at", "2026-11-24T14:30+01:00", "--json", folder=folder
    )
    assert (ran.code, ran.json) == (
        0,
        {"words": "called the press office", "happened_at": "2026-11-24T13:30:00.000000Z", "target": None},
    )
    (event,) = ledger_of(folder)
    assert (event["event"], event["slug"], event["target"], event["number"]) == (
        "mark",
        "archive/_archive",
        "",
        1,
    )
    assert (event["words"], event["happened_at"]) == (
        "called the press office",
        "2026-11-24T13:30:00.000000Z",
    )
    assert "Vera" not in str(event)
    assert not list((folder / "evidence/ledger/pending").iterdir())
    assert faults(folder) == []
    assert call_archiver("rebuild", "--check", folder=folder).code == 0


def test_a_mark_of_a_target_stands_in_its_chain(folder):
    for words in ("Ärger", "письмо в редакцию"):
        assert call_archiver("mark", words, "--target", "instagram:acme", folder=folder).code == 0
    assert [(event["slug"], event["number"]) for event in ledger_of(folder)] == [
        ("instagram/acme", 1),
        ("instagram/acme", 2),
    ]
    assert faults(folder) == []
    said = call_archiver("mark", "an answer came", "--target", "instagram:acme", folder=folder).out
    assert said.startswith("Marked of instagram:acme: an answer came\n")


def test_without_a_time_it_happened_now(folder):
    before = datetime.now(UTC)
    ran = call_archiver("mark", "a letter was sent", "--json", folder=folder)
    assert before <= datetime.fromisoformat(ran.json["happened_at"]) <= datetime.now(UTC)


WRONG = {
    "nothing": ([""], "A mark is a sentence"),
    "white space": (["  \n "], "A mark is a sentence"),
    "far too long": (["x" * 2001], "at most 2,000 letters"),
    "what a terminal obeys": (["\x1b[31mred"], "A mark is a sentence"),
    "no time": (["words", "--at", "yesterday"], "yesterday is no time. Write it as in 2026-11-24T14:30"),
    "a time to come": (["words", "--at", "2099-01-01T00:00"], "is yet to come"),
    "no target": (["words", "--target", "nonsense"], "nonsense"),
}


@pytest.mark.parametrize(("arguments", "says"), WRONG.values(), ids=WRONG)
def test_what_is_no_mark_is_said_and_nothing_is_written(folder, arguments, says):
    ran = call_archiver("mark", *arguments, folder=folder)
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") <= 2
    assert ledger_of(folder) == []


def test_without_an_archive_none_is_made(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    assert call_archiver("mark", "words", folder=tmp_path).code == 2
    assert not (tmp_path / "evidence/archive.json").exists()
