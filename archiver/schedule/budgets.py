"""When budgets let a target be looked at: what an address and a session spent, and when that is made up for.

What is spent is drawn from the looks that the ledger tells of, so that no run and no crash loses count.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from archiver.model.budgets import Budgets
from archiver.model.looked import Looked
from archiver.schedule.day import Day
from archiver.schedule.planned import Planned

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT_ONCE = timedelta(minutes=15)
"""How much of an hour's budget may be spent in one go: what was missed is caught up without a burst."""
UNKNOWN_PAGES = 15
"""What a look counts for that does not tell how often it asked, such as one that was killed."""


def free_at(plan: Planned, day: Day, budgets: Budgets, now: datetime) -> datetime:
    """Give when budgets let a target be looked at: now, or later."""
    if not plan.budgeted:
        return now
    mine = day.with_session(plan.way)
    pages = (_pages_free_at(looks, budgets, now) for looks in (day.from_address(plan.way), mine))
    return max(*pages, _account_free_at(plan, mine, budgets, now))


def spent(looks: Iterable[Looked], per_hour: int, now: datetime) -> float:
    """Give how many pages are in a bucket that leaks an hour's budget each hour; `looks` come in order of their ends.

    What a clock says that was ahead counts as if it were now.
    """
    level, at = 0.0, None
    for look in looks:
        ended = min(look.ended, now)
        if at is not None:
            level = max(0.0, level - per_hour * ((ended - at) / HOUR))
        level, at = level + pages_of(look), ended
    return max(0.0, level - per_hour * ((now - at) / HOUR)) if at is not None else 0.0


def pages_of(look: Looked) -> int:
    """Give how many pages a look counts for."""
    return UNKNOWN_PAGES if look.pages is None else look.pages


def _pages_free_at(looks: Sequence[Looked], budgets: Budgets, now: datetime) -> datetime:
    over = spent(looks, budgets.pages_per_hour, now) - budgets.pages_per_hour * (AT_ONCE / HOUR)
    return now + HOUR * (max(0.0, over) / budgets.pages_per_hour)


def _account_free_at(plan: Planned, looks: Sequence[Looked], budgets: Budgets, now: datetime) -> datetime:
    """Give when a session may turn to one target more: today, or from midnight on, when all have their turn anew."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    today = {look.target for look in looks if look.was_made and look.ended >= midnight}
    if plan.target in today or len(today) < budgets.accounts_per_day:
        return now
    return midnight + DAY
