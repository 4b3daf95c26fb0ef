"""Three dialects write one post: each against the truth."""

import json
from dataclasses import replace
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from archiver.simulator.company import Medium
from archiver.simulator.hartmann import ACCOUNT, DEALER, PARTNER, hartmann
from archiver.simulator.instagram import api_v1, fragments, legacy, permalinks, xdt
from archiver.simulator.instagram.signing import LARGEST, Signer

NOW = 1_795_000_000


@pytest.fixture
def signer():
    return Signer("dialects", NOW)


def of_kind(company, kind):
    return next(post for post in company.posts if post.kind == kind)


def file_of(address):
    return urlsplit(address).path.rpartition("/")[2]


def form_of(address):
    return parse_qs(urlsplit(address).query)["stp"][0]


@pytest.mark.parametrize("place", range(6))
def test_xdt_tells_a_post_in_full(company, signer, place):
    post = company.posts[place]
    node = xdt.media(company, post, signer)
    assert (node["pk"], node["code"], node["id"]) == (str(post.pk), post.code, f"{post.pk}_{ACCOUNT.pk}")
    assert node["taken_at"] == int(post.taken_at.timestamp())
    assert (node["caption"] or {}).get("text") == post.caption
    assert (node["like_count"], node["comment_count"]) == (post.likes, post.comments)
    assert node["user"]["pk"] == node["user"]["id"] == node["owner"]["pk"] == str(ACCOUNT.pk)
    assert [person["pk"] for person in node["coauthor_producers"]] == [str(one.pk) for one in post.coauthors]
    assert (node["location"] or {}).get("pk") == (str(post.location.pk) if post.location else None)
    assert node["timeline_pinned_user_ids"] == ([str(ACCOUNT.pk)] if post.pinned else [])
    assert node["clips_tab_pinned_user_ids"] == []
    assert (node["media_type"], node["__typename"]) == (
        {"image": 1, "video": 2, "carousel": 8}[post.kind],
        "XDTMediaDict",
    )
    assert node["caption_is_edited"] is post.edited
    assert [node[absent] for absent in ("ad_id", "link", "view_count", "display_uri")] == [None] * 4
    assert bool(node["video_versions"]) is bool(node["video_dash_manifest"]) is (post.kind == "video")


def test_every_dialect_leads_to_the_same_files(company, signer):
    for post in company.posts:
        names = [medium.picture_name for medium in post.media]
        modern, app, old = (dialect.media(company, post, signer) for dialect in (xdt, api_v1, legacy))
        for node in (modern, app):
            parts = node["carousel_media"] or [node]
            addresses = [part["image_versions2"]["candidates"][0]["url"] for part in parts]
            assert [file_of(address) for address in addresses] == names
            assert {form_of(address) for address in addresses} == {LARGEST}
        edges = old.get("edge_sidecar_to_children", {"edges": [{"node": old}]})["edges"]
        assert [file_of(edge["node"]["display_url"]) for edge in edges] == names
        if post.kind == "video":
            films = (modern["video_versions"][0]["url"], app["video_versions"][0]["url"], old["video_url"])
            assert {file_of(film) for film in films} == {post.media[0].track_name("progressive")}


def test_slides_have_no_code_and_no_owner_in_xdt(company, signer):
    post = of_kind(company, "carousel")
    node = xdt.media(company, post, signer)
    assert node["carousel_media_count"] == len(post.media)
    for slide, medium in zip(node["carousel_media"], post.media, strict=True):
        assert "code" not in slide
        assert (slide["user"], slide["owner"], slide["like_count"]) == (None, None, None)
        assert (slide["pk"], slide["carousel_parent_id"]) == (str(medium.pk), node["id"])
        assert slide["accessibility_caption"] == medium.alt
    tagged = [(slide["usertags"] or {"in": []})["in"] for slide in node["carousel_media"]]
    assert [len(tags) for tags in tagged] == [0, 2, 0, 0]
    assert {tag["user"]["pk"] for tag in tagged[1]} == {str(DEALER.pk), str(PARTNER.pk)}


@pytest.mark.parametrize(
    ("width", "height"), [(1080, 1350), (1080, 1080), (720, 1280), (1080, 608), (300, 300)]
)
def test_candidates_have_the_sizes_they_say(width, height, signer):
    medium = Medium(5, "", width, height)
    sizes = [(one["width"], one["height"]) for one in xdt.candidates(medium, "FEED", signer)]
    edge = min(width, height)
    assert sizes[0] == (width, height)
    assert (edge, edge) in sizes
    assert sizes[-1] == (150, 150)
    whole = sizes[: sizes.index((edge, edge), 1)]
    assert whole == sorted(whole, reverse=True)
    assert {min(size) for size in whole[1:]} == {side for side in (750, 640, 480, 320, 240) if side < edge}


def test_renditions_are_as_large_as_candidates_say(company, visitor, signer):
    medium = company.posts[1].media[0]
    for one in xdt.candidates(medium, "FEED", Signer("now", 2_000_000_000)):
        with Image.open(BytesIO(visitor.ask(one["url"]).content)) as image:
            assert image.size == (one["width"], one["height"])


def test_a_film_in_the_reels_tab_has_no_time_and_no_caption(company, signer):
    post = of_kind(company, "video")
    node = xdt.clip(company, replace(post, pinned_in_reels=True), signer)
    assert not {"taken_at", "caption", "video_versions", "owner"} & set(node)
    assert (node["code"], node["play_count"]) == (post.code, fragments.plays(post))
    assert node["clips_tab_pinned_user_ids"] == [str(ACCOUNT.pk)]


def test_a_partner_s_post_names_its_owner(company, signer):
    post = replace(company.posts[1], owner=PARTNER, coauthors=(ACCOUNT,))
    modern, app, old = (dialect.media(company, post, signer) for dialect in (xdt, api_v1, legacy))
    assert {modern["owner"]["pk"], app["user"]["pk"], old["owner"]["id"]} == {str(PARTNER.pk)}
    assert permalinks.media(company, post, signer)["user"]["pk"] == str(PARTNER.pk)


def test_the_apps_dialect_has_names_of_its_own_and_no_types(company, signer):
    for post in company.posts:
        node = api_v1.media(company, post, signer)
        assert "__typename" not in json.dumps(node)
        assert node["strong_id__"] == node["id"]
        assert (node["caption"] is None) is (post.caption is None)
        assert ("video_duration" in node) is (post.kind == "video")
        assert [slide["code"] for slide in node["carousel_media"] or ()] == (
            [medium.code for medium in post.media] if post.kind == "carousel" else []
        )


def test_legacy_tells_a_post_in_its_own_words(company, signer):
    kinds = {"image": "GraphImage", "video": "GraphVideo", "carousel": "GraphSidecar"}
    for post in company.posts:
        node = legacy.media(company, post, signer)
        assert (node["__typename"], node["shortcode"], node["id"]) == (
            kinds[post.kind],
            post.code,
            str(post.pk),
        )
        said = [edge["node"]["text"] for edge in node["edge_media_to_caption"]["edges"]]
        assert said == ([] if post.caption is None else [post.caption])
        assert node["taken_at_timestamp"] == int(post.taken_at.timestamp())
        assert node["edge_media_preview_like"]["count"] == post.likes
        assert [one["config_width"] for one in node["display_resources"]][-1] == post.media[0].width
        assert bool(node["pinned_for_users"]) is post.pinned
        assert node["is_video"] is (post.kind == "video")


def test_a_legacy_profile_holds_the_first_page(signer):
    company = hartmann(older=20)
    profile = legacy.profile(company, signer)
    timeline = profile["edge_owner_to_timeline_media"]
    assert (profile["id"], profile["edge_followed_by"]["count"]) == (str(ACCOUNT.pk), company.followers)
    assert (timeline["count"], timeline["page_info"]["has_next_page"]) == (26, True)
    codes = [edge["node"]["shortcode"] for edge in timeline["edges"]]
    assert codes == [post.code for post in company.grid[:12]]


def test_a_manifest_names_the_tracks_of_a_film(company, signer):
    medium = of_kind(company, "video").media[0]
    mpd = ET.fromstring(fragments.manifest(medium, signer).encode())
    names = [file_of(element.text) for element in mpd.iter("{urn:mpeg:dash:schema:mpd:2011}BaseURL")]
    assert names == [medium.track_name("video"), medium.track_name("audio")]
    assert mpd.get("mediaPresentationDuration") == f"PT{medium.seconds:.6f}S"
