"""What looks say that were made: read once, and after another was made only what came since."""

from datetime import datetime, timedelta

from archiver.archive import Archive
from archiver.ledger import events, intervals
from archiver.model import instant
from archiver.model.deviation import Closer
from archiver.model.looked import Looked
from archiver.operations.looks_told import told
from archiver.schedule.day import Day
from archiver.schedule.planned import Planned, Way

_LOOKED_BACK = timedelta(days=1)
_WALLS = 12
"""Looks by one way that tell whether it rests: with doubled pauses five of them reach the longest."""


class Remembered:
    """The looks of an archive, as they bear on what is due."""

    def __init__(self, archive: Archive) -> None:
        """Know nothing yet."""
        self._archive = archive
        self._lately: list[Looked] = []
        """Those of the last day, as they were read last, in order of their ends."""
        self.forget()

    def forget(self) -> None:
        """Read all anew: something was looked at."""
        self._day: Day | None = None
        self._by_way: dict[Way, list[Looked]] = {}
        self._closers: dict[str, Closer] | None = None
        self._declared: dict[str, datetime] | None = None

    @property
    def day(self) -> Day:
        """Give the looks of the last day."""
        if self._day is None:
            self._lately = self._read_on()
            self._day = Day(told(self._archive, self._lately))
        return self._day

    def _read_on(self) -> list[Looked]:
        """Give the looks of the last day; only those are read that ended since the last which is known."""
        now, looks = self._archive.clock.now(), self._archive.catalog.looks
        begin, known = now - _LOOKED_BACK, self._lately
        if not known or now < known[-1].ended:  # the clock was set back: what came since may stand anywhere
            return looks.since(begin)
        last = known[-1].ended
        return [each for each in known if begin <= each.ended < last] + looks.since(last)

    def day_before(self, at: datetime) -> Day:
        """Give the looks of the day before a time."""
        return Day(told(self._archive, self._archive.catalog.looks.since(at - _LOOKED_BACK)))

    def lately(self, plan: Planned) -> list[Looked]:
        """Give the last crawls of a target from a vantage."""
        return told(self._archive, self._archive.catalog.looks.lately(plan.target, plan.vantage))

    def asked_lately(self, plan: Planned) -> list[Looked]:
        """Give the last visits to single posts of a target from a vantage."""
        return told(self._archive, self._archive.catalog.looks.asked_lately(plan.target, plan.vantage))

    def by_way(self, plan: Planned) -> list[Looked]:
        """Give the last looks by the way of a target, of whichever; of a site its own."""
        if not plan.budgeted:
            return self.lately(plan)
        if plan.way not in self._by_way:
            looks, way = self._archive.catalog.looks, plan.way
            found = (
                looks.of_session(way.session, _WALLS)
                if way.session
                else looks.by_address(way.platform, plan.vantage, _WALLS)
            )
            self._by_way[way] = told(self._archive, found)
        return self._by_way[plan.way]

    def closer(self, target: str) -> Closer | None:
        """Give what was said last of looking at a target more often."""
        if self._closers is None:
            said = self._archive.catalog.latest_events(events.CLOSER_WATCH)
            self._closers = {each: intervals.closer_read(event) for each, event in said.items()}
        return self._closers.get(target)

    def declared_at(self, target: str) -> datetime | None:
        """Give when it was declared last how a target is watched; None where it was not yet."""
        if self._declared is None:
            said = self._archive.catalog.latest_events(events.DECLARATION)
            self._declared = {each: instant.parsed(event["at"]) for each, event in said.items()}
        return self._declared.get(target)
