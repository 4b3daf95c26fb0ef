"""A text of which segments are withheld: what is shown, and the salted hashes of the others, lead to its root."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from archiver.verify.trees import grown, halves, top

_HASH = 32


def root(
    segments: Iterable[bytes], count: int, seeds: Sequence[bytes], withheld: Mapping[int, bytes]
) -> bytes:
    """Give the root (32 bytes) over so many segments, of which some, by their numbers from 0, are known by leaf hash.

    `seeds` are of the largest subtrees that are wholly shown, left to right. Raises ValueError where they do not fit.
    """
    if any(not 0 <= number < count for number in withheld):
        raise ValueError("a segment is withheld that is not there")
    if any(len(each) != _HASH for each in (*seeds, *withheld.values())):
        raise ValueError("a seed or hash is none")
    stretches = list(_stretches(0, count, sorted(withheld)))
    if sum(shown for _, shown in stretches) != len(seeds):
        raise ValueError("the seeds are not as many as what is shown needs")
    left = iter(seeds)
    salts = b"".join(grown(next(left), size) if shown else bytes(_HASH * size) for size, shown in stretches)
    leaves = [
        withheld.get(number)
        or sha256(b"\x00" + salts[_HASH * number : _HASH * (number + 1)] + segment).digest()
        for number, segment in enumerate(segments)
    ]
    if len(leaves) != count:
        raise ValueError("there are not as many segments as the text has")
    return top(b"".join(leaves))


def _stretches(low: int, high: int, hidden: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """Give the largest subtrees that are wholly shown or wholly hidden, in order: how many segments, and which."""
    within = [number for number in hidden if low <= number < high]
    if len(within) in (0, high - low):
        if low < high:
            yield high - low, not within
        return
    middle = halves(low, high)
    yield from _stretches(low, middle, within)
    yield from _stretches(middle, high, within)
