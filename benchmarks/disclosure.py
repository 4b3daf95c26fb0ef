"""Commit to a 2 MB answer of 541 posts, show one post of it, and check that alone.

Floor: SHA-256 of the same segments, one by one, without salts or a tree: what any commitment to them must cost.
"""

import json
import secrets
import sys
import time
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from archiver.formats import commitments
from archiver.verify import segments as check

POSTS, BYTES, ROUNDS = 541, 2_000_000, 5


def answer() -> bytes:
    """Make an answer of the size and quoting of a real one, with invented content."""
    filler = "".join(f'"k{number}":"{secrets.token_urlsafe(44)}",' for number in range(40))
    posts = [f'{{"pk":"{number}",{filler}"caption":"post {number}"}}' for number in range(POSTS)]
    return f'{{"items":[{",".join(posts)}]}}'.encode()


def main() -> None:
    """Print CPU per 2 MB, the ratio to the floor, the proof's size and the check's lines and time."""
    text = answer()
    seed = secrets.token_bytes(32)
    floor, cost = [], []
    for _ in range(ROUNDS):
        began = time.process_time()
        parts = commitments.cut_fine(text)
        for part in parts:
            sha256(part).digest()
        floor.append(time.process_time() - began)
        began = time.process_time()
        count, root = commitments.commit(text, seed)
        cost.append(time.process_time() - began)
    run = _segments_of(text, parts, POSTS // 2)
    began = time.process_time()
    opening = commitments.opened(parts, seed, [run])
    opened = time.process_time() - began
    proof = {
        "count": opening.count,
        "runs": opening.runs,
        "seeds": [part.hex() for part in opening.seeds],
        "hashes": [part.hex() for part in opening.hashes],
    }
    shown = parts[run[0] : run[1]]
    began = time.process_time()
    found = check.root(proof, shown)
    checked = time.process_time() - began
    scale = BYTES / len(text)
    lines = len(Path(check.__file__).read_text(encoding="utf-8").splitlines())
    print(f"answer             {len(text):,} bytes, {count:,} segments, {POSTS} posts")
    print(f"commit, per 2 MB   {min(cost) * scale:.2f} s CPU, {min(cost) / min(floor):.1f} x the floor")
    print(f"one post           {sum(map(len, shown)):,} bytes in {len(shown)} segments")
    print(f"opening it         {opened:.2f} s CPU")
    raw = 32 * (len(opening.seeds) + len(opening.hashes))
    print(f"its proof          {raw:,} bytes ({len(opening.seeds)} seeds, {len(opening.hashes)} hashes)")
    print(f"in JSON            {len(json.dumps(proof)):,} bytes")
    print(f"checking it        {checked * 1000:.1f} ms, by {lines} lines of standard library")
    if found != root:
        sys.exit("the proof does not lead to the root")


def _segments_of(text: bytes, parts: list[bytes], number: int) -> tuple[int, int]:
    """Give the run of segments in which a post stands."""
    start = text.index(f'{{"pk":"{number}"'.encode())
    stop = text.index(f'"caption":"post {number}"'.encode()) + 40
    place, first, last = 0, None, 0
    for index, part in enumerate(parts):
        if first is None and place + len(part) > start:
            first = index
        if place < stop:
            last = index + 1
        place += len(part)
    return first or 0, last


if __name__ == "__main__":
    main()
