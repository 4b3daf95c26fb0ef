"""What platforms state of accounts: its states, and when it was last asked for."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, union_all

from archiver.catalog.intervals import Here
from archiver.catalog.placed import is_ours
from archiver.catalog.tables import ABOUTS, CAPTURES, GAPS
from archiver.model import instant
from archiver.model.about import PROFILE, About, AboutSpan
from archiver.model.gap import GapReason
from archiver.model.refs import TargetRef


def index(here: Here, abouts: Iterable[About]) -> None:
    """Add what a capture shows of each section."""
    for about in abouts:
        key = {"account_id": about.account_id, "section": about.section}
        state = {"facts": [list(fact) for fact in about.facts]}
        here.extend(ABOUTS, key, state, record=about.record)


def of(connection: Connection, target: TargetRef) -> list[AboutSpan]:
    """Give all that was stated of a target's account to us, in order of time."""
    mine = select(ABOUTS).where(ABOUTS.c.target == str(target), is_ours(ABOUTS))
    rows = mine.order_by(ABOUTS.c.first_capture)
    return [
        AboutSpan(
            About(
                row.account_id,
                row.section,
                tuple((name, value) for name, value in json.loads(row.fields)["facts"]),
                row.record,
            ),
            row.lane,
            row.first_capture,
            row.last_capture,
        )
        for row in connection.execute(rows)
    ]


def last_asked(
    connection: Connection, target: TargetRef, vantage: str, addresses: Sequence[str]
) -> datetime | None:
    """Say when a vantage last asked at some addresses: something was stated then, or it was answered with nothing."""
    stated = select(ABOUTS.c.last_capture).where(ABOUTS.c.target == str(target), ABOUTS.c.section != PROFILE)
    nothing = GAPS.c.reason == GapReason.NOTHING_STATED.value
    refused = select(GAPS.c.capture).where(GAPS.c.subject.in_(addresses), nothing)
    asked = select(func.max(CAPTURES.c.started_at)).where(
        CAPTURES.c.target == str(target),
        CAPTURES.c.vantage == vantage,
        CAPTURES.c.capture.in_(union_all(stated, refused)),
    )
    at = connection.scalar(asked)
    return instant.parsed(at) if at else None
