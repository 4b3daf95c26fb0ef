"""Bundles made to hurt whoever verifies them: each must end as findings, soon, and without filling memory."""

import gzip
import hashlib
import io
import json
import random
import shutil
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from bundle_forging import OF_BAG, WACZ, Insider, gzipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.verify.archive import exit_code
from archiver.verify.canonical import written

pytestmark = pytest.mark.some(of=4)

MEGABYTE = 1 << 20
HEADER = (
    b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:x:1>\r\nWARC-Date: 2026-11-24T03:42:21.000000Z\r\n"
    b"WARC-Target-URI: https://a.example/\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
)


@contextmanager
def bounded(seconds: float, megabytes: int) -> Iterator[None]:
    """Hold what is done to a time, of this process, and to memory."""
    tracemalloc.start()
    began = time.process_time()
    try:
        yield
        took, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert took < seconds
    assert peak < megabytes * MEGABYTE


def member(begin: bytes, filler: bytes, megabytes: int) -> bytes:
    deflater = zlib.compressobj(1, zlib.DEFLATED, 31)
    chunk = (filler * MEGABYTE)[:MEGABYTE]
    pieces = [deflater.compress(begin), *(deflater.compress(chunk) for _ in range(megabytes))]
    return b"".join([*pieces, deflater.flush()])


# Made where they are needed, since every process that runs tests reads this file.
BOMBS = {
    "within the length": lambda: member(HEADER % (b"resource", b"image/jpeg", 300 * MEGABYTE), b"\0", 300),
    "a text within the length": lambda: member(
        HEADER % (b"resource", b"text/html", 300 * MEGABYTE), b"\0", 300
    ),
    "beyond the length": lambda: member(HEADER % (b"resource", b"image/jpeg", 10), b"\0", 300),
    "a length without end": lambda: member(HEADER % (b"resource", b"image/jpeg", 10**15 - 1), b"\0", 3),
    "a header without end": lambda: member(b"WARC/1.1\r\n", b"X: y\r\n", 300),
    "members without number": lambda: gzip.compress(b"") * 100_000,
}


@pytest.mark.some(of=3)
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_record_that_inflates(insider, bomb):
    insider.pack(insider.entries() | {insider.warc(2): BOMBS[bomb]()})
    insider.reseal()
    with bounded(20, 60):
        assert {"records", "commitments"} & set(insider.failed())


def test_a_record_whose_number_of_segments_is_not_true_takes_no_room(insider):
    """It is told that one seed is that of all salts, of which there would be thirty gigabytes."""
    bomb = member(HEADER % (b"resource", b"image/jpeg", 10**15 - 1), b"\0", 3)
    insider.pack(insider.entries() | {insider.warc(2): gzipped([insider.records(2)[0]]) + bomb})
    insider.edit(
        f"{insider.capture(2)}/disclosure.json",
        lambda said: said["records"][1]["block"].update(seeds=["00" * 32], withheld=[]),
    )
    insider.reseal()
    with bounded(20, 60):
        assert "records" in insider.failed()


@pytest.mark.prove
@pytest.mark.parametrize("name", ["pages/pages.jsonl", "indexes/index.cdx.gz", "datapackage.json"])
def test_an_entry_that_unpacks_to_gigabytes(insider, name):
    entries = insider.entries() | {name: bytes(200 * MEGABYTE)}
    insider.path(WACZ).unlink()
    with zipfile.ZipFile(insider.path(WACZ), "x") as file:
        for each, content in entries.items():
            deflated = zipfile.ZIP_DEFLATED if each == name else zipfile.ZIP_STORED
            file.writestr(zipfile.ZipInfo(each), content, deflated)
    insider.reseal()
    with bounded(20, 60):
        assert insider.failed()["wacz"] == {WACZ}


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_entry_packed_in_another_way(insider, kind):
    entries = insider.entries()
    insider.path(WACZ).unlink()
    with zipfile.ZipFile(insider.path(WACZ), "x") as file:
        for each, content in entries.items():
            file.writestr(zipfile.ZipInfo(each), content, kind)
    insider.reseal()
    assert insider.failed()["wacz"] == {WACZ}


def test_entries_that_share_their_bytes(insider):
    """One megabyte that ten thousand entries of the directory name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("archive/a.warc.gz", bytes(MEGABYTE))
        first = file.infolist()[0]
        for number in range(10_000):
            other = zipfile.ZipInfo(f"archive/a{number}.warc.gz")
            other.header_offset, other.file_size, other.compress_size = 0, MEGABYTE, MEGABYTE
            other.CRC = first.CRC
            file.filelist.append(other)
            file.NameToInfo[other.filename] = other
    insider.write(WACZ, out.getvalue())
    insider.reseal()
    with bounded(20, 60):
        assert insider.failed()["wacz"] == {WACZ}


DOCUMENTS = [
    "data/bundle.json",
    "data/archive.json",
    "data/removals.json",
    "{capture}/manifest.json",
    "{capture}/disclosure.json",
    "{batch}/proofs.json",
    "{batch}/events.jsonl",
]
HOSTILE = {
    "deep": b"[" * 200_000 + b"]" * 200_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep within its form": b'{"format":' + b"[" * 500 + b"]" * 500 + b"}",
    "a number without end": b"1" * 200_000,
    "infinite": b"1e400",
    "no number": b"NaN",
    "half a letter": b'{"format":"\\ud800"}',
    "no UTF-8": b'"\xff"',
    "nothing": b"",
    "a mark before it": b"\xef\xbb\xbf{}",
    "long": b"[" + b"0," * (MEGABYTE // 4) + b"0]",
    "of many values": b"[" + b"[]," * (9 * MEGABYTE) + b"0]",
}


# No divisor of how many there are of either, so that each of those that are left is hostile in another way.
@pytest.mark.some(of=25)
@pytest.mark.parametrize("how", HOSTILE)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document(insider, name, how):
    insider.write(name.format(capture=insider.capture(1), batch=insider.batches()[-1]), HOSTILE[how])
    insider.reseal()
    with bounded(30, 200):
        findings = insider.findings()
    assert exit_code(findings) == 1


NESTED = json.loads("[" * 400 + "]" * 400)
VALUES = [1e400, -1, 10**300, True, None, "", "\ud800", "\0", "../x", [], {}, [[[[]]]], NESTED]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{value!a:.12}")
def test_a_value_in_the_place_of_any_of_a_manifest_s_records(insider, value):
    path = f"{insider.capture(1)}/manifest.json"
    document = insider.json(path)
    document["commitments"]["records"][2] = value
    insider.write(path, json.dumps(document).encode())
    insider.reseal()
    assert {"checksums", "commitments"} <= set(insider.failed())


# any change of a document


def places(value, at=()) -> Iterator[tuple]:
    """Give the way to each value within a value."""
    yield at
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*at, key))
    if isinstance(value, list):
        for number in range(len(value)):
            yield from places(value[number], (*at, number))


def put(document, at, change: Callable):
    """Give a document with another value at a place; it is taken away where that is Ellipsis."""
    if not at:
        return change(document)
    found = json.loads(json.dumps(document))
    holder = found
    for key in at[:-1]:
        holder = holder[key]
    changed = change(holder[at[-1]])
    if changed is ...:
        del holder[at[-1]]
    else:
        holder[at[-1]] = changed
    return found


def spelled(value) -> str:
    return json.dumps(value, sort_keys=True)


def turned(value, chance: random.Random):
    """Give a value that is like another."""
    if isinstance(value, bool) or value is None:
        return chance.choice([not value, 0, 1, "true"])
    if isinstance(value, int):
        return chance.choice(
            [value + 1, value - 1, -value, bool(value), str(value), 2**64, float(value) + 0.5]
        )
    if isinstance(value, str):
        letters = list(value) or ["x"]
        letters[chance.randrange(len(letters))] = chance.choice("x0A/. é\u202e")
        return chance.choice(["".join(letters), value[:-1], value + " ", value.upper(), "", None, [value]])
    if isinstance(value, list):
        shuffled = chance.sample(value, len(value))
        return chance.choice([shuffled, value[:-1], value + value[-1:], [], {}, [*value, None], None])
    return chance.choice([{}, [], None, list(value), dict(list(value.items())[1:])])


SAID_ONLY = {"operator", "case", "as_of", "targets", "posts", "alone", "not_shown", "reason", "reliability"}
"""What a bundle says of itself in `bundle.json`, and nothing proves: it is said to be only signed."""


@pytest.fixture(scope="module")
def spoiled(whole, tmp_path_factory):
    folder = tmp_path_factory.mktemp("mutated") / "CASE-1"
    shutil.copytree(whole.folder, folder)
    found = Insider(folder, whole)
    found.reseal(stamped=False)
    return found


MUTATED = [name for name in DOCUMENTS if "events" not in name]


@pytest.mark.some(of=7)
@pytest.mark.parametrize("name", [*MUTATED, "datapackage.json"])
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_any_change_of_a_document_is_found_or_says_the_same(spoiled, name, seed):
    changed_and_found(spoiled, name, seed)


@pytest.mark.prove
@pytest.mark.parametrize("name", [*MUTATED, "datapackage.json"])
def test_many_changes_of_a_document_are_found_or_say_the_same(spoiled, name):
    for seed in range(200):
        changed_and_found(spoiled, name, seed)


def changed_and_found(spoiled, name, seed):
    chance, files = random.Random(seed), kept(spoiled)
    path = name.format(capture=spoiled.capture(seed % 3), batch=chance.choice(spoiled.batches()))
    text = spoiled.entries()[path] if name == "datapackage.json" else spoiled.read(path)
    document = json.loads(text)
    ways = list(places(document))
    at = chance.choice(ways[1:])
    changed = put(document, at, lambda value: ... if chance.random() < 0.15 else turned(value, chance))
    try:
        if name == "datapackage.json":
            described(spoiled, json.dumps(changed).encode())
        else:
            spoiled.write(path, written(changed))
        spoiled.reseal(stamped=False)
        began = time.process_time()
        findings = spoiled.findings()
        assert time.process_time() - began < 5
        is_same = spelled(changed) == spelled(document)
        if not is_same and not is_said(name, at):
            assert exit_code(findings) in (1, 3), (path, at)
    finally:
        for each, content in files.items():
            spoiled.write(each, content)


def kept(spoiled) -> dict[str, bytes]:
    """Give what a change of one document changes, to put it back."""
    proof = [name for name in spoiled.files() if name.startswith("proof/")]
    documents = [
        name.format(capture=spoiled.capture(place), batch=batch)
        for name in MUTATED
        for place in range(3)
        for batch in spoiled.batches()
    ]
    return {name: spoiled.read(name) for name in dict.fromkeys([*OF_BAG, *proof, WACZ, *documents])}


def described(spoiled, package: bytes) -> None:
    entries = spoiled.entries()
    of_it = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    spoiled.zip(
        entries | {"datapackage.json": package, "datapackage-digest.json": json.dumps(of_it).encode()}
    )


def is_said(name: str, at: tuple) -> bool:
    """Tell whether a place holds what is only said."""
    if name == "data/bundle.json":
        return bool(SAID_ONLY.intersection(map(str, at)))
    if name == "data/removals.json":
        return len(at) != 4 or at[3] not in ("post", "state")
    return name == "datapackage.json" and at[-1] in ("title", "created", "software", "name")
