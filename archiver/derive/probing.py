"""Read a probe capture as visits: each post with the controls that were asked around it, by the plan it was made by.

The plan stands in the capture's manifest; what each page answered is read from the capture. A control counts for at
most ten visits, and only where it belongs to the account that is asked about.
"""

from collections.abc import Sequence
from dataclasses import replace

from archiver.derive import presence
from archiver.derive.lane import lane
from archiver.model.capture import Capture
from archiver.model.probe import Control, Presence, Probe
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef
from archiver.model.step import Role, Step

REACH = 10
"""Most posts that may be asked between two controls."""

_NO_ANSWER = Page("", Availability.UNKNOWN, "no page was answered", "")


def probes(capture: Capture, account_id: str, reading: Reading) -> tuple[Probe, ...]:
    """Give a probe capture's visits; `account_id` is the numeric id that the account is known by."""
    answers = _answers(capture.plan, reading)
    return tuple(
        _probe(place, capture, account_id, reading, answers)
        for place, step in enumerate(capture.plan)
        if step.role is Role.POST and step.post is not None
    )


def _answers(plan: Sequence[Step], reading: Reading) -> list[Page]:
    """Give, for each step, the page that it ended at: the last before the next step's own address was asked."""
    pages = [page for page in reading.pages if page.document]
    starts: list[int | None] = []
    place = 0
    for number, step in enumerate(plan):
        found = next((at for at in range(place, len(pages)) if pages[at].address == step.address), None)
        if found is not None and _is_of_later(step, plan[number + 1 :], pages[place:found]):
            found = None
        starts.append(found)
        place = place if found is None else found + 1
    ends = [
        next((at for at in starts[number + 1 :] if at is not None), len(pages)) for number in range(len(plan))
    ]
    return [
        _NO_ANSWER if start is None else _answer(pages[start:end], step)
        for step, start, end in zip(plan, starts, ends, strict=True)
    ]


def _is_of_later(step: Step, later: Sequence[Step], passed: Sequence[Page]) -> bool:
    """Tell whether a page may be that of a later step which asks the same: another of those was answered before."""
    addresses = {each.address for each in later}
    return step.address in addresses and any(
        page.address in addresses and page.address != step.address for page in passed
    )


def _answer(pages: Sequence[Page], step: Step) -> Page:
    """Give the page a step ended at; where its own address led on as one does that is not there, that answer."""
    led_on = next((page for page in pages if page.led_on and page.subject == step.post), None)
    if led_on is not None and led_on.availability is Availability.NOT_FOUND:
        return led_on
    return _ended_at(pages[-1], step)


def _ended_at(page: Page, step: Step) -> Page:
    """Give the page, not as live where it is that of something else."""
    if page.availability is Availability.LIVE and step.post is not None and page.subject != step.post:
        return replace(page, availability=Availability.UNKNOWN, signal="it led to another page")
    return page


def _probe(place: int, capture: Capture, account_id: str, reading: Reading, answers: list[Page]) -> Probe:
    plan, answer = capture.plan, answers[place]
    post = plan[place].post
    if post is None:
        raise ValueError("a step that asks for a post names none")
    before, after = _around(plan, place)
    null = _null_of(plan, place)
    owner = presence.answer(capture.target, reading)
    return Probe(
        post=post,
        at=answer.at or capture.started_at,
        capture=capture.id,
        record=answer.record,
        lane=lane(capture.vantage, reading),
        vantage=str(capture.vantage),
        country=capture.vantage.country,
        availability=answer.availability,
        signal=answer.signal,
        before=_control(before, plan, answers, reading, account_id),
        after=_control(after, plan, answers, reading, account_id),
        null=None if null is None else _null(plan[null], answers[null]),
        owner=_owner(capture, account_id, reading),
        owner_record=owner.record if owner is not None else "",
    )


def _around(plan: Sequence[Step], place: int) -> tuple[int | None, int | None]:
    """Give the places of the controls before and after a post, which are other posts; none too far apart."""
    before = next((at for at in reversed(range(place)) if plan[at].role is Role.CONTROL), None)
    after = next((at for at in range(place, len(plan)) if plan[at].role is Role.CONTROL), None)
    between = plan[(before or 0) : after]
    if sum(step.role is Role.POST for step in between) > REACH:
        return None, None
    post = plan[place].post
    return _if_another(plan, before, post), _if_another(plan, after, post)


def _if_another(plan: Sequence[Step], at: int | None, post: PostRef | None) -> int | None:
    return None if at is None or plan[at].post == post else at


def _null_of(plan: Sequence[Step], place: int) -> int | None:
    """Give the null control of a post: that before it, since each group of posts follows upon its own; else another.

    Another part of a site may say in another way that there is nothing.
    """
    asked = [at for at, step in enumerate(plan) if step.role is Role.NULL]
    return max((at for at in asked if at < place), default=min(asked, default=None))


def _control(
    at: int | None, plan: Sequence[Step], answers: list[Page], reading: Reading, account_id: str
) -> Control | None:
    post = plan[at].post if at is not None else None
    if at is None or post is None or answers[at] is _NO_ANSWER:
        return None
    page = answers[at]
    here = [seen for seen in reading.observations if seen.ref == post and seen.record == page.record]
    made = next((seen.made_at or (None if seen.set_back else seen.published_at) for seen in here), None)
    control = Control(post, page.availability, page.signal, made, page.record)
    if page.availability is Availability.LIVE and not any(seen.owner_id == account_id for seen in here):
        return replace(control, availability=Availability.UNKNOWN, signal="a post of another account")
    return control


def _null(step: Step, page: Page) -> Control | None:
    return (
        None
        if step.post is None or page is _NO_ANSWER
        else Control(step.post, page.availability, page.signal, record=page.record)
    )


def _owner(capture: Capture, account_id: str, reading: Reading) -> Presence:
    if not account_id:
        return Presence.UNKNOWN
    return presence.presence(capture.target, account_id, reading)
