"""Bags: judged by bagit.py and sha256sum, untouched and tampered with; and nothing of them leaves their folder."""

import shutil
import subprocess

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.export.bag import Bag

INFO = {
    "Source-Organization": "The Newsroom",
    "External-Description": "What was selected, " * 20,
    "Bagging-Date": "2026-11-24",
}
FILES = {"data/captures/one.wacz": b"first" * 5000, "data/media/a.jpg": b"", "VERIFY.txt": b"how\n"}


def made(folder, files=FILES, info=INFO):
    bag = Bag(folder)
    for name, content in files.items():
        bag.add(name, [content[:7], content[7:]])
    return bag.close(info)


@pytest.fixture
def bag(tmp_path):
    made(tmp_path / "bag")
    return tmp_path / "bag"


def sha256sum(bag, manifest):
    told = ["sha256sum", "-c", "--strict", "--quiet", manifest]
    return subprocess.run(told, cwd=bag, capture_output=True, check=False).returncode


needs_sha256sum = pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum on this machine")


@needs_sha256sum
def test_untouched_it_is_valid_for_programs_that_are_not_ours(bag):
    assert bagit.Bag(str(bag)).validate()
    assert [sha256sum(bag, name) for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt")] == [0, 0]
    told = bagit.Bag(str(bag))
    assert told.version_info == (1, 0)
    assert (told.info["Payload-Oxum"], told.info["Source-Organization"]) == ("25000.2", "The Newsroom")
    assert " ".join(told.info["External-Description"].split()) == " ".join(
        INFO["External-Description"].split()
    )


TAMPERED = {
    "a file of the payload changed": lambda bag: (bag / "data/captures/one.wacz").write_bytes(
        b"f1rst" * 5000
    ),
    "one added": lambda bag: (bag / "data/more").write_bytes(b""),
    "one removed": lambda bag: (bag / "data/media/a.jpg").unlink(),
    "a tag file changed": lambda bag: (bag / "VERIFY.txt").write_bytes(b"hoe\n"),
    "the words about it changed": lambda bag: (bag / "bag-info.txt").write_text("Payload-Oxum: 25000.2\n"),
    "a manifest removed": lambda bag: (bag / "manifest-sha512.txt").unlink(),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_whatever_is_done_to_it_shows(bag, tamper):
    tamper(bag)
    assert not bagit.Bag(str(bag)).is_valid()


def test_the_same_files_give_the_same_bytes_in_whatever_order_they_came(tmp_path):
    one = made(tmp_path / "one")
    other = made(tmp_path / "other", dict(reversed(FILES.items())), dict(reversed(INFO.items())))
    assert one == other == (tmp_path / "one/tagmanifest-sha256.txt").read_bytes()
    contents = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "one", tmp_path / "other")
    ]
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../out",
        "data/../../out",
        "data//a",
        "data/a b",
        "data/\u00e4",
        "data/.hidden",
        "data/a\n",
        "data/%0a",
    ],
)
def test_a_name_that_no_bag_may_hold_is_refused_and_nothing_is_written(tmp_path, name):
    with pytest.raises(ValueError, match="no name that a bag may hold"):
        Bag(tmp_path / "bag").add(name, [b"x"])
    assert list(tmp_path.iterdir()) == []


def test_names_that_differ_in_case_alone_are_one(tmp_path):
    bag = Bag(tmp_path / "bag")
    bag.add("data/a.JPG", [b"x"])
    with pytest.raises(ValueError, match="once more"):
        bag.add("data/A.jpg", [b"y"])


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "bag").write_bytes(b"a file in its place")
    with pytest.raises(OSError, match="bag"):
        Bag(tmp_path / "bag").add("data/a", [b"x"])


@given(words=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_whatever_is_told_of_it_is_read_back(words, tmp_path_factory):
    folder = tmp_path_factory.mktemp("told") / "bag"
    made(folder, {"data/a": b"x"}, {"External-Description": words or "x"})
    read = bagit.Bag(str(folder))
    assert read.is_valid()
    assert " ".join(read.info["External-Description"].split()) == " ".join((words or "x").split())
