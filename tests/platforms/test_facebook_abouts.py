"""What Facebook states of an account on the pages about it: read, attributed, and no word on whether it is there."""

from dataclasses import replace

import facebook_wire as wire
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.derive.presence import presence
from archiver.model.about import About
from archiver.model.gap import GapReason
from archiver.model.probe import Presence
from archiver.platforms.facebook import PLATFORM, abouts
from archiver.simulator.conditions import CALM, Challenge, RateLimit, under
from archiver.simulator.facebook.ids import account_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.visiting import abouts as visiting

PAGES = tuple(PLATFORM.about_addresses(wire.TARGET))
ACCOUNT = account_id(wire.COMPANY.account)


def asked(address, *conditions):
    """Give an address's answer as extraction is given it."""
    network = FacebookNetwork(wire.COMPANY, seed="abouts", clock=lambda: wire.NOW)
    network.conditions = under(*conditions) if conditions else CALM
    visit = wire.LiveVisit(network)
    visit.read(address)
    return visit.exchanges[-1]


def shown(page):
    return PLATFORM.extract((asked(page),))


def facts(reading):
    return {about.section: about.facts for about in reading.abouts}


def test_each_page_states_its_sections_of_the_account():
    transparency, contact = map(shown, PAGES)
    assert facts(transparency) == {
        "transparency": (("page_id", "104417029955318"), ("creation_date", "12 March 2014"))
    }
    assert dict(facts(contact)["contact_info"])["email"] == "post@hartmann-werkzeuge.example"
    assert {about.account_id for about in (*transparency.abouts, *contact.abouts)} == {ACCOUNT}


def test_a_page_about_an_account_says_nothing_of_whether_the_account_is_there():
    found = shown(PAGES[0])
    assert [page.subject for page in found.pages] == [None]
    assert presence(wire.TARGET, ACCOUNT, found) is Presence.UNKNOWN


def test_an_account_known_by_its_number_has_such_pages_too():
    numbered = replace(wire.TARGET, name="104417029955318")
    assert PLATFORM.about_addresses(numbered) == (
        "https://www.facebook.com/profile.php?id=104417029955318&sk=about_profile_transparency",
        "https://www.facebook.com/profile.php?id=104417029955318&sk=about_contact_and_basic_info",
    )


def test_a_field_without_words_and_an_invitation_are_no_facts():
    section = {
        "field_section_type": "contact_info",
        "profile_fields": {
            "nodes": [
                {"field_type": "email", "title": {"text": "a@b.example"}},
                {"field_type": "email", "title": None},
                {"field_type": None, "title": {"text": "nobody's"}},
                {"field_type": "upsell", "title": {"text": "Add a website"}},
                None,
            ]
        },
    }
    collection = {"style_renderer": {"profile_field_sections": [section, None]}}
    holder = {"about_app_sections": {"nodes": [{"activeCollections": {"nodes": [collection]}}, 7]}}
    assert list(abouts.read(holder, "urn:test", "hartmann")) == [
        About("", "contact_info", (("email", "a@b.example"),), "urn:test", "hartmann")
    ]


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "about_app_sections nodes activeCollections style_renderer profile_field_sections "
                "field_section_type profile_fields title text field_type id".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["about_app_sections", "id"]), json))
def test_any_json_gives_facts_or_none(holder):
    for about in abouts.read(holder, "urn:test", ""):
        assert all(isinstance(word, str) and word for fact in about.facts for word in fact)


class Visit:
    """The port `Visit`, as far as pages about an account go."""

    def __init__(self, answers):
        from archiver.model.reading import Reading

        self.answers, self.reading = answers, Reading()
        self.asked, self.pictured, self.gaps = [], [], []

    def read(self, address):
        self.asked.append(address)
        found = self.answers(address)
        self.reading += found
        return found

    def picture(self):
        self.pictured.append(self.asked[-1])

    def note(self, gap):
        self.gaps.append(gap)


class Lately:
    """The port `Holdings`, as far as it matters when the platform's word was asked for."""

    def __init__(self, *, lately):
        self.asked_about_lately = lambda addresses: lately


def read(answers, *, lately=False):
    visit = Visit(answers)
    visiting.read(PLATFORM, visit, wire.TARGET, Lately(lately=lately))
    return visit


def test_both_pages_are_asked_for_and_pictured():
    visit = read(shown)
    assert (visit.asked, visit.pictured, visit.gaps) == (list(PAGES), list(PAGES), [])


def test_what_was_asked_for_lately_is_not_asked_again():
    assert read(shown, lately=True).asked == []


def test_a_page_that_states_nothing_is_a_gap_with_what_was_answered():
    visit = read(lambda address: PLATFORM.extract((asked("https://www.facebook.com/nobody.there"),)))
    assert [gap.reason for gap in visit.gaps] == [GapReason.NOTHING_STATED] * 2
    assert visit.gaps[0].subject == PAGES[0]
    assert "not_found" in visit.gaps[0].detail


def test_behind_a_wall_no_more_is_asked():
    wall = PLATFORM.extract((asked(PAGES[0], Challenge()),))
    visit = read(lambda address: wall)
    assert visit.asked == [PAGES[0]]
    assert [(gap.subject, gap.reason) for gap in visit.gaps] == [
        (page, GapReason.NOTHING_STATED) for page in PAGES
    ]


def test_to_be_asked_to_wait_counts_not_as_an_answer_for_a_month():
    busy = PLATFORM.extract((asked(PAGES[0], RateLimit()),))
    assert [gap.reason for gap in read(lambda address: busy).gaps] == [GapReason.NOT_RECEIVED] * 2


@pytest.mark.parametrize("page", PAGES)
def test_a_page_cut_anywhere_is_read_without_an_error(page):
    whole = asked(page)
    for length in range(0, len(whole.body), max(1, len(whole.body) // 40)):
        PLATFORM.extract((replace(whole, body=whole.body[:length]),))
