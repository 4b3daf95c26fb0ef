"""Status: how far the watch sees, what it does not see, and since when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from archiver.archive import Archive
from archiver.config import Session, WatchedTarget, spans
from archiver.formats.checkpoint import Checkpoint
from archiver.ledger import events, intervals
from archiver.machine.disk import free_bytes
from archiver.model.canary import AskedAgain
from archiver.model.capture import CaptureId, Outcome, Reach
from archiver.model.deviation import Closer
from archiver.model.refs import TargetRef
from archiver.model.surface_state import SurfaceState
from archiver.model.vantage import in_words
from archiver.operations.canary import Canary, all_canaries, asked_again
from archiver.operations.indexing import index_all_events
from archiver.operations.session_health import health_of
from archiver.operations.targets import watched
from archiver.operations.unattended.standings import Standings, Watched
from archiver.operations.unattended.turns import Turn, Turns
from archiver.operations.unattended.watches import watches
from archiver.schedule.due import Hold
from archiver.schedule.health import Condition, Health

_BLIND_AFTER = 3
"""Intervals in which nothing was seen from anywhere it is looked from, after which that is said to be so."""
_GROWTH_OVER = timedelta(days=7)
_HELD = {
    Hold.BUDGET: "the budget of its address or session is spent.",
    Hold.RESTING: "the platform refused it, and it is left alone for a while.",
}
_NOT_RUN = "Is 'archiver crawl --due' started? The lines for it: archiver schedule"
_SAID = {
    Condition.CHALLENGED: "the platform asks whoever is signed in to prove who they are",
    Condition.LOGGED_OUT: "the platform no longer knows it",
    Condition.UNUSABLE: "its state is not here, or signs nobody in",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one vantage last saw of a target."""

    capture: str
    at: datetime
    complete: bool
    reach: Reach
    gaps: int


@dataclass(frozen=True, slots=True)
class VantageStatus:
    """How a target is seen from one vantage."""

    watched: Watched
    session: str
    """What the operator calls it; empty where none looks."""
    seen: Seen | None
    """None where nothing was seen from there yet."""


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """How a target is watched."""

    target: TargetRef
    label: str
    case: str
    every: timedelta
    vantages: tuple[VantageStatus, ...]
    surfaces: tuple[SurfaceState, ...]
    closer: Closer | None
    """That it is looked at more often for a while; None where it is not."""
    unchecked_since: datetime | None
    """Since when a post that no listing shows was neither seen nor asked for; None where there is none."""


@dataclass(frozen=True, slots=True)
class Disk:
    """How an archive grows."""

    free: int
    """Bytes."""
    per_day: float
    """Bytes that captures took up in the last week, by day."""

    @property
    def days_to_full(self) -> float | None:
        """Give how long the room lasts at that; None where nothing was stored."""
        return self.free / self.per_day if self.per_day else None


@dataclass(frozen=True, slots=True)
class Blind:
    """Something that is not seen."""

    about: str
    """A target's ref, or a session by its name."""
    is_session: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Status:
    """How an archive's watch stands."""

    at: datetime
    targets: tuple[TargetStatus, ...]
    sessions: tuple[tuple[Session, Health], ...]
    ledger: Checkpoint
    disk: Disk
    blind: tuple[Blind, ...]
    canaries: tuple[Canary, ...]
    asked_again: AskedAgain


def status(archive: Archive) -> Status:
    """Say how the watch stands. Raises ConfigError, StoreError, DamagedError."""
    index_all_events(archive)
    turns = Turns(archive)
    stand = Standings(archive).all(watches(archive))
    now = archive.clock.now()
    closer, by_target = _closers(archive, now), defaultdict[str, list[Watched]](list)
    for each in stand:
        by_target[each.standing.plan.target].append(each)
    targets = tuple(
        _target(archive, target, entry, by_target[str(target)], turns.of(target), closer.get(str(target)))
        for target, entry in watched(archive.settings)
        if str(target) in by_target
    )
    turns.keep()
    sessions = tuple((session, health_of(archive, session)) for session in archive.settings.sessions)
    return Status(
        at=now,
        targets=targets,
        sessions=sessions,
        ledger=archive.custody.reach(),
        disk=_disk(archive, now),
        blind=(
            *_blind_sessions(sessions),
            *_unknown_sessions(targets, archive.settings.sessions),
            *_unseen(targets, now),
        ),
        canaries=tuple(all_canaries(archive)),
        asked_again=asked_again(archive),
    )


def _target(
    archive: Archive,
    target: TargetRef,
    entry: WatchedTarget,
    mine: list[Watched],
    turn: Turn,
    closer: Closer | None,
) -> TargetStatus:
    return TargetStatus(
        target=target,
        label=entry.label,
        case=entry.case,
        every=mine[0].standing.plan.every,
        vantages=tuple(map(partial(_vantage, archive), mine)),
        surfaces=tuple(archive.catalog.surfaces(target)),
        closer=closer,
        unchecked_since=turn.unchecked,
    )


def _vantage(archive: Archive, each: Watched) -> VantageStatus:
    session, last = each.watch.asked.session, each.standing.last
    seen = None
    if last is not None and last.capture:
        reach, gaps = archive.catalog.reach(CaptureId.parse(last.capture))
        seen = Seen(last.capture, last.began, last.outcome == Outcome.COMPLETE.value, reach, gaps)
    return VantageStatus(each, session.name if session else "", seen)


def _closers(archive: Archive, now: datetime) -> dict[str, Closer]:
    told = archive.catalog.latest_events(events.CLOSER_WATCH)
    found = {target: intervals.closer_read(event) for target, event in told.items()}
    return {target: closer for target, closer in found.items() if closer.holds(now)}


def _disk(archive: Archive, now: datetime) -> Disk:
    looks = archive.catalog.looks.since(now - _GROWTH_OVER)
    stored = sum(archive.sealed.size(CaptureId.parse(look.capture)) for look in looks if look.capture)
    span = max(now - looks[0].began, timedelta(days=1)) if looks else _GROWTH_OVER
    return Disk(free_bytes(archive.layout.root), stored / (span / timedelta(days=1)))


def _blind_sessions(sessions: Iterable[tuple[Session, Health]]) -> Iterator[Blind]:
    for session, found in sessions:
        if found.is_blind:
            since = f" since {found.since:%Y-%m-%d %H:%M} UTC" if found.since else ""
            said = (
                f"Nothing is looked at with the session {session.name}{since}: {_SAID[found.condition]}. "
                f"Sign in again: archiver login {session.platform} --session {session.name}"
            )
            yield Blind(session.name, True, said)  # noqa: FBT003 - of a value


def _unknown_sessions(targets: Iterable[TargetStatus], sessions: Iterable[Session]) -> Iterator[Blind]:
    """Say which sessions targets name that the settings do not."""
    known, named = {session.name for session in sessions}, dict[str, TargetRef]()
    for each in targets:
        for vantage in each.vantages:
            if vantage.session and vantage.session not in known:
                named.setdefault(vantage.session, each.target)
    for name, target in named.items():
        said = (
            f"Nothing is looked at with the session {name}, which {target} names and the settings do not. "
            f"Sign in: archiver login {target.platform} --session {name}"
        )
        yield Blind(name, True, said)  # noqa: FBT003 - of a value


def _unseen(targets: Iterable[TargetStatus], now: datetime) -> Iterator[Blind]:
    for each in targets:
        for vantage in each.vantages:
            since = vantage.watched.unseen_since
            # Of one that needs somebody to sign in, its session says it.
            if since is None or vantage.watched.is_blind or now - since <= _BLIND_AFTER * each.every:
                continue
            standing = vantage.watched.standing
            who, at = in_words(standing.plan.vantage), f"{since:%Y-%m-%d %H:%M} UTC"
            told = (
                f"was not seen {who} since {at}"
                if standing.last
                else f"was never seen {who}, tried since {at}"
            )
            why = f": {_HELD[standing.hold]}" if standing.hold in _HELD else f". {_NOT_RUN}"
            said = f"{each.target} {told}, and is to be looked at every {spans.written(each.every)}{why}"
            yield Blind(str(each.target), False, said)  # noqa: FBT003 - of a value
