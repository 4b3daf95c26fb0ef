"""How looks went, as the ledger tells it, with the times of those set right that a wrong clock told."""

from collections.abc import Sequence
from datetime import datetime

from archiver.archive import Archive
from archiver.ledger import clocks
from archiver.ledger.events import CLOCK
from archiver.model.looked import Looked
from archiver.schedule.set_right import set_right
from archiver.store import layout


def told(archive: Archive, looks: Sequence[Looked]) -> list[Looked]:
    """Give looks in order of time, those that are yet to come as of when the clock was set right."""
    now = archive.clock.now()
    jumps = _jumps(archive) if any(look.ended > now for look in looks) else []
    return set_right(looks, jumps, now)


def _jumps(archive: Archive) -> list[tuple[datetime, datetime]]:
    return [clocks.jump(event) for event in archive.catalog.events_after("/".join(layout.WHOLE), CLOCK, 0)]
