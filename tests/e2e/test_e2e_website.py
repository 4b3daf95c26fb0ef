"""A company's website in a real Chromium: each page and document, in whichever encoding, and what is amiss about it."""

import json

import pytest
from fakes import call_archiver, sound, write_settings
from warcio.archiveiterator import ArchiveIterator

from archiver.simulator.server import StandIn
from archiver.simulator.website import happenings, truth
from archiver.simulator.website.addresses import DOMAIN, HOST, HOSTS
from archiver.simulator.website.german import ABOUT, IMPRINT
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.network import WebsiteNetwork
from archiver.simulator.website.traps import DOWNLOAD, LOOP

# The selftest looks at such in every test run, with a real browser too.
pytestmark = [pytest.mark.browser, pytest.mark.prove]
SITE = hartmann(traps=True)
SMALL = hartmann()
TARGET = f"web:https://{HOST}"
TRUTHS = truth.truths(SMALL)
FORBIDDEN = f"https://{HOST}/intern/"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Looked at twice, in between with one page rewritten."""
    folder = tmp_path_factory.mktemp("website")
    network = WebsiteNetwork(SMALL, seed="e2e")
    with StandIn(network.answer) as server:
        write_settings(server, folder, hosts=(*HOSTS, f"*.{DOMAIN}"))

        def archiver(*arguments):
            return call_archiver(*arguments, folder=folder)

        first = archiver("crawl", TARGET, "--json")
        network.site = happenings.rewrite(SMALL, ABOUT, ("Wir sind ein Haus aus Lindenau.",))
        second = archiver("crawl", TARGET, "--json")
        network.site = SITE
        yield archiver, first, second, folder


def pages_of(folder, look):
    """Give the bodies of the pages of a capture, by address."""
    with (folder / "evidence/captures" / look["capture"] / "capture.warc.gz").open("rb") as file:
        return {
            record.rec_headers.get_header("WARC-Target-URI"): record.content_stream().read()
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
            and record.rec_headers.get_header("Archiver-Obtained") in ("page/document", "direct")
        }


def test_every_page_and_document_is_captured_and_what_is_forbidden_is_said(house):
    _, ran, _, folder = house
    (look,) = ran.json["captures"]
    live = {address for address, one in TRUTHS.items() if one.standing == "live"}
    assert (ran.code, look["outcome"], look["reach"]["limit"]) == (0, "complete", "end"), ran.err
    assert look["posts"] == len(live) - 1
    said = json.loads((folder / "evidence/captures" / look["capture"] / "manifest.json").read_bytes())
    assert said["robots"] == "heeded"
    assert [gap["subject"] for gap in said["gaps"] if gap["reason"] == "forbidden_by_robots"] == [FORBIDDEN]
    assert sound(folder)


@pytest.mark.parametrize("name", ["ru/", "cn/", "pl/", "ueber-uns/"])
def test_pages_in_other_encodings_are_kept_to_the_byte_and_read_as_they_were_written(house, name):
    archiver, ran, _, folder = house
    address = f"https://{HOST}/{name}"
    true, body = TRUTHS[address], pages_of(folder, ran.json["captures"][0])[address]
    assert true.title.encode(true.encoding).removeprefix(b"\xff\xfe") in body
    caption = archiver("show", f"web:{address}", "--json").json["fields"]["caption"]
    assert caption.startswith(true.title)


def test_documents_are_kept_to_the_byte(house):
    archiver, _, _, _ = house
    for address, true in TRUTHS.items():
        if true.kind == "document":
            shown = archiver("show", f"web:{address}", "--json").json
            assert [medium["sha256"] for medium in shown["media"]] == list(true.documents)


def test_a_second_look_takes_a_picture_of_what_changed_alone_and_says_what(house):
    archiver, first, second, _ = house
    (look,) = second.json["captures"]
    assert (look["outcome"], look["edited"], look["missing"], look["new"]) == ("complete", 1, 0, 0)
    assert look["bytes_stored"] < first.json["captures"][0]["bytes_stored"] / 5
    told = archiver("diff", TARGET)
    assert ABOUT in told.out


def test_the_index_made_afresh_equals_the_one_that_grew(house):
    archiver, _, _, _ = house
    assert archiver("rebuild", "--check").code == 0


def test_whoever_adds_a_site_is_told_that_its_owner_can_see_the_visit(house):
    archiver, _, _, _ = house
    said = archiver("add", f"https://{HOST}/").err
    assert "can see in its log that it was visited" in said
    said = archiver("add", f"https://{HOST}/kontakt/")
    assert said.code == 2
    assert f"archiver add https://{HOST}" in said.err


ALONE = {
    "a page that leads back to itself": (LOOP, "TOO_MANY_REDIRECTS"),
    "a page that is not there": ("/nirgends.html", "isn't available"),
}


@pytest.mark.parametrize(("path", "words"), ALONE.values(), ids=ALONE)
def test_what_is_amiss_with_a_page_is_one_sentence_and_no_traceback(house, path, words):
    archiver, _, _, _ = house
    ran = archiver("crawl", f"https://{HOST}{path}")
    assert ran.code == 3
    assert words in ran.out + ran.err


def test_a_download_above_the_limit_is_not_begun_and_is_said(house):
    archiver, _, _, folder = house
    ran = archiver("crawl", f"https://{HOST}{DOWNLOAD}", "--json")
    assert "larger than what a capture keeps of one answer" in ran.out + ran.err
    (look,) = ran.json["captures"]
    assert (ran.code, look["outcome"], look["reason"]) == (3, "failed", "too_large")
    said = json.loads((folder / "evidence/captures" / look["capture"] / "manifest.json").read_bytes())
    assert [gap["reason"] for gap in said["gaps"]] == ["too_large"]
    assert look["bytes_fetched"] < 1000


def test_a_site_with_a_certificate_that_is_not_its_own_is_not_read(house):
    archiver, _, _, _ = house
    ran = archiver("crawl", f"https://shop.{DOMAIN}/")
    assert ran.code == 3
    assert "could not be reached" in ran.out + ran.err


def test_a_site_alone_tells_its_imprint_and_that_nothing_ties_it_yet(house):
    archiver, _, _, _ = house
    ran = archiver("attribution", TARGET, "--json")
    assert ran.code == 0, ran.err
    (site,) = ran.json["sites"]
    assert any("DE999417203" in page["numbers"] for page in site["imprint"])
    assert {page["page"] for page in site["imprint"]} >= {f"web:https://{HOST}{IMPRINT}"}
    assert ran.json["ties"] == []
    told = archiver("attribution", TARGET)
    assert "HRB 904172" in told.out
    assert "Nothing in this archive ties it" in told.out


def test_what_was_never_captured_has_no_attribution(house):
    archiver, _, _, _ = house
    ran = archiver("attribution", "web:https://nobody.example")
    assert ran.code == 2
    assert ran.err.count("\n") == 1


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A folder in which nothing was captured yet."""
    folder = tmp_path_factory.mktemp("discover")
    with StandIn(WebsiteNetwork(SMALL, seed="discover").answer) as server:
        write_settings(server, folder, hosts=(*HOSTS, f"*.{DOMAIN}"))
        yield lambda *arguments: call_archiver(*arguments, folder=folder)


@pytest.mark.prove
def test_the_accounts_that_a_site_links_to_are_proposed_and_the_site_is_asked_once(elsewhere):
    ran = elsewhere("add", f"https://{HOST}", "--discover", "--json")
    assert ran.code == 0, ran.err
    assert {each["ref"]: each["watched"] for each in ran.json["proposed"]} == {
        "instagram:hartmann.werkzeuge": False,
        "facebook:hartmann.werkzeuge": False,
    }
    (look,) = ran.json["captures"]
    assert look["reach"]["limit"] == "budget"
    elsewhere("add", "instagram:hartmann.werkzeuge")
    again = elsewhere("add", f"https://{HOST}", "--discover")
    assert again.code == 0
    assert "watched already" in again.out
    assert "archiver add facebook:hartmann.werkzeuge" in again.out
    assert "sealed in" not in again.out


def test_what_is_no_website_has_no_links_to_read(elsewhere):
    ran = elsewhere("add", "instagram:hartmann.werkzeuge", "--discover")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "https://company.example" in ran.err
