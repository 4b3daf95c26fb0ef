"""Name how an account stands where it is not simply present: a state of the account, and of none of its posts."""

from collections.abc import Container, Sequence
from datetime import timedelta

from archiver.derive.lane import class_of
from archiver.model.presence_span import PresenceSpan
from archiver.model.probe import Presence
from archiver.model.removal import Rule

EMPTIED, INCIDENT = "emptied", "incident"
_AT_ONCE = timedelta(hours=1)
_MANY = 2
"""Other accounts that are not found at once, from which on it is taken for the platform's own trouble."""


def standing(spans: Sequence[PresenceSpan]) -> list[PresenceSpan]:
    """Leave out what a later look of the same class of vantage overtook: refusals are in languages of their own."""
    return [
        span
        for span in spans
        if not any(
            later.last > span.last
            and later.presence is not Presence.UNKNOWN
            and class_of(later.lane) == class_of(span.lane)
            for later in spans
        )
    ]


def named(
    span: PresenceSpan, others: Sequence[PresenceSpan], rule: Rule, looked_at: Container[str] = ()
) -> str:
    """Name the state; empty where the account is present, or nothing is known.

    `others` are the latest spans of other watched accounts, and `looked_at` those targets that were looked at within
    this span, in the same lane. An account counts as emptied after two visits `confirm_after` apart between which
    another account was shown.
    """
    if span.presence in (Presence.PRESENT, Presence.UNKNOWN):
        return ""
    here = [other for other in others if other.lane == span.lane]
    if span.presence is Presence.NOT_FOUND:
        gone = [other for other in here if other.presence is Presence.NOT_FOUND]
        at_once = [other for other in gone if abs(other.first - span.first) <= _AT_ONCE]
        return INCIDENT if len({other.target for other in at_once}) >= _MANY else span.presence.value
    if span.presence is Presence.EMPTY:
        between = [other for other in here if other.last >= span.first and other.first <= span.last]
        shown = any(other.presence is Presence.PRESENT and other.target in looked_at for other in between)
        return EMPTIED if shown and span.last - span.first >= rule.confirm_after else span.presence.value
    return span.presence.value
