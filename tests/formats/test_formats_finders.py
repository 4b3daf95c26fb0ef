"""Finders: each value is found wherever it stands, nothing else is, and what is kept of it does not hold it."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats import finders
from archiver.formats.redaction import Span
from archiver.model.secret import Secret

SEED, VALUE = bytes(range(32)), b"sessionid=17"
PART = 1 << 20


def finder(value, kind="cookie"):
    return finders.of(SEED, Secret(kind, "plain", value))


def test_what_is_kept_finds_the_value_and_is_no_plain_digest():
    told = finder(VALUE).written()
    key = hmac.new(SEED, b"archiver finders/1", "sha256").digest()
    assert told == {
        "class": "cookie",
        "encoding": "plain",
        "length": 12,
        "sums": [sum(VALUE), sum((12 - place) * byte for place, byte in enumerate(VALUE))],
        "digest": hmac.new(key, VALUE, "sha256").hexdigest(),
    }
    assert told["digest"] not in (
        hashlib.sha256(VALUE).hexdigest(),
        hmac.new(SEED, VALUE, "sha256").hexdigest(),
        finders.of(bytes(32), Secret("cookie", "plain", VALUE)).digest,
    )
    assert finders.read(told) == finder(VALUE)


def test_every_place_is_found_overlapping_ones_too():
    text = b"abababa, ab"
    assert finders.found(text, [finder(b"aba")], SEED) == [Span(at, at + 3, "cookie") for at in (0, 2, 4)]


def test_values_of_several_lengths_and_classes_are_found_in_one_pass_and_in_order():
    text = b'{"id":"17841400000000000","name":"liesl","again":"liesl"}'
    found = finders.found(text, [finder(b"liesl", "viewer"), finder(b"17841400000000000", "id")], SEED)
    assert [(text[span.start : span.end], span.kind) for span in found] == [
        (b"17841400000000000", "id"),
        (b"liesl", "viewer"),
        (b"liesl", "viewer"),
    ]


def test_another_order_of_the_same_bytes_is_not_the_value():
    assert finders.found(b"sessionid=71 17=sessionid", [finder(VALUE)], SEED) == []


def test_without_the_seed_nothing_is_found():
    assert finders.found(VALUE, [finder(VALUE)], bytes(32)) == []


def test_one_of_before_sums_were_kept_finds_it_too():
    told = {name: value for name, value in finder(VALUE).written().items() if name != "sums"}
    older = finders.read(told)
    assert older.sums is None
    assert finders.found(b"a " + VALUE + b" b", [older], SEED) == [Span(2, 14, "cookie")]


@pytest.mark.parametrize(
    "at", [0, 1, PART - 12, PART - 6, PART - 1, PART, PART + 1, 2 * PART - 3, 2 * PART + 40]
)
def test_in_a_long_text_it_is_found_wherever_parts_of_it_meet(at):
    text = bytearray(b"." * (2 * PART + 60))
    text[at : at + len(VALUE)] = VALUE
    assert finders.found(bytes(text), [finder(VALUE)], SEED) == [Span(at, at + 12, "cookie")]


@given(text=st.binary(max_size=300), start=st.integers(0, 299), length=st.integers(1, 40))
def test_whatever_is_cut_out_of_a_text_is_found_at_all_its_places(text, start, length):
    value = text[start : start + length]
    if not value:
        return
    places = [at for at in range(len(text)) if text.startswith(value, at)]
    assert finders.found(text, [finder(value)], SEED) == [
        Span(at, at + len(value), "cookie") for at in places
    ]


@given(text=st.binary(max_size=200), values=st.lists(st.binary(min_size=1, max_size=6), max_size=6))
def test_nothing_is_found_that_is_not_there(text, values):
    found = finders.found(text, [finder(value) for value in values], SEED)
    assert {text[span.start : span.end] for span in found} == {value for value in values if value in text}


@pytest.mark.parametrize("text", [b"", b"short"])
def test_a_text_shorter_than_a_value_holds_none(text):
    assert finders.found(text, [finder(VALUE)], SEED) == []


def test_of_no_finder_nothing_is_found():
    assert finders.found(b"text", [], SEED) == []
