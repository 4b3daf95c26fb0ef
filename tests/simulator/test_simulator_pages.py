import base64
import json
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest

from archiver.simulator.hartmann import ACCOUNT, PARTNER, VISITOR, hartmann
from archiver.simulator.instagram import pages
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.signing import asset

NOW = 1_795_000_000


class Seen(HTMLParser):
    """Reads a page as a browser does: elements, and the words of the main part."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.images, self.metas, self.words, self._main = [], [], {}, "", False
        self.feed(page.html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self._main = self._main or tag == "main"
        if tag == "img":
            self.images.append(found["src"])
        if tag == "meta":
            self.metas[found.get("property") or found.get("name")] = found.get("content")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self._main = self._main and tag != "main"

    def handle_data(self, data):
        self.words += data if self._main else ""


@pytest.fixture
def signer():
    return Signer("test", NOW)


@pytest.fixture
def profile(company, signer, read):
    return read(pages.profile_page(company, signer))


def of_kind(company, kind):
    return next(post for post in company.posts if post.kind == kind)


def permalink(company, kind, read):
    post = of_kind(company, kind)
    return post, read(pages.post_page(company, post, Signer("test", NOW)))


def test_a_profile_carries_account_and_listing_under_one_key(profile, company):
    assert profile.route == "PolarisLoggedOutDesktopWWWProfileRoute"
    account, listing = (data["xig_user_by_username"] for data in profile.data)
    for part in (account, listing):
        assert (part["pk"], part["id"]) == (str(ACCOUNT.pk), str(ACCOUNT.graph_id))
    assert (account["biography"], account["full_name"]) == (company.biography, ACCOUNT.name)
    assert [link["url"] for link in account["bio_links"]] == [url for _, url in company.links]
    assert (account["follower_count"], account["all_media_count"]) == (12_480, None)
    assert "polaris_ordered_timeline_connection" not in account
    assert "biography" not in listing


def test_a_listing_is_in_short_form_and_in_the_grid_s_order(profile, company):
    connection = profile.data[1]["xig_user_by_username"]["polaris_ordered_timeline_connection"]
    assert connection["page_info"] == {
        "end_cursor": connection["edges"][-1]["cursor"],
        "has_next_page": False,
    }
    for post, edge in zip(company.grid, connection["edges"], strict=True):
        node = edge["node"]
        assert (node["code"], node["pk"], node["id"]) == (post.code, str(post.pk), f"POLARIS_{post.pk}")
        assert node["caption"] == (None if post.caption is None else {"text": post.caption})
        assert node["accessibility_caption"] == post.media[0].alt
        assert node["user"] == {
            "pk": str(ACCOUNT.pk),
            "username": ACCOUNT.username,
            "id": str(ACCOUNT.graph_id),
        }
        assert parse_qs(urlsplit(node["display_uri"]).query)["stp"] == ["dst-jpg_e35_s640x640_tt6"]
        assert not {"taken_at", "like_count", "image_versions2", "video_versions"} & set(node)
        assert node.get("carousel_media_count") == (4 if post.kind == "carousel" else None)
    assert [edge["node"]["media_type"] for edge in connection["edges"]][:2] == [8, 2]


def test_a_long_listing_shows_twelve_and_says_there_is_more(read, signer):
    page = read(pages.profile_page(hartmann(older=606), signer))
    connection = page.data[1]["xig_user_by_username"]["polaris_ordered_timeline_connection"]
    assert len(connection["edges"]) == 12
    assert connection["page_info"]["has_next_page"] is True
    assert "12K Followers, 37 Following, 612 Posts - See" in Seen(page).metas["og:description"]


@pytest.mark.parametrize(
    ("count", "written"),
    [(0, "0"), (512, "512"), (9_999, "9,999"), (10_000, "10K"), (12_999, "12K"), (3_900_000, "3M")],
)
def test_tags_round_as_the_platform_does(count, written):
    assert pages.rounded(count) == written


def test_readers_must_step_over_noise(profile):
    calls = [call[0] for block in profile.blocks for call in block.get("require", ())]
    assert {"qplTimingsServerJS", "HasteSupportData", "Bootloader", "CometQPLPayloadStore"} <= set(calls)
    assert {} in profile.blocks
    assert json.dumps(profile.blocks).count('{"__bbox": null}') >= 4
    assert "data-content-len=" in profile.html


@pytest.mark.parametrize("kind", ["image", "video", "carousel"])
def test_hostile_words_end_nothing(company, read, kind):
    post, page = permalink(company, kind, read)
    assert page.medium["caption"]["text"] == post.caption
    seen = Seen(page)
    assert seen.tags.count("script") == len(page.blocks) + 1
    assert post.caption in seen.words
    assert post.caption in seen.metas["og:description"]


@pytest.mark.parametrize("kind", ["image", "video", "carousel"])
def test_a_permalink_tells_its_post_in_full(company, read, kind):
    post, page = permalink(company, kind, read)
    subject, medium = page.data[0]["xig_polaris_media"], page.medium
    assert page.route == "PolarisLoggedOutDesktopWWWPostRoute"
    assert subject["gating_ruling"] is None
    for part in (subject, medium):
        assert (part["pk"], part["code"], part["id"]) == (str(post.pk), post.code, f"POLARIS_{post.pk}")
    assert medium["taken_at"] == int(post.taken_at.timestamp())
    assert medium["caption"]["created_at"] != medium["taken_at"]
    assert (medium["like_count"], medium["comment_count"]) == (post.likes, post.comments)
    assert medium["caption_is_edited"] is post.edited
    assert medium["user"]["pk"] == str(ACCOUNT.pk)
    assert (medium["location"] or {}).get("name") == (post.location.name if post.location else None)
    assert [person["pk"] for person in medium["coauthor_producers"]] == [
        str(person.pk) for person in post.coauthors
    ]


def test_a_permalink_holds_the_owner_s_other_posts_too(company, read):
    _, page = permalink(company, "image", read)
    listing = page.medium["user"]["polaris_ordered_timeline_connection"]
    assert [edge["node"]["code"] for edge in listing["edges"]] == [post.code for post in company.grid]
    assert set(listing) == {"edges"}
    assert set(listing["edges"][0]) == {"node"}


def test_a_picture_comes_in_three_forms_without_sizes(company, read):
    post, page = permalink(company, "image", read)
    candidates = page.medium["image_versions2"]["candidates"]
    assert [set(candidate) for candidate in candidates] == [{"url"}] * 3
    assert len({urlsplit(candidate["url"]).path for candidate in candidates}) == 1
    forms = [parse_qs(urlsplit(candidate["url"]).query)["stp"][0] for candidate in candidates]
    assert forms[0] == "dst-jpg_e35_tt6"
    assert "s150x150" in forms[2]
    assert page.medium["accessibility_caption"] == post.media[0].alt
    assert not {"video_versions", "carousel_media", "has_audio"} & set(page.medium)


def test_a_reel_has_one_file_of_three_types_and_a_manifest(company, read):
    post, page = permalink(company, "video", read)
    medium = page.medium
    assert [version["type"] for version in medium["video_versions"]] == [101, 102, 103]
    assert len({version["url"] for version in medium["video_versions"]}) == 1
    assert all(
        set(candidate) == {"url", "width", "height"} for candidate in medium["image_versions2"]["candidates"]
    )
    assert "accessibility_caption" not in medium
    efg = json.loads(base64.b64decode(parse_qs(urlsplit(medium["video_versions"][0]["url"]).query)["efg"][0]))
    assert (efg["xpv_asset_id"], efg["duration_s"]) == (asset(post.media[0]), 24)
    manifest = ET.fromstring(medium["video_dash_manifest"])
    assert manifest.get("mediaPresentationDuration") == "PT24.061000S"
    tracks = [urlsplit(node.text).path for node in manifest.iter("{urn:mpeg:dash:schema:mpd:2011}BaseURL")]
    assert len({*tracks, urlsplit(medium["video_versions"][0]["url"]).path}) == 3
    assert medium["coauthor_producers"][0]["username"] == PARTNER.username
    assert medium["usertags"]["in"][0]["user"] == {"username": PARTNER.username}


def test_slides_have_codes_of_their_own(company, read):
    post, page = permalink(company, "carousel", read)
    slides = page.medium["carousel_media"]
    assert [(slide["pk"], slide["code"]) for slide in slides] == [
        (str(slide.pk), slide.code) for slide in post.media
    ]
    assert post.code not in {slide["code"] for slide in slides}
    assert [len(slide["usertags"]["in"]) for slide in slides] == [0, 2, 0, 0]
    assert all(slide["like_count"] == 0 for slide in slides)
    assert "image_versions2" not in page.medium


def test_a_comment_is_somebody_else_s(company, read):
    post = next(post for post in company.posts if post.comment)
    page = read(pages.post_page(company, post, Signer("test", NOW)))
    (edge,) = page.data[0]["xig_polaris_media"]["comments_connection"]["edges"]
    assert (edge["node"]["text"], edge["node"]["user"]["pk"]) == (post.comment.text, str(VISITOR.pk))


def test_no_caption_is_null(company, read):
    post = next(post for post in company.posts if post.caption is None)
    assert read(pages.post_page(company, post, Signer("test", NOW))).medium["caption"] is None


def test_what_is_seen_are_the_pictures_and_words(profile, company):
    seen = Seen(profile)
    nodes = profile.data[1]["xig_user_by_username"]["polaris_ordered_timeline_connection"]["edges"]
    assert seen.images[1:] == [edge["node"]["display_uri"] for edge in nodes]
    assert company.biography in seen.words
    assert {"nav", "main", "header"} <= set(seen.tags)
    assert seen.metas["og:title"] == f"{ACCOUNT.name} (@{ACCOUNT.username}) • Instagram photos and videos"
    assert "(&#064;hartmann.werkzeuge) &#x2022; Instagram" in profile.html


def test_not_found_is_a_page_like_any_other(signer, read):
    page = read(pages.not_found_page(signer))
    assert (page.route, page.data) == ("PolarisErrorRoute", [])
    assert "Sorry, this page isn't available." in page.html


def test_a_login_wall_has_its_own_route_and_no_data(signer, read):
    page = read(pages.login_wall_page(signer))
    assert (page.route, page.data) == ("PolarisCAAIGLoginHomepageRoute", [])


def test_a_throttled_page_has_the_right_route_and_no_data(signer, read, company):
    page = read(pages.throttled_page(pages.PROFILE_ROUTE, signer, pages.profile_tags(company, signer)))
    assert (page.route, page.data) == (pages.PROFILE_ROUTE, [])
    assert "og:description" in Seen(page).metas
    assert "og:description" not in read(pages.throttled_page(pages.POST_ROUTE, signer)).html


def test_a_gated_page_names_the_post_and_keeps_its_content(signer, read, company):
    post = next(post for post in company.posts if post.comment)
    page = read(pages.gated_page(company, post, signer))
    subject = page.data[0]["xig_polaris_media"]
    assert (page.route, subject["code"], subject["if_not_gated_logged_out"]) == (
        pages.POST_ROUTE,
        post.code,
        None,
    )
    assert subject["gating_ruling"]
    assert subject["comments_connection"]["edges"] == []
    assert post.caption not in json.dumps(page.blocks, ensure_ascii=False)


def test_a_private_profile_is_no_error_and_has_no_posts(signer, read, company):
    page = read(pages.private_profile_page(company, signer))
    account, listing = (data["xig_user_by_username"] for data in page.data)
    assert (page.route, account["is_private"]) == (pages.PROFILE_ROUTE, True)
    assert listing["polaris_ordered_timeline_connection"] == {
        "edges": [],
        "page_info": {"end_cursor": None, "has_next_page": False},
    }
    assert "This account is private" in Seen(page).words
    assert len(Seen(page).images) == 1


def test_an_account_without_posts_has_a_page(signer, read, company):
    page = read(pages.profile_page(replace(company, posts=()), signer))
    assert "No posts yet" in Seen(page).words


def test_the_same_seed_writes_the_same_page(company):
    first, again, other = (pages.profile_page(company, Signer(seed, NOW)) for seed in ("a", "a", "b"))
    assert first == again != other


def test_addresses_expire_some_days_later(profile):
    for address in profile.addresses():
        assert 3 * 86_400 < int(parse_qs(urlsplit(address).query)["oe"][0], 16) - NOW < 5 * 86_400
