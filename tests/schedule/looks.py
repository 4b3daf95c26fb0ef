"""Looks as a ledger tells of them, made up."""

from datetime import UTC, datetime, timedelta

from archiver.model.looked import Looked
from archiver.schedule.planned import Planned, Way

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TARGET, LOGGED_OUT, SIGNED_IN = "instagram:acme", "logged_out", "session:ab"


def ago(**span):
    return NOW - timedelta(**span)


def look(at, reason="", *, target=TARGET, vantage=LOGGED_OUT, kind="crawl", pages=2, outcome="", minutes=1):
    """One look that began at a time."""
    bad = reason and (outcome or "blocked")
    return Looked(
        target=target,
        vantage=vantage,
        kind=kind,
        began=at,
        ended=at + timedelta(minutes=minutes),
        outcome=bad or "complete",
        reason=reason,
        pages=pages,
        capture="" if outcome == "failed" else "instagram/acme/x",
    )


def plan(target=TARGET, vantage=LOGGED_OUT, every=timedelta(hours=6), **more):
    session = vantage.partition(":")[2]
    return Planned(target, vantage, Way(target.partition(":")[0], "", session), every, **more)
