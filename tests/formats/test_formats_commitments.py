"""Segments, salts and openings: held to docs/format.md by a naive reading of it, and to the stand-alone check."""

import hmac
import json
import re
from hashlib import sha256, sha512
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.formats import commitments
from archiver.formats.commitments import (
    COARSE_BYTES,
    FINE_LIMIT,
    RULE,
    commit,
    cut_fine,
    grow,
    hashes_of,
    seed_of,
)
from archiver.formats.merkle import root_of
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram import pages
from archiver.simulator.instagram.signing import Signer
from archiver.verify import segments

SEED = sha256(b"a seed").digest()
texts = st.one_of(st.binary(max_size=700), st.text(alphabet='ab"\\\n', max_size=700).map(str.encode))


def naive_cut(text):
    """Rule 2 of the format page, byte by byte."""
    cut, current = [], b""
    for byte in text:
        current += bytes([byte])
        if byte in b'"\n' or len(current) == 64:
            cut.append(current)
            current = b""
    return [*cut, current] if current else cut


def naive_salts(seed, count):
    """Rule 3 of the format page: down a tree of the shape that RFC 6962 gives a tree of as many leaves."""
    if count <= 1:
        return [seed] * count
    split = 1
    while split * 2 < count:
        split *= 2
    both = sha512(seed).digest()
    return naive_salts(both[:32], split) + naive_salts(both[32:], count - split)


def naive_root(leaves):
    """Rule 4 of the format page, on hashed leaves."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


@given(texts)
@example(b"")
@example(b'"' * 3)
@example(b"x" * 64)
@example(b"x" * 63 + b'"')
@example(b"x" * 64 + b'"')
@example(b"x" * 63 + b"\n")
@example(b"x" * 64 + b"\n" + b"\r\n")
def test_a_text_is_cut_as_the_format_page_says(text):
    assert cut_fine(text) == naive_cut(text)
    assert b"".join(cut_fine(text)) == text


@pytest.mark.parametrize("count", [*range(35), 63, 64, 65, 100, 257])
def test_salts_grow_down_a_tree_of_the_same_shape(count):
    assert grow(SEED, count) == b"".join(naive_salts(SEED, count))


@given(texts)
def test_the_commitment_to_a_text_is_the_one_of_the_format_page(text):
    segments_ = naive_cut(text)
    leaves = [
        sha256(b"\x00" + salt + segment).digest()
        for salt, segment in zip(naive_salts(SEED, len(segments_)), segments_, strict=True)
    ]
    assert commit(text, SEED) == (len(segments_), naive_root(leaves))


def test_the_seed_of_a_text_is_keyed_by_rule_position_and_part():
    assert RULE == "segments/2"
    assert seed_of(SEED, 12, "address") == hmac.new(SEED, b"segments/2 12 address", "sha256").digest()
    assert (
        len({seed_of(SEED, place, part) for place in range(20) for part in ("head", "address", "block")})
        == 60
    )


def test_the_limits_are_those_of_the_format_page():
    assert (COARSE_BYTES, FINE_LIMIT) == (1_048_576, 67_108_864)


def test_as_many_salts_as_segments_are_asked_for():
    with pytest.raises(ValueError, match="zip"):
        hashes_of([b"a", b"b"], bytes(32))


@st.composite
def opened_texts(draw):
    parts = draw(st.lists(st.binary(max_size=9), min_size=1, max_size=40))
    inner = draw(st.lists(st.integers(0, len(parts)), min_size=2, max_size=8, unique=True).map(sorted))
    bounds = inner if len(inner) % 2 == 0 else inner[:-1]
    return parts, list(zip(bounds[::2], bounds[1::2], strict=True))


def as_shown(parts, runs):
    opening = commitments.opened(parts, SEED, runs)
    document = {
        "count": opening.count,
        "runs": [list(run) for run in opening.runs],
        "seeds": [seed.hex() for seed in opening.seeds],
        "hashes": [each.hex() for each in opening.hashes],
    }
    return document, [part for start, stop in runs for part in parts[start:stop]]


@settings(deadline=None, max_examples=200)
@given(opened_texts())
@example(([b"only"], [(0, 1)]))
@example(([b"a", b"b", b"c", b"d", b"e"], [(0, 1), (2, 3), (4, 5)]))
def test_shown_segments_lead_a_stranger_to_the_committed_root(case):
    parts, runs = case
    committed = root_of(hashes_of(parts, grow(SEED, len(parts))))
    document, shown = as_shown(parts, runs)
    assert segments.root(document, shown) == committed


@settings(deadline=None)
@given(opened_texts(), st.data())
def test_a_changed_shown_segment_leads_elsewhere(case, data):
    parts, runs = case
    committed = root_of(hashes_of(parts, grow(SEED, len(parts))))
    document, shown = as_shown(parts, runs)
    at = data.draw(st.integers(0, len(shown) - 1))
    shown[at] += b"!"
    assert segments.root(document, shown) != committed


@settings(deadline=None)
@given(opened_texts())
def test_no_salt_of_a_hidden_segment_can_be_had_from_an_opening(case):
    parts, runs = case
    salts = naive_salts(SEED, len(parts))
    hidden = {salts[at] for at in range(len(parts)) if not any(start <= at < stop for start, stop in runs)}
    opening = commitments.opened(parts, SEED, runs)
    grown = set(opening.seeds)
    for _ in range(7):
        grown |= {half for seed in grown for half in (sha512(seed).digest()[:32], sha512(seed).digest()[32:])}
    assert not hidden & (grown | set(opening.hashes))


def test_one_post_of_many_is_opened_with_about_a_kilobyte():
    parts = [f"segment {number}".encode() for number in range(20_000)]
    opening = commitments.opened(parts, SEED, [(9_001, 9_050)])
    assert 32 * (len(opening.seeds) + len(opening.hashes)) < 1_200


@pytest.mark.parametrize(
    "runs",
    [
        [],
        [(0, 0)],
        [(2, 1)],
        [(0, 2), (2, 3)],
        [(0, 2), (1, 3)],
        [(2, 3), (0, 1)],
        [(-1, 1)],
        [(0, 6)],
        [(5, 6)],
    ],
)
def test_runs_that_are_empty_out_of_order_touching_or_beyond_the_text_are_refused(runs):
    with pytest.raises(ValueError, match="runs must be"):
        commitments.opened([b"a", b"b", b"c", b"d", b"e"], SEED, runs)


def profile_page():
    return pages.profile_page(hartmann(9), Signer("commitments", 1_795_000_000))


def largest_json():
    found = re.findall(rb"<script[^>]*\bdata-sjs[^>]*>(.*?)</script>", profile_page(), re.DOTALL)
    return max(found, key=len)


def blotted(segment):
    """Hide a segment: quotes stay, and so does the stroke that keeps a quote from ending its text."""
    blot = re.sub(rb'[^"]', b"x", segment)
    return blot[:-2] + b'\\"' if segment.endswith(b'\\"') else blot


def string_values(text):
    """Give the places of all JSON strings of a text, between their quotes, in order."""
    return [match.span(1) for match in re.finditer(rb'"((?:[^"\\]|\\.)*)"', text, re.DOTALL)]


def hidden(text, spans):
    """Blot out every segment that lies within one of the spans or ends with its closing quote."""
    parts, at, result = cut_fine(text), 0, b""
    for part in parts:
        end = at + len(part)
        inside = any(start <= at and end <= stop + 1 for start, stop in spans)
        result += blotted(part) if inside else part
        at = end
    return result


def shape(value):
    if isinstance(value, dict):
        return [shape(each) for each in value.values()]
    return [shape(each) for each in value] if isinstance(value, list) else type(value)


def test_a_strings_segments_are_its_own_from_one_quote_to_the_other():
    text = largest_json()
    bounds = {0}
    for part in cut_fine(text):
        bounds.add(max(bounds) + len(part))
    assert all(start in bounds and stop + 1 in bounds for start, stop in string_values(text))


def test_json_with_any_of_its_texts_hidden_still_parses_and_keeps_its_shape():
    text = largest_json()
    whole, spans = json.loads(text), string_values(text)
    assert len(spans) > 400
    for at in range(0, len(spans), 13):
        start, stop = spans[at]
        copy = hidden(text, [spans[at]])
        assert len(copy) == len(text)
        assert copy[:start] == text[:start]
        assert copy[stop:] == text[stop:]
        json.loads(copy)
    values = [span for span in spans if text[span[1] + 1 : span[1] + 2] != b":"]
    assert shape(json.loads(hidden(text, values))) == shape(whole)
    assert b"HW 4020" in text
    assert b"HW 4020" not in hidden(text, values)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, [name for name, _ in attrs]))


def test_html_with_its_attribute_values_hidden_has_the_same_tags():
    html = profile_page()
    spans = [match.span(1) for match in re.finditer(rb'="([^"]*)"', html)]
    copy = hidden(html, spans)
    before, after = Tags(), Tags()
    before.feed(html.decode())
    after.feed(copy.decode())
    assert copy != html
    assert len(before.tags) > 50
    assert after.tags == before.tags
