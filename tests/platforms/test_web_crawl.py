"""A look at the simulated website, gone through by the port without a browser: what is asked, and in which order."""

import contextlib
from dataclasses import dataclass, field
from urllib.parse import urljoin

import pytest
import website_wire as wire

from archiver.errors import NetworkError
from archiver.model.capture import Limit, Outcome
from archiver.model.gap import GapReason
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.model.vantage import Vantage
from archiver.platforms.web import PLATFORM
from archiver.ports import Limits
from archiver.simulator.conditions import Challenge, RateLimit, under
from archiver.simulator.website import conditions, german, happenings
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.network import WebsiteNetwork
from archiver.simulator.website.news import FAIR
from archiver.simulator.website.traps import CALENDAR

HOME = wire.HOME
ROBOTS = f"{HOME}robots.txt"


@dataclass
class Visit:
    """The port `Visit` to a simulated website."""

    network: object
    vantage: Vantage = field(default_factory=Vantage)
    reading: Reading = field(default_factory=Reading)
    asked: list = field(default_factory=list)
    gone_to: list = field(default_factory=list)
    """What was asked for, without what that led on to."""
    pictured: list = field(default_factory=list)
    fetched: list = field(default_factory=list)
    gaps: list = field(default_factory=list)
    sought: list = field(default_factory=list)
    unreachable: frozenset = frozenset()

    def read(self, address, *, pictured=True):
        before = self.reading
        self.gone_to.append(address)
        exchanges = []
        for _ in range(20):
            self.asked.append(address)
            if address in self.unreachable:
                raise NetworkError(f"{address} could not be reached.")
            exchanges.append(wire.asked(address, self.network))
            if not exchanges[-1].location:
                self.reading += PLATFORM.extract(exchanges)
                return self._since(before)
            address = urljoin(address, exchanges[-1].location)
        self.reading += PLATFORM.extract(exchanges)
        raise NetworkError(f"{address} could not be reached: ERR_TOO_MANY_REDIRECTS.")

    def ask(self, address):
        before = self.reading
        self.gone_to.append(address)
        self.asked.append(address)
        self.reading += PLATFORM.extract((wire.asked(address, self.network, obtained="direct"),))
        return self._since(before)

    def _since(self, before):
        return Reading(
            pages=self.reading.pages[len(before.pages) :],
            accounts=self.reading.accounts[len(before.accounts) :],
            observations=self.reading.observations[len(before.observations) :],
            robots=self.reading.robots[len(before.robots) :],
        )

    def picture(self):
        self.pictured.append(self.asked[-1])

    def fetch(self, wanted):
        self.fetched += wanted
        return 0

    def pass_over(self, held):
        pass

    def resolve(self, subject, page, film):
        self.sought.append((subject, page, film))

    def note(self, gap):
        self.gaps.append(gap)

    def unseen(self):
        return contextlib.nullcontext()

    def dialogs(self):
        return 0


@dataclass
class Known:
    """The port `Holdings` of an archive that met some pages before, and would know them again."""

    met: tuple = ()
    as_known: bool = False
    earlier = None
    account_id = ""

    def posts(self):
        return [PostRef("web", address) for address in self.met]

    def shows_as_known(self, seen, reading):
        return self.as_known

    def knows_whole(self, *_):
        return False

    def is_worded_as_known(self, *_):
        return True

    def medium(self, *_):
        return None

    def media_of(self, _):
        return ()

    def asked_about_lately(self, addresses):
        return False

    def holders(self, _):
        return {}

    def unchanged(self, _):
        return self.as_known


def of(site=wire.SITE, met=None):
    network = WebsiteNetwork(site, seed="crawl", clock=wire.AT.timestamp)
    if met is not None:
        network.conditions = met
    return network


def crawled(network, known=None, **limits):
    visit = Visit(network)
    return visit, PLATFORM.crawl(visit, wire.TARGET, known or Known(), Limits(**limits))


def reasons(visit):
    return {gap.reason for gap in visit.gaps}


def test_every_page_and_document_but_what_robots_txt_forbids_is_read_once():
    visit, found = crawled(of())
    live = {*wire.live(), *wire.live("document")} - {f"{HOME}intern/"}
    assert {seen.ref.key for seen in visit.reading.observations} == live
    assert (found.outcome, found.reason, found.reach.limit) == (Outcome.COMPLETE, "", Limit.END)
    assert found.reach.listed == len(live)
    assert len(visit.gone_to) == len(set(visit.gone_to))
    assert [gap.subject for gap in visit.gaps if gap.reason is GapReason.FORBIDDEN_BY_ROBOTS] == [
        f"{HOME}intern/"
    ]


def test_robots_txt_is_asked_first_and_the_home_page_next():
    visit, _ = crawled(of())
    assert visit.asked[:2] == [ROBOTS, HOME]


def test_an_operator_who_says_so_asks_for_what_robots_txt_forbids():
    visit, _ = crawled(of(), heeds_robots=False)
    assert f"{HOME}intern/" in visit.asked
    assert ROBOTS in visit.asked
    assert GapReason.FORBIDDEN_BY_ROBOTS not in reasons(visit)


def test_where_robots_txt_could_not_be_given_nothing_is_asked():
    network = of(met=under(conditions.Within("/robots.txt", conditions.Fail(asked=("other",)), alone=True)))
    visit, _ = crawled(network)
    assert visit.asked[:1] == [ROBOTS]
    assert not {seen.ref.key for seen in visit.reading.observations} - {HOME}


def test_known_addresses_are_asked_again_before_new_ones_and_those_near_the_home_page_first():
    met = (f"{HOME}en/about-us/russian-branch.html", f"{HOME}kontakt/", f"{HOME}never-there.html")
    visit, _ = crawled(of(), Known(met))
    assert visit.asked[2:5] == sorted(met, key=lambda address: (address.count("/"), address))


def test_a_part_of_the_budget_is_kept_for_what_is_new():
    met = tuple(f"{HOME}never-there-{number}.html" for number in range(40))
    visit, _ = crawled(of(), Known(met), posts=20)
    assert len([address for address in visit.gone_to if "never-there" in address]) == 18
    assert [address for address in visit.gone_to[2:] if "never-there" not in address]


def test_a_budget_ends_a_look_and_is_said():
    visit, found = crawled(of(), posts=5)
    assert (found.outcome, found.reach.limit) == (Outcome.COMPLETE, Limit.BUDGET)
    assert len(visit.asked) == 7


def test_what_is_as_the_last_look_left_it_is_not_pictured():
    visit, found = crawled(of(), Known(as_known=True))
    assert (visit.pictured, found.unchanged) == ([], True)
    visit, _ = crawled(of())
    assert len(visit.pictured) == len(wire.live()) - 1


def test_a_calendar_without_an_end_has_one():
    visit, found = crawled(of(hartmann(traps=True)))
    months = [address for address in visit.asked if CALENDAR in address]
    assert len(months) <= 51
    assert GapReason.NOT_FOLLOWED in reasons(visit)
    assert found.outcome is Outcome.COMPLETE


def test_a_page_that_leads_back_to_itself_is_a_gap_and_keeps_no_other_from_being_read():
    visit, found = crawled(of(hartmann(traps=True)))
    assert [gap for gap in visit.gaps if "TOO_MANY_REDIRECTS" in gap.detail]
    assert found.reach.listed > 25


@pytest.mark.parametrize(
    ("met", "reason"),
    [(RateLimit(after=5), "rate_limited"), (Challenge(after=5), "walled"), (conditions.Fail(), "unknown")],
    ids=["asked too often", "a question", "it fails"],
)
def test_a_site_that_refuses_is_asked_no_more_and_what_was_shown_is_kept(met, reason):
    visit, found = crawled(of(met=under(met)))
    assert found.outcome in (Outcome.PARTIAL, Outcome.BLOCKED)
    assert found.reason == reason
    assert len(visit.asked) < 12


def test_a_site_that_answers_no_more_is_asked_no_more():
    visit = Visit(of(), unreachable=frozenset(address for address in wire.live() if address != HOME))
    found = PLATFORM.crawl(visit, wire.TARGET, Known(), Limits())
    assert (found.outcome, found.reason) == (Outcome.PARTIAL, "site_unreachable")
    assert len([address for address in visit.asked if address in visit.unreachable]) == 5


def test_a_parked_domain_is_no_site():
    visit, found = crawled(of(happenings.park(wire.SITE)))
    assert (found.outcome, found.reason) == (Outcome.BLOCKED, "parked")
    assert not visit.reading.observations


def test_a_page_alone_is_read_and_its_pictures_are_wanted():
    visit = Visit(of())
    address = f"{HOME.rstrip('/')}{german.ABOUT}"
    found = PLATFORM.crawl_post(visit, PostRef("web", address), address)
    assert found.outcome is Outcome.COMPLETE
    assert {wanted.subject for wanted in visit.fetched} == {f"web:{address}"}
    assert visit.pictured == [address]


def test_a_page_that_is_not_there_is_said_to_be_not_there():
    address = f"{HOME.rstrip('/')}{FAIR}"
    visit = Visit(of(happenings.take_down(wire.SITE, FAIR)))
    found = PLATFORM.crawl_post(visit, PostRef("web", address), address)
    assert (found.outcome, found.reason) == (Outcome.BLOCKED, "not_found")


def test_a_document_alone_is_read_without_a_picture():
    address = next(iter(wire.live("document")))
    visit = Visit(of())
    found = PLATFORM.crawl_post(visit, PostRef("web", address), address)
    assert (found.outcome, visit.pictured) == (Outcome.COMPLETE, [])
    (seen,) = visit.reading.observations
    assert seen.kind == "document"
