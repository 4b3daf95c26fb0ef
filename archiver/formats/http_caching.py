"""Whether an answer is a copy that an intermediary had kept, as its headers say.

`Age` (RFC 9111, section 5.1), `Cache-Status` (RFC 9211), `Warning: 110` (RFC 7234), and the headers by which content
networks say the same in words of their own. A copy shows how a page was, not that its site shows it still.
"""

import re
from collections.abc import Iterable

_KEPT = re.compile(r"\bhit\b|_hit|(?-i:[a-z]Hit)\b|stale|updating", re.IGNORECASE)
"""Said by any of several intermediaries it is a copy, whichever of them had kept it."""
_NO_WORD_OF_IT = frozenset(("cache-control", "x-cache-key", "x-cache-tags", "cache-tag", "x-cache-hits"))
_TWO_NUMBERS = re.compile(r"\d+\s+\d+")
"""Varnish names the request that fetched a copy beside the one that it answers."""


def kept_copy(headers: Iterable[tuple[str, str]]) -> str:
    """Say in a few words that an answer is a kept copy; empty where no header says so."""
    told = {name.lower(): value.strip() for name, value in headers}
    age = told.get("age", "")
    if age.isdigit() and int(age) > 0:
        return f"kept for {int(age)} seconds"
    if _TWO_NUMBERS.fullmatch(told.get("x-varnish", "")):
        return "x-varnish: a copy of an earlier answer"
    if told.get("warning", "").startswith("110"):
        return "warning: stale"
    if told.get("x-cache-hits", "0").replace(",", " ").split()[-1:] not in ([], ["0"]):
        return "x-cache-hits: hit"
    hit = next((name for name, value in told.items() if _says_kept(name, value)), "")
    return f"{hit}: hit" if hit else ""


def _says_kept(name: str, value: str) -> bool:
    return "cache" in name and name not in _NO_WORD_OF_IT and bool(_KEPT.search(value))
