"""What programs that replay a bundle believe: its index, its pages, its containers, records that stand there again."""

import gzip
import json
import re
import struct
import zipfile

import pytest
from bundle_forging import WACZ, gzipped
from verify_forging import redigested

pytestmark = pytest.mark.some(of=3)

INDEX, PAGES = "indexes/index.cdx.gz", "pages/pages.jsonl"


def lines(content):
    return gzip.decompress(content).splitlines(keepends=True)


def gz(content):
    return gzip.compress(b"".join(content), 9, mtime=0)


def exchanged(content):
    """Have two addresses lead to each other's records."""
    found = lines(content)
    one, other = found[4], found[6]
    place = re.compile(rb'"digest".*')
    found[4] = place.sub(lambda _: place.search(other)[0], one)
    found[6] = place.sub(lambda _: place.search(one)[0], other)
    return gz(found)


INDICES = {
    "two exchanged": exchanged,
    "one less": lambda content: gz(lines(content)[1:]),
    "one twice": lambda content: gz([*lines(content), lines(content)[-1]]),
    "another status": lambda content: gz([line.replace(b'"404"', b'"200"') for line in lines(content)]),
    "another time": lambda content: gz([line.replace(b" 20261124", b" 20261024") for line in lines(content)]),
    "a request body": lambda content: gz(
        [line.replace(b'"mime"', b'"requestBody": "x", "mime"') for line in lines(content)]
    ),
    "nothing": lambda content: b"",
    "no gzip": lambda content: b"nothing",
}  # fmt: skip


@pytest.mark.parametrize("how", INDICES)
def test_an_index_that_leads_elsewhere(insider, how):
    def change(content):
        return INDICES[how](content)

    insider.edit_entry(INDEX, change)
    # Nobody is told of another length of its only part.
    entries = insider.entries()
    size = len(entries[INDEX])
    parts = re.sub(rb'"length": [0-9]+', b'"length": %d' % size, entries["indexes/index.idx"])
    insider.pack(entries | {"indexes/index.idx": parts})
    insider.reseal()
    assert insider.failed() == {"wacz": {WACZ}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"url": "https://www.instagram.com/p/Dfg', b'"url": "https://www.instagram.com/p/DfI'),
        (b'"title": "www.instagram.com/p/Dfg', b'"title": "Geloescht: /p/Dfg'),
        (b"UTC, HTTP 404", b"UTC"),
        (b'UTC", "ts": "2026-11-24T03', b'UTC, HTTP 404", "ts": "2026-11-24T03'),
        (b'"ts": "2026-11-24T07', b'"ts": "2026-11-24T08'),
        (b'"id": "pages"', b'"id": "other"'),
    ],
)
def test_pages_that_are_none(insider, before, after):
    insider.edit_entry(PAGES, lambda content: content.replace(before, after))
    insider.reseal()
    assert insider.failed() == {"wacz": {WACZ}}


@pytest.mark.parametrize(
    "name",
    ["indexes/more.cdx", "pages/extraPages.jsonl", "../../escaped", "/etc/passwd", "C:\\x", "archive/../x", "a"],
)  # fmt: skip
def test_an_entry_more(insider, name):
    insider.pack({**insider.entries(), name: b"something"})
    insider.reseal()
    assert insider.failed()["wacz"] == {WACZ}


def test_a_wacz_that_opens_on_another_page(insider):
    entries = insider.entries()
    package = json.loads(entries["datapackage.json"])
    package["mainPageUrl"] = "https://elsewhere.example/"
    insider.pack(entries | {"datapackage.json": json.dumps(package).encode()})
    insider.reseal()
    assert "wacz" in insider.failed()


def test_a_directory_that_names_other_bytes_than_stand_before_them(insider):
    content = bytearray(insider.read(WACZ))
    with zipfile.ZipFile(insider.path(WACZ)) as file:
        at = file.getinfo(PAGES).header_offset
    content[at + 14] ^= 1  # the CRC-32 that its own header states
    insider.write(WACZ, bytes(content))
    insider.reseal()
    assert insider.failed()["wacz"] == {WACZ}


@pytest.mark.parametrize("where", ["before", "behind", "between"])
def test_bytes_of_no_entry(insider, where):
    content = insider.read(WACZ)
    with zipfile.ZipFile(insider.path(WACZ)) as file:
        start = file.start_dir
    if where == "before":
        content = b"PK" + content
    elif where == "behind":
        content += b"PK"
    else:
        end = content.rindex(b"PK\5\6")
        place = struct.pack("<L", start + 2)
        content = content[:start] + b"PK" + content[start : end + 16] + place + content[end + 20 :]
    insider.write(WACZ, content)
    insider.reseal()
    assert insider.failed()["wacz"] == {WACZ}


def held_once_more(insider, change):
    record = next(each for each in insider.records(0) if b"WARC-Type: response" in each)
    insider.put_records({}, {"archive/held.warc.gz": gzipped([change(record)])})
    insider.reseal()
    return insider.failed()


def test_a_record_that_stands_there_once_more(insider):
    assert held_once_more(insider, lambda record: record) == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.replace(b"WARC-Target-URI: https://www.", b"WARC-Target-URI: https://m."),
        lambda record: record.replace(b"WARC-Date: 2026", b"WARC-Date: 2025"),
        lambda record: redigested(record.replace(b"hartmann", b"hartmeyr")),
    ],
    ids=["another address", "another time", "other bytes"],
)
def test_another_record_that_stands_there_once_more(insider, change):
    assert held_once_more(insider, change)["wacz"] == {WACZ}
