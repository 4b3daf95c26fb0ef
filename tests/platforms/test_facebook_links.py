"""Addresses that a post links to: as the author gave them, not as the platform marks them for each visitor."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.platforms.facebook.links import of_attachment, of_message, plain

PAGE = "https://news.example/pumps?page=2"


def way_round(address, marks="&h=AT0abc&__tn__=-UK-R&c[0]=AT1"):
    return f"https://l.facebook.com/l.php?u={quote(address, safe='')}{marks}"


@pytest.mark.parametrize(
    "shown",
    [
        PAGE,
        f"{PAGE}&fbclid=IwAR0",
        way_round(PAGE),
        way_round(f"{PAGE}&fbclid=IwAR0"),
        way_round(PAGE).replace("//l.", "//lm."),
    ],
)
def test_an_address_is_given_as_its_author_gave_it(shown):
    assert plain(shown) == PAGE


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/?q=a%20b&empty=&q=c",
        "https://news.example/#fbclid=kept",
        "https://example.org/l.php?u=https://news.example/",
        "https://l.facebook.com/l.php",
        "http://[broken",
        "mailto:press@news.example",
        "",
    ],
)
def test_what_the_platform_did_not_mark_stays_to_the_letter(address):
    assert plain(address) == address


@pytest.mark.parametrize(
    "query",
    ["q=a%20b", "q=a+b", "flag", "a=1;b=2", "q=M%FCller", "a=~b&c=%7Eb", "u=https://y.example/z", "&&a"],
)
@pytest.mark.parametrize("place", ["{}&fbclid=IwAR0", "fbclid=IwAR0&{}", "{}&fbclid=IwAR0#part"])
def test_a_mark_is_cut_out_and_nothing_else_is_written_otherwise(query, place):
    """Of one link told once with the mark and once without nobody shall say that it was edited."""
    wanted = f"https://x.example/p?{query}{'#part' if '#' in place else ''}"
    marked = f"https://x.example/p?{place.format(query)}"
    assert plain(marked) == plain(way_round(marked)) == plain(way_round(wanted)) == wanted


def test_an_address_that_held_nothing_but_the_mark_holds_no_question():
    assert plain("https://x.example/p?fbclid=IwAR0") == "https://x.example/p"


def test_bytes_of_an_older_encoding_that_a_way_round_does_not_escape_stay():
    assert (
        plain("https://l.facebook.com/l.php?u=https://x.example/M%FCller&h=AT")
        == "https://x.example/M%FCller"
    )


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_reading_it_again_changes_nothing(text):
    assert plain(plain(text)) == plain(text)


def entity(kind="ExternalUrl", **addresses):
    return {"offset": 0, "length": 3, "entity": {"__typename": kind, **addresses}}


def test_links_of_a_text_come_in_its_order_and_names_of_people_are_none():
    message = {
        "text": "…",
        "ranges": [
            entity(external_url="https://a.example/"),
            entity("User", url="https://www.facebook.com/kolben"),
            entity(web_link={"url": way_round("https://b.example/")}, url="https://l.facebook.com/other"),
            entity("Hashtag", url="https://www.facebook.com/hashtag/x"),
        ],
    }
    assert list(of_message(message)) == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize("ranges", [None, "x", 5, {}, [None, 5, {}, {"entity": None}, entity()]])
def test_ranges_that_name_no_address_give_none(ranges):
    assert list(of_message({"ranges": ranges})) == []


def test_the_page_that_is_attached_is_given_once_by_its_best_reading():
    rendered = {"attachment": {"web_link": {"url": way_round(PAGE)}}}
    attachment = {"story_attachment_link_renderer": rendered, "url": "https://l.facebook.com/x", "target": {}}
    assert list(of_attachment(attachment)) == [PAGE]
    assert list(of_attachment({"target": {"external_url": PAGE}, "url": "https://other.example/"})) == [PAGE]
    assert list(of_attachment({})) == []
