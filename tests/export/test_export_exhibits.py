"""What is told of posts becomes exhibits: in order, numbered, each with its records and what is said of it."""

import json

import exhibit_building as built
import pytest
from exhibit_building import LOOKS, all_shown, at, book_of, capture, change, post, removal, watched

from archiver.export.exhibits.reading import accounts, exhibits
from archiver.export.exhibits.standing import ORDER, Standing, standing
from archiver.model import instant


def made(folder, *posts, seen=None, **told):
    return list(exhibits(book_of(folder, posts, **told), seen or watched(*LOOKS), all_shown))


STANDINGS = {
    "a removal that is concluded": (removal("A"), [], [], Standing.NO_LONGER_SHOWN),
    "one that is pending": (removal("A", "pending"), [], [], Standing.IN_QUESTION),
    "one that is contradicted": (removal("A", "contradicted"), [], [], Standing.RESTRICTED),
    "one that was withdrawn": (removal("A", "withdrawn"), [], [], Standing.SHOWN_AGAIN),
    "a removal of an edited post": (removal("A"), [], [change("edited", "A")], Standing.NO_LONGER_SHOWN),
    "a picture that went": (None, [{"state": "concluded"}], [], Standing.MEDIA_NOT_SHOWN),
    "a picture of which it is not concluded": (None, [{"state": "pending"}], [], Standing.MEDIA_IN_QUESTION),
    "a picture that somebody is shown": (None, [{"state": "contradicted"}], [], Standing.SHOWN),
    "a picture that is back": (None, [{"state": "withdrawn"}], [], Standing.SHOWN),
    "an edit": (None, [], [change("edited", "A")], Standing.EDITED),
    "hidden from the grid": (None, [], [change("not_listed", "A")], Standing.NOT_LISTED),
    "hidden, and back": (None, [], [change("not_listed", "A"), change("resurfaced", "A")], Standing.SHOWN),
    "edited, then hidden": (None, [], [change("edited", "A"), change("not_listed", "A")], Standing.EDITED),
    "missing, and nothing asked yet": (None, [], [change("missing", "A")], Standing.IN_QUESTION),
    "missing, and listed again": (
        None,
        [],
        [change("missing", "A"), change("resurfaced", "A")],
        Standing.SHOWN,
    ),
    "hidden from one kind of visitor, and back for another": (
        None,
        [],
        [change("not_listed", "A"), change("resurfaced", "A", lanes=["session/en-US"])],
        Standing.NOT_LISTED,
    ),
    "hidden, and a picture went": (
        None,
        [],
        [change("not_listed", "A"), change("media_removed", "A")],
        Standing.NOT_LISTED,
    ),
    "nothing": (None, [], [], Standing.SHOWN),
}


@pytest.mark.parametrize("case", STANDINGS)
def test_how_a_post_stands(case):
    found, media, changes, expected = STANDINGS[case]
    assert standing(found, media, changes) is expected


def test_what_is_no_longer_shown_comes_first_and_the_newest_of_it(tmp_path):
    older, newer = at(-2000), at(-1000)
    found = made(
        tmp_path,
        post("shown"),
        post("older", published=older),
        post("edited"),
        post("newer", published=newer),
        post("asked"),
        removals=[removal("older"), removal("newer"), removal("asked", "pending")],
        changes=[change("edited", "edited", [("caption", "eins", "zwei")])],
    )
    assert [each.ref.partition(":")[2] for each in found] == ["newer", "older", "asked", "edited", "shown"]
    assert [each.number for each in found] == [1, 2, 3, 4, 5]
    places = [ORDER.index(each.standing) for each in found]
    assert places == sorted(places)


def test_a_concluded_removal_is_told_by_the_one_sentence_to_the_letter(tmp_path):
    (found,) = made(tmp_path, post("A"), removals=[removal("A", sentence="Post A … and nothing else.")])
    assert found.says == "Post A … and nothing else."
    assert (found.absence.first_not_shown, found.absence.last_checked) == (at(2), at(4))


def test_of_a_removal_whose_visits_are_not_here_no_sentence_claims_them(tmp_path):
    told = removal("A", visits=[], sentence="-") | {"sentence": None}
    (found,) = made(tmp_path, post("A"), removals=[told])
    assert "the visits that bear it out are not told of here" in found.says
    assert all(not each.excluded for each in found.alternatives if "owner" in each.name.lower())


def test_each_record_is_numbered_once_and_led_to_its_capture(tmp_path):
    (found,) = made(tmp_path, post("A"), removals=[removal("A")])
    assert [record.number for record in found.records] == list(range(1, 12))
    assert len({record.id for record in found.records}) == len(found.records)
    answer = found.visits[0].answer("post")
    assert found.records[answer.record - 1].id == "urn:uuid:answer-2"
    assert found.records[answer.record - 1].capture == capture(2)
    assert found.visits[0].answer("before").record != found.visits[1].answer("before").record


def test_a_visit_that_lacks_something_says_what(tmp_path):
    lacking = built.visit(3, wanting=["owner"], owner="private")
    (found,) = made(tmp_path, post("A"), removals=[removal("A", visits=[built.visit(2), lacking])])
    assert found.visits[1].wanting == ("owner",)
    assert found.visits[1].answer("owner").availability == "private"


def test_a_picture_that_went_is_shown_with_the_others_and_marked(tmp_path):
    gone = {
        "post": "instagram:A",
        "medium": "id of b.jpg",
        "state": "concluded",
        "interval": {"last_shown": "2026-11-24T09:00:00Z", "first_not_shown": "2026-11-24T11:00:00Z"},
        "readings": [
            {
                "at": instant.written(at(hours)),
                "vantage": "logged_out",
                "capture": capture(hours),
                "shows": hours == 0,
            }
            for hours in (0, 2, 4)
        ],
    }
    whole = post("A", media=("a.jpg", "b.jpg", "c.jpg"))
    now = post("A", media=("a.jpg", "c.jpg"), first=2, last=4)
    told = now | {"media": whole["media"], "versions": [*whole["versions"], *now["versions"]]}
    (found,) = made(tmp_path, told, media=[gone])
    assert [(each.asset, each.gone) for each in found.media] == [
        ("a.jpg", False),
        ("c.jpg", False),
        ("b.jpg", True),
    ]
    assert "no longer shown with it" in found.says
    assert [(each.at, each.shows, each.capture) for each in found.readings] == [
        (at(0), True, capture(0)),
        (at(2), False, capture(2)),
        (at(4), False, capture(4)),
    ]
    assert not any(each.excluded for each in found.alternatives if "clock" not in each.name)


def test_an_edit_that_two_looks_tell_of_stands_once_between_the_first_two(tmp_path):
    edit = change("edited", "A", [("caption", "eins", "zwei")])
    book = book_of(tmp_path, [post("A")], changes=[edit])
    later = {"target": built.TARGET, "from": capture(0), "to": capture(4), "changes": [edit]}
    book.note("changes.jsonl", json.dumps(later).encode())
    (found,) = exhibits(book, watched(*LOOKS), all_shown)
    assert [(each.before, each.after, each.earlier, each.later) for each in found.edits] == [
        ("eins", "zwei", at(0), at(2))
    ]


def test_how_its_account_stands_is_said_beside_a_post_and_not_of_it(tmp_path):
    state = {"state": "private", "posts": ["instagram:A"]}
    (found,) = made(tmp_path, post("A"), states=[state])
    assert found.standing is Standing.SHOWN
    assert "Its owner, or its part of the site, is private" in found.says


def test_a_capture_that_stands_elsewhere_is_told_of_as_not_known(tmp_path):
    told = post("A") | {"first_capture": None, "last_capture": None}
    told["versions"][0] |= {"first_capture": None, "last_capture": None}
    (found,) = made(tmp_path, told)
    assert (found.first_shown, found.last_shown, found.records) == (None, None, ())
    assert "a time that is not known" in found.says


def test_of_a_page_the_picture_is_taken_that_shows_it_as_it_was_last(tmp_path):
    page = post("A", last=2) | {
        "post": {"ref": "web:https://a.example/", "url": "https://a.example/"},
        "fields": post("A")["fields"] | {"kind": "page"},
    }
    book = book_of(tmp_path, [page])
    address = "urn:archiver:picture:page:{}:https://a.example/"
    for hours, number in ((0, 0), (2, 0), (2, 1), (4, 0)):
        book.note_picture(address.format(number), built_picture(hours, number))
    assert not book.note_picture("urn:archiver:picture:page:0:https://b.example/", built_picture(0, 0))
    (found,) = exhibits(book, watched(*LOOKS), all_shown)
    assert [each.sha256 for each in found.media] == ["picture 2 0"]


def built_picture(hours, number):
    from archiver.export.exhibits.casebook import Picture

    return Picture(f"picture {hours} {number}", capture(hours), f"urn:uuid:picture-{hours}")


def test_counts_and_intervals_are_those_of_the_exhibits(tmp_path):
    book = book_of(
        tmp_path,
        [post("A"), post("B", published=None), post("C")],
        removals=[removal("A"), removal("C")],
    )
    assert book.counts() == {Standing.NO_LONGER_SHOWN: 2, Standing.SHOWN: 1}
    assert [count for _, _, count in book.intervals(5)] == [2]
    assert list(book.published()) == [("2026-10-01", Standing.NO_LONGER_SHOWN, 2)]
    assert book.last_checked() == removal("A")["last_checked"]


def test_how_a_target_itself_stands_and_what_of_its_own_words_changed_is_told_apart(tmp_path):
    state = {
        "state": "emptied",
        "lane": "logged_out/en-US",
        "since": "2026-11-24T11:00:00Z",
        "now_named": None,
        "last": "2026-11-24T13:00:00Z",
        "posts": ["instagram:A", "instagram:B"],
    }
    edit = change("edited", "A", [("biography", "Auch in Perm", "Aus Lindenau")]) | {"post": None}
    book = book_of(tmp_path, [post("A")], changes=[edit, edit], states=[state])
    (found,) = accounts(book, watched(*LOOKS))
    (told,) = found.states
    assert (told.state, told.who, told.posts, told.part) == ("emptied", "logged out", 2, "")
    assert [(each.field, each.before, each.after) for each in found.edits] == [
        ("biography", "Auch in Perm", "Aus Lindenau")
    ]
    (shown,) = exhibits(book, watched(*LOOKS), all_shown)
    assert shown.standing is Standing.SHOWN


def test_of_a_story_its_own_sentence_is_said(tmp_path):
    story = post("A") | {
        "stories": [{"sentence": "Story A had its own end."}, {"sentence": "Story A had its own end."}]
    }
    (found,) = made(tmp_path, story)
    assert found.says == "Story A had its own end."


def test_of_a_post_that_two_targets_tell_of_what_claims_least_is_taken(tmp_path):
    book = book_of(
        tmp_path, [post("A"), post("A")], removals=[removal("A"), removal("A", "contradicted"), removal("A")]
    )
    (found,) = exhibits(book, watched(*LOOKS), all_shown)
    assert found.standing is Standing.RESTRICTED


@pytest.mark.parametrize("state", ["pending", "contradicted", "withdrawn"])
def test_a_picture_of_which_nothing_is_concluded_is_not_marked_as_gone(state, tmp_path):
    told = {
        "post": "instagram:A",
        "medium": "id of a.jpg",
        "state": state,
        "interval": {"last_shown": "2026-11-24T09:00:00Z", "first_not_shown": "2026-11-24T11:00:00Z"},
    }
    (found,) = made(tmp_path, post("A", media=("a.jpg",)), media=[told])
    assert [each.gone for each in found.media] == [False]
    assert ("was not shown with it" in found.says) is (state == "pending")


def test_a_post_that_is_pending_again_wants_nothing_that_could_be_named(tmp_path):
    (found,) = made(tmp_path, post("A"), removals=[removal("A", "pending", wanting=[])])
    assert "of which the ledger holds no conclusion that stands" in found.says


def test_records_that_are_not_shown_are_neither_numbered_nor_named(tmp_path):
    book = book_of(tmp_path, [post("A")], removals=[removal("A")])

    def shown(path, record):
        return path == capture(2) and record != "urn:uuid:owner-2"

    (found,) = exhibits(book, watched(*LOOKS), shown)
    assert {record.capture for record in found.records} == {capture(2)}
    assert "urn:uuid:owner-2" not in {record.id for record in found.records}
    assert found.visits[0].answer("owner").record is None
    assert found.lacks_records
    assert not any(each.excluded for each in found.alternatives)


def test_how_an_account_stood_for_a_session_that_had_ended_is_not_told_as_a_session_s(tmp_path):
    state = {
        "state": "private",
        "since": "2026-11-24T11:00:00Z",
        "now_named": None,
        "last": None,
        "posts": [],
    }
    lanes = ("session/en-US", "session_ended/en-US", "kept:logged_out/en-US", "logged_out/en-US")
    book = book_of(tmp_path, [], states=[state | {"lane": lane} for lane in lanes])
    (found,) = accounts(book, watched(*LOOKS))
    assert [each.who for each in found.states] == [
        "with a signed-in account",
        "with an account that was no longer signed in, as strangers do",
        "logged out, and answered by a copy that was kept",
        "logged out",
    ]
