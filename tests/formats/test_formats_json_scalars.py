"""Strings and numbers in members of some names, wherever these stand."""

import json

import pytest

from archiver.formats.json_places import scalars_of

NAMES = frozenset(("viewer", "token", "PolarisViewer"))


def scalars(text, names=NAMES):
    encoded = text if isinstance(text, bytes) else text.encode()
    return [encoded[start:end].decode() for start, end in scalars_of(encoded, names)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            '{"viewer": {"id": "17", "n": 4, "ok": true, "none": null, "deep": [{"e": "a@b"}]}, "id": "9"}',
            "17 4 a@b",
        ),
        ('{"viewer": null, "token": "abc", "id": "9"}', "abc"),
        ('{"token": -12.5e3, "tokens": "no", "a_token": "no"}', "12 5 3"),
        ('["PolarisViewer",[],{"data":{"email":"a"}},7365],["Other",[],{"data":"b"},1]', "a"),
        ('{"token": "with \\" and \\\\"}, "after"', 'with_\\"_and_\\\\'),
        ('{"token": ""}', ""),
        ('{"viewer": [1, "two", [3]]}', "1 two 3"),
    ],
)
def test_they_are_found_and_nothing_beside_them(text, wanted):
    assert scalars(text) == [each.replace("_", " ") for each in wanted.split()]


def test_of_json_within_json_strings_are_found():
    inner = json.dumps({"token": json.dumps({"qid": "17"}), "id": "9"})
    (found,) = scalars(json.dumps({"raw": inner}))
    assert "qid" in found
    assert "17" in found
    assert "9" not in found


@pytest.mark.parametrize("text", ['{"viewer": {"id": "17", "name": "li', '{"viewer": ["17", "li", {"a":'])
def test_what_was_cut_off_is_taken_to_go_on(text):
    assert "17" in scalars(text)


def test_what_they_leave_still_reads_as_json():
    text = json.dumps({"viewer": {"a": ["x", 5, -1.5e3, True]}, "b": "c"}).encode()
    spoiled = bytearray(text)
    for start, end in scalars_of(text, NAMES):
        spoiled[start:end] = b"1" * (end - start)
    assert json.loads(spoiled) == {"viewer": {"a": ["1", 1, -1111.1, True]}, "b": "c"}


def test_of_no_names_nothing_is_found():
    assert scalars('{"viewer": "17"}', frozenset()) == []
