"""Which stories stand in which trays, as intervals: from the first capture that showed one there to the last.

An interval is closed by the capture that first understood the whole tray without the story, where the same vantage had
been shown it: another may be kept from it, and says nothing.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from archiver.catalog.intervals import Here, Row, as_json
from archiver.catalog.tables import CAPTURES, POSTS, TRAYS, VERSIONS
from archiver.derive.stories import TraySpan
from archiver.derive.trays import TraySeen, TraysSeen
from archiver.model import instant
from archiver.model.refs import STORY, PostRef, TargetRef
from archiver.model.tray import is_highlight

_NAMES = ("tray", "key")


def index(here: Here, seen: TraysSeen) -> None:
    """Move stories to where one capture leaves them."""
    if not seen.is_told:
        return
    known = here.latest(TRAYS, _NAMES, {})
    trays = [*seen.trays, *_ended(known, seen)]
    held = {key for tray in trays for key in tray.keys}
    for tray in trays:
        written = {"fields": as_json({"title": tray.title})}
        stood = {key: row for (name, key), row in known.items() if name == tray.name and row["gone"] is None}
        lasting = [stood[key] | written for key in tray.keys if key in stood]
        here.prolong(TRAYS, _NAMES, lasting, "fields")
        here.begin(
            TRAYS, ({"tray": tray.name, "key": key, **written} for key in tray.keys if key not in stood)
        )
        # What left the day's stories, and is kept, is shown all the same.
        shown = set(tray.keys) if is_highlight(tray.name) else held
        lacked = [row for key, row in stood.items() if key not in shown] if tray.whole else []
        here.close(TRAYS, _NAMES, _shown_here(here, lacked), "gone")


def _ended(known: dict[tuple[str, ...], Row], seen: TraysSeen) -> Iterator[TraySeen]:
    """Give the highlights that there are no more, as trays that hold nothing."""
    if seen.highlights is None:
        return
    read = {tray.name for tray in seen.trays}
    for name in dict.fromkeys(tray for tray, _ in known):
        if is_highlight(name) and name not in seen.highlights and name not in read:
            yield TraySeen(name, "", (), whole=True)


def _shown_here(here: Here, rows: list[Row]) -> list[Row]:
    """Give the intervals that the vantage of this capture began or last prolonged."""
    named = {here.capture, *(row[end] for row in rows for end in ("first_capture", "last_capture"))}
    found = here.connection.execute(
        select(CAPTURES.c.capture, CAPTURES.c.vantage).where(CAPTURES.c.capture.in_(named))
    )
    who = {row.capture: row.vantage for row in found}
    return [
        row
        for row in rows
        if who[here.capture] in (who.get(row["first_capture"]), who.get(row["last_capture"]))
    ]


def spans(
    connection: Connection, target: TargetRef, until: str = "", story: PostRef | None = None
) -> list[TraySpan]:
    """Give where stories stood, all or one, as it was known at a capture; without one as it is known last."""
    first, last, gone = (CAPTURES.alias(name) for name in ("first", "last", "gone"))
    asked = (
        select(TRAYS, first.c.started_at.label("began"), last.c.ended_at.label("lasted"))
        .add_columns(gone.c.ended_at.label("lacked"), gone.c.clock_offset)
        .join(first, first.c.capture == TRAYS.c.first_capture)
        .join(last, last.c.capture == TRAYS.c.last_capture)
        .outerjoin(gone, gone.c.capture == TRAYS.c.gone)
        .where(TRAYS.c.target == str(target))
    )
    if story is not None:
        asked = asked.where(TRAYS.c.key == story.key)
    if until:
        # Captures of one target are named by their time.
        asked = asked.where(TRAYS.c.first_capture <= until)
    return [_span(row, until) for row in connection.execute(asked)]


def _span(row: Any, until: str) -> TraySpan:  # noqa: ANN401 - a row of the library's
    known = row.gone is not None and (not until or row.gone <= until)
    return TraySpan(
        story=PostRef(row.platform, row.key),
        lane=row.lane,
        tray=row.tray,
        title=json.loads(row.fields)["title"],
        first=instant.parsed(row.began),
        last=instant.parsed(row.lasted),
        gone=instant.parsed(row.lacked) if known else None,
        clock_offset=timedelta(seconds=row.clock_offset) if known and row.clock_offset is not None else None,
    )


def moved(connection: Connection, target: TargetRef, start: str, end: str) -> set[PostRef]:
    """Give the stories that came into a tray, or left one, behind one capture and up to another."""
    rows = connection.execute(
        select(TRAYS.c.key, TRAYS.c.first_capture, TRAYS.c.gone).where(TRAYS.c.target == str(target))
    )
    return {
        PostRef(target.platform, key)
        for key, first, gone in rows
        if start < first <= end or (gone is not None and start < gone <= end)
    }


def times(
    connection: Connection, target: TargetRef
) -> dict[PostRef, tuple[datetime | None, datetime | None]]:
    """Give when each story was published, and when it ends by itself."""
    dated = connection.execute(
        select(POSTS.c.key, POSTS.c.published_at).where(
            POSTS.c.target == str(target), POSTS.c.key.startswith(STORY)
        )
    )
    states = connection.execute(
        select(VERSIONS.c.key, VERSIONS.c.fields)
        .where(VERSIONS.c.target == str(target), VERSIONS.c.key.startswith(STORY))
        .order_by(VERSIONS.c.first_capture)
    )
    ends = {key: end for key, fields in states if (end := json.loads(fields).get("expires_at")) is not None}
    return {
        PostRef(target.platform, row.key): (_time(row.published_at), _time(ends.get(row.key)))
        for row in dated
    }


def _time(text: str | None) -> datetime | None:
    return None if text is None else instant.parsed(text)
