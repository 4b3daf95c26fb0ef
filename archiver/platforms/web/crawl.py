"""Visit a site: its rules, its home page, then one page after the other, and the documents they link to."""

from dataclasses import dataclass, field
from math import ceil

from archiver.errors import NetworkError
from archiver.model.account import Account
from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.gap import Gap, GapReason
from archiver.model.probe import PARKED_SIGNAL, Presence
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.platforms.web import addresses, robots
from archiver.platforms.web.answers import TOO_LONG
from archiver.platforms.web.frontier import Frontier
from archiver.platforms.web.robots import Rules
from archiver.ports import Crawled, Holdings, Limits, Visit
from archiver.visiting import media_wanted, probe

PAGES = 500
"""Most addresses of a site that one look asks for, unless the operator says otherwise."""
_FOR_NEW = 0.1
"""The share of a budget that is kept for addresses not known yet."""
_PATIENCE = 5
"""Answers in a row that bring nothing before no more is asked."""
UNREACHABLE = "site_unreachable"
LED_ELSEWHERE = "led_elsewhere"


@dataclass(slots=True)
class _Course:
    """How far a look at a site came."""

    asked: int = 0
    fruitless: int = 0
    """Answers in a row that brought nothing."""
    refusal: str = ""
    """Why no more is asked; empty while more is."""
    kept: set[str] = field(default_factory=set)
    """Addresses of pages that were kept: several may lead to one."""

    def take(self, page: Page | None, *, fruitful: bool) -> None:
        """Heed an answer, or that none came."""
        self.asked += 1
        self.fruitless = 0 if fruitful else self.fruitless + 1
        if page is not None and page.availability is Availability.RATE_LIMITED:
            self.refusal = Availability.RATE_LIMITED.value
        elif self.fruitless >= _PATIENCE:
            self.refusal = page.availability.value if page is not None else UNREACHABLE


def crawl(visit: Visit, target: TargetRef, holdings: Holdings, limits: Limits) -> Crawled:
    """Read the site's home page, what is known of it, and what its pages lead to, as far as the budget reaches."""
    rules = rules_of(visit, target, limits)
    reading = visit.read(addresses.address(target), pictured=False)
    account = account_of(reading, target)
    if account is None:
        visit.picture()
        return _not_shown(reading)
    frontier = Frontier(addresses.host_of(target.name), rules)
    frontier.ask_again(post.key for post in holdings.posts())
    course = _Course()
    _keep(visit, reading, frontier, holdings, course)
    most = limits.posts or PAGES
    # The last of the budget is for what is new: else a site with more known pages would never show its newest.
    known_first = most - ceil(most * _FOR_NEW)
    while course.asked < most and not course.refusal:
        address = frontier.take(new_first=course.asked >= known_first)
        if address is None:
            break
        answer = read(visit, address)
        course.take(document_of(answer) if answer is not None else None, fruitful=_is_fruitful(answer))
        if answer is not None:
            _keep(visit, answer, frontier, holdings, course)
    _note_left_out(visit, frontier)
    lost = media_wanted.receive(visit, _pages_of(visit, account), holdings)
    return _crawled(visit, account, frontier, course, holdings, lost)


def _is_fruitful(answer: Reading | None) -> bool:
    """Tell whether an answer says how a page is, or was, or that it is longer than is kept."""
    page = document_of(answer) if answer is not None else None
    if answer is None or page is None:
        return False
    return page.availability.tells or bool(answer.observations) or page.signal == TOO_LONG


def rules_of(visit: Visit, target: TargetRef, limits: Limits) -> Rules:
    """Ask what the site lets be asked, whether it is heeded or not; what it said stands in the capture."""
    reading = visit.ask(f"{addresses.address(target).rstrip('/')}{robots.PATH}")
    told = [Rules(found.text) for found in reading.robots]
    return told[-1] if told and limits.heeds_robots else robots.NONE


def account_of(reading: Reading, target: TargetRef) -> Account | None:
    """Give the site as its home page shows it; None where it does not."""
    return next((account for account in reading.accounts if account.is_of(target)), None)


def page_of(visit: Visit, address: str) -> Reading:
    """Read a page of a probe, or a document."""
    return visit.ask(address) if addresses.is_document(address) else probe.in_browser(visit, address)


def read(visit: Visit, address: str) -> Reading | None:
    """Read a page in the browser, a document directly; None, and a gap, where no answer came."""
    if addresses.is_document(address):
        return visit.ask(address)
    try:
        return visit.read(address, pictured=False)
    except NetworkError as error:
        visit.note(Gap(GapReason.NOT_RECEIVED, address, error.sentence))
        return None


def document_of(reading: Reading) -> Page | None:
    """Give the page that a visit ended at."""
    return next(reversed(reading.pages), None)


def _keep(visit: Visit, reading: Reading, frontier: Frontier, holdings: Holdings, course: _Course) -> None:
    """Follow what a page leads to, and picture it where it is not as the last look left it."""
    for met in reading.pages:
        frontier.follow(met.leads_to)
        if isinstance(met.subject, PostRef):
            frontier.leave(met.subject.key)
    page = document_of(reading)
    if page is None or not page.document:
        return
    copied = any(seen.kept_copy for seen in reading.observations)
    if page.availability not in (Availability.LIVE, Availability.NOT_FOUND):
        reason = GapReason.KEPT_COPY if copied else GapReason.PAGE_WITHOUT_CONTENT
        visit.note(Gap(reason, page.address, f"{page.availability.value}: {page.signal}", page.record))
    if page.availability is not Availability.LIVE and not copied:
        return
    if addresses.is_document(page.address) or page.address in course.kept:
        return
    course.kept.add(page.address)
    if not all(holdings.shows_as_known(seen, visit.reading) for seen in reading.observations):
        visit.picture()


def _note_left_out(visit: Visit, frontier: Frontier) -> None:
    for address in sorted(frontier.forbidden):
        visit.note(Gap(GapReason.FORBIDDEN_BY_ROBOTS, address, "robots.txt asks not to ask for it"))
    for common, count in sorted(frontier.endless.items()):
        detail = f"{count} more addresses that differ in their query alone"
        visit.note(Gap(GapReason.NOT_FOLLOWED, common, detail))


def _shown(visit: Visit, account: Account) -> list[PostRef]:
    seen = (seen.ref for seen in visit.reading.observations if seen.owner_id == account.account_id)
    return list(dict.fromkeys(seen))


def _pages_of(visit: Visit, account: Account) -> list[PostRef]:
    """Give the pages shown, whose pictures are wanted; a document was asked for itself, and is its own medium."""
    documents = {seen.ref for seen in visit.reading.observations if seen.kind == "document"}
    return [post for post in _shown(visit, account) if post not in documents]


def _crawled(
    visit: Visit, account: Account, frontier: Frontier, course: _Course, holdings: Holdings, lost: int
) -> Crawled:
    limit = Limit.BUDGET if frontier.left else Limit.END
    reach = Reach(listed=len(_shown(visit, account)), claimed=None, limit=None if course.refusal else limit)
    if course.refusal:
        return Crawled(Outcome.PARTIAL, course.refusal, reach)
    if lost:
        return Crawled(Outcome.PARTIAL, "media_not_received", reach)
    return Crawled(Outcome.COMPLETE, "", reach, holdings.unchanged(visit.reading))


def _not_shown(reading: Reading) -> Crawled:
    page = document_of(reading)
    if page is not None and page.signal == TOO_LONG:
        return Crawled(Outcome.FAILED, GapReason.TOO_LARGE.value, Reach())
    if page is None or not page.received:
        return Crawled(Outcome.FAILED, GapReason.NOT_RECEIVED.value, Reach())
    if page.availability is Availability.LIVE:
        return Crawled(Outcome.BLOCKED, LED_ELSEWHERE, Reach())
    reason = Presence.PARKED.value if page.signal == PARKED_SIGNAL else page.availability.value
    return Crawled(Outcome.BLOCKED, reason, Reach())


def crawl_post(visit: Visit, address: str) -> Crawled:
    """Read one page or document alone, and its pictures."""
    reading = visit.ask(address) if addresses.is_document(address) else visit.read(address)
    page = document_of(reading)
    if not addresses.is_document(address):
        visit.picture()
    if page is None or page.availability is not Availability.LIVE:
        return _not_shown(reading)
    lost = media_wanted.fetch_all(visit, [seen.ref for seen in reading.observations if seen.kind == "page"])
    reach = Reach(listed=1, claimed=1, claimed_exactly=True, limit=Limit.END)
    if lost:
        return Crawled(Outcome.PARTIAL, "media_not_received", reach)
    return Crawled(Outcome.COMPLETE, "", reach)
