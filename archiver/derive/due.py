"""When a post in question is asked for again."""

from datetime import datetime, timedelta

from archiver.model.removal import Removal, RemovalState, Rule

AGAIN = tuple(timedelta(days=days) for days in (1, 3, 7, 30))
"""After a conclusion, and after any other answer that settles a visit."""


def next_visit(removal: Removal | None, visits: list[datetime], rule: Rule) -> datetime | None:
    """Say when a post is due, by the times it was asked for since it is missing; None for at once."""
    if not visits:
        return None
    first, last = min(visits), max(visits)
    if removal is not None and removal.state is RemovalState.PENDING:
        again = last + rule.confirm_after
        return again if len(visits) == 1 else max(again, first + rule.unlisted_after)
    return next((first + span for span in AGAIN if first + span > last), last + AGAIN[-1])
