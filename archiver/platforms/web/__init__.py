"""Websites: a company's own pages and documents, each known by its address."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from archiver.model.exchange import Exchange
from archiver.model.foreign import Document, DocumentKind
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.model.step import Step
from archiver.platforms.web import addresses, crawl, extract
from archiver.ports import Crawled, Holdings, Limits, Owner, Visit, Wording, WrittenForm
from archiver.visiting import probe


class Web:
    """The port `Platform`, for websites."""

    name = addresses.NAME
    label = "The site"
    hosts = ("*",)
    login_address = ""
    session_cookie = ""
    viewer_cookie = ""
    of_viewer = frozenset[str]()
    media_addresses = tuple(
        f"*.{kind}*" for kind in "jpg jpeg png gif webp avif svg mp4 webm mp3 woff woff2".split()
    )
    written = WrittenForm(own_site=True)
    extractor = extract.VERSION
    caution = (
        "Whoever runs this site can see in its log that it was visited, when, and from which address. "
        'To look from another, set [network] proxy, or proxy = "…" for this target in targets.toml.'
    )
    stated_nowhere = ""
    controls_by_age = False
    is_site = True
    has_stories = False
    wording = Wording(
        post="Page {key} of site {account_id}",
        others="of the same site",
        noun="page",
        one_other="1 other page",
        more_others="{count} other pages",
        answered="the site answered its address as it answers an address that never existed (by {answer})",
    )

    def parse(self, text: str) -> Ref | None:
        """Read `web:https://…`, or an address of a page."""
        return addresses.parse(text)

    def address(self, ref: Ref) -> str:
        """Give the public address of a site's home page, or of a page."""
        return addresses.address(ref)

    def page_address(self, text: str, post: PostRef) -> str:  # noqa: ARG002 - a page has one address
        """Give the page's address by the one rule."""
        return post.key

    def about_addresses(self, target: TargetRef) -> Sequence[str]:  # noqa: ARG002 - a site states it on its own pages
        """Give no address: a site's imprint is one of its pages."""
        return ()

    def crawl(self, visit: Visit, target: TargetRef, holdings: Holdings, limits: Limits) -> Crawled:
        """Read the site."""
        return crawl.crawl(visit, target, holdings, limits)

    def glance(self, visit: Visit, target: TargetRef) -> None:
        """Read the home page, and the first page that it leads to."""
        reading = visit.read(addresses.address(target), pictured=False)
        site = addresses.host_of(target.name)
        leads = (lead for page in reading.pages for lead in page.leads_to)
        own = (lead for lead in leads if addresses.host_of(addresses.site_of(lead)) == site)
        page = next(
            (lead for lead in own if not (addresses.is_home(lead) or addresses.is_document(lead))), None
        )
        if page is not None:
            visit.read(page, pictured=False)

    def crawl_post(self, visit: Visit, post: PostRef, address: str) -> Crawled:  # noqa: ARG002 - the answer tells
        """Read one page alone."""
        return crawl.crawl_post(visit, address)

    def probe(self, visit: Visit, plan: Sequence[Step]) -> Crawled:
        """Read the pages of a plan."""
        return probe.probe(visit, plan, crawl.page_of)

    def never_seen(self, now: datetime, beside: PostRef) -> PostRef:  # noqa: ARG002 - addresses tell no time
        """Make up a page that was never there, in the same folder and with the same ending as another."""
        return PostRef(self.name, addresses.beside(beside.key, secrets.token_hex(8)))

    def parts(self, posts: Sequence[PostRef]) -> Mapping[PostRef, str]:
        """Name the folder of each page that shares it with another: one alone in its folder stands at the top."""
        folders = Counter(addresses.part_of(post.key) for post in posts)
        named = {post: addresses.part_of(post.key) for post in posts}
        return {post: f"/{part}/" for post, part in named.items() if part and folders[part] > 1}

    def named(self, reading: Reading, post: PostRef) -> PostRef:
        """Give a page by the address that the site led to."""
        page = crawl.document_of(reading)
        led_to = page.subject if page is not None else None
        known = any(page.subject == post and page.availability.tells for page in reading.pages)
        return led_to if isinstance(led_to, PostRef) and not known else post

    def owner(self, reading: Reading, post: PostRef) -> Owner | None:
        """Say whose site a page stands on, where it was shown."""
        shown = next((seen for seen in reading.observations if seen.ref == post), None)
        return Owner(shown.owner_name, shown.owner_id) if shown is not None else None

    def extract(self, exchanges: Sequence[Exchange]) -> Reading:
        """Read exchanges."""
        return extract.extract(exchanges)

    def document_kind(self, told: object, path: str) -> DocumentKind | None:  # noqa: ARG002
        """Know no document: a website is read by what it answered."""
        return None

    def read_documents(self, documents: Iterable[Document]) -> Reading:  # noqa: ARG002 - none is known
        """Read nothing."""
        return Reading()

    def only_asks(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> bool:  # noqa: ARG002
        """Take what fetches for a question, and all else for more."""
        return method in ("GET", "HEAD")

    def asset(self, address: str) -> str:
        """Give a medium's address by the one rule."""
        return addresses.canonical(address) or ""

    def file(self, address: str) -> str:
        """Give a medium's address without its query."""
        return addresses.without_query(self.asset(address))


PLATFORM = Web()
