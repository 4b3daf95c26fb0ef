"""Looks: every visit that the ledger tells of, in order of time, with what its manifest says and what covers it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Any

from archiver.model import instant
from archiver.model.capture import CaptureId, CaptureKind
from archiver.model.event import CAPTURE, CLOSER_WATCH, DECLARATION, LATE_LOOK, MARK, TIMESTAMP
from archiver.model.vantage import SESSION, in_words

Manifest = Callable[[str], Mapping[str, Any] | None]
"""Gives the manifest of a capture, by its path; None where it is not shown."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an authority saw a checkpoint."""

    authority: str
    checkpoint: int
    at: datetime


class Stamps:
    """All stamps that are told of, asked for the first that covers a checkpoint."""

    def __init__(self, stamps: Iterable[Stamp]) -> None:
        """Order them by their checkpoints, each with the earliest of those that stand no lower."""
        highest_first = sorted(stamps, key=lambda stamp: stamp.checkpoint, reverse=True)
        self._earliest = list(accumulate(highest_first, _earlier))[::-1]
        self._checkpoints = [stamp.checkpoint for stamp in reversed(highest_first)]

    def over(self, checkpoint: int) -> Stamp | None:
        """Give the earliest on a checkpoint or a later one; None where there is none."""
        place = bisect_left(self._checkpoints, checkpoint)
        return self._earliest[place] if place < len(self._earliest) else None


def _earlier(one: Stamp, other: Stamp) -> Stamp:
    return other if other.at < one.at else one


@dataclass(frozen=True, slots=True)
class Clock:
    """How a machine's clock stood during a look, by others' clocks."""

    offset: timedelta | None
    """The servers' time minus the machine's; None where no server told it."""
    compared: int
    """Answers that told it."""
    opened: Stamp | None
    """The stamp that was there before it began."""


@dataclass(frozen=True, slots=True)
class Look:
    """One visit to a target, or one that came to nothing."""

    target: str
    kind: str
    capture: str
    """Its path; empty where nothing was captured."""
    began: datetime
    ended: datetime
    outcome: str
    reason: str
    event: int
    """Running number of its event among those of its target."""
    checkpoint: int
    """That was the first to cover its event."""
    stamp: Stamp | None
    """The earliest on that checkpoint or a later one; None where there is none."""
    vantage: str = ""
    """`logged_out` or `session:<salted id>`; empty where its manifest is not shown."""
    locale: str = ""
    country: str = ""
    listed: int | None = None
    claimed: int | None = None
    limit: str = ""
    surfaces: tuple[str, ...] = ()
    gaps: Mapping[str, int] = field(default_factory=dict)
    """How many things could not be read, by reason."""
    stood_in: bool = False
    """Whether a stand-in answered, and not the platform's own servers."""
    clock: Clock | None = None
    tool: Mapping[str, Any] = field(default_factory=dict)
    alterations: tuple[str, ...] = ()
    """What was blocked, injected or covered, in sentences."""
    protocols: tuple[str, ...] = ()
    """By which its hosts were reached."""

    @property
    def is_crawl(self) -> bool:
        """Tell whether it looked at the target's listings."""
        return self.kind == CaptureKind.CRAWL.value

    @property
    def is_complete(self) -> bool:
        """Tell whether it read all that was offered to it."""
        return self.outcome == "complete"

    @property
    def who(self) -> str:
        """Say in words who looked."""
        return in_words(self.vantage)

    @property
    def is_shown(self) -> bool:
        """Tell whether its manifest is."""
        return bool(self.vantage)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the operator says happened, and when."""

    target: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Deviation:
    """That a target was not looked at at its interval: a look that came late, or closer looks for a while."""

    target: str
    since: datetime
    """When the look was due, or from when on it was looked at more often."""
    until: datetime
    """When the look was made, or until when."""
    every: timedelta | None
    """How often meanwhile; None of a look that came late."""
    reason: str

    @property
    def is_late(self) -> bool:
        """Tell a late look from closer ones."""
        return self.every is None


@dataclass(frozen=True)
class Watch:
    """All looks at some targets, and what was said beside them."""

    looks: tuple[Look, ...]
    marks: tuple[Mark, ...] = ()
    every: Mapping[str, timedelta] = field(default_factory=dict)
    """How often each target was to be looked at, as it was declared last; left out where it was not."""
    simulated: bool = False
    """Whether servers and authorities were this program's own rehearsal."""
    deviations: tuple[Deviation, ...] = ()
    """From the intervals at which targets were to be looked at, in order of time."""

    @cached_property
    def by_capture(self) -> Mapping[str, Look]:
        """Give each look that captured something, by its capture's path."""
        return {look.capture: look for look in self.looks if look.capture}

    def at(self, capture: str) -> datetime:
        """Give when a capture began."""
        known = self.by_capture.get(capture)
        return known.began if known else CaptureId.parse(capture).began


def watch(
    told: Iterable[tuple[int, Mapping[str, Any]]],
    targets: Iterable[str],
    manifest: Manifest,
    *,
    simulated: bool = False,
) -> Watch:
    """Put together what events, each with the number of its checkpoint, say of looks at targets."""
    wanted, every = frozenset(targets), list(told)
    stamps = Stamps(_stamps(every))
    declared = {event["target"]: event["declared"] for _, event in every if event["event"] == DECLARATION}
    spans = {target: declared.get(target, {}).get("every_seconds") for target in wanted}
    looks = (
        _look(number, event, stamps, manifest)
        for number, event in every
        if event["event"] == CAPTURE and event["target"] in wanted
    )
    marks = (
        Mark(event["target"], event["words"], instant.parsed(event["happened_at"]))
        for _, event in every
        if event["event"] == MARK and event["target"] in wanted
    )
    return Watch(
        tuple(sorted(looks, key=lambda look: (look.began, look.event))),
        tuple(sorted(marks, key=lambda mark: mark.at)),
        {target: timedelta(seconds=seconds) for target, seconds in spans.items() if seconds},
        simulated,
        tuple(sorted(_deviations(every, wanted), key=lambda each: each.since)),
    )


def _deviations(
    told: Iterable[tuple[int, Mapping[str, Any]]], targets: Container[str]
) -> Iterator[Deviation]:
    for _, event in told:
        if event["target"] not in targets:
            continue
        if event["event"] == LATE_LOOK:
            due = instant.parsed(event["due_at"])
            made = due + timedelta(seconds=event["late_seconds"])
            yield Deviation(event["target"], due, made, None, event["reason"])
        elif event["event"] == CLOSER_WATCH:
            since, until = instant.parsed(event["since"]), instant.parsed(event["until"])
            every = timedelta(seconds=event["every_seconds"])
            yield Deviation(event["target"], since, until, every, event["reason"])


def _stamps(told: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterable[Stamp]:
    for _, event in told:
        if event["event"] == TIMESTAMP:
            yield Stamp(event["authority"], event["checkpoint"], instant.parsed(event["stamped_at"]))


def _look(checkpoint: int, event: Mapping[str, Any], stamps: Stamps, manifest: Manifest) -> Look:
    capture = event["capture"] or ""
    told = manifest(capture) if capture else None
    at = instant.parsed(event["at"])
    look = Look(
        target=event["target"],
        kind=event["kind"],
        capture=capture,
        began=CaptureId.parse(capture).began if capture else at,
        ended=at,
        outcome=event["outcome"],
        reason=event["reason"],
        event=event["number"],
        checkpoint=checkpoint,
        stamp=stamps.over(checkpoint),
    )
    return look if told is None else _with_manifest(look, told)


def _with_manifest(look: Look, told: Mapping[str, Any]) -> Look:
    vantage, reach, times = told["vantage"], told["reach"], told["times"]
    session = vantage["session"]
    return replace(
        look,
        began=instant.parsed(times["started_at"]),
        ended=instant.parsed(times["ended_at"]),
        vantage=f"{SESSION}:{session}" if session else vantage["login"],
        locale=vantage["locale"],
        country=vantage["country"],
        listed=reach["listed"],
        claimed=reach["claimed"],
        limit=reach["limit"] or "",
        surfaces=tuple(dict.fromkeys(each["surface"] for each in told["surfaces"])),
        gaps=Counter(gap["reason"] for gap in told["gaps"]),
        stood_in="not_authenticated" in told,
        clock=_clock(told),
        tool=told.get("tool", {}),
        alterations=tuple(told.get("alterations", ())),
        protocols=tuple(sorted({host["protocol"] for host in told.get("hosts", {}).values()})),
    )


def _clock(told: Mapping[str, Any]) -> Clock:
    clock, opened = told.get("clock", {}), told.get("opening_stamp", {})
    offset = clock.get("offset_ms")
    stamp = None
    if "authority" in opened:
        stamp = Stamp(opened["authority"], opened["checkpoint"], instant.parsed(opened["stamped_at"]))
    return Clock(None if offset is None else timedelta(milliseconds=offset), clock.get("compared", 0), stamp)
