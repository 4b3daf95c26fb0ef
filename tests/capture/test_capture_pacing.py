import time

import pytest

from archiver.capture.pacing import AT_ONCE, UNHURRIED, Pace, Pacer, pace_before
from archiver.config import Network
from archiver.simulator.messages import text

SITE = "https://www.instagram.com"
SECONDS = 2.0


@pytest.fixture
def pacer():
    return Pacer(Pace(SECONDS, SECONDS, 1.5))


def test_a_platform_is_asked_for_its_first_page_at_once_and_then_no_sooner_than_a_person_would(pacer):
    assert [pacer.pause("instagram"), pacer.pause("instagram")] == [0, SECONDS]
    assert [pacer.pause("another"), pacer.pause("another")] == [0, SECONDS]


def test_the_pace_is_a_persons_but_before_stand_ins():
    assert pace_before(Network()) is UNHURRIED
    assert pace_before(Network(proxy="http://127.0.0.1:1")) is UNHURRIED
    assert pace_before(Network(hosts=(("www.instagram.com", "127.0.0.1:1"),))) is AT_ONCE


@pytest.mark.prove
@pytest.mark.browser
def test_a_pause_lies_before_the_first_page_of_the_next_visit_too(visit, pacer):
    waited, at = [], []

    def answer(request):
        at.append(time.monotonic())
        return text("<p>here", "text/html")

    for _ in range(2):
        with visit(answer, pacer=pacer) as now:
            at.clear()
            began = time.monotonic()
            now.visit.read(f"{SITE}/page")
            waited.append(at[0] - began)
    # The first page of all is asked for at once, however slow the machine is at it.
    assert waited[0] < SECONDS <= waited[1]
