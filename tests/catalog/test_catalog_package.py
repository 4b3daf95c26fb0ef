"""What is built to be installed: a wheel that can migrate, and a source package without what is no source."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from fakes import environment

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


def test_the_wheel_holds_the_package_and_every_migration(built):
    names = set(zipfile.ZipFile(built[0]).namelist())
    beside = {
        f"archiver/migrations/{path.relative_to(ROOT / 'migrations').as_posix()}"
        for path in (ROOT / "migrations").rglob("*.py")
    }
    assert len(beside) >= 2
    assert beside <= names
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "archiver").rglob("*.py")} <= names


def test_the_wheel_holds_neither_tests_nor_what_machines_leave(built):
    names = zipfile.ZipFile(built[0]).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"archiver", next(top for top in tops if top.endswith(".dist-info"))}
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".sqlite"))]


def test_the_source_package_holds_no_environment_and_no_evidence(built):
    with tarfile.open(built[1]) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert "pyproject.toml" in names
    assert any(name.startswith("migrations/versions/") for name in names)
    assert not [
        name for name in names if name.split("/")[0] in (".venv", ".git", "demo-archive", ".hypothesis")
    ]
    assert [name for name in names if name.startswith("evidence/")] in ([], ["evidence/.gitkeep"])
