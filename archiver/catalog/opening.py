"""Open the catalogue: made where there is none, migrated where it is of an earlier version's shape."""

import os
from importlib import import_module
from pathlib import Path

from sqlalchemy import (
    URL,
    Column,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    create_engine,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from archiver.catalog.tables import METADATA
from archiver.errors import StoreError

HEAD = "0013"
"""Newest migration; a test holds it to the one in `migrations/`."""
_VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""As Alembic makes it: one row, the migration that the index stands at."""
_READ_ONLY = "Make it writable, or check it as it is: archiver verify"
DAMAGED = "Delete it and run 'archiver rebuild': it holds nothing that captures do not."


def opened(path: Path) -> Engine:
    """Open the SQLite file, made and migrated where needed; raise StoreError where it cannot be used."""
    engine = create_engine(URL.create("sqlite", database=str(path)))
    event.listen(engine, "connect", _tuned)
    try:
        if not inspect(engine).get_table_names():
            _make(engine)
        elif _revision(engine) != HEAD:
            _migrate(engine)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        if path.parent.is_dir() and not os.access(path.parent, os.W_OK):
            raise StoreError(
                f"{path.parent} cannot be written to, and its index is kept there.", _READ_ONLY
            ) from error
        raise StoreError(f"The index at {path} cannot be used ({type(error).__name__}).", DAMAGED) from error
    return engine


def _tuned(connection: object, _: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # a DB-API connection


def _revision(engine: Engine) -> str | None:
    if not inspect(engine).has_table(_VERSION.name):
        return None
    with engine.connect() as connection:
        found: str | None = connection.scalar(select(_VERSION.c.version_num))
        return found


def _make(engine: Engine) -> None:
    """Make all tables in one transaction, so that who dies meanwhile leaves none of them."""
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver would begin with the first row only
        if not inspect(connection).get_table_names():  # nobody else made them meanwhile
            METADATA.create_all(connection)
            _VERSION.create(connection)
            connection.execute(insert(_VERSION).values(version_num=HEAD))


def _migrate(engine: Engine) -> None:
    # Alembic takes most of a second to import, so it is only where a migration really runs.
    command = import_module("alembic.command")
    config = import_module("alembic.config").Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except import_module("alembic.util").CommandError as error:
            raise StoreError(
                f"The index at {engine.url.database} was made by a newer version.", DAMAGED
            ) from error


def migrations() -> Path:
    """Give the folder of migrations: inside the package where it was installed, else beside it."""
    package = Path(__file__).parent.parent
    inside = package / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"
