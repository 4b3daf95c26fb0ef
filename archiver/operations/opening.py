"""Open an archive to be asked: with an index that holds what its captures hold."""

from pathlib import Path

from archiver.archive import Archive, opened
from archiver.config import Settings
from archiver.ports import Progress


def opened_to_ask(root: Path, settings: Settings, progress: Progress) -> Archive:
    """Open an archive; where its index is empty beside captures, as an upgrade or its owner left it, make it afresh.

    Raises what opening does, and DamagedError, BusyError.
    """
    archive = opened(root, settings)
    if archive.catalog.is_empty() and archive.sealed.ids():
        # It loads what captures are made with, which takes long, and is seldom asked for.
        from archiver.operations.rebuild import rebuild  # noqa: PLC0415

        rebuild(archive, progress)
    return archive
