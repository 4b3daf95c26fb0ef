"""What the index holds of posts' being shown and not: sightings, standings, visits, controls, accounts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from catalog_building import SITE, TARGET, Answer, Showing, dump
from fakes import Silent
from listed_building import ACCOUNT, BEGAN, LANE, ref
from standing_building import DATES, LIVE, OWNER, SESSION, WALLED, grid, looked, posts, probe, probed

from archiver import platforms
from archiver.derive.conclude import conclude, judged
from archiver.derive.planning import Grounds, plan
from archiver.ledger.events import CAPTURE, CONCLUSION
from archiver.model.capture import CaptureKind
from archiver.model.coverage import Break, Covered
from archiver.model.post import Count
from archiver.model.probe import Presence
from archiver.model.refs import PostRef
from archiver.model.removal import RemovalState, Rule, Sighting, Standing
from archiver.operations import rebuild
from archiver.operations.absence import append_conclusions, questions
from archiver.operations.indexing import index_events
from archiver.simulator import happenings
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram import pages

ALL, WITHOUT_B = grid("ABC", claimed=3), grid("AC", claimed=2)
OTHERS = replace(ACCOUNT, account_id="990000999999", handle="partner")


def day(number):
    return BEGAN + timedelta(days=number - 1)


def of(catalog, letter):
    (found,) = catalog.evidence(TARGET, [ref(letter)])
    return found


def sighted(catalog, letter):
    return [(each.at, each.vantage, each.lane) for each in of(catalog, letter).sightings]


def out(number):
    return (day(number), "logged_out", LANE)


def test_a_post_is_sighted_where_its_intervals_begin_and_end(catalog):
    for number, listing in enumerate((ALL, ALL, ALL, WITHOUT_B, ALL, ALL), start=1):
        catalog.index(looked(number, listing))
    # Read alike by all looks, listed by the first three and the last two.
    assert sighted(catalog, "B") == [out(number) for number in (1, 3, 5, 6)]
    assert sighted(catalog, "A") == [out(1), out(6)]


def test_another_version_is_another_sighting(catalog):
    catalog.index(looked(1, ALL))
    catalog.index(looked(2, ALL, posts=posts("ABC", caption="other words")))
    catalog.index(looked(3, ALL, posts=posts("ABC", caption="other words")))
    assert sighted(catalog, "B") == [out(1), out(2), out(3)]


def test_the_last_sighting_is_the_last_look_that_showed_it_and_no_later_one(catalog):
    catalog.index(looked(1, ALL))
    catalog.index(looked(2, ALL))
    catalog.index(looked(3, grid("A", broken=Break.UNFINISHED)))
    catalog.index(looked(4, WITHOUT_B))
    assert max(sighted(catalog, "B")) == out(2)


def test_a_sighting_names_the_vantage_and_the_lane(catalog):
    catalog.index(looked(1, ALL, vantage=SESSION))
    catalog.index(looked(2, ALL))
    assert sighted(catalog, "B") == [(day(1), "session:s1", SESSION.lane), out(2)]


def test_of_a_post_that_is_not_known_there_is_nothing(catalog):
    catalog.index(looked(1, ALL))
    found = of(catalog, "X")
    assert (found.published_at, found.sightings, found.standings, found.probes) == (None, (), (), ())


def test_another_target_s_sightings_are_not_taken(catalog):
    other = replace(TARGET, name="other.works")
    catalog.index(looked(1, ALL, target=other))
    catalog.index(replace(looked(2, WITHOUT_B)))
    assert of(catalog, "B").sightings == ()


def test_standings_are_the_latest_of_each_surface_and_lane(catalog):
    catalog.index(looked(1, ALL, grid("BC", surface="reels")))
    catalog.index(looked(2, ALL, vantage=SESSION))
    catalog.index(looked(3, WITHOUT_B, grid("BC", surface="reels")))
    catalog.index(looked(4, WITHOUT_B))
    assert set(of(catalog, "B").standings) == {
        Standing(LANE, "grid", day(3), Covered.WHOLLY),
        Standing(LANE, "reels", day(1), None),
        Standing(SESSION.lane, "grid", day(2), None),
    }


def test_a_visit_is_read_back_as_it_was(catalog):
    catalog.index(looked(1, ALL))
    asked = probe(2, "B", vantage=SESSION, country="DE", before=None)
    catalog.index(probed(2, asked, vantage=SESSION))
    assert of(catalog, "B").probes == (asked,)
    assert of(catalog, "A").probes == ()


def test_visits_come_in_the_order_of_their_time(catalog):
    catalog.index(looked(1, ALL))
    for number in (2, 3, 4):
        catalog.index(probed(number, probe(number, "B"), probe(number, "C", WALLED)))
    assert [each.at for each in of(catalog, "B").probes] == [
        day(number) + timedelta(minutes=5) for number in (2, 3, 4)
    ]
    assert [each.availability for each in of(catalog, "C").probes] == [WALLED] * 3


def test_of_very_many_posts_each_is_given_once_and_in_order(catalog):
    keys = [f"K{number:04}" for number in range(1001)]
    catalog.index(looked(1, grid(keys), posts=posts("A")))
    found = catalog.evidence(TARGET, [ref(key) for key in reversed(keys)])
    assert [each.post.key for each in found] == keys
    assert all(each.sightings == (Sighting(day(1), "logged_out", LANE, day(1)),) for each in found)


def test_its_date_is_known_from_whichever_answer_showed_one(catalog):
    catalog.index(looked(1, ALL))
    catalog.index(
        looked(2, ALL, posts=(*posts("AC"), replace(posts("B")[0], published_at=None, whole=False)))
    )
    assert of(catalog, "B").published_at == DATES["B"]


def questioned(catalog):
    return sorted(post.key for post in catalog.in_question(TARGET))


def test_in_question_is_what_a_listing_lacks_and_what_its_own_page_did_not_show(catalog):
    catalog.index(looked(1, ALL))
    assert questioned(catalog) == []
    catalog.index(looked(2, WITHOUT_B))
    assert questioned(catalog) == ["B"]
    catalog.index(probed(3, probe(3, "C"), probe(3, "D", LIVE)))
    assert questioned(catalog) == ["B", "C"]
    catalog.index(looked(4, ALL))
    assert questioned(catalog) == ["C"]


def test_a_post_that_no_listing_reached_is_not_in_question(catalog):
    catalog.index(looked(1, ALL))
    catalog.index(looked(2, grid("A", broken=Break.UNFINISHED)))
    assert questioned(catalog) == []


def concluded(catalog, letter):
    return conclude(of(catalog, letter), ["logged_out"], Rule())


def test_two_visits_to_a_post_of_the_account_s_own_conclude(catalog):
    catalog.index(looked(1, ALL))
    catalog.index(looked(2, WITHOUT_B))
    for number in (3, 4):
        catalog.index(probed(number, probe(number, "B", before=later(), after=later())))
    assert concluded(catalog, "B").state is RemovalState.CONCLUDED


def later():
    return replace(probe(1, "B").before, published_at=DATES["A"])


def test_of_a_post_of_another_owner_the_account_s_own_posts_are_no_controls(catalog):
    """A partner's post that both stand for: the partner may be gone or private, and nobody asked."""
    joint = replace(posts("B")[0], owner_id=OTHERS.account_id, owner_name="partner", coauthors=(OWNER,))
    catalog.index(looked(1, ALL, posts=(*posts("AC"), joint)))
    catalog.index(looked(2, WITHOUT_B))
    for number in (3, 4, 6):
        catalog.index(probed(number, probe(number, "B", before=later(), after=later())))
    found = of(catalog, "B")
    assert [each.availability for each in found.probes] == ["not_found"] * 3
    assert all(
        {"control_before", "control_after", "owner"} <= set(judged(each).wanting) for each in found.probes
    )
    removal = concluded(catalog, "B")
    assert removal is None or removal.state is RemovalState.PENDING


def controls(catalog, lane=LANE, owner=OWNER, most=9):
    return "".join(post.key for post in catalog.live(TARGET, lane, owner, most))


def test_controls_are_the_account_s_newest_posts(catalog):
    catalog.index(looked(1, grid("CADB")))
    assert controls(catalog) == "ABCD"
    assert controls(catalog, most=2) == "AB"
    assert controls(catalog, lane=SESSION.lane) == ""
    assert controls(catalog, owner="1") == ""
    assert controls(catalog, owner="") == ""


def test_posts_of_another_owner_are_no_controls(catalog):
    joint = replace(posts("A")[0], owner_id=OTHERS.account_id, coauthors=(OWNER,))
    catalog.index(looked(1, grid("ABC"), posts=(joint, *posts("BC"))))
    assert controls(catalog) == "BC"


CONTROLS = {
    "the listing again": ([grid("ABC"), grid("ABC")], "ABC"),
    "one missing": ([ALL, WITHOUT_B], "AC"),
    "one missing, and listed again": ([ALL, WITHOUT_B, ALL], "ABC"),
    "what the newest listing did not reach": ([ALL, grid("A", broken=Break.UNFINISHED)], "A"),
    "what no listing of the newest look holds though it is not missing": ([ALL, grid("AC", claimed=3)], "AC"),
    "a look without a listing": ([ALL, ()], "ABC"),
    "a look with an empty listing": ([ALL, grid("", broken=Break.UNFINISHED)], "ABC"),
    "what the reels tab alone lists": ([(grid("AB"), grid("BC", surface="reels"))], "ABC"),
    "what the grid lacks and the reels tab lists": (
        [(ALL, grid("B", surface="reels")), (WITHOUT_B, grid("B", surface="reels"))],
        "ABC",
    ),
    "what the reels tab listed last time": ([(ALL, grid("D", surface="reels")), ALL], "ABC"),
}


@pytest.mark.parametrize(("looks", "letters"), CONTROLS.values(), ids=CONTROLS)
def test_controls_are_what_the_newest_listing_of_the_lane_holds(catalog, looks, letters):
    for number, each in enumerate(looks, start=1):
        catalog.index(looked(number, *(each if isinstance(each, tuple) else (each,))))
    assert controls(catalog) == letters


def test_posts_without_a_date_are_the_last_controls(catalog):
    catalog.index(looked(1, grid("XBC")))
    assert controls(catalog) == "BCX"


def test_another_lane_s_newer_look_takes_no_control_away(catalog):
    catalog.index(looked(1, ALL))
    catalog.index(looked(2, grid("A"), vantage=SESSION))
    assert (controls(catalog), controls(catalog, SESSION.lane)) == ("ABC", "A")


def spans(catalog, target=TARGET):
    return [(each.lane, each.presence.value, each.first, each.last) for each in catalog.presences(target)]


def test_how_an_account_stood_is_an_interval(catalog):
    for number, presence in enumerate(
        ("present", "present", "not_found", "unknown", "not_found", "present"), start=1
    ):
        catalog.index(looked(number, presence=Presence(presence)))
        if number == 2:
            assert spans(catalog) == [(LANE, "present", day(1), day(2))]
        if number == 5:
            assert spans(catalog) == [(LANE, "not_found", day(3), day(5))]
    assert spans(catalog) == [(LANE, "present", day(6), day(6))]
    assert catalog.row_counts()["presences"] == 3


def test_each_lane_has_its_own_and_a_probe_tells_it_too_and_one_post_s_capture_does_not(catalog):
    catalog.index(looked(1))
    catalog.index(looked(2, presence=Presence.PRIVATE, vantage=SESSION))
    catalog.index(looked(3, presence=Presence.NOT_FOUND, kind=CaptureKind.POST))
    catalog.index(probed(4))
    assert spans(catalog) == [
        (LANE, "present", day(1), day(4)),
        (SESSION.lane, "private", day(2), day(2)),
    ]


def test_how_others_stood_is_told_without_the_target_and_other_platforms(catalog):
    other, third = (replace(TARGET, name=name) for name in ("other.works", "third.works"))
    elsewhere = replace(TARGET, platform="facebook")
    catalog.index(looked(1))
    catalog.index(looked(2, presence=Presence.NOT_FOUND, target=other))
    catalog.index(looked(3, presence=Presence.EMPTY, target=third))
    catalog.index(looked(4, presence=Presence.EMPTY, target=elsewhere))
    found = {(each.target, each.presence.value) for each in catalog.presences_of_others(TARGET)}
    assert found == {(str(other), "not_found"), (str(third), "empty")}
    assert [each.target for each in catalog.presences(other)] == [str(other)]


# The whole way, on real pages: crawls, probes, a conclusion, and an index made afresh.
COMPANY = replace(hartmann(older=8), posts=hartmann(older=8).posts[:10])
GONE = next(post for post in COMPANY.grid[4:] if not post.owner and post.kind == "image")
WHOLE = [Showing(COMPANY).profile(), *map(Showing(COMPANY).page, COMPANY.posts)]
AFTER = happenings.delete(COMPANY, GONE.code)


def answered(steps, company):
    """What a platform answers to the steps of a probe."""
    showing = Showing(company)
    for step in steps:
        post = company.post(step.post.key) if step.post else None
        if step.post is None:
            yield replace(showing.profile(), address=step.address)
        elif post is None or post.withdrawn:
            yield Answer(step.address, pages.not_found_page(showing.signer))
        else:
            yield replace(showing.page(post), address=step.address)


def planned(house):
    catalog, platform = house.archive.catalog, platforms.named("instagram")
    return plan(
        TARGET,
        [PostRef("instagram", GONE.code)],
        catalog.live(TARGET, LANE, catalog.account_id(TARGET), 3),
        Grounds(platform.address, lambda beside: platform.never_seen(house.clock.now(), beside)),
    )


def probing(house, company, **more):
    """A probe of what is gone, with the controls that the index gives."""
    steps, account = planned(house), house.archive.catalog.account_id(TARGET)
    return house.seen(
        list(answered(steps, company)), kind=CaptureKind.PROBE, plan=steps, known_as=account, **more
    )


def state(house):
    found = questions(house.archive, TARGET, ["logged_out"])
    return {each.post.key: each.removal.state.value if each.removal else None for each in found}


def test_from_real_pages_to_a_conclusion_and_an_index_made_afresh_is_equal(house):
    archive = house.archive
    house.seen(WHOLE)
    house.seen([Showing(AFTER).profile()])
    assert state(house) == {GONE.code: None}
    probing(house, AFTER)
    assert state(house) == {GONE.code: "pending"}
    house.clock.advance(hours=1)
    probing(house, AFTER)
    assert state(house) == {GONE.code: "concluded"}
    assert archive.catalog.events(TARGET, CONCLUSION) == []
    append_conclusions(archive, TARGET, questions(archive, TARGET, ["logged_out"]))
    append_conclusions(archive, TARGET, questions(archive, TARGET, ["logged_out"]))
    (event,) = archive.catalog.events(TARGET, CONCLUSION)
    assert (event["post"], event["number"], event["state"]) == (f"instagram:{GONE.code}", 5, "concluded")
    # The look that showed it last, the one whose listing lacks it, and both visits.
    captures = [capture for capture, _, _ in archive.catalog.captures(TARGET)]
    assert [each["capture"] for each in event["inputs"]] == captures
    assert len(captures) == 4
    assert {each["seal"][:7] for each in event["inputs"]} == {"sha256:"}
    assert archive.catalog.row_counts()["probes"] == 2
    assert rebuild.check(archive, Silent()).differences == {}
    rebuild.rebuild(archive, Silent())
    assert state(house) == {GONE.code: "concluded"}
    assert len(archive.catalog.events(TARGET, CONCLUSION)) == 1


def test_a_wall_at_the_second_visit_concludes_nothing(house):
    house.seen(WHOLE)
    house.seen([Showing(AFTER).profile()])
    probing(house, AFTER)
    house.clock.advance(hours=1)
    steps = planned(house)
    walled = [
        replace(each, body=pages.login_wall_page(Showing(AFTER).signer)) for each in answered(steps, AFTER)
    ]
    house.seen(walled, kind=CaptureKind.PROBE, plan=steps, known_as=house.archive.catalog.account_id(TARGET))
    assert state(house) == {GONE.code: "pending"}
    append_conclusions(house.archive, TARGET, questions(house.archive, TARGET, ["logged_out"]))
    assert house.archive.catalog.events(TARGET, CONCLUSION) == []
    assert rebuild.check(house.archive, Silent()).differences == {}


def test_a_post_whose_page_is_shown_is_only_off_the_listing(house):
    house.seen(WHOLE)
    house.seen([Showing(AFTER).profile()])
    probing(house, COMPANY)
    (found,) = questions(house.archive, TARGET, ["logged_out"])
    assert found.removal is None
    assert [each.availability for each in found.evidence.probes] == [LIVE]
    assert max(found.evidence.sightings, key=lambda each: each.at).vantage == "logged_out"
    assert rebuild.check(house.archive, Silent()).differences == {}


def test_events_are_in_the_index_once_and_a_capture_s_says_nothing_there(house):
    house.seen(WHOLE)
    house.seen([Showing(AFTER).profile()])
    archive = house.archive
    for _ in range(3):
        index_events(archive, TARGET.platform, TARGET.name)
    rows = dump(archive.layout.catalog)["events"]
    assert sorted(row[1] for row in rows) == [1, 2]
    assert archive.catalog.last_event(f"instagram/{TARGET.name}") == 2
    assert archive.catalog.last_event("instagram/nobody") == 0
    assert archive.catalog.events(TARGET, CAPTURE) == []


def test_these_pages_are_those_of_an_account_with_ten_posts():
    assert len(COMPANY.grid) == 10
    assert len(AFTER.grid) == 9
    assert Showing(COMPANY).profile().address == f"{SITE}/{TARGET.name}/"
    assert ACCOUNT.posts == Count(3)
