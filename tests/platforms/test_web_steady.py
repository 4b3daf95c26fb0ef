"""Lines that change by themselves are left out always; what an author wrote stays, dates and numbers in it too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.platforms.web.steady import steady

BY_THEMSELVES = [
    "Heute ist Sonntag, 29. November 2026",
    "Zuletzt geändert am 3.11.2026",
    "Stand: 2026-11-03",
    "29 Nov 2026, 14:03 Uhr",
    "November 3, 2026",
    "3 de noviembre de 2026",
    "Сегодня воскресенье, 29 ноября 2026",
    "2026年11月29日",
    "Besucher: 10.492",
    "Besucher Nr. 104.315",
    "1,234 visitors today",
    "Просмотров: 15",
]
AUTHORS = [
    "Am 3. Mai 2026 eröffnete die Hartmann Werkzeuge GmbH ein neues Werk in Kasan.",
    "Seit 1921",
    "Wir haben 80 Mitarbeiter.",
    "Telefon +49 341 555 0 417",
    "HRB 12345, Amtsgericht Leipzig",
    "Every year more than a thousand people visit our plant in Lindenau, and in 2026 there were 1,200.",
    "Werk II",
    "12 mm",
    "29.11.2026 " * 40,
    "",
]


@pytest.mark.parametrize("line", BY_THEMSELVES)
def test_a_date_by_itself_and_a_counter_are_left_out(line):
    assert steady([line]) == []


@pytest.mark.parametrize("line", AUTHORS)
def test_what_an_author_wrote_stays(line):
    assert steady([line]) == [line]


@given(st.lists(st.text(max_size=40), max_size=6))
def test_lines_keep_their_order_and_none_is_changed(lines):
    kept = steady(lines)
    assert [line for line in lines if line in kept] == kept or len(set(lines)) < len(lines)
    assert steady(kept) == kept
