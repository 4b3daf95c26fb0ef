"""Salted commitments to every segment of a record, so that any part can later be shown without the rest.

A text is cut into segments, each segment hashed with a salt of its own, and the hashes make a Merkle tree
(`merkle.py`) whose root stands in the manifest. Because of the salts a hidden segment cannot be guessed, and
because salts grow from one seed down a tree of the same shape (each node's two children are the halves of
its SHA-512), a run of neighbouring segments is opened with about log2(n) seeds and log2(n) hashes.

Rule `segments/2`:

- *fine* cut: a segment ends after every `"`, after every line feed and after 64 bytes at the latest, so that JSON and
  HTML with hidden segments still parse, and a header is hidden without its neighbours. For text.
- *coarse* cut: an HTTP head is cut fine, what follows it in segments of 1 MiB. For pictures, sound and
  video, which are shown whole or not at all, and for texts above 64 MiB.

The check that needs nothing of ours is `archiver/verify/segments.py`.
"""

import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256, sha512

from archiver.formats.merkle import HASH_BYTES, root_of

RULE = "segments/2"
FINE, COARSE = "fine", "coarse"
COARSE_BYTES = 1 << 20
FINE_LIMIT = 64 << 20
"""Longest block, in bytes, that is cut fine: no longer one is read for posts."""

_CUT = re.compile(rb'[^"\n]{0,63}["\n]|[^"\n]{1,64}')


def cut_fine(text: bytes) -> list[bytes]:
    """Cut a text after every `"`, after every line feed and after 64 bytes at the latest."""
    return _CUT.findall(text)


def seed_of(secret: bytes, position: int, part: str) -> bytes:
    """Give the seed (32 bytes) of one part (`head`, `address`, `block`) of the record at a position."""
    return hmac.digest(secret, f"{RULE} {position} {part}".encode(), "sha256")


def grow(seed: bytes, count: int) -> bytes:
    """Grow `count` salts of 32 bytes, concatenated, down a tree of the Merkle tree's own shape."""
    sizes = [count]
    while sizes[-1] > 1:
        sizes.append((sizes[-1] + 1) // 2)
    level = seed if count else b""
    for size in reversed(sizes[:-1]):
        paired = size // 2 * HASH_BYTES
        halves = [sha512(level[at : at + 32]).digest() for at in range(0, paired, 32)]
        level = b"".join(halves) + level[paired:]
    return level


def hashes_of(segments: Sequence[bytes], salts: bytes) -> bytes:
    """Hash each segment with its salt: SHA-256(0x00 || salt || segment), concatenated."""
    starts = range(0, len(salts), HASH_BYTES)
    return b"".join(
        [
            sha256(b"\x00" + salts[at : at + 32] + segment).digest()
            for at, segment in zip(starts, segments, strict=True)
        ]
    )


def commit(text: bytes, seed: bytes) -> tuple[int, bytes]:
    """Commit to a text in the fine cut: the number of its segments and their root."""
    segments = cut_fine(text)
    return len(segments), root_of(hashes_of(segments, grow(seed, len(segments))))


@dataclass(frozen=True, slots=True)
class Opening:
    """What a stranger needs, beside the shown segments, to find the committed root again."""

    count: int
    """Number of segments of the whole text."""
    runs: tuple[tuple[int, int], ...]
    """Shown segments as half-open runs, in order, neither touching nor overlapping."""
    seeds: tuple[bytes, ...]
    """Salt seeds of the subtrees that lie whole within a run, left to right."""
    hashes: tuple[bytes, ...]
    """Hashes of the subtrees that lie whole outside every run, left to right."""


def opened(segments: Sequence[bytes], seed: bytes, runs: Sequence[tuple[int, int]]) -> Opening:
    """Open runs of segments under the root that `seed` committed to.

    Raises ValueError where runs are empty, out of order, touching, or beyond the text.
    """
    flat = [bound for run in runs for bound in run]
    if not flat or flat != sorted(set(flat)) or flat[0] < 0 or flat[-1] > len(segments):
        raise ValueError("runs must be in order, apart from each other and within the text")
    seeds: list[bytes] = []
    hashes: list[bytes] = []
    for low, high, grown, shown in _subtrees(0, len(segments), seed, runs):
        if shown:
            seeds.append(grown)
        else:
            hashes.append(root_of(hashes_of(segments[low:high], grow(grown, high - low))))
    return Opening(len(segments), tuple((start, stop) for start, stop in runs), tuple(seeds), tuple(hashes))


def _subtrees(
    low: int, high: int, seed: bytes, runs: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, bytes, bool]]:
    """Walk the largest subtrees that are wholly shown or wholly hidden, left to right, with their seeds."""
    if any(start <= low and high <= stop for start, stop in runs):
        yield low, high, seed, True
    elif all(high <= start or stop <= low for start, stop in runs):
        yield low, high, seed, False
    else:
        split, (left, right) = middle(low, high), halves(seed)
        yield from _subtrees(low, split, left, runs)
        yield from _subtrees(split, high, right, runs)


def middle(low: int, high: int) -> int:
    """Say where the tree over two leaves or more, from one number up to another, falls into two."""
    return low + (1 << (high - low - 1).bit_length() - 1)


def halves(seed: bytes) -> tuple[bytes, bytes]:
    """Give the seeds of a tree's two halves."""
    both = sha512(seed).digest()
    return both[:32], both[32:]
