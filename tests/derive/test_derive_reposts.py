"""Which later posts look like one that is shown no more: half of its media or more, and of what is known alone."""

import pytest

from archiver.derive.alike import Bytes
from archiver.derive.reposts import Repost, reposts
from archiver.model.refs import PostRef

LATER = PostRef("instagram", "BLater")


def picture(digits):
    return "likeness/1/draft", digits * 16


A, B, C = picture("0"), picture("f"), picture("5")
NEAR_A = ("likeness/1/draft", "00000000000003ff")
"""Ten bits off."""
FAR_FROM_A = ("likeness/1/draft", "00000000000007ff")

ALIKE = {
    "the same picture": ((A,), (A,), (1, 1)),
    "one that is ten bits off": ((A,), (NEAR_A,), (1, 1)),
    "half of an album": ((A, B), (C, A), (1, 2)),
    "all of an album, in another order": ((A, B), (B, A), (2, 2)),
    "a drawing by its bytes": ((Bytes("ab"),), (Bytes("ab"),), (1, 1)),
}
UNLIKE = {
    "another picture": ((A,), (B,)),
    "one that is eleven bits off": ((A,), (FAR_FROM_A,)),
    "a third of an album": ((A, B, C), (A,)),
    "one that was hashed in another way": ((A,), (("likeness/1/full", A[1]),)),
    "another drawing": ((Bytes("ab"),), (Bytes("cd"),)),
    "a post without pictures": ((A,), ()),
    "of a post without pictures": ((), (A,)),
}


@pytest.mark.parametrize(("gone", "later", "counted"), ALIKE.values(), ids=ALIKE)
def test_a_later_post_that_looks_like_it_is_a_lead(gone, later, counted):
    assert list(reposts(gone, [(LATER, later)])) == [Repost(LATER, *counted)]


@pytest.mark.parametrize(("gone", "later"), UNLIKE.values(), ids=UNLIKE)
def test_one_that_does_not_is_none(gone, later):
    assert list(reposts(gone, [(LATER, later)])) == []
