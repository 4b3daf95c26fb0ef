"""Whether an answer is a copy that an intermediary had kept, as its headers say.

`Age` (RFC 9111, section 5.1), `Cache-Status` (RFC 9211), and the headers by which content networks said the same
before that. A copy shows how a page was, not that its site shows it still.
"""

import re
from collections.abc import Iterable

_HIT = re.compile(r"\bhit\b", re.IGNORECASE)
_OWN_WORDS = (
    "cache-status",
    "x-cache",
    "cf-cache-status",
    "x-cache-status",
    "x-varnish-cache",
    "x-proxy-cache",
)


def kept_copy(headers: Iterable[tuple[str, str]]) -> str:
    """Say in a few words that an answer is a kept copy; empty where no header says so."""
    told = {name.lower(): value.strip() for name, value in headers}
    age = told.get("age", "")
    if age.isdigit() and int(age) > 0:
        return f"kept for {int(age)} seconds"
    hit = next((name for name in _OWN_WORDS if _HIT.search(told.get(name, ""))), "")
    return f"{hit}: hit" if hit else ""
