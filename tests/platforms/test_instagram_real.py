"""Captured payloads of the live platform, held against a plain walk of the same JSON."""

import base64
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import pytest
from instagram_answers import SITE, number_of, read, read_page

from archiver.formats import dash
from archiver.model.post import MediumKind
from archiver.model.reading import Availability

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "instagram"
PERMALINKS = ("post_image_2026-10.html", "post_reel_2026-10.html", "post_carousel_2026-10.html")
ANSWERS = ("timeline_legacy_2020.json", "timeline_xdt_node_2025-03.json", "media_info_api_v1_2021.json")
POSTS_IN = {
    "timeline_legacy_2020.json": 12,
    "timeline_xdt_node_2025-03.json": 1,
    "media_info_api_v1_2021.json": 1,
}

if not REAL.is_dir():
    pytest.skip(f"captured payloads are not here: {REAL}", allow_module_level=True)


def content(name):
    return (REAL / name).read_bytes()


@cache
def plain(name):
    """Read a file's JSON without the product: one document, or a page's blocks."""
    text = content(name).decode()
    if name.endswith(".json"):
        return json.loads(text)
    return [
        json.loads(block)
        for block in re.findall(r"<script[^>]* data-sjs[^>]*>(.+?)</script>", text, re.DOTALL)
    ]


def every(document, key):
    """Find all values of a key, outer before inner."""
    if isinstance(document, dict):
        if key in document:
            yield document[key]
        document = list(document.values())
    for value in document if isinstance(document, list) else ():
        yield from every(value, key)


def dicts(document):
    """Find all objects."""
    if isinstance(document, dict):
        yield document
        document = list(document.values())
    for value in document if isinstance(document, list) else ():
        yield from dicts(value)


def code_in(name):
    """Give the code of the post that a captured permalink is the page of."""
    (node,) = every(plain(name), "xig_polaris_media")
    return node["code"]


def permalink(name, kind="p"):
    return read_page(content(name), f"{SITE}/{kind}/{code_in(name)}/")


def profile():
    """Give the captured profile's reading, and its account and connection as the file holds them."""
    name = "profile_logged_out_2026-10.html"
    account, timeline = every(plain(name), "xig_user_by_username")
    reading = read_page(content(name), f"{SITE}/{account['username']}/")
    return reading, account, timeline["polaris_ordered_timeline_connection"]


def subject(name):
    """Give the reading's one post and the same post as the file holds it."""
    (observation,) = permalink(name).observations
    (media,) = every(plain(name), "if_not_gated_logged_out")
    return observation, media


@pytest.mark.parametrize("name", [*PERMALINKS, "profile_logged_out_2026-10.html", *ANSWERS])
def test_permanent_id_and_code_are_one_number_in_each_medium_that_is_read(name):
    reading = read_page(content(name), f"{SITE}/any/") if name.endswith(".html") else read(content(name))
    assert reading.observations
    for observation in reading.observations:
        assert number_of(observation.ref.key) == int(observation.permanent_id)


@pytest.mark.parametrize("name", [*PERMALINKS, "profile_logged_out_2026-10.html", *ANSWERS])
def test_permanent_id_and_code_are_one_number_in_each_medium_that_was_captured(name):
    pairs = [
        (str(node.get("pk") or node["id"]), node.get("code") or node["shortcode"])
        for node in dicts(plain(name))
        if isinstance(node.get("code") or node.get("shortcode"), str)
    ]
    assert pairs
    for permanent_id, code in pairs:
        assert number_of(code) == int(permanent_id)


@pytest.mark.parametrize("name", PERMALINKS)
def test_a_permalink_reads_live_and_whole(name):
    reading = permalink(name)
    assert [page.availability for page in reading.pages] == [Availability.LIVE]
    assert (reading.understood, reading.seen, reading.gaps) == (1, 1, ())
    assert reading.observations[0].whole


@pytest.mark.parametrize("name", PERMALINKS)
def test_a_permalink_tells_the_very_second_of_publication(name):
    observation, media = subject(name)
    assert observation.published_at == datetime.fromtimestamp(media["taken_at"], UTC)


@pytest.mark.parametrize("name", PERMALINKS)
def test_a_permalink_tells_the_caption_to_the_letter(name):
    observation, media = subject(name)
    assert len(observation.caption) > 100
    assert observation.caption == media["caption"]["text"]


@pytest.mark.parametrize("name", PERMALINKS)
def test_a_permalink_names_its_owner_by_the_number_and_not_by_the_graph_id(name):
    observation, media = subject(name)
    assert (observation.owner_id, observation.owner_name) == (media["user"]["pk"], media["user"]["username"])
    assert observation.owner_id != media["user"]["id"]


@pytest.mark.parametrize("name", PERMALINKS)
def test_a_permalink_tells_its_numbers_exactly(name):
    observation, media = subject(name)
    counts = {key: count.value for key, count in observation.counts}
    assert counts == {"likes": media["like_count"], "comments": media["comment_count"]}
    assert all(count.exact for _, count in observation.counts)


@pytest.mark.parametrize("name", PERMALINKS)
def test_the_owner_s_other_posts_within_a_permalink_are_not_read(name):
    document = plain(name)
    assert [edge["node"]["code"] for edges in every(document, "edges") for edge in edges]
    reading = permalink(name)
    assert [observation.ref.key for observation in reading.observations] == [code_in(name)]
    assert reading.listings == ()


def test_the_picture_s_candidates_are_its_own_largest_first_and_the_preview_last():
    observation, media = subject("post_image_2026-10.html")
    (medium,) = observation.media
    offered = [candidate["url"] for candidate in media["image_versions2"]["candidates"]]
    assert [candidate.address for candidate in medium.candidates] == [*offered, media["display_uri"]]
    assert "_e35_tt6" in medium.candidates[0].address
    assert medium.kind is MediumKind.IMAGE
    assert medium.permanent_id == media["pk"]


def test_the_reel_is_a_video_under_the_number_that_its_address_packs():
    observation, media = subject("post_reel_2026-10.html")
    (medium,) = observation.media
    assert (observation.kind, observation.product) == ("video", "clips")
    assert medium.kind is MediumKind.VIDEO
    assert [candidate.address for candidate in medium.candidates] == [media["video_versions"][0]["url"]]
    (packed,) = parse_qs(urlsplit(media["video_versions"][0]["url"]).query)["efg"]
    assert medium.asset == str(json.loads(base64.b64decode(packed))["xpv_asset_id"])


def test_the_reel_names_the_account_that_made_it_too():
    observation, media = subject("post_reel_2026-10.html")
    assert observation.coauthors == tuple(person["pk"] for person in media["coauthor_producers"])
    assert len(observation.coauthors) == 1
    assert observation.tagged == tuple(tag["user"]["username"] for tag in media["usertags"]["in"])


def test_the_reel_reads_live_at_each_of_its_addresses():
    name = "post_reel_2026-10.html"
    for address in ("/reel/{}/", "/reels/{}/", "/tv/{}/", "/anyone/reel/{}/"):
        reading = read_page(content(name), SITE + address.format(code_in(name)))
        assert reading.pages[0].availability is Availability.LIVE


def test_the_carousel_s_slides_are_its_media_in_their_order():
    observation, media = subject("post_carousel_2026-10.html")
    assert observation.kind == "carousel"
    assert [medium.permanent_id for medium in observation.media] == [
        slide["pk"] for slide in media["carousel_media"]
    ]
    for medium, slide in zip(observation.media, media["carousel_media"], strict=True):
        assert medium.candidates[0].address == slide["image_versions2"]["candidates"][0]["url"]
        assert medium.alt == slide["accessibility_caption"]


def test_a_medium_keeps_its_name_between_profile_and_permalink():
    reading, _, _ = profile()
    listed = {observation.ref.key: observation for observation in reading.observations}
    for name in ("post_image_2026-10.html", "post_carousel_2026-10.html"):
        observation, _ = subject(name)
        assert listed[code_in(name)].media[0].asset == observation.media[0].asset


def test_the_profile_lists_three_posts_in_order_and_says_that_there_are_more():
    reading, _, connection = profile()
    (listing,) = reading.listings
    assert [entry.key for entry in listing.entries] == [edge["node"]["code"] for edge in connection["edges"]]
    assert (len(listing.entries), listing.surface, listing.more, listing.asked) == (3, "grid", True, "")
    assert listing.next == connection["page_info"]["end_cursor"]
    assert [page.availability for page in reading.pages] == [Availability.LIVE]


def test_the_profile_is_of_the_account_s_number_and_not_of_the_graph_id():
    reading, shown, _ = profile()
    (account,) = reading.accounts
    assert (account.account_id, account.handle) == (shown["pk"], shown["username"])
    assert reading.listings[0].owner_id == shown["pk"] != shown["id"]
    assert {observation.owner_id for observation in reading.observations} == {shown["pk"]}
    assert (account.private, account.verified) == (shown["is_private"], shown["is_verified"])
    assert account.followers.value == shown["follower_count"]


def test_what_a_profile_lists_is_abridged_and_has_no_time():
    reading, _, _ = profile()
    assert [(post.whole, post.published_at, post.counts) for post in reading.observations] == [
        (False, None, ())
    ] * 3
    assert [post.kind for post in reading.observations] == ["video", "carousel", "image"]


@pytest.mark.parametrize(
    ("name", "availability", "signal"),
    [
        ("not_found_2026-10.html", Availability.NOT_FOUND, "PolarisErrorRoute"),
        ("login_wall_2026-10.html", Availability.WALLED, "PolarisCAAIGLoginHomepageRoute"),
        (
            "throttled_post_2026-10.html",
            Availability.UNKNOWN,
            "PolarisLoggedOutDesktopWWWPostRoute without data",
        ),
        ("post_shell_no_data_2024-12.html", Availability.UNKNOWN, "a page without data"),
    ],
)
def test_a_page_without_the_post_says_what_it_is(name, availability, signal):
    reading = read_page(content(name), f"{SITE}/p/{code_in(PERMALINKS[0])}/")
    assert [(page.availability, page.signal) for page in reading.pages] == [(availability, signal)]
    assert (reading.observations, reading.listings, reading.accounts, reading.gaps) == ((), (), (), ())


@pytest.mark.parametrize(
    ("name", "status", "signal"),
    [("challenge_2020.json", 400, "checkpoint_required"), ("login_error_2020.json", 200, "login required")],
)
def test_a_challenge_and_a_refused_login_are_walls(name, status, signal):
    (page,) = read(content(name), status=status).pages
    assert (page.availability, page.signal) == (Availability.WALLED, signal)


@pytest.mark.parametrize("name", ANSWERS)
def test_each_post_of_an_answer_is_understood(name):
    reading = read(content(name))
    assert reading.understood == reading.seen == len(reading.observations) == POSTS_IN[name]
    assert reading.gaps == ()
    assert all(observation.whole for observation in reading.observations)


def test_the_old_timeline_s_posts_come_in_order_with_times_and_words_of_their_own():
    name = "timeline_legacy_2020.json"
    nodes = [edge["node"] for edge in plain(name)["data"]["user"]["edge_owner_to_timeline_media"]["edges"]]
    reading = read(content(name))
    for observation, node in zip(reading.observations, nodes, strict=True):
        assert observation.ref.key == node["shortcode"]
        assert observation.published_at.timestamp() == node["taken_at_timestamp"]
        assert observation.caption == node["edge_media_to_caption"]["edges"][0]["node"]["text"]
        assert observation.owner_id == node["owner"]["id"]
    (listing,) = reading.listings
    assert [entry.key for entry in listing.entries] == [node["shortcode"] for node in nodes]
    assert listing.more is True


def test_the_old_timeline_s_media_are_its_videos_and_its_largest_pictures():
    name = "timeline_legacy_2020.json"
    nodes = [edge["node"] for edge in plain(name)["data"]["user"]["edge_owner_to_timeline_media"]["edges"]]
    for observation, node in zip(read(content(name)).observations, nodes, strict=True):
        slides = [edge["node"] for edge in node.get("edge_sidecar_to_children", {}).get("edges", [])] or [
            node
        ]
        assert [medium.permanent_id for medium in observation.media] == [slide["id"] for slide in slides]
        for medium, slide in zip(observation.media, slides, strict=True):
            widths = [candidate.width for candidate in medium.candidates]
            assert widths == sorted(widths, reverse=True)
            assert medium.candidates[0].address == (
                slide["video_url"] if slide["is_video"] else slide["display_url"]
            )


def test_the_signed_in_node_s_slides_are_four_pictures_behind_a_video_largest_first():
    name = "timeline_xdt_node_2025-03.json"
    node = plain(name)["posts"][0]["node"]
    (observation,) = read(content(name)).observations
    assert [medium.kind.value for medium in observation.media] == ["video", *["image"] * 4]
    assert observation.media[0].candidates[0].address == node["carousel_media"][0]["video_versions"][0]["url"]
    for medium, slide in zip(observation.media[1:], node["carousel_media"][1:], strict=True):
        largest = max(
            slide["image_versions2"]["candidates"], key=lambda offered: offered["width"] * offered["height"]
        )
        assert medium.candidates[0].address == largest["url"]
    assert (observation.owner_id, observation.owner_name) == (node["owner"]["pk"], node["owner"]["username"])
    assert observation.published_at.timestamp() == node["taken_at"]


def test_the_rest_answer_s_carousel_has_three_pictures_and_a_caption_written_hours_later():
    name = "media_info_api_v1_2021.json"
    (item,) = plain(name)["items"]
    (observation,) = read(content(name)).observations
    assert len(observation.media) == item["carousel_media_count"] == 3
    assert observation.published_at.timestamp() == item["taken_at"] != item["caption"]["created_at"]
    assert observation.caption == item["caption"]["text"]


def test_a_picture_s_addresses_at_two_hosts_name_one_file():
    observation, _ = subject("post_image_2026-10.html")
    (medium,) = observation.media
    parts = [urlsplit(candidate.address) for candidate in medium.candidates]
    assert {part.path.rpartition("/")[2] for part in parts} == {medium.asset}
    assert len({part.hostname for part in parts}) == 2


FOR_STRANGERS = (
    "profile_logged_out_2026-10.html",
    *PERMALINKS,
    "throttled_post_2026-10.html",
    "post_shell_no_data_2024-12.html",
)


@pytest.mark.parametrize("name", FOR_STRANGERS)
def test_pages_that_strangers_were_sent_say_so_and_that_they_are_in_english(name):
    (page,) = read_page(content(name), f"{SITE}/p/DanyPost/").pages
    assert (page.signed_in, page.language) == (False, "en")


@pytest.mark.parametrize("name", ["timeline_legacy_2020.json", "timeline_xdt_node_2025-03.json"])
def test_each_captured_manifest_is_read_whole(name):
    manifests = [text for text in every(plain(name), "video_dash_manifest") if text]
    assert manifests
    for text in manifests:
        found = dash.read(text)
        assert found.passed_over == 0
        assert len(found.pictures) + len(found.sounds) == text.count("<Representation ")
        assert {escape(each.address) for each in (*found.pictures, *found.sounds)} == set(
            re.findall(r"<BaseURL>([^<]+)</BaseURL>", text)
        )
        assert found.pictures[0].side == max(each.side for each in found.pictures)
        told = re.search(r'mediaPresentationDuration="PT(?:0H0M)?([0-9.]+)S"', text)
        assert found.seconds == float(told[1])


def test_the_signed_in_film_is_taken_in_one_file_that_is_as_large_as_the_largest_in_parts():
    name = "timeline_xdt_node_2025-03.json"
    (film,) = [
        medium for medium in read(plain(name)).observations[0].media if medium.kind is MediumKind.VIDEO
    ]
    (text,) = [text for text in every(plain(name), "video_dash_manifest") if text]
    assert dash.read(text).pictures[0].side == film.candidates[0].width == 1080
    assert [each.sound for each in film.candidates] == [""]
