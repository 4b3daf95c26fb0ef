"""Films that a page shows: its own, each a file or several, and those that a player from elsewhere shows within it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml.html import HtmlElement

from archiver.platforms.web import addresses

_OUTSIDE = frozenset(("script", "style", "noscript", "template"))
_IN_PIECES = (".m3u8", ".mpd")
"""Endings of lists of pieces, which are no file that can be fetched."""
_PLAYERS = re.compile(
    r"(?:(?:www\.)?youtube(?:-nocookie)?\.com/embed/|player\.vimeo\.com/video/|(?:www|geo)\.dailymotion\.com/|"
    r"(?:www\.)?facebook\.com/plugins/video|[^/]+/(?:.*/)?(?:embed|player|videos?|iframe)(?:[/._-]|$)|"
    r"(?:player|play|embed|video|fast|iframe)\.)"
)
"""Host and path of what plays films, as far as an address shows it."""
_YOUTUBE = re.compile(r"(?:www\.)?youtube(?:-nocookie)?\.com")
_VIMEO = "player.vimeo.com"
_MOST = 50
"""Films of one page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One film."""

    addresses: tuple[str, ...]
    """Its files, as the page prefers them; none where it is shown by a player from elsewhere, or comes in pieces."""
    player: str = ""
    """Address by which its streams are to be sought where it has no files."""
    poster: str = ""
    """Picture that stands in its place; empty where there is none."""

    @property
    def name(self) -> str:
        """Give what it is called: the address of its first file, or of its player."""
        return self.addresses[0] if self.addresses else self.player


def read(tree: HtmlElement, base: str) -> tuple[Shown, ...]:
    """Give the films of a page, each once, in the page's order."""
    site = addresses.host_of(addresses.site_of(base))
    found: dict[str, Shown] = {}
    for element in tree.iter("video", "iframe", "embed"):
        if len(found) == _MOST:
            break
        if any(above.tag in _OUTSIDE for above in element.iterancestors()):
            continue
        shown = _own(element, base) if element.tag == "video" else _embedded(element, base, site)
        if shown is not None:
            found.setdefault(shown.name, shown)
    for shown in _told(tree, base, site) if not found else ():
        found.setdefault(shown.name, shown)
    return tuple(found.values())


def _own(element: HtmlElement, base: str) -> Shown | None:
    # The parser knows no end of a source, and takes the next one to stand within it.
    sources = [element, *element.iter("source")]
    told = dict.fromkeys(filter(None, (_address(source, base) for source in sources)))
    files = tuple(address for address in told if not _is_in_pieces(address))
    pieces = next((address for address in told if _is_in_pieces(address)), "")
    poster = addresses.canonical(element.get("poster") or "", base) if element.get("poster") else None
    return Shown(files, "" if files else pieces, poster or "") if files or pieces else None


def _embedded(element: HtmlElement, base: str, site: str) -> Shown | None:
    # Where consent is asked for first, the address waits under another name.
    address = _address(element, base)
    if address is None or addresses.host_of(addresses.site_of(address)) == site:
        return None
    return Shown((), _as_known(address)) if _is_player(address) else None


def _told(tree: HtmlElement, base: str, site: str) -> Iterator[Shown]:
    """Give the film that a page without any says of itself to others that it shows."""
    named: Any = tree.xpath(
        "//meta[@property='og:video:secure_url' or @property='og:video:url' or @property='og:video']"
    )
    for meta in named:
        address = addresses.canonical(meta.get("content") or "", base)
        if address is None:
            continue
        if addresses.is_film(address):
            yield Shown((address,))
            return
        if addresses.host_of(addresses.site_of(address)) != site and _is_player(address):
            yield Shown((), _as_known(address))
            return


def _address(element: HtmlElement, base: str) -> str | None:
    for name in ("src", "data-src", "data-lazy-src"):
        told = (element.get(name) or "").strip()
        if told and not told.startswith(("about:", "blob:", "data:", "javascript:")):
            return addresses.canonical(told, base)
    return None


def _is_in_pieces(address: str) -> bool:
    return urlsplit(address).path.lower().endswith(_IN_PIECES)


def _is_player(address: str) -> bool:
    parts = urlsplit(address)
    return _PLAYERS.match(f"{parts.netloc}{parts.path}".lower()) is not None


def _as_known(address: str) -> str:
    """Give a player's address without how it is to behave, where it is known which part names the film."""
    parts = urlsplit(address)
    if _YOUTUBE.fullmatch(parts.netloc):
        return urlunsplit(("https", "www.youtube.com", parts.path, "", ""))
    if parts.netloc == _VIMEO:
        kept = [(name, value) for name, value in parse_qsl(parts.query) if name == "h"]
        return urlunsplit(("https", parts.netloc, parts.path, urlencode(kept), ""))
    return address
