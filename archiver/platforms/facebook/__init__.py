"""Facebook: how its addresses read, what its answers say, and which pages tell of a post."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from archiver.errors import AddressError
from archiver.formats import meta_cdn
from archiver.model.exchange import Exchange
from archiver.model.foreign import Document, DocumentKind
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.platforms.facebook import abouts, extract, post_pages, urls, viewing
from archiver.platforms.facebook.documents import kind as kind_of
from archiver.platforms.facebook.documents import read as read_all
from archiver.ports import WrittenForm
from archiver.visiting.account_network import AccountNetwork


class Facebook(AccountNetwork):
    """The port `Platform`, for Facebook."""

    name = urls.NAME
    label = "Facebook"
    surfaces = urls.SURFACES
    hosts = urls.HOSTS
    login_address = f"{urls.SITE}/login/"
    session_cookie = "xs"
    viewer_cookie = "c_user"
    of_viewer = viewing.OF_VIEWER
    media_addresses = urls.MEDIA
    written: WrittenForm = urls.WRITTEN
    extractor = extract.VERSION
    caution = (
        "Without a session Facebook shows about one post of a page, and often asks to log in instead: what is then no "
        "longer shown can be told of few posts. Sign in with 'archiver login facebook --session NAME', and name it in "
        'targets.toml: sessions = ["NAME"].'
    )
    controls_by_age = True

    def parse(self, text: str) -> Ref | None:
        """Read an address or `facebook:name`. Raises AddressError for one that only leads to another."""
        if urls.is_short(text):
            raise AddressError(
                f"{text} only leads to another address, and does not say to which.",
                "Open it in a browser, and give the address that the browser shows then.",
            )
        return urls.parse(text)

    def address(self, ref: Ref) -> str:
        """Give the public address of an account or post."""
        return urls.address(ref)

    def surface_address(self, target: TargetRef, surface: str) -> str:
        """Give the address of an account's page or of a tab of it."""
        return urls.surface_address(target, surface)

    def about_addresses(self, target: TargetRef) -> Sequence[str]:
        """Give the addresses of an account's transparency, and of how it is reached."""
        return tuple(urls.surface_address(target, page) for page in abouts.PAGES)

    def page_address(self, text: str, post: PostRef) -> str:
        """Give the page address of a post that a text asks for."""
        return urls.as_asked(text, post)

    def named(self, reading: Reading, post: PostRef) -> PostRef:
        """Give a post by its number, where an alias or the number of a medium led to it."""
        return post_pages.named(reading, post)

    def next_page(self, reading: Reading, post: PostRef, asked: Sequence[str]) -> str | None:
        """Give the post's own page, and of an album the pages of the photos that it leaves out."""
        return post_pages.next_page(reading, post, asked)

    def never_seen(self, now: datetime, beside: PostRef) -> PostRef:  # noqa: ARG002 - its numbers tell no time
        """Make up a post that was never there."""
        return urls.never_seen()

    def asset(self, address: str) -> str:
        """Give the stable part of a medium's address."""
        return meta_cdn.asset(address)

    def file(self, address: str) -> str:
        """Give the file name that all renditions of a medium share."""
        return meta_cdn.file_of(address) if meta_cdn.asset(address) else ""

    def extract(self, exchanges: Sequence[Exchange]) -> Reading:
        """Read exchanges."""
        return extract.extract(exchanges)

    def document_kind(self, told: object, path: str) -> DocumentKind | None:
        """Say which program's document a value out of JSON is."""
        return kind_of(told, path)

    def read_documents(self, documents: Iterable[Document]) -> Reading:
        """Read what other programs wrote of posts."""
        return read_all(documents)


PLATFORM = Facebook()
