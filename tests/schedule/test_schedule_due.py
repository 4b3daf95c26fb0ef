"""How what is watched stands: what holds it back, how a session is, and when a look that is made comes late."""

from dataclasses import replace
from datetime import timedelta

import pytest
from looks import NOW, SIGNED_IN, ago, look, plan

from archiver.model.budgets import Budgets
from archiver.schedule.day import Day
from archiver.schedule.due import Hold, Known, late, standing
from archiver.schedule.health import Condition, Health, health
from archiver.schedule.resting import rests_until

BUDGETS = Budgets()
LONG_AGO = ago(days=30)


def stands(looks, planned=None, **known):
    planned = planned or plan()
    mine = [each for each in looks if each.vantage == planned.vantage and each.target == planned.target]
    day = Day(looks)
    return standing(planned, Known(day, mine, day.alike(planned), **known), BUDGETS, NOW)


def healthy(looks, signed_in_at):
    """The health of a session, of whose looks the index gives the last that met a challenge."""
    met = [each for each in looks if each.reason == "challenged"]
    return health(looks, signed_in_at, met[-1] if met else None)


def test_what_was_never_looked_at_is_ready():
    assert stands([]).is_ready(NOW)
    assert stands([]).last is None


def test_what_was_looked_at_is_not():
    found = stands([look(ago(hours=1))])
    assert not found.is_ready(NOW)
    assert found.is_ready(NOW + timedelta(hours=6))
    assert found.last.began == ago(hours=1)


def test_what_was_never_looked_at_comes_before_all_that_is_overdue():
    assert stands([]).debt(NOW) > stands([look(ago(days=9))]).debt(NOW)


def test_another_vantage_is_brought_forward_by_no_more_than_a_tenth_and_never_against_a_rest():
    nearly = stands([look(ago(hours=23))], plan(every=timedelta(days=1)))
    assert nearly.is_nearly_ready(NOW) == (nearly.due <= NOW + timedelta(hours=2.4))
    week = plan(every=timedelta(days=7))
    walled = [look(ago(days=8)), look(ago(minutes=11), "walled", target="instagram:other")]
    found = stands(walled, week)
    assert (found.is_ready(NOW), found.is_nearly_ready(NOW)) == (False, False)


def test_the_oldest_debt_comes_first_by_its_interval():
    hourly = stands([look(ago(hours=5))], plan(every=timedelta(hours=1)))
    daily = stands([look(ago(hours=36))], plan(every=timedelta(hours=24)))
    assert hourly.debt(NOW) > daily.debt(NOW) > 0


RESTS = {
    "nothing": ([], None),
    "a look that went well": ([look(ago(hours=1))], None),
    "a wall": ([look(ago(minutes=11), "walled")], 50),
    "two": ([look(ago(minutes=90), "walled"), look(ago(minutes=11), "rate_limited")], 110),
    "one that went well since": ([look(ago(minutes=90), "walled"), look(ago(minutes=11))], None),
    "one that was not answered since": (
        [
            look(ago(minutes=100), "walled"),
            look(ago(minutes=11), "rate_limited"),
            look(ago(minutes=5), "unreachable"),
            look(ago(minutes=4), "interrupted", pages=None),
        ],
        110,
    ),
    "many, a day at most": ([look(ago(minutes=11), "unknown")] * 30, 1430),
    "what asked nothing says nothing": (
        [look(ago(minutes=11), "walled"), look(ago(minutes=5), "session_unusable", pages=0)],
        50,
    ),
}


@pytest.mark.parametrize("case", RESTS)
def test_what_was_refused_is_left_alone_for_longer_each_time(case):
    looks, minutes = RESTS[case]
    until = rests_until(looks)
    assert (until and (until - NOW) / timedelta(minutes=1)) == (minutes and pytest.approx(minutes))


def test_an_address_that_one_target_was_refused_by_rests_for_all_of_its_network():
    walled = look(ago(minutes=11), "walled", target="instagram:other")
    found = stands([walled])
    assert (found.hold, found.is_ready(NOW)) == (Hold.RESTING, False)
    assert found.next == ago(minutes=10) + timedelta(hours=1)
    assert stands([replace(walled, target="facebook:other")]).hold is None
    assert stands([replace(walled, vantage="logged_out via proxy")]).hold is None


def test_a_site_that_refuses_says_nothing_of_another():
    site = plan("web:https://acme.example", budgeted=False)
    assert stands([look(ago(minutes=11), "walled", target="web:https://other.example")], site).hold is None
    assert stands([look(ago(minutes=11), "walled", target=site.target)], site).hold is Hold.RESTING


HEALTH = {
    "never looked with": ([], Condition.UNTRIED, None),
    "well": ([look(ago(hours=2), vantage=SIGNED_IN)], Condition.LIVE, ago(minutes=119)),
    "challenged": (
        [look(ago(hours=2), vantage=SIGNED_IN), look(ago(hours=1), "challenged", vantage=SIGNED_IN)],
        Condition.CHALLENGED,
        ago(minutes=59),
    ),
    "challenged, however it went on": (
        [
            look(ago(hours=2), "challenged", vantage=SIGNED_IN),
            look(ago(hours=1), "walled", vantage=SIGNED_IN),
        ],
        Condition.CHALLENGED,
        ago(minutes=119),
    ),
    "challenged, and a killed look is told of later": (
        [
            look(ago(hours=2), "challenged", vantage=SIGNED_IN),
            look(ago(hours=1), "interrupted", vantage=SIGNED_IN, pages=None),
        ],
        Condition.CHALLENGED,
        ago(minutes=119),
    ),
    "challenged, and a look that was under way ended well": (
        [
            look(ago(hours=2), "challenged", vantage=SIGNED_IN),
            look(ago(hours=3), vantage=SIGNED_IN, minutes=120),
        ],
        Condition.CHALLENGED,
        ago(minutes=119),
    ),
    "signed out": (
        [look(ago(hours=2), "session_ended", vantage=SIGNED_IN)] * 2,
        Condition.LOGGED_OUT,
        ago(minutes=119),
    ),
    "limited": (
        [look(ago(hours=2), "rate_limited", vantage=SIGNED_IN)],
        Condition.RATE_LIMITED,
        ago(minutes=119),
    ),
    "limited once": (
        [look(ago(hours=2), "rate_limited", vantage=SIGNED_IN), look(ago(hours=1), vantage=SIGNED_IN)],
        Condition.LIVE,
        ago(minutes=59),
    ),
    "what was refused here says nothing": (
        [
            look(ago(hours=2), vantage=SIGNED_IN),
            look(ago(hours=1), "session_unusable", pages=0, outcome="failed"),
        ],
        Condition.LIVE,
        ago(minutes=119),
    ),
    "a look that failed on our side": (
        [look(ago(hours=2), "browser_died", vantage=SIGNED_IN, outcome="failed")],
        Condition.UNTRIED,
        None,
    ),
}


@pytest.mark.parametrize("case", HEALTH)
def test_how_a_session_stands(case):
    looks, condition, since = HEALTH[case]
    found = healthy(looks, LONG_AGO)
    assert (found.condition, found.since) == (condition, since or LONG_AGO)


def test_a_session_whose_state_is_not_here_is_unusable():
    assert healthy([look(ago(hours=2), vantage=SIGNED_IN)], None) == Health(Condition.UNUSABLE)


def test_whoever_signs_in_again_begins_anew():
    challenged = [look(ago(hours=2), "challenged", vantage=SIGNED_IN)]
    assert healthy(challenged, ago(hours=1)).condition is Condition.UNTRIED
    planned, blind = plan(vantage=SIGNED_IN), healthy(challenged, LONG_AGO)
    refused = look(ago(hours=1), "session_unusable", vantage=SIGNED_IN, pages=0, outcome="failed")
    told = stands([*challenged, refused], planned, session=blind, signed_in_at=LONG_AGO)
    assert not told.is_ready(NOW)
    well = healthy([*challenged, refused], ago(minutes=5))
    assert stands([*challenged, refused], planned, session=well, signed_in_at=ago(minutes=5)).is_ready(NOW)


def test_a_blind_session_is_said_once_an_interval_and_held_back_by_nothing():
    planned, challenged = plan(vantage=SIGNED_IN), look(ago(hours=7), "challenged", vantage=SIGNED_IN)
    blind = healthy([challenged], LONG_AGO)
    assert stands([challenged], planned, session=blind, signed_in_at=LONG_AGO).is_ready(NOW)
    refused = look(ago(hours=5), "session_unusable", vantage=SIGNED_IN, pages=0, outcome="failed")
    again = stands([challenged, refused], planned, session=blind, signed_in_at=LONG_AGO)
    assert (again.is_ready(NOW), again.is_ready(NOW + timedelta(hours=1, minutes=1))) == (False, True)


def lateness(looks):
    found = stands(looks)
    told = late(found, Day(looks), BUDGETS, NOW)
    return told and told.reason


def test_a_look_that_comes_when_it_may_is_not_late():
    assert lateness([]) is None
    assert lateness([look(ago(hours=6))]) is None


def test_a_late_look_says_what_held_it_back():
    last = look(ago(hours=12))
    assert lateness([last]) == Hold.NOT_RUN
    large = look(ago(hours=7), target="instagram:other", pages=200)
    assert lateness([last, large]) == Hold.BUDGET
    walls = [look(ago(hours=each), "walled", target="instagram:other") for each in (8, 7)]
    assert lateness([last, *walls]) == Hold.RESTING
    assert lateness([last, look(ago(hours=1), "walled", target="instagram:other")]) == Hold.NOT_RUN
