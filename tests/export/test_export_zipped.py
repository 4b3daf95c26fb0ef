"""A bag as one file: the same bytes each time, which other programs unpack, and one form whoever writes it down."""

import shutil
import subprocess
import sys
import zipfile

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.export import zipped
from archiver.export.bag import Bag

FILES = {"data/a-b/one": b"first" * 500, "data/a/two": b"", "data/a.b": b"x", "VERIFY.txt": b"how\n"}
PEAK = """
import resource, sys
from pathlib import Path
from archiver.export import zipped
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
zipped.write(Path(sys.argv[1]), Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def bagged(folder, files=FILES):
    bag = Bag(folder)
    for name, content in files.items():
        bag.add(name, [content])
    bag.close({})
    (folder / "proof").mkdir()
    (folder / "proof/SHA256SUMS").write_bytes(b"")
    return folder


@pytest.fixture
def bag(tmp_path):
    return bagged(tmp_path / "CASE-1")


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_same_bag_gives_the_same_bytes(bag, tmp_path):
    zipped.write(tmp_path / "one.zip", bag)
    again = bagged(tmp_path / "elsewhere/CASE-1", dict(reversed(FILES.items())))
    zipped.write(tmp_path / "two.zip", again)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("most", [0xFFFFFFFF, 9])
def test_zipfile_reads_it(bag, tmp_path, most):
    zipped.write(tmp_path / "bag.zip", bag, most)
    with zipfile.ZipFile(tmp_path / "bag.zip") as file:
        assert file.testzip() is None
        infos = file.infolist()
        assert {info.filename: file.read(info) for info in infos} == {
            f"CASE-1/{name}": content for name, content in contents(bag).items()
        }
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.external_attr for info in infos} == {0o644 << 16}
    large = {info.filename for info in infos if info.extract_version == 45}
    assert (large == set()) is (most > 9)


@pytest.mark.skipif(shutil.which("unzip") is None, reason="no unzip on this machine")
@pytest.mark.parametrize("most", [0xFFFFFFFF, 9])
def test_unzip_unpacks_a_bag_that_is_valid(bag, tmp_path, most):
    zipped.write(tmp_path / "bag.zip", bag, most)
    command = ["unzip", "-q", tmp_path / "bag.zip", "-d", tmp_path / "out"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert contents(tmp_path / "out/CASE-1") == contents(bag)
    assert bagit.Bag(str(tmp_path / "out/CASE-1")).is_valid()


@given(most=st.integers(1, 4000), sizes=st.lists(st.integers(0, 300), max_size=12))
def test_wherever_64_bits_are_needed_it_is_read(most, sizes, tmp_path_factory):
    folder = tmp_path_factory.mktemp("zipped")
    bagged(folder / "bag", {f"data/{number}": bytes(size) for number, size in enumerate(sizes)})
    zipped.write(folder / "bag.zip", folder / "bag", most)
    with zipfile.ZipFile(folder / "bag.zip") as file:
        assert file.testzip() is None
        assert len(file.infolist()) == len(contents(folder / "bag"))


def test_what_is_there_already_is_not_replaced(bag, tmp_path):
    (tmp_path / "bag.zip").touch()
    with pytest.raises(FileExistsError):
        zipped.write(tmp_path / "bag.zip", bag)


@pytest.mark.parametrize("name", ["data/a b", "data/.hidden", "data/\u00e4"])
def test_a_name_that_no_bag_has(bag, tmp_path, name):
    (bag / name).touch()
    with pytest.raises(ValueError, match="is no name of a file in a bag"):
        zipped.write(tmp_path / "bag.zip", bag)


def test_a_folder_whose_name_no_bag_has(tmp_path):
    with pytest.raises(ValueError, match="is no name of a file in a bag"):
        zipped.write(tmp_path / "bag.zip", bagged(tmp_path / "CASE 1"))


def test_links_are_not_followed(bag, tmp_path):
    (bag / "data/link").symlink_to(bag / "VERIFY.txt")
    with pytest.raises(ValueError, match="'link' is nothing that a bag holds"):
        zipped.write(tmp_path / "bag.zip", bag)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is told by getrusage")
def test_a_long_film_takes_no_memory(bag, tmp_path):
    with (bag / "data/film").open("wb") as film:
        film.truncate(200 << 20)
    command = [sys.executable, "-c", PEAK, tmp_path / "bag.zip", bag]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(ended.stdout) < (20 << 10 if sys.platform == "linux" else 20 << 20)
    assert (tmp_path / "bag.zip").stat().st_size > 200 << 20
    (tmp_path / "bag.zip").unlink()
