"""Credentials that Meta's pages carry in their own text: what a request is signed with, and what names a browser.

They stand in the page because its script sends them back. A capture keeps the page as it came; that they can be found
in it later, and left out of what is handed out, they are learnt as soon as the page is read.
"""

import re

_TOKENS = re.compile(
    rb"\"(?:DTSGInitialData|DTSGInitData|LSD)\",\s*\[\],\s*\{\s*\"token\":\s*\"([^\"]{6,2000})\""
    rb"|\"(?:async_get_token|device_id|machine_id|csrf_token|ServerNonce|accessToken)\":\s*\"([^\"]{6,2000})\""
    rb"|\"_js_datr\",\s*\"([^\"]{6,200})\""
    rb"|privacy_mutation_token=([^\"&\\<>]{6,2000})"
    rb"|name=\"(?:fb_dtsg|lsd|jazoest|datr)\" value=\"([^\"]{6,2000})\""
)
_ESCAPED = re.compile(rb"\\u00([0-9a-fA-F]{2})|\\(/)")


def of_page(html: bytes) -> frozenset[str]:
    """Give the credentials that a page's text holds; total on any bytes."""
    found = (next(filter(None, match.groups()), b"") for match in _TOKENS.finditer(html))
    return frozenset(_plain(value) for value in found if value)


def _plain(value: bytes) -> str:
    """Give a value as it is sent back, without what a script or an address writes otherwise."""
    letters = _ESCAPED.sub(lambda escape: bytes([int(escape[1], 16)]) if escape[1] else escape[2], value)
    return letters.decode("utf-8", "replace")
