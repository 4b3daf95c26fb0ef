"""Ask for the pages of a probe, one after the other; a wall or a session's end makes an end of it.

So does a page's frame without its content, which one is sent who asks too often. Of a single post's page that may be
the page's own fault: only the second in a row, or that of another page than a post in question, makes an end.
"""

from collections.abc import Callable, Sequence

from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.reading import Availability, Reading
from archiver.model.step import Role, Step
from archiver.model.vantage import SESSION_ENDED
from archiver.ports import Crawled, Visit
from archiver.visiting.listing import STOPS


def in_browser(visit: Visit, address: str) -> Reading:
    """Read a page; one that was not found is pictured."""
    reading = visit.read(address, pictured=False)
    pages = [page for page in reading.pages if page.document]
    if pages and pages[-1].availability is Availability.NOT_FOUND:
        visit.picture()
    return reading


def probe(visit: Visit, plan: Sequence[Step], read: Callable[[Visit, str], Reading] = in_browser) -> Crawled:
    """Read each page of a plan."""
    shells = 0
    for number, step in enumerate(plan):
        pages = [page for page in read(visit, step.address).pages if page.document]
        answered = pages[-1].availability if pages else Availability.UNKNOWN
        if visit.vantage.session and visit.reading.signed_out:
            return _broken(number, SESSION_ENDED)
        shells = shells + 1 if pages and pages[-1].empty else 0
        if answered in STOPS or shells > (step.role is Role.POST):
            return _broken(number, answered.value)
    reach = Reach(listed=len(plan), claimed=len(plan), claimed_exactly=True, limit=Limit.END)
    return Crawled(Outcome.COMPLETE, "", reach)


def _broken(number: int, reason: str) -> Crawled:
    outcome = Outcome.PARTIAL if number else Outcome.BLOCKED
    return Crawled(outcome, reason, Reach(listed=number))
