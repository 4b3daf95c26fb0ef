"""Films of which no answer names a stream: which of them are sought, by what, and what becomes of what is found."""

from dataclasses import replace

from instagram_visits import FakeHoldings, FakeVisit

from archiver.model.post import Candidate, Medium, MediumKind, Observation
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef
from archiver.ports import Streams, Wanted
from archiver.visiting import media_wanted, sought

POST = PostRef("instagram", "CODE1")
PAGE = "https://www.instagram.com/reel/CODE1/"
PLAYER = "https://player.example/embed/7"
FOUND = Streams((Candidate("https://cdn.example/7.mp4", 720, 1280),), "/7.mp4", "urn:note:1")
STREAMLESS = Medium("cover.jpg", MediumKind.IMAGE, (), permanent_id="7", streamless=True)
EMBEDDED = Medium(PLAYER, MediumKind.VIDEO, (), permanent_id=PLAYER, streamless=True, player=PLAYER)


def observed(*media):
    return Observation(
        ref=POST,
        permanent_id="1",
        owner_id="2",
        owner_name="handle",
        kind="video",
        product="",
        published_at=None,
        caption="",
        alt=None,
        location=None,
        tagged=(),
        coauthors=None,
        media=media,
        counts=(),
        whole=False,
        record="urn:1",
    )


def visit(*media, page=PAGE, availability=Availability.LIVE, streams=None):
    pages = (Page(page, availability, "", "urn:1", subject=POST),) if page else ()
    found = {"7": FOUND, PLAYER: FOUND} if streams is None else streams
    return FakeVisit({}, reading=Reading(pages=pages, observations=(observed(*media),)), streams=found)


def test_a_film_without_streams_is_sought_by_the_page_that_showed_its_post():
    here = visit(STREAMLESS)
    wanted, held = sought.films(here, [POST], FakeHoldings())
    assert here.sought == [("instagram:CODE1", PAGE, "7")]
    assert (wanted, held) == ([Wanted("instagram:CODE1", FOUND.candidates, found_in="urn:note:1")], [])


def test_a_film_in_a_player_is_sought_by_its_player():
    here = visit(EMBEDDED)
    sought.films(here, [POST], FakeHoldings())
    assert here.sought == [("instagram:CODE1", PLAYER, PLAYER)]


def test_a_film_whose_streams_are_named_is_not_sought():
    here = visit(replace(STREAMLESS, streamless=False, candidates=FOUND.candidates))
    assert sought.films(here, [POST], FakeHoldings()) == ([], [])
    assert here.sought == []


def test_a_film_of_a_post_whose_page_was_not_read_is_not_sought():
    here = visit(STREAMLESS, page="")
    assert sought.films(here, [POST], FakeHoldings()) == ([], [])
    assert here.sought == []


def test_a_film_of_a_post_whose_page_did_not_show_it_is_not_sought():
    here = visit(STREAMLESS, availability=Availability.WALLED)
    assert sought.films(here, [POST], FakeHoldings()) == ([], [])
    assert here.sought == []


def test_what_is_not_found_is_not_wanted():
    here = visit(STREAMLESS, streams={})
    assert sought.films(here, [POST], FakeHoldings()) == ([], [])
    assert here.sought != []


def test_a_player_s_film_that_is_held_is_not_sought_again():
    here = visit(EMBEDDED)
    wanted, held = sought.films(here, [POST], FakeHoldings(assets=(PLAYER,)))
    assert (wanted, [each.asset for each in held], here.sought) == ([], [PLAYER], [])


def test_a_film_that_is_found_and_held_is_not_fetched_again():
    here = visit(STREAMLESS)
    wanted, held = sought.films(here, [POST], FakeHoldings(assets=("/7.mp4",)))
    assert (wanted, [each.asset for each in held]) == ([], ["/7.mp4"])


def test_what_is_found_is_fetched_beside_what_is_named():
    cover = Medium("cover.jpg", MediumKind.IMAGE, (Candidate("https://cdn.example/c.jpg", 1, 1),), "7")
    here = visit(replace(cover, streamless=True))
    media_wanted.receive(here, [POST], FakeHoldings())
    assert [each.candidates[0].address for each in here.fetched] == [
        "https://cdn.example/c.jpg",
        "https://cdn.example/7.mp4",
    ]


def test_of_one_post_alone_it_is_fetched_too():
    here = visit(STREAMLESS)
    media_wanted.fetch_all(here, [POST])
    assert [each.found_in for each in here.fetched] == ["urn:note:1"]
