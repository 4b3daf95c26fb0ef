"""Instagram: how its addresses read, what its answers say, and which pages tell of a post."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from archiver.errors import AddressError
from archiver.formats import meta_cdn
from archiver.model.account import Account
from archiver.model.exchange import Exchange
from archiver.model.foreign import Document, DocumentKind
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.platforms.instagram import extract, post_pages, questions, story_pages, urls, viewing
from archiver.platforms.instagram.documents import kind as kind_of
from archiver.platforms.instagram.documents import read as read_all
from archiver.ports import WrittenForm
from archiver.visiting.account_network import AccountNetwork


class Instagram(AccountNetwork):
    """The port `Platform`, for Instagram."""

    name = urls.NAME
    label = "Instagram"
    surfaces = urls.SURFACES
    hosts = urls.HOSTS
    login_address = f"{urls.SITE}/accounts/login/"
    session_cookie = "sessionid"
    viewer_cookie = "ds_user_id"
    of_viewer = viewing.OF_VIEWER
    media_addresses = urls.MEDIA
    written: WrittenForm = urls.WRITTEN
    extractor = extract.VERSION
    stated_nowhere = (
        "Instagram tells when and from where an account joined, and its former names, only in a dialog "
        "(“About this account”) that no address leads to: it is not captured. Look by hand, and note what you see."
    )
    has_stories = True

    def parse(self, text: str) -> Ref | None:
        """Read an address or `instagram:name`. Raises AddressError for that of a story: it is read with its account."""
        if urls.is_story(text):
            raise AddressError(
                f"{text} is a story, which is read with its account and by no address of its own.",
                "Have them read: archiver add https://www.instagram.com/NAME/ --stories",
            )
        return urls.parse(text)

    def address(self, ref: Ref) -> str:
        """Give the public address of a target or post."""
        return urls.address(ref)

    def asset(self, address: str) -> str:
        """Give the stable part of a medium's address."""
        return meta_cdn.asset(address)

    def file(self, address: str) -> str:
        """Give the file name that all renditions of a medium share."""
        return meta_cdn.file_of(address) if meta_cdn.asset(address) else ""

    def surface_address(self, target: TargetRef, surface: str) -> str:
        """Give the address of the profile, or of its reels tab."""
        return urls.surface_address(target, surface)

    def next_page(self, reading: Reading, post: PostRef, asked: Sequence[str]) -> str | None:
        """Give the next of the addresses a post may be asked at, the one its profile links it by first."""
        return post_pages.next_page(reading, post, asked)

    def story_pages(self, reading: Reading, target: TargetRef, account: Account) -> Sequence[str]:
        """Give the pages of the day's stories and of each highlight that the profile names."""
        return story_pages.of(reading, target, account)

    def only_asks(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell a question from what tells that a story was seen."""
        return questions.only_asks(method, address, headers, body)

    def page_address(self, text: str, post: PostRef) -> str:
        """Give the page address of a post that a text asks for."""
        return urls.as_asked(text, post)

    def never_seen(self, now: datetime, beside: PostRef) -> PostRef:  # noqa: ARG002 - one is as good as another
        """Make up a post that was never there."""
        return urls.never_seen(now)

    def extract(self, exchanges: Sequence[Exchange]) -> Reading:
        """Read exchanges."""
        return extract.extract(exchanges)

    def document_kind(self, told: object, path: str) -> DocumentKind | None:
        """Say which program's document a value out of JSON is."""
        return kind_of(told, path)

    def read_documents(self, documents: Iterable[Document]) -> Reading:
        """Read what other programs wrote of posts."""
        return read_all(documents)


PLATFORM = Instagram()
