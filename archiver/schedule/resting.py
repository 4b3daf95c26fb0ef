"""Resting: an address or a session that a platform refused is left alone for a while, longer each time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from archiver.model.looked import Looked

_FIRST, _LONGEST = timedelta(hours=1), timedelta(days=1)


def refused(looks: Sequence[Looked]) -> list[Looked]:
    """Give the last looks, of some in order, which were all refused; those that were not answered say nothing."""
    answered = [look for look in reversed(looks) if look.was_answered]
    return list(takewhile(lambda look: look.was_refused, answered))[::-1]


def rests_until(looks: Sequence[Looked]) -> datetime | None:
    """Give until when a way rests by which these looks were made, in order; None where it does not."""
    walls = refused(looks)
    if not walls:
        return None
    pause: timedelta = _FIRST * 2 ** min(len(walls) - 1, 10)
    return walls[-1].ended + min(pause, _LONGEST)
