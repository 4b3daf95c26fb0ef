import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from archiver.simulator.conditions import CALM, DemandLogin, RateLimit, Throttle, under
from archiver.simulator.instagram.network import SocialNetwork

PROFILE = "/hartmann.werkzeuge/"
SITE = "https://www.instagram.com"
CHROMIUM = "/usr/bin/chromium"


def of_kind(company, kind):
    return next(post for post in company.posts if post.kind == kind)


def largest(node):
    return node["image_versions2"]["candidates"][0]["url"]


def test_every_medium_is_served_as_the_truth_says(visitor, company, digest):
    for post in company.posts:
        medium = visitor.page(f"/p/{post.code}/").medium
        nodes = medium.get("carousel_media") or [medium]
        for node, truth in zip(nodes, post.media, strict=True):
            picture = visitor.ask(largest(node))
            assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
            assert digest(picture.content) == truth.cover_sha256
            if truth.is_video:
                video = visitor.ask(node["video_versions"][0]["url"])
                assert (video.headers["content-type"], digest(video.content)) == ("video/mp4", truth.sha256)


def test_every_address_of_every_page_is_served(visitor, company):
    for path in (PROFILE, *(f"/p/{post.code}/" for post in company.posts)):
        addresses = [address.replace("&amp;", "&") for address in visitor.page(path).addresses()]
        assert addresses
        assert {visitor.ask(address).status_code for address in addresses} == {200}


def test_addresses_differ_at_every_request_and_file_names_stay(visitor):
    first, second = (visitor.page(PROFILE).addresses() for _ in range(2))
    assert len(first) == len(set(first)) == 7
    assert not set(first) & set(second)
    assert [urlsplit(address).path for address in first] == [urlsplit(address).path for address in second]
    changed = ("_nc_gid", "oh")
    one, other = (parse_qs(urlsplit(addresses[-1]).query) for addresses in (first, second))
    assert all(one[name] != other[name] for name in changed)
    assert one["stp"] == other["stp"]


def test_hosts_vary(visitor, company):
    path = f"/p/{company.posts[0].code}/"
    hosts = {urlsplit(largest(visitor.page(path).medium)).hostname for _ in range(30)}
    assert hosts == {
        "scontent.cdninstagram.com",
        "scontent-fra3-1.cdninstagram.com",
        "instagram.ftxl3-1.fna.fbcdn.net",
    }


def test_the_same_seed_answers_the_same(company, serve):
    one, other = (serve(SocialNetwork(company, "s", lambda: 1.0).answer)[1] for _ in range(2))
    assert [one.page(PROFILE).html, one.page(PROFILE).html] == [
        other.page(PROFILE).html,
        other.page(PROFILE).html,
    ]


@pytest.mark.parametrize(
    "form", ["/p/{}/", "/reel/{}/", "/hartmann.werkzeuge/p/{}/", "/hartmann.werkzeuge/reel/{}/"]
)
def test_a_post_opens_under_all_its_addresses(visitor, company, form):
    post = of_kind(company, "video")
    assert visitor.page(form.format(post.code)).medium["code"] == post.code


@pytest.mark.parametrize("path", ["/nobody.here/", "/p/AAAAAAAAAAA/", "/a/b/c/d/", "/nobody.here/p/{}/"])
def test_what_is_not_there_is_said_with_status_200(visitor, company, path):
    assert visitor.page(path.format(company.posts[0].code)).route == "PolarisErrorRoute"


def test_a_page_has_the_platform_s_headers(visitor):
    headers = visitor.ask(SITE + PROFILE).headers
    assert headers["content-type"] == 'text/html; charset="utf-8"'
    assert {"x-fb-debug", "x-fb-request-id", "date"} <= set(headers)
    names = [cookie.partition("=")[0] for cookie in headers.get_list("set-cookie")]
    assert names == ["csrftoken", "mid", "ig_did"]


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, deflate, br", "gzip"), ("identity", None)])
def test_a_page_is_compressed_where_that_is_asked(visitor, accepted, encoding):
    answer = visitor.ask(SITE + PROFILE, headers=[("accept-encoding", accepted)])
    assert answer.headers.get("content-encoding") == encoding
    assert answer.text.startswith("<!DOCTYPE html>")


def test_a_video_is_served_in_ranges(visitor, company):
    post = of_kind(company, "video")
    address = visitor.page(f"/reel/{post.code}/").medium["video_versions"][1]["url"]
    whole, content = post.media[0].content, b""
    for start in range(0, len(whole), 20_000):
        part = visitor.ask(address, headers=[("range", f"bytes={start}-{start + 19_999}")])
        assert part.status_code == 206
        content += part.content
    assert content == whole


def test_media_are_known_by_file_name_alone(visitor, company):
    medium = of_kind(company, "image").media[0]
    place = f"https://scontent-xyz1-1.cdninstagram.com/v/t51.82787-15/{medium.picture_name}?oe=7FFFFFFF"
    assert visitor.ask(place).content == medium.content
    assert visitor.ask(place + "&stp=dst-jpg_e35_s640x640_tt6").content != medium.content
    assert visitor.ask(place.replace("_n.jpg", "_m.jpg")).status_code == 404


@pytest.mark.parametrize("expiry", ["", "6A000000", "none"])
def test_an_expired_address_is_refused(visitor, company, expiry):
    name = of_kind(company, "image").media[0].picture_name
    answer = visitor.ask(f"https://scontent.cdninstagram.com/v/t51.82787-15/{name}?oe={expiry}")
    assert (answer.status_code, answer.text) == (403, "URL signature expired")


@pytest.mark.parametrize(
    ("address", "location"),
    [
        (f"{SITE}/hartmann.werkzeuge", "/hartmann.werkzeuge/"),
        ("https://instagram.com/p/abc/", f"{SITE}/p/abc/"),
    ],
)
def test_addresses_are_straightened(visitor, address, location):
    answer = visitor.ask(address)
    assert (answer.status_code, answer.headers["location"]) == (301, location)


def test_other_places(visitor):
    assert visitor.ask(f"{SITE}/favicon.ico").headers["content-type"] == "image/x-icon"
    assert visitor.ask("https://www.facebook.com/hartmann").status_code == 404
    refused = visitor.ask(f"{SITE}/api/v1/users/web_profile_info/?username=x")
    assert (refused.status_code, refused.json()["require_login"]) == (401, True)


def test_a_login_wall_may_stand_in_the_page_s_place(visitor, network):
    network.conditions = under(DemandLogin())
    assert visitor.page(PROFILE).route == "PolarisCAAIGLoginHomepageRoute"
    network.conditions = CALM
    assert visitor.page(PROFILE).route == "PolarisLoggedOutDesktopWWWProfileRoute"


def test_a_login_wall_may_be_elsewhere(visitor, network):
    network.conditions = under(DemandLogin(elsewhere=True))
    answer = visitor.ask(SITE + PROFILE)
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{SITE}/accounts/login/?next={PROFILE}"
    assert visitor.page("/accounts/login/").route == "PolarisCAAIGLoginHomepageRoute"
    assert visitor.page("/").route == "PolarisCAAIGLoginHomepageRoute"


def test_a_wall_may_come_after_some_pages(visitor, network, company):
    network.conditions = under(DemandLogin(after=2))
    paths = (PROFILE, f"/p/{company.posts[0].code}/", PROFILE, "/nobody.here/")
    assert [visitor.page(path).route for path in paths] == [
        "PolarisLoggedOutDesktopWWWProfileRoute",
        "PolarisLoggedOutDesktopWWWPostRoute",
        "PolarisCAAIGLoginHomepageRoute",
        "PolarisCAAIGLoginHomepageRoute",
    ]


def test_a_throttled_visitor_gets_shells(visitor, network, company):
    network.conditions = under(Throttle())
    for path, kind in ((PROFILE, "Profile"), (f"/p/{company.posts[0].code}/", "Post")):
        page = visitor.page(path)
        assert (page.route, page.data) == (f"PolarisLoggedOutDesktopWWW{kind}Route", [])
        assert "og:description" in page.html


def test_a_limited_visitor_gets_429(visitor, network, company):
    address = largest(visitor.page(f"/p/{company.posts[1].code}/").medium)
    network.conditions = under(RateLimit())
    assert visitor.ask(SITE + PROFILE).status_code == 429
    assert visitor.ask(address).status_code == 200


def test_gated_and_private_are_the_company_s_own_doing(visitor, network, company):
    first, *rest = company.posts
    network.company = replace(company, posts=(replace(first, gated=True), *rest))
    gated = visitor.page(f"/p/{first.code}/").data[0]["xig_polaris_media"]
    assert gated["gating_ruling"]
    assert visitor.page(f"/p/{rest[0].code}/").medium
    network.company = replace(company, private=True)
    assert visitor.page(PROFILE).data[0]["xig_user_by_username"]["is_private"] is True
    assert visitor.page(f"/p/{rest[0].code}/").data[0]["xig_polaris_media"]["if_not_gated_logged_out"] is None


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here")
def test_a_browser_shows_it(serve, network, company):
    from playwright.sync_api import sync_playwright

    stand_in, _ = serve(network.answer)
    rules = f"--host-resolver-rules=MAP * {stand_in.address}"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", rules])
        page = browser.new_page(ignore_https_errors=True)
        page.goto(SITE + PROFILE)
        assert page.evaluate("[...document.images].map(image => image.naturalWidth)") == [
            150,
            640,
            360,
            512,
            512,
            640,
            640,
        ]
        page.click(f'a[href*="{of_kind(company, "video").code}"]')
        page.wait_for_selector("article")
        assert page.title() == "Instagram"
        assert of_kind(company, "video").caption in page.inner_text("article")
        # The page's script has drawn the post; its pictures may still be on their way.
        page.wait_for_function("[...document.images].every(image => image.complete)")
        assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
        browser.close()
    assert re.fullmatch(r"/v/t51\.82787-15/\w+\.jpg", stand_in.seen("/v/t51.82787-15/")[0].path)
