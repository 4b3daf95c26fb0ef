"""What two addresses of the site must have in common to be the same: the rule that the truth is keyed by."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

DOMAIN = "hartmann-werkzeuge.example"
HOST = f"www.{DOMAIN}"
HOSTS = (HOST, DOMAIN)
HOME = f"https://{HOST}/"

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_cid|mc_eid|igsh|igshid", re.IGNORECASE)
_TWIN = "index.html"
_SAFE = "/:@!$&'()*+,;=~-._"


def canonical(address: str, beside: str = HOME) -> str:
    """Give the one form of an address as it stands on a page; nothing for what is no page on the web.

    Secure, the host in lower case and with its www, percent signs only where they must be; without a fragment,
    parameters that count visitors, or the file name that a folder has too.
    """
    parts = urlsplit(urljoin(beside, address.strip()))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = HOST if parts.hostname == DOMAIN else parts.hostname
    return f"https://{host}{key(parts.path, parse_qsl(parts.query, keep_blank_values=True))}"


def address_of(asked: str) -> str:
    """Give the canonical address of what lies at a path of the site."""
    return f"https://{HOST}{asked}"


def key_of(address: str) -> str:
    """Give the path and query of an address of the site; nothing for one of another host."""
    return address.removeprefix(f"https://{HOST}") if address.startswith(HOME) else ""


def key(path: str, query: list[tuple[str, str]] | tuple[tuple[str, str], ...] = ()) -> str:
    """Give what names a page within the site: its path and the parameters that matter."""
    plain = quote(unquote(path or "/"), safe=_SAFE)
    kept = [(name, value) for name, value in query if not _TRACKING.fullmatch(name)]
    folder = plain.removesuffix(_TWIN) if plain.endswith(f"/{_TWIN}") else plain
    return f"{folder}?{urlencode(kept)}" if kept else folder
