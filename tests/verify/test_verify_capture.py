"""Checks 3 to 5: manifest, WARC records and revisits, each wrong alone, with all layers above re-forged."""

import gzip
import json
import re
import zlib
from collections.abc import Callable

import pytest
import verify_building
from verify_forging import MANIFEST, WARC, Forger, failed, redigested

from archiver.formats.warc import Held
from archiver.model.digest import Digest
from archiver.verify.archive import verify

Change = Callable[[dict], object]


def only(forger: Forger, check: str, *names: str) -> None:
    """Assert that one check alone fails, with these files of the first capture and no others."""
    folder = forger.path_of(forger.captures[0])
    assert failed(forger.root) == {check: {f"{folder}/{name}" for name in names}}


# 3. the manifest


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: it["archive"].update(id="0" * 32), id="another archive's id"),
        pytest.param(lambda it: it["archive"].update(key="SHA256:x"), id="another archive's key"),
        pytest.param(lambda it: it.update(capture=it["capture"][:-1] + "f"), id="another capture"),
        pytest.param(lambda it: it.update(capture=None), id="no capture"),
        pytest.param(lambda it: it.update(format="archiver-capture/2"), id="another format"),
        pytest.param(lambda it: it["commitments"].update(rule="segments/1"), id="another rule"),
        pytest.param(lambda it: it.update(opening_stamp={"token": 5}), id="a stamp that is none"),
    ],
)
def test_manifest_that_says_something_else(forger, change: Change):
    capture = forger.captures[0]
    forger.edit(capture / MANIFEST, change)
    forger.reseal(capture)
    only(forger, "manifest", MANIFEST)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: text + b"\n", id="line feed behind"),
        pytest.param(lambda text: json.dumps(json.loads(text)).encode(), id="spaces"),
        pytest.param(
            lambda text: text.replace(b'{"alterations"', b'{"alterations":[],"alterations"'), id="key twice"
        ),
        pytest.param(
            lambda text: text.replace(b'"compared":3', b'"compared":3.0'), id="number spelled otherwise"
        ),
        pytest.param(lambda text: text.replace("é".encode(), b"\\u00e9"), id="letter escaped"),
        pytest.param(lambda text: text.replace(b'"archive":', b'"\\ud800":0,"archive":'), id="half a letter"),
    ],
)
def test_manifest_not_canonical(forger, spoil):
    capture = forger.captures[0]
    before = (capture / MANIFEST).read_bytes()
    forger.write(capture / MANIFEST, spoil(before))
    assert (capture / MANIFEST).read_bytes() != before
    forger.reseal(capture)
    only(forger, "manifest", MANIFEST)


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b"{}", b"\xff", b'{"a":' * 50_000, b"[" * 5_000 + b"]" * 5_000, b'{"format":NaN}'],
)
def test_manifest_that_is_no_manifest(forger, content):
    capture = forger.captures[0]
    forger.write(capture / MANIFEST, content)
    forger.reseal(capture)
    only(forger, "manifest", MANIFEST)


# 4. the records


def line(name: bytes, value: bytes = b"") -> Callable[[bytes], bytes]:
    """Change a WARC header line's value, or take the line away."""
    form = re.compile(rb"\r\n%s: [^\r]*" % name)
    new = b"\r\n%s: %s" % (name, value) if value else b""
    return lambda record: form.sub(lambda match: new, record, count=1)


@pytest.mark.parametrize(
    ("type_", "change"),
    [
        pytest.param(b"response", line(b"WARC-Block-Digest"), id="response without block digest"),
        pytest.param(b"response", line(b"WARC-Payload-Digest"), id="response without payload digest"),
        pytest.param(b"request", line(b"WARC-Payload-Digest"), id="request without payload digest"),
        pytest.param(b"resource", line(b"WARC-Payload-Digest"), id="resource without payload digest"),
        pytest.param(b"metadata", line(b"WARC-Payload-Digest"), id="metadata without payload digest"),
        pytest.param(b"conversion", line(b"WARC-Payload-Digest"), id="conversion without payload digest"),
        pytest.param(b"warcinfo", line(b"WARC-Block-Digest"), id="warcinfo without block digest"),
        pytest.param(b"revisit", line(b"WARC-Block-Digest"), id="revisit without block digest"),
        pytest.param(
            b"response", line(b"WARC-Block-Digest", b"sha256:" + b"0" * 64), id="wrong block digest"
        ),
        pytest.param(
            b"response", line(b"WARC-Payload-Digest", b"sha256:" + b"0" * 64), id="wrong payload digest"
        ),
        pytest.param(
            b"response", line(b"WARC-Block-Digest", b"sha1:" + b"0" * 40), id="digest of another kind"
        ),
        pytest.param(
            b"response", lambda r: r.replace(b"-Digest: sha256", b"-Digest: SHA256"), id="digest spelled so"
        ),
    ],
)
def test_record_with_a_wrong_digest(forger, type_, change):
    # Digests are no part of what is committed to, so that no commitment notices.
    capture = forger.captures[0]
    forger.change_record(capture, forger.position(capture, b"WARC-Type: " + type_), change)
    forger.reseal(capture)
    only(forger, "records", WARC)


@pytest.mark.parametrize(
    ("type_", "change"),
    [
        pytest.param(b"metadata", line(b"WARC-Type", b"continuation"), id="another type"),
        pytest.param(b"metadata", line(b"WARC-Type"), id="no type"),
        pytest.param(b"metadata", line(b"WARC-Date"), id="no date"),
        pytest.param(b"metadata", line(b"WARC-Record-ID"), id="no id"),
        pytest.param(b"metadata", line(b"WARC-Record-ID", b"urn:uuid:1"), id="an id without brackets"),
        pytest.param(
            b"metadata", line(b"Content-Type", b"application/http"), id="metadata that would be HTTP"
        ),
        pytest.param(b"request", line(b"Content-Type", b"text/plain"), id="request that would be none"),
        pytest.param(b"request", line(b"WARC-Concurrent-To", b"<urn:x:y>"), id="request of another response"),
        pytest.param(b"metadata", line(b"WARC-Type", b"warcinfo"), id="a second warcinfo"),
        pytest.param(b"warcinfo", line(b"WARC-Type", b"metadata"), id="no warcinfo"),
        pytest.param(b"metadata", line(b"WARC-Type", b"conversion"), id="a conversion of nothing"),
        pytest.param(b"conversion", line(b"WARC-Refers-To"), id="a conversion without what it is made of"),
        pytest.param(
            b"conversion", line(b"WARC-Refers-To", b"<urn:uuid:1>"), id="a conversion of what is not here"
        ),
        pytest.param(
            b"conversion",
            line(b"Archiver-Refers-To-Also", b"<urn:uuid:1>"),
            id="a conversion of something more that is not here",
        ),
        pytest.param(
            b"conversion", line(b"Archiver-Refers-To-Also", b"sound"), id="a conversion of what has no id"
        ),
        pytest.param(
            b"revisit",
            lambda record: redigested(record.removesuffix(b"\r\n\r\n") + b"a body" + b"\r\n\r\n"),
            id="revisit with a body",
        ),
    ],
)
def test_record_of_a_form_that_none_has(forger, type_, change):
    capture = forger.captures[0]
    forger.change_record(capture, forger.position(capture, b"WARC-Type: " + type_), change)
    forger.recommit(capture)
    forger.reseal(capture)
    only(forger, "records", WARC)


def test_two_records_of_one_id(forger):
    capture = forger.captures[0]
    records = forger.records(capture)
    forger.put_records(capture, [*records, records[-1]])
    forger.recommit(capture)
    forger.reseal(capture)
    only(forger, "records", WARC)


def test_a_conversion_before_what_it_is_made_of(forger):
    capture = forger.captures[0]
    records = forger.records(capture)
    at = forger.position(capture, b"WARC-Type: conversion")
    records.insert(at - 2, records.pop(at))
    forger.put_records(capture, records)
    forger.recommit(capture)
    forger.reseal(capture)
    only(forger, "records", WARC)


def test_request_before_its_response(forger):
    capture = forger.captures[0]
    records = forger.records(capture)
    records[3], records[4] = records[4], records[3]
    forger.put_records(capture, records)
    forger.recommit(capture)
    forger.reseal(capture)
    only(forger, "records", WARC)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda r: r.replace(b"WARC/1.1", b"WARC/1.0", 1), id="another version"),
        pytest.param(lambda r: r.replace(b"WARC/1.1\r\n", b"", 1), id="no version"),
        pytest.param(lambda r: r.replace(b"\r\n", b"\n"), id="line feeds alone"),
        pytest.param(line(b"Content-Length"), id="no length"),
        pytest.param(line(b"Content-Length", b"-1"), id="length below zero"),
        pytest.param(line(b"Content-Length", b"0x10"), id="length that is no number"),
        pytest.param(line(b"Content-Length", "٣".encode()), id="length in other digits"),
        pytest.param(line(b"Content-Length", b"296"), id="length too small"),
        pytest.param(line(b"Content-Length", b"298"), id="length too large"),
        pytest.param(line(b"Content-Length", b"9" * 15), id="enormous length"),
        pytest.param(line(b"Content-Length", b"9" * 5000), id="length with too many digits"),
        pytest.param(
            lambda r: r.replace(b"\r\nContent-Length", b"\r\nContent-Length: 0\r\nContent-Length"),
            id="length twice",
        ),
        pytest.param(lambda r: r.replace(b"WARC-Date:", b"WARC-Date"), id="header line without colon"),
        pytest.param(
            lambda r: r.replace(b"\r\nWARC-Date", b"\r\n folded\r\nWARC-Date"), id="folded header line"
        ),
        pytest.param(
            lambda r: r.replace(b"\r\nWARC-Date", b"\r\nX: \xff\r\nWARC-Date"), id="header that is no UTF-8"
        ),
        pytest.param(
            lambda r: r.replace(b"\r\nWARC-Date", b"\r\nX: a\nb\r\nWARC-Date"), id="line feed in a header"
        ),
        pytest.param(lambda r: r.removesuffix(b"\r\n\r\n"), id="no blank lines behind"),
        pytest.param(lambda r: r + b"\r\n", id="a line feed more behind"),
        pytest.param(lambda r: r + r, id="two records in one gzip member"),
        pytest.param(lambda r: r + b"\0" * 1_000_000, id="junk in the gzip member"),
        pytest.param(lambda r: b"", id="an empty gzip member"),
    ],
)
def test_record_that_cannot_be_told_from_the_next(forger, change):
    capture = forger.captures[0]
    forger.change_record(capture, forger.position(capture, b"WARC-Type: metadata"), change)
    forger.reseal(capture)
    findings = failed(forger.root)
    assert findings == {"records": {f"{forger.path_of(capture)}/{WARC}"}}


@pytest.mark.parametrize("type_", [b"response", b"request", b"revisit"])
def test_http_head_without_an_end(forger, type_):
    capture = forger.captures[0]
    at = forger.position(capture, b"WARC-Type: " + type_)

    def change(record: bytes) -> bytes:
        warc_head = record.partition(b"\r\n\r\n")[0]
        return redigested(warc_head + b"\r\n\r\nHTTP/1.1 200 OK\r\n\r" + b"\r\n\r\n")

    forger.change_record(capture, at, change)
    forger.reseal(capture)
    assert "records" in failed(forger.root)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda warc: warc + b"\0" * 512, id="zeros behind the last member"),
        pytest.param(lambda warc: warc + b"junk", id="junk behind the last member"),
        pytest.param(lambda warc: warc + gzip.compress(b""), id="an empty member behind the last"),
        pytest.param(lambda warc: warc + gzip.compress(b"junk"), id="a member of junk behind the last"),
        pytest.param(lambda warc: warc[:-1], id="the last byte cut off"),
        pytest.param(lambda warc: warc[:-8], id="the last checksum cut off"),
        pytest.param(lambda warc: warc[:-8] + bytes(8), id="the last checksum wrong"),
        pytest.param(lambda warc: gzip.compress(gzip.decompress(warc)), id="all records in one member"),
        pytest.param(gzip.decompress, id="not compressed"),
        pytest.param(zlib.compress, id="compressed otherwise"),
        pytest.param(lambda warc: b"", id="empty"),
    ],
)
def test_file_that_is_no_sequence_of_members(forger, spoil):
    capture = forger.captures[2]
    warc = (capture / WARC).read_bytes()
    forger.write(capture / WARC, spoil(warc))
    forger.reseal(capture)
    found = failed(forger.root)
    assert found.pop("commitments", set()) <= {f"{forger.path_of(capture)}/{MANIFEST}"}
    assert found == {"records": {f"{forger.path_of(capture)}/{WARC}"}}


def test_last_record_cut_off_whole_is_found_by_the_commitments(forger):
    capture = forger.captures[0]
    forger.put_records(capture, forger.records(capture)[:-1])
    forger.reseal(capture)
    only(forger, "commitments", MANIFEST)


def test_all_wrong_records_are_named_and_not_only_the_first(forger):
    capture = forger.captures[0]
    forger.put_records(capture, [line(b"WARC-Block-Digest")(record) for record in forger.records(capture)])
    forger.reseal(capture)
    assert len([f for f in verify(forger.root) if f.check == "records" and f.status == "failed"]) == 22


# 5. revisits


@pytest.mark.parametrize(
    ("capture", "change"),
    [
        pytest.param(0, line(b"WARC-Refers-To", b"<urn:uuid:0>"), id="a record that is nowhere"),
        pytest.param(0, line(b"WARC-Refers-To"), id="no record"),
        pytest.param(1, line(b"WARC-Refers-To", b"<urn:uuid:0>"), id="a record that is not in that capture"),
        pytest.param(
            1, line(b"Archiver-Refers-To-Capture", b"instagram/acme/x"), id="a capture that is nowhere"
        ),
        pytest.param(1, line(b"Archiver-Refers-To-Capture"), id="this capture instead of the other"),
    ],
)
def test_revisit_that_refers_to(forger, capture, change):
    folder = forger.captures[capture]
    forger.change_record(folder, forger.position(folder, b"WARC-Type: revisit"), change)
    forger.recommit(folder)
    forger.reseal(folder)
    assert failed(forger.root) == {"revisits": {f"{forger.path_of(folder)}/{WARC}"}}


@pytest.mark.parametrize("capture", [0, 1])
def test_revisit_of_another_payload(forger, capture):
    folder = forger.captures[capture]
    change = line(b"WARC-Payload-Digest", b"sha256:" + b"0" * 64)
    forger.change_record(folder, forger.position(folder, b"WARC-Type: revisit"), change)
    forger.reseal(folder)
    assert failed(forger.root) == {"revisits": {f"{forger.path_of(folder)}/{WARC}"}}


@pytest.mark.parametrize("type_", [b"request", b"resource", b"revisit"])
def test_revisit_of_a_record_that_is_no_response(forger, type_):
    folder = forger.captures[0]
    records = forger.records(folder)
    other = records[forger.position(folder, b"WARC-Type: " + type_)]
    fields = {
        name: re.search(name + b": ([^\r]*)", other)[1]
        for name in (b"WARC-Record-ID", b"WARC-Payload-Digest")
    }

    def change(record: bytes) -> bytes:
        record = line(b"WARC-Payload-Digest", fields[b"WARC-Payload-Digest"])(record)
        return line(b"WARC-Refers-To", fields[b"WARC-Record-ID"])(record)

    forger.change_record(folder, forger.position(folder, b"WARC-Type: revisit"), change)
    forger.recommit(folder)
    forger.reseal(folder)
    assert failed(forger.root) == {"revisits": {f"{forger.path_of(folder)}/{WARC}"}}


def test_revisit_of_a_response_that_is_not_whole(forger):
    folder = forger.captures[0]
    at = forger.position(folder, b"WARC-Type: response", b"/p/1.jpg")
    forger.change_record(
        folder, at, lambda r: r.replace(b"\r\nWARC-Type", b"\r\nWARC-Truncated: length\r\nWARC-Type", 1)
    )
    forger.recommit(folder)
    forger.reseal(folder)
    only(forger, "revisits", WARC)


def test_revisit_of_a_capture_that_is_read_later(tmp_path):
    # Captures are read in order of name; what was captured first may stand under the later name.
    built = verify_building.new_archive(tmp_path / "evidence")
    page = verify_building.HTML
    verify_building.look(
        built,
        "zebra",
        0,
        lambda writer: writer.exchange(verify_building.exchange("zebra/", page, "text/html")),
    )
    forger = Forger(built.root)
    [capture] = forger.captures
    first = forger.records(capture)[forger.position(capture, b"WARC-Type: response")]
    record = re.search(rb"WARC-Record-ID: <([^>]*)>", first)[1].decode()
    held = {
        Digest.of(page): Held(
            forger.id_of(capture), record, "https://www.instagram.com/zebra/", verify_building.BEGIN
        )
    }
    verify_building.look(
        built,
        "acme",
        1,
        lambda writer: writer.exchange(verify_building.exchange("zebra/", page, "text/html")),
        held,
    )
    assert failed(built.root) == {}
    assert [f.detail for f in verify(built.root) if f.check == "revisits"] == [
        "1 revisits find the payload they refer to."
    ]


def test_long_values_are_not_repeated(forger):
    folder = forger.captures[0]
    at = forger.position(folder, b"WARC-Type: revisit")
    for name in (b"WARC-Refers-To", b"WARC-Record-ID"):
        forger.change_record(folder, at, line(name, b"<" + b"x" * 1_000_000 + b">"))
    forger.reseal(folder)
    told = [f for f in verify(forger.root) if f.status == "failed"]
    assert {f.check for f in told} == {"records", "revisits", "commitments"}
    assert max(len(f.detail) for f in told) < 500
