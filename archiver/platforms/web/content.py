"""What a page shows: its title and main text, pictures within it, films, the documents and places it links to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import trafilatura
from lxml import etree, html
from lxml.html import HtmlElement
from trafilatura.settings import use_config

from archiver.platforms.web import addresses, films
from archiver.platforms.web.films import Shown
from archiver.platforms.web.steady import steady

LONGEST = 8 << 20
"""Letters of a page that are read; no company writes as many, and a parser is not to be kept busy."""
MOST_ELEMENTS = 20_000
"""Elements of a page that is read, likewise."""
_MOST_OUTLINKS = 400
_MOST_LINKS = 20_000
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_UNSEEN = "ancestor::script or ancestor::style or ancestor::noscript or ancestor::template"
_HOLDS = (
    f".//text()[normalize-space() and not({_UNSEEN})]"
    "|.//img|.//picture|.//video|.//audio|.//iframe|.//object|.//embed|.//svg|.//canvas"
)
_DECLARATION = re.compile(r"^\s*<\?xml\b[^<>]{0,200}\?>")
_BLOCKS = frozenset(("p", "head", "item", "quote", "code", "row", "table", "list"))
_BREAK = "\x1f"
"""Stands for a line break within a block, which is more than the white space that a source is written with."""
_HEADINGS = "(//h1|//h2)[position() <= 3]"
_SHOWN = "[not(ancestor::noscript or ancestor::template)]"
_LINKS = f"//a[@href]{_SHOWN}|//area[@href]{_SHOWN}|//iframe[@src]{_SHOWN}|//link[@rel='alternate'][@hreflang][@href]"
_SHORT_PAGES_TOO = use_config()
for _setting in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
    # By itself trafilatura takes a short main text for none, and all of the page in its place.
    _SHORT_PAGES_TOO.set("DEFAULT", _setting, "1")


class NotReadableError(ValueError):
    """A page that no parser makes anything of, or is too long to be given to one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture within the main text."""

    address: str
    alt: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """What one page shows and where it leads."""

    title: str
    language: str
    """As the page says itself, first subtag only; empty where it does not."""
    headings: tuple[str, ...]
    """Its first headings, in order."""
    lines: tuple[str, ...]
    """Main text, a block to a line, without what changes by itself."""
    pictures: tuple[Picture, ...]
    films: tuple[Shown, ...]
    """Anywhere on the page: a reader of main texts passes over them."""
    leads_to: tuple[str, ...]
    """Pages and documents of any site that it links to, canonical, each once."""
    outward: tuple[str, ...]
    """Those of other sites that its main text links to."""
    outlinks: tuple[str, ...]
    """Those of other sites that it links to anywhere, as in its foot to the company's accounts."""
    canonical: str
    """What it says is its own address; empty where it does not."""
    entire: bool
    """Whether its end came, and something of it was read: servers send half a page, or a frame without content."""

    @property
    def documents(self) -> tuple[str, ...]:
        """Give the documents it links to, anywhere on the page."""
        return tuple(address for address in self.leads_to if addresses.is_document(address))


def read(text: str, address: str) -> Content:
    """Read a page. Raises NotReadableError."""
    # A parser of text takes no word on how text is encoded.
    text = _DECLARATION.sub("", text, count=1)
    tree, main = _parsed(text)
    base = addresses.canonical(_first(tree, "//base/@href"), address) or address
    leads = tuple(dict.fromkeys(_leads(tree, base)))
    site = addresses.host_of(addresses.site_of(address))
    refs = (addresses.canonical(ref.get("target") or "", base) for ref in main.iter("ref"))

    def is_outward(lead: str) -> bool:
        return addresses.host_of(addresses.site_of(lead)) != site

    lines, pictures, shown = (
        tuple(steady(list(_lines(main)))),
        tuple(_pictures(main, base)),
        films.read(tree, base),
    )
    return Content(
        title=_plain(_first(tree, "//head/title/text()")),
        language=(tree.get("lang") or "").partition("-")[0].lower()[:8],
        headings=tuple(filter(None, (_plain(one.text_content()) for one in _all(tree, _HEADINGS)))),
        lines=lines,
        pictures=pictures,
        films=shown,
        leads_to=leads,
        outward=tuple(dict.fromkeys(ref for ref in refs if ref and is_outward(ref))),
        outlinks=tuple(sorted(filter(is_outward, leads)))[:_MOST_OUTLINKS],
        canonical=addresses.canonical(_first(tree, "//link[@rel='canonical']/@href"), base) or "",
        entire=_END.search(text) is not None and not _is_hollow(tree) and bool(lines or pictures or shown),
    )


def _parsed(text: str) -> tuple[HtmlElement, etree._Element]:
    """Give a page as a tree, and its main text. Raises NotReadableError."""
    if len(text) > LONGEST:
        raise NotReadableError(f"more than {LONGEST:,} letters")
    try:
        tree = html.document_fromstring(text)
        has_more = next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None
        main = None if has_more else _main(text)
    except (ValueError, etree.LxmlError, RecursionError) as error:
        raise NotReadableError(type(error).__name__) from error
    if main is None:
        raise NotReadableError(f"more than {MOST_ELEMENTS:,} elements")
    return tree, main


def _is_hollow(tree: HtmlElement) -> bool:
    """Tell whether a page marks its main part, and that holds nothing."""
    parts = tree.xpath("//main|//*[@role='main']")
    return bool(parts) and not any(part.xpath(_HOLDS) for part in parts)


def _main(text: str) -> etree._Element:
    """Give the main text as trafilatura finds it: blocks, pictures and links; nothing where it finds none."""
    found = trafilatura.extract(
        text,
        output_format="xml",
        include_comments=False,
        include_images=True,
        include_links=True,
        include_tables=True,
        with_metadata=False,
        config=_SHORT_PAGES_TOO,
    )
    return etree.fromstring(found.encode()) if found else etree.Element("doc")


def _lines(main: etree._Element) -> Iterator[str]:
    """Give blocks, outer before inner, each with the words that stand in no block within it."""
    pending: list[etree._Element] = [main]
    while pending:
        block = pending.pop()
        lines = "".join(_own_words(block)).split(_BREAK)
        yield from filter(None, map(_plain, lines))
        pending.extend(reversed([one for one in block.iterdescendants() if _is_next_block(one, block)]))


def _is_next_block(found: etree._Element, block: etree._Element) -> bool:
    if found.tag not in _BLOCKS:
        return False
    above = next((one for one in found.iterancestors() if one is block or one.tag in _BLOCKS), None)
    return above is block


def _own_words(block: etree._Element) -> Iterator[str]:
    if block.tag == "doc":
        return
    yield block.text or ""
    for child in block:
        if child.tag == "lb":
            yield _BREAK
        elif child.tag not in _BLOCKS:
            yield from _own_words_of_inline(child)
        yield child.tail or ""


def _own_words_of_inline(inline: etree._Element) -> Iterator[str]:
    yield inline.text or ""
    for child in inline:
        if child.tag == "lb":
            yield _BREAK
        elif child.tag not in _BLOCKS:
            yield from _own_words_of_inline(child)
        yield child.tail or ""


def _pictures(main: etree._Element, base: str) -> Iterator[Picture]:
    seen = set()
    for graphic in main.iter("graphic"):
        address = addresses.canonical(graphic.get("src") or "", base)
        if address is not None and address not in seen:
            seen.add(address)
            yield Picture(address, graphic.get("alt"))


def _leads(tree: HtmlElement, base: str) -> Iterator[str]:
    for link in _all(tree, _LINKS)[:_MOST_LINKS]:
        address = addresses.canonical(link.get("href") or link.get("src") or "", base)
        if address is not None and addresses.may_be_page(address):
            yield address


def _first(tree: HtmlElement, path: str) -> str:
    """Give the first text or attribute that an XPath 1.0 expression finds; empty where it finds none."""
    found: Any = tree.xpath(path)
    return str(found[0]) if found else ""


def _all(tree: HtmlElement, path: str) -> list[HtmlElement]:
    found: Any = tree.xpath(path)
    return list(found)


def _plain(words: str) -> str:
    return " ".join(words.split())
