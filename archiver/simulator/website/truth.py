"""What is true of every address that ever was, from the site alone, never from an answer.

What an observer may at most conclude is measured against it. No condition changes it.
"""

from dataclasses import dataclass
from typing import Literal

from archiver.simulator.website import routes
from archiver.simulator.website.addresses import HOST, address_of, canonical, key_of
from archiver.simulator.website.site import Document, How, Page, Site

Standing = Literal["live", "absent_for_all", "moved", "part_gone", "site_gone"]


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a page or document stands, and what it holds, or held when it was last there."""

    standing: Standing
    kind: Literal["page", "document", "shortcut"]
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    """The main text as its author wrote it, without title, menus, banners, counters and dates."""
    pictures: tuple[str, ...] = ()
    """SHA-256 of each picture's file, in hex, in order."""
    films: tuple[str, ...] = ()
    """SHA-256 of each film's file, in hex, wherever it lies."""
    documents: tuple[str, ...] = ()
    """SHA-256 of each document it links to that is there; of the document itself."""
    language: str = ""
    encoding: str = ""
    """What its bytes are, whatever is said of them."""
    leads_to: str = ""
    """Canonical address that one is sent to for good."""
    answered: How | None = None
    """How its absence is answered, where it is its own or its part's."""
    kept_from: frozenset[str] = frozenset()
    """Those who are sent elsewhere: `language:en`, `country:RU`."""


def truths(site: Site) -> dict[str, Truth]:
    """Give the truth about every address that ever was, by its canonical form."""
    shortcuts = {address_of(path): _shortcut(site, path, to) for path, to in site.shortcuts}
    documents = {address_of(document.path): _document(site, document) for document in site.documents}
    pages = {page.address: truth(site, page) for page in site.pages}
    return shortcuts | documents | pages


def truth(site: Site, page: Page) -> Truth:
    """Give the truth about one page."""
    standing, answered = _standing(site, page.path, page.gone)
    if standing == "live" and page.moved:
        standing = "moved"
    linked = site.documents_of(page)
    return Truth(
        standing,
        "page",
        page.title,
        page.text,
        tuple(picture.sha256 for picture in page.pictures),
        tuple(film.sha256 for film in page.films),
        tuple(one.sha256 for one in linked if _standing(site, one.path, one.gone)[0] == "live"),
        page.language,
        page.encoding.codec,
        address_of(page.moved) if page.moved else "",
        answered,
        _kept_from(site, page.path),
    )


def destination(site: Site, address: str, beside: str = "") -> str:
    """Give where a link ends, as canonical address, however it is written; nothing outside the site."""
    found = canonical(address, beside or address_of("/"))
    if not found.startswith(f"https://{HOST}/"):
        return ""
    asked = key_of(found)
    # A page that moved may have moved on since.
    for _ in site.pages:
        page, onward = site.page(asked), routes.forwarded(site, asked)
        if page and page.moved:
            asked = page.moved
        elif page is None and onward:
            asked = onward
        else:
            return page.address if page else address_of(asked)
    raise ValueError(f"{address} leads round in a circle.")


def _document(site: Site, document: Document) -> Truth:
    standing, answered = _standing(site, document.path, document.gone)
    return Truth(
        standing,
        "document",
        documents=(document.sha256,),
        answered=answered,
        kept_from=_kept_from(site, document.path),
    )


def _shortcut(site: Site, path: str, to: str) -> Truth:
    standing, answered = _standing(site, path, None)
    standing = "moved" if standing == "live" else standing
    return Truth(standing, "shortcut", leads_to=address_of(to), answered=answered)


def _standing(site: Site, path: str, gone: How | None) -> tuple[Standing, How | None]:
    if site.state != "open":
        return "site_gone", None
    part = site.part_gone(path)
    if part:
        return "part_gone", part
    return ("absent_for_all", gone) if gone else ("live", None)


def _kept_from(site: Site, path: str) -> frozenset[str]:
    return frozenset(scope for scope, to in site.led if not path.startswith(to))
