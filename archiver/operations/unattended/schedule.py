"""Schedule: when each target is looked at next, and what that needs of addresses and sessions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import fmean

from archiver.archive import Archive
from archiver.model.looked import Looked
from archiver.model.refs import TargetRef
from archiver.operations.indexing import index_all_events
from archiver.operations.targets import watched
from archiver.operations.unattended.standings import Standings, Watched
from archiver.operations.unattended.turns import Turns
from archiver.operations.unattended.watches import watches
from archiver.schedule.needs import Expected, Needs, needs

_USUAL_PAGES = 2.0
"""What a look takes where all is as it was, of a target that was not looked at yet."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is to be looked at by itself, and whether that can be kept."""

    at: datetime
    watched: tuple[Watched, ...]
    """In the order in which they are looked at next."""
    needs: tuple[Needs, ...]
    unscheduled: tuple[str, ...]
    """Targets that have no interval: nothing looks at them by itself."""
    unchecked: tuple[TargetRef, datetime] | None
    """The target of which a post was longest not seen, and since when; None where there is none."""

    @property
    def is_met(self) -> bool:
        """Tell whether addresses and sessions suffice."""
        return all(each.is_met for each in self.needs)


def schedule(archive: Archive) -> Schedule:
    """Say what is looked at when, and what it needs. Raises ConfigError, StoreError, DamagedError."""
    index_all_events(archive)
    stand, settings = Standings(archive).all(watches(archive)), archive.settings
    # What is looked at more often for a while needs as much meanwhile.
    plans = [replace(each.watch.plan, every=each.standing.every) for each in stand]
    expected = [Expected(plan, _pages(archive, each)) for plan, each in zip(plans, stand, strict=True)]
    sessions = Counter(session.platform for session in settings.sessions)
    return Schedule(
        at=archive.clock.now(),
        watched=tuple(sorted(stand, key=lambda each: each.standing.next)),
        needs=tuple(needs(expected, settings.budgets, sessions)),
        unscheduled=tuple(str(target) for target, entry in watched(settings) if entry.every is None),
        unchecked=_unchecked(archive, stand),
    )


def held_back(archive: Archive) -> list[Watched]:
    """Give what is due and cannot be looked at yet, in the order in which it can be. Raises ConfigError, StoreError."""
    now = archive.clock.now()
    stand = Standings(archive).all(watches(archive))
    held = [each for each in stand if each.standing.due <= now and not each.is_blind]
    return sorted(held, key=lambda each: each.standing.next)


def _pages(archive: Archive, each: Watched) -> float:
    """Give how many pages a look takes, by the last that settled something, but for the first, which takes more."""
    told = archive.catalog.looks.lately(each.watch.plan.target, each.watch.plan.vantage)
    return fmean(_settled(told)[1:] or [_USUAL_PAGES])


def _settled(looks: Sequence[Looked]) -> list[int]:
    return [look.pages for look in looks if look.settles and look.pages is not None]


def _unchecked(archive: Archive, stand: Sequence[Watched]) -> tuple[TargetRef, datetime] | None:
    turns = Turns(archive)
    targets = dict.fromkeys(each.watch.asked.target for each in stand)
    found = [(target, since) for target in targets if (since := turns.of(target).unchecked) is not None]
    turns.keep()
    return min(found, key=lambda each: each[1], default=None)
