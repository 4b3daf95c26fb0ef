"""Rebuild: make the index afresh from captures alone, or only hold it against one made afresh."""

from dataclasses import dataclass

from archiver.archive import Archive
from archiver.catalog.catalog import Catalog
from archiver.operations.indexing import rebuild_into
from archiver.ports import Progress


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild gave."""

    rows: dict[str, int]
    """Row counts of the index made afresh, by table."""
    differences: dict[str, tuple[int, int]]
    """Of a check: rows only in the index, and only in the one made afresh, by table; empty where equal."""


def rebuild(archive: Archive, progress: Progress) -> Rebuilt:
    """Replace the index by one made afresh. Raises DamagedError."""
    path = archive.layout.catalog
    rebuild_into(archive, path, progress)
    fresh = Catalog(path)
    try:
        return Rebuilt(fresh.row_counts(), {})
    finally:
        fresh.close()


def check(archive: Archive, progress: Progress) -> Rebuilt:
    """Hold the index against one made afresh, and leave it as it is. Raises DamagedError."""
    aside = archive.layout.work.parent / "check.sqlite"
    rebuild_into(archive, aside, progress)
    fresh = Catalog(aside)
    try:
        return Rebuilt(fresh.row_counts(), archive.catalog.differences(fresh))
    finally:
        fresh.close()
        for path in aside.parent.glob("check.sqlite*"):
            path.unlink()
