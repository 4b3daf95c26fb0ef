"""The chart: posts by when they were published, and below it the looks at them, on a line of time each."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archiver.export.exhibits.looks import Look, Mark, Watch
from archiver.export.exhibits.standing import Standing
from archiver.export.exhibits.times import moment, span
from archiver.export.report.columns import TALL, Column, columns
from archiver.export.report.drawing import LEFT, RIGHT, WIDTH, Span, Tick
from archiver.model import instant

_MOST_ROWS = 12
_LATE = 1.5
"""How many times the declared span between looks makes a gap."""
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """The looks at one target."""

    name: str
    looks: tuple[Tick, ...]
    gaps: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn."""

    columns: tuple[Column, ...]
    most: int
    """Posts of the tallest column."""
    days: int
    """To a column."""
    undated: int
    """Posts of which no date is known."""
    older: int
    """Posts that are older than all that is drawn."""
    published: tuple[Tick, ...]
    rows: tuple[Row, ...]
    left_out: int
    """Targets beyond those that have rows."""
    marks: tuple[Tick, ...]
    intervals: tuple[Span, ...]
    watched: tuple[Tick, ...]
    tall: float = TALL


def chart(
    watch: Watch,
    targets: Sequence[str],
    published: Iterable[tuple[str, Standing, int]],
    intervals: Iterable[tuple[str | None, str, int]],
    posts: int,
) -> Chart:
    """Draw it.

    `published` counts posts by day and standing; `intervals` are those in which posts ceased to be shown.
    """
    counted = list(published)
    drawn, days, scale = columns(counted)
    dated = sum(count for _, _, count in counted)
    spans = [(_time(start), instant.parsed(end), count) for start, end, count in intervals]
    line = _line(watch, [end for _, end, _ in spans])
    named = sorted(targets)
    return Chart(
        columns=tuple(drawn),
        most=max((column.others + column.gone for column in drawn), default=0),
        days=days,
        undated=posts - dated,
        older=dated - sum(column.others + column.gone for column in drawn),
        published=scale,
        rows=tuple(_row(target, watch, line) for target in named[:_MOST_ROWS]),
        left_out=max(0, len(named) - _MOST_ROWS),
        marks=tuple(Tick(line.x(mark.at), _told(mark)) for mark in watch.marks if line.holds(mark.at)),
        intervals=tuple(_interval(start or line.first, end, count, line) for start, end, count in spans),
        watched=line.ticks(),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of time."""

    first: datetime
    last: datetime

    def x(self, at: datetime) -> float:
        share = (at - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def holds(self, at: datetime) -> bool:
        return self.first <= at <= self.last

    def ticks(self) -> tuple[Tick, ...]:
        whole = self.last - self.first
        form = (
            "%Y-%m-%d"
            if whole > timedelta(days=4)
            else "%m-%d %H:%M"
            if whole > timedelta(hours=1)
            else "%H:%M:%S"
        )
        times = (self.first + whole * place / _TICKS for place in range(_TICKS + 1))
        return tuple(Tick(self.x(at), f"{at.astimezone(UTC):{form}}") for at in times)


def _line(watch: Watch, others: Iterable[datetime]) -> _Line:
    times = [look.began for look in watch.looks] + [look.ended for look in watch.looks] + list(others)
    if not times:
        times = [datetime.fromtimestamp(0, UTC)]
    first, last = min(times), max(times)
    return _Line(first, max(last, first + timedelta(seconds=1)))


def _row(target: str, watch: Watch, line: _Line) -> Row:
    looks = [look for look in watch.looks if look.target == target]
    # Of many looks those that would be drawn in one place are drawn once.
    ticks = {(line.x(look.began), _kind(look)): look for look in looks}
    return Row(
        name=target,
        looks=tuple(
            Tick(x, _look(look), kind) for (x, kind), look in sorted(ticks.items(), key=lambda each: each[0])
        ),
        gaps=tuple(_gap(start, end, line) for start, end in gaps(looks, watch.every.get(target))),
    )


def _gap(start: datetime, end: datetime, line: _Line) -> Span:
    width = max(1.0, round(line.x(end) - line.x(start), 1))
    return Span(line.x(start), width, f"No complete look for {span(end - start)}")


def gaps(looks: Sequence[Look], every: timedelta | None) -> list[tuple[datetime, datetime]]:
    """Give between which complete looks at listings too long passed, by what was declared; else the longest alone."""
    complete = [look for look in looks if look.is_crawl and look.is_complete]
    found = [
        (one.ended, other.began) for one, other in itertools.pairwise(complete) if one.ended < other.began
    ]
    if every is None:
        return [max(found, key=lambda gap: gap[1] - gap[0])] if found else []
    return [gap for gap in found if gap[1] - gap[0] > every * _LATE]


def _kind(look: Look) -> str:
    if not look.capture:
        return "nothing"
    if not look.is_crawl:
        return "asked"
    return "complete" if look.is_complete else "broken"


_IN_WORDS: Mapping[str, str] = {
    "complete": "complete look",
    "broken": "look that broke off",
    "asked": "posts asked for one by one",
    "nothing": "look that came to nothing",
}


def _look(look: Look) -> str:
    why = f" ({look.reason.replace('_', ' ')})" if look.reason else ""
    return f"{moment(look.began)}: {_IN_WORDS[_kind(look)]}, {look.who}{why}"


def _interval(start: datetime, end: datetime, count: int, line: _Line) -> Span:
    x = line.x(max(start, line.first))
    label = f"{count:,}: last shown {moment(start)}, first not shown {moment(end)}"
    return Span(x, max(2.0, round(line.x(end) - x, 1)), label)


def _told(mark: Mark) -> str:
    return f"{moment(mark.at)}: {mark.words}"


def _time(written: str | None) -> datetime | None:
    return instant.parsed(written) if written else None
