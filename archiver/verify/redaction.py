"""A text of which segments are withheld: what is shown, and the salted hashes of the others, lead to its root."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256, sha512

_HASH = 32


def root(text: Sequence[bytes], seeds: Sequence[bytes], withheld: Mapping[int, bytes]) -> bytes:
    """Give the root (32 bytes) over a text's segments, of which some, by their numbers from 0, are known by leaf hash.

    `seeds` are of the largest subtrees that are wholly shown, left to right. Raises ValueError where they do not fit.
    """
    if any(not 0 <= number < len(text) for number in withheld):
        raise ValueError("a segment is withheld that is not there")
    if any(len(each) != _HASH for each in (*seeds, *withheld.values())):
        raise ValueError("a seed or hash is none")
    hidden, left = sorted(withheld), iter(seeds)
    try:
        found = _root(0, len(text), None, text, hidden, withheld, left) if text else sha256(b"").digest()
    except StopIteration as error:
        raise ValueError("there are fewer seeds than what is shown needs") from error
    if next(left, None) is not None:
        raise ValueError("there are more seeds than what is shown needs")
    return found


def _root(
    low: int,
    high: int,
    seed: bytes | None,
    text: Sequence[bytes],
    hidden: Sequence[int],
    withheld: Mapping[int, bytes],
    left: Iterator[bytes],
) -> bytes:
    within = [number for number in hidden if low <= number < high]
    if seed is None and not within:
        seed = next(left)
    if high - low == 1:
        return withheld[low] if seed is None else sha256(b"\x00" + seed + text[low]).digest()
    middle = low + (1 << (high - low - 1).bit_length() - 1)
    both = (None, None) if seed is None else (sha512(seed).digest()[:_HASH], sha512(seed).digest()[_HASH:])
    one = _root(low, middle, both[0], text, within, withheld, left)
    return sha256(b"\x01" + one + _root(middle, high, both[1], text, within, withheld, left)).digest()
