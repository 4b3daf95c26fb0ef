"""Addresses of a company's own pages, written by one rule, so that a page met under several is one page.

Scheme and host in small letters, no port, dot segments resolved, percent signs as the WHATWG has browsers write them
and only where they must be; no fragment, none of the marks that campaigns and sessions leave in a query, and not the
name of a folder's index. The order of a query stays: a site may heed it. What differs in a closing slash, or in `www.`,
are two addresses until the site itself leads from one to the other.
"""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

from archiver.model.refs import PostRef, Ref, TargetRef

NAME = "web"
_PREFIX = f"{NAME}:"
_MARKS = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hsenc|_hsmi|_ga|"
    r"PHPSESSID|jsessionid|ASPSESSIONID\w*)",
    re.IGNORECASE,
)
_MAY_BE_SESSION = frozenset(("sid", "sessionid", "session_id"))
_SESSION = re.compile(r"[\w-]{16,}")
_FEEDS = frozenset("xml ics csv".split())
_BY_SERVERS = re.compile(r"(?<=/)csm_|[._-][0-9a-f]{8,40}(?=\.)|(?<=\w)-\d{2,4}x\d{2,4}(?=\.)|@\dx(?=\.)")
"""What systems for websites write into a picture's name by themselves: fingerprints, sizes, marks of what was cut."""
_IN_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LONGEST = 2_000
_DOCUMENTS = frozenset(
    "pdf doc docx docm odt rtf xls xlsx ods csv ppt pptx odp pps ppsx zip bin epub txt xml ics vcf dwg step stp".split()
)
_FILMS = frozenset("mp4 m4v webm mov".split())
_NO_PAGES = frozenset(
    "jpg jpeg png gif webp avif svg ico bmp tif tiff mp4 webm mov avi mp3 wav ogg m4a woff woff2 ttf eot css js mjs "
    "map json exe dmg msi apk iso gz tar 7z rar rss atom".split()
)


def canonical(address: str, base: str = "") -> str | None:
    """Write an address by the one rule; None where it is none of a page that can be asked for."""
    try:
        joined = urljoin(base, address.strip()) if base else address.strip()
        parts = urlsplit(safe_url_string(joined))
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("https", "http") or port not in (None, 80, 443) or not _HOST.fullmatch(host):
        return None
    path = urlsplit(canonicalize_url(f"https://{host}{_without_dots(_IN_PATH.sub('', parts.path))}")).path
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_mark(pair))
    if not query:
        path = _INDEX.sub("/", path)
    written = urlunsplit(("https", host, path, query, ""))
    return written if len(written) <= _LONGEST else None


def _without_dots(path: str) -> str:
    """Resolve dot segments (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    closing = [""] if segments and segments[-1] in (".", "..") else []
    return "/" + "/".join([*kept, *closing])


def _is_mark(pair: str) -> bool:
    name, _, value = pair.partition("=")
    # Some call an article by it.
    is_session = name.lower() in _MAY_BE_SESSION and _SESSION.fullmatch(value) is not None
    return is_session or _MARKS.fullmatch(name) is not None


def parse(text: str) -> Ref | None:
    """Read a site's address as a target and any other address of a page as a post; None where it is neither."""
    given = text.removeprefix(_PREFIX)
    if not given.lower().startswith(("https://", "http://")):
        given = f"https://{given}" if text.startswith(_PREFIX) else ""
    address = canonical(given) if given else None
    if address is None:
        return None
    parts = urlsplit(address)
    if parts.path == "/" and not parts.query:
        return TargetRef(NAME, site_of(address))
    return PostRef(NAME, address)


def address(ref: Ref) -> str:
    """Give the public address of a site's home page, or of a page."""
    return ref.key if isinstance(ref, PostRef) else f"{ref.name}/"


def site_of(address: str) -> str:
    """Name the site of a page as its target is named: `https://` and its host."""
    return f"https://{urlsplit(address).hostname or ''}"


def host_of(site: str) -> str:
    """Give the host by which a site is one, whichever of its two names it is asked under."""
    return (urlsplit(site).hostname or "").removeprefix("www.")


def is_home(address: str) -> bool:
    """Tell whether an address is that of its site's home page."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def part_of(address: str) -> str:
    """Name the part of a site that a page stands in: the first folder of its path, empty for the topmost."""
    folders = urlsplit(address).path.split("/")[1:-1]
    return folders[0] if folders else ""


def is_front_of(address: str, part: str) -> bool:
    """Tell whether an address is that of a part's own first page, with or without a closing slash."""
    parts = urlsplit(address)
    return parts.path.rstrip("/") == f"/{part}" and not parts.query


def beside(address: str, name: str) -> str:
    """Give the address of a name in the same folder, with the same ending."""
    parts = urlsplit(address)
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    ending = f".{last.rpartition('.')[2]}" if "." in last else "/" if parts.path.endswith("/") else ""
    return urlunsplit(("https", parts.netloc, f"{folder}/{name}{ending}", "", ""))


def is_document(address: str) -> bool:
    """Tell whether an address is, by its ending, that of a file to be kept and not of a page to be shown."""
    return _ending(address) in _DOCUMENTS


def is_film(address: str) -> bool:
    """Tell whether an address is, by its ending, that of a film in one file."""
    return _ending(address) in _FILMS


def is_feed(address: str) -> bool:
    """Tell whether a document is, by its ending, of a kind that servers write anew for each who asks."""
    return _ending(address) in _FEEDS


def stable(address: str) -> str:
    """Give of a medium's address what servers do not change by themselves: no query, no fingerprint, no size."""
    plain = without_query(address)
    folder, _, name = plain.rpartition("/")
    return f"{folder}/{_BY_SERVERS.sub('', f'/{name}')[1:]}" if name else plain


def may_be_page(address: str) -> bool:
    """Tell whether an address may be that of a page or document, by its ending."""
    return _ending(address) not in _NO_PAGES


def without_query(address: str) -> str:
    """Give what addresses have in common that differ in their query alone."""
    return address.partition("?")[0]


def _ending(address: str) -> str:
    name = urlsplit(address).path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""
