"""Tell a question from a call that tells: while stories are read, only questions leave the browser.

A page asks by name: its queries end in `Query`, or in what such a query is gone on with. What changes anything is
called a mutation, and what tells that a story was seen says so. Whatever is called otherwise, or not at all, counts as
telling; its name may be that of anything.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote

from archiver.formats.meta_cdn import split

_FETCHING = ("GET", "HEAD", "OPTIONS")
_QUERY = re.compile(r"[A-Za-z0-9_]{1,200}Query(?:_connection|_subscribe)?")
_SEEN = re.compile(r"/seen(?:/|$)|/api/(?:.*[/_-])?seen(?:[/_-]|$)", re.IGNORECASE | re.DOTALL)
"""A word of a path; behind `/api/` a part of one, where no account's name may hold it."""
_TELLS = re.compile(r"mutation|seen|subscription", re.IGNORECASE)
_NAME = "fb_api_req_friendly_name"
_HEADER = "x-fb-friendly-name"


def only_asks(method: str, address: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Tell whether a request only asks; in doubt it does not."""
    parts = split(address)
    if parts is None or _SEEN.search(unquote(parts.path)):
        return False
    names = _names(parts.query, headers, body)
    if any(_TELLS.search(name) for name in names):
        return False
    if method.upper() in _FETCHING:
        return True
    return method.upper() == "POST" and bool(names) and all(map(_QUERY.fullmatch, names))


def _names(query: str, headers: Mapping[str, str], body: bytes) -> list[str]:
    """Give all names that a request goes by: one that is called by two must be harmless by both."""
    fields = [*parse_qsl(query), *parse_qsl(body.decode("utf-8", "replace"))]
    named = [value for name, value in fields if name == _NAME]
    return [*named, *(value for name, value in headers.items() if name.lower() == _HEADER)]
