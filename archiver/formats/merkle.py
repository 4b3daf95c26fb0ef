"""Merkle tree hash over leaves, in the shape of RFC 6962 section 2.1.

Leaves are hashed as SHA-256(0x00 || leaf), nodes as SHA-256(0x01 || left || right). Working level by level
and carrying an odd last node up unhashed gives the same tree as the RFC's split at the largest power of two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

HASH_BYTES = 32


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one leaf: 32 bytes."""
    return sha256(b"\x00" + leaf).digest()


def root_of(leaf_hashes: bytes) -> bytes:
    """Give the root (32 bytes) over concatenated leaf hashes; of none, SHA-256 of nothing."""
    if not leaf_hashes:
        return sha256(b"").digest()
    level = leaf_hashes
    while len(level) > HASH_BYTES:
        paired = len(level) // (2 * HASH_BYTES) * (2 * HASH_BYTES)
        nodes = [sha256(b"\x01" + level[at : at + 64]).digest() for at in range(0, paired, 64)]
        level = b"".join(nodes) + level[paired:]
    return level


def tree_root(leaves: Iterable[bytes]) -> bytes:
    """Give the root (32 bytes) over leaves."""
    return root_of(b"".join(leaf_hash(leaf) for leaf in leaves))


def inclusion(leaf_hashes: bytes, index: int) -> tuple[bytes, ...]:
    """Give the hashes that lead from the leaf at an index, from 0, to the root (RFC 6962 section 2.1.1).

    Raises IndexError where there is no such leaf.
    """
    count = len(leaf_hashes) // HASH_BYTES
    if not 0 <= index < count:
        raise IndexError(f"there is no leaf {index} of {count}")
    if count == 1:
        return ()
    left, right = _halves(leaf_hashes)
    split = len(left) // HASH_BYTES
    if index < split:
        return (*inclusion(left, index), root_of(right))
    return (*inclusion(right, index - split), root_of(left))


def consistency(leaf_hashes: bytes, size: int) -> tuple[bytes, ...]:
    """Give the hashes that show the tree over the first `size` leaves to be a part of this one (section 2.1.2).

    Raises IndexError where there are not so many, or where it is none.
    """
    count = len(leaf_hashes) // HASH_BYTES
    if not 0 < size <= count:
        raise IndexError(f"there are no first {size} leaves of {count}")
    return _consistency(leaf_hashes, size, known=True)


def _consistency(leaf_hashes: bytes, size: int, *, known: bool) -> tuple[bytes, ...]:
    """Give the proof for a subtree; `known` where its own root is the one that is held already."""
    if size * HASH_BYTES == len(leaf_hashes):
        return () if known else (root_of(leaf_hashes),)
    left, right = _halves(leaf_hashes)
    split = len(left) // HASH_BYTES
    if size <= split:
        return (*_consistency(left, size, known=known), root_of(right))
    return (*_consistency(right, size - split, known=False), root_of(left))


def _halves(leaf_hashes: bytes) -> tuple[bytes, bytes]:
    """Split at the largest power of two below the number of leaves, of which there are two at least."""
    count = len(leaf_hashes) // HASH_BYTES
    split = (1 << (count - 1).bit_length() - 1) * HASH_BYTES
    return leaf_hashes[:split], leaf_hashes[split:]


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree that grows: the hashes of its full subtrees, the largest first, which is all that its root needs."""

    size: int = 0
    """Leaves."""
    hashes: tuple[bytes, ...] = ()
    """32 bytes each; as many as the size has bits that are set."""

    def grown(self, leaf_hashes: Iterable[bytes]) -> "Frontier":
        """Give the tree with more leaves behind its last."""
        size, hashes = self.size, list(self.hashes)
        for each in leaf_hashes:
            node, full = each, size
            while full & 1:
                node = sha256(b"\x01" + hashes.pop() + node).digest()
                full >>= 1
            hashes.append(node)
            size += 1
        return Frontier(size, tuple(hashes))

    @property
    def root(self) -> bytes:
        """Give the root (32 bytes)."""
        if not self.hashes:
            return sha256(b"").digest()
        *larger, root = self.hashes
        for each in reversed(larger):
            root = sha256(b"\x01" + each + root).digest()
        return root
