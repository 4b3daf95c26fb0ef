"""The Merkle tree: held to the vectors of the Certificate Transparency log, a naive RFC 6962, and pymerkle."""

import warnings
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.formats import merkle

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymerkle import InmemoryTree

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = """
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
    fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
    aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
    d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
    4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
    76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
    ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
    5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()
"""Of the first n leaves: test vectors of the Certificate Transparency reference implementation."""


def naive(leaves):
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive(leaves[:split]) + naive(leaves[split:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_the_root_over_the_first_leaves_is_that_of_the_reference_vectors(size):
    assert merkle.tree_root(LEAVES[:size]).hex() == ROOTS[size]


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_the_root_is_that_of_a_naive_rfc_6962(leaves):
    assert merkle.tree_root(leaves) == naive(leaves)


@pytest.mark.parametrize("size", [*range(1, 35), 63, 64, 65, 127, 128, 129, 541])
def test_the_root_is_that_of_pymerkle(size):
    leaves = [f"leaf {number}".encode() for number in range(size)]
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    assert merkle.tree_root(leaves) == tree.get_root()


@settings(max_examples=50)
@given(st.lists(st.binary(max_size=8), min_size=2, max_size=20), st.data())
def test_any_changed_swapped_or_missing_leaf_changes_the_root(leaves, data):
    at = data.draw(st.integers(0, len(leaves) - 1))
    root = merkle.tree_root(leaves)
    assert merkle.tree_root([*leaves[:at], leaves[at] + b"x", *leaves[at + 1 :]]) != root
    assert merkle.tree_root(leaves[:at] + leaves[at + 1 :]) != root
    if leaves[at] != leaves[at - 1]:
        swapped = list(leaves)
        swapped[at], swapped[at - 1] = swapped[at - 1], swapped[at]
        assert merkle.tree_root(swapped) != root


def test_a_leaf_cannot_pass_for_a_node():
    left, right = merkle.leaf_hash(b"a"), merkle.leaf_hash(b"b")
    assert merkle.tree_root([b"a", b"b"]) != merkle.tree_root([left + right])


def test_leaves_may_come_one_by_one():
    assert merkle.tree_root(iter(LEAVES)) == merkle.tree_root(LEAVES)


def test_a_tree_that_grows_has_the_root_of_the_whole_at_every_size():
    tree = merkle.Frontier()
    for size, root in enumerate(ROOTS):
        assert (tree.size, tree.root.hex()) == (size, root)
        tree = tree.grown([merkle.leaf_hash(LEAVES[size])] if size < len(LEAVES) else [])


@given(st.lists(st.lists(st.binary(max_size=3), max_size=9), max_size=9))
def test_a_tree_that_grows_by_any_parts_is_the_tree_over_all(parts):
    tree = merkle.Frontier()
    for part in parts:
        tree = tree.grown(map(merkle.leaf_hash, part))
    every = [leaf for part in parts for leaf in part]
    assert (tree.size, tree.root) == (len(every), merkle.tree_root(every))
    assert len(tree.hashes) == tree.size.bit_count()
