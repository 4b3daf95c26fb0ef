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


class Tree:
    """A tree of which proofs are asked for, as it was at any of its sizes."""

    def __init__(self, leaf_hashes: bytes) -> None:
        """Take all leaves by their hashes, 32 bytes each, and hash all of its full subtrees once."""
        self.size = len(leaf_hashes) // HASH_BYTES
        self._levels = [leaf_hashes]
        while len(self._levels[-1]) > HASH_BYTES:
            level = self._levels[-1]
            pairs = range(0, len(level) // (2 * HASH_BYTES) * (2 * HASH_BYTES), 2 * HASH_BYTES)
            self._levels.append(b"".join([sha256(b"\x01" + level[at : at + 64]).digest() for at in pairs]))

    def root(self, size: int) -> bytes:
        """Give the root over its first leaves, so many of them."""
        return self._over(0, size) if size else root_of(b"")

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Give the hashes that lead from the leaf at an index, from 0, to the root at a size (RFC 6962 section 2.1.1).

        Raises IndexError where there is no such leaf, or the tree was never of that size.
        """
        if not 0 <= index < size <= self.size:
            raise IndexError(f"there is no leaf {index} of {size}")
        low, high, path = 0, size, list[bytes]()
        while high - low > 1:
            middle = _split(low, high)
            path.append(self._over(middle, high) if index < middle else self._over(low, middle))
            low, high = (low, middle) if index < middle else (middle, high)
        return tuple(reversed(path))

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Give the hashes that show the tree at a new size to hold that at an old one (RFC 6962 section 2.1.2).

        Raises IndexError where it was never of these sizes, or the old one is none.
        """
        if not 0 < old <= new <= self.size:
            raise IndexError(f"there are no first {old} leaves of {new}")
        low, high, path = 0, new, list[bytes]()
        while old < high:
            middle = _split(low, high)
            path.append(self._over(middle, high) if old <= middle else self._over(low, middle))
            low, high = (low, middle) if old <= middle else (middle, high)
        # Where all that is left begins with the first leaf it is the old tree itself, which is held already.
        return (*([] if low == 0 else [self._over(low, high)]), *reversed(path))

    def _over(self, low: int, high: int) -> bytes:
        """Give the hash over some leaves, of which the first stands where a subtree begins."""
        count = high - low
        if count & (count - 1) == 0:
            at = low // count * HASH_BYTES
            return self._levels[count.bit_length() - 1][at : at + HASH_BYTES]
        middle = _split(low, high)
        return sha256(b"\x01" + self._over(low, middle) + self._over(middle, high)).digest()


def _split(low: int, high: int) -> int:
    """Say where a tree over two leaves or more falls into two: at the largest power of two below their number."""
    return low + (1 << (high - low - 1).bit_length() - 1)


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
