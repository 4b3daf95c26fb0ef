"""Texts of which each byte was written as a letter: repaired where they are such, and left alone where they are not."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats.mojibake import repaired, repaired_throughout

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def spoiled(text):
    """Write a text as the platforms' downloads have it."""
    return text.encode().decode("latin-1")


def is_clean(text):
    """Tell, without the product, whether no reading of a text as bytes makes another one."""
    try:
        bytes(map(ord, text)).decode()
    except ValueError:
        return True
    return text.isascii()


@given(TEXTS)
def test_what_was_spoiled_is_as_it_was(text):
    assert repaired(spoiled(text)) == text


@given(TEXTS)
def test_what_is_clean_stays_as_it_is_however_often(text):
    if is_clean(text):
        assert repaired(text) == repaired(repaired(text)) == text


@given(TEXTS)
def test_what_was_spoiled_once_is_repaired_once_and_no_further_where_it_was_clean(text):
    if is_clean(text):
        assert repaired(repaired(spoiled(text))) == text


@given(TEXTS)
def test_what_was_spoiled_twice_takes_two(text):
    assert repaired(repaired(spoiled(spoiled(text)))) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Gr\u00c3\u00bc\u00c3\u009fe", "Grüße"),
        ("\u00f0\u009f\u0094\u00a9", "🔩"),
        ("Cafe\u00cc\u0081", "Cafe\u0301"),
        ("\u00e2\u0080\u009eZitat\u00e2\u0080\u009c", "„Zitat“"),
        ("Grüße", "Grüße"),
        ("schön 🔩 Ã¼", "schön 🔩 Ã¼"),
        ("Gr\u00c3", "Gr\u00c3"),
        ("", ""),
    ],
)
def test_named_texts(written, meant):
    assert repaired(written) == meant


def test_a_mark_that_stands_apart_from_its_letter_is_repaired_and_not_joined_to_it():
    apart = unicodedata.normalize("NFD", "é")
    assert repaired(spoiled(apart)) == apart != unicodedata.normalize("NFC", apart)


def test_keys_are_repaired_too_and_none_is_lost_to_another():
    told = {"Gr\u00c3\u00bc\u00c3\u009fe": ["\u00c3\u00bc", 1, None], "Grüße": {"\u00c3\u00a4": True}}
    found = repaired_throughout(told)
    assert found == {"Gr\u00c3\u00bc\u00c3\u009fe": ["ü", 1, None], "Grüße": {"ä": True}}
    assert repaired_throughout({"\u00c3\u00a4": 1}) == {"ä": 1}


@given(
    st.recursive(
        TEXTS | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
        max_leaves=8,
    )
)
def test_any_value_comes_back_out_of_its_spoiled_form(told):
    # As the platforms write it: all bytes that are no ASCII as escapes.
    written = json.dumps(json.loads(spoiled(json.dumps(told, ensure_ascii=False))))
    assert repaired_throughout(json.loads(written)) == told
