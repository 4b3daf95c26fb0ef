"""Migrations make what the tables say; a file that cannot be used is told in a sentence."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from catalog_building import TARGET, Showing, company, dump
from fakes import environment
from sqlalchemy import create_engine, inspect

from archiver.catalog import opening, tables
from archiver.catalog.catalog import Catalog
from archiver.catalog.opening import HEAD, migrations
from archiver.errors import StoreError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "catalog.sqlite"
    Catalog(path).close()
    return path


def scripts():
    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def test_the_migrations_make_the_tables_that_the_code_reads(made):
    engine = create_engine(f"sqlite:///{made}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True, "target_metadata": tables.METADATA},
        )
        assert compare_metadata(context, tables.METADATA) == []
    engine.dispose()


def test_keys_and_obligations_are_those_of_the_tables_too(made):
    engine = create_engine(f"sqlite:///{made}")
    found = inspect(engine)
    for table in tables.METADATA.sorted_tables:
        keys = found.get_pk_constraint(table.name)["constrained_columns"]
        assert keys == [column.name for column in table.primary_key], table.name
        nullable = {column["name"] for column in found.get_columns(table.name) if column["nullable"]}
        assert nullable == {column.name for column in table.columns if column.nullable}, table.name
    engine.dispose()


def test_no_key_is_a_number_that_the_database_gives(made):
    with closing(sqlite3.connect(made)) as connection:
        statements = " ".join(
            sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        )
    assert "AUTOINCREMENT" not in statements.upper()
    assert not re.search(r"\bid\b", statements)


def test_the_head_that_the_code_knows_is_the_newest_script():
    assert scripts().get_current_head() == HEAD
    assert len(scripts().get_heads()) == 1


def test_a_new_file_is_at_the_head(made):
    assert dump(made)["alembic_version"] == {(HEAD,)}


def test_opening_again_changes_nothing(made):
    before = made.read_bytes()
    Catalog(made).close()
    assert made.read_bytes() == before


def test_an_empty_file_is_made_an_index(tmp_path):
    path = tmp_path / "catalog.sqlite"
    path.touch()
    catalog = Catalog(path)
    assert set(catalog.row_counts().values()) == {0}
    catalog.close()


ASK = """
import json, sys
from pathlib import Path
from archiver.catalog.catalog import Catalog
catalog = Catalog(Path(sys.argv[1]))
catalog.row_counts()
print(json.dumps(sorted(sys.modules)))
"""


def modules_after_opening(path):
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(path)],
        env=environment(path.parent) | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


def test_alembic_is_loaded_only_where_a_migration_runs(tmp_path):
    path = tmp_path / "catalog.sqlite"
    assert "alembic" in modules_after_opening(path)
    again = modules_after_opening(path)
    assert "sqlalchemy" in again
    assert "alembic" not in again


def refused(path):
    with pytest.raises(StoreError) as caught:
        Catalog(path)
    said = str(caught.value)
    assert str(path) in said
    assert "archiver rebuild" in said
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("content", [b"garbage" * 900, b"x" * 600, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_index_is_told_in_a_sentence(tmp_path, content):
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(content)
    refused(path)
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_told_in_a_sentence(tmp_path):
    (tmp_path / "catalog.sqlite").mkdir()
    refused(tmp_path / "catalog.sqlite")


def test_a_place_that_is_not_there_is_told_in_a_sentence(tmp_path):
    refused(tmp_path / "none" / "catalog.sqlite")


def test_a_file_with_half_of_its_tables_is_told_in_a_sentence(made):
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("DROP TABLE alembic_version")
        connection.execute("DROP TABLE posts")
        connection.commit()
    refused(made)


@pytest.mark.xfail(
    strict=True,
    reason="alembic's CommandError for a revision it does not know is no SQLAlchemyError and passes opened()",
)
def test_a_file_of_a_newer_version_is_told_in_a_sentence(made):
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    refused(made)


def page_of(path, table):
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return size * (root - 1), size


@pytest.mark.xfail(
    strict=True,
    reason="questions to a damaged file raise SQLAlchemy's own errors; only opening turns them into ours",
)
def test_a_file_damaged_in_one_table_is_told_in_a_sentence(house):
    house.seen(Showing(company()).all())
    house.archive.close()
    path = house.archive.layout.catalog
    start, size = page_of(path, "posts")
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xff" * size)
    catalog = Catalog(path)
    try:
        with pytest.raises(StoreError, match="archiver rebuild"):
            catalog.posts_of(TARGET)
    finally:
        catalog.close()


@pytest.mark.parametrize("name", ["a b", "ä ö", "100%", "a#b", "a'b", "a&b=c"])
def test_an_index_may_stand_in_a_folder_of_any_name(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    Catalog(folder / "catalog.sqlite").close()
    assert [path.name for path in folder.iterdir()] == ["catalog.sqlite"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.xfail(
    strict=True,
    reason="the path is pasted into a URL: '?' cuts it off and '%41' is decoded; URL.create() would not",
)
@pytest.mark.parametrize("name", ["who?", "%41", "a?mode=ro"])
def test_an_index_may_stand_in_a_folder_whose_name_looks_like_a_url(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    Catalog(folder / "catalog.sqlite").close()
    assert [path.name for path in folder.iterdir()] == ["catalog.sqlite"]


def test_the_migrations_stand_beside_the_package_or_within_it():
    assert migrations() in (ROOT / "migrations", Path(opening.__file__).parents[1] / "migrations")
    assert (migrations() / "env.py").is_file()
    assert (migrations() / "versions" / "0001_intervals.py").is_file()
