"""Captured payloads of the live platform, held against a plain walk of the same JSON."""

import base64
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from facebook_answers import SITE, only, posts, read, read_page

from archiver.model.gap import GapReason
from archiver.model.post import MediumKind
from archiver.model.reading import Availability
from archiver.model.refs import PostRef, TargetRef

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "facebook"
STORIES = range(4)
HOME = f"{SITE}/heymeedan/"
PAGES = {
    "page_2023-01.html": HOME,
    "post_permalink_2022-09.html": f"{SITE}/ironmaiden/posts/10157024746512051",
    "login_wall_2022-08.html": f"{SITE}/ironmaiden/",
}
CUTS = 40

if not REAL.is_dir():
    pytest.skip(f"captured payloads are not here: {REAL}", allow_module_level=True)


@cache
def content(name):
    return (REAL / name).read_bytes()


@cache
def reading_of(name):
    return read_page(content(name), PAGES[name])


@cache
def lines():
    """Give the captured lines, each as the document that it was cut out of."""
    told = json.loads(content("timeline_stories_2026-05.json"))
    return tuple(json.dumps(document(one)).encode() for one in told)


def document(line):
    """Put what was captured where it stood: three are answers, one is an edge that was streamed to one."""
    if line["node"]["__typename"] != "Story":
        return {"data": line}
    owner = {"__typename": "User", "id": line["node"]["actors"][0]["id"]}
    return {"data": {"node": owner | {"timeline_list_feed_units": {"edges": [line]}}}}


@cache
def node(number):
    """Give a Story as the file holds it."""
    found = json.loads(lines()[number])["data"]["node"]["timeline_list_feed_units"]["edges"]
    return found[0]["node"]


def observed(number):
    return only(read(lines()[number]))


def every(document, key):
    """Find all values of a key, outer before inner."""
    if isinstance(document, dict):
        if key in document:
            yield document[key]
        document = list(document.values())
    for value in document if isinstance(document, list) else ():
        yield from every(value, key)


def first(document, key, kind=object):
    return next(value for value in every(document, key) if isinstance(value, kind))


def fullest_medium(number):
    """Give of the forms in which a Story's one medium stands in it that which tells most."""
    return max(every(node(number)["attachments"], "media"), key=len)


@pytest.mark.parametrize("number", STORIES)
def test_a_captured_story_is_understood_whole_and_without_a_gap(number):
    reading = read(lines()[number])
    assert (reading.seen, reading.understood, reading.gaps, reading.pages) == (1, 1, (), ())
    assert only(reading).whole


@pytest.mark.parametrize("number", STORIES)
def test_a_captured_story_is_named_by_the_number_that_it_bears_three_times(number):
    told = node(number)
    by_id = base64.b64decode(told["id"]).decode().split(":")[-1]
    by_feedback = base64.b64decode(told["feedback"]["id"]).decode().split(":")[-1]
    assert observed(number).permanent_id == told["post_id"] == by_id == by_feedback
    assert observed(number).ref == PostRef("facebook", told["post_id"])


@pytest.mark.parametrize("number", STORIES)
def test_a_captured_story_tells_its_words_to_the_letter(number):
    told = node(number)["comet_sections"]["content"]["story"]["message"]["text"]
    assert len(told) > 20
    assert observed(number).caption == told


@pytest.mark.parametrize("number", STORIES)
def test_a_captured_story_tells_the_very_second_of_publication(number):
    (told,) = set(every(node(number), "creation_time"))
    assert observed(number).published_at == datetime.fromtimestamp(told, UTC)
    assert observed(number).made_at is None


@pytest.mark.parametrize("number", STORIES)
def test_a_captured_story_tells_its_author_by_the_profile_s_number(number):
    (author,) = node(number)["actors"]
    assert observed(number).owner_id == author["id"] == node(number)["feedback"]["owning_profile"]["id"]
    (listing,) = read(lines()[number]).listings
    assert (listing.owner_id, listing.entries) == (author["id"], (observed(number).ref,))


@pytest.mark.parametrize("number", STORIES)
def test_a_captured_story_tells_its_numbers(number):
    told = {count.get("count") for count in every(node(number), "reaction_count") if isinstance(count, dict)}
    counts = {name: count.value for name, count in observed(number).counts}
    assert set(counts) == {"reactions", "comments", "shares"}
    assert counts["reactions"] in told
    assert counts["comments"] in set(every(node(number), "total_count"))
    assert counts["shares"] == first(node(number), "share_count", dict)["count"]


def test_the_kinds_of_the_captured_stories_are_their_attachments_own():
    assert [observed(number).kind for number in STORIES] == ["text", "image", "image", "video"]
    assert [len(observed(number).media) for number in STORIES] == [0, 1, 1, 1]


@pytest.mark.parametrize("number", [1, 2])
def test_a_captured_photo_offers_each_rendition_largest_first(number):
    told = fullest_medium(number)
    offered = [told[key] for key in ("photo_image", "viewer_image", "image") if "uri" in told.get(key, {})]
    (medium,) = observed(number).media
    shown = [(each.address, each.width, each.height) for each in medium.candidates]
    by_width = sorted(offered, key=lambda each: -each["width"])
    assert shown == [(each["uri"], each["width"], each["height"]) for each in by_width]
    assert (medium.kind, medium.permanent_id) == (MediumKind.IMAGE, told["id"])
    assert (medium.alt, medium.alt_is_guessed) == (told["accessibility_caption"], True)


def test_the_captured_film_offers_each_of_its_addresses_and_is_named_by_its_asset():
    offered = [address for address in every(node(3)["attachments"], "progressive_url") if address]
    (medium,) = observed(3).media
    assert {each.address for each in medium.candidates} == set(offered)
    assert medium.kind is MediumKind.VIDEO
    assert medium.permanent_id == fullest_medium(3)["id"]


@pytest.mark.parametrize("number", [1, 2])
def test_the_links_of_a_captured_story_stand_in_its_words(number):
    told = {
        entity.get("external_url") for entity in every(node(number), "entity") if isinstance(entity, dict)
    }
    (link,) = observed(number).links
    assert link in told


def test_the_captured_stories_follow_each_other_in_one_body_too():
    together = read(b"\r\n".join(b"for (;;);" + line for line in lines()))
    assert together.observations == tuple(observed(number) for number in STORIES)
    assert together.gaps == ()


@cache
def plain_calls():
    """Read the calls of the page of 2023 without the product."""
    text = content("page_2023-01.html").decode()
    places = [each.start() for each in re.finditer(r'\["RelayPrefetchedStreamCache"', text)]
    return [json.JSONDecoder().raw_decode(text, place)[0] for place in places]


def test_the_page_of_2023_is_live_and_of_its_account():
    reading = reading_of("page_2023-01.html")
    (page,), (account,) = reading.pages, reading.accounts
    assert (page.availability, page.subject) == (Availability.LIVE, TargetRef("facebook", "heymeedan"))
    assert (page.signed_in, page.language) == (False, "en")
    header = first(plain_calls(), "profile_header_renderer", dict)["user"]
    assert (account.account_id, account.name) == (header["id"], header["name"])
    assert account.handle == "heymeedan"


def test_the_page_of_2023_lists_its_story_and_the_cursor_behind_it():
    reading = reading_of("page_2023-01.html")
    (listing,) = reading.listings
    ends = [found for found in every(plain_calls(), "page_info") if found and found.get("end_cursor")]
    told = first(plain_calls(), "timeline_list_feed_units", dict)["edges"][0]["node"]
    assert listing.entries == (PostRef("facebook", told["post_id"]),)
    assert (listing.next, listing.more) in {(each["end_cursor"], each["has_next_page"]) for each in ends}
    assert listing.owner_id == reading.accounts[0].account_id == first(told, "actors")[0]["id"]
    assert (reading.gaps, listing.flawed) == ((), False)


def test_the_page_of_2023_shows_its_film():
    reading = reading_of("page_2023-01.html")
    told = first(plain_calls(), "timeline_list_feed_units", dict)["edges"][0]["node"]
    (medium,) = only(reading).media
    assert (only(reading).kind, medium.kind) == ("video", MediumKind.VIDEO)
    films = {
        value
        for key in ("playable_url", "playable_url_quality_hd", "browser_native_sd_url")
        for value in every(plain_calls(), key)
    }
    assert {each.address for each in medium.candidates if each.seconds is None} <= films
    manifest = first(plain_calls(), "dash_manifest", str)
    largest, smaller, *in_one_file = medium.candidates
    assert [(each.width, each.height, each.seconds) for each in (largest, smaller)] == [
        (1280, 720, 3837.756),
        (640, 360, 3837.756),
    ]
    assert "/604349833855540.mp4?" in largest.address
    assert escape(largest.address) in manifest
    assert escape(largest.sound) in manifest
    assert largest.sound == smaller.sound != ""
    assert in_one_file
    assert all(each.sound == "" for each in in_one_file)
    assert only(reading).published_at.timestamp() in set(every(told, "creation_time"))


def test_a_permalink_of_2022_is_live_though_a_login_form_stands_over_it():
    body = content("post_permalink_2022-09.html")
    assert b'id="login_form"' in body
    assert b"Log into Facebook" in body
    reading = reading_of("post_permalink_2022-09.html")
    (page,) = reading.pages
    assert page.availability is Availability.LIVE
    assert page.subject == PostRef("facebook", "10157024746512051")
    assert GapReason.UNKNOWN_SHAPE in [gap.reason for gap in reading.gaps]
    assert reading.observations == ()


def test_the_login_page_is_a_wall():
    (page,) = reading_of("login_wall_2022-08.html").pages
    assert (page.availability, page.signal) == (Availability.WALLED, "login")


@pytest.mark.parametrize("number", STORIES)
def test_a_captured_story_that_is_cut_anywhere_is_a_gap_and_no_post(number):
    body = lines()[number]
    for part in range(CUTS):
        reading = read(body[: len(body) * part // CUTS])
        assert reading.observations == ()
        assert [gap.reason for gap in reading.gaps] == ([GapReason.NOT_JSON] if part else [])


@pytest.mark.parametrize("name", list(PAGES))
def test_a_captured_page_that_is_cut_anywhere_shows_less_and_never_another_post(name):
    body, whole = content(name), reading_of(name)
    for part in range(CUTS):
        reading = read_page(body[: len(body) * part // CUTS], PAGES[name])
        assert posts(reading) <= posts(whole)
        assert {page.availability for page in reading.pages} <= {
            whole.pages[0].availability,
            Availability.UNKNOWN,
        }


@pytest.mark.parametrize("number", STORIES)
def test_the_picture_of_whoever_was_signed_in_is_named(number):
    (actor,) = every(json.loads(lines()[number]), "current_actor")
    address = actor["profile_picture_depth_0"]["uri"]
    told = dict(read(lines()[number]).viewer)
    assert (told["name"], told["picture"]) == (actor["name"], address.partition("?")[0].rpartition("/")[2])
