"""Extraction is total: any bytes give a reading, and never a post that is not one."""

import base64
import functools
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from instagram_answers import (
    BLOCK,
    QUERY,
    SITE,
    answer,
    document,
    documents_of,
    expected,
    golden,
    medium,
    number_of,
    places,
    read,
    read_legacy,
    read_medium,
    replaced,
    with_documents,
)

from archiver.model.exchange import Exchange
from archiver.model.gap import GapReason
from archiver.model.refs import PostRef, TargetRef
from archiver.platforms.instagram import urls
from archiver.platforms.instagram.extract import extract
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram import pages
from archiver.simulator.instagram.signing import Signer

often = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = [name for name in expected() if name.endswith((".json", ".html"))]
PARTS = [name for name in NAMES if documents_of(name)]
VALUES = [
    ...,
    None,
    True,
    False,
    0,
    -1,
    1,
    8,
    2**31,
    10**20,
    -(10**30),
    1.5,
    1e308,
    "",
    "0",
    "-1",
    "x",
    "ü\u2028\x00",
    "990000111222",
    "3990000000000000001",
    "DdfU9wtzwAB",
    "\ud800",
    [],
    [None],
    [[]],
    [{}],
    {},
    {"edges": [None]},
    {"edges": [{"node": None}, {"node": {}}]},
    {"pk": "1", "code": "B", "media_type": 1},
    {"text": None},
    {"count": -1},
]
ODD = st.one_of(
    st.sampled_from(VALUES),
    st.integers(),
    st.floats(allow_nan=False),
    st.lists(st.none() | st.booleans(), max_size=2),
)
DEEP = 100_000
LONG_NUMBER = "9" * 5_000


def sound(reading):
    """Hold a reading against what must be true of every reading."""
    assert 0 <= reading.understood <= reading.seen
    assert reading.understood == len(reading.observations) + len(reading.stories)
    for observation in reading.observations:
        assert number_of(observation.ref.key) == int(observation.permanent_id)
        assert observation.ref.platform == "instagram"
        assert observation.owner_id
        assert observation.kind in ("image", "video", "carousel")
        assert observation.published_at is None or observation.published_at.tzinfo is not None
        assert all(part.candidates for part in observation.media)
        assert all(count.value >= 0 for _, count in observation.counts)
        hash(observation)
    for listing in reading.listings:
        assert {entry for entry in listing.entries if entry} <= {each.ref for each in reading.observations}
    assert all(gap.reason in GapReason and len(gap.detail) <= 200 for gap in reading.gaps)
    return reading


@functools.cache
def simulated():
    """Pages of the simulated company by their address."""
    company, signer = hartmann(), Signer("properties", 1_795_500_000)
    kinds = {"video": "reel", "image": "p", "carousel": "p"}
    shown = {f"{SITE}/{company.handle}/": pages.profile_page(company, signer)}
    for post in company.posts:
        shown[f"{SITE}/{kinds[post.kind]}/{post.code}/"] = pages.post_page(company, post, signer)
    return shown


def simulated_blocks(address):
    return [json.loads(block) for block in BLOCK.findall(simulated()[address].decode())]


def simulated_with(address, documents):
    blocks = iter(json.dumps(each).replace("<", "\\u003C") for each in documents)
    return document(BLOCK.sub(lambda _: next(blocks), simulated()[address].decode()), address)


@functools.cache
def places_of(name):
    """Every place of a value in a golden's or simulated page's documents."""
    documents = documents_of(name) if name in NAMES else simulated_blocks(name)
    return tuple(place for place in places(documents) if len(place) > 1)


MIMES = st.sampled_from(["text/html", "application/json", "text/plain", "", "image/jpeg"])
OBTAINED = st.sampled_from(["page/document", "page/xhr", "page/script", "direct"])
ADDRESSES = st.sampled_from([QUERY, f"{SITE}/", f"{SITE}/brandt.pumpen/", f"{SITE}/p/DdfU9wtzwAB/", "urn:x"])
STARTS = st.sampled_from(
    [b"", b"{", b"[", b"<", b"for (;;);", b'{"data":', b"<script data-sjs>", b"\xef\xbb\xbf{", b"\xff"]
)


@given(
    STARTS, st.binary(max_size=300), MIMES, OBTAINED, ADDRESSES, st.sampled_from([200, 302, 404, 429, 500])
)
@often
def test_any_bytes_give_a_reading_without_a_post(start, content, mime, obtained, address, status):
    exchange = answer(start + content, address, mime=mime, obtained=obtained, status=status)
    assert sound(extract([exchange])).observations == ()


@given(MIMES, OBTAINED, ADDRESSES)
@often
def test_an_exchange_without_a_body_gives_a_reading(mime, obtained, address):
    whole = answer("", address, mime=mime, obtained=obtained)
    fields = {name: getattr(whole, name) for name in Exchange.__slots__} | {"body": None}
    assert sound(extract([Exchange(**fields)])).observations == ()


@given(st.sampled_from(NAMES), st.data())
@often
def test_any_truncation_of_a_golden_gives_no_post_that_the_whole_does_not(name, data):
    exchange = golden(name)
    cut = data.draw(st.integers(0, len(exchange.body)))
    reading = sound(extract([golden(name, exchange.body[:cut])]))
    assert set(reading.observations) <= set(extract([exchange]).observations)


@given(st.data())
@often
def test_any_truncation_of_a_page_gives_no_post_that_the_whole_does_not(data):
    address = data.draw(st.sampled_from(sorted(simulated())))
    whole = simulated()[address]
    cut = data.draw(st.integers(0, len(whole)))
    reading = sound(extract([document(whole[:cut], address)]))
    assert set(reading.observations) <= set(extract([document(whole, address)]).observations)


@given(st.sampled_from(NAMES), st.data())
@often
def test_any_byte_of_a_golden_may_be_another(name, data):
    content = golden(name).body
    if content:
        place = data.draw(st.integers(0, len(content) - 1))
        value = data.draw(st.integers(0, 255))
        sound(extract([golden(name, content[:place] + bytes([value]) + content[place + 1 :])]))


@given(st.sampled_from(PARTS), ODD, st.data())
@often
def test_any_value_of_a_golden_may_be_another_or_missing(name, value, data):
    place = data.draw(st.sampled_from(places_of(name)))
    changed = replaced(documents_of(name), place, value)
    sound(extract([with_documents(name, changed)]))


@given(ODD, st.data())
@often
def test_any_value_of_a_page_may_be_another_or_missing(value, data):
    address = data.draw(st.sampled_from(sorted(simulated())))
    place = data.draw(st.sampled_from(places_of(address)))
    sound(extract([simulated_with(address, replaced(simulated_blocks(address), place, value))]))


FIELDS = sorted(medium())


@pytest.mark.parametrize("value", VALUES, ids=ascii)
@pytest.mark.parametrize("field", FIELDS)
def test_any_field_of_a_post_may_be_another_or_missing(field, value):
    reading = sound(read_medium(**{field: value}))
    if field in ("pk", "code"):
        assert reading.observations == ()


@pytest.mark.parametrize("value", VALUES, ids=ascii)
@pytest.mark.parametrize(
    "field", ["id", "shortcode", "owner", "edge_media_to_caption", "display_url", "is_video"]
)
def test_any_field_of_a_legacy_post_may_be_another_or_missing(field, value):
    reading = sound(read_legacy(**{field: value}))
    if field in ("id", "shortcode", "owner"):
        assert [each.owner_id for each in reading.observations if each.owner_id != "1"] == []


@pytest.mark.parametrize("opening", ["[", '{"data":', '[{"a":'])
def test_a_hundred_thousand_levels_of_an_answer_are_a_gap(opening):
    (gap,) = sound(read(opening * DEEP)).gaps
    assert gap.reason is GapReason.NOT_JSON


@pytest.mark.parametrize("opening", ["[", '{"require":', '[{"a":'])
def test_a_hundred_thousand_levels_of_a_page_are_a_gap_and_the_rest_is_read(opening):
    (address, page) = next((at, page) for at, page in simulated().items() if "/p/" in at)
    deep = f'<script type="application/json" data-sjs>{opening * DEEP}</script>'.encode()
    reading = sound(extract([document(page.replace(b"<head>", b"<head>" + deep), address)]))
    assert [gap.reason for gap in reading.gaps] == [GapReason.NOT_JSON]
    assert len(reading.observations) == 1


@pytest.mark.parametrize("place", ["pk", "taken_at", "like_count", "media_type"])
def test_a_number_of_five_thousand_digits_makes_an_answer_unreadable_and_no_more(place):
    text = json.dumps({"items": [medium(**{place: 0})]}).replace(f'"{place}": 0', f'"{place}": {LONG_NUMBER}')
    (gap,) = sound(read(text)).gaps
    assert gap.reason is GapReason.NOT_JSON


@pytest.mark.parametrize("number", [LONG_NUMBER, "²", "③", "1²"], ids=["long", "power", "circled", "mixed"])
def test_a_text_that_only_looks_like_a_number_is_no_permanent_id(number):
    (gap,) = sound(read_medium(pk=number)).gaps
    assert gap.reason is GapReason.ID_MISMATCH


def test_a_permanent_id_is_written_in_plain_digits():
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    assert read_medium(pk=medium()["pk"].translate(arabic)).observations == ()


@pytest.mark.parametrize("found", [True, [1], {"pk": 1}, 1.5, "brandt", -1])
def test_what_is_no_number_is_no_owner(found):
    reading = sound(read_medium(user={"pk": found, "username": "brandt.pumpen"}))
    assert reading.observations == ()


@pytest.mark.parametrize("address", ["https://[x/1_n.jpg", "https://a\u2100b/1_n.jpg"])
def test_an_address_of_a_medium_that_cannot_be_split_is_a_gap_or_none(address):
    sound(read_medium(image_versions2={"candidates": [{"url": address}]}))


def test_a_nested_description_in_a_videos_address_is_a_gap_or_none():
    packed = base64.b64encode(b"[" * DEEP).decode()
    sound(read_medium(media_type=2, video_versions=[{"url": f"https://x.fbcdn.net/a.mp4?efg={packed}"}]))


def test_a_null_caption_of_a_legacy_post_is_not_a_word():
    reading = read_legacy(edge_media_to_caption={"edges": [{"node": {"text": None}}]})
    assert [each.caption for each in reading.observations] in ([], [""], [None])


@pytest.mark.parametrize("found", [[1], {"a": 1}, True, 5])
def test_a_caption_that_is_no_text_is_not_made_into_words(found):
    reading = read_medium(caption={"text": found})
    assert [each.caption for each in reading.observations] in ([], [None])


def test_a_truth_is_no_count():
    assert [each.counts for each in read_medium(like_count=True).observations] == [()]


LISTING = {"data": {"user": {"edge_owner_to_timeline_media": {"edges": [], "page_info": {}}}}}


@pytest.mark.parametrize(
    "written", ["", "{", "[]", "null", '{"after": 5}', '{"after": null}', "\ud800", "\x00"]
)
def test_variables_of_a_request_that_are_none_give_a_first_page(written):
    (listing,) = read(LISTING, fields=[("variables", written)]).listings
    assert listing.asked == ""


@pytest.mark.parametrize(
    "written", [" ", "\n\n", "\ufeff", "[" * DEEP], ids=["space", "lines", "mark", "deep"]
)
def test_variables_of_a_request_that_hold_nothing_give_a_first_page(written):
    (listing,) = read(LISTING, fields=[("variables", written)]).listings
    assert listing.asked == ""


@pytest.mark.parametrize("count", [LONG_NUMBER, ",", ".", "1.2.3K", "1,026"])
def test_a_number_of_posts_in_words_may_be_anything(count):
    sound(extract([document(f'<meta content="1 Followers, {count} Posts - x">', f"{SITE}/brandt.pumpen/")]))


def test_an_endless_number_of_posts_in_words_is_none():
    page = f'<meta content="1 Followers, {LONG_NUMBER}M Posts - x">'
    sound(extract([document(page, f"{SITE}/brandt.pumpen/")]))


def test_an_exchange_of_an_address_that_cannot_be_split_is_not_read():
    assert extract([answer("{}", "https://[x/")]).observations == ()


@given(st.text(max_size=80))
@example("//")
@example("\ud800")
@example("p/\n")
@often
def test_any_path_is_an_address_or_none(text):
    for written in (f"{SITE}/{text}", f"instagram:{text}", f"instagram.com/{text}"):
        ref = urls.parse(written)
        assert ref is None or isinstance(ref, TargetRef | PostRef)


@given(st.text(max_size=80))
@example("[")
@often
def test_any_text_is_an_address_or_none(text):
    for written in (text, f"https://{text}"):
        ref = urls.parse(written)
        assert ref is None or isinstance(ref, TargetRef | PostRef)


RESERVED = urls._OTHER_WORDS | urls._POST_WORDS
HANDLES = st.from_regex(r"[a-z0-9._]{1,30}", fullmatch=True).filter(
    lambda name: name not in RESERVED and name.strip(".")
)
CODES = st.from_regex(r"[A-Za-z0-9_-]{5,28}", fullmatch=True)


@given(st.builds(TargetRef, st.just("instagram"), HANDLES) | st.builds(PostRef, st.just("instagram"), CODES))
@often
def test_the_address_of_a_reference_reads_back_as_the_reference(ref):
    assert urls.parse(urls.address(ref)) == ref


@given(HANDLES)
@often
def test_the_written_form_of_a_target_reads_back_as_the_target(name):
    ref = TargetRef("instagram", name)
    assert urls.parse(str(ref)) == ref


@given(st.integers(1, 2**64))
@often
def test_code_and_number_are_each_others_inverse(number):
    assert number_of(urls.code_of(str(number))) == number


@pytest.mark.parametrize("found", [None, "", 0, ..., []], ids=ascii)
def test_a_post_whose_owner_has_no_number_is_a_gap(found):
    owner = {"pk": found, "username": "brandt.pumpen"}
    reading = sound(read_medium(user={"username": "brandt.pumpen"} if found is ... else owner))
    assert reading.observations == ()
    assert [gap.reason for gap in reading.gaps] == [GapReason.UNKNOWN_SHAPE]
