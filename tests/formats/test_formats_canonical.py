"""Canonical JSON: the vectors of RFC 8785, and the refusal of every other spelling."""

import json
import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats.canonical import canonical, parse

NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
"""RFC 8785, appendix B: IEEE 754 and its only spelling."""

SORTED = (
    '{"\\r":"Carriage Return","1":"One","\x80":"Control\x7f","ö":"Latin Small Letter O With Diaeresis",'
    '"€":"Euro Sign","\U0001f600":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}'
)
"""RFC 8785, section 3.2.3: names sort by their UTF-16 units."""


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_are_spelled_as_the_rfc_says(bits, text):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number) == text.encode()


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_has_no_canonical_form(number):
    with pytest.raises(ValueError, match="no canonical JSON"):
        canonical([number])


def test_names_are_sorted_as_the_rfc_says():
    assert canonical(json.loads(SORTED)) == SORTED.encode()


def test_the_sample_of_the_rfc_has_the_bytes_of_the_rfc():
    sample = r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    assert canonical(json.loads(sample)) == bytes.fromhex(
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b"
        "3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c"
        "22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d"
    )


@pytest.mark.parametrize(
    "text",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"a":1.0}',
        b'{"a":1e0}',
        b'{"a":1,"a":1}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'\xef\xbb\xbf{"a":1}',
        '{"a":1}'.encode("utf-16"),
        b'{"a":-0}',
        b"[NaN]",
        b"[Infinity]",
        b"[9007199254740993]",
        b'"\\ud800"',
        b"",
        b"{",
        b'{"a":1}{}',
        b"\xff",
    ],
)
def test_any_other_spelling_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse(text)


@pytest.mark.parametrize("text", [b"[" * 200_000, b"[" * 200_000 + b"]" * 200_000, b'{"a":' * 100_000])
def test_json_that_is_nested_too_deep_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"."):
        parse(text)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-(2.0**53) + 1, 2.0**53 - 1)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_a_value_has_one_spelling_that_reads_back(value):
    text = canonical(value)
    assert parse(text) == value
    assert canonical(json.loads(text)) == text


@pytest.mark.parametrize("value", ["\ud800", 2**53, {1: 2}, object(), {"a": b"b"}])
def test_what_json_cannot_hold_exactly_is_refused(value):
    with pytest.raises(ValueError, match="no canonical JSON"):
        canonical(value)
