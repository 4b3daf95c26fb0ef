"""A value is found in each way that it may be written, also where an escape stands before it, and not within words."""

import base64
import html
import json
import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats.encodings import SHORTEST_WITHIN, within_base64
from archiver.formats.spelling import spellings

NAME = "Ännchen O'Är & Söhne"
WAYS = {
    "plain": NAME,
    "lower case": NAME.lower(),
    "upper case": NAME.upper(),
    "decomposed": unicodedata.normalize("NFD", NAME),
    "percent": quote(NAME),
    "percent twice": quote(quote(NAME)),
    "form": quote(NAME).replace("%20", "+"),
    "json": json.dumps(NAME)[1:-1],
    "json within json": json.dumps(json.dumps(NAME))[3:-3],
    "html": html.escape(NAME),
    "html numbers": "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in NAME),
    "html hexadecimal": "".join(letter if letter.isalpha() else f"&#x0{ord(letter):x};" for letter in NAME),
    "script": "".join(letter if letter.isalpha() else f"\\x{ord(letter):02x}" for letter in NAME),
}


def places(text, *values):
    encoded = text if isinstance(text, bytes) else text.encode()
    return [encoded[start:end] for start, end in spellings(values).places(encoded)]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_name_is_found_however_it_is_written(way):
    assert places(f'{{"a":"{way}"}}', NAME) == [way.encode()]


@pytest.mark.parametrize("before", ["\\n", "\\t", "\\u0040", "%40", "%2F", "\\x40", "@", "/", "&#064;", '"'])
def test_what_stands_before_it_may_be_an_escape_that_ends_in_a_letter(before):
    assert places(f"so{before}anna", "anna") == [b"anna"]


@pytest.mark.parametrize("text", ["hanna", "annabelle", "1anna", "anna2"])
def test_within_a_word_it_is_another(text):
    assert places(text, "anna") == []


def test_an_address_for_letters_is_found_as_facebook_writes_it():
    assert places(r'"liesl\u0040post.example"', "liesl@post.example") == [rb"liesl\u0040post.example"]
    assert places(r'"https:\/\/www.facebook.com\/liesl"', "https://www.facebook.com/liesl") == [
        rb"https:\/\/www.facebook.com\/liesl"
    ]


@given(
    st.binary(max_size=9),
    st.binary(max_size=9),
    st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]),
)
def test_it_is_found_within_base64_wherever_it_stands_there(before, after, encode):
    text = encode(before + b"17841999000417729" + after)
    (found,) = places(b"?" + text + b"?", "17841999000417729")[-1:]
    assert len(found) >= 21
    assert found in text


def test_of_a_short_value_nothing_is_sought_within_base64():
    assert within_base64(b"x" * (SHORTEST_WITHIN - 1)) == {}
    assert min(map(len, within_base64(b"x" * SHORTEST_WITHIN).values())) >= 6


def test_of_nothing_nothing_is_found():
    assert list(spellings(()).places(b"anything")) == []
