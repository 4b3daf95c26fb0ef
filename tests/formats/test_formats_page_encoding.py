"""The encoding of a page, found as browsers find it: a mark, the header, the page's own word, and else UTF-8."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.formats.page_encoding import decoded

RUSSIAN, CHINESE, GERMAN = "Русский филиал в Казани", "你好鎔爐", "Größe: 40 €"
CASES = {
    "windows-1251, by the header": (RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251", RUSSIAN),
    "GBK, called gb2312 by the page": (
        b'<meta charset="gb2312">' + CHINESE.encode("gbk"),
        "text/html",
        f'<meta charset="gb2312">{CHINESE}',
    ),
    "a mark against the header": (
        b"\xef\xbb\xbf" + GERMAN.encode(),
        "text/html; charset=iso-8859-1",
        GERMAN,
    ),
    "UTF-16 by its mark alone": (GERMAN.encode("utf-16"), "text/html", GERMAN),
    "Latin-1 as browsers take it": (GERMAN.encode("cp1252"), "text/html; charset=ISO-8859-1", GERMAN),
    "nothing said, UTF-8": (GERMAN.encode(), "text/html", GERMAN),
    "nothing said, and no UTF-8": (GERMAN.encode("cp1252"), "text/html", GERMAN),
}


@pytest.mark.parametrize(("body", "content_type", "text"), CASES.values(), ids=CASES)
def test_a_page_is_read_in_its_encoding(body, content_type, text):
    assert decoded(body, content_type).removeprefix("\ufeff") == text


@given(
    st.binary(max_size=60),
    st.sampled_from(["", "text/html", "text/html; charset=x", "text/html; charset=utf-16"]),
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_text(body, content_type):
    assert isinstance(decoded(body, content_type), str)
