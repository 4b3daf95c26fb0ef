"""The encoding of a page's bytes, found as browsers find it (WHATWG Encoding and HTML, section 13.2.3.2).

A byte-order mark decides, then the transport's charset, then what the page's first bytes declare.
"""

from w3lib.encoding import html_to_unicode

_FALLBACK = "windows-1252"
"""What browsers take for the encoding of a page that declares none, unless its bytes are UTF-8."""


def decoded(body: bytes, content_type: str) -> str:
    """Give a page's text; total on any bytes, what is no letter becoming a replacement character."""
    _, text = html_to_unicode(content_type, body, auto_detect_fun=_undeclared)
    return str(text)


def _undeclared(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _FALLBACK
    return "utf-8"
