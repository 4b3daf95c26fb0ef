"""A text of which segments are withheld: what is shown, and the salted hashes of the others, lead to its root."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from archiver.verify import trees
from archiver.verify.trees import halves, top

_HASH = 32


def root(
    segments: Iterable[bytes], count: int, seeds: Sequence[bytes], withheld: Mapping[int, bytes]
) -> bytes:
    """Give the root (32 bytes) over so many segments, of which some, by their numbers from 0, are known by leaf hash.

    `seeds` are of the largest subtrees that are wholly shown, left to right. Segments are taken as they pass by, so
    that a number of them which is not true takes no room. Raises ValueError where they do not fit.
    """
    if any(not 0 <= number < count for number in withheld):
        raise ValueError("a segment is withheld that is not there")
    if any(len(each) != _HASH for each in (*seeds, *withheld.values())):
        raise ValueError("a seed or hash is none")
    coming, left = iter(segments), iter(seeds)

    def walk(low: int, high: int, hidden: Sequence[int]) -> bytes:
        if not hidden:
            seed = next(left, b"")
            if not seed:
                raise ValueError("the seeds are fewer than what is shown needs")
            return trees.root(_taken(coming, high - low), high - low, seed)
        if len(hidden) == high - low:
            deque(_taken(coming, high - low), maxlen=0)
            return top(b"".join(withheld[number] for number in hidden))
        middle = halves(low, high)
        at = bisect_left(hidden, middle)
        return sha256(b"\x01" + walk(low, middle, hidden[:at]) + walk(middle, high, hidden[at:])).digest()

    found = walk(0, count, sorted(withheld)) if count else top(b"")
    if next(left, None) is not None or next(coming, None) is not None:
        raise ValueError("there are more seeds or segments than the text needs")
    return found


def _taken(coming: Iterator[bytes], number: int) -> Iterator[bytes]:
    for _ in range(number):
        segment = next(coming, None)
        if segment is None:
            raise ValueError("there are fewer segments than the text has")
        yield segment
