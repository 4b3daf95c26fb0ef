"""Closer: look at a target more often for a while, as somebody asks for, or since a post was not found."""

from datetime import datetime, timedelta

from archiver.archive import Archive
from archiver.errors import UsageError
from archiver.ledger import events, intervals
from archiver.model.deviation import Closer
from archiver.model.refs import TargetRef
from archiver.model.removal import RemovalState
from archiver.operations.absence import questions
from archiver.operations.asking import at_hand_of
from archiver.operations.indexing import append

HOT_EVERY, HOT_FOR = timedelta(minutes=15), timedelta(hours=48)
"""Where nobody says how often, and for how long."""
_BURST_FOR = timedelta(hours=24)
_BURST_SHARE = 6
"""How many looks of a burst take the place of one."""
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=31)
_MISSING = (RemovalState.PENDING, RemovalState.CONCLUDED)


def closer(archive: Archive, target: TargetRef, every: timedelta, lasting: timedelta, reason: str) -> Closer:
    """Have a target looked at more often for a while, and put that into the ledger with its reason.

    A span of nothing ends what was so. Raises UsageError, StoreError, BusyError.
    """
    if every < _SHORTEST:
        raise UsageError("A target is looked at each minute at most.", "Name a longer interval with --every.")
    if lasting > _LONGEST:
        raise UsageError("A month is the longest.", "Set every = in targets.toml for what is to last longer.")
    now = archive.clock.now()
    made = Closer(every, now + lasting, reason, now)
    _append(archive, target, made, archive.custody.operator())
    return made


def closer_since_missing(
    archive: Archive, target: TargetRef, every: timedelta, since: datetime
) -> Closer | None:
    """Look more often for a day where a post was not found since a time, and it is not so already; else None."""
    now = archive.clock.now()
    told = archive.catalog.latest_events(events.CLOSER_WATCH).get(str(target))
    if (told is not None and intervals.closer_read(told).holds(now)) or not _went(archive, target, since):
        return None
    made = burst(every, now)
    if made.every >= every:
        return None
    _append(archive, target, made, "")
    return made


def burst(every: timedelta, now: datetime) -> Closer:
    """Give how a target is looked at once a post was not found, which is looked at so often as a rule."""
    return Closer(max(HOT_EVERY, every / _BURST_SHARE), now + _BURST_FOR, intervals.AFTER_ABSENCE, now)


def _went(archive: Archive, target: TargetRef, since: datetime) -> bool:
    """Tell whether a post was not found at its own address for the first time since then."""
    found = questions(archive, target, at_hand_of(archive, target))
    return any(
        each.removal is not None
        and each.removal.state in _MISSING
        and min((visit.probe.at for visit in each.removal.visits), default=since) >= since
        for each in found
    )


def _append(archive: Archive, target: TargetRef, made: Closer, operator: str) -> None:
    with archive.indexing():
        append(archive, target, events.CLOSER_WATCH, intervals.closer_said(made, operator))
