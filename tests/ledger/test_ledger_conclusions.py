"""A conclusion as the ledger keeps it: what is said is what is read, and events follow each other by number."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import DamagedError, NewerFormatError
from archiver.formats.canonical import canonical
from archiver.ledger.conclusions import read, said
from archiver.ledger.events import CAPTURE, CONCLUSION, Chain, every
from archiver.model.digest import Digest
from archiver.model.refs import PostRef
from archiver.model.removal import Removal, RemovalState, Scope, Sighting

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SPANS = {"confirm_after": 3600.0, "unlisted_after": 86400.0}
REMOVAL = Removal(
    post=PostRef("instagram", "DgoneGone01"),
    state=RemovalState.CONCLUDED,
    rule="absence/1",
    scope=Scope(("logged_out", "session:salted"), ("logged_out",), ("DE",)),
    last_shown=Sighting(NOON - timedelta(hours=2), "logged_out", "logged_out/en-US"),
    first_not_shown=NOON,
    last_checked=NOON + timedelta(hours=2),
    visits=(),
    wanting=(),
)
OWNER = ("990000417203", "acme")
INPUTS = {"instagram/acme/2": "sha256:b", "instagram/acme/1": "sha256:a"}


def test_a_conclusion_says_its_rule_its_scope_its_interval_and_what_it_was_drawn_from():
    assert said(REMOVAL, OWNER, INPUTS, SPANS) == {
        "post": "instagram:DgoneGone01",
        "owner": {"id": "990000417203", "name": "acme"},
        "state": "concluded",
        "rule": {"version": "absence/1", "confirm_after": 3600.0, "unlisted_after": 86400.0},
        "scope": {
            "looked": ["logged_out", "session:salted"],
            "shown_before": ["logged_out"],
            "countries": ["DE"],
        },
        "last_shown": {
            "at": "2026-11-24T10:00:00.000000Z",
            "vantage": "logged_out",
            "lane": "logged_out/en-US",
        },
        "first_not_shown": "2026-11-24T12:00:00.000000Z",
        "last_checked": "2026-11-24T14:00:00.000000Z",
        "inputs": [
            {"capture": "instagram/acme/1", "seal": "sha256:a"},
            {"capture": "instagram/acme/2", "seal": "sha256:b"},
        ],
    }


def test_of_a_post_that_was_never_shown_no_sighting_is_said():
    never = replace(REMOVAL, last_shown=None)
    assert said(never, OWNER, {}, SPANS)["last_shown"] is None
    assert read(said(never, OWNER, {}, SPANS)) == never


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        said(replace(REMOVAL, last_checked=NOON.replace(tzinfo=None)), OWNER, {}, SPANS)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
instants = st.datetimes(datetime(2010, 1, 1), datetime(2100, 1, 1)).flatmap(  # noqa: DTZ001 - a zone follows
    lambda at: st.sampled_from(
        [UTC, timezone(timedelta(hours=-11)), timezone(timedelta(hours=5, minutes=45))]
    ).map(lambda zone: at.replace(tzinfo=zone))
)
names = st.lists(words, max_size=3).map(tuple)
removals = st.builds(
    Removal,
    post=st.builds(PostRef, st.sampled_from(["instagram", "web"]), words),
    state=st.sampled_from(list(RemovalState)),
    rule=words,
    scope=st.builds(Scope, names, names, names),
    last_shown=st.none() | st.builds(Sighting, instants, words, words),
    first_not_shown=instants,
    last_checked=instants,
    visits=st.just(()),
    wanting=st.just(()),
)


@settings(max_examples=400, deadline=None)
@given(removals, st.dictionaries(words, words, max_size=3))
def test_what_was_said_is_what_is_read_through_the_form_on_disk(removal, inputs):
    content = canonical(said(removal, OWNER, inputs, SPANS))
    assert read(json.loads(content)) == removal
    assert canonical(said(read(json.loads(content)), OWNER, inputs, SPANS)) == content


def without(content, name):
    return {key: value for key, value in content.items() if key != name}


@pytest.mark.parametrize(
    "name", ["post", "state", "rule", "scope", "last_shown", "first_not_shown", "last_checked"]
)
def test_a_conclusion_that_lacks_something_is_damaged(name):
    with pytest.raises(DamagedError, match="lacks what one says"):
        read(without(said(REMOVAL, OWNER, INPUTS, SPANS), name))


@pytest.mark.parametrize("value", [None, 5, [], "text", {}])
@pytest.mark.parametrize("name", ["post", "scope", "first_not_shown"])
def test_a_conclusion_that_says_something_else_is_damaged(name, value):
    with pytest.raises(DamagedError):
        read(said(REMOVAL, OWNER, INPUTS, SPANS) | {name: value})


def test_a_conclusion_in_a_state_that_is_not_known_here_is_of_a_newer_version():
    with pytest.raises(NewerFormatError, match="overruled"):
        read(said(REMOVAL, OWNER, INPUTS, SPANS) | {"state": "overruled"})


@pytest.mark.parametrize("content", [b"", b"junk", b"[]", b"{}", b"[" * 10_000, b"\xff"])
def test_an_event_that_cannot_be_read_is_damaged_and_named(chain, content):
    made = placed(chain)
    (chain.pending / made.name).chmod(0o600)
    (chain.pending / made.name).write_bytes(content)
    with pytest.raises(DamagedError, match=made.name):
        list(every(chain.pending))
    with pytest.raises(DamagedError, match=made.name):
        list(chain.after(0))


def test_its_visits_stand_in_its_captures_and_not_in_the_event():
    content = canonical(said(REMOVAL, OWNER, INPUTS, SPANS))
    assert b"visits" not in content
    assert (read(json.loads(content)).visits, read(json.loads(content)).wanting) == ((), ())


@pytest.fixture
def chain(tmp_path):
    return Chain(tmp_path, Digest.of(b"archive.json"), "instagram", "acme")


def placed(chain, kind=CONCLUSION, content=None):
    made = chain.next(
        kind, NOON, f"{chain.platform}:{chain.slug}", content or said(REMOVAL, OWNER, INPUTS, SPANS)
    )
    (chain.pending / made.name).write_bytes(made.content)
    return made


def leaf(made):
    return sha256(b"\x00" + made.content).hexdigest()


def test_conclusions_and_captures_are_numbered_together_and_chained(chain):
    made = [placed(chain, kind) for kind in (CAPTURE, CONCLUSION, CAPTURE, CONCLUSION)]
    events = [json.loads(each.content) for each in made]
    assert [each["number"] for each in events] == [1, 2, 3, 4]
    assert [each["previous"] for each in events] == [None, *map(leaf, made[:-1])]
    assert [each["event"] for each in events] == ["capture", "conclusion", "capture", "conclusion"]
    assert read(events[1]) == REMOVAL


def test_what_an_event_says_cannot_put_itself_in_the_place_of_its_number(chain):
    placed(chain)
    lying = {
        "number": 9,
        "previous": "x",
        "event": "capture",
        "salt": "",
        "slug": "b",
        "format": "f",
        "at": "never",
    }
    event = json.loads(placed(chain, CONCLUSION, lying).content)
    assert (event["number"], event["event"], event["slug"]) == (2, "conclusion", "instagram/acme")
    assert (event["format"], event["at"], len(event["salt"])) == (
        "archiver-event/1",
        "2026-11-24T12:00:00.000000Z",
        64,
    )


@pytest.mark.parametrize("number", [0, 1, 3, 4, 99])
def test_events_behind_a_number_come_in_their_order(chain, number):
    made = [placed(chain) for _ in range(4)]
    assert [name for name, _ in chain.after(number)] == [each.name for each in made[number:]]
    assert [content["number"] for _, content in chain.after(number)] == list(range(number + 1, 5))


def test_events_of_seven_digits_come_behind_those_of_six(chain):
    first = placed(chain)
    (chain.pending / first.name).rename(chain.pending / first.name.replace("000001", "999999"))
    second = placed(chain)
    assert second.name.split("-")[2] == "1000000"
    assert [name.split("-")[2] for name, _ in chain.after(0)] == ["999999", "1000000"]


def test_a_slug_that_begins_alike_is_another_chain(chain):
    other = replace(chain, slug="acme-000001")
    mine, others = [placed(chain), placed(chain)], [placed(other)]
    assert [name for name, _ in chain.after(0)] == [each.name for each in mine]
    assert [name for name, _ in other.after(0)] == [each.name for each in others]
    assert {name for name, _ in every(chain.pending)} == {each.name for each in (*mine, *others)}


STRAYS = [
    ".instagram-acme-000002-0123456789abcdef.json.12.part",
    "._instagram-acme-000001-0123456789abcdef.json",
    "instagram-acme-000009.json",
    "notes.json",
]


@pytest.mark.parametrize("name", STRAYS)
def test_a_file_that_a_person_or_a_system_left_there_is_no_event(chain, name):
    made = placed(chain)
    (chain.pending / name).write_bytes(b"\x00\x05\x16\x07 not ours")
    assert [each for each, _ in chain.after(0)] == [made.name]
    assert [each for each, _ in every(chain.pending)] == [made.name]
    assert json.loads(placed(chain).content)["number"] == 2


def test_where_nothing_was_appended_yet_there_are_none(chain):
    nowhere = replace(chain, pending=chain.pending / "nowhere")
    assert list(nowhere.after(0)) == []
    assert list(every(nowhere.pending)) == []
    assert json.loads(nowhere.next(CONCLUSION, NOON, "instagram:acme", {}).content)["number"] == 1
