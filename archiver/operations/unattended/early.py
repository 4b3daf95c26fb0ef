"""Early: that a look by hand comes before its time is put into the ledger, since who looks oftener sees more."""

from collections.abc import Iterable

from archiver.archive import Archive
from archiver.ledger import events, intervals
from archiver.model.deviation import Early
from archiver.operations.indexing import append
from archiver.operations.look import Asked
from archiver.operations.unattended.standings import Standings
from archiver.operations.unattended.watches import watches
from archiver.operations.vantages import vantage_of


def say_early(archive: Archive, asked: Iterable[Asked]) -> None:
    """Append which of some looks come before their time. Raises ConfigError, StoreError, BusyError."""
    wanted = {
        (str(each.target), str(vantage_of(archive, each.session, each.proxy)))
        for each in asked
        if each.post is None
    }
    watched = [each for each in watches(archive) if (each.plan.target, each.plan.vantage) in wanted]
    now = archive.clock.now()
    for each in Standings(archive).all(watched):
        by = each.standing.early(now)
        if each.standing.last is not None and by:
            early = Early(each.watch.plan.vantage, each.standing.due, by)
            with archive.indexing():
                append(archive, each.watch.asked.target, events.EARLY_LOOK, intervals.early_said(early))
