"""Health of a session, by how its looks went: whether it may be spent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.model.looked import SESSION_ENDED, Looked
from archiver.schedule.resting import refused, rests_until


class Condition(StrEnum):
    """How a session stands."""

    UNTRIED = "untried"
    """It was not looked with since somebody signed in."""
    LIVE = "live"
    LOGGED_OUT = "logged_out"
    CHALLENGED = "challenged"
    """The platform asks whoever is signed in to prove something: nothing more is asked with it."""
    RATE_LIMITED = "rate_limited"
    UNUSABLE = "unusable"
    """Its state is not here, or signs nobody in."""


BLIND = frozenset((Condition.LOGGED_OUT, Condition.CHALLENGED, Condition.UNUSABLE))
"""In which nothing is looked at with it until somebody signs in."""
_ENDED = frozenset((SESSION_ENDED, "walled"))


@dataclass(frozen=True, slots=True)
class Health:
    """How a session stands, and since when."""

    condition: Condition
    since: datetime | None = None
    rests_until: datetime | None = None
    """Until when nothing is asked with it; None where it may be."""

    @property
    def is_blind(self) -> bool:
        """Tell whether nothing can be looked at with it before somebody signs in."""
        return self.condition in BLIND


def health(
    looks: Sequence[Looked], signed_in_at: datetime | None, challenged: Looked | None = None
) -> Health:
    """Say how a session stands by its last looks, in order; `signed_in_at` is when its state was last put in place.

    None says that no state is there, or that it signs nobody in. `challenged` is its last look that met a challenge,
    however long ago: whatever was under way then and ended later makes nothing good, but to sign in again.
    """
    if signed_in_at is None:
        return Health(Condition.UNUSABLE)
    if challenged is not None and challenged.ended > signed_in_at:
        return Health(Condition.CHALLENGED, challenged.ended)
    answered = [look for look in looks if look.was_answered and look.ended > signed_in_at]
    walls = refused(answered)
    if walls:
        return _refused(answered, walls)
    told = [look for look in answered if look.capture]
    if not told:
        return Health(Condition.UNTRIED, signed_in_at)
    return Health(Condition.LIVE, told[-1].ended)


def _refused(answered: Sequence[Looked], walls: Sequence[Looked]) -> Health:
    ended = [look.ended for look in walls if look.reason in _ENDED]
    if ended:
        return Health(Condition.LOGGED_OUT, min(ended))
    return Health(Condition.RATE_LIMITED, walls[0].ended, rests_until(answered))
