"""Stand-ins for a visit, for what is held, and for the simulated company's pages."""

from dataclasses import dataclass, field

from instagram_answers import SITE, document

from archiver.model.gap import Gap
from archiver.model.reading import Reading
from archiver.model.vantage import Vantage
from archiver.platforms.instagram.extract import extract
from archiver.simulator import pages
from archiver.simulator.signing import Signer


@dataclass
class FakeVisit:
    """The port `Visit`: answers by address from what a test laid out, and keeps what was asked of it."""

    answers: dict
    vantage: Vantage = field(default_factory=Vantage)
    lost: int = 0
    """Media that `fetch` is to call lost."""
    reading: Reading = field(default_factory=Reading)
    asked: list[str] = field(default_factory=list)
    pictured: list[str] = field(default_factory=list)
    fetched: list = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def read(self, address):
        path = address.removeprefix(SITE)
        self.asked.append(path)
        assert path in self.answers, f"{path} is asked, and nobody expected it"
        found = extract(self.answers[path])
        self.reading += found
        return found

    def picture(self):
        self.pictured.append(self.asked[-1])

    def fetch(self, wanted):
        self.fetched += wanted
        return self.lost

    def note(self, gap):
        self.gaps.append(gap)

    @property
    def fetched_for(self):
        """Give for whom media were fetched, each once and in order."""
        return list(dict.fromkeys(wanted.subject for wanted in self.fetched))


@dataclass
class FakeHoldings:
    """The port `Holdings`: knows some posts whole, by code."""

    whole: tuple[str, ...] = ()

    def payload(self, digest):
        return None

    def knows_whole(self, ref):
        return ref.key in self.whole


class Site:
    """The simulated company's pages, to be answered at their addresses; each answer can be put otherwise."""

    def __init__(self, company):
        self.company = company
        self.home = f"/{company.handle}/"
        self._signer = Signer("test", 1_795_000_000)
        self.answers = {self.home: self.page(self.home, pages.profile_page(company, self._signer))}
        for post in company.posts:
            self.put(self.address(post), pages.post_page(company, post, self._signer))

    @staticmethod
    def page(path, content, **more):
        return [document(content, SITE + path, **more)]

    @staticmethod
    def address(post):
        """Give the path at which a post is asked for first."""
        return f"/{'reel' if post.kind == 'video' else 'p'}/{post.code}/"

    def put(self, path, content, **more):
        """Answer a path with a page."""
        self.answers[path] = self.page(path, content, **more)

    def not_found(self, path):
        self.put(path, pages.not_found_page(self._signer))

    def walled(self, path):
        self.put(path, pages.login_wall_page(self._signer))

    def throttled(self, path):
        self.put(path, pages.throttled_page(pages.POST_ROUTE, self._signer))

    def visit(self, **more):
        return FakeVisit(self.answers, **more)

    @property
    def grid(self):
        """Give the posts that the profile's first page lists, in its order."""
        return self.company.grid[:12]

    @property
    def codes(self):
        return [post.code for post in self.grid]
