"""What a site's imprint is known by, and what is read from its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.derive.imprint import contact, is_imprint

IMPRINTS = [
    ("https://x.example/impressum.html", ""),
    ("https://x.example/legal-notice/", ""),
    ("https://x.example/mentions-l%C3%A9gales", ""),
    ("https://x.example/p/17", "Impressum | Brandt Pumpen"),
    ("https://x.example/o-kompanii/", "Реквизиты"),
    ("https://x.example/kontakt/", ""),
    ("https://x.example/cn/", "联系我们"),
]


@pytest.mark.parametrize(("address", "title"), IMPRINTS)
def test_a_page_that_calls_itself_an_imprint_is_one(address, title):
    assert is_imprint(address, title)


@pytest.mark.parametrize(
    ("address", "title"),
    [("https://impressum.example/", "Start"), ("https://x.example/kontaktlinsen/", "Linsen"), ("", "")],
)
def test_a_page_that_does_not_is_none(address, title):
    assert not is_imprint(address, title)


WORDS = """Brandt Pumpen GmbH & Co. KG, Hafenstraße 3, 04999 Lindenau
Telefon: +49 (0)341 555-0417, Telefax 0049 341 5550418
E-Mail: Post@brandt-pumpen.example oder vertrieb@brandt-pumpen.example
Amtsgericht Lindenau, HRB 904172, USt-IdNr. DE 999 417 203, ИНН 7701234567"""


def test_mail_telephone_and_registers_are_read_as_they_are_written():
    found = contact(WORDS)
    assert found.emails == ("Post@brandt-pumpen.example", "vertrieb@brandt-pumpen.example")
    assert found.phones == ("+49 (0)341 555-0417", "0049 341 5550418")
    assert found.numbers == ("HRB 904172", "DE 999 417 203", "ИНН 7701234567")


def test_two_ways_of_writing_the_same_are_the_same():
    assert contact("+49 (0)341 555-0417").compared == contact("0049 341 555 0417").compared
    assert contact("POST@x.example").compared == contact("post@X.example").compared
    assert contact("USt DE 999417203").compared == contact("VAT DE999417203").compared


def test_dates_prices_and_house_numbers_are_no_telephone_numbers():
    assert contact("01.02.2026, 1 200 EUR, Halle 4, Stand B17").phones == ()


@given(st.text(max_size=400))
def test_any_words_are_read(words):
    found = contact(words)
    assert all(each in words for each in found.emails)
    assert isinstance(found.compared, frozenset)
