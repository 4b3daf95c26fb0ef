"""Ask for the pages of a probe, one after the other; a wall or a session's end makes an end of it."""

from collections.abc import Sequence

from archiver.model.capture import Limit, Outcome, Reach
from archiver.model.reading import Availability
from archiver.model.step import Step
from archiver.model.vantage import SESSION_ENDED
from archiver.ports import Crawled, Visit
from archiver.visiting.listing import STOPS


def probe(visit: Visit, plan: Sequence[Step]) -> Crawled:
    """Read each page of a plan; what was not found is pictured."""
    for number, step in enumerate(plan):
        pages = [page for page in visit.read(step.address, pictured=False).pages if page.document]
        answered = pages[-1].availability if pages else Availability.UNKNOWN
        if answered is Availability.NOT_FOUND:
            visit.picture()
        if visit.vantage.session and visit.reading.signed_out:
            return _broken(number, SESSION_ENDED)
        if answered in STOPS or (pages and pages[-1].empty):
            return _broken(number, answered.value)
    reach = Reach(listed=len(plan), claimed=len(plan), claimed_exactly=True, limit=Limit.END)
    return Crawled(Outcome.COMPLETE, "", reach)


def _broken(number: int, reason: str) -> Crawled:
    outcome = Outcome.PARTIAL if number else Outcome.BLOCKED
    return Crawled(outcome, reason, Reach(listed=number))
