"""What kind of page or answer this is, by its content: status 200 is not success on this platform.

The words that stand in the place of what is not there also stand inside a live feed, where a share's original is gone:
they count only where the page holds no Story at all, read or not: of a page that broke off, or of one in a shape not
known here, the Story may be what could not be read.
"""

import re
from typing import Any

from archiver.formats.json_values import Node, objects, text
from archiver.formats.relay import RelayPage
from archiver.model.reading import Availability, Kind

_ISNT = rb"isn(?:'|\\u0027|\\u2019|\xe2\x80\x99)t available"
_GONE = re.compile(
    rb"\"title\":\"((?:(?:This content|This page|This profile|Profile) %(isnt)s|"
    rb"Sorry, this (?:content|page) %(isnt)s)[^\"]{0,40})\"" % {b"isnt": _ISNT}
)
_GONE_TITLE = re.compile(rb"<title[^<>]*>\s*Page Not Found", re.IGNORECASE)
_STORY = re.compile(
    rb"\"__typename\\?\":\s?\\?\"Story\\?\"|\"__isFeedUnit\\?\"|\"comet_sections\\?\"|\"__isNode\\?\":\s?\\?\"Story\\?\""
    rb"|\"(?:currMedia|creation_story|container_story|node_v2|short_form_video_context)\\?\":\s?\{"
)
_BLOCKED = re.compile(rb"\{\"__dr\":\"CometErrorRoot\.react\"\}")
_LOGIN_FORM = re.compile(rb"id=[\"']?login_form\b")
_LOGIN_WORDS = (b"You must log in to continue", b"Log into Facebook", b"Log in to Facebook")
_OLD_POST = b"userContentWrapper"
_HEAD_BYTES = 16_384
_TOO_MANY = 429
_CHECKS = ("/checkpoint", "/two_step_verification", "/two_factor")
_RATE_LIMIT = 1675004
_SOFT_BLOCKS = {1357004, 1357054}
_LOGGED_OUT_ERRORS = {1357001}
_NOBODY = re.compile(r"useridiszero|lsddataerror|not logged in", re.IGNORECASE)


def of_html(page: RelayPage, html: bytes, *, status: int, path: str, has_content: bool, stories: int) -> Kind:
    """Classify a page. `has_content` says whether it carries what it is the address of, `stories` how many it holds."""
    if has_content:
        return Kind(Availability.LIVE, "content")
    if status == _TOO_MANY:
        return Kind(Availability.RATE_LIMITED, "HTTP 429")
    if path.startswith(_CHECKS):
        return Kind(Availability.WALLED, path.strip("/").partition("/")[0], challenge=True)
    if path.startswith("/login") or _is_login(html):
        return Kind(Availability.WALLED, "login")
    if _BLOCKED.search(html):
        return Kind(Availability.RATE_LIMITED, "CometErrorRoot")
    empty = not stories and _STORY.search(html) is None
    gone = _GONE.search(html) if empty else None
    if gone is not None:
        # With whichever apostrophe it came, it is the same answer.
        said = gone[1].decode("utf-8", "replace")
        return Kind(Availability.NOT_FOUND, re.sub(r"\\u0027|\\u2019|\u2019", "'", said))
    if empty and _GONE_TITLE.search(html, 0, _HEAD_BYTES):
        return Kind(Availability.NOT_FOUND, "Page Not Found")
    if page.blocks:
        return Kind(Availability.UNKNOWN, "a page without data", empty=True)
    return Kind(Availability.UNKNOWN, f"HTTP {status}, no data blocks")


def _is_login(html: bytes) -> bool:
    """Tell whether a page asks who one is: not by its form alone, which stands over many a live page."""
    return _LOGIN_FORM.search(html) is not None and any(words in html for words in _LOGIN_WORDS)


def is_old_post(html: bytes) -> bool:
    """Tell whether a page shows a post in the markup of before 2023, which carries no data to be read."""
    return _OLD_POST in html and b"data-utime=" in html


def of_json(document: Any, *, status: int) -> Kind | None:  # noqa: ANN401 - JSON is what it is
    """Classify a JSON answer that refuses; None for one that may carry content."""
    if status == _TOO_MANY:
        return Kind(Availability.RATE_LIMITED, "HTTP 429")
    if not isinstance(document, dict):
        return None
    if document.get("__ar") == 1 and "error" in document:
        return _of_error(document)
    for error in objects(document.get("errors")):
        if error.get("code") == _RATE_LIMIT:
            return Kind(Availability.RATE_LIMITED, text(error.get("message")) or "Rate limit exceeded")
        if _NOBODY.search(text(error.get("message")) or ""):
            return Kind(Availability.WALLED, "logged out")
    return None


def _of_error(document: Node) -> Kind:
    number, said = document["error"], text(document.get("errorSummary")) or ""
    told = " ".join(str(document.get(key)) for key in ("errorSummary", "errorDescription", "error"))
    if number in _LOGGED_OUT_ERRORS or _NOBODY.search(told):
        return Kind(Availability.WALLED, f"error {str(number)[:20]}")
    limited = number in _SOFT_BLOCKS
    signal = f"error {str(number)[:20]}{': ' if said else ''}{said[:60]}"
    return Kind(Availability.RATE_LIMITED if limited else Availability.UNKNOWN, signal)
