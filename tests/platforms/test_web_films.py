"""Films that a page shows: its own, and those in players from elsewhere."""

import pytest
from lxml import html

from archiver.platforms.web import films
from archiver.platforms.web.films import Shown

PAGE = "https://www.firma.example/news/film.html"
SITE = "https://www.firma.example"


def read(body, head=""):
    tree = html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    return films.read(tree, PAGE)


def own(*paths, poster=""):
    return Shown(tuple(f"{SITE}{path}" for path in paths), "", poster and f"{SITE}{poster}")


def played(address):
    return Shown((), address)


SHOWN = {
    "an address of its own": ('<video src="/a.mp4">', [own("/a.mp4")]),
    "several files of one film": (
        '<video poster="p.jpg"><source src="/a.webm"><source src="/a.mp4"></video>',
        [own("/a.webm", "/a.mp4", poster="/news/p.jpg")],
    ),
    "the same film twice": ('<video src="/a.mp4"></video><video src="/a.mp4"></video>', [own("/a.mp4")]),
    "one that comes in pieces": ('<video src="/a.m3u8">', [played(f"{SITE}/a.m3u8")]),
    "a file beside pieces": (
        '<video><source src="/a.m3u8"><source src="/a.mp4"></video>',
        [own("/a.mp4")],
    ),
    "one that a script fills": ('<video src="blob:https://www.firma.example/1"></video><video></video>', []),
    "within what is not shown": ('<template><video src="/a.mp4"></template>', []),
    "YouTube's player, without how it behaves": (
        '<iframe src="https://www.youtube-nocookie.com/embed/aBc_123?autoplay=1&si=xyz">',
        [played("https://www.youtube.com/embed/aBc_123")],
    ),
    "Vimeo's, whose hash names the film": (
        '<iframe src="//player.vimeo.com/video/12345?h=0a1b2c&autoplay=1">',
        [played("https://player.vimeo.com/video/12345?h=0a1b2c")],
    ),
    "a player that waits for consent": (
        '<iframe src="about:blank" data-src="https://www.youtube.com/embed/aBc_123">',
        [played("https://www.youtube.com/embed/aBc_123")],
    ),
    "any house's player, by its path": (
        '<iframe src="https://filme.example/media/embed/7?lang=de">',
        [played("https://filme.example/media/embed/7?lang=de")],
    ),
    "any house's player, by its host": (
        '<iframe src="https://player.filme.example/7">',
        [played("https://player.filme.example/7")],
    ),
    "a map": ('<iframe src="https://maps.example/maps?q=Lindenau">', []),
    "a frame of the site's own": ('<iframe src="/embed/form.html">', []),
    "an address that is none": ('<iframe src="https://[/embed/">', []),
}


@pytest.mark.parametrize(("body", "wanted"), SHOWN.values(), ids=SHOWN)
def test_films_of_a_page(body, wanted):
    assert list(read(body)) == wanted


TOLD = {
    "a file": ('<meta property="og:video" content="/a.mp4">', [own("/a.mp4")]),
    "a player": (
        '<meta property="og:video:url" content="https://www.youtube.com/embed/1">',
        [played("https://www.youtube.com/embed/1")],
    ),
    "a page of some kind": ('<meta property="og:video" content="https://www.youtube.com/watch?v=1">', []),
}


@pytest.mark.parametrize(("head", "wanted"), TOLD.values(), ids=TOLD)
def test_a_film_that_a_page_tells_of_but_does_not_show(head, wanted):
    assert list(read("<p>Film</p>", head)) == wanted


def test_what_is_shown_counts_before_what_is_told():
    head = '<meta property="og:video" content="/other.mp4">'
    assert list(read('<video src="/a.mp4">', head)) == [own("/a.mp4")]


def test_a_page_of_very_many_films_is_read_within_bounds():
    many = "".join(f'<video src="/{number}.mp4"></video>' for number in range(500))
    assert len(read(many)) == 50
