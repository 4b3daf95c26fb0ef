import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import StoreError
from archiver.store.layout import UNKNOWN_OWNER, is_slug, slug
from archiver.store.writing import PRIVATE, make_folder, move, write_once


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def mode(path):
    return path.stat().st_mode & 0o777


def test_a_file_is_written_whole_read_only_and_with_nothing_beside_it(tmp_path):
    write_once(tmp_path / "a.json", b"content")
    assert (tmp_path / "a.json").read_bytes() == b"content"
    assert mode(tmp_path / "a.json") == 0o444
    assert names(tmp_path) == ["a.json"]


def test_a_private_file_is_its_owner_s_alone(tmp_path):
    write_once(tmp_path / "private.json", b"", PRIVATE)
    assert mode(tmp_path / "private.json") == 0o600


def test_a_taken_name_is_never_replaced(tmp_path):
    write_once(tmp_path / "a", b"first")
    with pytest.raises(StoreError, match="never replaced"):
        write_once(tmp_path / "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"first"
    assert names(tmp_path) == ["a"]


def test_a_name_that_is_taken_unseen_is_not_replaced_either(tmp_path):
    # A link that leads nowhere stands for a name that was taken after `exists` looked.
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    with pytest.raises(StoreError):
        write_once(tmp_path / "a", b"second")
    assert (tmp_path / "a").is_symlink()


def test_a_missing_folder_is_an_error_of_ours(tmp_path):
    with pytest.raises(StoreError, match="cannot be used"):
        write_once(tmp_path / "none" / "a", b"")


def test_a_file_in_a_folder_s_place_is_an_error_of_ours(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(StoreError, match="cannot be used"):
        make_folder(tmp_path / "a" / "b")


def test_a_move_makes_the_folders_above_and_leaves_nothing_behind(tmp_path):
    (tmp_path / "a").write_text("content")
    move(tmp_path / "a", tmp_path / "b" / "c" / "d")
    assert (tmp_path / "b" / "c" / "d").read_text() == "content"
    assert names(tmp_path) == ["b"]


FULL = """
import json, os, resource, sys
from pathlib import Path
from archiver.errors import DiskFullError
from archiver.store.writing import write_once
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_once(Path(sys.argv[1]) / "a", bytes(2000))
except DiskFullError as error:
    print(json.dumps([error.code, os.listdir(sys.argv[1])]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_where_there_is_no_room_nothing_is_left_aside(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)[1] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("acme", "acme"),
        ("hartmann.werkzeuge", "hartmann.werkzeuge"),
        ("a_b-c.9", "a_b-c.9"),
        ("a" * 51, "a" * 51),
        ("Acme", "acme-"),
        ("a" * 52, "a" * 51 + "-"),
        ("con", "con-"),
        ("nul.txt", "nul.txt-"),
        ("com1", "com1-"),
        ("console", "console"),
        ("", "target-"),
        (".", "target-"),
        ("..", "target-"),
        ("../../etc/passwd", "etc-passwd-"),
        (".hidden", "hidden-"),
        ("ends.", "ends-"),
        ("https://x.example:8080/a?b", "https-x.example-8080-a-b-"),
        ("Müller", "m-ller-"),
        ("中文", "target-"),
        ("a\nb", "a-b-"),
    ],
)
def test_the_slug_of_a_name(name, expected):
    made = slug(name)
    if expected.endswith("-"):
        assert made.startswith(expected)
        assert len(made) == len(expected) + 8
    else:
        assert made == expected


@given(st.text())
def test_every_name_makes_a_name_that_every_system_takes(name):
    made = slug(name)
    assert is_slug(made)
    assert made not in (".", "..")
    assert not made.startswith(".")
    assert not made.endswith(".")
    assert made.partition(".")[0] not in ("con", "prn", "aux", "nul", "com1", "lpt9")
    assert slug(name) == made


@given(st.text(), st.text())
def test_names_that_differ_make_slugs_that_differ(one, other):
    assert (slug(one) == slug(other)) == (one == other)


@pytest.mark.parametrize("name", ["Acme", "a b"])
def test_a_name_that_is_another_s_slug_makes_one_of_its_own(name):
    assert slug(slug(name)) != slug(name)


def test_an_account_of_the_name_that_stands_for_no_owner_has_a_folder_of_its_own():
    assert slug("_unknown") != UNKNOWN_OWNER


@pytest.mark.parametrize("text", ["", "A", "a/b", "a" * 61, "a\n", "ä", "a b"])
def test_what_is_no_slug(text):
    assert not is_slug(text)
