"""Spoil each file of a whole bundle in many places and ways: the verifier must find each, and name the file."""

import random
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "verify"))
PLACES = 6
"""Bytes that are flipped in each file, besides the first and the last; in one of up to 70 bytes all are."""
_ALL = 70


@pytest.mark.prove
def test_bytes_all_over_each_file_of_a_bundle(tmp_path):
    import whole_bundle
    from test_verify_bundle_bytes import HOW, flipped, spoil

    root = whole_bundle.whole_bundle(tmp_path).folder
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    began, flips = time.monotonic(), 0
    for name in names:
        chance, length = random.Random(name), (root / name).stat().st_size
        some = {0, length - 1, *(chance.randrange(length or 1) for _ in range(PLACES))}
        for at in sorted(range(length) if length <= _ALL else some) if length else ():
            flipped(root, name, at, chance.randrange(8))
            flips += 1
        for how in HOW:
            spoil(root, name, how)
    seconds = time.monotonic() - began
    others = len(HOW) * len(names)
    print(
        f"\n{len(names)} files, {flips} flips, {others} other changes, each found and named: {seconds:.0f} s"
    )
