import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from catalog_building import shape
from sqlalchemy import create_engine

from archiver.catalog import opening
from archiver.catalog.catalog import Catalog
from archiver.catalog.tables import METADATA
from archiver.errors import StoreError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "catalog.sqlite"
    Catalog(file).close()
    return file


@pytest.fixture
def migrated(tmp_path):
    """An index that all migrations together made of nothing."""
    made = create_engine(f"sqlite:///{tmp_path / 'migrated.sqlite'}")
    opening._migrate(made)
    yield made
    made.dispose()


def test_migrations_make_an_index_as_a_new_one_is_made(migrated, path):
    assert shape(migrated.url.database) == shape(path)


def test_whoever_dies_while_it_is_made_leaves_nothing_of_it(tmp_path):
    path = tmp_path / "catalog.sqlite"
    dying = (
        "import os, sys; from pathlib import Path; from archiver.catalog import opening;"
        "opening._VERSION.create = lambda _: os._exit(9); opening.opened(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", dying, str(path)], cwd=ROOT, check=False)
    assert done.returncode == 9
    assert shape(path) == set()
    Catalog(path).close()
    assert shape(path) != set()


def test_two_that_open_it_at_once_make_it_once(tmp_path):
    path = tmp_path / "catalog.sqlite"
    both = [
        subprocess.Popen([sys.executable, "-c", OPEN, str(path)], cwd=ROOT, stdout=subprocess.DEVNULL)
        for _ in range(4)
    ]
    assert [each.wait() for each in both] == [0] * 4


def test_migrations_make_the_tables_as_the_code_sees_them(migrated):
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_the_head_is_the_newest_script():
    scripts = ScriptDirectory(str(opening.migrations()))
    assert scripts.get_heads() == [opening.HEAD]
    assert opening.migrations() == ROOT / "migrations"


OPEN = """
import json, sys
from pathlib import Path
from archiver.catalog import opening
from archiver.catalog.catalog import Catalog
catalog = Catalog(Path(sys.argv[1]))
print(json.dumps(["alembic" in sys.modules, str(opening.migrations()), catalog.row_counts()]))
catalog.close()
"""


def opened_elsewhere(path, library=ROOT):
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(path)],
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(library), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_alembic_is_loaded_for_a_migration_and_never_else(tmp_path):
    path, older = tmp_path / "catalog.sqlite", tmp_path / "older.sqlite"
    assert [opened_elsewhere(path)[0] for _ in range(2)] == [False, False]
    of_an_earlier_version(older)
    assert [opened_elsewhere(older)[0] for _ in range(2)] == [True, False]


def of_an_earlier_version(path):
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(opening.migrations()))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
    engine.dispose()


@pytest.mark.prove
def test_a_wheel_holds_the_migrations_and_opens_an_index_from_them(tmp_path):
    pytest.importorskip("hatchling")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    library = tmp_path / "library"
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
        file.extractall(library)
    here = {
        path.relative_to(ROOT) for path in (ROOT / "migrations").rglob("*") if path.suffix in (".py", ".mako")
    }
    assert len(here) >= 3
    assert {f"archiver/{path.as_posix()}" for path in here} <= names
    assert not [name for name in names if name.startswith(("tests/", "migrations/", "evidence/"))]
    older = tmp_path / "catalog.sqlite"
    of_an_earlier_version(older)
    migrated, scripts, counts = opened_elsewhere(older, library)
    assert migrated
    assert Path(scripts) == library / "archiver" / "migrations"
    assert counts == dict.fromkeys(METADATA.tables, 0)


def test_an_index_is_emptied_by_no_second_opening(path):
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO media VALUES ('instagram', 'a', 'b', 'c', 1)")
    connection.close()
    catalog = Catalog(path)
    assert catalog.row_counts()["media"] == 1
    catalog.close()


def test_a_damaged_index_is_an_error_that_says_what_to_do(tmp_path):
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(b"not a database, but long enough to be taken for one" * 100)
    with pytest.raises(StoreError, match="archiver rebuild"):
        Catalog(path)


def test_a_folder_in_its_place_is_an_error_of_ours(tmp_path):
    with pytest.raises(StoreError):
        Catalog(tmp_path)


def test_an_index_of_a_newer_version_is_an_error_that_says_what_to_do(path):
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="archiver rebuild"):
        Catalog(path)
