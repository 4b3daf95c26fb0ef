"""The verifier that is handed over: it runs where nothing of ours is, says the same, and is what can be read."""

import ast
import json
import os
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import verify_building

from archiver import verify as room
from archiver.export import verifier
from archiver.export.bag import Bag
from archiver.verify import bag as bag_check
from archiver.verify import report
from archiver.verify.archive import verified
from archiver.verify.finding import Status

ROOM = Path(room.__file__).parent
RUN = "verifier/verify.py"
FROM_ZIP = """
import sys
sys.path.insert(0, sys.argv[1])
from archiver.export import verifier
assert verifier.__file__.startswith(sys.argv[1]), verifier.__file__
sys.stdout.buffer.write(verifier.pyz())
"""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    return verify_building.whole_archive(tmp_path_factory.mktemp("whole") / "evidence").root


@pytest.fixture
def shipped(tmp_path):
    """A folder with both forms of it and nothing else."""
    folder = tmp_path / "alone"
    for name, content in verifier.files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "verify.pyz").write_bytes(verifier.pyz())
    return folder


def run(folder, *arguments, python=sys.executable):
    """Run it without an environment, a user's packages, or any package at all."""
    command = [python, "-I", "-S", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False)


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_it_gives_the_same_bytes_each_time():
    assert list(verifier.files()) == list(verifier.files())
    assert verifier.pyz() == verifier.pyz()


def test_what_is_shipped_is_the_source_of_the_package():
    shipped = dict(verifier.files())
    assert list(shipped) == sorted(shipped)
    source = {
        f"verifier/archiver/verify/{path.relative_to(ROOM).as_posix()}": path for path in ROOM.rglob("*.py")
    }
    assert len(source) > 40
    assert set(shipped) == {*source, RUN, "verifier/archiver/__init__.py"}
    assert {name: shipped[name] for name in source} == {
        name: path.read_bytes() for name, path in source.items()
    }


def test_what_runs_is_what_can_be_read():
    with zipfile.ZipFile(BytesIO(verifier.pyz())) as packed:
        assert packed.testzip() is None
        found = {f"verifier/{info.filename}": packed.read(info) for info in packed.infolist()}
        assert list(found) == sorted(found)
        found[RUN] = found.pop("verifier/__main__.py")
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert found == dict(verifier.files())
    assert verifier.pyz().startswith(b"#!/usr/bin/env python3\nPK")


def test_a_bag_can_hold_it(tmp_path):
    bag = Bag(tmp_path / "bag")
    for name, content in (*verifier.files(), ("verify.pyz", verifier.pyz())):
        bag.add(name, [content])
    bag.close({})
    assert {one.status for one in bag_check.check(tmp_path / "bag")} == {Status.VERIFIED}


def test_nothing_of_ours_can_be_imported_there(shipped):
    assert "No module named 'archiver'" in run(shipped, "-c", "import archiver").stderr


@pytest.mark.parametrize("form", ["verify.pyz", RUN])
def test_it_finds_what_is_found_here(shipped, evidence, form):
    before = everything(shipped)
    ended = run(shipped, form, "--json", evidence)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout) == json.loads(json.dumps(report.as_json(verified(evidence))))
    assert everything(shipped) == before, "it may stand in what it verifies, and then nothing may be added"


@pytest.mark.parametrize("form", ["verify.pyz", RUN])
def test_it_finds_damage_and_tells_wrong_use(shipped, evidence, form, tmp_path):
    shutil.copytree(evidence, tmp_path / "copy")
    (tmp_path / "copy/archive.json").chmod(0o600)
    (tmp_path / "copy/archive.json").unlink()
    assert run(shipped, form, tmp_path / "copy").returncode == 1
    assert run(shipped, form, tmp_path / "nowhere").returncode == 2
    assert run(shipped, form).returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="who runs a file is told by its first line")
def test_it_runs_by_itself(shipped, evidence):
    (shipped / "verify.pyz").chmod(0o755)
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    ended = subprocess.run([shipped / "verify.pyz", evidence], env=path, capture_output=True, check=False)
    assert ended.returncode == 0


def test_it_is_found_where_the_program_itself_is_packed(tmp_path):
    with zipfile.ZipFile(tmp_path / "program.zip", "w") as packed:
        for path in sorted([*ROOM.rglob("*.py"), *(ROOM.parent / "export").rglob("*.py")]):
            packed.write(path, path.relative_to(ROOM.parents[1]))
        packed.writestr("archiver/__init__.py", "")
    command = [sys.executable, "-I", "-S", "-c", FROM_ZIP, tmp_path / "program.zip"]
    assert subprocess.run(command, capture_output=True, check=True).stdout == verifier.pyz()


# other Pythons


def test_older_pythons_can_read_what_says_that_they_are_too_old():
    main = dict(verifier.files())[RUN].decode()
    assert main.isascii()
    ast.parse(main, feature_version=(3, 4))


def pythons(*versions):
    found = [shutil.which(f"python{version}") for version in versions]
    told = [subprocess.run([path, "-V"], capture_output=True, check=False) for path in found if path]
    return [path for path, one in zip(filter(None, found), told, strict=True) if one.returncode == 0]


@pytest.mark.parametrize("form", ["verify.pyz", RUN])
def test_an_older_python_says_that_it_is_too_old(shipped, evidence, form):
    for python in pythons("3.6", "3.7", "3.8", "3.9", "3.10"):
        ended = run(shipped, form, evidence, python=python)
        assert (ended.returncode, ended.stdout) == (2, ""), python
        assert ended.stderr.startswith("The verifier needs Python 3.11 or newer; this is Python 3."), python
        assert ended.stderr.count("\n") == 1


def test_newer_pythons_find_the_same(shipped, evidence):
    here = run(shipped, "verify.pyz", "--json", evidence).stdout
    for python in pythons("3.12", "3.13", "3.14"):
        ended = run(shipped, "verify.pyz", "--json", evidence, python=python)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, here, ""), python
