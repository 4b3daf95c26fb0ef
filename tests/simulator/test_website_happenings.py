"""What becomes of the simulated website: each happening changes what it names, in answers as in truth, and no more."""

from dataclasses import replace
from datetime import date

import pytest
from website_asking import NEVER, SITE, Read, ask, follow, page

from archiver.simulator.conditions import Locate, under
from archiver.simulator.happenings import country
from archiver.simulator.website import abroad, german, news
from archiver.simulator.website import happenings as owners
from archiver.simulator.website.addresses import key_of
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.network import WebsiteNetwork
from archiver.simulator.website.papers import PDF, pdf
from archiver.simulator.website.site import Document, Page
from archiver.simulator.website.truth import destination, truths

SHOWN = hartmann()
ABOUT, BRANCH, REPORT = german.ABOUT, abroad.RUSSIAN_BRANCH, german.REPORT
NEW = Page("/aktuelles/neu.html", "Neu", ("Etwas Neues.",), date(2026, 11, 20), published=date(2026, 11, 20))
ELSEWHERE = "/en/about-us/branches.html"
WAYS = ["404", "410", "home", "soft"]

# A happening, and the paths that are not as they were: in what one is shown, and in truth.
HAPPENINGS = {
    "nothing": (lambda site: site, set()),
    "rewrite": (lambda site: owners.rewrite(site, ABOUT, german.ABOUT_WITHOUT_BRANCH), {ABOUT}),
    "retitle": (lambda site: owners.retitle(site, ABOUT, "Wer wir sind"), {ABOUT}),
    "touch": (lambda site: owners.touch(site, ABOUT, date(2026, 11, 25)), set()),
    "take_down": (lambda site: owners.take_down(site, BRANCH), {BRANCH}),
    "take_down, with a query": (lambda site: owners.take_down(site, news.SECOND, "410"), {news.SECOND}),
    "remove_picture": (lambda site: owners.remove_picture(site, "/produkte/hw-4020/", 2), {"/produkte/hw-4020/"}),
    "reencode_picture": (lambda site: owners.reencode_picture(site, ABOUT, 2), {ABOUT, BRANCH}),
    "replace_document": (
        lambda site: owners.replace_document(site, REPORT, pdf("Nichts mehr davon")),
        {REPORT, "/service/", "/aktuelles/2026-04-30-bericht.html"},
    ),
    "remove_document": (
        lambda site: owners.remove_document(site, REPORT),
        {REPORT, "/service/", "/aktuelles/2026-04-30-bericht.html"},
    ),
    "add_page": (lambda site: owners.add_page(site, NEW), {NEW.path}),
    "add_document": (
        lambda site: owners.add_document(site, Document("/downloads/neu.pdf", PDF, pdf("Neu"))),
        {"/downloads/neu.pdf"},
    ),
    "move": (lambda site: owners.move(site, BRANCH, ELSEWHERE), {BRANCH, ELSEWHERE}),
    "unlink": (lambda site: owners.unlink(site, BRANCH), set()),
    "disallow": (lambda site: owners.disallow(site, "/en/"), set()),
    "take_down_part": (
        lambda site: owners.take_down_part(site, "/en/"),
        {path for path in map(key_of, truths(SHOWN)) if path.startswith("/en/")},
    ),
    "restore": (lambda site: owners.restore(owners.take_down(site, BRANCH), BRANCH), set()),
    "restore, a part": (lambda site: owners.restore(owners.take_down_part(site, "/en/"), "/en/"), set()),
    "restore, a document": (lambda site: owners.restore(owners.remove_document(site, REPORT), REPORT), set()),
    "park": (owners.park, set(map(key_of, truths(SHOWN)))),
    "close": (owners.close, set(map(key_of, truths(SHOWN)))),
    "reopen": (lambda site: owners.reopen(owners.close(site)), set()),
}  # fmt: skip


def shown(site, digest):
    """Give what is seen at every address: status, heading, text, pictures, and the linked documents' bytes."""
    network = WebsiteNetwork(site)
    seen = {}
    for address in (*truths(SHOWN), *truths(site)):
        answer = ask(network, address)
        kind = dict(answer.headers).get("content-type", "")
        where = dict(answer.headers).get("location")
        if not kind.startswith("text/html") or where or b"<article>" not in answer.body.replace(b"\0", b""):
            seen[key_of(address)] = (answer.status, where, digest(answer.body))
            continue
        read = Read(answer)
        pictures = tuple(digest(ask(network, one).body) for one in read.pictures)
        papers = [destination(site, one, address) for one in read.links if "/downloads/" in one]
        files = tuple(digest(ask(network, one).body) for one in papers if ask(network, one).status == 200)
        seen[key_of(address)] = (answer.status, read.heading, tuple(read.paragraphs), pictures, files)
    return seen


@pytest.fixture(scope="module")
def before(digest):
    return shown(SHOWN, digest)


def differing(was, now):
    return {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}


@pytest.mark.parametrize("name", HAPPENINGS)
def test_a_happening_changes_what_it_names_and_no_more(name, before, digest):
    happen, touched = HAPPENINGS[name]
    after = happen(SHOWN)
    if name == "take_down_part":
        # A shortcut into the part leads there as before.
        assert ask(WebsiteNetwork(after), "/english").status == 301
    assert differing(before, shown(after, digest)) == touched
    was, now = truths(SHOWN), truths(after)
    assert {key_of(one) for one in differing(was, now)} == touched


# Absence


@pytest.mark.parametrize("how", WAYS)
def test_a_page_taken_down_is_answered_in_its_own_way(how):
    after = owners.take_down(SHOWN, BRANCH, how)
    answer = ask(WebsiteNetwork(after), BRANCH)
    assert answer.status == {"404": 404, "410": 410, "home": 302, "soft": 200}[how]
    if how == "home":
        assert dict(answer.headers)["location"] == f"{SITE}/"
    if how == "soft":
        assert b"Page not found" in answer.body
    truth = truths(after)[SITE + BRANCH]
    assert (truth.standing, truth.answered) == ("absent_for_all", how)
    assert truth.paragraphs == truths(SHOWN)[SITE + BRANCH].paragraphs


@pytest.mark.parametrize("how", WAYS)
def test_an_address_that_never_was_may_be_answered_so_too(how):
    network = WebsiteNetwork(owners.answer_unknown(owners.take_down(SHOWN, BRANCH, how), how))
    never, gone = ask(network, NEVER), ask(network, BRANCH)
    assert never.status == gone.status
    assert dict(never.headers).get("location") == dict(gone.headers).get("location")


@pytest.mark.parametrize("how", WAYS)
def test_a_part_taken_down_answers_all_below_it_alike(how):
    after = owners.take_down_part(SHOWN, "/en/", how)
    network = WebsiteNetwork(after)
    statuses = {ask(network, path).status for path in ("/en/", BRANCH, "/en/never/", "/en/index.html")}
    assert len(statuses) == 1
    assert page(network, ABOUT).alternates == {}
    known = truths(after)
    assert {address for address, one in known.items() if one.standing == "part_gone"} == {
        address for address in known if address.startswith(f"{SITE}/en/")
    }
    assert ask(network, "/").status == 200


def test_menu_and_index_drop_what_is_gone_but_links_stay():
    after = owners.take_down(SHOWN, "/karriere/")
    network = WebsiteNetwork(after)
    assert "/karriere/" not in page(network, "/").links
    assert b"/karriere/" not in ask(network, "/sitemap.xml").body
    assert any(one.startswith("/karriere/") for one in page(network, ABOUT).links)
    assert not any(
        "karriere" in one for one in page(WebsiteNetwork(owners.unlink(after, "/karriere/")), ABOUT).links
    )


def test_unlink_takes_links_in_whichever_way_they_are_written():
    after = owners.unlink(SHOWN, BRANCH)
    network = WebsiteNetwork(after)
    for path in (ABOUT, "/en/", "/en/about-us/", abroad.RUSSIAN):
        read = page(network, path)
        assert not any("russian-branch" in one for one in read.links)
        assert tuple(read.paragraphs) == SHOWN.page(path).text


def test_a_picture_taken_out_goes_with_its_file_unless_another_page_shows_it():
    network = WebsiteNetwork(owners.remove_picture(SHOWN, ABOUT, 2))
    assert ask(network, "/bilder/jekaterinburg.jpg").status == 200
    assert ask(network, "/bilder/belegschaft-2025.jpg").status == 200
    network.site = owners.remove_picture(network.site, BRANCH, 1)
    assert ask(network, "/bilder/jekaterinburg.jpg").status == 404
    assert ask(network, "/bilder/jekaterinburg-480.jpg").status == 404
    assert [one.name for one in network.site.page(ABOUT).removed] == ["jekaterinburg"]


def test_a_page_that_moved_leads_on_and_may_move_back():
    after = owners.move(SHOWN, BRANCH, ELSEWHERE)
    assert truths(after)[SITE + BRANCH].standing == "moved"
    assert truths(after)[SITE + BRANCH].leads_to == SITE + ELSEWHERE
    further = owners.move(after, ELSEWHERE, "/en/branches.html")
    ended, answer = follow(WebsiteNetwork(further), SITE + BRANCH)
    assert (ended, answer.status) == (f"{SITE}/en/branches.html", 200)
    assert destination(further, BRANCH) == ended
    back = owners.move(after, ELSEWHERE, BRANCH)
    assert truths(back)[SITE + BRANCH] == truths(SHOWN)[SITE + BRANCH]
    assert follow(WebsiteNetwork(back), SITE + ELSEWHERE)[0] == SITE + BRANCH


def test_touching_moves_the_date_alone():
    after = owners.touch(SHOWN, ABOUT, date(2026, 11, 25))
    assert "Zuletzt geändert: 25.11.2026" in page(WebsiteNetwork(after), ABOUT).html
    silent = owners.rewrite(SHOWN, ABOUT, ("Anders.",))
    assert "Zuletzt geändert: 17.03.2026" in page(WebsiteNetwork(silent), ABOUT).html
    said = owners.rewrite(SHOWN, ABOUT, ("Anders.",), on=date(2026, 11, 26))
    assert "Zuletzt geändert: 26.11.2026" in page(WebsiteNetwork(said), ABOUT).html


def test_the_story_s_rewriting_leaves_the_branch_out():
    said = "\n".join(page(WebsiteNetwork(SHOWN), ABOUT).paragraphs)
    after = owners.rewrite(SHOWN, ABOUT, german.ABOUT_WITHOUT_BRANCH)
    left = "\n".join(page(WebsiteNetwork(after), ABOUT).paragraphs)
    assert "Jekaterinburg" in said
    assert "Jekaterinburg" not in left
    assert "Otto Hartmann" in left


# The whole site


@pytest.mark.parametrize("host", ["www.hartmann-werkzeuge.example", "hartmann-werkzeuge.example"])
def test_a_parked_domain_is_for_sale_at_every_address(host):
    after = owners.park(SHOWN)
    network = WebsiteNetwork(after)
    bodies = [
        ask(network, f"https://{host}{path}") for path in ("/", ABOUT, "/never/", REPORT, "/robots.txt")
    ]
    assert {one.status for one in bodies} == {200}
    assert all("steht zum Verkauf" in one.body.decode() for one in bodies)
    assert len({one.body for one in bodies}) == len(bodies)
    assert {one.standing for one in truths(after).values()} == {"site_gone"}


def test_a_closed_host_serves_nothing():
    network = WebsiteNetwork(owners.close(SHOWN))
    assert {ask(network, path).status for path in ("/", ABOUT, "/never/", REPORT, "/robots.txt")} == {503}


# Who is sent elsewhere


def test_some_are_sent_to_another_part_by_language():
    after = owners.country_redirect(SHOWN, owners.spoken("en-US"))
    network = WebsiteNetwork(after)
    english, german_speaking = (
        {"accept_language": "en-GB,en;q=0.9,de;q=0.5"},
        {"accept_language": "de-DE,en;q=0.5"},
    )
    for path in ("/", ABOUT, "/never/", REPORT):
        answer = ask(network, path, **english)
        assert (answer.status, dict(answer.headers)["location"]) == (302, f"{SITE}/en/")
    assert ask(network, BRANCH, **english).status == 200
    assert ask(network, "/bilder/werk-ii.jpg", **english).status == 200
    assert ask(network, "/robots.txt", **english).status == 200
    assert ask(network, ABOUT, **german_speaking).status == 200
    assert truths(after)[SITE + ABOUT].kept_from == {"language:en"}
    assert truths(after)[SITE + BRANCH].kept_from == set()
    assert truths(after)[SITE + ABOUT].standing == "live"
    assert owners.end_redirects(after) == SHOWN


# What cannot happen


@pytest.mark.parametrize(
    "verb",
    [
        lambda site: owners.rewrite(site, "/nie/", ()),
        lambda site: owners.take_down(site, "/nie/"),
        lambda site: owners.take_down(owners.take_down(site, ABOUT), ABOUT),
        lambda site: owners.take_down_part(site, "/nie/"),
        lambda site: owners.take_down_part(owners.take_down_part(site, "/en/"), "/en/"),
        lambda site: owners.restore(site, ABOUT),
        lambda site: owners.restore(site, "/nie/"),
        lambda site: owners.add_page(site, replace(NEW, path=ABOUT)),
        lambda site: owners.add_document(site, SHOWN.documents[0]),
        lambda site: owners.move(site, ABOUT, "/kontakt/"),
        lambda site: owners.remove_picture(site, ABOUT, 3),
        lambda site: owners.remove_picture(site, ABOUT, 0),
        lambda site: owners.reencode_picture(site, "/kontakt/", 1),
        lambda site: owners.replace_document(site, "/downloads/nie.pdf", b""),
        lambda site: owners.remove_document(owners.remove_document(site, REPORT), REPORT),
        lambda site: owners.country_redirect(site, "mondays"),
        owners.reopen,
    ],
)
def test_what_cannot_happen_is_refused(verb):
    with pytest.raises(
        ValueError, match=r"never|not there|gone already|already|not taken|cannot|no picture|open|apart"
    ):
        verb(SHOWN)


def test_a_country_is_told_apart_where_conditions_say_whence_one_comes():
    network = WebsiteNetwork(owners.country_redirect(SHOWN, country("ru"), "/ru/"))
    assert ask(network, ABOUT).status == 200
    network.conditions = under(Locate("RU"))
    assert dict(ask(network, ABOUT).headers)["location"] == f"{SITE}/ru/"
    assert ask(network, "/ru/").status == 200
