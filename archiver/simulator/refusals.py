"""How any platform turns visitors away, and how it spoils an answer on its way."""

from dataclasses import replace
from http import HTTPStatus

from archiver.simulator.conditions import Conditions, CutConnection, SlowDown
from archiver.simulator.messages import Answer, text
from archiver.simulator.visitors import Visitor


def too_many() -> Answer:
    """Say that too much was asked for."""
    return text("Too Many Requests", status=HTTPStatus.TOO_MANY_REQUESTS)


def disturbed(answer: Answer, conditions: Conditions, visitor: Visitor) -> Answer:
    """Give an answer late, or not to its end."""
    slow, cut = conditions.one(SlowDown, visitor), conditions.one(CutConnection, visitor)
    if slow:
        answer = replace(answer, delay=slow.seconds)
    return replace(answer, cut_after=cut.after_bytes) if cut else answer
