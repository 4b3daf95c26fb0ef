"""The rule of absence on a website: each thing that its owners and its server do, and that no more is concluded."""

from dataclasses import replace

import pytest
from fakes import Silent
from websites import TARGET, begun, copied

from archiver.model import instant
from archiver.model.digest import Digest
from archiver.model.refs import PostRef
from archiver.operations import diff as diffing
from archiver.operations import rebuild, removals
from archiver.simulator import conditions as usual
from archiver.simulator.conditions import CALM, under
from archiver.simulator.happenings import country
from archiver.simulator.website import conditions as at_sites
from archiver.simulator.website import german, happenings
from archiver.simulator.website.abroad import MIRROR, RUSSIAN_BRANCH
from archiver.simulator.website.addresses import HOST
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.news import FAIR

SITE = hartmann()
ABOUT_TEXT = next(page for page in SITE.pages if page.path == german.ABOUT).paragraphs
HOWS = ("404", "410", "home", "soft")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return begun(tmp_path_factory.mktemp("website"), SITE)


@pytest.fixture
def followed(first, tmp_path):
    return copied(first, tmp_path)


def test_a_second_look_at_what_stands_says_nothing(followed):
    followed.round()
    assert followed.said() == set()
    assert followed.states() == {}
    assert followed.sites_states() == set()
    assert rebuild.check(followed.archive, Silent()).differences == {}


def some(row, column, of=24):
    """Run one in some here, all by `make prove`."""
    return () if (row + column) % of == 0 else pytest.mark.prove


@pytest.mark.parametrize(
    ("how", "unknown"),
    [
        pytest.param(
            how, unknown, marks=some(row, column, of=8), id=f"by {how} where the unknown is by {unknown}"
        )
        for row, how in enumerate(HOWS)
        for column, unknown in enumerate(HOWS)
    ],
)
def test_a_page_that_is_gone_is_pending_once_and_concluded_then_however_the_site_says_so(
    followed, how, unknown
):
    site = happenings.answer_unknown(happenings.take_down(SITE, FAIR, how), unknown)
    followed.network.site = site
    followed.round()
    assert followed.paths(followed.states()) == {FAIR}
    assert followed.found() == set()
    followed.round()
    assert followed.found() == {FAIR} == followed.gone()


@pytest.mark.prove
def test_several_pages_in_several_parts_are_each_concluded_between_controls_near_them(followed):
    site = SITE
    for path, how in ((FAIR, "404"), (RUSSIAN_BRANCH, "410"), (german.REPORT, "404"), ("/karriere/", "soft")):
        gone = happenings.remove_document if path == german.REPORT else happenings.take_down
        site = gone(site, path, how)
    followed.network.site = site
    followed.round()
    followed.round()
    assert followed.found() == followed.gone() == {FAIR, RUSSIAN_BRANCH, german.REPORT, "/karriere/"}
    assert rebuild.check(followed.archive, Silent()).differences == {}


# The rule is the same on every network, and a test run has it on Instagram.
@pytest.mark.prove
def test_what_comes_back_is_withdrawn(followed):
    followed.network.site = happenings.take_down(SITE, FAIR)
    followed.round()
    followed.round()
    followed.network.site = happenings.restore(followed.network.site, FAIR)
    followed.round()
    assert list(followed.states().values()) == ["withdrawn"]


@pytest.mark.parametrize("how", [pytest.param(how, marks=some(row, 1, of=4)) for row, how in enumerate(HOWS)])
def test_a_part_that_is_taken_down_is_a_state_of_the_part_and_no_removal_of_its_pages(followed, how):
    followed.network.site = happenings.take_down_part(SITE, MIRROR, how)
    for _ in range(3):
        followed.round()
        assert followed.found() == set()
    assert ("part_not_found", MIRROR) in followed.sites_states()


# A test run has the first; most others have tests of their own.
NO_REMOVALS = {
    "the site is closed": lambda: happenings.close(SITE),
    "nothing happens": lambda: SITE,
    "a page is rewritten": lambda: happenings.rewrite(
        SITE, german.ABOUT, ("Wir sind ein Haus aus Lindenau.",)
    ),
    "a page is dated anew": lambda: happenings.touch(SITE, german.ABOUT, SITE.pages[0].changed),
    "a page is linked no more": lambda: happenings.unlink(SITE, FAIR),
    "a page has moved": lambda: happenings.move(SITE, FAIR, "/aktuelles/messe.html"),
    "a picture is gone": lambda: happenings.remove_picture(SITE, german.ABOUT, 1),
    "robots.txt forbids more": lambda: happenings.disallow(SITE, "/aktuelles/"),
    "the domain is parked": lambda: happenings.park(SITE),
    "visitors of a language are led elsewhere": lambda: happenings.country_redirect(
        SITE, happenings.spoken("en-US"), "/en/"
    ),
}


@pytest.mark.some(of=10)
@pytest.mark.parametrize("happens", NO_REMOVALS.values(), ids=NO_REMOVALS)
def test_nothing_is_concluded_of_what_is_no_removal(followed, happens):
    followed.network.site = happens()
    for _ in range(3):
        followed.round()
        assert followed.found() == set()


FAULTS = {
    "asked too often": under(usual.RateLimit(after=3)),
    "a question whether one is human": under(usual.Challenge()),
    "an empty frame": under(usual.Throttle()),
    "all is answered as not found for a while": under(usual.Incident()),
    "one page now and then": under(usual.Flap(codes=frozenset({FAIR}))),
    "an older copy": under(at_sites.ServeCopy(SITE)),
    "the server fails": under(at_sites.Fail()),
    "answers are cut": under(at_sites.CutHalfway()),
    "answers are half of themselves": under(at_sites.BreakOff()),
    "another language": under(at_sites.LeadByLanguage(language="en-US", to="/en/")),
    "another country": under(usual.Locate(country="RU")),
}


@pytest.mark.parametrize(
    ("fault", "when"),
    [
        pytest.param(fault, when, marks=pytest.mark.prove, id=f"{name}, {when}")
        for name, fault in FAULTS.items()
        for when in ("looking", "probing", "both")
    ],
)
def test_no_trouble_of_the_server_s_leads_to_a_removal_or_hides_one_for_long(followed, fault, when):
    looking = fault if when != "probing" else CALM
    probing = fault if when != "looking" else CALM
    followed.network.site = happenings.take_down(SITE, FAIR)
    for _ in range(3):
        followed.round(looking, probing=probing)
        assert followed.found() <= {FAIR}
    for _ in range(3):
        followed.round()
    assert followed.found() == {FAIR}


# Before, under the same troubles, it was shown too that nothing else is said to be gone.
@pytest.mark.prove
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_nothing_is_said_to_be_gone_where_nothing_is(followed, fault):
    for _ in range(3):
        followed.round(fault, probing=fault)
        assert followed.found() == set()
    for _ in range(2):
        followed.round()
    assert followed.found() == set()


@pytest.mark.parametrize(
    "trouble", [at_sites.BreakOff(), usual.Throttle()], ids=["half a page", "an empty frame"]
)
def test_what_a_server_sends_of_a_page_without_its_content_is_no_edit_of_it(followed, trouble):
    """Half a document is told as another: its author's word is every byte of it, and nothing says where it ends."""
    for met in (trouble, None):
        followed.round(under(trouble) if met else CALM)
        edited = {path for kind, path, _ in followed.said() if kind in ("edited", "media_removed")}
        assert not {path for path in edited if not path.startswith("/downloads/")}
    assert (followed.states(), followed.media()) == ({}, {})


EDITS = {
    "its text": (
        lambda: happenings.rewrite(SITE, german.ABOUT, ("Wir sind ein Haus aus Lindenau.", "Seit 1921.")),
        {("edited", german.ABOUT, ("caption",))},
    ),
    "its title": (
        lambda: happenings.retitle(SITE, german.ABOUT, "Das Haus"),
        {("edited", german.ABOUT, ("caption",))},
    ),
}


@pytest.mark.some(of=2)
@pytest.mark.parametrize(("happens", "told"), EDITS.values(), ids=EDITS)
def test_what_an_author_changed_of_a_page_is_an_edit(followed, happens, told):
    followed.network.site = happens()
    followed.round()
    assert told <= followed.said()
    assert {kind for kind, _, _ in followed.said()} <= {"edited", "missing", "appeared", "first_seen"}
    followed.round()
    assert followed.said() == set()


@pytest.mark.parametrize("path", [german.ABOUT, FAIR], ids=["one of two", "the only one"])
def test_a_picture_that_went_is_told_and_bound_by_the_rounds_of_a_removal(followed, path):
    followed.network.site = happenings.remove_picture(SITE, path, 1)
    followed.round()
    assert list(followed.media().values()) == ["pending"]
    followed.round()
    assert list(followed.media().values()) == ["concluded"]


@pytest.mark.some(of=2)
@pytest.mark.parametrize("encoded", [False, True], ids=["the same bytes", "written anew too"])
def test_a_picture_whose_file_is_called_something_else_is_neither_gone_nor_new(followed, encoded):
    site = happenings.rename_picture(SITE, german.ABOUT, 1, "haus-2026")
    followed.network.site = happenings.reencode_picture(site, german.ABOUT, 1) if encoded else site
    for _ in range(3):
        followed.round()
        assert followed.media() == {}
        assert {one for one in followed.said() if one[0] in ("edited", "media_removed")} == set()


@pytest.mark.prove
def test_a_picture_that_another_took_the_place_of_is_gone(followed):
    page = next(one for one in SITE.pages if one.path == german.ABOUT)
    site = happenings.add_picture(SITE, german.ABOUT, replace(page.pictures[0], name="ganz-anders"))
    followed.network.site = happenings.remove_picture(site, german.ABOUT, 1)
    followed.round()
    followed.round()
    assert list(followed.media().values()) == ["concluded"]


def test_a_page_that_is_new_is_first_seen(followed):
    fair = next(page for page in SITE.pages if page.path == FAIR)
    added = happenings.add_page(SITE, replace(fair, path="/aktuelles/neu.html", title="Neu"))
    followed.network.site = happenings.rewrite(
        added, german.ABOUT, (*ABOUT_TEXT, "{Neues|/aktuelles/neu.html} aus dem Werk.")
    )
    followed.round()
    assert ("first_seen", "/aktuelles/neu.html", ()) in followed.said()


def test_a_parked_domain_is_a_state_of_the_site(followed):
    followed.network.site = happenings.park(SITE)
    followed.round()
    assert ("parked", "") in followed.sites_states()


@pytest.mark.prove
def test_a_part_that_leads_visitors_elsewhere_is_a_state_of_the_part_with_its_pages_under_it(followed):
    followed.network.site = happenings.country_redirect(SITE, happenings.spoken("en-US"), "/en/")
    before = followed.clock.now()
    for _ in range(2):
        followed.round()
    states = {each["part"]: each for each in removals.parts_of(followed.archive, TARGET)}
    assert followed.found() == set()
    assert MIRROR not in states
    news = states["/aktuelles/"]
    assert news["state"] == "part_leads_elsewhere"
    assert followed.paths([news["leads_to"]]) == {"/en/"}
    assert {key.removeprefix("web:") for key in news["posts"]} == {
        key for key in followed.codes if "/aktuelles/" in key
    }
    assert before < instant.parsed(news["since"]) < instant.parsed(news["last"]) < followed.clock.now()
    followed.network.site = happenings.end_redirects(followed.network.site)
    followed.round()
    # Seen in another language again: how the part stood in that one was last seen then.
    assert {each["last"] for each in removals.parts_of(followed.archive, TARGET)} == {news["last"]}
    assert rebuild.check(followed.archive, Silent()).differences == {}


@pytest.mark.prove
def test_a_document_that_was_exchanged_at_its_address_is_an_edit_and_told_by_both_digests(followed):
    followed.network.site = happenings.replace_document(SITE, german.REPORT, b"%PDF-1.7 another report")
    followed.round()
    assert {(kind, path) for kind, path, _ in followed.said()} == {("edited", german.REPORT)}
    (edit,) = diffing.diff(followed.archive, TARGET).changes[0].fields
    assert (edit.before, edit.after) == (
        str(Digest.of(SITE.document(german.REPORT).content)),
        str(Digest.of(b"%PDF-1.7 another report")),
    )
    followed.round()
    assert followed.said() == set()
    assert rebuild.check(followed.archive, Silent()).differences == {}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return begun(tmp_path_factory.mktemp("kept"), SITE, under(at_sites.ServeCopy(SITE)))


@pytest.fixture
def copies(kept, tmp_path):
    return copied(kept, tmp_path)


@pytest.mark.prove
class TestKeptCopies:
    """A site whose pages an intermediary answers with copies it had kept, as content networks do."""

    def test_its_pages_are_captured_and_none_of_them_counts_as_seen(self, copies):
        assert copies.archive.catalog.known_posts(TARGET) >= {f"https://{HOST}{german.ABOUT}"}
        about = copies.archive.catalog.evidence(TARGET, [PostRef("web", f"https://{HOST}{german.ABOUT}")])
        assert [(each.sightings, each.standings) for each in about] == [((), ())]

    def test_a_copy_of_a_page_that_is_gone_brings_it_not_back(self, followed):
        followed.network.site = happenings.take_down(SITE, FAIR)
        followed.round()
        followed.round()
        assert followed.found() == {FAIR}
        copy = at_sites.Within(FAIR, at_sites.ServeCopy(SITE), alone=True)
        followed.round(under(copy), probing=under(copy))
        assert followed.found() == {FAIR}

    # That a copy is no sighting is shown by the others.
    @pytest.mark.prove
    def test_an_older_copy_is_no_edit_of_what_was_seen(self, followed):
        followed.network.site = happenings.rewrite(SITE, german.ABOUT, ("Wir sind ein Haus aus Lindenau.",))
        followed.round()
        followed.round(under(at_sites.Within(german.ABOUT, at_sites.ServeCopy(SITE), alone=True)))
        assert not {one for one in followed.said() if one[0] == "edited"}

    @pytest.mark.some(of=4)
    @pytest.mark.parametrize("how", HOWS)
    def test_a_copy_of_there_being_nothing_is_no_absence(self, followed, how):
        followed.network.site = happenings.take_down(SITE, FAIR, how)
        stale = at_sites.Within(FAIR, at_sites.ServeCopy(followed.network.site), alone=True)
        for _ in range(3):
            followed.round(under(stale), probing=under(stale))
            assert (followed.found(), followed.states()) == (set(), {})

    @pytest.mark.prove
    def test_copies_of_several_ages_are_no_edits(self, copies):
        older = happenings.rewrite(SITE, german.ABOUT, ("Wir sind ein Haus aus Lindenau.",))
        for shown in (older, SITE, older):
            copies.round(under(at_sites.ServeCopy(shown)))
            assert not {one for one in copies.said() if one[0] == "edited"}

    # That a copy is no sighting is shown by the others.
    @pytest.mark.prove
    def test_a_picture_that_an_older_copy_lacks_did_not_go(self, copies):
        older = happenings.remove_picture(SITE, german.ABOUT, 1)
        for _ in range(3):
            copies.round(under(at_sites.ServeCopy(older)))
            assert copies.media() == {}

    def test_what_is_the_same_in_every_copy_is_not_pictured_again(self, copies):
        copies.round(under(at_sites.ServeCopy(SITE)))
        assert rebuild.check(copies.archive, Silent()).differences == {}


def test_the_target_is_known_by_its_host(followed):
    assert followed.archive.catalog.account_id(TARGET) == "hartmann-werkzeuge.example"


@pytest.mark.prove
def test_a_country_s_redirect_is_no_removal(followed):
    followed.network.site = happenings.country_redirect(SITE, country("RU"), "/ru/")
    followed.round(under(usual.Locate(country="RU")), probing=under(usual.Locate(country="RU")))
    followed.round(under(usual.Locate(country="RU")), probing=under(usual.Locate(country="RU")))
    assert followed.found() == set()
