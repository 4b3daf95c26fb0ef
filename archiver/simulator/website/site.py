"""The site: pages, pictures and documents, with whatever became of them. Nothing here knows how a page is laid out."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archiver.simulator import films, pictures
from archiver.simulator.films import Footage
from archiver.simulator.website import wording
from archiver.simulator.website.addresses import address_of, canonical, key_of
from archiver.simulator.website.encodings import UTF_8, Encoding

How = Literal["404", "410", "home", "soft"]
"""How an address is answered at which there is nothing: by a status, by sending the visitor to the home page, or
by saying so with status 200."""

State = Literal["open", "parked", "closed"]

_SMALL = 480


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a page shows."""

    name: str
    alt: str
    width: int = 960
    height: int = 640
    encoding: int = 0
    """How often it was written anew: the same picture at the same address, in other bytes."""
    file: str = ""
    """What its file is called, where that is not as the picture is."""

    @property
    def path(self) -> str:
        """Give where it lies."""
        return f"/bilder/{self.file or self.name}.jpg"

    @property
    def small_path(self) -> str:
        """Give where its form for small screens lies."""
        return f"/bilder/{self.file or self.name}-{_SMALL}.jpg"

    @property
    def content(self) -> bytes:
        """Give the file."""
        drawn = pictures.picture(f"website/{self.name}", self.width, self.height)
        return pictures.reencoded(drawn, self.encoding)

    @property
    def small(self) -> bytes:
        """Give the file for small screens."""
        return pictures.rendition(self.content, f"s{_SMALL}x{_SMALL}")

    @property
    def sha256(self) -> str:
        """Give the truth about `content`, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Film:
    """A film that a page shows."""

    name: str
    alt: str
    seconds: float = 8.0
    elsewhere: bool = False
    """Whether it lies with a film house, whose player stands within the page."""

    @property
    def path(self) -> str:
        """Give where it lies, if it is the site's own."""
        return f"/filme/{self.name}.mp4"

    @property
    def poster(self) -> Picture:
        """Give the picture that stands in its place until it is played."""
        return Picture(f"{self.name}-standbild", self.alt, 640, 360)

    @property
    def content(self) -> bytes:
        """Give the file."""
        return films.whole(Footage(f"website/{self.name}", 640, 360, self.seconds))

    @property
    def sha256(self) -> str:
        """Give the truth about `content`, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """A file that pages link to."""

    path: str
    mime: str
    content: bytes
    gone: How | None = None

    @property
    def sha256(self) -> str:
        """Give the truth about `content`, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """One page, as its author wrote it."""

    path: str
    """With percent signs where they must be, and with the parameters that name it, if any do."""
    title: str
    paragraphs: tuple[str, ...]
    """In the manner of `wording`."""
    changed: date
    """What the page says of itself; a page may be changed without."""
    language: str = "de"
    encoding: Encoding = UTF_8
    menu: str = ""
    """What the menu of its language calls it, if it stands there."""
    published: date | None = None
    """The date of a piece of news."""
    pictures: tuple[Picture, ...] = ()
    removed: tuple[Picture, ...] = ()
    """Pictures that were taken out of it."""
    films: tuple[Film, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    """Language and path of pages that say the same."""
    gone: How | None = None
    moved: str = ""
    """The path that visitors are sent to for good."""

    @property
    def text(self) -> tuple[str, ...]:
        """Give the main text, a paragraph each, without any of what stands around it."""
        return tuple(map(wording.plain, self.paragraphs))

    @property
    def address(self) -> str:
        """Give its canonical address."""
        return address_of(self.path)

    @property
    def is_standing(self) -> bool:
        """Whether it is there to be found, as far as it is the page's own matter."""
        return not (self.gone or self.moved)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Give words and address, as written, of all links of its text."""
        return tuple(link for paragraph in self.paragraphs for link in wording.links(paragraph))

    def linked(self, asked: str) -> bool:
        """Whether its text links to what lies at a path of the site."""
        return any(key_of(canonical(address, self.address)) == asked for _, address in self.links)


@dataclass(frozen=True, slots=True)
class Site:
    """The company's site."""

    name: str
    pages: tuple[Page, ...]
    """The home page first, those that are gone among them."""
    documents: tuple[Document, ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    """Name and address of the networks that the footer links to."""
    shortcuts: tuple[tuple[str, str], ...] = ()
    """Paths that were never pages, and those they lead to."""
    disallowed: tuple[str, ...] = ()
    """Beginnings of paths that robots are asked to stay away from."""
    traps: tuple[tuple[str, str], ...] = ()
    """What the home page links to that is no page of the author's: words and path."""
    parts_gone: tuple[tuple[str, How], ...] = ()
    """Beginnings of paths below which there is nothing any more, with how that is answered."""
    led: tuple[tuple[str, str], ...] = ()
    """Who is sent to another part whatever they ask for: `language:en` or `country:RU`, and the path."""
    unknown: How = "404"
    """How an address is answered that never was."""
    state: State = "open"

    def page(self, asked: str) -> Page | None:
        """Find a page by path and query; one that its author gave no parameters heeds none."""
        exact = next((page for page in self.pages if page.path == asked), None)
        bare = asked.partition("?")[0]
        return exact or next((page for page in self.pages if page.path == bare), None)

    def document(self, asked: str) -> Document | None:
        """Find a document."""
        bare = asked.partition("?")[0]
        return next((document for document in self.documents if document.path == bare), None)

    def documents_of(self, page: Page) -> tuple[Document, ...]:
        """Give the documents that a page's text links to, those that are gone among them."""
        return tuple(document for document in self.documents if page.linked(document.path))

    def part_gone(self, asked: str) -> How | None:
        """Give how the part is answered that a path lies in, if it is gone."""
        return next((how for part, how in self.parts_gone if asked.startswith(part)), None)

    def shows(self, page: Page) -> bool:
        """Whether a page is there to be found by everybody who is not sent elsewhere."""
        return self.state == "open" and page.is_standing and self.part_gone(page.path) is None
