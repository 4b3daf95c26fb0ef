"""What `verify.html` makes of structure: lines of a head, and keys of an index, as the verifier takes them."""

import base64
import random

import pytest

from archiver.formats import commitments
from archiver.verify import filler, index_key
from archiver.verify.commitments import Cut
from archiver.verify.filler import Seen, Withheld

pytestmark = pytest.mark.browser
BITS = (
    b"x-told",
    b":",
    b" ",
    b"\t",
    b"\r",
    b"\n",
    b"\r\n",
    b"\x0b",
    b"\x00",
    b'"',
    b"\xe4",
    b"Location: ",
    b"y" * 61,
)
WATCHED = """
    return given.map(({ head, hidden }) => {
        const text = bytes(head);
        const seen = new parts.Seen();
        const withheld = new Map(hidden.map(([number, length]) => [number, { length, leaf: new Uint8Array(32) }]));
        const watched = (count) => new parts.Watched("block", count, { seeds: [], withheld }, {
            readable: text.length, medium: false, seen,
        });
        parts.rootOfFine(text, watched);
        const { faults, readable, names } = seen.taken();
        return [[...faults].sort(), readable.length, [...names].sort()];
    });"""
ADDRESSES = [
    ("com,instagram)/p/abc", "https://www.instagram.com/p/Abc/"),
    ("com,instagram)/p/abc?x=1&y=%20", "https://www2.instagram.com/p/Abc/?y=%20&x=1#top"),
    ("com,instagram)/p/abd", "https://www.instagram.com/p/Abc/"),
    ("com,example)/p/abc", "https://www.instagram.com/p/Abc/"),
    ("com,example:8443)/", "https://user@Example.com:8443"),
    ("example,caf%C3%A9)/", "https://caf\u00e9.example/"),
    ("com,example)/a%2525", "http://example.com/%252525%61"),
    ("com,example)/?a=2", "http://example.com/?a=2&phpsessid=0123456789abcdef0123456789abcdef"),
    ("urn:archiver:dom:https://www.instagram.com/x/", "urn:archiver:dom:https://www.instagram.com/X/"),
    ("urn:archiver:dom:1", "urn:archiver:picture:1"),
    ("zzz", "https://www.instagram.com/p/Abc/"),
    ("com,example)/", "https://[::1/"),
    ("::1)/a", "http://[::1]:80/a"),
    ("com,example)/b", "http://example.com/a/../b"),
    ("com,example)/b", "http://example.com/inside"),
]


def heads():
    """Heads of odd lines, each with some of its segments withheld."""
    chance = random.Random(5)
    for _ in range(400):
        text = b"HTTP/1.1 200 OK\r\n" + b"".join(chance.choices(BITS, k=chance.randrange(1, 9)))
        segments = commitments.cut_fine(text)
        yield text, segments, [number for number in range(len(segments)) if chance.random() < 0.5]


def test_lines_of_a_head_are_judged_as_the_verifier_does(evaluate):
    cases, right = [], []
    for text, segments, hidden in heads():
        seen = Seen()
        withheld = {number: Withheld(len(segments[number]), b"") for number in hidden}
        list(filler.watched(Cut("block", len(segments), segments, len(text)), withheld, seen))
        right.append([sorted(set(seen.faults)), len(seen.readable), sorted(seen.names)])
        lengths = [[number, len(segments[number])] for number in hidden]
        cases.append({"head": base64.b64encode(text).decode(), "hidden": lengths})
    assert evaluate("filler segments", WATCHED, cases) == right
    assert sum(bool(faults) for faults, _, _ in right) > 100
    assert sum(not faults and count > 0 for faults, count, _ in right) > 30


def test_keys_of_an_index_fit_the_addresses_that_they_do_to_the_verifier(evaluate):
    found = evaluate(
        "index_key", "return given.map(([key, address]) => parts.fits(key, address));", ADDRESSES
    )
    assert found == [index_key.fits(key, address) for key, address in ADDRESSES]
    assert set(found) == {True, False}
