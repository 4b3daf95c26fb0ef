"""Crawl what is due: the oldest debt first, as far as budgets go, and what is in question when its time has come.

Whoever starts this every minute need keep no count: what was looked at is in the ledger, and what is due is drawn from
that. Where nothing is, nothing is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import chain

from archiver.archive import Archive
from archiver.capture import leftovers
from archiver.errors import FINE, BusyError, ConfigError
from archiver.ledger import events, intervals
from archiver.operations import covering
from archiver.operations.absence import SWEPT, due
from archiver.operations.asking import at_hand_of
from archiver.operations.crawl import CrawlResult, follow, looked_at
from archiver.operations.indexing import append, index_all_events
from archiver.operations.look import vantages_of
from archiver.operations.unattended.closer import closer_since_missing
from archiver.operations.unattended.journal import noted
from archiver.operations.unattended.standings import Standings, Watched
from archiver.operations.unattended.turns import Turns
from archiver.operations.unattended.watches import watches
from archiver.ports import Limits, Progress, Stop
from archiver.schedule.budgets import spent
from archiver.schedule.due import late
from archiver.store import lock

CHECKED_EVERY = timedelta(days=7)
"""How long a post that no listing shows is left unasked for, where there is room."""


class SteppedAsideError(BusyError):
    """Another run looks at what is due: nothing is left undone."""

    exit_code = FINE
    advice = "This run steps aside."


def crawl_due(archive: Archive, progress: Progress, stop: Stop) -> Iterator[CrawlResult]:
    """Look at what is due. Raises SteppedAsideError where another run does so already, ConfigError, StoreError."""
    with _alone(archive):
        leftovers.clear()
        index_all_events(archive)
        run = _Run(archive, progress, stop)
        run.require_anything()
        if not run.has_work():
            run.keep()
            covering.cover_where_due(archive)
            return
        with noted(archive) as journal:
            covering.begin(archive, lately=True)
            try:
                for result in chain(run.crawls(), run.follow_ups(), run.sweeps()):
                    journal.look(result)
                    yield result
            finally:
                run.keep()
                covering.cover_in_turn(archive)


@contextmanager
def _alone(archive: Archive) -> Iterator[None]:
    """Be the only run that looks at what is due, for a `with` block."""
    file = archive.layout.due_lock
    try:
        mine = lock.take(file, "What is due")
    except BusyError as error:
        raise SteppedAsideError(error.sentence) from error
    try:
        yield
    finally:
        lock.let_go(file, "What is due", mine)


class _Run:
    """One run: what is watched, how it stood when the run began, and what was looked at since."""

    def __init__(self, archive: Archive, progress: Progress, stop: Stop) -> None:
        self._archive, self._progress, self._stop = archive, progress, stop
        self._standings = Standings(archive)
        self._watched = self._standings.all(watches(archive))
        self._turns = Turns(archive)
        self._looked_at: set[str] = set()

    def require_anything(self) -> None:
        """Raise ConfigError where no target says how often it is to be looked at."""
        if not self._watched:
            raise ConfigError(
                f"No target in {self._archive.settings.targets_file} says how often it is to be looked at.",
                'Write every = "6h" into its entry, or: archiver add TARGET --every 6h',
            )

    def has_work(self) -> bool:
        """Tell whether anything is due, in question or in turn."""
        first = chain(self._ready(), self._in_question(), self._unchecked())
        return next(first, None) is not None

    def keep(self) -> None:
        """Keep what was found out of when posts are asked for next."""
        self._turns.keep()

    def crawls(self) -> Iterator[CrawlResult]:
        """Look at each target that is due, from all its vantages that are."""
        for target in dict.fromkeys(each.standing.plan.target for each in self._ready()):
            if self._stop.requested:
                return
            group = self._due_now(target)
            if group:
                self._looked_at.add(target)
                yield from self._look(group)

    def follow_ups(self) -> Iterator[CrawlResult]:
        """Ask for posts in question whose time has come, of targets that were not looked at just now."""
        for group in list(self._in_question()):
            if not self._stop.requested:
                asked = [each.watch.asked for each in group]
                yield from self._closer(group, follow(self._archive, asked, self._progress, self._stop))
                covering.cover_where_due(self._archive)

    def sweeps(self) -> Iterator[CrawlResult]:
        """Ask for some posts that no listing shows, of the target where one was longest not seen, if there is room."""
        for first, *_ in self._unchecked():
            if not self._stop.requested:
                asked = [first.watch.asked]
                yield from self._closer(
                    [first], follow(self._archive, asked, self._progress, self._stop, sweep=True)
                )
                covering.cover_where_due(self._archive)

    def _ready(self) -> list[Watched]:
        now = self._archive.clock.now()
        ready = [each for each in self._watched if each.standing.is_ready(now) and not self._is_busy(each)]
        return sorted(ready, key=lambda each: each.standing.debt(now), reverse=True)

    def _is_busy(self, each: Watched) -> bool:
        """Tell whether somebody looks at a target by hand just now, which is a look too."""
        asked = each.watch.asked
        return lock.is_held(self._archive.layout.target_lock(asked.platform.name, asked.lock_name))

    def _due_now(self, target: str) -> list[Watched]:
        """Give the vantages from which a target is looked at now: those due, and those that nearly are."""
        mine = [
            self._standings.now(each.watch) for each in self._watched if each.standing.plan.target == target
        ]
        now = self._archive.clock.now()  # one never looked at is due when that was asked
        if not any(each.standing.is_ready(now) for each in mine):
            return []
        return [each for each in mine if each.standing.is_nearly_ready(now)]

    def _look(self, group: Sequence[Watched]) -> Iterator[CrawlResult]:
        for each in group:
            self._say_late(each)
        asked = [each.watch.asked for each in group]
        yield from self._closer(group, looked_at(self._archive, asked, Limits(), self._progress, self._stop))

    def _closer(self, group: Sequence[Watched], looks: Iterator[CrawlResult]) -> Iterator[CrawlResult]:
        """Pass looks at a target on; where one asked for a post that was not shown, look more often for a while."""
        began, absent = self._archive.clock.now(), False
        for result in looks:
            self._standings.forget()
            absent |= result.found < result.probed
            yield result
        if absent:
            watch = group[0].watch
            closer_since_missing(self._archive, watch.asked.target, watch.plan.every, began)

    def _say_late(self, each: Watched) -> None:
        archive, now = self._archive, self._archive.clock.now()
        if not each.standing.late(now):
            return
        day = self._standings.remembered.day_before(min(each.standing.due, now))
        found = late(each.standing, day, archive.settings.budgets, now)
        if found is not None:
            with archive.indexing():
                append(archive, each.watch.asked.target, events.LATE_LOOK, intervals.late_said(found))

    def _in_question(self) -> Iterator[list[Watched]]:
        """Give the targets of which a post in question is due, by the vantages that can ask for it now.

        Not those just looked at, which was followed up.
        """
        archive, now = self._archive, self._archive.clock.now()
        for group in self._groups():
            target = group[0].watch.asked.target
            at = self._turns.of(target).question
            free = self._free(group) if at is not None and at <= now else []
            here = vantages_of(archive, [each.watch.asked for each in free])
            everyone = at_hand_of(archive, target) | here
            if free and (here == everyone or due(archive, target, everyone, here)):
                yield free

    def _unchecked(self) -> Iterator[list[Watched]]:
        """Give the targets of which a post was not seen for long, the longest first, where there is room to ask.

        A site's pages are asked for by its crawl.
        """
        before, found = self._archive.clock.now() - CHECKED_EVERY, []
        for group in self._groups():
            since = self._turns.of(group[0].watch.asked.target).unchecked
            if since is not None and since <= before and group[0].watch.plan.budgeted:
                found.append((since, group))
        for _, group in sorted(found, key=lambda each: each[0]):
            free = self._free(group)
            if free and self._has_room_for(SWEPT, free[0]):
                yield free

    def _groups(self) -> list[list[Watched]]:
        groups: dict[str, list[Watched]] = {}
        for each in self._watched:
            if each.standing.plan.target not in self._looked_at:
                groups.setdefault(each.standing.plan.target, []).append(each)
        return list(groups.values())

    def _free(self, group: Iterable[Watched]) -> list[Watched]:
        """Give the vantages that can be asked from now, those without a session first."""
        found = [self._standings.now(each.watch) for each in group]
        now = self._archive.clock.now()
        free = [
            each
            for each in found
            if not each.is_blind and each.standing.free <= now and not self._standings.is_left_alone(each)
        ]
        return sorted(free, key=lambda each: each.watch.asked.session is not None)

    def _has_room_for(self, pages: int, each: Watched) -> bool:
        archive = self._archive
        now, budgets = archive.clock.now(), archive.settings.budgets
        gone = spent(
            self._standings.remembered.day.from_address(each.watch.plan.way), budgets.pages_per_hour, now
        )
        return budgets.pages_per_hour - gone >= pages
