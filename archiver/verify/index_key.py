"""The keys by which a WACZ's index is searched (SURT): each must be of the address that its line says.

Whoever makes one turns the host around and puts the rest into an order of its own. So what is compared is not the form
but what it is made of: the parts of the host in their order, and the letters and digits of all that follows.
"""

import re
from urllib.parse import unquote_to_bytes, urlsplit

_WWW = re.compile(r"www\d*\.")
_LETTERS = re.compile(rb"[a-z0-9]")
_REWRITTEN = re.compile(
    r"(?:jsessionid|phpsessid|sid|cfid|cftoken)=|aspsessionid|\([a-z]\(|/\.{1,2}(?:[/?]|$)", re.IGNORECASE
)
"""What those who make keys leave out, with what belongs to it: ids of sessions, and steps to a folder above."""
_MOST = 8
"""How often an address may be escaped."""


def fits(key: str, address: str) -> bool:
    """Tell whether a key, without its time, can be that of an address."""
    if not address.lower().startswith(("http://", "https://")):
        return _letters(key) == _letters(address)
    try:
        parts = urlsplit(address)
        host = _WWW.sub("", (parts.hostname or "").rstrip("."), count=1)
    except ValueError:
        return False
    named, _, rest = key.partition(")")
    # Of hosts in other letters, and numbers of the sixth version, keys have a form of their own.
    is_plain = host.isascii() and ":" not in host
    if is_plain and ",".join(reversed(host.split("."))) != named.partition(":")[0]:
        return False
    return bool(_REWRITTEN.search(address.partition("#")[0])) or _letters(rest) == _letters(
        f"{parts.path}?{parts.query}"
    )


def _letters(text: str) -> list[bytes]:
    """Give the letters and digits of a text, unescaped, in order of the alphabet."""
    found = text.encode("utf-8", "replace")
    for _ in range(_MOST):
        found = unquote_to_bytes(found)
    return sorted(_LETTERS.findall(found.lower()))
