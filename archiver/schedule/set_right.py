"""Looks by a clock that was ahead, and was set right since: they were made before it was."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from archiver.model.looked import Looked


def set_right(
    looks: Sequence[Looked], jumps: Iterable[tuple[datetime, datetime]], now: datetime
) -> list[Looked]:
    """Give looks in order of time; one that is yet to come is taken to be from when the clock was set right.

    `jumps` are what a clock told, and what it told then. Where none tells of it, nothing is known of its time, and it
    is left out.
    """
    if all(look.ended <= now for look in looks):
        return list(looks)
    known = sorted(jumps)
    found = [right for look in looks if (right := _right(look, known, now)) is not None]
    return sorted(found, key=lambda look: look.ended)


def _right(look: Looked, jumps: Sequence[tuple[datetime, datetime]], now: datetime) -> Looked | None:
    if look.ended <= now:
        return look
    at = next((told for was, told in jumps if was >= look.ended and told <= now), None)
    return None if at is None else replace(look, began=at, ended=at)
