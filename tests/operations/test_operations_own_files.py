"""An operator's own files: written in one step, as they were kept, and nothing beside them touched."""

import os
import stat

import pytest

from archiver.operations.own_files import put_in_place, put_new

ON_A_SYSTEM_WITH_MODES = pytest.mark.skipif(os.name == "nt", reason="there are no such modes there")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@ON_A_SYSTEM_WITH_MODES
@pytest.mark.parametrize("kept", [0o600, 0o640, 0o644, 0o444])
def test_a_file_written_anew_keeps_its_mode(tmp_path, kept):
    file = tmp_path / "archiver.toml"
    file.write_text("old")
    file.chmod(kept)
    put_in_place(file, "new")
    assert (file.read_text(), mode(file)) == ("new", kept)


@ON_A_SYSTEM_WITH_MODES
def test_a_new_file_has_the_usual_mode_and_a_private_one_its_own(tmp_path):
    (tmp_path / "usual").touch()
    put_in_place(tmp_path / "new", "text")
    put_in_place(tmp_path / "private", "text", 0o600)
    assert mode(tmp_path / "new") == mode(tmp_path / "usual")
    assert mode(tmp_path / "private") == 0o600


def linked(tmp_path, there):
    real = tmp_path / "shared" / "settings.toml"
    real.parent.mkdir()
    if there:
        real.write_text("old")
        real.chmod(0o600)
    link = tmp_path / "config" / "archiver.toml"
    link.parent.mkdir()
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no links may be made here")
    return link, real


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_one_and_what_it_names_is_written(tmp_path, there):
    link, real = linked(tmp_path, there)
    put_in_place(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert [path.name for path in (*link.parent.iterdir(), *real.parent.iterdir())] == [link.name, real.name]
    if there and os.name != "nt":
        assert mode(real) == 0o600


def test_a_file_of_another_s_beside_it_stays(tmp_path):
    others = [tmp_path / name for name in ("s.json.new", f".s.json.{os.getpid()}", ".s.json.part")]
    for other in others:
        other.write_text("precious")
    put_new(tmp_path / "s.json", "state", 0o600)
    put_in_place(tmp_path / "s.json", "newer")
    assert [other.read_text() for other in others] == ["precious"] * 3
    assert sorted(tmp_path.iterdir()) == sorted([*others, tmp_path / "s.json"])


def test_a_name_that_is_taken_is_left_and_nothing_stays_beside_it(tmp_path):
    (tmp_path / "s.json").write_text("mine")
    with pytest.raises(FileExistsError):
        put_new(tmp_path / "s.json", "state", 0o600)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_folder_in_the_file_s_place_is_left_and_nothing_stays_beside_it(tmp_path):
    (tmp_path / "s.json").mkdir()
    with pytest.raises(OSError, match=r"s\.json"):
        put_in_place(tmp_path / "s.json", "state")
    assert [path.name for path in tmp_path.iterdir()] == ["s.json"]
