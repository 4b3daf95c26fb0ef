"""Rebuild: make the index afresh from captures alone, or only hold it against one made afresh."""

from dataclasses import dataclass

from archiver.archive import Archive
from archiver.model.rereading import Reread
from archiver.operations import explaining, removals
from archiver.operations.indexing import made_afresh
from archiver.ports import Progress
from archiver.store import recovery


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild gave."""

    rows: dict[str, int]
    """Row counts of the index made afresh, by table."""
    differences: dict[str, tuple[int, int]]
    """Of a check: rows only in the index, and only in the one made afresh, by table; empty where equal."""
    not_borne_out: tuple[str, ...] = ()
    """Posts of which the ledger keeps a conclusion that today's rule would not draw."""
    reread: Reread | None = None
    """What is read otherwise than it was, where other versions of extractors had read it."""


def rebuild(archive: Archive, progress: Progress) -> Rebuilt:
    """Replace what the index holds by what one made afresh holds. Raises DamagedError, BusyError."""
    with archive.indexing():
        # What a disposal left to be done would else be found again.
        recovery.finish(archive.layout)
        with made_afresh(archive, progress) as fresh:
            reread = explaining.compared(archive, fresh)
            if reread is not None:
                explaining.keep(archive, reread)
            archive.catalog.become(fresh)
            archive.mark_index_current()
            rows = fresh.row_counts()
        return Rebuilt(rows, {}, _not_borne_out(archive), reread)


def check(archive: Archive, progress: Progress) -> Rebuilt:
    """Hold the index against one made afresh, and leave it as it is. Raises DamagedError, BusyError."""
    with archive.indexing(), made_afresh(archive, progress) as fresh:
        differences, reread = archive.catalog.differences(fresh), explaining.compared(archive, fresh)
        return Rebuilt(fresh.row_counts(), differences, _not_borne_out(archive), reread)


def _not_borne_out(archive: Archive) -> tuple[str, ...]:
    return tuple(
        post for target in archive.catalog.targets() for post in removals.not_borne_out(archive, target)
    )
