"""What the index holds of a listing as a whole: of a site's, which pages led on to another address."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, select

from archiver.catalog.tables import CAPTURES, LISTINGS
from archiver.derive.site_parts import SiteListing
from archiver.model import instant
from archiver.model.refs import PostRef, TargetRef


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
