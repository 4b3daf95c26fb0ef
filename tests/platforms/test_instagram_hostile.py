"""Whatever an answer holds, reading it ends, invents nothing, and leaves a gap where it did not understand."""

import itertools
import json
import random
import time
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from instagram_answers import (
    GOLDEN,
    documents_of,
    expected,
    golden,
    number_of,
    places,
    read,
    read_page,
    replaced,
    texts,
    with_documents,
)

from archiver.model.gap import GapReason
from archiver.platforms.instagram.extract import extract

GOLDENS = (
    "profile_logged_out.html",
    "permalink_reel.html",
    "permalink_carousel.html",
    "permalink_gated.html",
    "timeline_xdt.json",
    "web_profile_info.json",
    "permalink_web_info.json",
    "clips.json",
    "suggestions.json",
    "require_login.json",
    "graphql_failed.json",
)
INSTEAD = (None, 7, "x", True, ["x"], {"a": 1}, ...)
"""What is put in a value's place; the last takes it out."""
MOST_ALIKE = 3
"""Place in a list behind which its entries only repeat what stood before."""
NOT_UNDERSTOOD = (GapReason.UNKNOWN_SHAPE, GapReason.ID_MISMATCH)
few = partial(settings, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def codes_in(node):
    """Give the codes of all posts in a document, slides not counted."""
    found, pending = set(), [node]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            found |= {value[key] for key in ("code", "shortcode") if isinstance(value.get(key), str)}
            pending += [
                v for k, v in value.items() if k not in ("carousel_media", "edge_sidecar_to_children")
            ]
        elif isinstance(value, list):
            pending += value
    return found


def miscounted(reading, _):
    posts = [gap for gap in reading.gaps if not gap.subject.startswith("the listing")]
    missed = sum(gap.reason in NOT_UNDERSTOOD for gap in posts)
    counted = reading.understood == len(reading.observations) == reading.seen - missed
    return [] if counted else [(reading.seen, reading.understood, missed)]


def wrong_posts(reading, known):
    """Give the posts whose two ids disagree, or that were not in the answer before it was changed."""
    return [
        seen
        for seen in reading.observations
        if not seen.permanent_id.isascii()
        or number_of(seen.ref.key) != int(seen.permanent_id)
        or seen.ref.key not in known["codes"]
    ]


def unowned(reading, _):
    return [
        seen.owner_id
        for seen in reading.observations
        if not (seen.owner_id.isascii() and seen.owner_id.isdigit())
    ]


def unnumbered(reading, _):
    numbers = [account.account_id for account in reading.accounts]
    return [
        one for one in (*numbers, *(page.owner_id for page in reading.listings)) if one and not one.isdigit()
    ]


def invented(reading, known):
    """Give the words and addresses that stood nowhere in the answer."""
    words = [
        word
        for seen in reading.observations
        for word in (
            seen.caption,
            seen.alt,
            seen.owner_name,
            seen.product,
            *(medium.alt for medium in seen.media),
            *(candidate.address for medium in seen.media for candidate in medium.candidates),
            *(seen.location[1:] if seen.location else ()),
        )
    ]
    words += [
        word for account in reading.accounts for word in (account.handle, account.name, account.biography)
    ]
    words += [link for page in reading.listings for link in (page.next, page.asked)]
    return [word for word in words if word and (not isinstance(word, str) or word not in known["texts"])]


def no_numbers(reading, _):
    numbers = [count.value for seen in reading.observations for _, count in seen.counts]
    numbers += [
        size
        for seen in reading.observations
        for medium in seen.media
        for candidate in medium.candidates
        for size in (candidate.width, candidate.height)
        if size is not None
    ]
    return [number for number in numbers if type(number) is not int or number < 0]


CHECKS = (miscounted, wrong_posts, unowned, unnumbered, invented, no_numbers)


@pytest.fixture(scope="module")
def faults():
    """Put each other thing in the place of each value of each golden, one at a time, and keep what is wrong then."""
    found = {"crashes": []} | {check.__name__: [] for check in CHECKS}
    for name in GOLDENS:
        documents = documents_of(name)
        variables = json.loads(expected()[name]["came"].get("variables", "{}"))
        known = {"codes": codes_in(documents), "texts": texts([documents, variables])}
        for path, value in itertools.product(places(documents), INSTEAD):
            if max((step for step in path if isinstance(step, int)), default=0) > MOST_ALIKE:
                continue
            if len(path) == 1 and value is ...:
                continue
            where = (name, path, value)
            try:
                reading = extract([with_documents(name, replaced(documents, path, value))])
            except Exception as error:  # noqa: BLE001 - any of them is what is looked for
                found["crashes"].append((where, repr(error)))
                continue
            now = known | {"texts": known["texts"] | texts(value)} if texts(value) else known
            for check in CHECKS:
                found[check.__name__] += [(where, wrong) for wrong in check(reading, now)]
    return found


@pytest.mark.prove
def test_no_change_of_one_value_keeps_an_answer_from_being_read(faults):
    assert faults["crashes"] == []


@pytest.mark.prove
def test_no_change_of_one_value_makes_a_wrong_post(faults):
    assert faults["wrong_posts"] == []


@pytest.mark.prove
def test_no_change_of_one_value_makes_a_miscount_of_what_was_understood(faults):
    assert faults["miscounted"] == []


@pytest.mark.prove
def test_no_change_of_one_value_makes_an_owner_without_a_number(faults):
    assert faults["unowned"] == []


@pytest.mark.prove
def test_no_change_of_one_value_makes_an_account_without_a_number(faults):
    assert faults["unnumbered"] == []


@pytest.mark.prove
def test_no_change_of_one_value_makes_words_that_nobody_wrote(faults):
    assert faults["invented"] == []


@pytest.mark.prove
def test_no_change_of_one_value_makes_a_number_of_what_is_none(faults):
    assert faults["no_numbers"] == []


@pytest.mark.parametrize("name", GOLDENS)
def test_a_truncated_answer_gives_no_post_that_the_whole_one_does_not(name):
    content = (GOLDEN / name).read_bytes()
    whole = extract([golden(name)])
    for end in range(0, len(content), max(1, len(content) // 60)):
        reading = extract([golden(name, content[:end])])
        assert {seen.ref for seen in reading.observations} <= {seen.ref for seen in whole.observations}
        assert set(reading.observations) <= set(whole.observations)


@pytest.mark.parametrize("name", ["media_info.json", "timeline_xdt.json", "two_documents.json"])
def test_a_truncated_answer_of_json_is_a_gap(name):
    content = (GOLDEN / name).read_bytes()
    (gap,) = extract([golden(name, content[: len(content) // 2])]).gaps
    assert gap.reason is GapReason.NOT_JSON


def test_a_truncated_block_of_a_page_is_a_gap_beside_the_others():
    content = (GOLDEN / "profile_logged_out.html").read_bytes()
    cut = content.rindex(b'"page_info"')
    reading = extract([golden("profile_logged_out.html", content[:cut] + b"</script></body></html>")])
    assert [gap.reason for gap in reading.gaps] == [GapReason.NOT_JSON]
    assert len(reading.accounts) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        "code pk id media_type taken_at user owner caption items edges node page_info username biography data "
        "shortcode if_not_gated_logged_out polaris_ordered_timeline_connection errors message carousel_media".split()
    ), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@given(value=json_values)
@few(max_examples=120)
def test_any_json_of_familiar_names_can_be_read(value):
    reading = read(value)
    assert wrong_posts(reading, {"codes": codes_in(value)}) == []
    assert miscounted(reading, None) == []


@given(name=st.sampled_from(GOLDENS), seed=st.integers(0, 2**32), share=st.floats(0.01, 0.3))
@few(max_examples=150)
def test_keys_left_out_at_random_make_no_wrong_post(name, seed, share):
    draws, documents = random.Random(seed), documents_of(name)
    known = {"codes": codes_in(documents)}

    def thinned(node):
        if isinstance(node, dict):
            return {key: thinned(value) for key, value in node.items() if draws.random() > share}
        return [thinned(value) for value in node] if isinstance(node, list) else node

    reading = extract([with_documents(name, thinned(documents))])
    assert wrong_posts(reading, known) == []
    assert miscounted(reading, None) == []
    assert {gap.reason for gap in reading.gaps} <= {
        *NOT_UNDERSTOOD,
        GapReason.PARTIAL_ERROR,
        GapReason.NO_ADDRESS,
    }


def told(reading):
    """Give all that was read, whatever its order."""
    facts = (*reading.pages, *reading.accounts, *reading.observations, *reading.gaps)
    return (sorted(map(repr, (*facts, *reading.listings))), reading.seen, reading.understood)


@given(name=st.sampled_from(GOLDENS), seed=st.integers(0, 2**32))
@few(max_examples=100)
def test_blocks_and_keys_in_another_order_read_the_same(name, seed):
    draws, documents = random.Random(seed), documents_of(name)

    def shuffled(node):
        if isinstance(node, dict):
            entries = list(node.items())
            draws.shuffle(entries)
            return {key: shuffled(value) for key, value in entries}
        return [shuffled(value) for value in node] if isinstance(node, list) else node

    draws.shuffle(documents)
    assert told(extract([with_documents(name, shuffled(documents))])) == told(extract([golden(name)]))


def test_many_levels_that_can_still_be_parsed_are_walked():
    levels = 200
    nested = b'{"a":[' * levels + (GOLDEN / "media_info.json").read_bytes() + b"]}" * levels
    assert len(read(nested).observations) == 1


@pytest.mark.parametrize("number", ["1" + "0" * 400, "-1" + "0" * 400, "1e400", "-0.0", "NaN", "9" * 5000])
@pytest.mark.parametrize("key", ["taken_at", "like_count", "media_type", "width", "carousel_media_count"])
def test_a_huge_number_keeps_an_answer_from_nothing_but_its_own_post(key, number):
    text = (GOLDEN / "media_info.json").read_text(encoding="utf-8")
    marked = text.replace(f'"{key}": ', f'"{key}": {number}, "was": ')
    assert marked != text
    reading = read(marked)
    assert reading.understood <= reading.seen <= 1
    assert reading.observations or reading.gaps


@pytest.mark.parametrize(
    "shape",
    [
        b"<script ",
        b"<script data-sjs>",
        b'<script data-sjs">{',
        b"<meta ",
        b'<meta content="',
        b'<meta content="1',
    ],
)
def test_a_page_of_openings_without_ends_takes_no_longer_than_it_is_long(shape):
    page = shape * (20_000 // len(shape))
    began = time.process_time()
    read_page(page)
    assert time.process_time() - began < 0.05
