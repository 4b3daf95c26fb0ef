import sys
from pathlib import Path

import pytest
from fakes import FrozenClock, Silent
from operations_building import Captures, company

from archiver import archive as archives
from archiver.config import Settings
from archiver.operations.indexing import index_capture

sys.path.insert(0, str(Path(__file__).parents[1] / "catalog"))


@pytest.fixture
def house(tmp_path):
    """A new archive without captures, as the tests of the catalogue use it."""
    from catalog_building import new_house

    made = new_house(tmp_path)
    yield made
    made.archive.close()


@pytest.fixture
def archive(tmp_path):
    settings = Settings(file=tmp_path / "archiver.toml", keys=tmp_path / "keys")
    made = archives.create(tmp_path / "evidence", settings, clock=FrozenClock())
    yield made
    made.close()


@pytest.fixture
def captures(archive):
    return Captures(archive)


@pytest.fixture
def account():
    return company()


@pytest.fixture
def look(archive, captures):
    """Write a capture and index it; give its id as text."""

    def written(account, **more):
        capture = captures.write(account, **more)
        index_capture(archive, capture, Silent())
        return str(capture)

    return written
