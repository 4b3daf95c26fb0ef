"""The rule of absence, clause by clause: what may be concluded, and what every missing piece leaves it at."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from archiver.derive.conclude import conclude, judged
from archiver.model.capture import CaptureId
from archiver.model.coverage import Covered
from archiver.model.probe import Control, Presence, Probe
from archiver.model.reading import Availability
from archiver.model.refs import PostRef
from archiver.model.removal import Evidence, RemovalState, Rule, Sighting, Standing, Wanting

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
POST, LIVE_ONE, NOBODYS = (PostRef("instagram", key) for key in ("DgoneGone01", "DliveLive01", "DnullNull01"))
OUT, IN = "logged_out", "session:salted"
LANES = {OUT: "logged_out/en-US", IN: "session/en-US"}
NOT_FOUND, LIVE, GATED, WALLED = (
    Availability.NOT_FOUND,
    Availability.LIVE,
    Availability.GATED,
    Availability.WALLED,
)
RULE = Rule(confirm_after=timedelta(hours=1), unlisted_after=timedelta(hours=24))
PUBLISHED = NOON - timedelta(days=9)


def at(hours):
    return NOON + timedelta(hours=hours)


def control(post=LIVE_ONE, availability=LIVE, signal="content", days=1):
    return Control(post, availability, signal, PUBLISHED + timedelta(days=days))


def probe(hours, vantage=OUT, availability=NOT_FOUND, **changed):
    signal = {NOT_FOUND: "PolarisErrorRoute", LIVE: "content"}.get(availability, "other")
    found = Probe(
        post=POST,
        at=at(hours),
        capture=CaptureId("instagram", "acme", f"{hours}"),
        record="urn:uuid:r",
        lane=LANES[vantage],
        vantage=vantage,
        country="unknown",
        availability=availability,
        signal=signal,
        before=control(),
        after=control(),
        null=Control(NOBODYS, NOT_FOUND, "PolarisErrorRoute"),
        owner=Presence.PRESENT,
    )
    return replace(found, **changed)


def seen(hours, vantage=OUT):
    return Sighting(at(hours), vantage, LANES[vantage])


def gone(hours, lane=LANES[OUT], surface="grid", missing=Covered.WHOLLY):
    return Standing(lane, surface, at(hours), missing)


SEEN, GONE = (seen(-1),), (gone(0),)


def evidence(*probes, sightings=SEEN, standings=GONE, published=PUBLISHED):
    return Evidence(POST, published, tuple(sightings), tuple(standings), probes)


def state_of(found, at_hand=(OUT,), earlier=None):
    removal = conclude(found, at_hand, RULE, earlier)
    return None if removal is None else removal.state.value


TWICE = (probe(0.1), probe(1.2))
BOTH = (*TWICE, probe(0.1, IN), probe(1.2, IN))

CASES = {
    "nothing was visited": (evidence(), None),
    "shown at its own address": (evidence(probe(0.1, availability=LIVE)), None),
    "not found once": (evidence(probe(0.1)), "pending"),
    "not found twice, too soon after each other": (evidence(probe(0.1), probe(1.0)), "pending"),
    "not found twice, an hour apart": (evidence(*TWICE), "concluded"),
    "not found in order only, which is enough for the listing": (
        evidence(*TWICE, standings=[gone(0, missing=Covered.IN_ORDER)]),
        "concluded",
    ),
    "never shown to whoever looked": (evidence(*TWICE, sightings=[seen(-1, IN)]), "pending"),
    "never shown to anybody": (evidence(*TWICE, sightings=[]), "pending"),
    "shown in another language only": (
        evidence(*TWICE, sightings=[replace(seen(-1), lane="logged_out/de")]),
        "pending",
    ),
    "a wall at the second visit": (evidence(probe(0.1), probe(1.2, availability=WALLED)), "pending"),
    "a wall at both": (
        evidence(probe(0.1, availability=WALLED), probe(1.2, availability=WALLED)),
        None,
    ),
    "a wall between two that found nothing": (
        evidence(probe(0.1), probe(0.5, availability=WALLED), probe(1.2)),
        "concluded",
    ),
    "shown between the two": (evidence(probe(0.1), probe(0.6, availability=LIVE), probe(1.2)), "pending"),
    "listed between the two": (evidence(*TWICE, sightings=[seen(-1), seen(0.6)]), "pending"),
    "shown after the two": (evidence(*TWICE, probe(1.5, availability=LIVE)), None),
    "no listing could cover it": (evidence(*TWICE, standings=[]), "pending"),
    "no listing could cover it, three visits within a day": (
        evidence(*TWICE, probe(3), standings=[]),
        "pending",
    ),
    "no listing could cover it, two visits over a day": (
        evidence(probe(0.1), probe(25), standings=[]),
        "pending",
    ),
    "no listing could cover it, three visits over a day": (
        evidence(*TWICE, probe(25), standings=[]),
        "concluded",
    ),
    "the grid lacks it, and the reels tab was not read so far": (
        evidence(*TWICE, standings=[gone(0), gone(-1, surface="reels", missing=None)]),
        "concluded",
    ),
    "the grid lacks it, and the reels tab too": (
        evidence(*TWICE, standings=[gone(0), gone(0, surface="reels")]),
        "concluded",
    ),
    "only another lane's listing lacks it": (
        evidence(*TWICE, standings=[gone(0, lane=LANES[IN])]),
        "pending",
    ),
    "nothing later is shown beside it": (
        evidence(*(replace(each, before=control(days=-1), after=control(days=-2)) for each in TWICE)),
        "pending",
    ),
    "nothing later is shown beside it, three visits over a day": (
        evidence(
            *(replace(each, before=control(days=-1), after=control(days=-2)) for each in (*TWICE, probe(25)))
        ),
        "concluded",
    ),
    "its own date is not known": (evidence(*TWICE, published=None), "pending"),
    "a gate names why": (evidence(probe(0.1, availability=GATED)), "contradicted"),
    "a gate that was lifted since": (
        evidence(probe(0.1, availability=GATED), probe(0.5, availability=LIVE)),
        None,
    ),
    "a gate, and an incident behind it that finds not even the controls": (
        evidence(
            probe(0.1, availability=GATED),
            probe(1.2, before=control(availability=NOT_FOUND), after=control(availability=NOT_FOUND)),
        ),
        "contradicted",
    ),
    "a gate between two visits that found nothing: it was there": (
        evidence(probe(0.1), probe(1, availability=GATED), probe(1.2)),
        "pending",
    ),
    "a gate of another vantage between two visits": (
        evidence(
            probe(0.1), probe(1, IN, GATED), probe(1.1, IN), probe(1.2), sightings=[seen(-1), seen(-1, IN)]
        ),
        "pending",
    ),
    "a gate before two visits that found nothing": (
        evidence(probe(0.1, availability=GATED), probe(1), probe(2.1), standings=[gone(0)]),
        "concluded",
    ),
    "the listing lacked it already while its own page was shown": (
        evidence(probe(0.5, availability=LIVE), probe(1), probe(2.1)),
        "pending",
    ),
    "the listing lacked it already while its own page was shown, three visits over a day": (
        evidence(probe(0.5, availability=LIVE), probe(1), probe(2.1), probe(26)),
        "concluded",
    ),
    "a look that ended after the first visit may have shown it until then": (
        evidence(*TWICE, sightings=[replace(seen(-1), until=at(0.5))]),
        "pending",
    ),
    "two vantages miss it": (
        evidence(*BOTH, sightings=[seen(-1), seen(-1, IN)], standings=[gone(0), gone(0, LANES[IN])]),
        "concluded",
    ),
    "another vantage shows it": (
        evidence(*TWICE, probe(0.2, IN, LIVE), sightings=[seen(-1), seen(-1, IN)]),
        "contradicted",
    ),
    "another vantage lists it after the first no longer did, and is walled since": (
        evidence(
            *TWICE, probe(0.2, IN, WALLED), probe(1.3, IN, WALLED), sightings=[seen(-1), seen(0.05, IN)]
        ),
        "contradicted",
    ),
    "another vantage showed it longer, and misses it too since": (
        evidence(
            *TWICE,
            probe(0.2, IN, LIVE),
            probe(1.3, IN),
            probe(2.4, IN),
            probe(2.4),
            sightings=[seen(-1), seen(-1, IN)],
            standings=[gone(0), gone(1.3, LANES[IN])],
        ),
        "concluded",
    ),
    "another vantage is kept from it by a gate": (
        evidence(*TWICE, probe(0.2, IN, GATED), sightings=[seen(-1), seen(-1, IN)]),
        "contradicted",
    ),
}


@pytest.mark.parametrize(("found", "state"), CASES.values(), ids=CASES)
def test_what_may_be_concluded(found, state):
    assert state_of(found, at_hand=[OUT]) == state


LACKS = {
    "no control before": ({"before": None}, Wanting.CONTROL_BEFORE),
    "a control before that is not found": (
        {"before": control(availability=NOT_FOUND)},
        Wanting.CONTROL_BEFORE,
    ),
    "a control before that is walled": ({"before": control(availability=WALLED)}, Wanting.CONTROL_BEFORE),
    "no control after": ({"after": None}, Wanting.CONTROL_AFTER),
    "a control after that is not found": ({"after": control(availability=NOT_FOUND)}, Wanting.CONTROL_AFTER),
    "no null control": ({"null": None}, Wanting.NULL_CONTROL),
    "a null control that is shown": ({"null": Control(NOBODYS, LIVE, "content")}, Wanting.NULL_CONTROL),
    "a null control that is not found in another way": (
        {"null": Control(NOBODYS, NOT_FOUND, "age wall")},
        Wanting.NULL_CONTROL,
    ),
    "a null control that is walled": ({"null": Control(NOBODYS, WALLED, "login")}, Wanting.NULL_CONTROL),
    **{
        f"an owner who is {each.value}": ({"owner": each}, Wanting.OWNER)
        for each in Presence
        if each != "present"
    },
    **{
        f"an answer that is {each.value}": ({"availability": each}, Wanting.NOT_FOUND)
        for each in Availability
        if each not in (NOT_FOUND, LIVE, GATED)
    },
}


@pytest.mark.parametrize(("changed", "want"), LACKS.values(), ids=LACKS)
@pytest.mark.parametrize("which", [0, 1])
def test_a_visit_that_lacks_anything_counts_for_none(changed, want, which):
    visits = [*TWICE]
    visits[which] = replace(visits[which], **changed)
    assert want in judged(visits[which]).wanting
    assert state_of(evidence(*visits)) == "pending"
    assert state_of(evidence(visits[which])) is None


def test_a_sound_visit_lacks_nothing():
    assert judged(probe(0.1)).wanting == ()


def test_a_vantage_at_hand_that_had_shown_it_is_asked_before_anything_is_concluded():
    found = evidence(*TWICE, sightings=[seen(-1), seen(-2, IN)])
    removal = conclude(found, [OUT, IN], RULE)
    assert (removal.state, removal.wanting) == (RemovalState.PENDING, (Wanting.OTHER_VANTAGE,))
    walled = replace(found, probes=(*found.probes, probe(1.3, IN, WALLED)))
    assert state_of(walled, [OUT, IN]) == "pending"
    asked = replace(found, probes=(*walled.probes, probe(1.4, IN)))
    assert state_of(asked, [OUT, IN]) == "concluded"
    assert state_of(evidence(*TWICE), [OUT, IN]) == "concluded"


def test_a_vantage_that_may_have_been_shown_it_is_asked_too():
    maybe = replace(evidence(*TWICE), may_have_shown=frozenset([IN]))
    assert (state_of(maybe, [OUT]), state_of(maybe, [OUT, IN])) == ("concluded", "pending")
    answered = replace(evidence(*BOTH), may_have_shown=frozenset([IN]))
    assert state_of(answered, [OUT, IN]) == "concluded"


def test_the_interval_ends_with_a_listing_of_the_vantages_in_scope_alone():
    found = conclude(evidence(*TWICE, standings=[gone(0), gone(-0.5, LANES[IN])]), [OUT], RULE)
    assert (found.scope.looked, found.first_not_shown) == ((OUT,), at(0))


def test_it_was_last_checked_when_a_visit_last_said_how_it_stands():
    blind = probe(9, before=None, after=None, owner=Presence.UNKNOWN)
    assert conclude(evidence(*TWICE, blind), [OUT], RULE).last_checked == at(1.2)
    assert conclude(evidence(blind), [OUT], RULE, CONCLUDED).last_checked == at(1.2)


def test_the_scope_names_who_looked_and_who_of_them_had_been_shown_it():
    found = evidence(*BOTH, sightings=[seen(-1)], standings=[gone(0), gone(0, LANES[IN])])
    scope = conclude(found, [OUT, IN], RULE).scope
    assert (scope.looked, scope.shown_before, scope.countries) == ((OUT,), (OUT,), ())
    found = replace(found, sightings=(seen(-1), seen(-2, IN)))
    scope = conclude(found, [OUT, IN], RULE).scope
    assert (scope.looked, scope.shown_before) == ((OUT, IN), (OUT, IN))


def test_countries_are_named_as_far_as_they_are_known():
    found = evidence(*(replace(each, country="DE") for each in TWICE))
    assert conclude(found, [OUT], RULE).scope.countries == ("DE",)


def test_the_interval_runs_from_the_last_time_shown_to_the_first_time_not():
    removal = conclude(evidence(*TWICE, sightings=[seen(-30), seen(-1)]), [OUT], RULE)
    assert (removal.last_shown, removal.first_not_shown) == (seen(-1), at(0))
    assert removal.last_checked == at(1.2)
    unlisted = conclude(evidence(*TWICE, probe(25), standings=[]), [OUT], RULE)
    assert unlisted.first_not_shown == at(0.1)


CONCLUDED = conclude(evidence(*TWICE), [OUT], RULE)


def test_what_is_shown_again_is_withdrawn_and_its_past_is_kept():
    again = evidence(*TWICE, probe(30, availability=LIVE))
    removal = conclude(again, [OUT], RULE, CONCLUDED)
    assert removal.state is RemovalState.WITHDRAWN
    assert (removal.last_shown, removal.first_not_shown) == (CONCLUDED.last_shown, CONCLUDED.first_not_shown)
    assert [each.probe.at for each in removal.visits] == [at(0.1), at(1.2), at(30)]


def test_what_is_listed_again_is_withdrawn():
    again = evidence(*TWICE, sightings=[seen(-1), seen(40)], standings=[gone(40, missing=None)])
    assert state_of(again, earlier=CONCLUDED) == "withdrawn"


def test_what_another_vantage_shows_later_is_contradicted():
    other = evidence(*TWICE, probe(30, IN, LIVE))
    assert state_of(other, earlier=CONCLUDED) == "contradicted"


@pytest.mark.parametrize("availability", [WALLED, Availability.UNKNOWN, Availability.RATE_LIMITED])
def test_a_later_visit_that_is_answered_by_something_else_takes_nothing_back(availability):
    later = evidence(*TWICE, probe(30, availability=availability))
    removal = conclude(later, [OUT], RULE, CONCLUDED)
    assert removal.state is RemovalState.CONCLUDED
    # A wall is no check of the post.
    assert removal.last_checked == CONCLUDED.last_checked


def test_a_gate_that_names_why_contradicts_what_was_concluded_and_a_wall_behind_it_changes_nothing():
    gated = evidence(*TWICE, probe(30, availability=Availability.GATED))
    assert state_of(gated, earlier=CONCLUDED) == "contradicted"
    walled = replace(gated, probes=(*gated.probes, probe(40, availability=WALLED)))
    assert state_of(walled, earlier=CONCLUDED) == "contradicted"
    assert (
        state_of(
            evidence(probe(0), probe(0.5, IN, Availability.GATED), probe(2), probe(2.5, IN, WALLED)),
            [OUT, IN],
        )
        == "contradicted"
    )


def test_what_was_concluded_stands_where_today_s_rule_would_not_conclude():
    stricter = Rule(confirm_after=timedelta(hours=2))
    assert conclude(evidence(*TWICE), [OUT], stricter).state is RemovalState.PENDING
    assert conclude(evidence(*TWICE), [OUT], stricter, CONCLUDED).state is RemovalState.CONCLUDED


def test_what_is_missing_once_more_after_it_came_back_begins_anew():
    again = evidence(
        *TWICE, probe(30, availability=LIVE), probe(50), standings=[gone(49)], sightings=[seen(-1), seen(30)]
    )
    assert state_of(again, earlier=CONCLUDED) == "pending"
    twice = replace(again, probes=(*again.probes, probe(52)))
    removal = conclude(twice, [OUT], RULE, CONCLUDED)
    assert (removal.state, removal.last_shown.at, removal.first_not_shown) == (
        RemovalState.CONCLUDED,
        at(30),
        at(49),
    )


@st.composite
def stories(draw):
    """Draw visits and sightings of one post in any order of time, at any of two vantages.

    Most visits find nothing and lack nothing, so that many a story comes to where something may be concluded.
    """
    moments = draw(st.lists(st.floats(0, 60), min_size=1, max_size=8, unique=True))
    probes = []
    for moment in moments:
        vantage = draw(st.sampled_from([OUT, IN]))
        availability = draw(st.sampled_from([*[NOT_FOUND] * 12, LIVE, GATED, WALLED]))
        lacks = [each for each, _ in LACKS.values()]
        changed = draw(st.sampled_from([*[{}] * 5 * len(lacks), *lacks]))
        probes.append(replace(probe(moment, vantage, availability), **changed))
    shown = st.floats(-9, 0) | st.floats(-9, 0) | st.floats(-9, 60)
    sightings = [
        replace(each, until=each.at + timedelta(hours=draw(st.sampled_from([0, 0, 0.1, 5]))))
        for each in draw(st.lists(st.builds(seen, shown, st.sampled_from([OUT, IN])), max_size=4))
    ]
    covered = st.sampled_from([None, Covered.WHOLLY, Covered.IN_ORDER])
    standings = draw(
        st.lists(
            st.builds(gone, st.floats(-9, 60), st.sampled_from([*LANES.values()]), missing=covered),
            max_size=3,
        )
    )
    return evidence(*probes, sightings=sightings, standings=standings)


def test_among_the_stories_drawn_are_some_of_which_a_removal_is_concluded():
    few = settings(max_examples=300, phases=[Phase.generate], deadline=None)
    find(stories(), lambda found: state_of(found) == "concluded", settings=few)


@given(stories(), st.sets(st.sampled_from([OUT, IN])))
@settings(max_examples=600, deadline=None)
def test_nothing_is_concluded_that_the_clauses_do_not_bear_out(found, at_hand):
    is_borne_out(found, at_hand)


@pytest.mark.prove
@given(stories(), st.sets(st.sampled_from([OUT, IN])))
@settings(max_examples=10_000, deadline=None)
def test_nothing_is_concluded_of_very_many_stories_that_the_clauses_do_not_bear_out(found, at_hand):
    is_borne_out(found, at_hand)


def is_borne_out(found, at_hand):
    removal = conclude(found, at_hand, RULE)
    if removal is None or removal.state is not RemovalState.CONCLUDED:
        return
    shown = [*found.sightings, *(each for each in found.probes if each.availability is LIVE)]
    last = max(each.at for each in shown)
    gates = [each.at for each in found.probes if each.availability is GATED]
    there = max([*(getattr(each, "until", None) or each.at for each in shown), *gates])
    for vantage in removal.scope.looked:
        sound = [
            each
            for each in found.probes
            if each.vantage == vantage and each.at > there and not judged(each).wanting
        ]
        assert len(sound) >= 2
        assert max(each.at for each in sound) - min(each.at for each in sound) >= RULE.confirm_after
        assert vantage in removal.scope.shown_before
    assert removal.last_shown.at == last < removal.first_not_shown
    for gate in (each for each in found.probes if each.availability is GATED):
        later = [each for each in found.probes if each.vantage == gate.vantage and each.at > gate.at]
        assert any(each.availability is LIVE or not judged(each).wanting for each in later)
