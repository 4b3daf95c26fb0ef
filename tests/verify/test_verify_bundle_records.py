"""Records of a bundle that are exchanged, changed or said to stand elsewhere: each is found."""

import json
import os

import pytest
from bundle_forging import WACZ, gzipped
from verify_forging import redigested

pytestmark = pytest.mark.some(of=3)


def test_a_record_in_the_place_of_another_of_its_length(insider):
    def change(record):
        return redigested(record.replace(b"isn't available", b"is quite alive!"))

    insider.change_record(2, change, b"404 OK")
    insider.reseal()
    assert set(insider.failed()) == {"commitments"}


def test_two_records_exchanged(insider):
    records = insider.records(0)
    records[1:3], records[3:5] = records[3:5], records[1:3]
    insider.put_records({0: records})
    insider.reseal()
    assert set(insider.failed()) == {"commitments"}


def test_an_address_that_moves_into_another_line(insider):
    def change(record):
        return record.replace(b"WARC-Target-URI: ", b"WARC-Refers-To-Target-URI: ", 1)

    records = insider.records(2)
    records[1] = change(records[1])
    entry, entries = insider.warc(2), insider.entries()
    insider.pack(entries | {entry: gzipped(records)})
    insider.reseal()
    assert "records" in insider.failed()


def test_two_files_of_records_exchanged(insider):
    one, other = insider.warc(0), insider.warc(1)
    entries = insider.entries()
    insider.pack(entries | {one: entries[other], other: entries[one]})
    insider.reseal()
    assert {"records", "commitments"} & set(insider.failed())


def test_a_wacz_under_another_name(insider):
    insider.path(WACZ).rename(insider.path("data/captures-2.wacz"))
    insider.reseal()
    assert "records" in insider.failed()


def test_records_that_stand_outside_of_the_bundle(insider, tmp_path):
    insider.path(WACZ).rename(tmp_path / "elsewhere.wacz")
    place = os.path.relpath(tmp_path / "elsewhere.wacz", insider.path("data"))
    for at in range(3):
        insider.edit(
            f"{insider.capture(at)}/disclosure.json", lambda said: said["warcs"][0].__setitem__(0, place)
        )
    insider.reseal()
    assert "records" in insider.failed()


@pytest.mark.parametrize("place", ["captures.wacz\0", "\ud800", "/etc/passwd", "media", "x" * 5000])
def test_records_that_are_said_to_stand_in_no_file(insider, place):
    path = f"{insider.capture(0)}/disclosure.json"
    document = insider.json(path)
    document["warcs"][0][0] = place
    insider.write(path, json.dumps(document).encode())
    insider.reseal()
    assert "records" in insider.failed()
