"""What the index holds of a listing as a whole: how far it went, and of a site's which pages led elsewhere."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from archiver.catalog.tables import CAPTURES, LISTINGS
from archiver.derive.site_parts import SiteListing
from archiver.model import instant
from archiver.model.capture import CaptureId
from archiver.model.refs import PostRef, TargetRef
from archiver.model.surface_state import SurfaceState


def surfaces(connection: Connection, target: TargetRef) -> list[SurfaceState]:
    """Say of each surface, in each lane, how far it was listed last, and when to its end."""
    rows = connection.execute(
        select(LISTINGS.c.lane, LISTINGS.c.surface, LISTINGS.c.last_capture, LISTINGS.c.fields)
        .where(LISTINGS.c.target == str(target))
        .order_by(LISTINGS.c.last_capture)
    )
    last: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    ended: dict[tuple[str, str], datetime] = {}
    for lane, surface, capture, fields in rows:
        told = json.loads(fields)
        last[lane, surface] = capture, told
        if told["broken"] is None:
            ended[lane, surface] = CaptureId.parse(capture).began
    return [
        SurfaceState(
            surface=surface,
            lane=lane,
            looked_at=CaptureId.parse(capture).began,
            listed=told["listed"],
            claimed=told["claimed"],
            broken=told["broken"],
            ended_at=ended.get((lane, surface)),
        )
        for (lane, surface), (capture, told) in sorted(last.items())
    ]


def of_site(connection: Connection, target: TargetRef) -> Iterator[SiteListing]:
    """Give the states of a site's listing, in order of time."""
    first, last = CAPTURES.alias("first"), CAPTURES.alias("last")
    states = (
        select(LISTINGS.c.lane, LISTINGS.c.fields, first.c.ended_at, last.c.ended_at)
        .join(first, first.c.capture == LISTINGS.c.first_capture)
        .join(last, last.c.capture == LISTINGS.c.last_capture)
        .where(LISTINGS.c.target == str(target))
        .order_by(LISTINGS.c.first_capture)
    )
    for lane, fields, since, until in connection.execute(states):
        led_on = json.loads(fields).get("led_on", {})
        pages = {PostRef(target.platform, key): to for key, to in led_on.items()}
        yield SiteListing(lane, instant.parsed(since), instant.parsed(until), pages)
