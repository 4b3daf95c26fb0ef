"""What all networks of accounts answer alike of the port `Platform`, by their pages' addresses and their extraction."""

from collections.abc import Iterable, Mapping, Sequence

from archiver.model.account import Account
from archiver.model.foreign import Document, DocumentKind
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.step import Step
from archiver.ports import Crawled, Holdings, Limits, Owner, Visit, Wording
from archiver.visiting import crawl, probe
from archiver.visiting.site import Site


class AccountNetwork(Site):
    """The part of the port `Platform` that tells how accounts are visited; a network's own class adds the rest."""

    of_viewer = frozenset[str]()
    caution = ""
    stated_nowhere = ""
    controls_by_age = False
    is_site = False
    wording = Wording()
    has_stories = False

    def parts(self, posts: Sequence[PostRef]) -> Mapping[PostRef, str]:  # noqa: ARG002 - all of an account is one
        """Give no part: all posts of an account stand side by side."""
        return {}

    def about_addresses(self, target: TargetRef) -> Sequence[str]:  # noqa: ARG002 - where there are none
        """Give no address: what is stated of an account stands on its own page."""
        return ()

    def story_pages(self, reading: Reading, target: TargetRef, account: Account) -> Sequence[str]:  # noqa: ARG002
        """Give no page: most networks' stories are not read here."""
        return ()

    def document_kind(self, told: object, path: str) -> DocumentKind | None:  # noqa: ARG002
        """Know no document: most networks are read by what they answered."""
        return None

    def read_documents(self, documents: Iterable[Document]) -> Reading:  # noqa: ARG002 - none is known
        """Read nothing."""
        return Reading()

    def only_asks(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> bool:  # noqa: ARG002
        """Take what fetches for a question, and all else for more."""
        return method in ("GET", "HEAD")

    def named(self, reading: Reading, post: PostRef) -> PostRef:  # noqa: ARG002 - where names do not change
        """Give the post as it was asked for."""
        return post

    def crawl(self, visit: Visit, target: TargetRef, holdings: Holdings, limits: Limits) -> Crawled:
        """Read what the account shows to this vantage."""
        return crawl.crawl(self, visit, target, holdings, limits)

    def glance(self, visit: Visit, target: TargetRef) -> None:
        """Read one page of each listing and of one post."""
        crawl.glance(self, visit, target)

    def crawl_post(self, visit: Visit, post: PostRef, address: str) -> Crawled:
        """Read one post alone."""
        return crawl.crawl_post(self, visit, post, address)

    def probe(self, visit: Visit, plan: Sequence[Step]) -> Crawled:
        """Read the pages of a plan."""
        return probe.probe(visit, plan)

    def owner(self, reading: Reading, post: PostRef) -> Owner | None:
        """Say whose post it is, where the answer says it."""
        return crawl.owner(reading, post)
