"""How all that is watched stands: drawn from the looks that the ledger tells of, so that no run has to keep count."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from archiver.archive import Archive
from archiver.config import Session
from archiver.ledger import events, intervals
from archiver.model.deviation import Closer
from archiver.operations.session_health import health_of, signed_in_at, why_blind
from archiver.operations.unattended.watches import Watch
from archiver.schedule.day import Day
from archiver.schedule.due import Known, Standing, standing
from archiver.schedule.health import Health

_LOOKED_BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched from one vantage, and how that stands."""

    watch: Watch
    standing: Standing
    session: Health | None = None
    """Of the session that looks; None where none does."""
    unseen_since: datetime | None = None
    """When it was seen last, or tried first where it never was; None where it was not tried yet."""

    @property
    def is_blind(self) -> bool:
        """Tell whether nothing can be seen from there before somebody signs in."""
        return self.session is not None and self.session.is_blind


@dataclass(slots=True)
class Standings:
    """How what is watched stands, as one run goes on: what is the same for many is read once."""

    archive: Archive
    _closer: dict[str, Closer] | None = None
    _sessions: dict[str, tuple[Health, datetime | None]] = field(default_factory=dict)

    def all(self, watches: Iterable[Watch]) -> list[Watched]:
        """Say how each of some stands now."""
        now = self.archive.clock.now()
        self._closer, self._sessions = None, {}
        day = self._day(now)
        return [self._of(watch, day, now) for watch in watches]

    def now(self, watch: Watch) -> Watched:
        """Say how one stands now, after others were looked at."""
        now = self.archive.clock.now()
        self._sessions.clear()
        return self._of(watch, self._day(now), now)

    def _day(self, now: datetime) -> Day:
        return Day(self.archive.catalog.looks.since(now - _LOOKED_BACK))

    def _of(self, watch: Watch, day: Day, now: datetime) -> Watched:
        archive, asked = self.archive, watch.asked
        session, signed_in = self._session(asked.session)
        known = Known(
            day=day,
            lately=archive.catalog.looks.lately(watch.plan.target, watch.plan.vantage),
            closer=self._closers().get(watch.plan.target),
            session=session,
            signed_in_at=signed_in,
        )
        found = standing(watch.plan, known, archive.settings.budgets, now)
        seen = found.last or (known.lately[0] if known.lately else None)
        return Watched(_refused(watch, session), found, session, seen.began if seen else None)

    def _session(self, session: Session | None) -> tuple[Health | None, datetime | None]:
        if session is None:
            return None, None
        if session.name not in self._sessions:
            found = health_of(self.archive, session), signed_in_at(self.archive, session)
            self._sessions[session.name] = found
        return self._sessions[session.name]

    def _closers(self) -> dict[str, Closer]:
        if self._closer is None:
            told = self.archive.catalog.latest_events(events.CLOSER_WATCH)
            self._closer = {target: intervals.closer_read(event) for target, event in told.items()}
        return self._closer


def _refused(watch: Watch, session: Health | None) -> Watch:
    """Have a look fail by what is known against its session, without a word to the platform."""
    asked = watch.asked
    if asked.refused is not None or asked.session is None or session is None:
        return watch
    return replace(watch, asked=replace(asked, refused=why_blind(asked.session, session)))
