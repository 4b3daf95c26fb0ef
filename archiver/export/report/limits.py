"""What was looked at of each target, how far, and when nobody looked: what a report cannot show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from archiver.export.exhibits.looks import Deviation, Look, Watch
from archiver.model.capture import Limit

_UNKNOWN = {"", "unknown"}


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a target was looked at from one class of vantage, the last time that all offered to it was read."""

    who: str
    surfaces: tuple[str, ...]
    at: datetime
    listed: int
    claimed: int | None
    """Posts that the target says it has; None where it does not say."""
    limit: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What was not looked at of one target."""

    target: str
    looks: int
    complete: int
    asked: int
    """Visits to single posts."""
    nothing: int
    """Looks that captured nothing."""
    first: datetime | None
    last: datetime | None
    reached: tuple[Reached, ...]
    longest: tuple[tuple[str, datetime, datetime], ...]
    """For each class of vantage: between which times the longest passed without a complete look, up to now."""
    ended: tuple[tuple[str, datetime | None], ...]
    """For each class of vantage: when the listings were read to their end last; None where they never were."""
    late: tuple[Deviation, ...]
    """Looks that came later than they were due, the latest first."""
    closer: tuple[Deviation, ...]
    """When it was looked at more often for a while."""
    unread: Mapping[str, int]
    """How many things could not be read, by reason."""
    countries: tuple[str, ...]
    """That are known; others may have been asked from."""
    unknown: int
    """Looks from a country that is not known."""


def limits(watch: Watch, targets: Sequence[str], until: datetime) -> tuple[Limits, ...]:
    """Say of each target what was looked at, and when nobody looked, up to a time."""
    return tuple(
        _of_target(
            target,
            [look for look in watch.looks if look.target == target],
            [each for each in watch.deviations if each.target == target],
            until,
        )
        for target in targets
    )


def _of_target(
    target: str, looks: Sequence[Look], deviations: Sequence[Deviation], until: datetime
) -> Limits:
    crawls = [look for look in looks if look.is_crawl]
    unread = sum((Counter(look.gaps) for look in looks), Counter[str]())
    return Limits(
        target=target,
        looks=len(crawls),
        complete=sum(look.is_complete for look in crawls),
        asked=sum(bool(look.capture) and not look.is_crawl for look in looks),
        nothing=sum(not look.capture for look in looks),
        first=min((look.began for look in crawls), default=None),
        last=max((look.ended for look in crawls), default=None),
        reached=tuple(_reached(crawls)),
        longest=tuple(_longest(crawls, until)),
        ended=tuple(_ended(crawls)),
        late=tuple(
            sorted((each for each in deviations if each.is_late), key=lambda each: each.since - each.until)
        ),
        closer=tuple(each for each in deviations if not each.is_late),
        unread=dict(sorted(unread.items())),
        countries=tuple(sorted({look.country for look in looks} - _UNKNOWN)),
        unknown=sum(look.country in _UNKNOWN for look in looks),
    )


def _longest(crawls: Sequence[Look], until: datetime) -> Iterable[tuple[str, datetime, datetime]]:
    """Give for each class of vantage the longest time in which it read nothing to its end."""
    for who in dict.fromkeys(look.who for look in crawls if look.is_complete):
        times = [(look.began, look.ended) for look in crawls if look.is_complete and look.who == who]
        begun = [*(began for began, _ in times[1:]), max(until, times[-1][1])]
        spans = [(ended, later) for (_, ended), later in zip(times, begun, strict=True)]
        yield (who, *max(spans, key=lambda each: each[1] - each[0]))


def _ended(crawls: Sequence[Look]) -> Iterable[tuple[str, datetime | None]]:
    for who in dict.fromkeys(look.who for look in crawls if look.is_shown):
        times = [look.began for look in crawls if look.who == who and look.limit == Limit.END.value]
        yield who, max(times, default=None)


def _reached(crawls: Sequence[Look]) -> Iterable[Reached]:
    latest = {look.who: look for look in crawls if look.is_complete and look.listed is not None}
    for who, look in latest.items():
        yield Reached(who, look.surfaces, look.began, look.listed or 0, look.claimed, look.limit)
