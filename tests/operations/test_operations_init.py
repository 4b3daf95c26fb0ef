"""Init: an archive and its key are made once, or what is there is opened."""

import os
import stat
from pathlib import Path

import pytest
from fakes import run_archiver

from archiver import config
from archiver.archive import opened
from archiver.config import Settings
from archiver.errors import ArchiveError, StoreError
from archiver.operations.init import init


@pytest.fixture
def settings(tmp_path):
    return Settings(file=tmp_path / "config" / "archiver.toml", keys=tmp_path / "keys")


def test_what_is_made_is_told_to_its_operator(tmp_path, settings):
    made = init(tmp_path / "evidence", settings)
    assert made.root == tmp_path / "evidence"
    assert made.key_file == tmp_path / "keys" / f"{made.archive.identity.archive_id}.key"
    assert made.key_file.is_file()
    assert made.fingerprint == made.archive.key_fingerprint
    assert made.fingerprint.startswith("SHA256:")
    assert not made.archive.identity.simulated
    made.archive.close()


def test_a_rehearsal_is_marked_for_good(tmp_path, settings):
    made = init(tmp_path / "evidence", settings, simulated=True)
    made.archive.close()
    again = opened(tmp_path / "evidence", settings)
    assert again.identity.simulated
    again.close()


def test_a_second_time_is_refused_and_makes_no_second_key(tmp_path, settings):
    made = init(tmp_path / "evidence", settings)
    made.archive.close()
    before = {path: path.read_bytes() for path in settings.keys.iterdir()}
    with pytest.raises(ArchiveError, match="There is an archive"):
        init(tmp_path / "evidence", settings)
    assert {path: path.read_bytes() for path in settings.keys.iterdir()} == before


@pytest.mark.parametrize("name", ["notes.txt", "captures", ".DS_Store", ".git"])
def test_a_folder_that_holds_other_things_is_refused_and_left_as_it_is(tmp_path, settings, name):
    (tmp_path / "evidence" / name).mkdir(parents=True)
    with pytest.raises(ArchiveError, match="holds other things already"):
        init(tmp_path / "evidence", settings)
    assert [path.name for path in (tmp_path / "evidence").iterdir()] == [name]
    assert not settings.keys.exists()


def test_a_folder_kept_by_git_is_as_good_as_an_empty_one(tmp_path, settings):
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / ".gitkeep").touch()
    init(tmp_path / "evidence", settings).archive.close()


def test_a_file_in_its_place_is_refused(tmp_path, settings):
    (tmp_path / "evidence").touch()
    with pytest.raises(ArchiveError, match="is a file, not a folder"):
        init(tmp_path / "evidence", settings)
    assert not settings.keys.exists()


def test_where_no_key_can_be_kept_no_archive_is_made(tmp_path, settings):
    (tmp_path / "keys").touch()
    with pytest.raises(StoreError, match="The signing key cannot be kept") as caught:
        init(tmp_path / "evidence", settings)
    assert "[keys] folder" in caught.value.advice
    assert not (tmp_path / "evidence").exists()


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_the_private_key_is_its_owners_alone(tmp_path, settings):
    made = init(tmp_path / "evidence", settings)
    assert stat.S_IMODE(made.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.keys.stat().st_mode) == 0o700
    made.archive.close()


def test_nothing_of_the_private_key_is_in_the_archive(tmp_path, settings):
    made = init(tmp_path / "evidence", settings)
    made.archive.close()
    secret = b"".join(made.key_file.read_bytes().splitlines()[1:-1])
    for path in Path(made.root).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"PRIVATE KEY" not in content
            assert secret[100:160] not in content


def test_where_there_are_no_settings_at_all_some_are_written_that_name_two_authorities(tmp_path):
    told = run_archiver("init", "--json", folder=tmp_path).json
    assert told["settings"] == "config/archiver.toml"
    written = config.load(tmp_path / told["settings"], must_exist=True).authorities
    assert [each.name for each in written] == ["digicert", "identrust"]
    assert Path(told["key"]).is_relative_to(tmp_path)


def test_settings_of_any_kind_are_left_as_they_are(tmp_path, settings):
    made = init(tmp_path / "evidence", settings)
    made.archive.close()
    assert (made.settings_file, settings.file.exists(), made.archive.authorities) == (None, False, ())
