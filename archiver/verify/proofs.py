"""Proofs of a tree of RFC 6962, as RFC 9162 checks them: that a leaf is in it, and that it holds an earlier one."""

from collections.abc import Sequence
from hashlib import sha256

_HASH = 32


def root_by(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Give the root that a path leads to from the leaf at an index, from 0, of a tree (RFC 9162 section 2.1.3.2).

    None where no such tree has such a path.
    """
    if not 0 <= index < size or any(len(each) != _HASH for each in (leaf_hash, *path)):
        return None
    at, last, found = index, size - 1, leaf_hash
    for each in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = _node(each, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, each)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def holds(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a tree holds an earlier one, both by size and root (RFC 9162 section 2.1.4.2)."""
    if not 0 < old <= new or any(len(each) != _HASH for each in (old_root, new_root, *path)):
        return False
    if old == new:
        return old_root == new_root and not path
    # Where the earlier tree is whole by itself, its root is the first of the path and is not repeated there.
    hashes = [*([old_root] if old & (old - 1) == 0 else []), *path]
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not hashes:
        return False
    first = second = hashes[0]
    for each in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = _node(each, first), _node(each, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = _node(second, each)
        at, last = at >> 1, last >> 1
    return last == 0 and (first, second) == (old_root, new_root)


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
