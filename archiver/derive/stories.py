"""How an account's stories stand, from when their trays held them and when they end by themselves.

A story that ended by its own clock went by itself: nothing follows from that. One that a look lacked while it had still
to run is an observation, from there and then, and never a removal: it has no address to be asked by.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from archiver.model.refs import PostRef
from archiver.model.tray import is_highlight

MARGIN = timedelta(minutes=10)
"""By how much a look must have ended before a story's own end, for what it lacks to be more than that end."""


class StoryState(StrEnum):
    """How a story stands in one lane."""

    LISTED = "listed"
    """In a tray, and no look since that could tell has lacked it."""
    EXPIRED = "expired"
    """Its own end has come."""
    WENT_BEFORE = "went_before"
    """A look lacked it before its own end, and no highlight held it."""
    NOT_KNOWN = "not_known"
    """It is in no tray any more, and its end is not told, or near by."""


@dataclass(frozen=True, slots=True)
class TraySpan:
    """One story in one tray of one lane, from the first look that showed it there to the last."""

    story: PostRef
    lane: str
    tray: str
    title: str
    first: datetime
    """When the first look began that listed it."""
    last: datetime
    """When the last did."""
    gone: datetime | None
    """When the first look ended that understood the whole tray without it; None while it is listed."""
    clock_offset: timedelta | None
    """Of that look: the servers' time minus ours; None where no server told it."""


@dataclass(frozen=True, slots=True)
class StoryStanding:
    """How one story stands in one lane."""

    story: PostRef
    lane: str
    state: StoryState
    published_at: datetime | None
    expires_at: datetime | None
    first_listed: datetime
    last_listed: datetime
    first_lacked: datetime | None
    """When the first look ended that lacked it among the day's stories; None where none did."""
    highlights: tuple[str, ...]
    """Titles of the highlights that hold it."""
    left: tuple[tuple[str, datetime], ...]
    """Titles of highlights that it is no longer in, and when the first look ended that lacked it there."""


def standings(
    spans: Iterable[TraySpan], times: dict[PostRef, tuple[datetime | None, datetime | None]], now: datetime
) -> Iterator[StoryStanding]:
    """Say of each story in each lane how it stands now, the latest listed first.

    `times` are, of each story, when it was published and when it ends by itself, as far as that is told.
    """
    by_story: dict[tuple[PostRef, str], list[TraySpan]] = {}
    for span in sorted(spans, key=lambda span: (span.first, span.tray)):
        by_story.setdefault((span.story, span.lane), []).append(span)
    told = (_standing(found, *times.get(story, (None, None)), now) for (story, _), found in by_story.items())
    yield from sorted(told, key=lambda each: (each.first_listed, str(each.story)), reverse=True)


def _standing(
    spans: list[TraySpan], published_at: datetime | None, expires_at: datetime | None, now: datetime
) -> StoryStanding:
    latest = {span.tray: span for span in spans}
    held = [span for span in latest.values() if is_highlight(span.tray)]
    day = next((span for span in latest.values() if not is_highlight(span.tray)), None)
    kept = tuple(span.title or span.tray for span in held if span.gone is None)
    return StoryStanding(
        story=spans[0].story,
        lane=spans[0].lane,
        state=StoryState.LISTED if kept else _of_day(day, expires_at, now),
        published_at=published_at,
        expires_at=expires_at,
        first_listed=min(span.first for span in spans),
        last_listed=max(span.last for span in spans),
        first_lacked=day.gone if day is not None else None,
        highlights=kept,
        left=tuple((span.title or span.tray, span.gone) for span in held if span.gone is not None),
    )


def _of_day(day: TraySpan | None, expires_at: datetime | None, now: datetime) -> StoryState:
    """Say how a story stands that no highlight holds."""
    if day is not None and day.gone is not None and expires_at is not None:
        # Whichever way our clock is wrong, the look must have ended before.
        margin = MARGIN + abs(day.clock_offset or timedelta())
        if day.gone + margin < expires_at:
            return StoryState.WENT_BEFORE
    if expires_at is not None and expires_at <= now:
        return StoryState.EXPIRED
    return StoryState.LISTED if day is not None and day.gone is None else StoryState.NOT_KNOWN
