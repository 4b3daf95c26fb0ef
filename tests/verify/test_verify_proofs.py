"""Proofs of the ledger's tree: made here, checked by the verifier, with a library as oracle; nothing false holds."""

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.formats.merkle import Tree, leaf_hash, root_of
from archiver.verify.proofs import holds, root_by

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymerkle import InmemoryTree

MOST = 40
LEAVES = [leaf_hash(f"event {number}".encode()) for number in range(MOST)]
TREE = Tree(b"".join(LEAVES))


def tree(size):
    return b"".join(LEAVES[:size])


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_each_leaf_of_a_tree_of_any_size_leads_to_its_root_and_no_other_does(size):
    root = root_of(tree(size))
    for index in range(size):
        path = TREE.inclusion(index, size)
        assert root_by(LEAVES[index], index, size, path) == root
        for other in range(size):
            assert (root_by(LEAVES[index], other, size, path) == root) is (other == index)


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_each_earlier_tree_is_held_and_no_other_is(size):
    root = root_of(tree(size))
    for old in range(1, size + 1):
        path = TREE.consistency(old, size)
        assert holds(old, root_of(tree(old)), size, root, path)
        assert not holds(old, root_of(tree(old)[::-1]), size, root, path)
        for other in range(1, size + 1):
            if other != old:
                assert not holds(other, root_of(tree(other)), size, root, path)


def test_the_oracle_makes_the_same_paths():
    oracle = InmemoryTree(algorithm="sha256")
    for number in range(MOST):
        oracle.append_entry(f"event {number}".encode())
    for size in (1, 2, 3, 7, 8, 21, MOST):
        for index in range(size):
            told = oracle.prove_inclusion(index + 1, size).serialize()["path"]
            assert [bytes.fromhex(each) for each in told[1:]] == list(TREE.inclusion(index, size))


@given(
    size=st.integers(1, MOST), index=st.integers(0, MOST), place=st.integers(0, 7), bit=st.integers(0, 255)
)
def test_a_path_with_another_bit_leads_elsewhere(size, index, place, bit):
    index %= size
    path = list(TREE.inclusion(index, size))
    if path:
        changed = bytearray(path[place % len(path)])
        changed[bit // 8] ^= 1 << bit % 8
        path[place % len(path)] = bytes(changed)
        assert root_by(LEAVES[index], index, size, path) != root_of(tree(size))


@given(
    old=st.integers(-2, 50),
    new=st.integers(-2, 50),
    path=st.lists(st.binary(min_size=31, max_size=33), max_size=8),
)
def test_whatever_is_given_nothing_false_holds_and_nothing_is_raised(old, new, path):
    held = holds(old, bytes(32), new, bytes(32), path)
    assert held is (0 < old == new and not path)
    assert root_by(bytes(32), old, new, path) is None or 0 <= old < new


@pytest.mark.parametrize("change", ["shorter", "longer", "a hash of another length"])
def test_a_path_of_another_length_leads_nowhere(change):
    for size in (2, 3, 5, 8, 13):
        path = list(TREE.inclusion(size - 1, size))
        wrong = {
            "shorter": path[:-1],
            "longer": [*path, bytes(32)],
            "a hash of another length": [*path[:-1], bytes(31)],
        }
        assert root_by(LEAVES[size - 1], size - 1, size, wrong[change]) is None


@pytest.mark.parametrize("size", range(MOST + 1))
def test_the_root_at_each_size_is_that_over_its_leaves(size):
    assert TREE.root(size) == root_of(tree(size))


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1), (MOST + 1, 0)])
def test_of_what_is_not_there_is_no_proof(size, index):
    with pytest.raises(IndexError):
        TREE.inclusion(index, size)


@pytest.mark.parametrize(("size", "old"), [(0, 0), (3, 4), (3, 0), (MOST + 1, 3)])
def test_of_a_tree_that_was_not_is_no_proof(size, old):
    with pytest.raises(IndexError):
        TREE.consistency(old, size)
