"""Check shown segments of a withheld text against its committed root. Standard library only.

`opening` is the JSON object of a bundle: `count`, `runs` (half-open, in order), and `seeds` and `hashes` in
hex, left to right. `shown` holds the shown segments, in order. Trees have the shape of RFC 6962 section 2.1;
a salt seed's two children are the halves of its SHA-512.
"""

from hashlib import sha256, sha512


def root(opening: dict, shown: list[bytes]) -> bytes:  # type: ignore[type-arg]
    """Give the root (32 bytes) that the opening leads to; raise ValueError where it does not fit together."""
    runs = [tuple(run) for run in opening["runs"]]
    places = [place for start, stop in runs for place in range(start, stop)]
    segments = dict(zip(places, shown, strict=True))
    seeds, hashes = (iter([bytes.fromhex(text) for text in opening[key]]) for key in ("seeds", "hashes"))

    def walk(low: int, high: int, seed: bytes | None) -> bytes:
        inside = any(start <= low and high <= stop for start, stop in runs)
        if seed is None and inside:
            seed = next(seeds)
        if seed is None and all(high <= start or stop <= low for start, stop in runs):
            return next(hashes)
        if seed is not None and high - low == 1:
            return sha256(b"\x00" + seed + segments[low]).digest()
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        halves = (None, None) if seed is None else (sha512(seed).digest()[:32], sha512(seed).digest()[32:])
        return sha256(b"\x01" + walk(low, middle, halves[0]) + walk(middle, high, halves[1])).digest()

    try:
        found = walk(0, opening["count"], None)
    except (StopIteration, KeyError) as error:
        raise ValueError("the opening does not fit its segments") from error
    if next(seeds, None) is not None or next(hashes, None) is not None:
        raise ValueError("the opening holds more than its segments need")
    return found
