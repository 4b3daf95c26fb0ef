"""What a company does to its site, and others to its name: each a pure verb that gives the site as it is after.

Nothing is forgotten: what was taken away stays in the site, marked, so that the truth can name it. Pages and
documents are named by their paths. What cannot happen raises ValueError.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from archiver.simulator.website import wording
from archiver.simulator.website.addresses import canonical, key_of
from archiver.simulator.website.site import Document, How, Page, Picture, Site


def spoken(language: str) -> str:
    """Give the scope of a redirect that is for those who prefer a language, named as in `en`."""
    return f"language:{language.partition('-')[0].lower()}"


def rewrite(site: Site, path: str, paragraphs: Sequence[str], on: date | None = None) -> Site:
    """Write other words; the page says that it was changed only if a day is given."""
    page = _standing(site, path)
    return _with(site, replace(page, paragraphs=tuple(paragraphs), changed=on or page.changed))


def retitle(site: Site, path: str, title: str) -> Site:
    """Give a page another title."""
    return _with(site, replace(_standing(site, path), title=title))


def touch(site: Site, path: str, on: date) -> Site:
    """Store a page anew as it is: it says that it was changed, and it was not."""
    return _with(site, replace(_standing(site, path), changed=on))


def take_down(site: Site, path: str, how: How = "404") -> Site:
    """Take a page away; links to it stay where they are."""
    return _with(site, replace(_standing(site, path), gone=how))


def take_down_part(site: Site, part: str, how: How = "404") -> Site:
    """Take away all that lies below a path, known or not."""
    known = (*(page.path for page in site.pages), *(document.path for document in site.documents))
    if not any(path.startswith(part) for path in known):
        raise ValueError(f"There never was anything below {part}.")
    if site.part_gone(part):
        raise ValueError(f"{part} is gone already.")
    return replace(site, parts_gone=(*site.parts_gone, (part, how)))


def restore(site: Site, path: str) -> Site:
    """Show a page, a document or a part again that was taken away."""
    if path in dict(site.parts_gone):
        return replace(site, parts_gone=tuple(gone for gone in site.parts_gone if gone[0] != path))
    document = site.document(path)
    if document and document.gone:
        return _exchanged(site, replace(document, gone=None))
    page = _page(site, path)
    if not page.gone:
        raise ValueError(f"{path} was not taken away.")
    return _with(site, replace(page, gone=None))


def unlink(site: Site, path: str) -> Site:
    """Take all links to a page out of what authors wrote, and it from among translations; the words stay."""
    return replace(site, pages=tuple(_unlinked(page, path) for page in site.pages))


def add_page(site: Site, page: Page) -> Site:
    """Publish a page; nothing links to it but the menu, if it stands there, and the index for robots."""
    if any(other.path == page.path for other in site.pages):
        raise ValueError(f"There is a page at {page.path} already.")
    return replace(site, pages=(*site.pages, page))


def move(site: Site, path: str, new_path: str) -> Site:
    """Give a page another address; the old one leads there for good."""
    page = _standing(site, path)
    there = next((one for one in site.pages if one.path == new_path), None)
    if there and not there.moved:
        raise ValueError(f"There is a page at {new_path} already.")
    others = tuple(one for one in site.pages if one is not there)
    moved = _with(replace(site, pages=others), replace(page, moved=new_path))
    return replace(moved, pages=(*moved.pages, replace(page, path=new_path)))


def remove_picture(site: Site, path: str, n: int) -> Site:
    """Take a picture, counted from 1, out of a page; its file goes, too, where no other page shows it."""
    page = _standing(site, path)
    if not 1 <= n <= len(page.pictures):
        raise ValueError(f"Picture {n} cannot be taken out of {len(page.pictures)}.")
    gone = page.pictures[n - 1]
    kept = (*page.pictures[: n - 1], *page.pictures[n:])
    return _with(site, replace(page, pictures=kept, removed=(*page.removed, gone)))


def add_picture(site: Site, path: str, picture: Picture) -> Site:
    """Show a further picture on a page, behind its others."""
    page = _standing(site, path)
    return _with(site, replace(page, pictures=(*page.pictures, picture)))


def reencode_picture(site: Site, path: str, n: int) -> Site:
    """Write a picture, counted from 1, anew wherever it is shown: the same to the eye, in other bytes."""
    return _drawn_otherwise(site, path, n, lambda picture: replace(picture, encoding=picture.encoding + 1))


def rename_picture(site: Site, path: str, n: int, file: str) -> Site:
    """Call the file of a picture, counted from 1, something else wherever it is shown."""
    return _drawn_otherwise(site, path, n, lambda picture: replace(picture, file=file))


def _drawn_otherwise(site: Site, path: str, n: int, change: Callable[[Picture], Picture]) -> Site:
    page = _standing(site, path)
    if not 1 <= n <= len(page.pictures):
        raise ValueError(f"{path} has no picture {n}.")
    name = page.pictures[n - 1].name
    pages = (
        replace(
            one,
            pictures=tuple(change(each) if each.name == name else each for each in one.pictures),
        )
        for one in site.pages
    )
    return replace(site, pages=tuple(pages))


def replace_document(site: Site, path: str, content: bytes) -> Site:
    """Put another file at a document's address."""
    return _exchanged(site, replace(_document(site, path), content=content))


def remove_document(site: Site, path: str, how: How = "404") -> Site:
    """Take a document away; links to it stay where they are."""
    return _exchanged(site, replace(_document(site, path), gone=how))


def add_document(site: Site, document: Document) -> Site:
    """Put a file on the server, to which nothing links yet."""
    if site.document(document.path):
        raise ValueError(f"There is a document at {document.path} already.")
    return replace(site, documents=(*site.documents, document))


def country_redirect(site: Site, scope: str, to: str = "/en/") -> Site:
    """Send some to a part of the site, whatever they ask for: a `country` of others' happenings, or who is `spoken`."""
    if not scope.startswith(("country:", "language:")):
        raise ValueError(f"Nobody is told apart by {scope!r}.")
    return replace(site, led=(*site.led, (scope, to)))


def end_redirects(site: Site) -> Site:
    """Let everybody see what they ask for."""
    return replace(site, led=())


def disallow(site: Site, beginning: str) -> Site:
    """Ask robots to stay away from what lies below a path."""
    return replace(site, disallowed=(*site.disallowed, beginning))


def answer_unknown(site: Site, how: How) -> Site:
    """Answer addresses that never were in another way."""
    return replace(site, unknown=how)


def park(site: Site) -> Site:
    """Let the domain go to somebody who offers it for sale at every address."""
    return replace(site, state="parked")


def close(site: Site) -> Site:
    """Let the server answer that it does not serve."""
    return replace(site, state="closed")


def reopen(site: Site) -> Site:
    """Show the site again that was parked or closed."""
    if site.state == "open":
        raise ValueError(f"The site of {site.name} is open.")
    return replace(site, state="open")


def _page(site: Site, path: str) -> Page:
    page = next((page for page in site.pages if page.path == path), None)
    if page is None:
        raise ValueError(f"{site.name} never had a page {path}.")
    return page


def _standing(site: Site, path: str) -> Page:
    page = _page(site, path)
    if not page.is_standing:
        raise ValueError(f"{path} is not there any more.")
    return page


def _document(site: Site, path: str) -> Document:
    document = next((document for document in site.documents if document.path == path), None)
    if document is None:
        raise ValueError(f"{site.name} never had a document {path}.")
    if document.gone:
        raise ValueError(f"{path} is not there any more.")
    return document


def _with(site: Site, page: Page) -> Site:
    return replace(site, pages=tuple(page if one.path == page.path else one for one in site.pages))


def _exchanged(site: Site, document: Document) -> Site:
    documents = (document if one.path == document.path else one for one in site.documents)
    return replace(site, documents=tuple(documents))


def _unlinked(page: Page, path: str) -> Page:
    """Take the links to a path out of a page, in whichever way they are written."""
    meant = [address for _, address in page.links if key_of(canonical(address, page.address)) == path]
    paragraphs = page.paragraphs
    for address in meant:
        paragraphs = tuple(wording.unlinked(words, address) for words in paragraphs)
    alternates = tuple(pair for pair in page.alternates if pair[1] != path)
    return replace(page, paragraphs=paragraphs, alternates=alternates)
