"""Whose account it is: an Instagram account, a Facebook page and a website in one archive, and what ties them."""

from dataclasses import replace

import pytest
from fakes import FrozenClock, Silent
from following import Followed
from websites import TARGET as SITE
from websites import FollowedSite, Website
from wires import FACEBOOK, INSTAGRAM

from archiver import archive as archives
from archiver.config import Settings, WatchedTarget
from archiver.errors import AddressError
from archiver.model.refs import TargetRef
from archiver.operations import rebuild
from archiver.operations.attribution import attribution
from archiver.simulator.conditions import DemandLogin, under
from archiver.simulator.facebook.hartmann import hartmann as page
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.happenings import rename
from archiver.simulator.hartmann import hartmann as account
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.website import german, happenings
from archiver.simulator.website.hartmann import hartmann as website
from archiver.simulator.website.network import WebsiteNetwork

IMPRINT = f"{SITE.name}{german.IMPRINT}"


class Renamed(type(INSTAGRAM)):
    """The account under the name that it took."""

    target = TargetRef("instagram", "hartmann.neu")


class Three:
    """One archive, and the three networks it watches."""

    def __init__(self, folder):
        self.clock = FrozenClock()
        settings = Settings(
            file=folder / "config" / "archiver.toml",
            keys=folder / "keys",
            targets=tuple(WatchedTarget(str(each)) for each in (INSTAGRAM.target, FACEBOOK.target, SITE)),
        )
        self.archive = archives.create(folder / "evidence", settings, clock=self.clock)
        self.instagram = self._followed(SocialNetwork(account(), "whose", self._now), INSTAGRAM)
        self.facebook = self._followed(FacebookNetwork(page(), "whose", self._now), FACEBOOK)
        network = WebsiteNetwork(website(), seed="whose", clock=self._now)
        self.site = FollowedSite(self.archive, network, self.clock, {}, wire=Website())

    def _now(self):
        return self.clock.now().timestamp()

    def _followed(self, network, wire):
        return Followed(self.archive, network, self.clock, {}, wire=wire)

    def looked(self, *followed):
        for each in followed or (self.instagram, self.facebook, self.site):
            each.round()
        return self

    def of(self, target):
        return attribution(self.archive, target)


@pytest.fixture
def three(tmp_path):
    return Three(tmp_path)


def kinds(found, account):
    return {tie.kind.value for pair in found.ties for tie in pair.ties if pair.account.target == account}


def missing(found):
    return {(each.subject, each.what) for each in found.missing}


def test_links_are_told_in_both_directions_with_the_page_and_the_captures(three):
    found = three.looked().of(INSTAGRAM.target)
    (pair,) = found.ties
    assert {"links_to_site", "linked_from_site"} <= kinds(found, INSTAGRAM.target)
    back = [tie for tie in pair.ties if tie.kind.value == "linked_from_site"]
    assert IMPRINT in {tie.page.key for tie in back}
    assert all(tie.seen.record and tie.seen.capture.startswith("web/") for tie in back)
    assert {tie.said for tie in back} >= {"https://www.instagram.com/hartmann.werkzeuge/"}


def test_the_imprint_and_what_the_platform_states_are_held_against_each_other(three):
    found = three.looked().of(FACEBOOK.target)
    (pair,) = found.ties
    same = {tie.said for tie in pair.ties if tie.kind.value == "same_contact"}
    assert same == {"post@hartmann-werkzeuge.example", "+493415550417"}
    (imprint,) = [each for each in pair.site.imprint if each.page.key == IMPRINT]
    assert imprint.contact.numbers == ("HRB 904172", "DE999417203")
    stated = {name: value for span in pair.account.stated for name, value in span.about.facts}
    assert (stated["page_id"], stated["creation_date"]) == ("104417029955318", "12 March 2014")


def test_a_website_tells_of_both_accounts(three):
    found = three.looked().of(SITE)
    assert {each.target for each in found.accounts} == {INSTAGRAM.target, FACEBOOK.target}
    assert [each.target for each in found.sites] == [SITE]


def test_without_the_website_it_is_said_that_it_was_not_captured_and_how_to(three):
    found = three.looked(three.instagram).of(INSTAGRAM.target)
    assert found.ties == ()
    told = [each.why for each in found.missing if each.what == "site"]
    assert len(told) == 1
    assert told[0].endswith("archiver add https://hartmann-werkzeuge.example")


def test_that_no_page_links_back_is_said(three):
    site = website()
    for one in site.pages:
        if "instagram.com" in "".join(one.paragraphs):
            site = happenings.take_down(site, one.path)
    three.site.network.site = replace(site, accounts=())
    found = three.looked().of(INSTAGRAM.target)
    assert (str(INSTAGRAM.target), "link_back") in missing(found)
    assert "linked_from_site" not in kinds(found, INSTAGRAM.target)


def test_that_the_platform_told_nothing_is_said_with_what_it_answered(three):
    three.facebook.round(under(DemandLogin(asked=("profile",), after=1)))
    found = three.of(FACEBOOK.target)
    (why,) = [each.why for each in found.missing if each.what == "statements"]
    assert "about_profile_transparency/: walled" in why
    assert "capture facebook/" in why
    assert found.accounts[0].states


def test_what_instagram_tells_in_a_dialog_alone_is_said_to_be_missing(three):
    found = three.looked(three.instagram).of(INSTAGRAM.target)
    assert any("About this account" in each.why for each in found.missing)


def test_a_handle_that_changed_is_told_with_the_captures_of_each(three):
    three.looked(three.instagram)
    three.instagram.network.company = rename(three.instagram.network.company, "hartmann.neu")
    three._followed(three.instagram.network, Renamed()).round()
    found = three.of(Renamed.target)
    assert [handle for handle, _ in found.accounts[0].handles] == ["hartmann.werkzeuge", "hartmann.neu"]


def test_what_is_stated_is_asked_for_once_a_month(three):
    asked = []
    answer = three.facebook.network.answer
    three.facebook.network.answer = lambda request: asked.append(request.path) or answer(request)
    for _ in range(3):
        three.looked(three.facebook)
    assert sum("about_profile_transparency" in path for path in asked) == 1
    three.clock.advance(hours=24 * 30)
    three.looked(three.facebook)
    assert sum("about_profile_transparency" in path for path in asked) == 2


def test_a_target_without_a_capture_is_an_error_that_says_what_to_do(three):
    with pytest.raises(AddressError, match="archiver crawl instagram:nobody"):
        three.of(TargetRef("instagram", "nobody"))


def test_a_rebuild_keeps_what_was_stated(three):
    three.looked()
    assert rebuild.check(three.archive, Silent()).differences == {}
