"""When a target is due again: an interval after it was looked at last, sooner where that look was cut off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from archiver.model.deviation import Closer
from archiver.model.looked import INTERRUPTED, SESSION_UNUSABLE, Looked

JITTER = 0.1
"""By how much of an interval a look comes sooner or later: who asks each hour on the hour is a machine."""
_RETRY = timedelta(minutes=15)
_AT_ONCE = 3
"""How many killed runs in a row are made good at once: what kills the fourth may be the target."""


def in_force(every: timedelta, closer: Closer | None, now: datetime) -> timedelta:
    """Give how often a target is to be looked at now: closer than the settings say, where that is in the ledger."""
    return min(every, closer.every) if closer is not None and closer.holds(now) else every


def due_at(looks: Sequence[Looked], every: timedelta, now: datetime) -> datetime | None:
    """Give when the next look is due, by the last from the same vantage, in order; None for at once.

    A look that is yet to come, by a clock that was set right since, tells nothing.
    """
    past = [look for look in looks if look.ended <= now]
    if not past:
        return None
    settled = next((place for place in reversed(range(len(past))) if past[place].settles), None)
    tried = past if settled is None else past[settled + 1 :]
    if tried:
        return _again(tried, every)
    last = past[-1]
    return last.began + every * (1 + JITTER * _drawn(last))


def _again(tried: Sequence[Looked], every: timedelta) -> datetime:
    """Give when a look is made again of which the last ones were cut off: at a pause that grows up to the interval."""
    if tried[-1].reason == SESSION_UNUSABLE:
        return tried[-1].ended + every
    killed = all(look.reason == INTERRUPTED for look in tried)
    times = len(tried) - _AT_ONCE if killed else len(tried)
    pause = timedelta() if times <= 0 else min(_RETRY * 2 ** min(times - 1, 20), every)
    return tried[-1].ended + pause


def _drawn(look: Looked) -> float:
    """Draw from -1 to 1, the same each time for one look: whoever asks when it is due is told one time."""
    told = sha256(f"{look.target} {look.began.isoformat()}".encode()).digest()
    return int.from_bytes(told[:4], "big") / 0x7FFFFFFF - 1
