"""Check shown segments of a withheld text against its committed root. Standard library only.

`opening` is the JSON object of a bundle: `count`, `runs` (half-open, in order), and `seeds` and `hashes` in
hex, left to right. `shown` holds the shown segments, in order. Trees have the shape of RFC 6962 section 2.1;
a salt seed's two children are the halves of its SHA-512.
"""

from hashlib import sha256, sha512


def root(opening: dict, shown: list[bytes]) -> bytes:  # type: ignore[type-arg]
    """Give the root (32 bytes) that the opening leads to; raise ValueError where it does not fit together."""
    count, runs = opening["count"], [tuple(run) for run in opening["runs"]]
    seeds, hashes = ([bytes.fromhex(text) for text in opening[key]] for key in ("seeds", "hashes"))
    bounds = [bound for start, stop in runs for bound in (start, stop)]
    # Else a run could show what no hash covers, or a longer seed hide the first bytes of its segment.
    apart = bounds == sorted(set(bounds)) and all(0 <= bound <= count for bound in bounds)
    if not (runs and apart and {len(value) for value in seeds + hashes} == {32}):
        raise ValueError("the opening has no form that an opening can have")
    left = [iter(shown), iter(seeds), iter(hashes)]

    def walk(low: int, high: int, seed: bytes | None) -> bytes:
        if seed is None and any(start <= low and high <= stop for start, stop in runs):
            seed = next(left[1])
        if seed is None and all(high <= start or stop <= low for start, stop in runs):
            return next(left[2])
        if seed is not None and high - low == 1:
            return sha256(b"\x00" + seed + next(left[0])).digest()
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        halves = (None, None) if seed is None else (sha512(seed).digest()[:32], sha512(seed).digest()[32:])
        return sha256(b"\x01" + walk(low, middle, halves[0]) + walk(middle, high, halves[1])).digest()

    try:
        found = walk(0, count, None)
    except (StopIteration, RecursionError) as error:
        raise ValueError("the opening holds less than its segments need") from error
    if any(next(rest, None) is not None for rest in left):
        raise ValueError("the opening holds more than its segments need")
    return found
