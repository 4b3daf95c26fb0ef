"""What was edited: authored fields and nothing else, each as a change and as none."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.derive.editing import of_post, of_profile, removed_media
from archiver.model.change import FieldChange


def medium(letter, asset=None, alt=None, *, guessed=False):
    return {
        "asset": f"{letter}.jpg" if asset is None else asset,
        "kind": "image",
        "permanent_id": letter,
        "alt": alt,
        "alt_is_guessed": guessed,
    }


def media(letters):
    return [medium(letter) for letter in letters]


STATE = {
    "kind": "carousel",
    "product": "feed",
    "published_at": "2026-11-09T07:41:13.000000Z",
    "caption": "words",
    "alt": "a lathe",
    "location": ["1", "Werk II"],
    "tagged": ["liesl", "otto"],
    "tagged_ids": ["11", "12"],
    "caption_edited": None,
    "caption_translated": False,
    "coauthors": ["7", "8"],
    "media": media("abc"),
}
MARKED = {"caption_edited": True}


def never(one, other):
    raise AssertionError(f"{one} and {other} are not asked about")


def edited(before=None, after=None, alike=never):
    return of_post(STATE | (before or {}), STATE | (after or {}), alike)


def names(found):
    return [each.field for each in found]


CHANGES = {
    "other words": ({}, {"caption": "other words"}, "caption"),
    "words, and none before": ({"caption": ""}, {}, "caption"),
    "no words any more": ({}, {"caption": ""}, "caption"),
    "a blank at the end": ({}, {"caption": "words "}, "caption"),
    "another code point for the same letter": ({"caption": "\u00e9"}, {"caption": "e\u0301"}, "caption"),
    "other words, marked as edited": ({}, {"caption": "other", "caption_edited": True}, "caption"),
    "other words, marked as edited before already": (MARKED, MARKED | {"caption": "other"}, "caption"),
    "other words, with a translation before and after": (
        {"caption_translated": True},
        {"caption_translated": True, "caption": "other"},
        "caption",
    ),
    "another displayed date": ({}, {"published_at": "2026-11-09T07:41:14.000000Z"}, "published_at"),
    "another place": ({}, {"location": ["2", "Werk II"]}, "location"),
    "a place where there was none": ({"location": []}, {}, "location"),
    "no place where there was one": ({}, {"location": []}, "location"),
    "one more who is tagged": ({}, {"tagged_ids": ["11", "12", "13"]}, "tagged_ids"),
    "one fewer who is tagged": ({}, {"tagged_ids": ["11"]}, "tagged_ids"),
    "nobody tagged any more": ({}, {"tagged_ids": []}, "tagged_ids"),
    "another who is tagged": ({}, {"tagged_ids": ["11", "99"]}, "tagged_ids"),
    "one more co-author": ({}, {"coauthors": ["7", "8", "9"]}, "coauthors"),
    "no co-author any more": ({}, {"coauthors": []}, "coauthors"),
    "a slide more": ({}, {"media": media("abcd")}, "media"),
    "a slide more at the front": ({}, {"media": media("dabc")}, "media"),
    "slides in another order": ({}, {"media": media("acb")}, "media"),
    "a slide in another's place": ({}, {"media": media("axc")}, "media"),
    "a slide gone and the others in another order": ({}, {"media": media("cb")}, "media"),
    "an own alternative text": (
        {"media": [medium("a", alt="a lathe")]},
        {"media": [medium("a", alt="a mill")]},
        "media.a.alt",
    ),
    "no own alternative text any more": (
        {"media": [medium("a", alt="a lathe")]},
        {"media": [medium("a", alt="")]},
        "media.a.alt",
    ),
}


@pytest.mark.parametrize(("before", "after", "name"), CHANGES.values(), ids=CHANGES)
def test_what_its_author_changed_is_told_with_before_and_after(before, after, name):
    found = edited(before, after)
    assert names(found) == [name]
    if not name.startswith("media"):
        assert found == (FieldChange(name, (STATE | before)[name], (STATE | after)[name]),)


ALIKE = {"media": [medium("a", alt="x", guessed=True)]}
NONE = {
    "nothing": ({}, {}),
    "who is tagged, in another order": ({}, {"tagged_ids": ["12", "11"]}),
    "one who is tagged on two slides, and then on one": ({"tagged_ids": ["11", "12", "11"]}, {}),
    "names of who is tagged": ({}, {"tagged": ["lotte", "otto"]}),
    "who is tagged was not shown before": ({"tagged_ids": None}, {}),
    "who is tagged is not shown any more": ({}, {"tagged_ids": None}),
    "co-authors in another order": ({}, {"coauthors": ["8", "7"]}),
    "the same place under another name": ({}, {"location": ["1", "Plant II"]}),
    "co-authors that are not shown any more": ({}, {"coauthors": None}),
    "a place that was not shown before": ({"location": None}, {}),
    "a place that is not shown any more": ({}, {"location": None}),
    "words that were not shown before": ({"caption": None}, {}),
    "words that are not shown any more": ({}, {"caption": None}),
    "a date that was not shown before": ({"published_at": None}, {}),
    "a date that is not shown any more": ({}, {"published_at": None}),
    "a translation that began": ({}, {"caption": "Worte", "caption_translated": True}),
    "a translation that ended": ({"caption": "Worte", "caption_translated": True}, {}),
    "a translation that began, of a caption marked as edited long ago": (
        MARKED,
        MARKED | {"caption": "Worte", "caption_translated": True},
    ),
    "other words, and the platform says that they were not edited": (
        {},
        {"caption": "other", "caption_edited": False},
    ),
    "a mark that it was edited, with the same words": ({}, MARKED),
    "a mark that there is a translation, with the same words": ({}, {"caption_translated": True}),
    "the post's own automatic text": ({}, {"alt": "a mill"}),
    "its class": ({}, {"product": "clips"}),
    "automatic text, guessed anew": (
        {"media": [medium("a", alt="May be an image of a lathe", guessed=True)]},
        {"media": [medium("a", alt="May be an image of a mill", guessed=True)]},
    ),
    "automatic text where the author's was": ({"media": [medium("a", alt="a lathe")]}, ALIKE),
    "alternative text that is not shown any more": (
        {"media": [medium("a", alt="a lathe")]},
        {"media": [medium("a", alt=None)]},
    ),
    "counts": ({"counts": {"likes": 4}}, {"counts": {"likes": 9}}),
    "music": ({"music": "one"}, {"music": "two"}),
    "a slide gone, which is told apart": ({}, {"media": media("ac")}),
    "slides whose ids are not shown": (
        {"media": [medium("", "a.jpg"), medium("", "b.jpg")]},
        {"media": [medium("", "b.jpg"), medium("", "x.jpg")]},
    ),
    "slides of which one has no id": ({}, {"media": [*media("ab"), medium("", "c.jpg")]}),
    "no slide was read any more": ({}, {"media": []}),
    "no slide had been read": ({"media": []}, {}),
    "a file that is not named any more": ({"media": media("a")}, {"media": [medium("a", "")]}),
    "a file that was not named": ({"media": [medium("a", "")]}, {"media": media("a")}),
}


@pytest.mark.parametrize(("before", "after"), NONE.values(), ids=NONE)
def test_what_the_platform_changed_or_did_not_show_is_no_edit(before, after):
    assert edited(before, after) == ()


@pytest.mark.parametrize(
    ("looks_alike", "expected"), [(False, ["media.b.file"]), (True, []), (None, [])], ids=str
)
def test_a_medium_changed_only_where_its_file_is_another_and_does_not_look_alike(looks_alike, expected):
    asked = []

    def alike(one, other):
        asked.append((one, other))
        return looks_alike

    after = {"media": [medium("a"), medium("b", "new.jpg"), medium("c")]}
    found = edited({}, after, alike)
    assert names(found) == expected
    assert asked == [("b.jpg", "new.jpg")]
    if found:
        assert (found[0].before, found[0].after) == ("b.jpg", "new.jpg")


def test_the_same_file_is_not_held_against_itself():
    assert edited({}, {"media": media("abc")}) == ()


GONE = {
    "one of three": (media("abc"), media("ac"), ("b",)),
    "two of three, in the order they had": (media("abc"), media("b"), ("a", "c")),
    "one in whose place another is": (media("abc"), media("axc"), ("b",)),
    "none": (media("abc"), media("cba"), ()),
    "none, and one more": (media("ab"), media("abc"), ()),
    "one, where an id is missing after": (media("abc"), [*media("a"), medium("", "c.jpg")], ()),
    "one, where an id is missing before": ([*media("ab"), medium("", "c.jpg")], media("a"), ()),
    "all, since none was read": (media("abc"), [], ()),
    "none had been read": ([], media("abc"), ()),
}


@pytest.mark.parametrize(("before", "after", "expected"), GONE.values(), ids=GONE)
def test_which_media_went_from_a_post(before, after, expected):
    assert removed_media({"media": before}, {"media": after}) == expected


def test_of_states_without_media_none_went():
    assert removed_media({}, {}) == ()
    assert of_post({}, {}, never) == ()


def test_a_page_may_lose_all_its_media_and_come_by_its_first():
    bare, pictured = {"kind": "page", "media": []}, {"kind": "page", "media": media("a")}
    assert (removed_media(pictured, bare), removed_media(bare, pictured)) == (("a",), ())
    assert of_post(pictured, bare, never) == ()
    assert [edit.field for edit in of_post(bare, pictured, never)] == ["media"]


PROFILE = {
    "handle": "hartmann.werkzeuge",
    "name": "Hartmann",
    "biography": "Machines",
    "links": ["https://hartmann.example/"],
    "private": False,
    "verified": True,
    "category": "Industry",
    "picture": "p.jpg",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("handle", "hartmann"),
        ("name", "Hartmann AG"),
        ("name", ""),
        ("biography", "Tools"),
        ("links", []),
        ("links", ["https://hartmann.example/neu"]),
        ("category", "Tools"),
        ("picture", "q.jpg"),
    ],
)
def test_what_changed_of_a_profile(name, value):
    assert of_profile(PROFILE, PROFILE | {name: value}) == (FieldChange(name, PROFILE[name], value),)
    assert of_profile(PROFILE, PROFILE | {name: None}) == ()
    assert of_profile(PROFILE | {name: None}, PROFILE) == ()


@pytest.mark.parametrize(("name", "value"), [("private", True), ("verified", False), ("followers", 9)])
def test_what_is_no_edit_of_a_profile(name, value):
    assert of_profile(PROFILE, PROFILE | {name: value}) == ()


states = st.fixed_dictionaries(
    {
        "caption": st.sampled_from([None, "", "one", "two"]),
        "caption_edited": st.sampled_from([None, True, False]),
        "caption_translated": st.sampled_from([None, True, False]),
        "published_at": st.sampled_from([None, "2026-11-09T07:41:13.000000Z", "2026-11-10T07:41:13.000000Z"]),
        "location": st.sampled_from([None, ["1", "a"], ["1", "b"], ["2", "a"]]),
        "tagged_ids": st.none() | st.lists(st.sampled_from(["1", "2", "3"]), max_size=4),
        "coauthors": st.lists(st.sampled_from(["1", "2"]), max_size=3),
        "media": st.lists(st.sampled_from("abcd"), max_size=4, unique=True).map(media),
    }
)


@settings(max_examples=400, deadline=None)
@given(states, states)
def test_a_state_is_never_edited_against_itself_and_an_edit_is_one_both_ways_round(before, after):
    assert of_post(before, deepcopy(before), never) == ()
    assert removed_media(before, deepcopy(before)) == ()

    def fields_of(one, other):
        return {each.field for each in of_post(one, other, never)} - {"media", "caption"}

    assert fields_of(before, after) == fields_of(after, before)
    for each in of_post(before, after, never):
        assert None not in (each.before, each.after)


@settings(max_examples=200, deadline=None)
@given(states, states)
def test_every_slide_that_went_was_there_and_every_other_difference_is_told(before, after):
    then, now = ([each["permanent_id"] for each in state["media"]] for state in (before, after))
    went = removed_media(before, after)
    assert set(went) == (set(then) - set(now) if then and now else set())
    told = "media" in {each.field for each in of_post(before, after, never)}
    assert told == (bool(then and now) and [each for each in then if each in now] != now)


def test_where_an_author_s_alternative_text_cannot_be_told_from_the_platform_s_none_is_an_edit():
    before = STATE | {
        "media": [STATE["media"][0] | {"alt": "Möglicherweise ein Bild", "alt_is_guessed": False}]
    }
    after = STATE | {"media": [STATE["media"][0] | {"alt": "Vielleicht ein Bild", "alt_is_guessed": False}]}
    assert [each.field for each in of_post(before, after, lambda *_: None)] != []
    assert of_post(before, after, lambda *_: None, own_alt=False) == ()
