"""What a listing changed of a post, by all that is known of the post."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.derive.conclude import conclude
from archiver.derive.naming_changes import of_listed, of_missing
from archiver.model.capture import CaptureId
from archiver.model.coverage import Covered
from archiver.model.probe import Control, Presence, Probe
from archiver.model.reading import Availability
from archiver.model.refs import PostRef
from archiver.model.removal import Evidence, RemovalState, Rule, Sighting, Standing

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
POST, OTHER = PostRef("instagram", "P"), PostRef("instagram", "A")
OUT, IN, THIRD = "logged_out/en-US", "session/en-US", "session/de"
LIVE, NOT_FOUND, GATED, WALLED, UNKNOWN, LIMITED = (
    Availability.LIVE,
    Availability.NOT_FOUND,
    Availability.GATED,
    Availability.WALLED,
    Availability.UNKNOWN,
    Availability.RATE_LIMITED,
)


def at(hours):
    return NOON + timedelta(hours=hours)


LISTED = {
    "published since its surface was listed": (at(1), at(0), "appeared"),
    "published before": (at(-1), at(0), "first_seen"),
    "published at that very time": (at(0), at(0), "first_seen"),
    "its date is not known": (None, at(0), "first_seen"),
    "its surface was never listed before": (at(1), None, "first_seen"),
    "neither is known": (None, None, "first_seen"),
}


@pytest.mark.parametrize(("published", "before", "kind"), LISTED.values(), ids=LISTED)
def test_a_post_that_is_listed_for_the_first_time(published, before, kind):
    assert of_listed(published, before).value == kind


def probe(hours, availability, lane=OUT, vantage=None):
    control = Control(OTHER, LIVE, "content", at(-1))
    return Probe(
        post=POST,
        at=at(hours),
        capture=CaptureId("instagram", "acme", f"{hours}"),
        record="urn:uuid:r",
        lane=lane,
        vantage=vantage or ("logged_out" if lane == OUT else f"session:{lane}"),
        country="unknown",
        availability=availability,
        signal="route" if availability is NOT_FOUND else "other",
        before=control,
        after=control,
        null=Control(PostRef("instagram", "Z"), NOT_FOUND, "route"),
        owner=Presence.PRESENT,
    )


GONE = Standing(OUT, "grid", at(0), Covered.WHOLLY)


def named(*probes, missing=Covered.WHOLLY, standings=(GONE,), lane=OUT):
    return of_missing(missing.value, lane, Evidence(POST, at(-9), (), tuple(standings), probes)).value


MISSING = {
    "not asked for": ([], "missing"),
    "its own page is shown": ([probe(1, LIVE)], "not_listed"),
    "its own page is not found": ([probe(1, NOT_FOUND)], "missing"),
    "its own page is behind a gate": ([probe(1, GATED)], "restricted"),
    "its own page is walled": ([probe(1, WALLED)], "missing"),
    "its own page was not answered": ([probe(1, UNKNOWN)], "missing"),
    "its own page was shown, and not found since": ([probe(1, LIVE), probe(2, NOT_FOUND)], "missing"),
    "its own page was not found, and shown since": ([probe(1, NOT_FOUND), probe(2, LIVE)], "not_listed"),
    "its own page was shown, and walled since": ([probe(1, LIVE), probe(2, WALLED)], "not_listed"),
    "its own page was shown, and too many were asked since": (
        [probe(1, LIVE), probe(2, LIMITED)],
        "not_listed",
    ),
    "its own page was gated, and not answered since": ([probe(1, GATED), probe(2, UNKNOWN)], "restricted"),
    "a gate that was lifted": ([probe(1, GATED), probe(2, LIVE)], "not_listed"),
    "a gate, and not found since": ([probe(1, GATED), probe(2, NOT_FOUND)], "missing"),
    "shown before it was missing alone": ([probe(-1, LIVE)], "missing"),
    "shown at the very time": ([probe(0, LIVE)], "not_listed"),
    "not found here, shown elsewhere": ([probe(1, NOT_FOUND), probe(1, LIVE, IN)], "restricted"),
    "not found here nor elsewhere": ([probe(1, NOT_FOUND), probe(1, NOT_FOUND, IN)], "missing"),
    "shown elsewhere, not asked for here": ([probe(1, LIVE, IN)], "missing"),
    "walled here, shown elsewhere": ([probe(1, WALLED), probe(1, LIVE, IN)], "missing"),
    "not found here, shown elsewhere before it was missing here": (
        [probe(-1, LIVE, IN), probe(1, NOT_FOUND)],
        "missing",
    ),
    "not found here, shown elsewhere and not found there since": (
        [probe(1, NOT_FOUND), probe(1, LIVE, IN), probe(2, NOT_FOUND, IN)],
        "missing",
    ),
    "not found here, shown elsewhere and walled there since": (
        [probe(1, NOT_FOUND), probe(1, LIVE, IN), probe(2, WALLED, IN)],
        "restricted",
    ),
    "not found here, shown to one elsewhere and later not found by another": (
        [probe(1, NOT_FOUND), probe(1, LIVE, IN), probe(2, NOT_FOUND, THIRD)],
        "restricted",
    ),
    "not found by one, shown to another in the same lane": (
        [probe(1, LIVE, vantage="session:a"), probe(2, NOT_FOUND, vantage="session:b")],
        "restricted",
    ),
    "shown here, not found elsewhere": ([probe(1, LIVE), probe(1, NOT_FOUND, IN)], "not_listed"),
    "gated elsewhere alone": ([probe(1, NOT_FOUND), probe(1, GATED, IN)], "missing"),
}


@pytest.mark.parametrize(("probes", "kind"), MISSING.values(), ids=MISSING)
def test_a_post_that_a_listing_lacks(probes, kind):
    assert named(*probes) == kind


@pytest.mark.parametrize(
    ("missing", "kind"),
    [
        (Covered.WHOLLY, "not_listed"),
        (Covered.TO_ITS_END, "not_listed"),
        (Covered.IN_ORDER, "missing"),
        (Covered.NOT, "missing"),
    ],
)
def test_only_a_listing_that_ended_is_said_to_lack_a_post_that_is_shown(missing, kind):
    assert named(probe(1, LIVE), missing=missing) == kind


def test_of_two_surfaces_the_first_that_lacked_it_counts():
    later = replace(GONE, surface="reels", since=at(2))
    assert named(probe(1, LIVE), standings=(later, GONE)) == "not_listed"
    assert named(probe(1, LIVE), standings=(later,)) == "missing"


def test_since_when_another_lane_lacks_it_does_not_count():
    elsewhere = replace(GONE, lane=IN, since=at(-5))
    assert named(probe(-1, LIVE), standings=(GONE, elsewhere)) == "missing"


drawn = st.lists(
    st.builds(probe, st.integers(1, 30), st.sampled_from(list(Availability)), st.sampled_from([OUT, IN])),
    max_size=6,
).map(lambda probes: sorted(probes, key=lambda each: each.at))


@settings(max_examples=500, deadline=None)
@given(drawn, st.sampled_from([each for each in Covered if each is not Covered.NOT]))
def test_a_post_of_which_a_removal_is_concluded_is_missing_and_nothing_milder(probes, missing):
    standings = (replace(GONE, missing=missing), Standing(IN, "grid", at(0), missing))
    shown = tuple(Sighting(at(-1), each, lane) for each, lane in (("logged_out", OUT), (f"session:{IN}", IN)))
    evidence = Evidence(POST, at(-9), shown, standings, tuple(probes))
    found = conclude(evidence, ["logged_out", f"session:{IN}"], Rule())
    if found is not None and found.state is RemovalState.CONCLUDED:
        lanes = {each.lane for each in probes if each.vantage in found.scope.looked}
        assert {of_missing(missing.value, lane, evidence).value for lane in lanes} == {"missing"}


@settings(max_examples=500, deadline=None)
@given(drawn)
def test_a_wall_or_no_answer_never_changes_what_is_said(probes):
    telling = [each for each in probes if each.availability in (LIVE, NOT_FOUND, GATED)]
    for lane in (OUT, IN):
        standings = (GONE, replace(GONE, lane=IN))
        assert named(*probes, lane=lane, standings=standings) == named(
            *telling, lane=lane, standings=standings
        )
