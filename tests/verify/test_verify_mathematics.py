"""Trees, cuts, canonical JSON and openings, against implementations that are not the verifier's."""

import base64
from hashlib import sha256, sha512

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from archiver.formats import commitments, ssh_key
from archiver.verify import segments, trees
from archiver.verify.canonical import parse, written
from archiver.verify.identity import fingerprint


def rfc6962(leaves: list[bytes]) -> bytes:
    """Give the Merkle tree hash as RFC 6962 section 2.1 writes it down."""
    if len(leaves) == 0:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + rfc6962(leaves[:k]) + rfc6962(leaves[k:])).digest()


def salts(seed: bytes, count: int) -> list[bytes]:
    """Grow salts down the tree that RFC 6962 gives as many leaves."""
    if count <= 1:
        return [seed][:count]
    k = 1
    while k * 2 < count:
        k *= 2
    both = sha512(seed).digest()
    return salts(both[:32], k) + salts(both[32:], count - k)


@pytest.mark.parametrize("count", [*range(1, 70), 1000])
def test_tree_without_salts_is_that_of_the_rfc_and_of_pymerkle(count):
    leaves = [str(number).encode() for number in range(count)]
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    assert trees.tree_root(leaves) == rfc6962(leaves) == tree.get_root()


def test_tree_of_nothing():
    assert trees.tree_root([]) == trees.root([], 0, bytes(32)) == sha256(b"").digest()


PART = 1 << 14


@pytest.mark.parametrize(
    "count", [*range(40), PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1, 3 * PART + 5]
)
def test_salted_tree_is_that_of_the_rfc_across_the_parts_it_is_worked_in(count):
    seed = sha256(b"seed").digest()
    texts = [str(number).encode() for number in range(count)]
    salted = [salt + text for salt, text in zip(salts(seed, count), texts, strict=True)]
    assert trees.root(texts, count, seed) == rfc6962(salted)


TEXT = st.one_of(
    st.binary(max_size=400),
    st.lists(
        st.sampled_from([b'"', b'ab"', b"x" * 63, b"x" * 64, b"x" * 65, b"\n", b'x\x00"']), max_size=60
    ).map(b"".join),
)


@given(TEXT)
def test_fine_cut_is_the_stated_one(text):
    cut = list(trees.fine(text))
    assert b"".join(cut) == text
    assert all(1 <= len(segment) <= 64 for segment in cut)
    assert not any(end in segment[:-1] for segment in cut for end in (b'"', b"\n"))
    assert all(segment.endswith((b'"', b"\n")) or len(segment) == 64 for segment in cut[:-1])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 200), st.lists(st.integers(1, 90), min_size=1, max_size=9), st.integers(1000, 3000))
def test_fine_cut_does_not_change_where_its_windows_meet(before, gaps, times):
    text = b"x" * before + b"".join(b"y" * gap + b'"' for gap in gaps) * times
    assert list(trees.fine(text)) == commitments.cut_fine(text)


@given(st.lists(st.integers(0, 900_000), max_size=8))
def test_coarse_cut_does_not_depend_on_how_the_bytes_come(sizes):
    cut = list(trees.coarse(bytes(size) for size in sizes))
    assert sum(map(len, cut)) == sum(sizes)
    assert all(len(segment) == 1 << 20 for segment in cut[:-1])
    assert all(0 < len(segment) <= 1 << 20 for segment in cut[-1:])


# canonical JSON

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=400)
@given(JSON)
def test_canonical_json_is_that_of_another_implementation(value):
    text = rfc8785.dumps(value)
    assert written(value) == text
    assert parse(text)[1] is True


@settings(max_examples=400)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_spelled_as_ecmascript_does(number):
    assert written(number) == rfc8785.dumps(number)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1e21, b"1e+21"),
        (1e20, b"100000000000000000000"),
        (1e-6, b"0.000001"),
        (1.5e-7, b"1.5e-7"),
        (-0.0, b"0"),
        (4.5, b"4.5"),
        (5e-324, b"5e-324"),
        (1.7976931348623157e308, b"1.7976931348623157e+308"),
        (-12.5, b"-12.5"),
    ],
)
def test_numbers_of_the_standard(number, text):
    assert written(number) == text


@pytest.mark.parametrize(
    "text",
    [
        b" 1",
        b"1.0",
        b"-0",
        b"1e0",
        b'{"b":0,"a":0}',
        b'{"a":0,"a":0}',
        b'"\\u0061"',
        b'"\\/"',
        b'"\\ud800"',
        b"[1, 2]",
        b"9007199254740993",
        b"1" * 400,
        b"NaN",
        b"Infinity",
        b"1e999",
        '{"\ue000":0,"\U0001f600":0}'.encode(),
    ],
)
def test_json_that_is_not_canonical(text):
    assert parse(text)[1] is False


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff", b'"\xed\xa0\x80"', b"\xef\xbb\xbf1", b"[" * 100_000, b"1" * 5000]
)
def test_text_that_is_no_json(text):
    with pytest.raises(ValueError, match=r"\w"):
        parse(text)


def test_fingerprint_is_that_of_the_writing_side():
    public = ssh_key.generate().public
    assert fingerprint(public) == ssh_key.fingerprint(public)
    assert (
        fingerprint(public + "=") == fingerprint(f"ssh-ed25519 {base64.b64encode(b'x' * 51).decode()}") == ""
    )


# openings


@st.composite
def openings(draw) -> tuple[list[bytes], bytes, list[tuple[int, int]]]:
    cut = commitments.cut_fine(draw(TEXT.filter(bool)))
    bounds = sorted(draw(st.sets(st.integers(0, len(cut)), min_size=2, max_size=8)))
    runs = list(zip(bounds[::2], bounds[1::2], strict=False))
    return cut, draw(st.binary(min_size=32, max_size=32)), runs


def as_json(opening: commitments.Opening) -> dict:
    return {
        "count": opening.count,
        "runs": [list(run) for run in opening.runs],
        "seeds": [seed.hex() for seed in opening.seeds],
        "hashes": [value.hex() for value in opening.hashes],
    }


def opened(cut: list[bytes], seed: bytes, runs: list[tuple[int, int]]) -> tuple[bytes, dict, list[bytes]]:
    shown = [segment for start, stop in runs for segment in cut[start:stop]]
    return trees.root(cut, len(cut), seed), as_json(commitments.opened(cut, seed, runs)), shown


@given(openings())
def test_opening_leads_to_the_root(made):
    root, opening, shown = opened(*made)
    assert segments.root(opening, shown) == root


def leads_to(opening: dict, shown: list[bytes]) -> bytes:
    try:
        return segments.root(opening, shown)
    except ValueError:
        return b""


@given(openings(), st.data())
def test_changed_segment_never_leads_to_the_root(made, data):
    root, opening, shown = opened(*made)
    at = data.draw(st.integers(0, len(shown) - 1))
    changed = data.draw(st.binary(max_size=70).filter(lambda text: text != shown[at]))
    assert leads_to(opening, [*shown[:at], changed, *shown[at + 1 :]]) != root
    assert leads_to(opening, [*shown, b""]) != root
    assert leads_to(opening, shown[:-1]) != root
    assert leads_to(opening, [*shown[:at], shown[at], *shown[at:]]) != root


@given(openings(), st.data())
def test_changed_seed_or_hash_never_leads_to_the_root(made, data):
    root, opening, shown = opened(*made)
    key = data.draw(st.sampled_from([key for key in ("seeds", "hashes") if opening[key]]))
    at = data.draw(st.integers(0, len(opening[key]) - 1))
    value = bytearray.fromhex(opening[key][at])
    value[data.draw(st.integers(0, 31))] ^= data.draw(st.integers(1, 255))
    values = [*opening[key][:at], value.hex(), *opening[key][at + 1 :]]
    assert leads_to(opening | {key: values}, shown) != root
    assert leads_to(opening | {key: opening[key][:at] + opening[key][at + 1 :]}, shown) != root
    assert leads_to(opening | {key: [*opening[key], "00" * 32]}, shown) != root


SIX = [b'"%d"' % number for number in range(6)]


def test_run_that_overlaps_another_cannot_show_a_false_segment():
    root, opening, _ = opened(SIX, bytes(32), [(0, 6)])
    assert leads_to(opening | {"runs": [[0, 6], [1, 2]]}, [SIX[0], b"false", *SIX[2:], SIX[1]]) != root


def test_run_beyond_the_text_cannot_show_a_false_segment():
    root, opening, _ = opened(SIX, bytes(32), [(0, 6)])
    assert leads_to(opening | {"runs": [[0, 6], [7, 8]]}, [*SIX, b"false"]) != root
    assert leads_to(opening | {"runs": [[-1, 6]]}, [b"false", *SIX]) != root


def test_salt_of_another_length_cannot_hide_the_beginning_of_a_segment():
    root, opening, [shown] = opened(SIX, bytes(32), [(2, 3)])
    longer = (bytes.fromhex(opening["seeds"][0]) + shown[:1]).hex()
    assert leads_to(opening | {"seeds": [longer]}, [shown[1:]]) != root


@pytest.mark.parametrize("runs", [[], [[0, 0]], [[3, 2]], [[0, 2], [2, 4]], [[2, 4], [0, 1]], [[0, 7]]])
def test_runs_of_no_form_are_refused(runs):
    _, opening, shown = opened(SIX, bytes(32), [(0, 6)])
    with pytest.raises(ValueError, match="form"):
        segments.root(opening | {"runs": runs}, shown)


def test_enormous_count_is_refused():
    _, opening, shown = opened(SIX, bytes(32), [(0, 6)])
    with pytest.raises(ValueError, match="less than"):
        segments.root(opening | {"count": 1 << 5000}, shown)
