"""The one sentence that is printed about a removal: literally true, or not printed."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.derive.conclude import judged
from archiver.derive.sentence import moment, sentence
from archiver.model.capture import CaptureId
from archiver.model.probe import Control, Presence, Probe
from archiver.model.reading import Availability
from archiver.model.refs import PostRef
from archiver.model.removal import Removal, RemovalState, Scope, Sighting

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
OUT, IN, IN_TOO = "logged_out", "session:salted", "session:other"
PROXIED = "logged_out via salted"
LANES = {
    OUT: "logged_out/en-US",
    PROXIED: "logged_out/en-US",
    IN: "session/en-US",
    IN_TOO: "session/en-US",
}
LIVE, NOT_FOUND, WALLED = Availability.LIVE, Availability.NOT_FOUND, Availability.WALLED


def ref(key):
    return PostRef("instagram", key)


def at(hours):
    return NOON + timedelta(hours=hours)


def control(key):
    return Control(ref(key), LIVE, "content")


def visit(hours, vantage=OUT, controls="AB", availability=NOT_FOUND):
    before, after = (control(key) for key in (controls[0], controls[-1]))
    probe = Probe(
        post=ref("Dgone"),
        at=at(hours),
        capture=CaptureId("instagram", "acme", f"{hours}"),
        record="urn:uuid:r",
        lane=LANES[vantage],
        vantage=vantage,
        country="unknown",
        availability=availability,
        signal="route",
        before=before,
        after=after,
        null=Control(ref("Dnull"), NOT_FOUND, "route"),
        owner=Presence.PRESENT,
    )
    return judged(probe)


def removal(*visits, looked=(OUT,), shown=OUT, countries=(), state=RemovalState.CONCLUDED):
    return Removal(
        post=ref("Dgone"),
        state=state,
        rule="absence/1",
        scope=Scope(tuple(looked), tuple(looked), tuple(countries)),
        last_shown=Sighting(at(-2), shown, LANES[shown]),
        first_not_shown=at(0),
        last_checked=at(30),
        visits=visits or (visit(0), visit(1.5)),
        wanting=(),
    )


def said(found, zone=UTC):
    return sentence(found, "hartmann.werkzeuge", "990000417203", zone)


END = "These records do not show who or what caused this, whether the post still exists, or whether others can see it. "

SENTENCES = {
    "public": (
        removal(),
        (
            "Post Dgone of account @hartmann.werkzeuge (id 990000417203) was last shown to this collector "
            "publicly on 2026-11-24 10:00:00 UTC. On 2026-11-24 12:00:00 UTC and 2026-11-24 13:30:00 UTC, "
            "asked from outside any account, the platform answered its address as it answers an address that "
            "never existed, while 2 other posts of the same account were shown in the same visits. This holds"
            f" for the network asked from, its country not known, only. {END}Last checked 2026-11-25 18:00:00 "
            "UTC."
        ),
    ),
    "logged in, with one control and a country": (
        removal(
            visit(0, IN, "A"),
            visit(1.5, IN, "A"),
            visit(26, IN, "A"),
            looked=[IN],
            shown=IN,
            countries=["DE"],
        ),
        (
            "Post Dgone of account @hartmann.werkzeuge (id 990000417203) was last shown to this collector to "
            "a logged-in account on 2026-11-24 10:00:00 UTC. On 2026-11-24 12:00:00 UTC and 2026-11-25 "
            "14:00:00 UTC, asked from a logged-in account, the platform answered its address as it answers an"
            " address that never existed, while 1 other post of the same account was shown in the same "
            f"visits. This holds for DE only. {END}Last checked 2026-11-25 18:00:00 UTC."
        ),
    ),
    "two vantages and two countries": (
        removal(
            visit(0),
            visit(0.1, IN, "CD"),
            visit(1.5),
            visit(1.6, IN, "CD"),
            looked=[OUT, IN],
            shown=IN,
            countries=["AT", "DE"],
        ),
        (
            "Post Dgone of account @hartmann.werkzeuge (id 990000417203) was last shown to this collector to "
            "a logged-in account on 2026-11-24 10:00:00 UTC. On 2026-11-24 12:00:00 UTC and 2026-11-24 "
            "13:30:00 UTC, asked from outside any account, and on 2026-11-24 12:06:00 UTC and 2026-11-24 "
            "13:36:00 UTC, asked from a logged-in account, the platform answered its address as it answers an "
            "address that never existed, while 4 other posts of the same account were shown in the same "
            f"visits. This holds for AT, DE only. {END}Last checked 2026-11-25 18:00:00 UTC."
        ),
    ),
}


@pytest.mark.parametrize(("found", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_the_sentence_word_for_word(found, expected):
    assert said(found) == expected


def test_in_a_zone_each_time_is_told_twice_and_the_zone_is_named():
    assert said(removal(), BERLIN) == said(removal()).replace(
        "10:00:00 UTC", "10:00:00 UTC (2026-11-24 11:00:00 CET)"
    ).replace("12:00:00 UTC", "12:00:00 UTC (2026-11-24 13:00:00 CET)").replace(
        "13:30:00 UTC", "13:30:00 UTC (2026-11-24 14:30:00 CET)"
    ).replace("18:00:00 UTC", "18:00:00 UTC (2026-11-25 19:00:00 CET)")


MOMENTS = {
    "UTC": (UTC, "2026-11-24 12:00:00 UTC"),
    "a zone with a name": (BERLIN, "2026-11-24 12:00:00 UTC (2026-11-24 13:00:00 CET)"),
    "a zone that is UTC in winter": (ZoneInfo("Europe/London"), "2026-11-24 12:00:00 UTC"),
    "a zone on the other day": (
        ZoneInfo("Pacific/Auckland"),
        "2026-11-24 12:00:00 UTC (2026-11-25 01:00:00 NZDT)",
    ),
    "a zone without a name": (
        timezone(timedelta(hours=5, minutes=30)),
        "2026-11-24 12:00:00 UTC (2026-11-24 17:30:00 UTC+05:30)",
    ),
}


@pytest.mark.parametrize(("zone", "expected"), MOMENTS.values(), ids=MOMENTS)
def test_a_moment_in_utc_and_in_a_zone(zone, expected):
    assert moment(NOON, zone) == expected
    assert moment(NOON.astimezone(BERLIN), zone) == expected


@pytest.mark.parametrize("state", [each for each in RemovalState if each is not RemovalState.CONCLUDED])
def test_nothing_is_said_unless_it_is_concluded(state):
    assert said(removal(state=state)) is None


def test_nothing_is_said_of_what_was_never_shown():
    assert said(replace(removal(), last_shown=None)) is None


NOT_ENOUGH = {
    "no visit is left, such as after a disposal": (),
    "one visit is left": (visit(0),),
    "no visit bears it out by today's rule": (visit(0, availability=WALLED), visit(2, availability=WALLED)),
    "one visit bears it out": (visit(0), visit(2, availability=WALLED)),
    "those that do are of a vantage out of scope": (visit(0, IN), visit(2, IN)),
    "one visit of each of two vantages bears it out": (visit(0), visit(2, IN)),
}


@pytest.mark.parametrize("visits", NOT_ENOUGH.values(), ids=NOT_ENOUGH)
def test_nothing_is_said_of_what_the_visits_at_hand_do_not_bear_out(visits):
    assert said(replace(removal(), visits=visits)) is None


@pytest.mark.parametrize(("name", "account_id"), [("", ""), ("acme", ""), ("", "12")])
def test_nothing_is_said_of_a_post_whose_owner_is_not_known_any_more(name, account_id):
    assert sentence(removal(), name, account_id, UTC) is None


def test_of_many_visits_only_those_that_are_dated_are_counted_for_what_was_shown_beside():
    found = removal(visit(0, controls="AB"), visit(1.5, controls="CD"), visit(9, controls="BE"))
    assert "while 3 other posts of the same account were shown" in said(found)


SHOWN_TO = {
    "to a stranger, and strangers looked": (OUT, LANES[OUT], [OUT], "publicly"),
    "to a stranger, and strangers and a session looked": (OUT, LANES[OUT], [OUT, IN], "publicly"),
    "to a stranger, and a session alone looked": (OUT, LANES[OUT], [IN], "logged out"),
    "to a session": (IN, LANES[IN], [OUT, IN], "to a logged-in account"),
    "to a session that had ended": (IN, "session_ended/en-US", [IN], "logged out"),
}


@pytest.mark.parametrize(("vantage", "lane", "looked", "words"), SHOWN_TO.values(), ids=SHOWN_TO)
def test_to_whom_it_was_last_shown(vantage, lane, looked, words):
    visits = [visit(hours, each) for hours in (0, 2) for each in looked]
    found = replace(removal(*visits, looked=looked), last_shown=Sighting(at(-2), vantage, lane))
    assert f"was last shown to this collector {words} on 2026-11-24 10:00:00 UTC." in said(found)


ASKED_FROM = {
    "a stranger": ([OUT], ["outside any account"]),
    "a stranger through a proxy": ([PROXIED], ["outside any account"]),
    "a session": ([IN], ["a logged-in account"]),
    "two sessions": ([IN, IN_TOO], ["logged-in account 1 of 2", "logged-in account 2 of 2"]),
    "a stranger and two sessions": (
        [OUT, IN, IN_TOO],
        ["outside any account", "logged-in account 1 of 2", "logged-in account 2 of 2"],
    ),
}


@pytest.mark.parametrize(("looked", "words"), ASKED_FROM.values(), ids=ASKED_FROM)
def test_from_where_it_was_asked_and_when_from_there(looked, words):
    visits = [visit(hours + place / 10, each) for hours in (0, 2) for place, each in enumerate(looked)]
    asked = ", and on ".join(
        f"{moment(at(place / 10), UTC)} and {moment(at(2 + place / 10), UTC)}, asked from {who}"
        for place, who in enumerate(words)
    )
    assert f" On {asked}, the platform answered" in said(removal(*visits, looked=looked))


def test_a_visit_that_bears_nothing_out_is_neither_dated_nor_counted():
    found = removal(visit(-1, controls="XY", availability=WALLED), visit(0), visit(1.5), visit(9, IN, "VW"))
    assert said(found) == SENTENCES["public"][1]


FORBIDDEN = re.compile(
    r"\b(deleted?|deletion|removed?|removal|taken down|by|withdr\w+|hid(den)?|proves?)\b", re.IGNORECASE
)
visits_drawn = st.lists(
    st.builds(
        visit,
        st.integers(0, 99),
        st.sampled_from([OUT, IN, IN_TOO]),
        st.sampled_from(["AB", "A", "BC"]),
        st.sampled_from([NOT_FOUND, NOT_FOUND, WALLED, LIVE]),
    ),
    max_size=6,
)


@settings(max_examples=400, deadline=None)
@given(
    visits_drawn,
    st.sampled_from([[OUT], [IN], [OUT, IN], [IN, IN_TOO], [OUT, IN, IN_TOO]]),
    st.sampled_from(list(LANES)),
    st.sampled_from(list(RemovalState)),
    st.sampled_from([(), ("DE",), ("AT", "DE")]),
    st.sampled_from([UTC, BERLIN]),
)
def test_it_never_claims_more_than_the_visits_carry(visits, looked, shown, state, countries, zone):
    found = removal(*visits, looked=looked, shown=shown, state=state, countries=countries)
    found = replace(found, visits=tuple(visits))
    text = said(found, zone)
    sound = [each.probe for each in visits if not each.wanting and each.probe.vantage in looked]
    by_vantage = [{each.at for each in sound if each.vantage == one} for one in looked]
    told = [times for times in by_vantage if len(times) > 1]
    assert (text is not None) == (state is RemovalState.CONCLUDED and bool(told))
    if text is not None:
        assert not FORBIDDEN.search(text)
        assert ("publicly" in text) == (shown in (OUT, PROXIED) and OUT in looked)
        for times in told:
            assert f"{moment(min(times), zone)} and {moment(max(times), zone)}, asked from" in text
