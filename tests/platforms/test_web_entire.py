"""Half a page, and a frame without content, are told from a page: what they lack says nothing of its author's words."""

import pytest

from archiver.catalog import fields
from archiver.derive import editing
from archiver.platforms.web import content

WHOLE = "<html><body><nav>Menu</nav><main><h1>About us</h1><p>We build machines since 1952.</p></main></body></html>"
ENTIRE = {
    "a page": WHOLE,
    "one that marks no main part": "<html><body><p>We build machines.</p></body></html>",
    "one whose main part holds a picture": "<html><body><main><h1>Us</h1><img src='/a.jpg'></main></body></html>",
    "one that ends in capitals": "<HTML><BODY><P>We build machines.</P></BODY></HTML>",
    "one that ends its body alone": "<html><body><p>We build machines.</p></body>",
    "one with two main parts, the first empty": (
        "<html><body><main></main><div role='main'>Words</div></body></html>"
    ),
}
NOT_ENTIRE = {
    "one of which nothing is read": "<html><body><main><img src='/a.jpg'></main></body></html>",
    "half a page": WHOLE[: len(WHOLE) // 2],
    "a page but for its end": WHOLE.removesuffix("</main></body></html>"),
    "an empty main part": "<html><body><p>We use cookies.</p><main></main></body></html>",
    "a main part by its role": "<html><body><div role='main'> </div><p>Words</p></body></html>",
    "a main part that only a script is to fill": (
        "<html><body><main><script>fill('words')</script><style>p{}</style></main><p>Words</p></body></html>"
    ),
}


@pytest.mark.parametrize("text", ENTIRE.values(), ids=ENTIRE)
def test_a_page_with_its_end_and_something_in_it_is_entire(text):
    assert content.read(text, "https://a.example/").entire


@pytest.mark.parametrize("text", NOT_ENTIRE.values(), ids=NOT_ENTIRE)
def test_what_was_cut_or_is_hollow_is_not(text):
    assert not content.read(text, "https://a.example/").entire


TOO_MUCH = {
    "letters": ("<p>" + "a" * content.LONGEST, "more than 8,388,608 letters"),
    "elements": ("<p>" + "<br>" * content.MOST_ELEMENTS, "more than 20,000 elements"),
}


@pytest.mark.parametrize(("text", "said"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_page_that_would_keep_a_parser_busy_is_not_read_and_that_is_said(text, said):
    with pytest.raises(content.NotReadableError, match=said):
        content.read(text, "https://a.example/")


STATE = {"caption": "words", "published_at": None, "media": []}
CUT = {"caption": "wor", "published_at": None, "media": [], "cut": True}


def test_what_is_cut_takes_nothing_from_what_is_known():
    assert fields.merged(STATE, CUT, whole=False) == STATE
    assert fields.merged({}, CUT, whole=False) == CUT


def test_the_whole_comes_in_the_place_of_what_was_cut():
    assert fields.merged(CUT, STATE, whole=True) == STATE


def test_of_a_page_that_never_ends_other_words_are_taken_down():
    later = CUT | {"caption": "others"}
    assert fields.merged(CUT, later, whole=False) == later


@pytest.mark.parametrize(("before", "after"), [(STATE, CUT), (CUT, STATE)], ids=["cut", "whole again"])
def test_between_a_page_and_half_of_it_nothing_was_edited(before, after):
    assert editing.of_post(before, after, lambda *_: None) == ()


def test_between_two_that_never_end_an_edit_is_one():
    (edit,) = editing.of_post(CUT, CUT | {"caption": "others"}, lambda *_: None)
    assert (edit.field, edit.before, edit.after) == ("caption", "wor", "others")
