"""Which posts no listing speaks of, in whose turn they are, and which captures read a post whole."""

from dataclasses import replace

from listed_building import LANE, TARGET, look, post
from standing_building import LIVE, NOT_FOUND, SESSION, WALLED, grid, looked, posts, probe, probed

from archiver.model.coverage import Break
from archiver.model.media_removal import MediaReading

HERE = ["logged_out", str(SESSION)]


def turns(catalog, most=10, vantages=HERE):
    return "".join(each.key for each in catalog.unlisted(TARGET, vantages, most))


def test_what_the_latest_listing_shows_or_is_known_to_lack_needs_no_turn(catalog):
    catalog.index(looked(1, grid("ABCD", claimed=4)))
    assert turns(catalog) == ""
    catalog.index(looked(2, grid("ABD", claimed=3)))
    assert turns(catalog) == ""


def test_what_the_latest_listing_did_not_reach_has_its_turn_and_a_post_that_no_listing_ever_showed(catalog):
    catalog.index(looked(1, grid("ABCD", claimed=4), read="J"))
    catalog.index(looked(2, grid("AB", broken=Break.UNFINISHED)))
    assert turns(catalog) == "CDJ"


def test_what_another_lane_or_surface_lists_needs_none(catalog):
    catalog.index(looked(1, grid("ABCD", claimed=4)))
    catalog.index(looked(2, grid("AB", broken=Break.UNFINISHED), grid("C", surface="reels")))
    assert turns(catalog) == "D"
    catalog.index(looked(3, grid("D", lane=SESSION.lane), vantage=SESSION))
    assert turns(catalog) == ""


def test_the_one_longest_not_seen_or_asked_for_is_first_and_no_more_than_are_wanted(catalog):
    catalog.index(looked(1, grid("ABCDE", claimed=5)))
    catalog.index(looked(2, grid("A", broken=Break.UNFINISHED)))
    assert turns(catalog, 2) == "BC"
    catalog.index(probed(3, probe(3, "B", LIVE), probe(3, "C", WALLED)))
    # That a wall answered for C is no matter: one that never tells anything would come first each time.
    assert turns(catalog) == "DEBC"


def test_what_a_session_listed_that_looks_no_more_has_its_turn(catalog):
    catalog.index(looked(1, grid("ABCD", lane=SESSION.lane), vantage=SESSION))
    catalog.index(looked(2, grid("A", broken=Break.UNFINISHED)))
    assert turns(catalog) == ""
    assert turns(catalog, vantages=["logged_out"]) == "BCD"
    catalog.index(looked(3, grid("A", broken=Break.UNFINISHED)))
    assert turns(catalog) == "BCD"


def test_a_post_that_its_own_page_showed_is_in_no_question_one_that_it_did_not_is(catalog):
    catalog.index(looked(1, grid("ABCDE", claimed=5)))
    catalog.index(looked(2, grid("A", broken=Break.UNFINISHED)))
    catalog.index(probed(3, probe(3, "B", LIVE), probe(3, "C", NOT_FOUND), probe(3, "D", WALLED)))
    assert {each.key for each in catalog.in_question(TARGET)} == {"C", "D"}


def readings(catalog):
    return {
        each.key: [(one.at.day, "".join(one.media)) for one in found]
        for each, found in catalog.media_readings(TARGET).items()
    }


def carousel(letters):
    """The post A with media of which each has a letter for its permanent id."""
    (plain,) = posts("A")
    return replace(
        plain,
        kind="carousel",
        media=tuple(replace(plain.media[0], asset=f"{each}.jpg", permanent_id=each) for each in letters),
    )


def test_a_version_names_the_first_and_the_last_capture_that_read_it_whole(catalog):
    abridged = replace(carousel("K"), whole=False)
    for number, shown in enumerate(
        [carousel("KL"), abridged, carousel("KL"), abridged, carousel("K")], start=1
    ):
        catalog.index(look(number, posts=(shown,)))
    catalog.index(look(6, posts=(replace(abridged, caption="Other words"),)))
    assert readings(catalog) == {"A": [(1, "KL"), (3, "KL"), (5, "K")]}
    (first, *_) = catalog.media_readings(TARGET).popitem()[1]
    assert first == MediaReading(
        first.at,
        "logged_out",
        LANE,
        ("K", "L"),
        ("K.jpg", "L.jpg"),
        others=frozenset({"logged_out"}),
        until=first.at,
        capture=str(look(1).snapshot.capture.id),
    )


def test_of_posts_whose_media_never_changed_nothing_is_given(catalog):
    catalog.index(look(1, posts=(carousel("KL"), post("B"))))
    catalog.index(look(2, posts=(replace(carousel("KL"), caption="Other words"), post("B"))))
    assert readings(catalog) == {}


def test_what_two_extractors_read_is_not_compared(catalog):
    catalog.index(look(1, posts=(carousel("KL"),)))
    catalog.index(replace(look(2, posts=(carousel("K"),)), extractor="instagram/2"))
    assert readings(catalog) == {}
