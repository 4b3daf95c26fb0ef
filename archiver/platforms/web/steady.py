"""Lines of a page that stand for its day and not for its words: dates by themselves, counters, the time.

A site writes today's date and how many have come into pages that nobody edits. Such lines are left out of what is
compared, always and whatever they say, so that no look differs by them. A date within a sentence stays: it is its
author's.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain

from babel.dates import get_day_names, get_month_names

_LOCALES = tuple("en de fr es it pt nl pl cs ru uk tr zh ja".split())
_BESIDE_A_DATE = 30
"""Letters that a line may hold beside its date and still be nothing else: *last changed on*, *today is Sunday*."""
_LONGEST_DATE = 300
"""Letters of a line that is looked through for dates: one that is nothing else is no longer, and looking takes time."""
_COUNTER = re.compile(
    r"\b(?:besucher\w*|zugriffe|aufrufe|zähler\w*|visitors?|visits|hits|page ?views|views|counter|online now|"
    r"visiteurs|visitas|visite|bezoekers|посетител\w*|просмотр\w*|odwiedzin|ziyaretçi)\b\D{0,20}\d|访问\D{0,12}\d|"
    r"\d[\d.,\u202f ]*\s(?:besucher\w*|zugriffe|aufrufe|visitors?|visits|hits|page ?views|views|visiteurs|visitas|"
    r"посетител\w*|просмотр\w*)\b",
    re.IGNORECASE,
)
_LONGEST_COUNTER = 80
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:uhr|h|am|pm|utc|gmt|mez|cet)?\b", re.IGNORECASE)


def steady(lines: list[str]) -> list[str]:
    """Give the lines that are a page's words."""
    return [line for line in lines if not (_is_date(line) or _is_counter(line))]


def _is_counter(line: str) -> bool:
    return len(line) <= _LONGEST_COUNTER and _COUNTER.search(line) is not None


def _is_date(line: str) -> bool:
    if len(line) > _LONGEST_DATE or not any(letter.isdigit() for letter in line):
        return False
    without = _date().sub("", line)
    if without == line:
        return False
    rest = _names().sub("", _CLOCK.sub("", without))
    return sum(map(str.isalnum, rest)) <= _BESIDE_A_DATE


@cache
def _date() -> re.Pattern[str]:
    months = sorted(_all(get_month_names), key=len, reverse=True)
    month = "|".join(map(re.escape, months))
    return re.compile(
        r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|"
        rf"\d{{1,2}}(?:\.|st|nd|rd|th|º)?\s(?:de\s|d')?(?:{month})\.?,?\s(?:de\s)?\d{{4}}|"
        rf"(?:{month})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日",
        re.IGNORECASE,
    )


@cache
def _names() -> re.Pattern[str]:
    days = sorted(_all(get_day_names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, days))})\b", re.IGNORECASE)


def _all(names_of: Callable[..., Mapping[int, str]]) -> set[str]:
    found = (
        names_of(width, context, locale).values()
        for locale in _LOCALES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
    )
    names = {name.rstrip(".") for name in chain.from_iterable(found)}
    return {name for name in names if len(name) > 1 and not name.isdigit()}
