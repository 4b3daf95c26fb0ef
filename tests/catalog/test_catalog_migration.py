"""An index file: at the head, keyed by nature, wherever it stands; one that cannot be used is told in a sentence.

That migrations make the tables, and a wheel holds them, is in `test_catalog_opening.py`.
"""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from catalog_building import TARGET, Showing, company, dump, shape
from fakes import environment
from listed_building import listed, look, post
from sqlalchemy import create_engine

from archiver.catalog import opening
from archiver.catalog.catalog import Catalog
from archiver.catalog.opening import HEAD, migrations
from archiver.errors import StoreError
from archiver.model.gap import Gap, GapReason
from archiver.operations.indexing import indexable

ROOT = Path(__file__).parents[2]


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "catalog.sqlite"
    Catalog(path).close()
    return path


def test_no_key_is_a_number_that_the_database_gives(made):
    with closing(sqlite3.connect(made)) as connection:
        statements = " ".join(
            sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        )
    assert "AUTOINCREMENT" not in statements.upper()
    assert not re.search(r"\bid\b", statements)


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


def page_of(path, table):
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return size * (root - 1), size


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


@pytest.mark.parametrize("name", ["who?", "%41"])
def test_an_index_may_stand_in_a_folder_whose_name_looks_like_a_url(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    Catalog(folder / "catalog.sqlite").close()
    assert [path.name for path in folder.iterdir()] == ["catalog.sqlite"]


def test_the_migrations_stand_beside_the_package_or_within_it():
    assert migrations() in (ROOT / "migrations", Path(opening.__file__).parents[1] / "migrations")
    assert (migrations() / "env.py").is_file()
    assert (migrations() / "versions" / "0001_intervals.py").is_file()


def test_the_program_may_be_installed_in_a_folder_of_any_name(tmp_path):
    place = tmp_path / "50% off"
    for part in ("archiver", "migrations"):
        shutil.copytree(ROOT / part, place / part)
    make = "import sys, pathlib, archiver.catalog.catalog as made; made.Catalog(pathlib.Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", make, str(tmp_path / "index")],
        env={**environment(tmp_path), "PYTHONPATH": str(place)},
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert dump(tmp_path / "index")["alembic_version"] == {(HEAD,)}


@pytest.fixture
def first_shape(house, tmp_path):
    """An index with rows of every kind, as the first version of the program made and left it."""
    house.seen(Showing(company()).all(), gaps=(Gap(GapReason.NOT_RECEIVED, "https://x.example/"),))
    path = tmp_path / "first.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(migrations()))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS newer", (str(house.archive.layout.catalog),))
        named = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in named:
            if table != "alembic_version":
                columns = [f'"{row[1]}"' for row in connection.execute(f'PRAGMA main.table_info("{table}")')]
                told = ", ".join(columns)
                connection.execute(f'INSERT INTO main."{table}" ({told}) SELECT {told} FROM newer."{table}"')
        connection.commit()
    return path


def test_an_index_of_the_first_shape_had_no_listings(first_shape):
    before = dump(first_shape)
    assert before["alembic_version"] == {("0001",)}
    assert "listings" not in before
    assert all(before.values())


def test_an_index_of_the_first_shape_is_read_anew_from_the_captures(first_shape, house):
    fresh = dump(house.archive.layout.catalog)
    catalog = Catalog(first_shape)
    assert set(catalog.row_counts().values()) == {0}
    held = house.archive.sealed.of("instagram", TARGET.name)
    assert catalog.lacks(held) == held != []
    for capture in held:
        catalog.index(indexable(house.archive.sealed, capture))
    catalog.note_events(house.archive.custody.chain("instagram", TARGET.name).after(0))
    catalog.close()
    assert dump(first_shape) == fresh


def test_a_migrated_index_has_the_shape_of_a_new_one(first_shape, made):
    Catalog(first_shape).close()
    assert shape(first_shape) == shape(made)


def test_a_migrated_index_is_gone_on_with(first_shape):
    catalog = Catalog(first_shape)
    assert catalog.index(look(30, listed("AB"), posts=(post("A"), post("B"))))
    assert catalog.row_counts()["listings"] == 1
    catalog.close()


def test_an_index_is_migrated_once(first_shape):
    Catalog(first_shape).close()
    before = first_shape.read_bytes()
    Catalog(first_shape).close()
    assert first_shape.read_bytes() == before
