"""Open an archive to be asked: with an index that holds what its captures hold, as today's extraction reads them."""

from collections.abc import Callable
from pathlib import Path

from archiver import platforms
from archiver.archive import Archive, opened
from archiver.config import Settings
from archiver.model.rereading import Reread
from archiver.ports import Progress


def opened_to_ask(
    root: Path, settings: Settings, progress: Progress, tell: Callable[[Reread], None] | None = None
) -> Archive:
    """Open an archive; where its index is empty beside captures, stale, or read by an older version, make it afresh.

    `tell` is told what today's extraction reads otherwise. Raises what opening does, and DamagedError, BusyError.
    """
    archive = opened(root, settings)
    if not is_current(archive):
        # It loads what captures are made with, which takes long, and is seldom asked for.
        from archiver.operations.rebuild import rebuild  # noqa: PLC0415

        reread = rebuild(archive, progress).reread
        if reread is not None and tell is not None:
            tell(reread)
    return archive


def is_current(archive: Archive) -> bool:
    """Tell whether an index is as no upgrade, owner or disposal that broke off would have left it."""
    if archive.is_index_stale:
        return False
    if archive.catalog.is_empty():
        return not archive.sealed.ids() and not any(archive.custody.every())
    return all(
        platforms.named(name).extractor == extractor for name, extractor in archive.catalog.extractors()
    )
