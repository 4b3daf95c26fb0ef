"""Check 6: what only the commitments notice, when every digest, seal and event above was made anew."""

import json
import re
from collections.abc import Callable

import pytest
from verify_forging import MANIFEST, PRIVATE, WARC, Forger, failed, redigested

from archiver.verify.archive import exit_code, verify
from archiver.verify.finding import Status


def only_commitments(forger: Forger, name: str = MANIFEST) -> None:
    assert failed(forger.root) == {"commitments": {f"{forger.path_of(forger.captures[0])}/{name}"}}


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda record: redigested(record.replace(old, new))


@pytest.mark.parametrize(
    ("marks", "change"),
    [
        pytest.param(
            [b"graphql/query", b"response"], swap(b'"caption": "x', b'"caption": "y'), id="word in a text"
        ),
        pytest.param(
            [b"graphql/query", b"response"], swap(b"]\r\n\r\n", b" ]\r\n\r\n"), id="text one byte longer"
        ),
        pytest.param([b"acme/", b"response"], swap(b"200 OK", b"201 OK"), id="status of an answer"),
        pytest.param(
            [b"p/1.jpg", b"response"], swap(b"image/jpeg", b"text/plain"), id="medium called a text"
        ),
        pytest.param([b"Type: request", b"doc_id"], swap(b"doc_id=123", b"doc_id=124"), id="field of a form"),
        pytest.param([b"picture:1"], lambda r: redigested(r[:-5] + b"\0" + r[-4:]), id="picture of the page"),
        pytest.param([b"dom:1"], swap(b"one post", b"one spot"), id="rendered page"),
        pytest.param([b"certificates:"], swap(b"PEMPEM", b"PEMPOM"), id="certificate"),
        pytest.param(
            [b"empty", b"response"], swap(b"\r\n\r\n\r\n", b"\r\n\r\n?\r\n"), id="body where there was none"
        ),
        pytest.param([b"warcinfo"], swap(b"software: archiver", b"software: archived"), id="warcinfo"),
        pytest.param([b"graphql/query"], swap(b"graphql/query\r", b"graphql/qvery\r"), id="address"),
        pytest.param([b"graphql/query"], swap(b"WARC-Date: 2026", b"WARC-Date: 2025"), id="date"),
        pytest.param(
            [b"dom:1"], swap(b"WARC-Record-ID: <urn:uuid:", b"WARC-Record-ID: <urn:uuid:0"), id="id"
        ),
        pytest.param([b"dom:1"], swap(b"generated", b"decoded"), id="fidelity"),
        pytest.param([b"dom:1"], swap(b"WARC-Type: resource", b"WARC-Type: metadata"), id="type"),
        pytest.param(
            [b"dom:1"], swap(b"\r\nWARC-Date", b"\r\nWARC-Truncated: length\r\nWARC-Date"), id="field added"
        ),
        pytest.param(
            [b"dom:1"], swap(b"WARC-Type: resource", b"WARC-TYPE: resource"), id="spelling of a field's name"
        ),
        pytest.param(
            [b"Type: revisit"],
            swap(b"www.instagram.com/p/1", b"www.instagram.com/p/9"),
            id="address seen before",
        ),
    ],
)
def test_record_changed_and_digested_anew(forger, marks, change):
    capture = forger.captures[0]
    forger.change_record(capture, forger.position(capture, *marks), change)
    forger.reseal(capture)
    only_commitments(forger)


@pytest.mark.parametrize("end", [b"\0", b"", b"\0\0"])
def test_medium_changed_at_its_end(forger, end):
    capture = forger.captures[0]
    at = forger.position(capture, b"p/1.jpg", b"response")
    forger.change_record(capture, at, lambda record: redigested(record[:-5] + end + record[-4:]))
    forger.reseal(capture)
    found = failed(forger.root)
    assert found.pop("revisits"), "the second picture is a revisit of this one"
    assert found == {"commitments": {f"{forger.path_of(capture)}/{MANIFEST}"}}


def rearrange(forger: Forger, change: Callable[[list[bytes]], list[bytes]]) -> None:
    capture = forger.captures[0]
    forger.put_records(capture, change(forger.records(capture)))
    forger.reseal(capture)


def test_record_swapped_for_another_of_the_same_length(forger):
    capture = forger.captures[0]
    at, of = forger.position(capture, b"dom:1"), forger.position(capture, b"dom:2")
    records = forger.records(capture)
    assert len(records[at]) == len(records[of])
    block = records[of].partition(b"\r\n\r\n")[2]
    records[at] = redigested(records[at].partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + block)
    forger.put_records(capture, records)
    forger.reseal(capture)
    only_commitments(forger)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: [*it[:-2], it[-1], it[-2]], id="reordered"),
        pytest.param(lambda it: it[:-1], id="last one removed"),
        pytest.param(lambda it: [*it[:-2], it[-1]], id="one removed from the middle"),
        pytest.param(lambda it: [*it, it[-1].replace(b"urn:uuid:", b"urn:uuid:0")], id="one added"),
    ],
)
def test_records_of_the_file(forger, change):
    rearrange(forger, change)
    only_commitments(forger)


# what the manifest says


def alter(forger: Forger, change: Callable[[dict], object], *, reroot: bool = True) -> None:
    capture = forger.captures[0]
    forger.edit(capture / MANIFEST, lambda document: change(document["commitments"]))
    if reroot:
        forger.reroot(capture)
    forger.reseal(capture)


RECORD = 5


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: it[RECORD].update(head="0" * 64), id="root of a head"),
        pytest.param(lambda it: it[RECORD].update(address="0" * 64), id="root of an address"),
        pytest.param(lambda it: it[RECORD].update(block="0" * 64), id="root of a block"),
        pytest.param(lambda it: it[RECORD].update(block=it[RECORD]["block"].upper()), id="root in capitals"),
        pytest.param(lambda it: it[RECORD].update(block=it[1]["block"]), id="another record's root"),
        pytest.param(lambda it: it[RECORD].update(cut="fine"), id="cut"),
        pytest.param(lambda it: it[RECORD].update(length=1), id="a length"),
        pytest.param(lambda it: it[RECORD]["segments"].reverse(), id="counts of segments"),
        pytest.param(lambda it: it[RECORD].update(date="2020-01-01T00:00:00.000000Z"), id="date"),
        pytest.param(lambda it: it[RECORD].update(type="resource"), id="type"),
        pytest.param(lambda it: it[RECORD].update(id="urn:uuid:0"), id="id"),
        pytest.param(lambda it: it[RECORD].update(note="more"), id="a key more"),
        pytest.param(lambda it: it[RECORD].pop("cut"), id="a key less"),
        pytest.param(
            lambda it: it[0].update(segments=[it[0]["segments"][0], False, it[0]["segments"][2]]),
            id="false for a zero",
        ),
        pytest.param(lambda it: it.__setitem__(RECORD, None), id="no record"),
        pytest.param(lambda it: it.pop(), id="one record less"),
        pytest.param(lambda it: it.append(it[-1]), id="one record more"),
        pytest.param(lambda it: it.reverse(), id="order"),
        pytest.param(lambda it: it.clear(), id="no records"),
    ],
)
def test_commitment_changed_and_the_root_made_anew(forger, change):
    alter(forger, lambda commitments: change(commitments["records"]))
    only_commitments(forger)


@pytest.mark.parametrize("value", [b'"\\ud800"', b"1" * 400, b"[" * 400 + b"]" * 400])
def test_commitment_that_has_no_canonical_form(forger, value):
    capture = forger.captures[2]
    text = (capture / MANIFEST).read_bytes()
    forger.write(capture / MANIFEST, text.replace(b'"cut":"fine"', b'"cut":' + value, 1))
    forger.reseal(capture)
    found = failed(forger.root)
    assert found["commitments"] == {f"{forger.path_of(capture)}/{MANIFEST}"}
    assert set(found) <= {"commitments", "manifest"}


@pytest.mark.parametrize("root", ["0" * 64, "", "é"])
def test_root_that_is_none(forger, root):
    alter(forger, lambda commitments: commitments.update(root=root), reroot=False)
    only_commitments(forger)


# the seed


@pytest.mark.parametrize(
    ("change", "name"),
    [
        pytest.param(lambda it: it.update(seed="0" * 64), MANIFEST, id="another seed"),
        pytest.param(lambda it: it.update(seed=it["seed"][:-1]), PRIVATE, id="seed too short"),
        pytest.param(lambda it: it.update(seed=it["seed"] + "\n"), PRIVATE, id="seed too long"),
        pytest.param(lambda it: it.update(seed=1), PRIVATE, id="seed that is a number"),
        pytest.param(lambda it: it.pop("seed"), PRIVATE, id="no seed"),
        pytest.param(
            lambda it: it.update(capture="instagram/acme/x"), PRIVATE, id="private file of another capture"
        ),
        pytest.param(
            lambda it: it.update(format="archiver-private/2"), PRIVATE, id="private file of another format"
        ),
    ],
)
def test_private_file_that_says_something_else(forger, change, name):
    capture = forger.captures[0]
    forger.edit(capture / PRIVATE, change)
    forger.reseal(capture)
    only_commitments(forger, name)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_private_file_that_is_none(forger, content):
    capture = forger.captures[0]
    forger.write(capture / PRIVATE, content)
    forger.reseal(capture)
    only_commitments(forger, PRIVATE)


def test_private_file_not_canonical(forger):
    capture = forger.captures[0]
    forger.write(capture / PRIVATE, json.dumps(json.loads((capture / PRIVATE).read_bytes())).encode())
    forger.reseal(capture)
    only_commitments(forger, PRIVATE)


def test_wrong_seed_is_said_of_every_record(forger):
    capture = forger.captures[0]
    forger.edit(capture / PRIVATE, lambda it: it.update(seed="0" * 64))
    forger.reseal(capture)
    told = [f.detail for f in verify(forger.root) if f.status is Status.FAILED]
    assert [re.match(r"Record (\d+) ", detail)[1] for detail in told] == [str(number) for number in range(22)]


def test_without_the_private_file_commitments_are_not_checked(forger):
    capture = forger.captures[0]
    (capture / PRIVATE).unlink()
    findings = verify(forger.root)
    of_capture = {
        f.check: f for f in findings if f.subject.startswith(forger.path_of(capture)) and f.required
    }
    assert of_capture["checksums"].status is Status.FAILED
    assert of_capture["commitments"].status is Status.NOT_CHECKED
    assert of_capture["records"].status is Status.VERIFIED
    assert exit_code(findings) == 1


def test_a_hundred_faults_are_listed_and_the_rest_counted(forger):
    capture = forger.captures[2]
    records = forger.records(capture)
    spoilt = re.sub(rb"\r\nWARC-Block-Digest: [^\r]*", b"", records[1])
    named = [spoilt.replace(b"urn:uuid:", b"urn:uuid:%d" % number) for number in range(150)]
    forger.put_records(capture, [records[0], *named])
    forger.recommit(capture)
    forger.reseal(capture)
    told = [f.detail for f in verify(forger.root) if f.status is Status.FAILED]
    assert len(told) == 101
    assert told[-1] == "50 more of the same check are not listed."
    assert WARC in next(f.subject for f in verify(forger.root) if f.status is Status.FAILED)
