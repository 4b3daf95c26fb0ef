"""What the simulated website does to visitors: each in its own way, to those it is for, and within bounds."""

import gzip
from datetime import date

import pytest
from website_asking import SITE, ask, page

from archiver.simulator.conditions import (
    Challenge,
    CutConnection,
    Flap,
    Incident,
    RateLimit,
    SlowDown,
    Speak,
    Throttle,
    under,
)
from archiver.simulator.website import german
from archiver.simulator.website import happenings as owners
from archiver.simulator.website.conditions import (
    BreakOff,
    CutHalfway,
    Fail,
    LeadByLanguage,
    NeverEnd,
    ServeCopy,
    Within,
)
from archiver.simulator.website.hartmann import TRAPS, hartmann
from archiver.simulator.website.network import WebsiteNetwork
from archiver.simulator.website.truth import truths

SHOWN = hartmann()
ABOUT, REPORT = german.ABOUT, german.REPORT


@pytest.fixture
def site():
    return WebsiteNetwork(SHOWN, seed="conditions", clock=lambda: 1_795_000_000.0)


def test_too_much_is_refused_after_a_while_and_counted_anew(site):
    limit = under(RateLimit(after=3, until=5))
    site.conditions = limit
    answers = [ask(site, path) for path in ("/", ABOUT, REPORT, "/kontakt/", "/", "/")]
    assert [one.status for one in answers] == [200, 200, 200, 429, 429, 200]
    assert dict(answers[3].headers)["retry-after"] == "120"
    site.conditions = limit
    assert ask(site, "/").status == 200


def test_pictures_and_robots_are_not_counted(site):
    site.conditions = under(RateLimit(after=1))
    for path in ("/bilder/werk-ii.jpg", "/theme/stil.css", "/favicon.ico", "/robots.txt", "/sitemap.xml"):
        assert ask(site, path).status == 200
    assert [ask(site, "/").status for _ in range(2)] == [200, 429]
    site.conditions = under(Fail(500, asked=("other",)))
    assert (ask(site, "/robots.txt").status, ask(site, "/").status) == (500, 200)


def test_a_guard_looks_at_the_browser_first(site):
    site.conditions = under(Challenge())
    answer = ask(site, ABOUT)
    assert answer.status == 403
    assert b"Checking your browser" in answer.body


@pytest.mark.parametrize("status", [403, 500, 502, 503])
def test_a_server_fails_with_a_page_of_its_own(site, status):
    site.conditions = under(Fail(status))
    answer = ask(site, ABOUT)
    assert (answer.status, str(status).encode() in answer.body) == (status, True)


def test_a_condition_may_be_for_a_part_or_one_page(site):
    site.conditions = under(Within("/en/", Fail()), Within(ABOUT, Challenge(), alone=True))
    statuses = {
        path: ask(site, path).status for path in ("/", "/en/", "/en/news/", ABOUT, f"{ABOUT}geschichte.html")
    }
    assert statuses == {"/": 200, "/en/": 503, "/en/news/": 503, ABOUT: 403, f"{ABOUT}geschichte.html": 200}


def test_a_copy_is_the_site_as_it_was_and_says_so(site):
    site.site = owners.rewrite(SHOWN, ABOUT, ("Anders.",), on=date(2026, 11, 26))
    site.conditions = under(ServeCopy(SHOWN))
    first, second = page(site, ABOUT), page(site, ABOUT)
    assert (first.headers["age"], first.headers["x-cache"]) == ("86400", "HIT")
    assert tuple(first.paragraphs) == truths(SHOWN)[SITE + ABOUT].paragraphs
    assert first.html == second.html
    assert "Heute ist Dienstag, 17.11.2026" in first.html
    site.conditions = under(ServeCopy(owners.take_down(SHOWN, ABOUT)))
    assert ask(site, ABOUT).status == 404


def test_visitors_are_led_by_the_language_they_prefer(site):
    site.conditions = under(LeadByLanguage("en", "/en/"))
    answer = ask(site, ABOUT, accept_language="en-US,en;q=0.9")
    assert (answer.status, dict(answer.headers)["location"]) == (302, f"{SITE}/en/")
    assert ask(site, ABOUT, accept_language="de").status == 200
    assert ask(site, ABOUT).status == 200
    assert ask(site, "/en/never/", accept_language="en").status == 404
    site.conditions = under(LeadByLanguage("en", "/en/"), Speak("en-US"))
    assert ask(site, ABOUT, accept_language="de").status == 302


def test_a_page_flaps(site):
    site.conditions = under(Flap(codes=frozenset({ABOUT})))
    assert [ask(site, ABOUT).status for _ in range(4)] == [200, 404, 200, 404]
    assert [ask(site, "/").status for _ in range(2)] == [200, 200]
    site.conditions = under(Flap(codes=frozenset({"/aktuelles/"})))
    asked = ("/aktuelles/", "/aktuelles/?seite=2", "/aktuelles/?seite=2", "/aktuelles/index.html")
    assert [ask(site, path).status for path in asked] == [200, 200, 200, 404]


def test_an_incident_finds_nothing(site):
    site.conditions = under(Incident())
    assert {ask(site, path).status for path in ("/", ABOUT, REPORT)} == {404}


def test_a_shell_is_the_page_without_its_words(site):
    site.conditions = under(Throttle())
    read = page(site, ABOUT)
    assert (read.heading, read.paragraphs, read.pictures) == ("", [], [])
    assert read.canonical == SITE + ABOUT


def test_answers_are_late_or_not_whole(site):
    whole = ask(site, REPORT)
    site.conditions = under(SlowDown(2.5))
    assert ask(site, ABOUT).delay == 2.5
    site.conditions = under(CutConnection(100))
    assert ask(site, ABOUT).cut_after == 100
    site.conditions = under(CutHalfway())
    cut = ask(site, REPORT)
    assert (cut.body, cut.cut_after) == (whole.body, len(whole.body) // 2)
    site.conditions = under(BreakOff())
    half = ask(site, REPORT)
    assert (half.body, half.cut_after) == (whole.body[: len(whole.body) // 2], None)
    packed = ask(site, ABOUT, accept_encoding="gzip")
    assert b"</html>" not in gzip.decompress(packed.body)


def test_a_page_may_never_end(site):
    site.conditions = under(NeverEnd(seconds=3))
    for path in (ABOUT, "/pl/", REPORT):
        answer = ask(site, path, accept_encoding="gzip")
        assert answer.chunked
        assert answer.trickle.lasts == 3
        assert "content-encoding" not in dict(answer.headers)
    assert "Jekaterinburg" in ask(site, ABOUT).body.decode("utf-8", "replace")
    assert ask(site, "/never/").trickle is None


# Traps


def test_traps_are_linked_to_on_request_and_answered_always(site):
    assert not {path for _, path in TRAPS} & set(page(site, "/").links)
    site.site = hartmann(traps=True)
    assert {path for _, path in TRAPS} <= set(page(site, "/").links)
    assert page(site, "/").paragraphs == list(SHOWN.pages[0].text)
    assert not any(path in address for address in truths(site.site) for _, path in TRAPS)


def test_a_loop_leads_round(site):
    first = dict(ask(site, "/schleife/").headers)["location"]
    assert first == "/schleife/weiter/"
    assert dict(ask(site, first).headers)["location"] == "/schleife/"


def test_the_calendar_has_always_a_next_month(site):
    met, path = [], "/kalender/"
    for _ in range(30):
        read = page(site, path)
        met.append(read.heading)
        assert read.canonical.startswith(f"{SITE}/kalender/?monat=")
        (onward,) = [one for one in read.links if one.startswith("?monat=")]
        path = f"/kalender/{onward}"
    assert met[:3] == ["Kalender 11/2026", "Kalender 12/2026", "Kalender 01/2027"]
    assert len(set(met)) == 30


@pytest.mark.parametrize("said", ["2026-13", "x", "", "-1-01", "99999-01"])
def test_a_month_that_is_none_is_the_present_one(site, said):
    assert page(site, f"/kalender/?monat={said}").heading == "Kalender 11/2026"


def test_the_last_month_there_is(site):
    assert not [one for one in page(site, "/kalender/?monat=9999-12").links if "monat" in one]


def test_a_download_promises_more_than_anyone_wants(site):
    answer = ask(site, "/download/gross.bin")
    assert answer.promised == 3 * 2**30
    assert len(answer.body) < 2**20
    assert 0 < answer.trickle.lasts <= 30
    assert "attachment" in dict(answer.headers)["content-disposition"]


def test_the_camera_never_stops(site):
    answer = ask(site, "/webcam/")
    assert answer.chunked
    assert answer.trickle
    assert b"</html>" not in answer.body
