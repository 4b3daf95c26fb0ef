"""What is read of a post field by field, and what is left unsaid where the answer does not say it."""

import pytest
from instagram_answers import PHOTO, SITE, legacy_medium, medium, only, read, read_legacy, read_medium

from archiver.formats import meta_cdn
from archiver.formats.automatic_alt import is_guessed
from archiver.model.gap import GapReason
from archiver.model.post import Candidate, MediumKind
from archiver.platforms.instagram import urls
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.signing import DISPLAY, LARGEST, Signer

CDN = "https://scontent.cdninstagram.com/v/t51.82787-15"
FILM = "https://scontent.cdninstagram.com/o1/v/t2/f2/m86/AQfilm.mp4?oh=1"
SLIDE = {"pk": "3990000000000008002", "media_type": 1, "image_versions2": {"candidates": [{"url": PHOTO}]}}


def sized(*sizes):
    """Give candidates of these widths and heights, named by them."""
    return {"candidates": [{"url": f"{CDN}/{w}x{h}_n.jpg", "width": w, "height": h} for w, h in sizes]}


def gap_of(reading):
    (gap,) = reading.gaps
    return gap.reason, gap.subject


def test_a_whole_post_is_read_as_it_stands():
    post = only(read_medium())
    assert (str(post.ref), post.permanent_id) == ("instagram:DdfU9wtzx9B", "3990000000000008001")
    assert (post.owner_id, post.owner_name) == ("990000111222", "brandt.pumpen")
    assert (post.kind, post.caption, post.whole) == ("image", "words", True)
    assert post.published_at.isoformat() == "2026-11-06T21:20:00+00:00"
    assert (post.location, post.tagged, post.coauthors, post.counts) == (None, (), None, ())


def test_the_same_post_in_the_legacy_dialect_is_the_same_post():
    modern, legacy = only(read_medium()), only(read_legacy())
    for name in ("ref", "permanent_id", "owner_id", "owner_name", "kind", "published_at", "caption", "whole"):
        assert getattr(modern, name) == getattr(legacy, name)


def test_a_caption_that_is_not_shown_is_not_known_and_none_is_empty():
    for read_one, name in ((read_medium, "caption"), (read_legacy, "edge_media_to_caption")):
        hidden = only(read_one(**{name: ...}))
        assert (hidden.caption, hidden.whole) == (None, False)
    assert only(read_medium(caption=None)).caption == ""
    assert only(read_legacy(edge_media_to_caption={"edges": []})).caption == ""


def test_a_legacy_caption_that_is_null_is_not_known():
    assert only(read_legacy(edge_media_to_caption=None)).caption is None


@pytest.mark.parametrize("taken_at", [..., None, "1794000000", 1794000000.5, True])
def test_a_time_that_is_not_shown_as_whole_seconds_is_not_known(taken_at):
    post = only(read_medium(taken_at=taken_at))
    assert post.published_at is None
    assert not post.whole or taken_at not in (..., None)


@pytest.mark.parametrize("taken_at", [10**12, -(10**12), 10**30])
def test_a_time_that_no_calendar_holds_is_not_known_and_the_post_not_whole(taken_at):
    post = only(read_medium(taken_at=taken_at))
    assert (post.published_at, post.whole) == (None, False)


@pytest.mark.parametrize("taken_at", ["1794000000", 1794000000.5])
def test_a_post_whose_time_cannot_be_read_is_not_whole(taken_at):
    assert not only(read_medium(taken_at=taken_at)).whole


def test_the_owner_is_preferred_to_the_user():
    owner = {"pk": 990000333444, "username": "kolben_partner"}
    post = only(read_medium(owner=owner))
    assert (post.owner_id, post.owner_name) == ("990000333444", "kolben_partner")


@pytest.mark.parametrize("user", [..., None, {}, {"username": "x"}, {"id": "17841999"}, "x", []])
def test_a_post_whose_owner_is_not_named_by_number_is_a_gap(user):
    assert gap_of(read_medium(user=user)) == (GapReason.UNKNOWN_SHAPE, "post DdfU9wtzx9B")


@pytest.mark.parametrize("owner", [..., None, {}, {"username": "x"}, []])
def test_a_legacy_post_whose_owner_is_not_named_by_number_is_a_gap(owner):
    assert gap_of(read_legacy(owner=owner))[0] is GapReason.UNKNOWN_SHAPE


@pytest.mark.parametrize(
    ("pk", "code"), [("3990000000000008002", "DdfU9wtzx9B"), ("x", "DdfU9wtzx9B"), ("-5", "_"), ("", "A")]
)
def test_a_post_whose_two_ids_disagree_is_a_gap_of_its_own_kind(pk, code):
    reading = read_medium(pk=pk, code=code)
    assert reading.observations == ()
    assert gap_of(reading) == (GapReason.ID_MISMATCH, f"post {code}")


def test_a_post_without_a_code_is_none():
    assert read_medium(pk="0", code="").observations == ()


def test_a_permanent_id_has_no_noughts_before_it():
    assert [post.permanent_id for post in read_medium(pk="003990000000000008001").observations] in (
        [],
        ["3990000000000008001"],
    )


def test_a_number_with_the_owner_s_behind_it_is_read_as_the_number():
    assert only(read_legacy(id="3990000000000008001_990000111222")).permanent_id == "3990000000000008001"


def test_slides_are_the_media_of_a_carousel_in_their_order():
    slides = [{**SLIDE, "pk": "3990000000000008002"}, {**SLIDE, "pk": "3990000000000008003"}]
    post = only(read_medium(media_type=8, carousel_media=slides, carousel_media_count=2))
    assert [part.permanent_id for part in post.media] == ["3990000000000008002", "3990000000000008003"]
    assert (post.kind, post.whole) == ("carousel", True)


@pytest.mark.parametrize(("count", "whole"), [(..., True), (None, True), (1, True), (2, False)])
def test_a_carousel_with_fewer_slides_than_it_counts_is_not_whole(count, whole):
    post = only(read_medium(media_type=8, carousel_media=[SLIDE], carousel_media_count=count))
    assert post.whole is whole


def test_a_carousel_without_slides_is_not_whole():
    assert not only(read_medium(media_type=8)).whole


@pytest.mark.parametrize("lost", [None, "x", []])
def test_a_carousel_that_lost_a_slide_is_not_whole(lost):
    assert not only(read_medium(media_type=8, carousel_media=[SLIDE, lost])).whole


@pytest.mark.parametrize("lost", [None, {}, {"node": None}])
def test_a_legacy_carousel_that_lost_a_slide_is_not_whole(lost):
    slides = {"edges": [{"node": {"id": "1", "display_url": PHOTO, "is_video": False}}, lost]}
    assert not only(read_legacy(__typename="GraphSidecar", edge_sidecar_to_children=slides)).whole


def test_a_slide_whose_two_ids_disagree_takes_its_post_with_it():
    reading = read_medium(media_type=8, carousel_media=[SLIDE | {"code": "DdfU9wtzx9B"}])
    assert (reading.observations, gap_of(reading)[0]) == ((), GapReason.ID_MISMATCH)


def test_slides_are_no_posts_of_their_own():
    slide = SLIDE | {"code": urls.code_of(SLIDE["pk"]), "taken_at": 1, "user": medium()["user"]}
    assert only(read_medium(media_type=8, carousel_media=[slide])).ref.key == "DdfU9wtzx9B"


@pytest.mark.parametrize("media_type", [0, 3, 11, None, "1", ...])
def test_a_kind_that_is_not_known_is_a_gap(media_type):
    assert gap_of(read_medium(media_type=media_type))[0] is GapReason.UNKNOWN_SHAPE


def test_renditions_come_largest_first_and_those_without_a_size_behind_them_in_their_order():
    versions = sized((150, 150), (1080, 1350), (640, 800))
    versions["candidates"].insert(0, {"url": f"{CDN}/unsized_n.jpg"})
    (part,) = only(read_medium(image_versions2=versions, display_uri=f"{CDN}/display_n.jpg")).media
    found = [candidate.address.rpartition("/")[2] for candidate in part.candidates]
    assert found == ["1080x1350_n.jpg", "640x800_n.jpg", "150x150_n.jpg", "unsized_n.jpg", "display_n.jpg"]
    assert part.candidates[-1] == Candidate(f"{CDN}/display_n.jpg", None, None)


def test_the_legacy_renditions_come_largest_first_too():
    resources = [
        {"src": f"{CDN}/{width}_n.jpg", "config_width": width, "config_height": width} for width in (640, 750)
    ]
    size = {"width": 1080, "height": 1080}
    (part,) = only(
        read_legacy(display_resources=resources, dimensions=size, display_url=f"{CDN}/1080_n.jpg")
    ).media
    assert [candidate.width for candidate in part.candidates] == [1080, 750, 640]


def test_one_address_offered_three_times_is_one_rendition():
    films = [{"type": kind, "url": FILM} for kind in (101, 102, 103)]
    (part,) = only(read_medium(media_type=2, video_versions=films)).media
    assert (part.kind, [candidate.address for candidate in part.candidates]) == (MediumKind.VIDEO, [FILM])


@pytest.mark.parametrize("versions", [None, {}, {"candidates": None}, {"candidates": []}])
def test_a_picture_without_an_address_is_not_whole(versions):
    assert not only(read_medium(image_versions2=versions)).whole


def test_a_carousel_with_a_slide_without_an_address_is_not_whole():
    slides = [SLIDE, SLIDE | {"image_versions2": None}]
    assert not only(read_medium(media_type=8, carousel_media=slides)).whole


@pytest.mark.parametrize("films", [..., None, []])
def test_a_video_without_an_address_of_its_film_is_not_whole(films):
    assert not only(read_medium(media_type=2, video_versions=films)).whole


def test_a_carousel_with_a_video_without_its_film_is_not_whole():
    assert not only(read_medium(media_type=8, carousel_media=[SLIDE | {"media_type": 2}])).whole


@pytest.mark.parametrize("film", [..., None])
def test_a_legacy_video_without_an_address_of_its_film_is_not_whole(film):
    assert not only(read_legacy(__typename="GraphVideo", is_video=True, video_url=film)).whole


def test_a_picture_keeps_its_own_addresses_where_a_film_is_offered_beside_it():
    (part,) = only(read_medium(video_versions=[{"url": FILM}])).media
    assert (part.kind, part.candidates[0].address) == (MediumKind.IMAGE, PHOTO)


def test_an_address_that_is_no_text_is_none():
    reading = read_legacy(display_url=5, display_resources=[{"src": PHOTO}])
    assert all(
        isinstance(candidate.address, str)
        for post in reading.observations
        for part in post.media
        for candidate in part.candidates
    )


@pytest.mark.parametrize(
    ("likes", "counts"), [(0, {"likes": 0}), (7, {"likes": 7}), (-1, {}), (None, {}), ("7", {}), (1.5, {})]
)
def test_only_a_number_that_is_one_is_a_count(likes, counts):
    assert {name: count.value for name, count in only(read_medium(like_count=likes)).counts} == counts


def test_likes_that_are_hidden_are_no_count_and_comments_are_one():
    post = only(read_medium(like_count=3, view_count=9, comment_count=2, like_and_view_counts_disabled=True))
    assert {name: count.value for name, count in post.counts} == {"comments": 2}


def test_place_tags_and_makers_are_named():
    place, tags = (
        {"pk": 990777, "name": "Werk"},
        {"in": [{"user": {"username": "lotte"}}, {"user": {"pk": "5"}}]},
    )
    makers = [{"pk": "8", "username": "a"}, {"id": "9"}, None]
    post = only(read_medium(location=place, usertags=tags, coauthor_producers=makers))
    assert (post.location, post.tagged, post.coauthors) == (("990777", "Werk"), ("lotte",), ("8", "9"))


@pytest.mark.parametrize("place", [{}, {"name": "x"}, [], "x"])
def test_a_place_without_an_id_is_not_known(place):
    assert only(read_medium(location=place)).location is None


def test_what_is_told_as_none_is_told_apart_from_what_is_not_told():
    told = only(read_medium(location=None, coauthor_producers=[]))
    assert (told.location, told.coauthors) == ((), ())
    silent = only(read_medium(coauthor_producers=None))
    assert (silent.location, silent.coauthors) == (None, None)


def test_a_tag_that_names_nobody_is_none():
    assert only(read_medium(usertags={"in": [{"position": [0.5, 0.5]}, {"user": None}]})).tagged == ()


def test_a_paid_place_is_not_read_as_a_post():
    for advertised in ({"product_type": "ad"}, {"ad_id": "5"}, {"link": "https://www.facebook.com/ads/x"}):
        reading = read_medium(**advertised)
        assert (reading.observations, reading.seen, reading.gaps) == ((), 0, ())


def test_a_post_promoted_by_its_own_account_is_read_on_its_own_page():
    connection = {"edges": [{"node": medium(ad_id="990")}], "page_info": {"has_next_page": False}}
    user = {"pk": "990000111222", "polaris_ordered_timeline_connection": connection}
    assert len(read({"data": {"user": user}}).observations) == 1


@pytest.mark.parametrize(
    "document",
    [
        {"data": {"xdt_api__v1__media__shortcode__web_info": {"items": [medium(pk=...)]}}},
        {"data": {"xdt_shortcode_media": legacy_medium(id=...)}},
        {"data": {"xig_polaris_media": {"if_not_gated_logged_out": medium(code=None)}}},
    ],
)
def test_a_post_that_lost_an_id_where_a_post_must_stand_is_a_gap(document):
    reading = read(document)
    (gap,) = reading.gaps
    assert (reading.seen, reading.understood) == (1, 0)
    assert gap.reason in (GapReason.UNKNOWN_SHAPE, GapReason.ID_MISMATCH)


@pytest.mark.parametrize("connection", [{"edges": None}, {"edges": {}}, {}, [], 5])
def test_a_listing_that_cannot_be_read_is_a_gap(connection):
    reading = read({"data": {"user": {"pk": "1", "polaris_ordered_timeline_connection": connection}}})
    assert [gap.reason for gap in reading.gaps] == [GapReason.UNKNOWN_SHAPE]


def test_a_listing_that_is_null_is_none_that_was_listed():
    reading = read({"data": {"user": {"pk": "1", "polaris_ordered_timeline_connection": None}}})
    assert (reading.listings, reading.gaps) == ((), ())


def test_a_next_page_without_the_account_s_number_is_of_nobody():
    connection = {"edges": [], "page_info": {"has_next_page": False}}
    page = {"data": {"node": {"id": "17841999000111222", "polaris_ordered_timeline_connection": connection}}}
    assert [listing.owner_id for listing in read(page).listings] == [""]


def test_a_partial_error_names_its_place_in_the_answer():
    failed = {"message": "failed", "path": ["connection", "edges", 3, "node", "location"]}
    (gap,) = read({"data": {}, "errors": [failed]}).gaps
    assert "edges/3/node/location" in f"{gap.subject} {gap.detail}"


@pytest.mark.parametrize("errors", [None, {}, "x", [None], [{}], [{"message": 5}], []])
def test_errors_of_any_shape_are_told_and_harm_nothing(errors):
    reading = read({"items": [medium()], "errors": errors})
    assert len(reading.observations) == 1
    assert len(reading.gaps) == (len(errors) if isinstance(errors, list) else 0)


def test_a_detail_is_never_longer_than_two_hundred_letters():
    (gap,) = read({"errors": [{"message": "x" * 5000}]}).gaps
    assert len(gap.detail) == 200


@pytest.mark.parametrize("track", ["progressive", "video", "audio"])
def test_two_signed_addresses_of_one_film_are_one_asset(track):
    (reel,) = [post for post in hartmann().posts if post.kind == "video"]
    first, second = (Signer(seed, now).video(reel.media[0], track) for seed, now in (("a", 1), ("b", 10**9)))
    assert first != second
    assert meta_cdn.asset(first) == meta_cdn.asset(second) != ""
    assert meta_cdn.video_asset(first) == meta_cdn.video_asset(second) != ""


def test_two_signed_addresses_of_one_picture_are_one_asset_and_two_forms_are_two():
    shown = [part for post in hartmann().posts for part in post.media]
    assets = set()
    for part in shown:
        for form in (LARGEST, DISPLAY, "c0.135.1080.1080a_dst-jpg_e35_s150x150_tt6"):
            addresses = {
                Signer(seed, now).picture(part, form, "FEED")
                for seed, now in (("a", 1), ("b", 10**9), ("c", 5))
            }
            (asset,) = {meta_cdn.asset(address) for address in addresses}
            assert len(addresses) == 3
            assets.add(asset)
    assert len(assets) == 3 * len(shown)


def test_what_grids_show_is_another_rendition_of_the_same_file():
    part = hartmann().posts[0].media[0]
    signer = Signer("a", 1)
    display, largest = signer.display(part, "FEED"), signer.picture(part, LARGEST, "FEED")
    assert meta_cdn.file_of(display) == meta_cdn.file_of(largest) == part.picture_name
    assert meta_cdn.asset(display) != meta_cdn.asset(largest)


def test_an_image_s_answer_of_another_host_is_not_read():
    for address in (
        "https://www.facebook.com/api",
        "https://evil.example/www.instagram.com",
        f"{SITE}.evil.example/",
    ):
        reading = read({"items": [medium()]}, address)
        assert (reading.observations, reading.gaps, reading.pages) == ((), (), ())


@pytest.mark.parametrize(
    "more",
    [
        {"mime": "image/jpeg"},
        {"mime": "video/mp4"},
        {"obtained": "page/script"},
        {"obtained": "page/stylesheet"},
    ],
)
def test_pictures_scripts_and_styles_are_not_read(more):
    assert read({"items": [medium()]}, **more).observations == ()


@pytest.mark.parametrize(
    "mime", ["application/json", "text/html", "text/javascript", "application/x-javascript", "text/plain", ""]
)
def test_json_is_read_whatever_text_it_calls_itself(mime):
    assert len(read({"items": [medium()]}, mime=mime).observations) == 1


@pytest.mark.parametrize(
    ("alt", "guessed"),
    [
        ("Photo by Hartmann on March 03, 2026. May be an image of 1 person.", True),
        ("Photo by Hartmann on March 3.", True),
        ("May be an image of a machine and text that says 'HW'.", True),
        ("Image may contain: 1 person, outdoor", True),
        ("No photo description available.", True),
        ("Our new hall, seen from the yard", False),
        ("This image may contain traces of oil", False),
    ],
)
def test_an_alternative_text_that_the_platform_makes_up_is_known_from_an_author_s(alt, guessed):
    assert is_guessed(alt) is guessed
