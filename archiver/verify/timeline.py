"""Step 11: between which times of authorities each capture was sealed, and how far this leaves room.

A capture names the stamp that was there before it began; the first stamp on a checkpoint that covers its event came
after it was sealed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.verify.checksums import MANIFEST
from archiver.verify.event import Event
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.stamps import Held

NAME = "sealing times"
_LATE = timedelta(hours=1)
_OFF = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class _Between:
    """When a capture was sealed."""

    sealed: datetime
    """By the clock of the machine that made it."""
    after: datetime | None
    before: datetime | None
    """By the authorities; None where no stamp tells."""


def check(events: Sequence[Event], held: Sequence[Held], openings: Mapping[str, str]) -> list[Finding]:
    """Place each capture between stamps; `openings` gives the digest of the stamp that each names, by capture."""
    if not held:
        return []
    told = Check(NAME, ARCHIVE)
    at = {each.digest: each.stamp.at for each in held}
    placed = [
        _placed(event, event.at, at, held, openings.get(event.said.capture, ""), told)
        for event in events
        if event.said.capture and event.at
    ]
    between = [each for each in placed if each.after and each.before]
    proven = (
        f"{len(between)} of {len(placed)} captures were sealed between two times that authorities tell"
        f"{_apart(between)}."
    )
    return [*told.findings(proven), *_said(placed)]


def _placed(
    event: Event,
    sealed: datetime,
    at: Mapping[str, datetime],
    held: Sequence[Held],
    opening: str,
    told: Check,
) -> _Between:
    subject = f"captures/{event.said.capture}/{MANIFEST}"
    if opening and opening not in at:
        told.fault("The stamp that it names, as there before it, is not here or does not hold.", subject)
    after = at.get(opening)
    covering = [each.stamp.at for each in held if event.batch and each.checkpoint >= event.batch]
    before = min(covering, default=None)
    if after and before and after > before:
        told.fault("It names a stamp as there before it that is later than one which covers it.", subject)
    return _Between(sealed, after, before)


def _apart(between: Sequence[_Between]) -> str:
    spans = [each.before - each.after for each in between if each.before and each.after]
    return f", at most {_seconds(max(spans))} apart" if spans else ""


def _said(placed: Sequence[_Between]) -> list[Finding]:
    delays = [each.before - each.sealed for each in placed if each.before]
    late = [delay for delay in delays if delay > _LATE]
    off = [
        each
        for each in placed
        if (each.after and each.sealed < each.after - _OFF)
        or (each.before and each.sealed > each.before + _OFF)
    ]
    bare = sum(each.before is None for each in placed)
    said = []
    if late:
        said.append(
            f"{len(late)} of {len(placed)} captures were stamped more than an hour after their seal, the latest "
            f"{_seconds(max(late))} after it: until then only this archive says when they were there."
        )
    if off:
        said.append(
            f"The clock of the machine that made them says of {len(off)} captures that they were sealed outside the "
            "times that authorities tell: it was wrong by more than 2 seconds."
        )
    if bare:
        said.append(f"{bare} of {len(placed)} captures are under no authority's stamp yet.")
    return [Finding(NAME, ARCHIVE, Status.NOT_CHECKED, detail, required=False) for detail in said]


def _seconds(span: timedelta) -> str:
    return f"{max(0, round(span.total_seconds())):,} s"
