"""Asks a simulated website without a wire, and reads its pages as a browser's parser would."""

import codecs
import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from archiver.simulator.messages import Request

SITE = "https://www.hartmann-werkzeuge.example"
NEVER = f"{SITE}/produkte/hw-9999/"
_LABELS = {"gb2312": "gbk"}
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le"}
_BLOCKS = ("h2", "p", "li")
_EMPTY = ("img", "br", "meta", "link", "input")


def ask(network, address, method="GET", **headers):
    """Ask for an address, or for a path of the site."""
    parts = urlsplit(urljoin(SITE, address))
    query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return network.answer(Request(method, parts.hostname, parts.path or "/", query, named))


def follow(network, address):
    """Ask until there is no redirect any more; give the last address and its answer."""
    for _ in range(10):
        answer = ask(network, address)
        if answer.status not in (301, 302):
            return address, answer
        address = urljoin(address, dict(answer.headers)["location"])
    raise AssertionError(f"{address} leads on and on")


def page(network, address, **headers):
    answer = ask(network, address, **headers)
    assert answer.status == 200, (address, answer.status)
    return Read(answer)


def decoded(answer):
    """Decode as a browser does: by mark, then by header, then by what the page says."""
    for mark, codec in _MARKS.items():
        if answer.body.startswith(mark):
            return answer.body[len(mark) :].decode(codec)
    said = re.search(r"charset=\"?([\w-]+)", dict(answer.headers)["content-type"])
    said = said or re.search(r"charset=([\w-]+)", answer.body[:1024].decode("latin-1"))
    return answer.body.decode(_LABELS.get(said[1], said[1]))


class Read(HTMLParser):
    """A page as it was read."""

    def __init__(self, answer):
        super().__init__()
        self.html = decoded(answer)
        self.headers = dict(answer.headers)
        self.links, self.pictures, self.alternates = [], [], {}
        self.heading = self.canonical = ""
        self.paragraphs = []
        self._open, self._words = [], None
        self.feed(self.html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a":
            self.links.append(given["href"])
        if tag == "img" and "article" in self._open:
            self.pictures.append(given["src"])
        if tag == "br" and self._words is not None:
            self._words = self._words.removesuffix("\n") + "\n"
        if tag == "link" and given["rel"] == "canonical":
            self.canonical = given["href"]
        if tag == "link" and given["rel"] == "alternate":
            self.alternates[given["hreflang"]] = given["href"]
        if tag not in _EMPTY:
            self._open.append(tag)
        if tag in (*_BLOCKS, "h1") and "article" in self._open and given.get("class") != "datum":
            self._words = ""

    def handle_endtag(self, tag):
        assert self._open.pop() == tag, (tag, self._open)
        if tag == "h1":
            self.heading = self._words
        if tag in _BLOCKS and self._words is not None:
            self.paragraphs.append(self._words)
        if tag in (*_BLOCKS, "h1"):
            self._words = None

    def handle_data(self, data):
        if self._words is not None:
            self._words += data.lstrip("\n") if self._words.endswith("\n") else data
