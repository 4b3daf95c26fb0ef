import pytest
from catalog_building import new_house


@pytest.fixture
def house(tmp_path):
    """A new archive without captures."""
    made = new_house(tmp_path)
    yield made
    made.archive.close()
