"""What is due: how each target that is watched stands from each vantage, and which is looked at next."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from archiver.model.budgets import Budgets
from archiver.model.deviation import Closer, Late
from archiver.model.looked import SESSION_UNUSABLE, Looked
from archiver.schedule import budgets as spending
from archiver.schedule.day import Day
from archiver.schedule.health import Health
from archiver.schedule.interval import JITTER, due_at, in_force
from archiver.schedule.planned import Planned
from archiver.schedule.resting import rests_until

_LATE = timedelta(minutes=15)
"""By how much a look may be late, at least, before that is a deviation: cron may run each quarter of an hour."""


class Hold(StrEnum):
    """Why a look is not made, or was not, when it was due."""

    BUDGET = "budget"
    RESTING = "resting"
    """The platform refused the address or the session lately, which is left alone for a while."""
    NOT_RUN = "not_run"
    """Nothing held it back but that no run looked."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that the schedule is drawn from, beside the settings."""

    day: Day
    lately: Sequence[Looked]
    """The last crawls of one target from one vantage, in order."""
    by_way: Sequence[Looked] = ()
    """The last looks by the same way, in order."""
    closer: Closer | None = None
    session: Health | None = None
    """Of the session that looks; None where none does."""
    signed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """When one target is to be looked at from one vantage."""

    plan: Planned
    every: timedelta
    """Now in force."""
    last: Looked | None
    """The last look from there that settled something."""
    due: datetime
    free: datetime
    """Since when, or from when on, nothing holds it back."""
    hold: Hold | None = None
    """What does, where that is later than now."""
    is_new: bool = False
    """Whether it was never looked at from there, nor tried."""

    @property
    def next(self) -> datetime:
        """Give when it can be looked at."""
        return max(self.due, self.free)

    def is_ready(self, now: datetime) -> bool:
        """Tell whether it is due and nothing holds it back."""
        return self.next <= now

    def is_nearly_ready(self, now: datetime) -> bool:
        """Tell whether it is due so soon that it is looked at together with another, and nothing holds it back."""
        return self.due <= now + self.every * JITTER and self.free <= now

    def debt(self, now: datetime) -> float:
        """Give how long ago it was due, in intervals: what is looked at often is owed sooner, what never was first."""
        return math.inf if self.is_new else (now - self.due) / self.every

    def late(self, now: datetime) -> timedelta:
        """Give by how much a look made now comes later than it was due; nothing where that is as it may be."""
        return self._notable(now - self.due)

    def early(self, now: datetime) -> timedelta:
        """Give by how much a look made now comes before it is due; nothing where that is as it may be."""
        return self._notable(self.due - now)

    def _notable(self, by: timedelta) -> timedelta:
        return by if by > max(_LATE, self.every * JITTER) else timedelta()


def standing(plan: Planned, known: Known, budgets: Budgets, now: datetime) -> Standing:
    """Say how a target stands from a vantage; one never looked at is due now."""
    every = in_force(plan.every, known.closer, now)
    mine = _not_made_good(known.lately, known.signed_in_at)
    due = due_at(mine, every, now) or now
    last = next((look for look in reversed(mine) if look.settles and look.ended <= now), None)
    if known.session is not None and known.session.is_blind:
        # Nothing is asked: that it was not looked at is put into the ledger, once an interval.
        return Standing(plan, every, last, due, now)
    walls = _not_made_good(known.by_way, known.signed_in_at)
    free, hold = _freed(plan, walls, known.day, budgets, now)
    return Standing(plan, every, last, due, free, hold, is_new=not mine)


def late(found: Standing, day: Day, budgets: Budgets, now: datetime) -> Late | None:
    """Say that a look made now comes late, and what held it back, by the `day` before it was due; None where not."""
    by = found.late(now)
    if not by:
        return None
    then = day.until(found.due)
    _, hold = _freed(found.plan, then.alike(found.plan), then, budgets, found.due)
    return Late(found.plan.vantage, found.due, by, (hold or Hold.NOT_RUN).value)


def _not_made_good(looks: Iterable[Looked], signed_in_at: datetime | None) -> list[Looked]:
    """Leave out looks that were refused for a session which somebody has signed in since."""
    return [
        look for look in looks if signed_in_at is None or look.ended >= signed_in_at or not _was_refused(look)
    ]


def _was_refused(look: Looked) -> bool:
    return look.reason == SESSION_UNUSABLE or (look.session != "" and look.was_refused)


def _freed(
    plan: Planned, by_way: Sequence[Looked], day: Day, budgets: Budgets, now: datetime
) -> tuple[datetime, Hold | None]:
    rests = rests_until(by_way)
    if rests is not None and rests > now:
        return rests, Hold.RESTING
    free = spending.free_at(plan, day, budgets, now)
    return free, Hold.BUDGET if free > now else None
