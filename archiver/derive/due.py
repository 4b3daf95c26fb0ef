"""When a post in question is asked for again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from archiver.model.reading import Availability
from archiver.model.removal import JudgedProbe, Removal, RemovalState, Rule

AGAIN = tuple(timedelta(days=days) for days in (1, 3, 7, 30))
"""After a conclusion, and after any other answer that settles a visit."""
_ENOUGH = 2
"""Visits that count, after which only a third a day later can add anything."""


def next_visit(
    removal: Removal | None,
    visits: Sequence[JudgedProbe],
    vantages: Iterable[str],
    rule: Rule,
    concluded_at: datetime | None = None,
) -> datetime | None:
    """Say when a post is due; None for at once.

    `visits` are those made since it is missing, `vantages` those at hand that had shown it; `concluded_at` is the
    visit by which its removal was concluded, where it was.
    """
    if not visits:
        return None
    if removal is not None and removal.state is RemovalState.PENDING:
        due = [_of_vantage([each for each in visits if each.probe.vantage == one], rule) for one in vantages]
        if due and None in due:
            return None
        return min((at for at in due if at is not None), default=_last(visits) + rule.confirm_after)
    if concluded_at is None and not _has_settled(visits):
        # A wall is not run into at every look: the pause grows to a day.
        lasted = _last(visits) - min(each.probe.at for each in visits)
        return _last(visits) + min(max(rule.confirm_after, lasted), AGAIN[0])
    first, last = concluded_at or min(each.probe.at for each in visits), _last(visits)
    return next((first + span for span in AGAIN if first + span > last), last + AGAIN[-1])


def _has_settled(visits: Sequence[JudgedProbe]) -> bool:
    """Tell whether a visit says how the post stands: it was shown, a gate named why not, or all was as it had to be."""
    settling = (Availability.LIVE, Availability.GATED)
    return any(each.probe.availability in settling or not each.wanting for each in visits)


def _of_vantage(visits: Sequence[JudgedProbe], rule: Rule) -> datetime | None:
    if not visits:
        return None
    sound = [each.probe.at for each in visits if not each.wanting]
    again = _last(visits) + rule.confirm_after
    too_near = len(sound) < _ENOUGH or max(sound) - min(sound) < rule.confirm_after
    return again if too_near else max(again, min(sound) + rule.unlisted_after)


def _last(visits: Sequence[JudgedProbe]) -> datetime:
    return max(each.probe.at for each in visits)
