"""Posts in columns, by the days on which they were published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archiver.export.exhibits.standing import Standing
from archiver.export.report.drawing import LEFT, RIGHT, WIDTH, Tick

TALL = 110.0
_MOST_COLUMNS = 60
_FEW, _SHORTER = 0.05, 0.5
"""Of all posts, and of the time that they lie in: so few are not drawn where that makes it so much shorter."""
_STEPS = (1, 7, 14, 30, 91, 182, 365, 730, 1826, 3652)
"""Days to a column."""


@dataclass(frozen=True, slots=True)
class Column:
    """Posts that were published within some days."""

    x: float
    width: float
    first: date
    others: int
    gone: int
    """Concluded to be no longer shown."""
    others_height: float
    gone_height: float


def columns(
    counted: Sequence[tuple[str, Standing, int]],
) -> tuple[list[Column], int, tuple[Tick, ...]]:
    """Give a column for each stretch of days in which posts were published, its days, and what to write below."""
    if not counted:
        return [], 1, ()
    first, last = _drawn_from(counted), date.fromisoformat(counted[-1][0])
    counted = [each for each in counted if date.fromisoformat(each[0]) >= first]
    whole = (last - first).days + 1
    days = next((step for step in _STEPS if whole / step <= _MOST_COLUMNS), whole // _MOST_COLUMNS + 1)
    others, gone = Counter[int](), Counter[int]()
    for day, standing, count in counted:
        place = (date.fromisoformat(day) - first).days // days
        (gone if standing is Standing.NO_LONGER_SHOWN else others)[place] += count
    places = (whole - 1) // days + 1
    most = max((others + gone).values())
    width = (WIDTH - LEFT - RIGHT) / places
    drawn = [
        Column(
            x=round(LEFT + place * width, 1),
            width=round(max(1.0, width - 1), 1),
            first=first + timedelta(days=place * days),
            others=others[place],
            gone=gone[place],
            others_height=round(TALL * others[place] / most, 1),
            gone_height=round(TALL * gone[place] / most, 1),
        )
        for place in sorted(others.keys() | gone.keys())
    ]
    written = sorted({round(places * share / 4) for share in range(4)})
    ticks = tuple(
        Tick(round(LEFT + place * width, 1), str(first + timedelta(days=place * days))) for place in written
    )
    return drawn, days, ticks


def _drawn_from(counted: Sequence[tuple[str, Standing, int]]) -> date:
    """Give the day to begin at: a few that are far older than all others would leave no room for these."""
    days = [(date.fromisoformat(day), count) for day, _, count in counted]
    first, last, passed = days[0][0], days[-1][0], 0
    few = sum(count for _, count in days) * _FEW
    for day, count in days:
        if passed > few:
            break
        if passed and last - day < (last - first) * _SHORTER:
            return day
        passed += count
    return first
