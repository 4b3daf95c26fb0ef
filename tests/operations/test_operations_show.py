"""Show: by URL, reference, bare key or target; what is not there is said."""

import json
from dataclasses import replace

import pytest
from catalog_building import SITE, TARGET, Showing, captioned, company, small_picture
from fakes import sha256

from archiver.errors import AddressError
from archiver.model.capture import CaptureKind
from archiver.model.gap import Gap, GapReason
from archiver.model.refs import PostRef
from archiver.model.vantage import Vantage
from archiver.operations.show import show
from archiver.platforms.instagram import accounts

PLAIN = company()
POST, BARE = PLAIN.posts
REF = f"instagram:{POST.code}"


@pytest.fixture
def seen(house):
    gap = Gap(GapReason.NOT_RECEIVED, REF, "HTTP 500", "urn:uuid:1")
    first = house.seen(Showing(PLAIN).all(), gaps=(gap,))
    second = house.seen(Showing(captioned(PLAIN, "Edited")).all())
    return house.archive, first, second


@pytest.mark.parametrize(
    "text",
    [
        REF,
        POST.code,
        f"{SITE}/p/{POST.code}/",
        f"{SITE}/hartmann.werkzeuge/p/{POST.code}/?img_index=1",
        f"https://instagram.com/reel/{POST.code}",
        f"instagram.com/p/{POST.code}",
    ],
)
def test_a_post_is_found_by_every_way_to_write_it(seen, text):
    assert show(seen[0], text)["post"] == {"ref": REF, "url": f"{SITE}/p/{POST.code}/"}


@pytest.mark.parametrize(
    "text", ["instagram:hartmann.werkzeuge", "instagram:@Hartmann.Werkzeuge", f"{SITE}/hartmann.werkzeuge/"]
)
def test_a_target_is_found_by_every_way_to_write_it(seen, text):
    assert show(seen[0], text)["target"] == {"ref": str(TARGET), "url": f"{SITE}/hartmann.werkzeuge/"}


def test_a_post_is_shown_as_it_was_last_seen_with_all_that_was_seen_before(seen):
    archive, first, second = seen
    found = show(archive, REF)
    assert found["permanent_id"] == str(POST.pk)
    assert found["owner"] == {"id": str(PLAIN.account.pk), "name": "hartmann.werkzeuge"}
    assert (found["first_capture"], found["last_capture"]) == (str(first), str(second))
    assert found["fields"]["caption"] == "Edited"
    assert found["counts"]["likes"] == {"value": POST.likes, "exact": True}
    assert [(version["fields"]["caption"], version["first_capture"]) for version in found["versions"]] == [
        (POST.caption, str(first)),
        ("Edited", str(second)),
    ]
    assert {version["vantage"] for version in found["versions"]} == {"logged_out/en-US"}
    assert all(version["whole"] is True for version in found["versions"])


def test_a_medium_is_named_with_its_digest_its_record_and_what_it_looks_like(seen):
    archive, first, _ = seen
    (medium,) = show(archive, REF)["media"]
    picture = small_picture(POST)
    assert medium["sha256"] == sha256(picture)
    assert (medium["mime"], medium["size"]) == ("image/jpeg", len(picture))
    assert (medium["width"], medium["height"]) == (32, 40)
    assert medium["capture"] == str(first)
    payloads = {payload.record: payload for payload, _ in archive.sealed.answers(first)}
    assert payloads[medium["record"]].digest.hex == medium["sha256"]
    assert len(medium["phash"]) == len(medium["dhash"]) == 16
    assert medium["hash_version"] == "likeness/1"


def test_gaps_of_a_post_are_shown_with_it_and_not_with_others(seen):
    archive, first, _ = seen
    assert show(archive, REF)["gaps"] == [
        {"capture": str(first), "reason": "not_received", "detail": "HTTP 500", "record": "urn:uuid:1"}
    ]
    assert show(archive, BARE.code)["gaps"] == []


def test_a_post_without_a_caption_is_shown_with_an_empty_one(seen):
    assert show(seen[0], BARE.code)["fields"]["caption"] == ""


def test_a_target_is_shown_with_its_latest_look_and_its_posts(seen):
    archive, first, second = seen
    found = show(archive, str(TARGET))
    assert found["latest"]["capture"] == str(second)
    assert found["latest"]["outcome"] == "complete"
    assert {post["ref"] for post in found["posts"]} == {f"instagram:{post.code}" for post in PLAIN.posts}
    assert {(post["first_capture"], post["last_capture"]) for post in found["posts"]} == {
        (str(first), str(second))
    }


def test_the_state_that_was_seen_whole_leads_over_a_later_abridged_one_in_another_lane(house):
    house.seen(Showing(PLAIN).all())
    house.seen([Showing(captioned(PLAIN, "Gekürzt")).profile()], vantage=Vantage(locale="de-DE"))
    found = show(house.archive, REF)
    assert found["fields"]["caption"] == POST.caption
    assert len(found["versions"]) == 2


def test_of_a_post_seen_under_two_targets_the_counts_are_the_last_seen(house):
    liked = [replace(PLAIN, posts=(replace(POST, likes=likes), BARE)) for likes in (500, 400)]
    ref, other = PostRef("instagram", POST.code), replace(TARGET, name="another.account")
    house.seen(Showing(liked[0]).all())
    later = house.seen([Showing(liked[1]).page(POST)], target=other, kind=CaptureKind.POST, post=ref)
    found = show(house.archive, REF)
    assert found["counts"]["likes"]["value"] == 400
    assert found["last_capture"] == str(later)
    assert len(found["versions"]) == 2


def test_what_is_shown_is_json(seen):
    for text in (REF, str(TARGET)):
        assert json.loads(json.dumps(show(seen[0], text))) == show(seen[0], text)


@pytest.mark.parametrize("text", ["instagram:DfgzwvPlDjX", f"{SITE}/p/DfgzwvPlDjX/"])
def test_a_post_that_no_capture_shows_is_said_to_be_none(seen, text):
    if text.startswith("https"):
        with pytest.raises(
            AddressError, match="No capture in this archive shows instagram:DfgzwvPlDjX"
        ) as caught:
            show(seen[0], text)
        assert "archiver crawl" in caught.value.advice
    else:
        # Written so, it may be a post or an account; neither is here.
        with pytest.raises(AddressError, match="No capture in this archive"):
            show(seen[0], text)


def test_a_target_that_no_capture_is_of_is_said_to_be_none(seen):
    with pytest.raises(AddressError, match="No capture in this archive is of instagram:acme"):
        show(seen[0], "https://www.instagram.com/acme/")


@pytest.mark.parametrize(
    "text", ["", "DfgzwvPlDjX", "facebook:acme", "https://example.org/", ":", "instagram:"]
)
def test_what_nobody_understands_is_refused(seen, text):
    with pytest.raises(AddressError) as caught:
        show(seen[0], text)
    assert caught.value.exit_code == 2


def test_in_an_empty_archive_nothing_is_found(house):
    for text in (REF, str(TARGET), f"{SITE}/p/{POST.code}/"):
        with pytest.raises(AddressError):
            show(house.archive, text)


def test_an_account_named_like_a_posts_key_is_found_by_its_address(house):
    house.seen(Showing(PLAIN).all())
    twin = replace(PLAIN, account=replace(PLAIN.account, username=POST.code.lower(), pk=990_222))
    target = replace(TARGET, name=POST.code.lower())
    house.seen([Showing(twin).profile()], target=target)
    assert "post" in show(house.archive, REF)
    assert show(house.archive, f"{SITE}/{POST.code.lower()}/")["target"]["ref"] == str(target)
    assert house.archive.catalog.keys_named(POST.code) == [PostRef("instagram", POST.code)]


def test_a_target_is_shown_with_its_account_and_the_names_it_went_by(house):
    house.seen(Showing(PLAIN).all())
    renamed = replace(PLAIN, account=replace(PLAIN.account, username="hartmann.neu"))
    house.seen([Showing(renamed).profile()], target=replace(TARGET, name="hartmann.neu"))
    states = show(house.archive, "instagram:hartmann.neu")["account"]
    assert [state["fields"]["handle"] for state in states] == ["hartmann.werkzeuge", "hartmann.neu"]
    assert {state["id"] for state in states} == {str(PLAIN.account.pk)}
    first = states[0]
    assert first["fields"]["picture"].endswith(f"_{PLAIN.account.pk}_n.jpg")
    assert first["counts"]["followers"]["exact"] is True
    assert show(house.archive, str(TARGET))["account"] == states


def test_of_an_account_its_category_is_read_where_it_is_shown():
    shown = {"pk": "7", "username": "acme", "biography": "", "category_name": "Industrial Company"}
    assert accounts.read(shown, "urn:r").category == "Industrial Company"
    assert accounts.read(shown | {"category_name": None, "category": "Tools"}, "urn:r").category == "Tools"
    bare = accounts.read({"pk": "7", "username": "acme"}, "urn:r")
    assert (bare.category, bare.picture, bare.links) == (None, None, None)
