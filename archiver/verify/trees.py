"""Segments, salts and roots, as `docs/format.md` states them under "Commitments" (rule `segments/2`, 2 to 4).

Trees have the shape of RFC 6962 section 2.1. They are worked through in parts of 16,384 leaves, each of which
is a whole subtree, so that no text, however long, needs more memory than a part does.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256, sha512
from itertools import islice

COARSE_BYTES = 1 << 20
_HASH = 32
_PART = 1 << 14
"""A power of two, or the parts would not be subtrees."""
_SEGMENT = re.compile(rb'[^"\n]{0,63}["\n]|[^"\n]{1,64}')
_WINDOW = 1 << 16


def fine(text: bytes) -> Iterator[bytes]:
    """Cut a text after every `"`, after every line feed and after 64 bytes at the latest."""
    at = 0
    while at < len(text):
        cut = _SEGMENT.findall(text, at, at + _WINDOW)
        if at + _WINDOW < len(text):
            # The window's end may have cut the last one short.
            del cut[-1]
        yield from cut
        at += sum(map(len, cut))


def coarse(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut what passes by into segments of 1 MiB."""
    pending = bytearray()
    for chunk in chunks:
        pending += chunk
        while len(pending) >= COARSE_BYTES:
            yield bytes(pending[:COARSE_BYTES])
            del pending[:COARSE_BYTES]
    if pending:
        yield bytes(pending)


def root(segments: Iterable[bytes], count: int, seed: bytes) -> bytes:
    """Give the root over `count` segments, salted from a seed."""
    coming = iter(segments)
    seeds = grown(seed, -(-count // _PART))
    tops = []
    for at in range(0, count, _PART):
        part = at // _PART * 32
        salts = grown(seeds[part : part + 32], min(_PART, count - at))
        starts = range(0, len(salts), 32)
        leaves = [
            sha256(b"\x00" + salts[start : start + 32] + segment).digest()
            for start, segment in zip(starts, islice(coming, len(starts)), strict=True)
        ]
        tops.append(top(b"".join(leaves)))
    return top(b"".join(tops))


def tree_root(leaves: Iterable[bytes]) -> bytes:
    """Give the Merkle tree hash over leaves without salts (RFC 6962 section 2.1)."""
    return top(b"".join([leaf_hash(leaf) for leaf in leaves]))


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one leaf without a salt."""
    return sha256(b"\x00" + leaf).digest()


def top(level: bytes) -> bytes:
    """Join hashes by two, level by level, carrying an odd last one up: the RFC's tree, built from below."""
    while len(level) > _HASH:
        paired = len(level) // 64 * 64
        nodes = [sha256(b"\x01" + level[at : at + 64]).digest() for at in range(0, paired, 64)]
        level = b"".join(nodes) + level[paired:]
    return level or sha256(b"").digest()


class Growing:
    """A tree to which leaves are added behind the last: it keeps the hashes of its full subtrees, the largest first."""

    def __init__(self) -> None:
        """Begin without a leaf."""
        self.size = 0
        self._full: list[bytes] = []

    def grow(self, leaves: bytes) -> None:
        """Add leaves by their hashes, 32 bytes each."""
        for at in range(0, len(leaves), _HASH):
            node, full = leaves[at : at + _HASH], self.size
            while full & 1:
                node = sha256(b"\x01" + self._full.pop() + node).digest()
                full >>= 1
            self._full.append(node)
            self.size += 1

    @property
    def root(self) -> bytes:
        """Give the root."""
        if not self._full:
            return sha256(b"").digest()
        root = self._full[-1]
        for each in reversed(self._full[:-1]):
            root = sha256(b"\x01" + each + root).digest()
        return root


def halves(low: int, high: int) -> int:
    """Say where a tree over leaves from one number up to another falls into two (RFC 6962 section 2.1)."""
    return low + (1 << (high - low - 1).bit_length() - 1)


def grown(seed: bytes, count: int) -> bytes:
    """Grow `count` values from a seed, level by level down a tree of the same shape."""
    sizes = [count]
    while sizes[-1] > 1:
        sizes.append((sizes[-1] + 1) // 2)
    level = seed
    for size in reversed(sizes[:-1]):
        paired = size // 2 * 32
        level = (
            b"".join([sha512(level[at : at + 32]).digest() for at in range(0, paired, 32)]) + level[paired:]
        )
    return level
