"""What every page of the simulated website is: the author's words to the letter, amid what changes by the hour."""

import io
import itertools
import re
import xml.etree.ElementTree as ET
import zipfile
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import pytest
from PIL import Image
from website_asking import NEVER, SITE, ask, decoded, follow, page

from archiver.simulator.website import abroad, german, news
from archiver.simulator.website.addresses import canonical, key_of
from archiver.simulator.website.encodings import GBK, MARKED, UTF_16, WINDOWS_1251
from archiver.simulator.website.hartmann import FACEBOOK, INSTAGRAM, hartmann
from archiver.simulator.website.network import WebsiteNetwork
from archiver.simulator.website.truth import destination, truths

SHOWN = hartmann()
PATHS = [one.path for one in SHOWN.pages]
OUTSIDE = ("mailto:", "tel:", "javascript:", "https://www.messe-lindenau.example/", INSTAGRAM, FACEBOOK)


@pytest.fixture
def site():
    seconds = itertools.count(1_795_000_000, 61)
    return WebsiteNetwork(SHOWN, seed="pages", clock=lambda: next(seconds))


def test_it_is_a_site_of_some_size():
    languages = [one.language for one in SHOWN.pages]
    assert {name: languages.count(name) for name in set(languages)} == {
        "de": 21, "en": 6, "ru": 1, "zh": 1, "pl": 1,
    }  # fmt: skip
    assert len([one for one in SHOWN.pages if one.published]) == 6
    assert len(SHOWN.documents) == 3
    assert len(set(PATHS)) == len(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_what_its_author_wrote(site, path, digest):
    read, truth = page(site, path), truths(SHOWN)[SITE + path]
    assert truth.standing == "live"
    assert (read.heading, tuple(read.paragraphs)) == (truth.title, truth.paragraphs)
    assert tuple(digest(ask(site, address).body) for address in read.pictures) == truth.pictures
    assert read.canonical == SITE + path
    linked = {canonical(address, SITE + path) for address in read.links}
    files = [one for one in SHOWN.documents if f"{SITE}{one.path}" in linked]
    assert tuple(digest(ask(site, one.path).body) for one in files) == truth.documents


@pytest.mark.parametrize("path", PATHS)
def test_every_link_leads_where_truth_says(site, path):
    known = truths(SHOWN)
    for address in page(site, path).links:
        meant = destination(SHOWN, address, SITE + path)
        if not meant:
            assert address.startswith(OUTSIDE), address
            continue
        assert known[meant].standing == "live", address
        ended, answer = follow(site, urljoin(SITE + path, address).replace("http://", "https://"))
        assert answer.status == 200
        if known[meant].kind == "page":
            html = decoded(answer)
            assert f'<link rel="canonical" href="{meant}">' in html, (address, ended)
        else:
            assert canonical(ended) == meant


def test_all_of_it_is_found_from_the_home_page(site):
    waiting, met = [f"{SITE}/"], set()
    while waiting:
        address = waiting.pop()
        if address in met or address not in truths(SHOWN):
            continue
        met.add(address)
        if truths(SHOWN)[address].kind == "page":
            links = page(site, key_of(address)).links
            waiting += [destination(SHOWN, one, address) for one in links]
    assert met == {address for address, one in truths(SHOWN).items() if one.kind != "shortcut"}


def test_links_are_written_in_every_way_there_is(site):
    written = [address for path in PATHS for address in page(site, path).links]
    for way in (
        r"HTTPS://WWW\.", r"http://www\.hartmann", r"//www", r"\.\./", r"[^/]+\.html", r"\?seite=2",
        r"#", r".+utm_source=", r".+fbclid=", r".+/index\.html", r"/ueber-uns", r"mailto:", r"tel:", r"javascript:",
        r"https://www\.messe", r"größe", r".+ 2026\.xlsx", r".+%202026\.xlsx", r".+\.html#.+", r".+\.pdf#page=1",
        r"/katalog\?lang=de&s=web",
    ):  # fmt: skip
        assert any(re.match(way, address) for address in written), way
    assert {INSTAGRAM, FACEBOOK} <= set(page(site, "/").links)


# Encodings


@pytest.mark.parametrize(
    ("path", "encoding", "header", "meta"),
    [
        (abroad.RUSSIAN, WINDOWS_1251, "text/html; charset=windows-1251", None),
        (abroad.CHINESE, GBK, "text/html", "gb2312"),
        (abroad.POLISH, UTF_16, "text/html", None),
        ("/aktuelles/2024-05-06-werk-ii.html", MARKED, "text/html; charset=iso-8859-1", None),
        ("/", None, "text/html; charset=utf-8", "utf-8"),
    ],
)
def test_each_encoding_is_declared_in_its_own_place(site, path, encoding, header, meta):
    answer = ask(site, path)
    assert dict(answer.headers)["content-type"] == header
    said = re.search(r"<meta[^>]+charset=([\w-]+)", decoded(answer))
    assert (said and said[1]) == meta
    if encoding:
        assert answer.body.startswith(encoding.mark)
        assert truths(SHOWN)[SITE + path].encoding == encoding.codec


def test_guessing_the_encoding_goes_wrong(site):
    for path in (abroad.RUSSIAN, abroad.CHINESE):
        with pytest.raises(UnicodeDecodeError):
            ask(site, path).body.decode("utf-8")
    with pytest.raises(UnicodeDecodeError):
        ask(site, abroad.CHINESE).body.decode("gb2312")
    assert "zwanzig Jahren wurde Werk II erÃ¶ffnet" in (
        ask(site, "/aktuelles/2024-05-06-werk-ii.html").body.decode("latin-1")
    )


def test_letters_an_encoding_lacks_are_references(site):
    body = ask(site, abroad.RUSSIAN).body.decode("windows-1251")
    assert "Luppenstra&#223;e" in body
    assert "Екатеринбурге" in body


# What changes by itself


def test_what_stands_around_changes_with_each_request(site):
    first, second = page(site, german.ABOUT), page(site, german.ABOUT)
    for pattern in (
        r"Heute ist ([^<]+)", r"Besucher Nr\. ([\d.]+)", r'<div class="teaser" data-nr="(\d)"', r"site\.js\?v=(\w+)",
        r'name="csrf" value="(\w+)"', r"/theme/(teaser-\d)\.jpg", r'data-token="(\w+)"',
    ):  # fmt: skip
        (was,), (now,) = re.findall(pattern, first.html), re.findall(pattern, second.html)
        assert was != now, pattern
    assert first.headers["set-cookie"] != second.headers["set-cookie"]
    assert (first.paragraphs, first.pictures) == (second.paragraphs, second.pictures)


def test_banners_come_round(site):
    teasers = [re.search(r"<strong>([^<]+)", page(site, "/").html)[1] for _ in range(8)]
    assert len(set(teasers[:4])) == 4
    assert teasers[:4] == teasers[4:]
    for turn in range(1, 5):
        assert ask(site, f"/theme/teaser-{turn}.jpg").status == 200


def test_the_same_seed_and_clock_give_the_same_pages():
    def told():
        network = WebsiteNetwork(SHOWN, seed="same", clock=lambda: 1_795_000_000.0)
        return [ask(network, path) for path in PATHS]

    assert told() == told()


def test_a_day_is_said_in_words(site):
    assert "Heute ist Mittwoch, 18.11.2026, 11:06:40 UTC" in page(site, "/").html
    assert "Today is Wednesday, 18 November 2026" in page(site, "/en/").html
    assert "Zuletzt geändert: 17.03.2026" in page(site, german.ABOUT).html


def test_a_question_about_cookies_lies_over_all_pages(site):
    assert all('id="cookie-hinweis"' in page(site, path).html for path in PATHS)


# Hosts, twins, folders


def test_the_bare_host_leads_to_the_full_one(site):
    answer = ask(site, "https://hartmann-werkzeuge.example/katalog?lang=de&s=ig")
    where = dict(answer.headers)["location"]
    assert (answer.status, where) == (301, f"{SITE}/katalog?lang=de&s=ig")
    assert follow(site, where)[0] == f"{SITE}/produkte/"
    assert ask(site, "https://shop.hartmann-werkzeuge.example/").status == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/index.html", 200), ("/produkte/index.html", 200), ("/produkte/?lang=de", 200), ("/produkte", 301),
        ("/produkte/hw-4020", 301), ("/impressum.html/", 404), ("/Produkte/", 404), ("/aktuelles/?seite=9", 200),
        ("/produkte/hw-9999/", 404), ("/bilder/nie.jpg", 404), ("/downloads/nie.pdf", 404),
    ],
)  # fmt: skip
def test_addresses_beside_the_known_ones(site, path, status):
    assert ask(site, path).status == status


def test_a_twin_names_the_page_it_is(site):
    assert page(site, "/produkte/index.html").canonical == f"{SITE}/produkte/"
    assert page(site, "/produkte/?lang=de").canonical == f"{SITE}/produkte/"
    assert page(site, "/aktuelles/?seite=2").canonical == f"{SITE}{news.SECOND}"


def test_pages_that_say_the_same_name_each_other(site):
    assert page(site, german.ABOUT).alternates == {"en": f"{SITE}/en/about-us/"}
    assert page(site, "/en/about-us/").alternates == {"de": f"{SITE}{german.ABOUT}"}
    assert set(page(site, "/").alternates) == {"en", "ru", "zh", "pl"}


def test_nothing_is_found_in_the_language_of_the_part(site):
    assert b"Seite nicht gefunden" in ask(site, NEVER).body
    assert b"Page not found" in ask(site, "/en/never.html").body


def test_nobody_posts(site):
    assert ask(site, "/rundbrief/", method="POST").status == 405


# Files


def test_robots_are_told_where_not_to_go(site):
    robots = RobotFileParser()
    robots.parse(ask(site, "/robots.txt").body.decode().splitlines())
    for path in PATHS:
        assert robots.can_fetch("archiver", SITE + path) is (path != german.INTERN)
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    assert german.INTERN in page(site, "/service/").links


def test_the_index_names_all_pages_but_those(site):
    root = ET.fromstring(ask(site, "/sitemap.xml").body)
    named = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert named == [SITE + path for path in PATHS if path != german.INTERN]


@pytest.mark.parametrize("path", [german.DATA_SHEET, german.REPORT])
def test_papers_are_whole_pdfs(site, path):
    answer = ask(site, path)
    assert dict(answer.headers)["content-type"] == "application/pdf"
    body = answer.body
    assert body.startswith(b"%PDF-1.4\n")
    assert body.endswith(b"%%EOF\n")
    start = int(re.search(rb"startxref\n(\d+)", body)[1])
    assert body[start:].startswith(b"xref\n0 6\n")
    rows = re.findall(rb"(\d{10}) 00000 n \n", body[start:])
    for number, row in enumerate(rows, start=1):
        assert body[int(row) :].startswith(b"%d 0 obj\n" % number)
    length, stream = re.search(rb"/Length (\d+) >>\nstream\n(.*)\nendstream", body, re.DOTALL).groups()
    assert int(length) == len(stream)


def test_the_sheet_is_a_whole_package(site):
    with zipfile.ZipFile(io.BytesIO(ask(site, german.PRICES).body)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            ET.fromstring(package.read(name))
        assert b"389.000" in package.read("xl/worksheets/sheet1.xml")


def test_pictures_come_in_two_sizes(site):
    for address, width in (("/bilder/werk-ii.jpg", 1280), ("/bilder/werk-ii-480.jpg", 480)):
        with Image.open(io.BytesIO(ask(site, address).body)) as image:
            assert (image.format, image.width) == ("JPEG", width)


def test_files_are_not_sent_twice_to_who_has_them(site):
    for path in (german.REPORT, "/bilder/werk-ii.jpg", "/theme/stil.css", "/favicon.ico"):
        tag = dict(ask(site, path).headers)["etag"]
        again = ask(site, path, if_none_match=f'"other", {tag}')
        assert (again.status, again.body, dict(again.headers)["etag"]) == (304, b"", tag)
    assert ask(site, german.REPORT, range="bytes=0-4").body == b"%PDF-"


def test_pages_are_compressed_on_request(site):
    answer = ask(site, "/", accept_encoding="gzip, br")
    assert dict(answer.headers)["content-encoding"] == "gzip"
    assert "content-encoding" not in dict(ask(site, german.REPORT, accept_encoding="gzip").headers)
