"""Step 11: between which times of authorities each capture was sealed, and how far this leaves room.

A capture names the stamp that was there before it began; the first stamp on a checkpoint that covers its event came
after it was sealed. That it did, digests prove: it is over what names the other. So where it tells an earlier time, the
clock of an authority is wrong, and nothing was changed here.
"""

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.verify.checksums import MANIFEST
from archiver.verify.event import Event
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.manifest import Opening
from archiver.verify.stamps import Held, Stamps

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

    @property
    def contradicted(self) -> timedelta:
        """Give by how much the later stamp tells an earlier time, beyond what clocks that are right differ by."""
        apart = self.after - self.before if self.after and self.before else timedelta()
        return apart if apart > _OFF else timedelta()


def check(events: Sequence[Event], stamps: Stamps, openings: Mapping[str, Opening | None]) -> list[Finding]:
    """Place each capture between stamps; `openings` gives what each says of the one before it, by capture."""
    if not stamps.held:
        return []
    told = Check(NAME, ARCHIVE)
    known = {each.digest: each for each in stamps.held}
    first = _Earliest(stamps.held)
    placed = [
        _Between(
            event.at,
            _opened(event.said.capture, openings.get(event.said.capture), known, stamps.unknown, told),
            first.covering(event.batch),
        )
        for event in events
        if event.said.capture and event.at
    ]
    between = [each for each in placed if each.after and each.before and not each.contradicted]
    proven = (
        f"{len(between)} of {len(placed)} captures were sealed between two times that authorities tell"
        f"{_apart(between)}."
    )
    return [*told.findings(proven), *_said(placed)]


class _Earliest:
    """The first stamp on any checkpoint from a number on."""

    def __init__(self, held: Sequence[Held]) -> None:
        """Look once at all stamps, the last checkpoint's first."""
        self._numbers: list[int] = []
        self._times: list[datetime] = []
        for each in sorted(held, key=lambda each: each.checkpoint, reverse=True):
            self._numbers.append(-each.checkpoint)
            self._times.append(min([each.stamp.at, *self._times[-1:]]))

    def covering(self, batch: int) -> datetime | None:
        """Give its time; None where there is none, or the event waits for its checkpoint (0)."""
        many = bisect_left(self._numbers, 1 - batch) if batch else 0
        return self._times[many - 1] if many else None


def _opened(
    capture: str, said: Opening | None, known: Mapping[str, Held], unknown: Container[str], told: Check
) -> datetime | None:
    """Give the time of the stamp that a capture names as there before it."""
    if said is None:
        return None
    subject = f"captures/{capture}/{MANIFEST}"
    named = known.get(said.token)
    if named is None and said.token in unknown:
        told.unchecked("The stamp that it names, as there before it, is made in an unknown way.", subject)
    elif named is None:
        told.fault("The stamp that it names, as there before it, is not here or does not hold.", subject)
    elif (said.checkpoint, said.at) != (named.checkpoint, named.stamp.at.replace(microsecond=0)):
        told.fault("It says another checkpoint or time than the stamp that it names.", subject)
    return named.stamp.at if named else None


def _apart(between: Sequence[_Between]) -> str:
    spans = [each.before - each.after for each in between if each.before and each.after]
    return f", at most {_seconds(max(spans))} apart" if spans else ""


def _said(placed: Sequence[_Between]) -> list[Finding]:
    delays = [each.before - each.sealed for each in placed if each.before]
    late = [delay for delay in delays if delay > _LATE]
    off = [each for each in placed if not each.contradicted and _is_off(each)]
    bare = sum(each.before is None for each in placed)
    contradicted = [each.contradicted for each in placed if each.contradicted]
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
    if contradicted:
        said.append(
            f"Of {len(contradicted)} captures the stamp that came after tells an earlier time than the one before, by "
            f"at most {_seconds(max(contradicted))}: the clock of an authority was wrong."
        )
    if bare:
        said.append(f"{bare} of {len(placed)} captures are under no authority's stamp yet.")
    return [Finding(NAME, ARCHIVE, Status.NOT_CHECKED, detail, required=False) for detail in said]


def _is_off(each: _Between) -> bool:
    """Tell whether the machine that made a capture says of its seal what authorities contradict."""
    early = each.after is not None and each.sealed < each.after - _OFF
    return early or (each.before is not None and each.sealed > each.before + _OFF)


def _seconds(span: timedelta) -> str:
    return f"{max(0, round(span.total_seconds())):,} s"
