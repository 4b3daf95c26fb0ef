"""How all that is watched stands: drawn from the looks that the ledger tells of, so that no run has to keep count."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archiver.archive import Archive
from archiver.config import Session
from archiver.operations.session_health import health_of, signed_in_at, why_blind
from archiver.operations.unattended.remembered import Remembered
from archiver.operations.unattended.watches import Watch
from archiver.schedule.due import Known, Standing, standing
from archiver.schedule.health import Health
from archiver.schedule.interval import due_at

_LONGEST_PAUSE = timedelta(days=1)
"""Between two visits to posts of a target that are cut off."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched from one vantage, and how that stands."""

    watch: Watch
    standing: Standing
    session: Health | None = None
    """Of the session that looks; None where none does."""
    unseen_since: datetime | None = None
    """When it was seen last; where it never was, when it was tried first, or declared. None where it is new."""

    @property
    def is_blind(self) -> bool:
        """Tell whether nothing can be seen from there before somebody signs in."""
        return self.session is not None and self.session.is_blind


class Standings:
    """How what is watched stands, as one run goes on: what is the same for many is read once."""

    def __init__(self, archive: Archive) -> None:
        """Know nothing yet."""
        self._archive = archive
        self._sessions: dict[str, tuple[Health, datetime | None]] = {}
        self.remembered = Remembered(archive)

    def all(self, watches: Iterable[Watch]) -> list[Watched]:
        """Say how each of some stands now."""
        return [self.now(watch) for watch in watches]

    def forget(self) -> None:
        """Read all anew: something was looked at."""
        self.remembered.forget()
        self._sessions.clear()

    def now(self, watch: Watch) -> Watched:
        """Say how one stands now."""
        archive, asked, now = self._archive, watch.asked, self._archive.clock.now()
        session, signed_in = self._session(asked.session)
        known = Known(
            day=self.remembered.day,
            lately=self.remembered.lately(watch.plan),
            by_way=self.remembered.by_way(watch.plan),
            closer=self.remembered.closer(watch.plan.target),
            session=session,
            signed_in_at=signed_in,
        )
        found = standing(watch.plan, known, archive.settings.budgets, now)
        seen = found.last or (known.lately[0] if known.lately else None)
        since = seen.began if seen else self.remembered.declared_at(watch.plan.target)
        return Watched(_refused(watch, session), found, session, since)

    def is_left_alone(self, each: Watched) -> bool:
        """Tell whether posts of a target are not asked for from a vantage, since the last visits were cut off."""
        asked = self.remembered.asked_lately(each.watch.plan)
        if not asked or asked[-1].settles:
            return False
        at = due_at(asked, _LONGEST_PAUSE, self._archive.clock.now())
        return at is not None and at > self._archive.clock.now()

    def _session(self, session: Session | None) -> tuple[Health | None, datetime | None]:
        if session is None:
            return None, None
        if session.name not in self._sessions:
            found = health_of(self._archive, session), signed_in_at(self._archive, session)
            self._sessions[session.name] = found
        return self._sessions[session.name]


def _refused(watch: Watch, session: Health | None) -> Watch:
    """Have a look fail by what is known against its session, without a word to the platform."""
    asked = watch.asked
    if asked.refused is not None or asked.session is None or session is None:
        return watch
    return replace(watch, asked=replace(asked, refused=why_blind(asked.session, session)))
