"""Instagram: how its addresses read, what its answers say, and how a profile or post is visited."""

from collections.abc import Sequence
from datetime import datetime

from archiver.model.exchange import Exchange
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.model.step import Step
from archiver.platforms.instagram import crawl, extract, probe, urls
from archiver.ports import Crawled, Holdings, Limits, Owner, Visit, WrittenForm


class Instagram:
    """The port `Platform`, for Instagram."""

    name = urls.NAME
    label = "Instagram"
    hosts = urls.HOSTS
    login_address = f"{urls.SITE}/accounts/login/"
    session_cookie = "sessionid"
    viewer_cookie = "ds_user_id"
    media_addresses = urls.MEDIA
    written: WrittenForm = urls.WRITTEN
    extractor = extract.VERSION

    def parse(self, text: str) -> Ref | None:
        """Read an address or `instagram:name`."""
        return urls.parse(text)

    def address(self, ref: Ref) -> str:
        """Give the public address of a target or post."""
        return urls.address(ref)

    def asset(self, address: str) -> str:
        """Give the stable part of a medium's address."""
        return urls.asset(address)

    def file(self, address: str) -> str:
        """Give the file name that all renditions of a medium share."""
        return urls.file_of(address) if urls.asset(address) else ""

    def crawl(self, visit: Visit, target: TargetRef, holdings: Holdings, limits: Limits) -> Crawled:
        """Read what the profile shows to this vantage."""
        return crawl.crawl(visit, target, holdings, limits)

    def glance(self, visit: Visit, target: TargetRef) -> None:
        """Read one page of each surface and of one post."""
        crawl.glance(visit, target)

    def page_address(self, text: str, post: PostRef) -> str:
        """Give the page address of a post that a text asks for."""
        return urls.as_asked(text, post)

    def crawl_post(self, visit: Visit, post: PostRef, address: str) -> Crawled:
        """Read one post alone."""
        return crawl.crawl_post(visit, post, address)

    def probe(self, visit: Visit, plan: Sequence[Step]) -> Crawled:
        """Read the pages of a plan."""
        return probe.probe(visit, plan)

    def never_seen(self, now: datetime) -> PostRef:
        """Make up a post that was never there."""
        return urls.never_seen(now)

    def owner(self, reading: Reading, post: PostRef) -> Owner | None:
        """Say whose post it is, where the answer says it."""
        return crawl.owner(reading, post)

    def extract(self, exchanges: Sequence[Exchange]) -> Reading:
        """Read exchanges."""
        return extract.extract(exchanges)


PLATFORM = Instagram()
