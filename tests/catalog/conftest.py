import pytest
from catalog_building import new_house

from archiver.catalog.catalog import Catalog


@pytest.fixture
def house(tmp_path):
    """A new archive without captures."""
    made = new_house(tmp_path)
    yield made
    made.archive.close()


@pytest.fixture
def catalog(tmp_path):
    """An index of nothing yet."""
    made = Catalog(tmp_path / "catalog.sqlite")
    yield made
    made.close()
