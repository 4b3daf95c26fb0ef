"""What a schedule needs of addresses and sessions, and whether it has that."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from archiver.model.budgets import Budgets
from archiver.schedule.budgets import DAY, HOUR
from archiver.schedule.planned import Planned


@dataclass(frozen=True, slots=True)
class Expected:
    """One target from one vantage, and how many pages a look there takes, by the last ones."""

    plan: Planned
    pages: float


@dataclass(frozen=True, slots=True)
class Needs:
    """What one platform is asked, and with what."""

    platform: str
    targets: int
    pages_per_hour: float
    addresses: int
    """As many as are used."""
    addresses_needed: int
    sessions: int
    sessions_needed: int
    overdrawn: tuple[tuple[str, float], ...]
    """Addresses, by the salted id of their proxy, that are asked for more pages an hour than the budget has."""

    @property
    def is_met(self) -> bool:
        """Tell whether what there is suffices."""
        return not self.overdrawn and self.sessions_needed <= self.sessions


def needs(expected: Iterable[Expected], budgets: Budgets, sessions: Mapping[str, int]) -> list[Needs]:
    """Say what each platform's schedule needs; `sessions` are those in the settings, by platform."""
    by_platform: dict[str, list[Expected]] = {}
    for each in expected:
        if each.plan.budgeted:
            by_platform.setdefault(each.plan.way.platform, []).append(each)
    return [_of(name, found, budgets, sessions.get(name, 0)) for name, found in sorted(by_platform.items())]


def _of(platform: str, expected: Sequence[Expected], budgets: Budgets, sessions: int) -> Needs:
    pages: dict[str, float] = {}
    for each in expected:
        network = each.plan.way.network
        pages[network] = pages.get(network, 0.0) + each.pages * (HOUR / each.plan.every)
    whole = sum(pages.values())
    return Needs(
        platform=platform,
        targets=len({each.plan.target for each in expected}),
        pages_per_hour=whole,
        addresses=len(pages),
        addresses_needed=max(1, math.ceil(whole / budgets.pages_per_hour)),
        sessions=sessions,
        sessions_needed=math.ceil(_accounts_a_day(expected) / budgets.accounts_per_day),
        overdrawn=tuple(
            (network, each) for network, each in sorted(pages.items()) if each > budgets.pages_per_hour
        ),
    )


def _accounts_a_day(expected: Sequence[Expected]) -> float:
    """Count the visits of sessions to accounts a day; one that is looked at oftener is one account all the same."""
    spans: list[timedelta] = [each.plan.every for each in expected if each.plan.way.session]
    return sum(min(1.0, DAY / span) for span in spans)
