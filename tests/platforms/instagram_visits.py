"""Stand-ins for a visit, for what is held, and for the simulated company's pages."""

import contextlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from instagram_answers import QUERY, SITE, answer, document

from archiver.formats.warc import Held
from archiver.model.digest import Digest
from archiver.model.gap import Gap
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.model.vantage import Vantage
from archiver.platforms.instagram.extract import extract
from archiver.ports import HeldMedium
from archiver.simulator.instagram import connections, members, pages
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.visitors import Session


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
    passed_over: list = field(default_factory=list)
    hidden: list = field(default_factory=list)
    """Paths that were asked while what tells of it was stopped."""
    dialogs_shown: int = 0
    streams: dict = field(default_factory=dict)
    """What `resolve` finds, by the film's name."""
    sought: list = field(default_factory=list)
    more: list = field(default_factory=list)
    """Exchanges that each scroll brings."""
    led_on: list = field(default_factory=list)
    """From which cursor to which the page was led on."""

    def read(self, address, *, pictured=True):
        path = address.removeprefix(SITE)
        self.asked.append(path)
        assert path in self.answers, f"{path} is asked, and nobody expected it"
        found = extract(self.answers[path])
        self.reading += found
        return found

    def scroll(self):
        self.asked.append("scroll")
        found = extract(self.more.pop(0)) if self.more else Reading()
        self.reading += found
        return found

    def lead_on(self, cursor, to):
        self.led_on.append((cursor, to))

    def picture(self):
        self.pictured.append(next(path for path in reversed(self.asked) if path != "scroll"))

    def pass_over(self, held):
        self.passed_over += held

    def fetch(self, wanted):
        self.fetched += wanted
        return self.lost

    def resolve(self, subject, page, film):
        self.sought.append((subject, page, film))
        return self.streams.get(film)

    def note(self, gap):
        self.gaps.append(gap)

    @contextlib.contextmanager
    def unseen(self):
        before = len(self.asked)
        yield
        self.hidden += self.asked[before:]

    def dialogs(self):
        return self.dialogs_shown

    @property
    def fetched_for(self):
        """Give for whom media were fetched, each once and in order."""
        return list(dict.fromkeys(wanted.subject for wanted in self.fetched))


@dataclass
class FakeHoldings:
    """The port `Holdings`: knows some posts whole, by code."""

    whole: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    account_id: str = ""
    as_before: bool = False
    known: PostRef | None = None
    earlier: object = None
    reworded: tuple[str, ...] = ()

    def newest(self):
        return self.known

    def payload(self, digest):
        return None

    def asked_about_lately(self, addresses):
        return False

    def holders(self, media):
        return {}

    def knows_whole(self, ref, reading, promised=None):
        return ref.key in self.whole

    def is_worded_as_known(self, seen, reading):
        return seen.ref.key not in self.reworded

    def medium(self, ref, medium):
        held = Held("instagram/a/1", "urn:uuid:1", "", datetime(2026, 11, 1, tzinfo=UTC))
        known = medium.asset in self.assets or ref.key in self.whole
        return HeldMedium(str(ref), medium.asset, Digest.of(b""), held) if known else None

    def media_of(self, ref):
        held = Held("instagram/a/1", "urn:uuid:1", "", datetime(2026, 11, 1, tzinfo=UTC))
        return (
            (HeldMedium(str(ref), f"{ref.key}.jpg", Digest.of(b""), held),) if ref.key in self.whole else ()
        )

    def unchanged(self, reading):
        return self.as_before


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


GRID_ROOT = "xdt_api__v1__feed__user_timeline_graphql_connection"
REELS_ROOT = "xdt_api__v1__clips__user__connection_v2"


class MemberSite(Site):
    """The same company as one with a session is shown it: its listings come in answers to what a script asks."""

    def __init__(self, company):
        self.company = company
        self.home = f"/{company.handle}/"
        self.tab = f"{self.home}reels/"
        self._signer = Signer("test", 1_795_000_000)
        self.answers = {}
        session = Session("liesl", "1")
        # Only what a listing does not tell whole is ever visited.
        for post in (post for post in company.posts if post.kind == "video"):
            self.put(self.address(post), members.post_page(company, post, session, self._signer))
        self.put(self.home, members.profile_page(company, session, self._signer))
        self.put(self.tab, members.reels_page(company, session, self._signer))
        grid, reels = ([*self._pages(*each)] for each in ((GRID_ROOT, "grid"), (REELS_ROOT, "reels")))
        self.answers[self.home] += grid[:1]
        self.answers[self.tab] += reels[:1]
        self.more = [[page] for page in (*grid[1:], *reels[1:])]
        """What scrolling brings, the grid's pages first."""

    def _pages(self, root, surface):
        after, more = "", True
        while more:
            if surface == "grid":
                data = connections.timeline(self.company, after, 12, self._signer)
                asked = {"username": self.company.handle, "first": 12}
            else:
                data = connections.reels(self.company, after, 12, self._signer)
                asked = {"data": {"page_size": 12, "target_user_id": str(self.company.account.pk)}}
            variables = asked | {"after": after or None}
            yield answer({"data": {root: data}}, fields=[("variables", json.dumps(variables))])
            after, more = data["page_info"]["end_cursor"], data["page_info"]["has_next_page"]

    def visit(self, **more):
        return FakeVisit(
            self.answers, **{"vantage": Vantage("session", "salted"), "more": list(self.more)} | more
        )

    @property
    def grid(self):
        """Give all posts of the grid in its order."""
        return self.company.grid


def refused():
    """Give the answer of one who is asked to log in in the place of a listing's page."""
    said = {"message": "Please wait a few minutes before you try again.", "require_login": True}
    return answer(said | {"status": "fail"}, QUERY, status=401)
