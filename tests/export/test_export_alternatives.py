"""What else could explain that a post is no longer shown: excluded only by records that bear it out in each visit."""

from datetime import timedelta

import pytest
from exhibit_building import (
    LOOKS,
    PUBLISHED,
    all_shown,
    at,
    book_of,
    control,
    instant,
    looked,
    post,
    removal,
    stamped,
    visit,
    watched,
)
from hypothesis import given
from hypothesis import strategies as st

from archiver.export.exhibits.looks import Watch
from archiver.export.exhibits.reading import exhibits

NEVER = {
    "Made up or altered by whoever collected it",
    "It is kept from the countries that it was asked from",
    "It is shown from a certain age on only",
    "It is shown to followers, friends or chosen people only",
    "Its owner put it aside (archived it), and can show it again",
    "It goes on under another address",
    "A fault of the platform's, or an answer that was kept on the way, struck it alone",
}
CLOCK = "The clock of the collecting machine was wrong"
COPY = "An older state of the owner's account, or site, was answered, from before it was published"
BLOCKED = "The collector, or its account, was blocked by the owner"
LEFT = "The owner had left, was renamed, or had gone private"
INCIDENT = "The platform was out of order, for everybody or for all that this owner has there"


def of(folder, visits=None, seen=None, state="concluded", told=None):
    """The alternatives of one removal, by name."""
    book = book_of(folder, [told or post("A")], removals=[removal("A", state, visits)])
    (found,) = exhibits(book, seen or watched(*LOOKS), all_shown)
    names = [each.excluded for each in found.alternatives]
    assert names == sorted(names), "those that are not excluded come first"
    return found, {each.name: each for each in found.alternatives}


def test_sound_visits_exclude_what_their_controls_speak_against_and_nothing_else(tmp_path):
    found, told = of(tmp_path)
    assert {name for name, each in told.items() if each.excluded} == {CLOCK, COPY, BLOCKED, LEFT, INCIDENT}
    assert told.keys() >= NEVER
    for each in told.values():
        assert bool(each.records) is each.excluded
        assert all(1 <= number <= len(found.records) for number in each.records)
    controls = {found.records[number - 1].id for number in told[BLOCKED].records}
    assert controls == {f"urn:uuid:{role}-{hours}" for role in ("before", "after") for hours in (2, 4)}
    assert {found.records[number - 1].id for number in told[LEFT].records} == {
        "urn:uuid:owner-2",
        "urn:uuid:owner-4",
    }


WITHOUT = {
    "no control was shown in one visit": (
        [visit(2), visit(4, controls=[control("null", "Z", "urn:uuid:n", "not_found", None)])],
        {COPY, BLOCKED, INCIDENT},
    ),
    "no control is later than the post": (
        [visit(2, controls=[control("before", "B", "urn:uuid:b", published=PUBLISHED - timedelta(days=1))])],
        {COPY},
    ),
    "no control bears a date": (
        [visit(2, controls=[control("before", "B", "urn:uuid:b", published=None)])],
        {COPY},
    ),
    "a control without a record": (
        [visit(2, controls=[control("before", "B", None)])],
        {COPY, BLOCKED, INCIDENT},
    ),
    "a control behind a wall": (
        [visit(2, controls=[control("before", "B", "urn:uuid:b", "walled")])],
        {COPY, BLOCKED, INCIDENT},
    ),
    "no record of the owner": ([visit(2, owner_record=None)], {LEFT}),
    "no visit counts": ([visit(2, wanting=["owner"])], {COPY, BLOCKED, INCIDENT, LEFT}),
    "no visit is here": ([], {COPY, BLOCKED, INCIDENT, LEFT}),
}


@pytest.mark.parametrize("case", WITHOUT)
def test_what_records_do_not_bear_out_is_not_excluded(case, tmp_path):
    visits, expected = WITHOUT[case]
    _, told = of(tmp_path, visits)
    assert {name for name in (COPY, BLOCKED, INCIDENT, LEFT) if not told[name].excluded} == expected


def test_a_visit_that_does_not_count_excludes_nothing_and_spoils_nothing(tmp_path):
    found, told = of(tmp_path, [visit(2), visit(3, wanting=["owner"], owner="private"), visit(4)])
    assert told[LEFT].excluded
    assert "urn:uuid:owner-3" not in {found.records[number - 1].id for number in told[LEFT].records}


def stamped_around(opened=-0.25, last=0, **of_manifests):
    """Each look between two stamps, an hour apart at most; its clock is held against no server's."""
    told = {"clock": {"offset_ms": None, "compared": 0}, **of_manifests}
    seen = [
        watched(
            looked(hours + 1, hours),
            stamped(hours + 1, hours + 0.25 + last),
            opening_stamp={
                "authority": "one",
                "checkpoint": 1,
                "stamped_at": instant.written(at(hours + opened)),
            },
            **told,
        )
        for hours in (0, 2, 4)
    ]
    return Watch(tuple(look for each in seen for look in each.looks))


CLOCKS = {
    "servers' times near": (watched(*LOOKS), True),
    "servers' times far off": (watched(*LOOKS, clock={"offset_ms": 3_600_000, "compared": 9}), False),
    "no server's time": (watched(*LOOKS, clock={"offset_ms": None, "compared": 0}), False),
    "a stand-in's time": (watched(*LOOKS, not_authenticated="stand-in"), False),
    "a rehearsal": (watched(*LOOKS, simulated=True), False),
    "stamps around each look, and no server's time": (stamped_around(), True),
    "stamps around each look, and servers' times far off": (
        stamped_around(clock={"offset_ms": 3 * 3_600_000, "compared": 9}),
        False,
    ),
    "stamps around each look, days apart": (stamped_around(last=60), False),
    "stamps that a look does not lie between": (stamped_around(opened=3), False),
}


@pytest.mark.parametrize("case", CLOCKS)
def test_a_wrong_clock_is_excluded_by_others_clocks_alone(case, tmp_path):
    seen, excluded = CLOCKS[case]
    assert of(tmp_path, seen=seen)[1][CLOCK].excluded is excluded


def test_where_no_country_is_known_none_is_said_to_be_the_only_one(tmp_path):
    name = "It is kept from the countries that it was asked from"
    for countries, said in (
        (("DE", "DE"), "It was asked from DE only."),
        (("DE", "unknown"), "It was asked from DE and from networks whose country is not known only."),
        (("unknown", "unknown"), "It was asked from networks whose country is not known only."),
    ):
        folder = tmp_path / "-".join(countries)
        folder.mkdir()
        visits = [visit(hours, country=each) for hours, each in zip((2, 4), countries, strict=True)]
        assert of(folder, visits)[1][name].why == said


def test_by_a_date_that_its_author_set_nothing_is_later(tmp_path):
    told = post("A")
    told["fields"] |= {"set_back": True}
    assert not of(tmp_path, told=told)[1][COPY].excluded
    made = made_below(tmp_path)
    told["fields"] |= {"made_at": instant.written(PUBLISHED)}
    assert of(made, told=told)[1][COPY].excluded


def test_what_authorities_saw_limits_when_it_can_have_been_made_up(tmp_path):
    seen = watched(*LOOKS, *(stamped(number, number * 2) for number in (1, 2, 3)))
    why = of(tmp_path, seen=seen)[1]["Made up or altered by whoever collected it"].why
    assert "They cannot have been made, or changed, after 2026-11-24 15:00:00 UTC" in why
    rehearsed = watched(*LOOKS, *(stamped(number, number * 2) for number in (1, 2, 3)), simulated=True)
    (tmp_path / "rehearsed").mkdir()
    why = of(tmp_path / "rehearsed", seen=rehearsed)[1]["Made up or altered by whoever collected it"].why
    assert "cannot have been made" not in why
    less = watched(*LOOKS, stamped(1, 2))
    why = of(made_below(tmp_path), seen=less)[1]["Made up or altered by whoever collected it"].why
    assert "No authority has said when all of them were there" in why


def made_below(folder):
    (folder / "below").mkdir()
    return folder / "below"


def test_of_a_website_no_older_copy_is_excluded_since_its_pages_bear_no_dates(tmp_path):
    page = post("A") | {"post": {"ref": "web:https://a.example/a", "url": "https://a.example/a"}}
    book = book_of(tmp_path, [page], removals=[removal("A") | {"post": "web:https://a.example/a"}])
    (found,) = exhibits(book, watched(*LOOKS), all_shown)
    assert not next(each for each in found.alternatives if each.name == COPY).excluded


def test_of_what_is_shown_only_the_records_themselves_can_be_doubted(tmp_path):
    (found,) = exhibits(book_of(tmp_path, [post("A")]), watched(looked(1, 0)), all_shown)
    assert {each.name for each in found.alternatives} == {"Made up or altered by whoever collected it", CLOCK}


@given(
    st.lists(
        st.builds(
            visit,
            st.sampled_from([2, 3, 4]),
            controls=st.lists(
                st.builds(
                    control,
                    st.sampled_from(["before", "after"]),
                    st.sampled_from("BC"),
                    st.sampled_from(["urn:uuid:x", "urn:uuid:y", None]),
                    st.sampled_from(["live", "walled", "not_found"]),
                    st.sampled_from([None, PUBLISHED - timedelta(days=2), PUBLISHED + timedelta(days=2)]),
                ),
                max_size=2,
                unique_by=lambda each: each["role"],
            ),
            owner=st.sampled_from(["present", "private"]),
            owner_record=st.sampled_from(["urn:uuid:o", None]),
            wanting=st.sampled_from([[], ["owner"]]),
        ),
        max_size=4,
    )
)
def test_nothing_is_excluded_but_by_records_of_visits_that_count(tmp_path_factory, visits):
    found, told = of(tmp_path_factory.mktemp("drawn"), visits)
    counting = [each for each in visits if not each["wanting"]]
    named = {
        record
        for each in counting
        for record in (each["owner_record"], *(control["record"] for control in each["controls"]))
        if record
    }
    for each in told.values():
        assert each.name not in NEVER or not each.excluded
        if each.excluded and each.name != CLOCK:
            assert {found.records[number - 1].id for number in each.records} <= named
            assert counting
