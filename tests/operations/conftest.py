import sys
from pathlib import Path

import pytest

sys.path.extend(str(Path(__file__).parents[1] / room) for room in ("catalog", "store"))


@pytest.fixture
def house(tmp_path):
    """A new archive without captures, as the tests of the catalogue use it."""
    from catalog_building import new_house

    made = new_house(tmp_path)
    yield made
    made.archive.close()
