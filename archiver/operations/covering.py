"""Cover: have a checkpoint cover what was done and authorities stamp it, when a run begins, within it, and at its end.

An authority that does not answer is left alone until the run ends, asked again by the next, and stops nothing.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from archiver.archive import Archive
from archiver.custody import AT_MOST
from archiver.errors import BusyError, TimestampError
from archiver.formats.checkpoint import Checkpoint
from archiver.ledger import clocks, events, stamps
from archiver.ledger.stamps import NOTABLE
from archiver.model import instant
from archiver.operations.declaring import declare
from archiver.operations.indexing import append, index_events
from archiver.ports import Timestamper
from archiver.store import layout


def begin(archive: Archive, *, lately: bool = False) -> None:
    """Declare what is new in the settings, and have that stamped: who names the stamp and seals has sealed after it.

    Where nothing is new the last checkpoint is stamped again, by those that did not yet, or by one; a run that follows
    others each minute is content with a stamp received `lately`. Raises ConfigError, StoreError, BusyError,
    DamagedError.
    """
    look_at_clock(archive)
    declare(archive)
    if not archive.authorities or (lately and _stamped_lately(archive)):
        return
    archive.custody.checkpoint()
    last = archive.custody.log().batch
    if last:
        lacking = archive.stamps.lacking(last, archive.authorities)
        _ask(archive, last, lacking or archive.authorities[:1])


def _stamped_lately(archive: Archive) -> bool:
    """Tell whether a stamp was received of late, and take it for the one that this run opened with."""
    told = archive.catalog.latest_events(events.TIMESTAMP).get("")
    last = stamps.read(told) if told is not None else None
    if last is None or not timedelta() <= archive.clock.now() - last.at <= AT_MOST:
        return False
    archive.run.opened = last
    return True


def cover(archive: Archive) -> Checkpoint:
    """Cover what waits, and have that stamped. Raises StoreError, BusyError, DamagedError where it is not covered."""
    look_at_clock(archive)
    reached = archive.custody.checkpoint()
    archive.run.unanswered.clear()
    _stamp_last(archive)
    return reached


def look_at_clock(archive: Archive) -> None:
    """Append that the clock jumped back, where it tells less than when the last event was written."""
    latest, now = archive.custody.latest(), archive.clock.now()
    if latest is not None and now < latest - NOTABLE:
        archive.run.clock_back = latest - now
        with archive.indexing():
            append(archive, None, events.CLOCK, clocks.said(latest, now))


def cover_in_turn(archive: Archive) -> None:
    """Do as `cover` does where the last checkpoint is not of late, else as `cover_where_due`. Raises as these do."""
    covered = archive.custody.covered_at()
    if covered is None or archive.clock.now() - covered > AT_MOST:
        cover(archive)
    else:
        cover_where_due(archive)


def cover_where_due(archive: Archive) -> None:
    """Do as `cover` does where something waits that shall not. Raises as that does."""
    if archive.custody.checkpoint_where_due():
        _stamp_last(archive)


def renew(archive: Archive) -> Checkpoint:
    """Cover what waits, stamps too, and have all authorities stamp that, or what they stamped once more.

    Raises StoreError, BusyError, DamagedError.
    """
    reached = archive.custody.checkpoint(renewing=True)
    last = archive.custody.log().batch
    if last:
        _ask(archive, last, archive.authorities)
    return reached


def _stamp_last(archive: Archive) -> None:
    last = archive.custody.log().batch
    if last:
        _ask(archive, last, archive.stamps.lacking(last, archive.authorities))


def _ask(archive: Archive, number: int, authorities: Iterable[Timestamper]) -> None:
    """Ask authorities side by side, so that all of them that are dead take no longer than one."""
    run = archive.run
    asked = [authority for authority in authorities if authority.name not in run.unanswered]
    if not asked:
        return
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = [pool.submit(archive.stamps.ask, number, authority) for authority in asked]
        for authority, answer in zip(asked, answers, strict=True):
            try:
                run.received.append(archive.stamps.keep(answer.result()))
            except (TimestampError, BusyError) as error:
                run.unanswered[authority.name] = error.sentence
    with archive.indexing():
        index_events(archive, *layout.WHOLE)


def opening(archive: Archive) -> dict[str, Any]:
    """Say for a manifest which stamp was there before the capture began, or why none is named."""
    last = archive.run.received[-1] if archive.run.received else archive.run.opened
    if last is not None:
        return {
            "authority": last.authority,
            "checkpoint": last.checkpoint,
            "token": str(last.token),
            "stamped_at": instant.written(last.at),
        }
    return {"reason": "not_answered" if archive.authorities else "no_authority"}
