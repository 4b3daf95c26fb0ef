"""The parts of a site that lead elsewhere: told only where every known page of the part does."""

from datetime import UTC, datetime, timedelta

from archiver.derive.site_parts import LEADS_ELSEWHERE, PartState, SiteListing, led_parts
from archiver.model.refs import PostRef

HOME = "https://www.brandt.example/"
AT = datetime(2026, 11, 24, tzinfo=UTC)


def page(path):
    return PostRef("web", f"{HOME}{path}")


SHOP = (page("shop/a"), page("shop/b"))
PARTS = {**dict.fromkeys(SHOP, "/shop/"), page("news/a"): "/news/", page("news/b"): "/news/"}


def listing(days, led_on, lane="logged_out/de"):
    at = AT + timedelta(days=days)
    return SiteListing(lane, at, at + timedelta(hours=1), {one: f"{HOME}{to}" for one, to in led_on.items()})


def led(listings):
    return led_parts(PARTS, listings)


def test_a_part_of_which_every_page_leads_out_is_told_with_where_to_and_since_when():
    states = [listing(day, dict.fromkeys(SHOP, "en/")) for day in (1, 2)]
    assert led([listing(0, {}), *states]) == [
        PartState(
            LEADS_ELSEWHERE,
            "/shop/",
            "logged_out/de",
            AT + timedelta(days=1),
            SHOP,
            AT + timedelta(days=2, hours=1),
            f"{HOME}en/",
        )
    ]


def test_a_part_of_which_one_page_is_there_is_not():
    assert led([listing(0, {SHOP[0]: "en/"})]) == []


def test_a_part_whose_pages_moved_within_it_is_not():
    assert led([listing(0, {SHOP[0]: "en/", SHOP[1]: "shop/c"})]) == []


def test_a_part_that_led_elsewhere_and_does_no_more_is_not():
    assert led([listing(0, dict.fromkeys(SHOP, "en/")), listing(1, {})]) == []


def test_each_lane_is_told_by_itself():
    (found,) = led([listing(0, dict.fromkeys(SHOP, "en/"), "logged_out/en"), listing(1, {})])
    assert found.lane == "logged_out/en"


def test_where_the_pages_lead_to_is_told_as_far_as_they_share_it():
    (apart,) = led([listing(0, {SHOP[0]: "en/a", SHOP[1]: "en/b"})])
    (nowhere,) = led([listing(0, {SHOP[0]: "en/a", SHOP[1]: "fr/b"})])
    assert (apart.leads_to, nowhere.leads_to) == (f"{HOME}en/", "")
