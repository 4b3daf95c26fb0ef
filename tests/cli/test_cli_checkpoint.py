"""`archiver checkpoint` and `archiver verify --checkpoint`: handed on, and held to."""

import shutil

import pytest
from fakes import call_archiver


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    assert call_archiver("init", folder=tmp_path).code == 0
    return tmp_path


def marked(folder, words):
    assert call_archiver("mark", words, folder=folder).code == 0


def outcome(folder, *arguments):
    found = call_archiver("verify", *arguments, "--json", folder=folder).json
    (completeness,) = [one for one in found["findings"] if one["check"] == "completeness"]
    return completeness["status"], completeness["detail"], found["ledger"]


def test_one_that_was_handed_on_shows_a_rollback(folder, tmp_path):
    marked(folder, "first")
    shutil.copytree(folder / "evidence", older := tmp_path / "older")
    marked(folder, "second")
    ran = call_archiver("checkpoint", "--to", "outside", "--json", folder=folder)
    assert (ran.code, ran.json["ledger"]["size"]) == (0, 2)
    text, signature = ran.json["files"]
    assert (text.endswith(".checkpoint"), signature) == (True, f"{text}.sshsig")
    marked(folder, "third")
    status, detail, ledger = outcome(folder, "--checkpoint", text)
    assert (status, ledger["size"]) == ("verified", 3)
    assert detail == "The first 2 events are those that the checkpoint which was given covers."

    shutil.rmtree(folder / "evidence")
    shutil.copytree(older, folder / "evidence")
    assert outcome(folder)[0] == "not_checked"
    assert outcome(folder, "--checkpoint", text)[:2] == (
        "failed",
        "The checkpoint that was given covers 2 events, and 1 are here: later ones were cut off.",
    )
    assert call_archiver("verify", "--checkpoint", text, folder=folder).code == 1


def test_a_later_one_of_the_day_takes_the_place_of_the_earlier(folder):
    marked(folder, "first")
    first = call_archiver("checkpoint", "--to", "outside", "--json", folder=folder).json
    marked(folder, "second")
    second = call_archiver("checkpoint", "--to", "outside", "--json", folder=folder).json
    assert second["ledger"]["size"] == 2
    if first["files"] == second["files"]:  # unless midnight lies between
        assert len(list((folder / "outside").iterdir())) == 2
    assert outcome(folder, "--checkpoint", second["files"][0])[0] == "verified"


def test_people_are_told_what_it_is_for(folder):
    said = call_archiver("checkpoint", folder=folder).out
    assert said.startswith("0 events are covered; root e3b0c442")
    marked(folder, "first")
    said = call_archiver("checkpoint", "--to", "outside", folder=folder).out
    assert "signed with SHA256:" in said
    assert "archiver verify --checkpoint outside/" in said


def test_of_an_empty_ledger_none_is_written(folder):
    ran = call_archiver("checkpoint", "--to", "outside", "--json", folder=folder)
    assert (ran.code, ran.json["files"]) == (0, [])


def test_where_it_cannot_be_written_or_read_is_said(folder):
    marked(folder, "first")
    (folder / "taken").write_text("a file")
    ran = call_archiver("checkpoint", "--to", "taken/here", folder=folder)
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    ran = call_archiver("verify", "--checkpoint", "nowhere", folder=folder)
    assert ran.code == 2
    assert ran.err.startswith("The checkpoint nowhere cannot be read: No such file or directory.")


def test_within_an_archive_it_would_show_nothing_and_is_refused(folder):
    marked(folder, "first")
    for place in ("evidence", "evidence/outside"):
        ran = call_archiver("checkpoint", "--to", place, folder=folder)
        assert (ran.code, "lies within the archive" in ran.err) == (2, True)
    assert outcome(folder)[2]["size"] == 1
    assert call_archiver("verify", folder=folder).code == 3, "there is no capture, and nothing failed"


def test_without_the_key_it_is_said_and_nothing_is_lost(folder):
    (key,) = (folder / "keys").glob("*.key")
    aside = key.rename(folder / "aside")
    ran = call_archiver("checkpoint", folder=folder)
    assert ran.code == 0, "nothing waits, so that nothing is to be signed"
    aside.rename(key)
    marked(folder, "first")
    assert outcome(folder)[2]["size"] == 1
