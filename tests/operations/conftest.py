import sys
from pathlib import Path

import pytest

from archiver.model.digest import Digest

sys.path.extend(str(Path(__file__).parents[1] / room) for room in ("catalog", "store"))


@pytest.fixture
def house(tmp_path):
    """A new archive without captures, as the tests of the catalogue use it."""
    from catalog_building import new_house

    made = new_house(tmp_path)
    yield made
    made.archive.close()


@pytest.fixture
def pictured(house):
    """Two looks at a target with pictures: the second points at the first's answers."""
    from catalog_building import Showing, company

    answers = Showing(company()).all()
    house.seen(answers)
    house.seen(answers)
    return house


@pytest.fixture
def picture():
    """The digest of one of the pictures of these looks."""
    from catalog_building import company, small_picture

    return Digest.of(small_picture(company().posts[0]))
