"""Whether two pictures look alike: a hint, and none where they cannot be compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.derive.alike import alike

FULL, DRAFT = "likeness/1/full", "likeness/1/draft"
ZERO = "0" * 16

CASES = {
    "the same": ((FULL, "f00dcafe12345678"), (FULL, "f00dcafe12345678"), True),
    "ten bits apart": ((FULL, ZERO), (FULL, f"{0x3FF:016x}"), True),
    "eleven bits apart": ((FULL, ZERO), (FULL, f"{0x7FF:016x}"), False),
    "all bits apart": ((FULL, ZERO), (FULL, "f" * 16), False),
    "in capitals": ((FULL, "F00DCAFE12345678"), (FULL, "f00dcafe12345678"), True),
    "hashed in another way": ((FULL, ZERO), (DRAFT, ZERO), None),
    "hashed by another version": ((FULL, ZERO), ("likeness/2/full", ZERO), None),
    "one not known": ((FULL, ZERO), None, None),
    "neither known": (None, None, None),
}


@pytest.mark.parametrize(("one", "other", "expected"), CASES.values(), ids=CASES)
def test_which_pictures_look_alike(one, other, expected):
    assert alike(one, other) is expected
    assert alike(other, one) is expected


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63)))
def test_as_many_bits_as_differ_are_counted(bits, flipped):
    other = bits
    for place in flipped:
        other ^= 1 << place
    assert alike((FULL, f"{bits:016x}"), (FULL, f"{other:016x}")) is (len(flipped) <= 10)
