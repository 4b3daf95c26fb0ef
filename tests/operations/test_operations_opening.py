"""An archive that is opened to be asked: its index holds what the captures hold, as today's extraction reads them."""

import sqlite3
from contextlib import closing

import pytest
from catalog_building import Showing, company, dump
from fakes import Silent

from archiver.operations.opening import is_current, opened_to_ask

EMPTIED = [f"DELETE FROM {table}" for table in ("captures", "posts", "versions", "accounts", "presences")]
OLDER = ["UPDATE presences SET extractor = 'instagram/0'", "UPDATE versions SET extractor = 'instagram/0'"]


@pytest.mark.parametrize(
    "left", [EMPTIED, OLDER], ids=["as a migration leaves it", "as an older version read it"]
)
def test_an_index_that_is_not_of_today_is_made_afresh(house, left):
    house.seen(Showing(company()).all())
    path = house.archive.layout.catalog
    before = dump(path)
    with closing(sqlite3.connect(path)) as connection:
        for statement in left:
            connection.execute(statement)
        connection.commit()
    assert not is_current(house.archive)
    opened = opened_to_ask(house.archive.layout.root, house.archive.settings, Silent())
    opened.close()
    assert dump(path) == before


def test_an_index_of_today_is_left_alone(house):
    assert is_current(house.archive)
    house.seen(Showing(company()).all())
    assert is_current(house.archive)
